"""Reading an offer of work: is it one, where, for whom, at what pay, how likely a bait, and which words say so."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, partial
from typing import NamedTuple

from nlp.content import guarded, patterns
from nlp.encoder import HeardOffer, Odds, encoder, mixed
from nlp.job_title import find_title
from nlp.match import Found
from nlp.money import Money
from nlp.offer_clauses import windows
from nlp.offer_flags import POSSIBLE, Flag, flag_model
from nlp.offer_model import Wording, logistic, offer_model
from nlp.offer_parts import ABOVE_PAY, Facts, cues_of, gather, parts_of, ratio, sells_only
from nlp.offer_reasons import WordWeights, reasons_of
from nlp.offer_words import Word, without_links, words_of
from nlp.register import Register
from nlp.registry import Registry, load_registry
from nlp.score import Score, is_unshown, score, shown, unaccused, with_lift
from nlp.standing import NO_LICENCE, standing_of, verified, with_credit
from nlp.text import Reading
from warehouse.contracts import Contact, CounterIndicator, IndicatorHit, Job, KindHint, Offer

MOST = 20_000
"""Characters of a text that are read: no offer is longer."""
HOPELESS = -5.0
"""Log-odds of the wording below which nothing else is looked at."""
OFFER_FROM = {"job_ad": 0.05, "social": 0.25, "news": 0.9}
UNINVITING = OFFER_FROM | {"social": 0.4}
"""Least probability of an offer, by what the source says of its texts: of one with a contact or a word of offering, and of one
that has only pay or red flags; where nothing shows that work is offered, that of news.
"""
OPEN = (0.05, 0.5)
"""Probabilities of an offer between which the words leave it open, so that the encoder is heard: it lets in only what invites."""
ACCUSED_FROM = 0.35
"""Probability of an offer, the encoder heard as well, from which it can be of band 2 or 3: advice that quotes a bait is none."""
ACCUSING = 2
"""Band from which a text is put before people as a likely bait."""
CERTAIN = 0.8
"""Probability from which a learned flag alone lets a floor hold."""
_SHORT, PLAINLY = 100, 0.4
"""Characters of a line that has little beside a word for vacancies and a contact, and its least log-odds of an offer if nothing
speaks against one: of so few words the models know that chatter is short."""
_FIRST_LINE = 80
_ABSENT, _LETTERS = {"no_company", "messenger_only"}, re.compile(r"[^\W\d_]+")


def read_offer(
    reading: Reading,
    *,
    key: bytes,
    job: Job | None = None,
    kind_hint: KindHint | None = None,
    money: Sequence[Money] | None = None,
    registry: Registry | None = None,
    register: Register | None = None,
    day: date | None = None,
) -> Offer | None:
    """Null when the text offers no work; ordinary vacancies at home are offers too, of scope `domestic`.

    `register` is asked for the firms that are named, as it stood on the text's `day`.
    """
    registry, model = registry or load_registry(), offer_model()
    if len(reading.text) > MOST:
        reading, money = Reading(reading.title[:MOST], reading.text[:MOST]), None
    reading, words, wording = _worded(reading)
    on_board = bool(job and (job.company or job.salary or job.location))
    if not on_board and kind_hint != "job_ad" and _is_hopeless(wording, reading.normalised.text):
        return None
    hear = cache(lambda: encoder().offer(without_links(reading.normalised.text)))
    facts, found = gather(registry, reading, key=key, job=job, money=money, words=words)
    standing = standing_of(facts, registry, register, day)
    found = [hit for hit in found if hit.id not in standing.refuted and hit not in standing.flags] + [*standing.flags]
    rules = {hit.id for hit in found if hit.id.startswith("RF")}
    refuted = standing.refuted | ({NO_LICENCE} if register else set())  # what it says of licences outweighs wording
    flags = {flag.id: flag for flag in _learned(registry, facts, words, rules, hear) if flag.id not in refuted}
    ruled = flag_model().standing(rules)
    present = ruled | flags.keys()
    risk = {name: model.risk.get(name, 0.0) for name in registry.weighing(present, facts.site.scope)}
    chance = _chance(registry, facts, wording, hear, present=present, rules=rules, kind_hint=kind_hint)
    if not on_board and chance.offered < chance.least:
        return None
    # What a job board prints among its vacancies is one, however it is worded.
    offered = 1.0 if kind_hint == "job_ad" else chance.offered
    weights = WordWeights.of(model, wording, words, reading)
    spans = _spans(registry, facts, words, [hit for hit in found if hit.id in present], list(flags.values()))
    hits = [hit for span in spans if (hit := _hit(facts, span, risk, weights))]
    counter = verified(_counter(facts, found), standing, reading, registry)
    log_bait = model.log_bait(wording, risk, facts.site.scope)
    scored = score(registry, facts.site.scope, _certain(ruled, flags), log_bait, standing.proved, offered=offered)
    scored = _settled(scored, registry, facts, present, chance=chance, hear=hear)
    hits = with_lift(standing.weighed(hits, reading, registry), scored)
    return Offer(
        risk=scored.risk,
        band=scored.band,
        scope=facts.site.scope,
        destination=facts.site.destination,
        job=find_title(reading, kind_hint),
        pay=facts.pay,
        indicators=tuple(hits),
        counter=tuple(counter),
        contacts=tuple(Contact(type=c.type, key=c.key, value=c.value) for c in facts.contacts),
        reasons=with_credit(reasons_of(reading, hits, weights), counter),
    )


def _is_hopeless(wording: Wording, text: str) -> bool:
    """No word of an offer; or an appeal for donors of blood, which reads like one for kidneys."""
    appeal = guarded("offers", "blood").search(text) is not None and not patterns("offers")["no_appeal"].search(text)
    return wording.offer < HOPELESS or appeal


class _Chance(NamedTuple):
    """Of an offer: log-odds by the words, probability with the encoder heard, the least for its source; if a seller's it reads like."""

    log_odds: float
    offered: float
    least: float
    sells: bool


