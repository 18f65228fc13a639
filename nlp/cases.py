"""The record of the case that a text tells: every value with the words it was read from, or none."""

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from itertools import chain
from typing import Any, cast

from nlp import field_candidates as candidates
from nlp.content import content, lowered
from nlp.doc import Doc
from nlp.exploitation import kinds_of_exploitation, phrased
from nlp.field_context import Context, blanked
from nlp.field_model import FieldModel, Value, Values, field_model
from nlp.field_people import minors
from nlp.field_places import places as places_of
from nlp.field_places import seats_of
from nlp.field_status import Said, said
from nlp.field_trees import trees
from nlp.headcount import victim_counts
from nlp.language import mentions
from nlp.law import legal_basis
from nlp.money import Money, find_money
from nlp.pay import local_currency
from nlp.people import accused_abroad
from nlp.procedure import promised_job
from nlp.routes import read_route
from nlp.spans import Spans
from nlp.story import Sentence, story
from nlp.story_reader import heard_in
from nlp.text import Mention, Reading
from warehouse.contracts import Case, Pay, Span, Speaker, Stage, Status

_BACKGROUND = ("prevention", "policy", "statistics", "opinion")
_NEAR_WAGE = 70
"""Characters from a word for wages to its sum."""
Label = Mapping[str, Any]


def _set(name: str) -> Callable[[Label], frozenset[Hashable]]:
    return lambda label: frozenset(label.get(name) or ())


def _one(name: str) -> Callable[[Label], frozenset[Hashable]]:
    return lambda label: frozenset() if label.get(name) is None else frozenset({label[name]})


def _people(label: Label) -> frozenset[Hashable]:
    pair = label.get("victims_min"), label.get("victims_max")
    return frozenset() if pair == (None, None) else frozenset({pair})


def _said(label: Label) -> frozenset[Hashable]:
    status = label.get("tppo_status")
    return frozenset({(status, label.get("tppo_status_by") if status != "not_stated" else None)} if status else ())


FIELDS: Mapping[str, Callable[[Label], frozenset[Hashable]]] = {
    "victims": _people,
    "minor_involved": _one("minor_involved"),
    "origin_provinces": _set("origin_provinces"),
    "destination_countries": _set("destination_countries"),
    "transit_countries": _set("transit_countries"),
    "exploitation": _set("exploitation"),
    "stage": _one("stage"),
    "event_date": _one("event_date"),
    "said": _said,
}
"""Each field that a model decides, and the values that a label gives it."""
SEVERAL = frozenset({"origin_provinces", "destination_countries", "transit_countries", "exploitation"})
CERTAIN = frozenset({"said"})
"""Fields that are always filled: "not stated" is one of the values of the status."""
BY_TREES = frozenset({"victims"})
"""Fields whose candidates carry figures, which boosted trees weigh."""


def context_of(doc: Doc, reading: Reading, kind: str) -> Context:
    """The story as for a text of that kind."""
    return Context(kind, story(doc, len(reading.title)), blanked(lowered(doc.text), _places(doc)))


def proposed(doc: Doc, reading: Reading, kind: str, published: date | None) -> Mapping[str, Values]:
    """The candidates of every field, as for a text of that kind."""
    context = context_of(doc, reading, kind)
    places, bodies = _places(doc), mentions(doc, "AGENCY")
    route = read_route(doc.text, list(context.story), places)
    exploitation = Values() if accused_abroad(list(context.story), kind) else kinds_of_exploitation(context)
    countries = places_of(context, route, places, "destination", _country)
    if "ID" in countries.found:
        countries.found["ID"].seen |= {f"home {name}" for name in phrased(exploitation)}
    laws = [str(law.canonical) for law in legal_basis(doc.text, mentions(doc, "LAW"))]
    return {
        "victims": victim_counts(context),
        "minor_involved": minors(context),
        "origin_provinces": places_of(context, route, places, "origin", _province, seats=seats_of(bodies)),
        "destination_countries": countries,
        "transit_countries": places_of(context, route, places, "transit", _abroad),
        "exploitation": exploitation,
        "stage": candidates.stages(context),
        "event_date": candidates.event_days(context, published),
        "said": said(context, laws),
    }


def _places(doc: Doc) -> list[Mention]:
    """Those that are no part of a body's name."""
    inside = Spans((body.start, body.end) for body in mentions(doc, "AGENCY"))
    return [place for place in mentions(doc, "GPE") if place.start not in inside]


def _country(place: Mention) -> str | None:
    return (place.canonical or "")[:2] or None


def _province(place: Mention) -> str | None:
    canonical = place.canonical or ""
    return canonical[3:] if canonical.startswith("ID:") else None


def _abroad(place: Mention) -> str | None:
    country = _country(place)
    return None if country == "ID" else country


