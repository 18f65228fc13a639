"""What people say of signals: recorded in the inbox, read from the snapshot and from what it does not hold yet."""

import getpass
import secrets
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from flows.gate import sample as gate_sample
from flows.querying import query
from flows.settings import Settings
from warehouse import inbox
from warehouse.contracts import Review, Verdict
from warehouse.store import read_only
from warehouse.trace import trace

Table = tuple[Sequence[str], list[Sequence[Any]]]
COLUMNS = ("at", "signal_key", "verdict", "reviewer", "note", "state")


def add_review(
    settings: Settings, now: datetime, *, signal: str, verdict: Verdict, note: str | None, reviewer: str | None
) -> Review:
    """Answer the signal whose key begins with `signal`, for the evidence that stands now; or a text of the gate's sample,
    for its present words: `confirm` says that it should have been read.
    """
    turned = [item for item in gate_sample(settings) if item.signal_key.startswith(signal)]
    if len(turned) == 1:
        key, evidence = turned[0].signal_key, turned[0].text_sha256
    else:
        key, evidence = _signal(settings, signal)
    review = Review(
        review_id=secrets.token_hex(16),
        signal_key=key,
        evidence_sha256=evidence,
        reviewer=reviewer or getpass.getuser(),
        verdict=verdict,
        note=note,
        at=now,
    )
    inbox.append(settings.home.inbox, review)
    return review


def _signal(settings: Settings, signal: str) -> tuple[str, str]:
    with read_only(settings.home.current) as connection:
        key = trace(connection, signal).signal.signal_key
        row = connection.execute("SELECT evidence_sha256 FROM signals WHERE signal_key = ?", [key]).fetchone()
    assert row is not None
    return key, row[0]


def given_reviews(settings: Settings) -> Table:
    """Answers of the inbox that no load has merged yet, then those of the snapshot, newest first."""
    with query(settings.home, _sql("reviews")) as (_, rows):
        stored = list(rows)
    known = {row[0] for row in stored}
    waiting = [review for review in inbox.read(settings.home.inbox).reviews if review.review_id not in known]
    values: list[Sequence[Any]] = [
        (review.at, review.signal_key, review.verdict, review.reviewer, review.note, "waits for the next load")
        for review in sorted(waiting, key=lambda review: review.at, reverse=True)
    ]
    return COLUMNS, [*values, *(row[1:] for row in stored)]


def open_signals(settings: Settings) -> Table:
    """Signals that wait for an answer, strongest first."""
    with query(settings.home, _sql("open_signals")) as (columns, rows):
        return columns, list(rows)


def _sql(name: str) -> str:
    return (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")
