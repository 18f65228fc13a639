"""Polls of a source as they are remembered; one that another version of Suar wrote is passed over."""

from pydantic import ValidationError

from crawlers.state import State
from warehouse.contracts import SourceRun


def earlier_polls(state: State, source: str, newest: int = -1) -> list[SourceRun]:
    """Oldest first, as they were made; all that are kept, or so many of the newest."""
    return [run for text in state.polls(source, newest) if (run := _read(text))]


def last_poll(state: State, source: str) -> SourceRun | None:
    text = state.last_poll(source)
    return _read(text) if text else None


def _read(text: str) -> SourceRun | None:
    try:
        return SourceRun.model_validate_json(text)
    except ValidationError:
        return None