def _settled(
    scored: Score,
    registry: Registry,
    facts: Facts,
    present: Collection[str],
    *,
    chance: _Chance,
    hear: Callable[[], HeardOffer],
) -> Score:
    """Nobody is put before people where too little is shown, or where it is open whether work is offered at all."""
    if scored.band < ACCUSING:
        return scored
    n_words = len(_LETTERS.findall(facts.reading.normalised.text))
    scope = facts.site.scope
    unshown = is_unshown(registry, scope, present, scored.risk, n_words)
    doubted = unshown or chance.sells or _in_doubt(chance, hear)
    return unaccused(scored) if doubted else shown(scored, registry, scope, present)


def _in_doubt(chance: _Chance, hear: Callable[[], HeardOffer]) -> bool:
    """Whether the encoder leaves it open that work is offered."""
    return logistic(mixed(chance.log_odds, hear().offer)) < ACCUSED_FROM


def _chance(
    registry: Registry,
    facts: Facts,
    wording: Wording,
    hear: Callable[[], HeardOffer],
    *,
    present: Collection[str],
    rules: Collection[str],
    kind_hint: KindHint | None,
) -> _Chance:
    told = any(contact.type != "url" for contact in facts.contacts)
    cues = cues_of(registry, facts)
    log_offer = offer_model().log_offer(wording, cues, present, contact=told, pay=facts.pay is not None)
    against = any(cue.startswith("AGAINST") for cue in cues)
    short = facts.reading.normalised.text if len(facts.reading.text) <= _SHORT else ""
    if told and not against and patterns("offers")["vacancy"].search(short):
        log_offer = max(log_offer, PLAINLY)
    invites = told or any(cue.startswith("FOR") for cue in cues)
    source = (kind_hint or "social") if invites or facts.pay or rules else "news"
    if source == "job_ad" and against and not (told or facts.pay):  # boards print tips and warnings too
        source = "social"
    least = (OFFER_FROM if invites else UNINVITING)[source]
    return _Chance(log_offer, _offered(log_offer, hear, invites=invites), least, sells_only(facts, cues))


def _worded(reading: Reading) -> tuple[Reading, list[Word], Wording]:
    """Its words and what they say. Lines of a page that name another article, or what they begin with, and sentences that vouch
    for the text are left out where it is likelier an offer so; every place is kept.
    """
    line, text = patterns("offers")["other_article"], reading.text
    texts = [reading]
    if guarded("offers", "vouched").search(text):
        texts.append(Reading(reading.title, patterns("offers")["vouched"].sub(partial(_blank, 0), text)))
    if line.search(text):
        texts += [Reading(reading.title, line.sub(partial(_blank, part), text)) for part in (0, "label")]
    read = [(one, words := words_of(one.normalised.text), offer_model().read(words)) for one in texts]
    return max(read, key=lambda item: item[2].offer)


def _blank(part: str | int, line: re.Match[str]) -> str:
    """The line with blanks up to the end of a part of it."""
    end = line.end(part) - line.start()
    return " " * end + line[0][end:]


def _offered(log_offer: float, hear: Callable[[], HeardOffer], *, invites: bool) -> float:
    """Probability of an offer."""
    own = logistic(log_offer)
    if not OPEN[0] <= own < OPEN[1]:
        return own
    heard = logistic(mixed(log_offer, hear().offer))
    return heard if invites else min(own, heard)


