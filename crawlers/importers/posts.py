"""Messages and posts to records: no boilerplate taken out, nobody named, an identity that a second export repeats."""

import hashlib
import re
from collections.abc import Mapping

from crawlers.extract.dates import ParsedDate
from crawlers.extract.document import build_document
from crawlers.extract.page import one_line
from crawlers.extract.urls import UrlError, canonical_url
from crawlers.extract.wording import clean, without_surrogates
from crawlers.importers.rows import Import, Record, TextInput
from warehouse.contracts import KindHint
from warehouse.contracts.identity import normalised_words

SHORTEST = 15
"""Characters of a message that can say anything."""
LONGEST = 1_000_000
"""No app sends a longer message: what is longer was no export."""
_MENTION = re.compile("@(?:\u2068[^\u2069\n]*\u2069|\\S+)")


def identity_of(minute: str, text: str) -> str:
    """Name of a message by when and what, not by its line or its writer.

    How a mention is shown differs from phone to phone, so mentions do not count; seconds are not in every export.
    """
    words = normalised_words(_MENTION.sub("@", text))
    return hashlib.sha256(f"{minute}\x1f{words}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


def record_of_post(
    text: str,
    *,
    ref: str,
    source: str,
    context: Import,
    identity: str | None,
    title: str = "",
    url: str | None = None,
    published: ParsedDate | None = None,
    published_raw: str | None = None,
    kind_hint: KindHint | None = "social",
    extra: Mapping[str, str] | None = None,
) -> Record:
    """`title` and `text` are masked already."""
    title, text = one_line(without_surrogates(title)), without_surrogates(text)
    raw = published.raw if published else published_raw
    given = TextInput(
        id=identity, title=title, text=text, url=url, published=raw, source=source, kind_hint=kind_hint
    )  # fmt: skip
    document = build_document(
        source=source,
        url=web_address(url),
        external_id=identity,
        title=title,
        text=text.strip(),
        kind_hint=kind_hint,
        published=published,
        published_raw=raw,
        fetched_at=context.now,
        provenance={"text": "import"} | ({"published_at": "import"} if published else {}),
        extra=extra,
    )
    return Record(ref, given, document)


def web_address(url: str | None) -> str | None:
    try:
        return canonical_url(clean(url)) if url else None
    except UrlError:
        return None
