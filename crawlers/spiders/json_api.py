"""JSON services: pages by `{page}`, `{offset:20}` or the address of the next page in the answer."""

import json
from typing import Any

from scrapy.http import Response

from crawlers.extract.page import decode
from crawlers.spiders.items import ItemSpider


class PlatformSpider(ItemSpider):
    def data_of(self, response: Response) -> Any:
        try:
            return json.loads(decode(response.body, self.encoding(response)))
        except (ValueError, RecursionError):
            return None
