"""The rules that give documents, versions, signals and evidence their identity."""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterable

from warehouse.contracts.base import SignalType


def document_id(*, url: str | None, source: str, external_id: str | None, title: str, text: str) -> str:
    """Identity of a document: its canonical URL, else its place in the import source, else its own words."""
    if url:
        return _sha(url)
    if external_id:
        return _sha(f"{source}\x1f{external_id}")
    return _sha(f"{normalised_words(title)}\x1f{normalised_words(text)}")


def text_version(title: str, text: str) -> str:
    return _sha(f"{title}\x1f{text}")


def signal_key(doc_id: str, signal_type: SignalType) -> str:
    return _sha(f"{doc_id}\x1f{signal_type}")


def evidence_hash(pairs: Iterable[tuple[str, str]], key: bytes) -> str:
    """Keyed hash of (indicator, quote) pairs: order, case, spacing, offsets and weights do not matter."""
    lines = sorted({f"{indicator}\x1f{normalised_words(quote)}" for indicator, quote in pairs})
    return keyed_hash("\x1e".join(lines), key)


def keyed_hash(value: str, key: bytes) -> str:
    return hmac.new(key, value.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def normalised_words(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).casefold()).strip()


def _sha(value: str) -> str:
    return hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()
