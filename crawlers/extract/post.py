"""Messages of a public channel's preview page (`t.me/s/<channel>`)."""

from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from crawlers.extract.page import Page, one_line, text_of


@dataclass(frozen=True)
class Post:
    external_id: str
    """`channel/123`."""
    url: str | None
    text: str
    published: str | None
    author: str | None
    extra: dict[str, str]


@dataclass(frozen=True)
class Preview:
    posts: tuple[Post, ...]
    blocks: int
    """Messages seen, with or without text: none of many parsed is a changed template, not an empty channel."""
    older: str | None
    """Address of the page of older messages."""


def extract_posts(html: str) -> Preview:
    page = Page(html)
    blocks = page.tree.css("div.tgme_widget_message[data-post]")
    link = page.tree.css_first('link[rel="prev"]')
    posts = tuple(post for post in (_post(block) for block in blocks) if post)
    return Preview(posts, len(blocks), link.attributes.get("href") if link else None)


def _post(block: LexborNode) -> Post | None:
    text = block.css_first(".tgme_widget_message_text.js-message_text")
    if text is None or not text_of(text):
        return None
    date = block.css_first("a.tgme_widget_message_date")
    time = date.css_first("time[datetime]") if date else None
    return Post(
        external_id=block.attributes.get("data-post") or "",
        url=date.attributes.get("href") if date else None,
        text=text_of(text),
        published=time.attributes.get("datetime") if time else None,
        author=_text(block, ".tgme_widget_message_owner_name") or _text(block, ".tgme_widget_message_author_name"),
        extra=dict(_extra(block)),
    )


def _extra(block: LexborNode) -> Iterator[tuple[str, str]]:
    for key, selector in (
        ("views", ".tgme_widget_message_views"),
        ("forwarded_from", ".tgme_widget_message_forwarded_from_name"),
    ):
        if value := _text(block, selector):
            yield key, value


def _text(block: LexborNode, selector: str) -> str | None:
    node = block.css_first(selector)
    return (one_line(node.text()) or None) if node else None