def _learned(
    registry: Registry, facts: Facts, words: Sequence[Word], rules: Collection[str], hear: Callable[[], HeardOffer]
) -> Iterator[Flag]:
    """The encoder, which takes longer than all the rest, is asked where the words leave a strong flag possible: in 3 of 100
    vacancies of job boards, in 82 of offers of all kinds.
    """

    def in_doubt(own: Odds) -> Odds:
        return hear().flags if any(own[id_] >= POSSIBLE for id_ in registry.strong & own.keys()) else {}

    clauses = windows(words, facts.reading.normalised.text)
    read = flag_model().read(words, rules, parts_of(facts), clauses, hear=in_doubt)
    return (flag for flag in read if _fits(registry, flag, facts))


def _certain(ruled: Collection[str], flags: Mapping[str, Flag]) -> set[str]:
    """The flags that a rule found, or the model is sure of."""
    return {*ruled, *(name for name, flag in flags.items() if flag.probability >= CERTAIN)}


def _fits(registry: Registry, flag: Flag, facts: Facts) -> bool:
    """In this place of work, and with words to show for it unless it is something absent; no pay is high that is known to be usual."""
    entry = registry.indicators[flag.id]
    if entry.computed == "pay_high" and (ratio(facts) or ABOVE_PAY) < ABOVE_PAY:
        return False
    return facts.site.scope in entry.scopes and (flag.first >= 0 or entry.computed in _ABSENT)


class _Evidence(NamedTuple):
    """What is quoted for a flag, and the words in it of which the weight counts: offsets in the input."""

    hit: Found
    first: int
    last: int


def _spans(
    registry: Registry, facts: Facts, words: list[Word], by_rule: list[Found], flags: list[Flag]
) -> list[_Evidence]:
    """Where the registry found a flag, its words; else those that speak for it most."""
    known = {hit.id for hit in by_rule}
    learned = [
        _absence(facts, flag) if registry.indicators[flag.id].computed in _ABSENT else _spoken(facts, words, flag)
        for flag in flags
        if flag.id not in known
    ]
    whole = [hit for hit in by_rule if not any(_within(hit, other) for other in by_rule)]
    spans = [*(_Evidence(hit, hit.start, hit.end) for hit in whole), *learned]
    return sorted(spans, key=lambda span: (span.hit.start, span.hit.id))


def _within(hit: Found, other: Found) -> bool:
    """Inside longer evidence of the same flag."""
    inside = other.start <= hit.start and hit.end <= other.end
    return hit.id == other.id and inside and hit.end - hit.start < other.end - other.start


def _hit(facts: Facts, span: _Evidence, risk: Mapping[str, float], weights: WordWeights) -> IndicatorHit | None:
    found = span.hit
    field, start, end = facts.reading.locate(found.start, found.end)
    if start >= end:
        return None
    weight = risk.get(found.id, 0.0) + (weights.raising(span.first, span.last) if span.first < span.last else 0.0)
    text = facts.reading.quote(found.start, found.end)
    return IndicatorHit(id=found.id, field=field, start=start, end=end, text=text, weight=round(weight, 4))


def _spoken(facts: Facts, words: list[Word], flag: Flag) -> _Evidence:
    """The words that speak for a flag, else their clause."""
    text, start, end = facts.reading.normalised, words[flag.first].start, words[flag.last].end
    first, last = text.origin(start, end)
    if flag.spoken:
        return _Evidence(Found(flag.id, first, last), first, last)
    begin, stop = text.origin(words[flag.clause[0]].start, words[flag.clause[1] - 1].end)
    quoted = facts.reading.joined[begin:stop]
    begin += len(quoted) - len(quoted.lstrip())
    return _Evidence(Found(flag.id, begin, begin + len(quoted.strip())), first, last)


def _absence(facts: Facts, flag: Flag) -> _Evidence:
    """The contact in the place of what is absent, or how the text begins."""
    private = next((contact for contact in facts.contacts if contact.type not in {"email", "url"}), None)
    if private:
        return _Evidence(Found(flag.id, private.start, private.end), private.start, private.end)
    joined, start = facts.reading.joined, 0 if facts.reading.title else facts.reading.body_start
    line = patterns("offers")["line"].search(joined, start, start + _FIRST_LINE)
    begin, end = (line.start(), line.end()) if line else (start, min(len(joined), start + _FIRST_LINE))
    return _Evidence(Found(flag.id, begin, end), begin, begin)


def _counter(facts: Facts, found: list[Found]) -> list[CounterIndicator]:
    counter = []
    for hit in found:
        if hit.id.startswith("CI"):
            field, start, end = facts.reading.locate(hit.start, hit.end)
            text = facts.reading.quote(hit.start, hit.end)
            counter.append(CounterIndicator(id=hit.id, field=field, start=start, end=end, text=text, weight=0.0))
    return counter
