"""Training texts of the offer models: those written and read for it (nlp/gold/offers), and real ones that are no bait.

Real texts have no reader's label: vacancies of job boards count as honest, tweets and messages as chatter, news as news;
they weigh little. Of each real collection one half, by a hash, is kept for measuring.
"""

import csv
import gzip
import json
import random
import re
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from nlp.evaluate.gold import LOCKBOX, written_offers
from nlp.offer_clauses import Window, windows
from nlp.offer_model import LABELS
from nlp.offer_parts import cues_of, gather, parts_of
from nlp.offer_words import Word, buckets, words_of
from nlp.registry import load_registry
from nlp.site_model import SiteModel
from nlp.text import Reading
from nlp.train.offer_copies import COPY_WEIGHT, cut_short, surrounded
from nlp.train.offer_sites import SiteExample, by_author, fit_sites, site_example
from nlp.train.quoted_posts import quoted_post
from warehouse.contracts import Scope

REAL = "real"
"""What the authors of real texts begin with: parts of them."""
REAL_WEIGHT, PLAIN_WEIGHT, HOAX_WEIGHT = 0.25, 0.15, 0.5
ABROAD_WEIGHT, HOME_WEIGHT = 0.5, 0.05
"""Of vacancies at home for the model of places, with a name abroad and without."""
_MOST = 1500
"""Characters of a real text."""
_KEY = bytes(32)
_FACT_CHECK = re.compile(
    r"(?i)beredar|\barsip|narasi|takarir|mafindo|pemeriksa fakta|mengunggah|unggahan|klaim|akun (?:facebook|tiktok|instagram)"
)
"""A fact check that quotes a fraud, not the fraud."""
_STEMMED = re.compile(r"jelas edar")
"""How the fact checks begin of which only the stems of words are known."""


class Example(NamedTuple):
    """A text as the models see it. `marks`: the red flags by a blind reader; null where nobody marked any; `honest`: an offer
    of which a reader fears nothing.

    `weight` is one where a reader labelled it.
    """

    id: str
    author: str
    label: int
    weight: float
    words: list[Word]
    clauses: list[Window]
    buckets: Any
    cues: frozenset[str]
    rules: frozenset[str]
    parts: frozenset[str]
    flags: tuple[str, ...]
    marks: frozenset[str] | None
    scope: Scope
    contact: bool
    pay: bool
    honest: bool = False


def examples(data: Path) -> tuple[list[Example], SiteModel]:
    """The examples, each read by a model of places that has not seen its author; and the model of all of them."""
    own = [row for row in written_offers() if row["author"] not in LOCKBOX]
    real = [(f"{REAL}-{number % 5}", item) for number, item in enumerate(real_texts(data))]
    placed = [site_example(row["text"], row["scope"], row["destination"], row["author"]) for row in own if row["scope"]]
    placed += [_at_home(_advert(row)[:_MOST], f"{REAL}-{number % 5}") for number, row in enumerate(_adverts(data))]
    unseen = by_author(placed, {row["author"] for row in own} | {author for author, _ in real})
    found = [example_of(row, unseen[row["author"]]) for row in own]
    headlines = [row["title"] for row in rows_of(data, "news_headlines") if row["title"] and not is_measured(row["id"])]
    found += [copy for row in own for copy in _copies(row, unseen[row["author"]], headlines)]
    for number, (author, (text, label, weight)) in enumerate(real):
        named = {"id": f"{REAL}-{number}", "author": author, "marks": None}
        found.append(_read(text[:_MOST], unseen[author], label=label, weight=weight, **named))
    return found, fit_sites(placed)


def example_of(row: dict[str, Any], sites: SiteModel | None = None) -> Example:
    marks = None if row["indicators"] is None else frozenset(row["indicators"])
    honest = row["label"].startswith("legit") and row["risk"] == 0
    named = {"id": row["id"], "author": row["author"], "marks": marks, "honest": honest}
    return _read(row["text"], sites, label=row["label"], weight=1.0, **named)


def _copies(row: dict[str, Any], sites: SiteModel, headlines: Sequence[str]) -> Iterator[Example]:
    """Which flags they show is not known."""
    texts = {"cut": cut_short(row["id"], row["text"]), "around": surrounded(row["id"], row["text"], headlines)}
    for name, text in texts.items():
        if text:
            named = {"id": f"{row['id']}-{name}", "author": row["author"], "marks": None}
            yield _read(text, sites, label=row["label"], weight=COPY_WEIGHT, **named)


def is_measured(name: str) -> bool:
    """Whether a real text belongs to the half that nothing is trained on."""
    return zlib.crc32(name.encode()) % 2 == 1


