"""The record of the case that a text tells: every value with the words it was read from, or none."""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import cache

from nlp.content import content
from nlp.doc import Doc
from nlp.language import mentions
from nlp.law import legal_basis
from nlp.money import find_money
from nlp.people import Figure, accused_abroad, minor_involved, victims
from nlp.procedure import event_day, exploitation, promised_job, stage
from nlp.routes import domestic, read_route
from nlp.spans import Spans
from nlp.story import Sentence, story
from nlp.suspects import suspects
from nlp.text import Reading
from warehouse.contracts import Case, Pay, Span, Stage

_BACKGROUND = ("prevention", "policy", "statistics", "opinion")
_DOMESTIC = {"sexual", "child_trade", "forced_begging"}
_WITHIN_REACH = ("case_rescue", "case_arrest", "case_trial", "case_verdict")
"""Kinds of which a text that names no foreign country tells of exploitation inside Indonesia."""
_NEAR_WAGE = 70
"""Characters from a word for wages to its sum."""
_Where = list[tuple[int, int]]


def read_case(
    doc: Doc, reading: Reading, *, kind: str, secondary: Sequence[str] = (), published_at: datetime | None = None
) -> Case | None:
    """The case of a `case_*` text, or the one that another kind tells as background; None where there is none.

    `published_at` in the time of the place of publication decides what "Selasa" means.
    """
    sentences = story(doc, len(reading.title))
    background = kind in _BACKGROUND
    if not kind.startswith("case_") and not (background and any(other.startswith("case_") for other in secondary)):
        return None
    told = next((other for other in secondary if other.startswith("case_")), kind) if background else kind
    return _Record(doc, reading, sentences, told, published_at).case(background=background)


class _Record:
    """Reads the fields one by one and keeps the span of each."""

    def __init__(
        self, doc: Doc, reading: Reading, sentences: list[Sentence], kind: str, published_at: datetime | None
    ) -> None:
        self.doc, self.reading, self.story, self.kind = doc, reading, sentences, kind
        self.published = published_at.date() if published_at else None
        self.text = doc.text
        self.spans: dict[str, tuple[Span, ...]] = {}

    def case(self, *, background: bool) -> Case:
        accused = accused_abroad(self.story, self.kind)
        people = victims(self.story, self.kind, accused=accused)
        charged = suspects(self.story, self.kind, accused=accused)
        suffered = [] if accused else self._exploitation()
        destinations, transits, origins = self._route(suffered)
        return Case(
            is_background=background,
            victims_min=people.low if people else None,
            victims_max=people.high if people else None,
            victims_text=self._keep_figure("victims_min", people),
            suspects_n=self._number(charged),
            minor_involved=self._minor(people),
            origin_provinces=origins,
            destination_countries=destinations,
            transit_countries=transits,
            exploitation=tuple(suffered),
            legal_basis=self._laws(),
            stage=self._stage(),
            promised_job=self._job(),
            promised_pay=self._pay(),
            event_date=self._date(),
            spans=dict(self.spans),
        )

    def _keep(self, field: str, where: _Where) -> None:
        if where:
            self.spans[field] = tuple(self.reading.locate(start, end) for start, end in where[:8])

    def _keep_figure(self, field: str, figure: Figure | None) -> str | None:
        if figure is None:
            return None
        self._keep(field, [(figure.start, figure.end)])
        self._keep("victims_max", [(figure.start, figure.end)])
        return self.text[figure.start : figure.end]

    def _number(self, figure: Figure | None) -> int | None:
        """Only an exact number of suspects is told by the field."""
        if figure is None or figure.low is None or figure.low != figure.high:
            return None
        self._keep("suspects_n", [(figure.start, figure.end)])
        return figure.low

    def _minor(self, people: Figure | None) -> bool | None:
        found = minor_involved(self.story, people)
        if found is None:
            return None
        self._keep("minor_involved", [found[1:]])
        return found[0]

    def _exploitation(self) -> list[str]:
        found = exploitation(self.story, self.kind)
        self._keep("exploitation", [span for spans in found.values() for span in spans[:2]])
        return sorted(found)

    def _route(self, suffered: list[str]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        bodies = Spans((m.start, m.end) for m in mentions(self.doc, "AGENCY"))
        places = [p for p in mentions(self.doc, "GPE") if p.start not in bodies]
        route = read_route(self.text, self.story, places)
        if not route.destinations:
            at_home = domestic(self.story) if _DOMESTIC & set(suffered) else None
            if not route.abroad and self.kind in _WITHIN_REACH:
                at_home = at_home or route.home
            if at_home:
                route.destinations["ID"] = [at_home]
        for field, found in (
            ("destination_countries", route.destinations),
            ("transit_countries", route.transits),
            ("origin_provinces", route.origins),
        ):
            self._keep(field, [span for spans in found.values() for span in spans[:2]])
        return tuple(sorted(route.destinations)), tuple(sorted(route.transits)), tuple(sorted(route.origins))

    def _laws(self) -> tuple[str, ...]:
        kept = legal_basis(self.text, mentions(self.doc, "LAW"))
        self._keep("legal_basis", [(law.start, law.end) for law in kept])
        return tuple(sorted({str(law.canonical) for law in kept}))

    def _stage(self) -> Stage | None:
        found = stage(self.story)
        if found is None:
            return None
        self._keep("stage", [found[1:]])
        return found[0]

    def _job(self) -> str | None:
        found = promised_job(self.story)
        if found is None:
            return None
        self._keep("promised_job", [found])
        return self.text[found[0] : found[1]]

    def _pay(self) -> Pay | None:
        """The first sum that follows a word for wages in a sentence that promises."""
        for sentence in self.story:
            wage = _one("wage").search(sentence.low) if _one("promise").search(sentence.low) else None
            if wage is None:
                continue
            money = next((m for m in find_money(sentence.text) if 0 <= m.start - wage.start() < _NEAR_WAGE), None)
            if money:
                self._keep("promised_pay", [(sentence.start + money.start, sentence.start + money.end)])
                period = None if money.period in {"once", "piece"} else money.period
                return Pay(min=money.min, max=money.max, currency=money.currency, period=period, raw=money.raw)
        return None

    def _date(self) -> str | None:
        found = event_day(self.story, self.kind, self.published)
        if found is None:
            return None
        self._keep("event_date", [(found.start, found.end)])
        return found.value


@cache
def _one(name: str) -> re.Pattern[str]:
    return re.compile(content("cases")[name].removeprefix("(?i)"))
