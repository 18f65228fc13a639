"""What one run is: its id, its time, its folder. All that its stages need travels in `Run`; nothing in it is personal."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import filelock
from pydantic import BaseModel, ConfigDict

from flows.errors import BusyError, UsageError
from flows.settings import Home

WAIT_S = 60.0


class Run(BaseModel):
    """`proxy` leads to the offline twin; without one the crawl goes to the real web."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    home: Path
    run_id: str
    now: datetime
    since: datetime | None = None
    sources: tuple[str, ...] = ()
    all_sources: bool = False
    """Also those that are not due yet."""
    proxy: str | None = None

    @property
    def places(self) -> Home:
        return Home.at(self.home)


def new_run_id(now: datetime) -> str:
    return f"{now.astimezone(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"


def since_of(text: str | None, now: datetime, option: str = "--since") -> datetime | None:
    """`7d`, `12h` or a day (`2026-11-01`) as a moment before `now`."""
    if text is None:
        return None
    units = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(days=7)}
    word = text.strip().lower()
    try:
        if word[-1:] in units and word[:-1].isascii() and word[:-1].isdigit():
            return now - int(word[:-1]) * units[word[-1]]
        day = datetime.fromisoformat(word)
    except (ValueError, OverflowError) as error:
        raise UsageError(f"`{option} {text}` is no time: write 12h, 7d, 2w or a day such as 2026-11-01.") from error
    return day if day.tzinfo else day.replace(tzinfo=UTC)


@contextmanager
def working(home: Home, *, wait_s: float = WAIT_S) -> Iterator[None]:
    """Only one run or import fills a home at a time; the system frees the lock when its holder dies."""
    home.root.mkdir(parents=True, exist_ok=True)
    lock = filelock.FileLock(home.work_lock)
    try:
        lock.acquire(timeout=wait_s)
    except filelock.Timeout as error:
        raise BusyError(
            f"Another run or import is filling {home.root}: wait until it has finished, then run the command again."
        ) from error
    try:
        yield
    finally:
        lock.release()
