"""What a look at sources found, for people."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from flows.checking import Check

JAKARTA = ZoneInfo("Asia/Jakarta")


def lines(check: "Check") -> Iterator[str]:
    yield f"{check.source}: {'in order' if check.ok else 'NOT in order'}"
    yield f"  state      {check.state or 'unknown'} ({check.rule or check.reason}): {check.detail or 'no verdict'}"
    yield f"  robots     {', '.join(check.robots) or 'not asked'}"
    yield (
        f"  pages      {check.listed} listed, {check.read} read, {check.with_date} with date, "
        f"{check.with_body} with body"
    )
    for item in check.assertions:
        yield f"  asserted   {item.name} {item.expected:.2f}: found {item.found:.2f}, {'holds' if item.holds else 'fails'}"
    if check.refused:
        yield f"  refused    {', '.join(f'{name} {n}' for name, n in sorted(check.refused.items()))}"
    listing, pages = _answer(check.conditional_listing), _answer(check.conditional_pages)
    yield f"  unchanged? listing {listing}, pages {pages} (ETag or Last-Modified)"
    for sample in check.first:
        yield f"  {_when(sample.published_at)}  {sample.title or sample.url or 'without a title'}"
    if check.verified:
        yield f"  all is well: put `{check.verified}` into the source file"


def _answer(value: bool | None) -> str:
    return "unknown" if value is None else "yes" if value else "no"


def _when(at: datetime | None) -> str:
    return f"{at.astimezone(JAKARTA):%Y-%m-%d %H:%M} WIB" if at else "no date             "
