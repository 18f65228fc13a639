"""False alarms on real texts, which the repository does not hold."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from nlp.offers import read_offer
from nlp.text import Reading
from warehouse.contracts import Job

DATA = Path(__file__).parents[2].parent / "shared" / "data"


def _rows(name: str, every: int) -> list[dict[str, Any]]:
    path = DATA / f"{name}.jsonl.gz"
    if not path.exists():
        pytest.skip(f"{name}: the shared data are not on this machine")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for number, line in enumerate(lines) if number % every == 0]


def test_ordinary_vacancies_are_offers_and_not_flagged() -> None:
    rows = _rows("jobs_id", 10)
    offers = [
        read_offer(
            Reading.of(row["title"] or "", row["description"] or ""),
            key=b"key",
            job=Job(company=row["company"], location=row["location"] or None, salary=row["salary"]),
            kind_hint="job_ad",
        )
        for row in rows
    ]
    assert all(offer is not None for offer in offers)
    assert sum(offer is not None and offer.band >= 2 for offer in offers) <= 1


@pytest.mark.parametrize(("name", "every", "most"), [("tweets_kaburajadulu", 8, 3), ("sms_id_spam", 3, 15)])
def test_chatter_is_hardly_ever_an_offer_or_flagged(name: str, every: int, most: int) -> None:
    offers = [read_offer(Reading.of("", row["text"]), key=b"key") for row in _rows(name, every)]
    assert sum(offer is not None for offer in offers) <= most
    assert sum(offer is not None and offer.band >= 2 for offer in offers) <= 1
