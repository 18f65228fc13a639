"""What the gate before the reading of news turned away: a share of it for people to look at, and what their answers say."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from flows.settings import Settings
from nlp.evaluate.slices import wilson
from warehouse.store import read_only

SHARE = 0.01
"""Of the texts turned away, those a person looks at: always the same ones, by the hash that is their id."""
_DIGITS = 8
_SQL = Path(__file__).parent / "sql"


class Turned(NamedTuple):
    """A text of the sample; `text_sha256` is the evidence that an answer holds for."""

    signal_key: str
    text_sha256: str
    doc_id: str
    published_at: Any
    verdict: str | None
    title: str


class Missed(NamedTuple):
    """`share` of the texts turned away that are on topic after all, and the gate's recall that follows; 95 % intervals
    (Wilson 1927). Null while nobody has answered.
    """

    rejected: int
    passed: int
    sample: int
    answered: int
    on_topic: int
    share: tuple[float, float, float] | None
    recall: tuple[float, float, float] | None


def sample(settings: Settings) -> list[Turned]:
    """In the order of their ids, which is none."""
    with read_only(settings.home.current) as connection:
        connection.execute("SET VARIABLE below = ?", [f"{int(SHARE * 16**_DIGITS):0{_DIGITS}x}"])
        rows = connection.execute((_SQL / "gate_sample.sql").read_text(encoding="utf-8")).fetchall()
    return [Turned(*row) for row in rows]


def missed(settings: Settings, found: Sequence[Turned]) -> Missed:
    with read_only(settings.home.current) as connection:
        row = connection.execute((_SQL / "gate_counts.sql").read_text(encoding="utf-8")).fetchone()
    rejected, passed, right = row or (0, 0, 0)
    answers = Counter(item.verdict for item in found)
    told = answers["confirm"] + answers["reject"]
    share = recall = None
    if told:
        middle = answers["confirm"] / told
        share = (middle, *wilson(middle, told))
        middle, low, high = (right / max(1.0, right + rejected * lost) for lost in (share[0], share[2], share[1]))
        recall = middle, low, high
    return Missed(rejected, passed, len(found), told, answers["confirm"], share, recall)