def _read(text: str, sites: SiteModel | None, *, label: str, weight: float, **named: Any) -> Example:
    registry, reading = load_registry(), Reading.of("", text)
    words = words_of(reading.normalised.text)
    facts, found = gather(registry, reading, key=_KEY, words=words, sites=sites)
    rules = frozenset(hit.id for hit in found if hit.id.startswith("RF"))
    return Example(
        **named,
        label=LABELS.index(label),
        weight=weight,
        words=words,
        clauses=windows(words, reading.normalised.text),
        buckets=buckets(words),
        cues=frozenset(cues_of(registry, facts)),
        rules=rules,
        parts=frozenset(parts_of(facts)),
        flags=tuple(rules),
        scope=facts.site.scope,
        contact=any(contact.type != "url" for contact in facts.contacts),
        pay=facts.pay is not None,
    )


def real_texts(data: Path) -> Iterator[tuple[str, str, float]]:
    chance = random.Random(3)  # noqa: S311 - a fixed sample
    for row in chance.sample(_adverts(data), 1500):
        yield _advert(row), "legit_domestic", REAL_WEIGHT
    tweets = [r for r in rows_of(data, "tweets_kaburajadulu") if not is_measured(r["id"])]
    for row in chance.sample(tweets, 1200):
        yield row["text"], "chatter", REAL_WEIGHT
    for row in rows_of(data, "sms_id_spam"):
        yield row["text"], "chatter", PLAIN_WEIGHT
    for row in rows_of(data, "hoax_job_offers"):
        if not is_measured(row["id"]):
            yield from _of_hoax(row)
    news = [r for r in rows_of(data, "news_tppo_candidates") if not is_measured(r["id"])]
    news = chance.sample(news, 400) + [
        row
        for number, row in enumerate(rows_of(data, "news_background"))
        if number % 90 == 0 and not is_measured(row["id"])
    ]
    for row in news:
        yield f"{row['title'] or ''}\n{row['text'] or ''}", "news_quote", REAL_WEIGHT
    with gzip.open(data / "comments_judol_labelled.csv.gz", "rt", encoding="utf-8", errors="replace") as file:
        comments = [max(row, key=len) for row in list(csv.reader(file))[1:] if row]
    for text in chance.sample(comments, 500):
        yield text, "chatter", PLAIN_WEIGHT


def _of_hoax(row: dict[str, Any]) -> Iterator[tuple[str, str, float]]:
    """A false vacancy, alone or with the fact check that quotes it; of some only the title is known, which tells nothing."""
    text = row["text"]
    post = quoted_post(text) if row["kind"] == "job_offer" else None
    if post:
        yield post, "scam_domestic", HOAX_WEIGHT
    if post or _FACT_CHECK.search(text) or _STEMMED.match(text):
        yield text, "advice", REAL_WEIGHT
    elif row["verbatim_offer"]:
        yield text, "scam_domestic" if row["kind"] == "job_offer" else "chatter", HOAX_WEIGHT


def _at_home(text: str, author: str) -> SiteExample:
    """A vacancy of a job board; those that name a place abroad teach most, and are few."""
    example = site_example(text, "domestic", ["ID"], author)
    abroad = any(named.country != "ID" for named in example.site.names)
    return example._replace(weight=ABROAD_WEIGHT if abroad else HOME_WEIGHT)


def _adverts(data: Path) -> list[dict[str, Any]]:
    return [row for row in rows_of(data, "jobs_id") if not is_measured(row["company"] or row["id"])]


def _advert(row: dict[str, Any]) -> str:
    return f"{row['title'] or ''}\n{row['description'] or ''}"


def measured_texts(data: Path) -> dict[str, list[tuple[str, str, str]]]:
    """Title, text and hint of the real texts that nothing is trained on."""
    ads = [r for r in rows_of(data, "jobs_id") if is_measured(r["company"] or r["id"])]
    tweets = [r for r in rows_of(data, "tweets_kaburajadulu") if is_measured(r["id"])]
    return {
        "vacancies": [(row["title"] or "", row["description"] or "", "job_ad") for row in ads],
        "tweets": [("", row["text"], "social") for row in tweets],
    }


def false_vacancies(data: Path) -> list[str]:
    """Real posts of false vacancies at home, bare or out of the fact check that quotes them, which nothing is trained on."""
    rows = [row for row in rows_of(data, "hoax_job_offers") if is_measured(row["id"])]
    return [text for row in rows for text, label, _ in _of_hoax(row) if label == "scam_domestic"]


def rows_of(data: Path, name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(data / f"{name}.jsonl.gz", "rt", encoding="utf-8", errors="replace") as file:
        yield from map(json.loads, file)
