"""Reading an offer of work: is it one, where, for whom, at what pay, how likely a bait, and which words say so."""

from collections.abc import Sequence
from datetime import date

from nlp.content import patterns
from nlp.job_title import find_title
from nlp.match import Found
from nlp.money import Money
from nlp.offer_flags import Flag, flag_model
from nlp.offer_model import OfferModel, logistic, offer_model
from nlp.offer_parts import Facts, cues_of, gather, parts_of, placed
from nlp.offer_reasons import WordWeights, reasons_of
from nlp.offer_words import Word, words_of
from nlp.register import Register
from nlp.registry import Registry, load_registry
from nlp.score import score
from nlp.standing import standing_of, verified, with_credit
from nlp.text import Reading
from warehouse.contracts import Contact, CounterIndicator, IndicatorHit, Job, KindHint, Offer

MOST = 20_000
"""Characters of a text that are read: no offer is longer."""
HOPELESS = -5.0
"""Log-odds of the wording below which nothing else is looked at."""
OFFER_FROM = {"job_ad": 0.05, "social": 0.35, "news": 0.9}
"""Least probability of an offer, by what the source says of its texts; that of news where no word, pay or contact
shows that work is offered.
"""
CERTAIN = 0.8
"""Probability from which a learned flag alone lets a floor hold."""
_FIRST_LINE = 80


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
    words = words_of(reading.normalised.text)
    wording = model.read(words)
    on_board = bool(job and (job.company or job.salary or job.location))
    if wording.offer < HOPELESS and not on_board and kind_hint != "job_ad":
        return None
    facts, found = gather(registry, reading, key=key, job=job, money=money)
    if not on_board:
        facts = placed(facts, wording.abroad)
    site = facts.site
    standing = standing_of(facts, registry, register, day)
    found = [hit for hit in found if hit.id not in standing.refuted and hit not in standing.flags] + [*standing.flags]
    rules = {hit.id for hit in found if hit.id.startswith("RF")}
    learned = flag_model().read(words, rules, parts_of(facts))
    flags = {flag.id: flag for flag in learned if _fits(registry, flag, facts) and flag.id not in standing.refuted}
    present = flag_model().standing(rules) | flags.keys()
    told = any(contact.type != "url" for contact in facts.contacts)
    cues = cues_of(registry, facts)
    log_offer = model.log_offer(wording, cues, contact=told, pay=facts.pay is not None, n_flags=len(rules))
    shown = told or facts.pay or rules or any(cue.startswith("FOR") for cue in cues)
    least = OFFER_FROM[kind_hint or "social"] if shown else OFFER_FROM["news"]
    if not on_board and logistic(log_offer) < least:
        return None
    weights = WordWeights.of(model, wording, words, reading)
    hits = [hit for span in _spans(facts, words, present, found, flags) if (hit := _hit(facts, span, model, weights))]
    hits = standing.weighed(hits, reading, registry)
    counter = verified(_counter(facts, found), standing, reading, registry)
    log_risk = model.log_risk(wording, present, facts.site.scope, log_offer=log_offer, contact=told)
    certain = {name for name in present if name not in flags or flags[name].probability >= CERTAIN}
    scored = score(registry, site.scope, certain, log_risk, standing.proved)
    return Offer(
        risk=scored.risk,
        band=scored.band,
        scope=site.scope,
        destination=site.destination,
        job=find_title(reading, kind_hint),
        pay=facts.pay,
        indicators=tuple(hits),
        counter=tuple(counter),
        contacts=tuple(Contact(type=c.type, key=c.key, value=c.value) for c in facts.contacts),
        reasons=with_credit(reasons_of(reading, hits, weights), counter),
    )


def _fits(registry: Registry, flag: Flag, facts: Facts) -> bool:
    entry = registry.indicators[flag.id]
    return facts.site.scope in entry.scopes


def _spans(
    facts: Facts, words: list[Word], present: set[str], found: list[Found], flags: dict[str, Flag]
) -> list[Found]:
    """Where the registry found a flag, its words; else those that speak for it most."""
    spans = [hit for hit in found if hit.id in present]
    by_rule = {hit.id for hit in spans}
    spans += [Found(name, *_evidence(facts, words, flags[name])) for name in present - by_rule]
    return sorted(spans, key=lambda hit: (hit.start, hit.id))


def _hit(facts: Facts, span: Found, model: OfferModel, weights: WordWeights) -> IndicatorHit | None:
    field, start, end = facts.reading.locate(span.start, span.end)
    if start >= end:
        return None
    weight = model.risk.get(span.id, 0.0) + weights.raising(span.start, span.end)
    text = facts.reading.quote(span.start, span.end)
    return IndicatorHit(id=span.id, field=field, start=start, end=end, text=text, weight=round(weight, 4))


def _evidence(facts: Facts, words: list[Word], flag: Flag) -> tuple[int, int]:
    """Of a flag that something absent shows: the contact that stands in its place, or how the text begins."""
    if flag.first >= 0:
        return facts.reading.normalised.origin(words[flag.first].start, words[flag.last].end)
    private = next((contact for contact in facts.contacts if contact.type not in {"email", "url"}), None)
    if private:
        return private.start, private.end
    joined, start = facts.reading.joined, 0 if facts.reading.title else facts.reading.body_start
    line = patterns("offers")["line"].search(joined, start, start + _FIRST_LINE)
    return (line.start(), line.end()) if line else (start, min(len(joined), start + _FIRST_LINE))


def _counter(facts: Facts, found: list[Found]) -> list[CounterIndicator]:
    counter = []
    for hit in found:
        if hit.id.startswith("CI"):
            field, start, end = facts.reading.locate(hit.start, hit.end)
            text = facts.reading.quote(hit.start, hit.end)
            counter.append(CounterIndicator(id=hit.id, field=field, start=start, end=end, text=text, weight=0.0))
    return counter
