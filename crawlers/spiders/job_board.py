"""Job boards: listing pages, and ads that carry a JobPosting."""

from collections.abc import Iterator
from urllib.parse import urljoin

from scrapy import Request
from scrapy.http import Response

from crawlers.extract.page import Page, decode, text_of
from crawlers.spiders.ads import ad_document
from crawlers.spiders.found import Found, told_of
from crawlers.spiders.links import ad_links
from crawlers.spiders.listing import PlatformSpider as ListingSpider
from crawlers.spiders.markup import worded
from warehouse.contracts import Document

_CLOSED = worded("ad_closed")
_GONE = frozenset({404, 410})


class PlatformSpider(ListingSpider):
    def links_of(self, html: str, base: str) -> Iterator[str]:
        """What the page's own ItemList names, then its links to ads; all that the source's selector names."""
        css = self.source.discovery.link_css
        listed = () if css else _listed(html, base)
        yield from dict.fromkeys([*listed, *ad_links(html, base, css)])

    def parse_page(self, response: Response, found: Found, canonical: str) -> Iterator[Request]:
        """An ad that is gone was filled or withdrawn: it is counted, and no failure of the board."""
        if response.status in _GONE:
            self.not_read(canonical, "ad_closed", told_of(found, canonical, response.meta))
            return
        yield from super().parse_page(response, found, canonical)

    def document_of(self, response: Response, found: Found, canonical: str, fetch_id: str) -> Document | None:
        """The ad by its JobPosting; a page without one is read like an article."""
        ad = ad_document(self, response, canonical, fetch_id)
        if ad is not None:
            return ad
        body = Page(decode(response.body, self.encoding(response))).tree.body
        if body is not None and ad_closed(text_of(body)):
            self.desk.refuse("ad_closed")
            return None
        return super().document_of(response, found, canonical, fetch_id)


def ad_closed(text: str) -> bool:
    return bool(_CLOSED.search(text))


def _listed(html: str, base: str) -> Iterator[str]:
    entries = Page(html).typed(["ItemList"]).get("itemListElement")
    for entry in entries if isinstance(entries, list) else []:
        item = entry.get("item", entry) if isinstance(entry, dict) else None
        url = (
            item if isinstance(item, str) else (item.get("url") or item.get("@id")) if isinstance(item, dict) else None
        )
        url = url or (entry.get("url") if isinstance(entry, dict) else None)
        if isinstance(url, str) and url.strip():
            yield urljoin(base, url.strip()).partition("#")[0]
