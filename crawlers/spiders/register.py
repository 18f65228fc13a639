"""Official registers: lines of a table or of a JSON service, kept as dated rows."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from scrapy import Request
from scrapy.http import Response

from crawlers.desk import Desk
from crawlers.extract.page import decode
from crawlers.registers import Line, lines_of_items, lines_of_table
from crawlers.spiders.fields import reach
from crawlers.spiders.paging import PagedSpider
from warehouse.contracts import RegisterRow


class PlatformSpider(PagedSpider):
    def __init__(self, desk: Desk, **kwargs: Any) -> None:
        super().__init__(desk, **kwargs)
        self._given: set[frozenset[tuple[str, str]]] = set()

    def discover(self, response: Response) -> Iterator[Request]:
        lines = self._lines(response)
        if lines is None:
            if response.meta["page"] == 1:
                self.misread(response, "no_register_lines")
            return
        fresh = [line for line in lines if line.marks not in self._given]
        for line in fresh:
            self._given.add(line.marks)
            self.desk.land_row(self._row(line, response))
        yield from self.following(response, [line.key for line in lines], len(fresh))

    def _lines(self, response: Response) -> list[Line] | None:
        rules, text = self.source.discovery, decode(response.body, self.encoding(response))
        if not text.lstrip().startswith(("{", "[")):
            return lines_of_table(text, rules.fields)
        try:
            items = reach(json.loads(text), rules.item_path or "")
        except (ValueError, RecursionError):
            return None
        return lines_of_items(items, rules.fields) if isinstance(items, list) else None

    def _row(self, line: Line, response: Response) -> RegisterRow:
        assert self.source.register_name is not None
        now, zone = self.desk.clock.now(), self.source.timezone
        return RegisterRow(
            register_name=self.source.register_name,
            key=line.key,
            name=line.name,
            valid_from=line.day("valid_from", zone, now),
            valid_until=line.day("valid_until", zone, now),
            details=line.details,
            source=self.source.id,
            url=urljoin(response.url, line.fields.get("url") or response.url),
            seen_at=now,
            fetch_id=self.desk.keep(self.answer(response)),
        )
