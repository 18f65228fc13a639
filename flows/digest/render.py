"""A digest as a page and as plain text, from one pair of templates."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import css_inline
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from flows.digest import facts
from flows.digest.catalogue import Language, Words
from flows.digest.content import Digest

MAX_ITEMS = 25
MAX_LINKS = 4
_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Rendered:
    subject: str
    html: str
    text: str


def render(digest: Digest, language: Language, *, unsubscribe: str | None = None) -> Rendered:
    words = Words(language)
    subject = _subject(digest, words)
    values: dict[str, Any] = {
        "digest": digest,
        "words": words,
        "subject": subject,
        "preheader": words.say(
            "preheader", cases=len(digest.cases), campaigns=len(digest.campaigns), reviews=digest.open_reviews
        ),
        "period": words.say("period", first=words.day(digest.first.monday), last=words.day(digest.week.sunday)),
        "catch_up": words.say("catch_up", first=words.day(digest.first.monday)) if digest.first < digest.week else None,
        "counts": _counts(digest, words),
        "unsubscribe": unsubscribe,
    }
    html = (
        _environment(html=True)
        .get_template("digest.html.j2")
        .render(values, more=lambda items, view: _more_html(words, len(items), view))
    )
    text = (
        _environment(html=False)
        .get_template("digest.txt.j2")
        .render(values, more=lambda items, view: _more(words, len(items), view))
    )
    return Rendered(subject, css_inline.CSSInliner(keep_style_tags=True).inline(html), text.strip() + "\n")


def _subject(digest: Digest, words: Words) -> str:
    if digest.quiet:
        return words.say("subject_quiet", week=digest.week)
    return words.say("subject", week=digest.week, cases=len(digest.cases), offers=digest.risky_offers)


def _counts(digest: Digest, words: Words) -> list[tuple[int, str]]:
    return [
        (digest.documents, words.say("count_documents")),
        (len(digest.cases), words.say("count_cases")),
        (digest.risky_offers, words.say("count_offers")),
        (digest.open_reviews, words.say("count_reviews")),
    ]


def _more(words: Words, n: int, view: str) -> str:
    if n <= MAX_ITEMS:
        return ""
    return words.say("more", n=n - MAX_ITEMS, command=f'suar sql "FROM {view}"')


def _more_html(words: Words, n: int, view: str) -> Markup:
    text = _more(words, n, view)
    return Markup('<p class="empty">{}</p>').format(text) if text else escape("")


@cache
def _environment(*, html: bool) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=html,  # noqa: S701 - the other one writes plain text
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals |= {
        "tidy": facts.tidy,
        "safe_url": facts.safe_url,
        "case_facts": facts.case_facts,
        "case_status": facts.case_status,
        "offer_facts": facts.offer_facts,
        "quote_label": facts.quote_label,
        "few_below": facts.FEW_BELOW,
        "max_items": MAX_ITEMS,
        "max_links": MAX_LINKS,
    }
    return environment
