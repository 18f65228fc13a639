"""Kinds of news: a small trained model over words and cues, explained by the cues that decided."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from nlp.background import KINDS_WITH_BACKGROUND, background_case
from nlp.concepts import LEAD, case_odds
from nlp.content import guarded_cues, lowered, patterns
from nlp.encoder import encoder
from nlp.kind_features import Block, Cue, blocks, find_cues, view, zone
from nlp.kind_model import kind_model
from nlp.kind_words import WORDS, telling_words
from nlp.places import find_places
from nlp.running_text import running, squeezed
from nlp.text import Mention, Reading
from warehouse.contracts import KINDS, IndicatorHit

OFF_TOPIC = ("related_crime", "not_related")
ASKED = ("offer_report", "policy")
"""Kinds that may be about ordinary work: false vacancies at home, the sending of registered workers."""
SECONDARY_FROM = 0.15
CASE_FROM = 0.6
"""Share of what is on topic from which a text tells a case. Out of fold 2.4 % of prevention is then taken for one (5.9 % at a half),
and case F1 is no lower.
"""
SURE, SHORT = 0.95, 600
"""Probability of a kind by its words from which the encoder is not asked; characters of a text that has too few words to be
sure by them, and costs the encoder little."""
ON_TOPIC = 1.0
"""By how much the log-odds of being on topic are raised: of the texts that pass the gate more are than of those learned from,
whose pages off topic are real ones and whose pages on topic mostly ours, so that models take a real page for off topic
(docs/decisions/0027-running-text.md)."""
CONCEPTS, RAISED, _MOST_ODDS = 0.5, 1.0, 6.0
"""What the regression over concepts counts beside the words for a case or none (out of its writers' texts 0.5 to 1 are alike), and
by how much its log-odds are raised: it learned from texts near the field, of which a stream has few beside its cases.
"""
TRAFFICKING = ("trafficking", "migrants", "exploitation", "confinement", "crews", "sex_trade", "children_sold", "organs", "brides", "begging",
               "scam_compounds", "laws_of_trafficking")  # fmt: skip
"""Groups of words of which a fraud on applicants at home has none."""
CUES_SHOWN = 6
HEAD, LONG_HEAD, BODY = 300, 500, 30
"""Characters of a text that tell what an offer, and a story, is about; those before a country in which its body is named."""
FIELD_CHARS = 6000
_WITHOUT_WORDS = 0.01
_LEAST = 1e-4
"""No model is surer than this that a text is not of a kind."""


@dataclass(frozen=True)
class KindReading:
    kind: str
    probs: Mapping[str, float]
    secondary: tuple[str, ...]
    topic: bool
    cues: tuple[IndicatorHit, ...]


def read_kind(reading: Reading, places: Sequence[Mention] | None = None) -> KindReading:
    """`places`: the places of `reading.joined` if they have been found already. Quotes are of the page as it is."""
    page, reading = reading, running(reading)
    places = find_places(reading.joined) if places is None else places
    cues = find_cues(reading)
    found = blocks(view(reading, places), [(cue.id, zone(reading, cue.start)) for cue in cues])
    probs = _probabilities(reading, found)
    kind = _ruled(main_kind(probs), reading, places)
    abroad = kind == "offer_report" and _of_work_abroad(reading, places)
    topic = kind not in OFF_TOPIC and (kind not in ASKED or abroad or kind_model().topical(found))
    secondary = _secondary(probs, kind, topic=topic)
    if kind in KINDS_WITH_BACKGROUND:
        told_behind = background_case(reading, kind)
        secondary = tuple(name for name in secondary if not name.startswith("case_"))
        secondary = (told_behind, *secondary) if told_behind else secondary
    told = _deciding(page, cues, kind)
    if not told and kind not in OFF_TOPIC:
        told = _words(reading, places, found, kind)
    return KindReading(kind, probs, secondary, topic, told)


def _probabilities(reading: Reading, found: Sequence[Block]) -> dict[str, float]:
    """By its words, the encoder where they are not sure, and what it is about."""
    probs = kind_model().probabilities(found)
    if max(probs.values()) < SURE or len(reading.joined) < SHORT:
        probs = mixed(probs, encoder().kinds(squeezed(reading.joined)))
    if len(reading.joined) >= SHORT:
        probs = raised(probs)
    if len(reading.text) >= LEAD:
        probs = weighed_by_concepts(probs, case_odds(reading))
    told = patterns("news")["field"].search(lowered(reading.joined[:FIELD_CHARS]))
    return dict(probs) if told else off_topic(probs)


def _ruled(kind: str, reading: Reading, places: Sequence[Mention]) -> str:
    """The likeliest kind, where no rule tells better."""
    case = kind.startswith("case_")
    if (case or kind in OFF_TOPIC) and _is_foreign(reading, places, told=not case):
        return "international"
    return "related_crime" if case and _defrauds_applicants(reading, places) else kind


def _secondary(probs: Mapping[str, float], kind: str, *, topic: bool) -> tuple[str, ...]:
    """The other likely kinds, likeliest first."""
    likely = (name for name in probs if probs[name] >= SECONDARY_FROM and name not in {kind, *OFF_TOPIC})
    told = (name for name in likely if topic or not name.startswith("case_"))
    return tuple(sorted(told, key=lambda name: -probs[name]))


def _is_foreign(reading: Reading, places: Sequence[Mention], *, told: bool) -> bool:
    """Whether the head names trafficking or smuggling of people, and no word or place of the text is Indonesian: so are 18
    labelled texts, all but three of them `international`. Of what reads like a case (`told` is false) a body of another country
    must be named, too: much is told of cases at home without a word of home.
    """
    rules, low = patterns("news"), lowered(reading.joined)
    if rules["trade"].search(low, 0, len(reading.title) + LONG_HEAD) is None or rules["home"].search(low):
        return False
    abroad = [place for place in places if place.canonical and not place.canonical.startswith("ID")]
    at_home = any(place.canonical and place.canonical.startswith("ID") for place in places)
    body = told or any(rules["body"].search(low, max(0, place.start - BODY), place.start) for place in abroad)
    return bool(abroad) and not at_home and body


def _defrauds_applicants(reading: Reading, places: Sequence[Mention]) -> bool:
    """Whether somebody cheats people who look for work at home, and nothing of trafficking is told: so are 61 labelled texts, none of
    2,135 cases among them.
    """
    rules, low = patterns("news"), lowered(reading.joined[:FIELD_CHARS])
    if rules["fraud"].search(low) is None or rules["applicants"].search(low) is None:
        return False
    concepts = guarded_cues("concepts", "concepts")
    if any(concepts[name].search(low) for name in TRAFFICKING):
        return False
    return all(not place.canonical or place.canonical.startswith("ID") for place in places)


def _of_work_abroad(reading: Reading, places: Sequence[Mention]) -> bool:
    """Whether the head of a report on an offer names a country abroad and work: so in 43 of 75 labelled ones on topic, and in none
    of 137 on vacancies at home.
    """
    head = reading.joined[: len(reading.title) + HEAD]
    named = [place.canonical for place in places if place.start < len(head) and place.canonical]
    abroad = any(not country.startswith("ID") for country in named)
    return abroad and patterns("news")["work"].search(lowered(head)) is not None


def mixed(probs: Mapping[str, float], heard: Mapping[str, float]) -> dict[str, float]:
    """The mean of the log-probabilities of both models, of which the second gives these."""
    logs = {kind: (math.log(max(probs[kind], _LEAST)) + max(heard[kind], math.log(_LEAST))) / 2 for kind in probs}
    return _scaled({kind: math.exp(log) for kind, log in logs.items()}, lambda _: 1.0)


def raised(probs: Mapping[str, float]) -> dict[str, float]:
    """The same answer of a text that is long enough to be judged, with the log-odds of being on topic raised."""
    return _scaled(probs, lambda kind: 1.0 if kind in OFF_TOPIC else math.exp(ON_TOPIC))


def weighed_by_concepts(probs: Mapping[str, float], odds: float) -> dict[str, float]:
    """The same answer with the log-odds of a case moved by what the text is about; `odds`: as `case_odds` gives it."""
    moved = math.exp(CONCEPTS * max(-_MOST_ODDS, min(_MOST_ODDS, odds + RAISED)))
    return _scaled(probs, lambda kind: moved if kind.startswith("case_") else 1.0)


def off_topic(probs: Mapping[str, float]) -> dict[str, float]:
    """The same answer for a text without a word of the field: what is on topic keeps one part in a hundred."""
    return _scaled(probs, lambda kind: 1.0 if kind in OFF_TOPIC else _WITHOUT_WORDS)


def _scaled(probs: Mapping[str, float], factor: Callable[[str], float]) -> dict[str, float]:
    """Each times its factor, together one."""
    odds = {kind: value * factor(kind) for kind, value in probs.items()}
    total = sum(odds.values()) or 1.0
    return {kind: value / total for kind, value in odds.items()}


def main_kind(probs: Mapping[str, float]) -> str:
    """The likeliest kind of the likeliest side: on topic or off it, then case or none (a case must be the surer of the two), then
    the kind itself.
    """
    sides = [name for name in probs if name in OFF_TOPIC], [name for name in probs if name not in OFF_TOPIC]
    side = max(sides, key=lambda names: sum(probs[name] for name in names))
    cases = [name for name in side if name.startswith("case_")]
    others = [name for name in side if name not in cases]
    surely = sum(probs[name] for name in cases) >= CASE_FROM * sum(probs[name] for name in side)
    chosen = cases if cases and surely else others
    return max(chosen, key=lambda name: probs[name])


def _deciding(reading: Reading, cues: Sequence[Cue], kind: str) -> tuple[IndicatorHit, ...]:
    """The cues that speak for the kind found, title and lead first; then those of the topic."""
    wanted = [cue for cue in cues if cue.kind == kind] + [cue for cue in cues if cue.kind == "topic"]
    hits: list[IndicatorHit] = []
    for cue in wanted:
        field, start, end = reading.locate(cue.start, cue.end)
        text = reading.quote(cue.start, cue.end)
        if not any(hit.id == cue.id and hit.text.lower() == text.lower() for hit in hits):
            hits.append(IndicatorHit(id=cue.id, field=field, start=start, end=end, text=text, weight=cue.weight))
        if len(hits) == CUES_SHOWN:
            break
    return tuple(hits)


def _words(reading: Reading, places: Sequence[Mention], found: Sequence[Block], kind: str) -> tuple[IndicatorHit, ...]:
    """The words that weighed most for the kind: what the model saw where no cue stands."""
    model = kind_model()
    weights = model.kinds[:, KINDS.index(kind)] - model.kinds.mean(axis=1)
    hits = []
    for start, end, weight in telling_words(reading, places, found, model.rarity, weights):
        field, first, last = reading.locate(start, end)
        text = reading.quote(start, end)
        hits.append(IndicatorHit(id=WORDS, field=field, start=first, end=last, text=text, weight=round(weight, 3)))
    return tuple(hits)
