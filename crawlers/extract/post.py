"""Messages of a public channel's preview page (`t.me/s/<channel>`)."""

from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from crawlers.extract.page import Page, one_line, text_of

_TEXT = ".tgme_widget_message_text.js-message_text"
"""A quoted reply has the first class without the second."""
_MEDIA = ", ".join(
    f".tgme_widget_message_{kind}"
    for kind in (
        "photo_wrap", "video_player", "video_wrap", "roundvideo_player", "sticker_wrap", "document_wrap", "voice_player", "poll",
    )
)  # fmt: skip


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
    media_only: int = 0
    """Messages among them that are a picture, a film or a voice without a word."""


def extract_posts(html: str) -> Preview:
    page = Page(html)
    blocks = [block for block in page.tree.css("div.tgme_widget_message[data-post]") if not _is_service(block)]
    link = page.tree.css_first('link[rel="prev"]')
    posts = tuple(post for post in (_post(block) for block in blocks) if post)
    silent = sum(block.css_first(_TEXT) is None and block.css_first(_MEDIA) is not None for block in blocks)
    return Preview(posts, len(blocks), link.attributes.get("href") if link else None, silent)


def _is_service(block: LexborNode) -> bool:
    """What the channel did (renamed itself, pinned a message), said in the clothes of a message."""
    return "service_message" in (block.attributes.get("class") or "").split()


def _post(block: LexborNode) -> Post | None:
    text = block.css_first(_TEXT)
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
