"""Personal data out of a document, and the spans of its detection onto the masked text."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from nlp.content import content, word_list
from nlp.hotlines import find_phones
from nlp.language import read
from nlp.redactions import Redaction, find_redactions
from nlp.text import Reading, clean
from warehouse.contracts import Case, Detection, Document, Entity, Field_, IndicatorHit, Job, News, Offer, Span

Hit = TypeVar("Hit", bound=IndicatorHit)
Edit = tuple[int, int, str]
_PLACEHOLDER = re.compile(r"\[[A-Z]+(?:_\d+)?\]")
_WORD = re.compile(r"\w+")
_PEOPLE = frozenset({"victim", "minor", "relative", "witness", "suspect"})
PROSE = 60
"""Characters from which a column of an import is read as a text."""
_SHORT = 3
"""Values below this many letters are masked only where they were found: "A" stands everywhere."""


def mask(document: Document, detection: Detection) -> tuple[Document, Detection]:
    """Both with every redaction of the detection out; the byline is left, contact values are dropped."""
    values = _values({"title": document.title, "text": document.text}, detection.redactions)
    found = {field: [r for r in detection.redactions if r[0] == field] for field in ("title", "text")}
    fields: dict[Field_, MaskedText] = {
        "title": _masked(document.title, found["title"], values),
        "text": _masked(document.text, found["text"], values),
    }
    kept_lines = detection.news.hotlines if detection.news else ()
    plain = _Strings(values, frozenset(kept_lines))
    masked = document.model_copy(
        update={
            "title": fields["title"].text,
            "text": fields["text"].text,
            "extra": {key: plain(_masked_prose(value, values)) for key, value in document.extra.items()},
            "job": _masked_job(document.job, plain),
        }
    )
    return masked, _mapped(detection, fields, plain)


@dataclass(frozen=True)
class MaskedText:
    """A text after its edits (in order, without overlaps), with a map from the offsets of the clear one."""

    clear: str
    edits: tuple[Edit, ...]

    @cached_property
    def text(self) -> str:
        parts: list[str] = []
        reached = 0
        for start, end, new in self.edits:
            parts += (self.clear[reached:start], new)
            reached = end
        return "".join((*parts, self.clear[reached:]))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the clear text lies; an edit that it touches lies in it whole."""
        return self._move(start, left=True), self._move(end, left=False)

    def quote(self, start: int, end: int) -> str:
        new_start, new_end = self.span(start, end)
        return self.text[new_start:new_end]

    def touched(self, start: int, end: int) -> bool:
        return any(s < end and start < e for s, e, _ in self.edits)

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _, _ in self.edits]

    @cached_property
    def _shifts(self) -> list[int]:
        """How far text after the first n edits has moved."""
        shifts = [0]
        for start, end, new in self.edits:
            shifts.append(shifts[-1] + len(new) - (end - start))
        return shifts

    def _move(self, position: int, *, left: bool) -> int:
        index = bisect_right(self._starts, position) - 1
        if index >= 0:
            start, end, new = self.edits[index]
            if start < position < end or (start == position and not left and end == start):
                return start + self._shifts[index] + (0 if left else len(new))
            if position <= start:
                return position + self._shifts[index]
        return position + self._shifts[index + 1]


class _Strings:
    """Masks text that has no offsets: columns of an import, fields of an advertisement."""

    def __init__(self, values: dict[str, str], hotlines: frozenset[str]) -> None:
        self._values, self._hotlines = values, hotlines

    def __call__(self, value: str) -> str:
        edits = list(_known_values(value, self._values))
        private = (phone for phone in find_phones(clean(value)) if phone.canonical not in self._hotlines)
        edits += [(phone.start, phone.end, "[TELEPON]") for phone in private]
        edits += [(m.start(), m.end(), "[NIK]") for m in re.finditer(r"(?<!\d)\d{16}(?!\d)", value)]
        return MaskedText(value, _in_order(edits)).text


def _masked_prose(value: str, known: dict[str, str]) -> str:
    """A column of an import that holds a text tells of people too, and not always of those in the document's own text."""
    if len(value) < PROSE:
        return value
    reading = Reading.of("", value)
    redactions = find_redactions(read(reading), reading)
    return _masked(value, list(redactions), known | _values({"title": "", "text": value}, redactions)).text


def _values(texts: Mapping[Field_, str], redactions: Iterable[Redaction]) -> dict[str, str]:
    """Each masked value and what stands in its place; one placeholder a person through the whole document."""
    in_order = sorted(redactions, key=lambda r: (r[0] != "title", r[1], r[2]))
    told = [(texts[field][start:end], role) for field, start, end, role in in_order if end > start]
    people = [(value, role) for value, role in told if role in _PEOPLE]
    names = sorted({value for value, _ in people}, key=len, reverse=True)
    roles = dict(reversed(people))
    numbers: Counter[str] = Counter()
    placeholders: dict[str, str] = {}
    values: dict[str, str] = {}
    for value, role in told:
        if _PLACEHOLDER.fullmatch(value):
            values[value] = value
        elif role in _PEOPLE:
            whole = next(name for name in names if _is_part(value, name))
            if whole not in placeholders:
                placeholders[whole] = _placeholder(whole, roles[whole], numbers)
            values[value] = placeholders[whole]
        else:
            values[value] = f"[{content('mask')['plain'][role]}]"
    return values