def read_case(
    doc: Doc, reading: Reading, *, kind: str, secondary: Sequence[str] = (), published_at: datetime | None = None
) -> tuple[Case, Status, Speaker | None] | None:
    """The case of a `case_*` text, or the one that another kind tells as background, with its status and who says so;
    None where there is no case.

    `published_at` in the time of the place of publication decides what "Selasa" means.
    """
    background = kind in _BACKGROUND
    if not kind.startswith("case_") and not (background and any(other.startswith("case_") for other in secondary)):
        return None
    told = next((other for other in secondary if other.startswith("case_")), kind) if background else kind
    published = published_at.date() if published_at else None
    found, heard = proposed(doc, reading, told, published), heard_in(doc)
    for name, values in found.items():
        if name not in BY_TREES:
            values.hear(heard.values(name, values.found))
    record = _Record(doc, reading, found)
    status, speaker = cast("Said", record.one("said"))
    return record.case(background=background), status, speaker


class _Record:
    """Reads the fields one by one and keeps the span of each."""

    def __init__(self, doc: Doc, reading: Reading, found: Mapping[str, Values]) -> None:
        self.doc, self.reading, self.found = doc, reading, found
        self.model: FieldModel = field_model()
        self.spans: dict[str, tuple[Span, ...]] = {}

    def case(self, *, background: bool) -> Case:
        low, high = cast("tuple[int | None, int | None]", self.one("victims") or (None, None))
        people = self.spans.pop("victims", ())
        destinations = self._several("destination_countries")
        self.spans |= {name: people for name in ("victims_min", "victims_max") if people}
        return Case(
            is_background=background,
            victims_min=low,
            victims_max=high,
            victims_text=self._quote(people),
            minor_involved=cast("bool | None", self.one("minor_involved")),
            origin_provinces=self._several("origin_provinces"),
            destination_countries=destinations,
            transit_countries=self._transits(),
            exploitation=self._several("exploitation"),
            legal_basis=self._laws(),
            stage=cast("Stage | None", self.one("stage")),
            promised_job=self._job(),
            promised_pay=self._pay(destinations),
            event_date=cast("str | None", self.one("event_date")),
            spans={name: spans for name, spans in self.spans.items() if name not in CERTAIN},
        )

    def one(self, name: str) -> Hashable | None:
        found = self.found[name]
        best = trees(name).best(found) if name in BY_TREES else self.model.best(name, found)
        if best is None:
            return None
        self._keep(name, best[1])
        return best[0]

    def _several(self, name: str) -> tuple[str, ...]:
        found = self.model.all(name, self.found[name])
        where = [span for value in found.values() for span in value.spans[:2]]
        if where:
            self._keep(name, Value(where))
        return tuple(sorted(map(str, found)))

    def _transits(self) -> tuple[str, ...]:
        """A country of work is none that was passed through."""
        work = self.model.all("destination_countries", self.found["destination_countries"])
        for country in work:
            self.found["transit_countries"].found.pop(country, None)
        return self._several("transit_countries")

    def _keep(self, name: str, value: Value) -> None:
        self.spans[name] = tuple(self.reading.locate(start, end) for start, end in value.spans[:8])

    def _quote(self, spans: tuple[Span, ...]) -> str | None:
        if not spans:
            return None
        where, start, end = spans[0]
        return (self.reading.title if where == "title" else self.reading.text)[start:end]

    def _laws(self) -> tuple[str, ...]:
        kept = legal_basis(self.doc.text, mentions(self.doc, "LAW"))
        if kept:
            self._keep("legal_basis", Value([(law.start, law.end) for law in kept]))
        return tuple(sorted({str(law.canonical) for law in kept}))

    def _job(self) -> str | None:
        found = promised_job(story(self.doc, len(self.reading.title)))
        if found is None:
            return None
        self._keep("promised_job", Value([found]))
        return self.doc.text[found[0] : found[1]]

    def _pay(self, destinations: tuple[str, ...]) -> Pay | None:
        """The first sum that a sentence promises as wages; else one that is told beside the job ("dengan gaji …"). Plain dollars
        are those of the country of work.
        """
        told = story(self.doc, len(self.reading.title))
        promising = [sentence for sentence in told if _rule("promise").search(sentence.low)]
        sums = chain(((s, _promised(s)) for s in promising), ((s, _told_with_job(s)) for s in told))
        for sentence, found in sums:
            if money := found:
                self._keep("promised_pay", Value([(sentence.start + money.start, sentence.start + money.end)]))
                period = None if money.period in {"once", "piece"} else money.period
                pay = Pay(min=money.min, max=money.max, currency=money.currency, period=period, raw=money.raw)
                return pay.model_copy(update={"currency": local_currency(pay, destinations)})
        return None


def _promised(sentence: Sentence) -> Money | None:
    """Behind a word for wages; paid regularly and right behind or before what says that it was promised ("dijanjikan Rp150 ribu sehari")."""
    wage = _rule("wage").search(sentence.low)
    for money in find_money(sentence.text):
        before, after = sentence.low[: money.start], sentence.low[money.end :]
        beside = _rule("promised_before").search(before) or _rule("promised_after").match(after)
        if (wage and 0 <= money.start - wage.start() < _NEAR_WAGE) or (
            beside and money.period not in {None, "once", "piece"}
        ):
            return money
    return None


def _told_with_job(sentence: Sentence) -> Money | None:
    for money in find_money(sentence.text):
        before = sentence.low[: money.start]
        if _rule("wage_before").search(before) and not _rule("wage_paid").search(before):
            return money
    return None


@cache
def _rule(name: str) -> re.Pattern[str]:
    return re.compile(content("cases")[name].removeprefix("(?i)"))