def _placeholder(name: str, role: str, numbers: Counter[str]) -> str:
    if role == "suspect":
        letters = [word[0].upper() for word in _WORD.findall(name)]
        return "".join(f"{letter}." for letter in letters) or "[TERSANGKA]"
    label = content("mask")["numbered"][role]
    numbers[label] += 1
    return f"[{label}_{numbers[label]}]"


def _is_part(value: str, name: str) -> bool:
    if value == name:
        return True
    words = {word.casefold() for word in _WORD.findall(value)} - word_list("names", "honorifics")
    return len(value) >= _SHORT and bool(words) and words <= {word.casefold() for word in _WORD.findall(name)}


def _masked(clear: str, redactions: list[Redaction], values: dict[str, str]) -> MaskedText:
    found = [(start, end, values[clear[start:end]]) for _, start, end, _ in redactions if end > start]
    return MaskedText(clear, _in_order([*found, *_known_values(clear, values)]))


def _known_values(text: str, values: dict[str, str]) -> Iterable[Edit]:
    """Masked values wherever else they stand as whole words."""
    long = [value for value in values if len(value) >= _SHORT and not _PLACEHOLDER.fullmatch(value)]
    if not long:
        return
    alternatives = "|".join(re.escape(value) for value in sorted(long, key=len, reverse=True))
    for match in re.finditer(rf"(?<![\w\[])(?:{alternatives})(?![\w\]])", text):
        yield match.start(), match.end(), values[match[0]]


def _in_order(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Overlapping edits become one, with the replacement of the one that starts first."""
    joined: list[Edit] = []
    for start, end, new in sorted(edits, key=lambda e: (e[0], -e[1])):
        if joined and start < joined[-1][1]:
            first, reached, kept = joined[-1]
            joined[-1] = (first, max(reached, end), kept)
        else:
            joined.append((start, end, new))
    return tuple(joined)


def _masked_job(job: Job | None, plain: _Strings) -> Job | None:
    if job is None:
        return None
    return Job(**{key: plain(value) if isinstance(value, str) else value for key, value in job.model_dump().items()})


def _mapped(detection: Detection, fields: dict[Field_, MaskedText], plain: _Strings) -> Detection:
    return detection.model_copy(
        update={
            "news": _news(detection.news, fields, plain) if detection.news else None,
            "offer": _offer(detection.offer, fields, plain) if detection.offer else None,
            "entities": tuple(_entity(entity, fields) for entity in detection.entities),
            "redactions": tuple((f, *fields[f].span(start, end), role) for f, start, end, role in detection.redactions),
        }
    )


def _span(span: Span, fields: dict[Field_, MaskedText]) -> Span:
    field, start, end = span
    return (field, *fields[field].span(start, end))


def _hit(hit: Hit, fields: dict[Field_, MaskedText]) -> Hit:
    _, start, end = _span((hit.field, hit.start, hit.end), fields)
    return hit.model_copy(update={"start": start, "end": end, "text": fields[hit.field].text[start:end]})


def _entity(entity: Entity, fields: dict[Field_, MaskedText]) -> Entity:
    masked = fields[entity.field]
    start, end = masked.span(entity.start, entity.end)
    hidden = masked.touched(entity.start, entity.end)
    canonical = None if hidden else entity.canonical
    return entity.model_copy(
        update={"start": start, "end": end, "text": masked.text[start:end], "canonical": canonical}
    )


def _news(news: News, fields: dict[Field_, MaskedText], plain: _Strings) -> News:
    case = news.case and _case(news.case, fields, plain)
    return news.model_copy(update={"case": case, "cues": tuple(_hit(cue, fields) for cue in news.cues)})


def _case(case: Case, fields: dict[Field_, MaskedText], plain: _Strings) -> Case:
    update: dict[str, Any] = {
        "spans": {name: tuple(_span(span, fields) for span in spans) for name, spans in case.spans.items()},
        "victims_text": case.victims_text and plain(case.victims_text),
        "promised_job": case.promised_job and plain(case.promised_job),
        "promised_pay": case.promised_pay
        and case.promised_pay.model_copy(update={"raw": plain(case.promised_pay.raw)}),
    }
    return case.model_copy(update=update)


def _offer(offer: Offer, fields: dict[Field_, MaskedText], plain: _Strings) -> Offer:
    update: dict[str, Any] = {
        "indicators": tuple(_hit(hit, fields) for hit in offer.indicators),
        "counter": tuple(_hit(hit, fields) for hit in offer.counter),
        "job": offer.job and plain(offer.job),
        "pay": offer.pay and offer.pay.model_copy(update={"raw": plain(offer.pay.raw)}),
        "contacts": tuple(contact.model_copy(update={"value": None}) for contact in offer.contacts),
    }
    return offer.model_copy(update=update)


__all__ = ["MaskedText", "mask"]
