"""How each of the news sites is found: feed, dated index, sections, sitemap, WordPress, JSON in the page."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime

from crawlers.twin.articles import Article
from crawlers.twin.site import JSON, XML, Answer, NewsSite, Request, page_number, templates

_WORDPRESS_MOST = 100


class FeedSite(NewsSite):
    """An RSS feed that holds titles and teasers only."""

    def discovery(self, request: Request) -> Answer | None:
        if request.path != "/rss/terkini.xml":
            return None
        return self.html("rss.xml.j2", content_type="application/rss+xml; charset=utf-8", items=self.items, full=False)


class ListingSite(NewsSite):
    """Lists by day (`/indeks/2026/11/20`) and by section (`/kategori/hukrim`), in pages."""

    def discovery(self, request: Request) -> Answer | None:
        path = request.path
        if day := re.fullmatch(r"/indeks/(\d{4})/(\d{2})/(\d{2})", path):
            return self._day(request, *(int(part) for part in day.groups()))
        if path in {"/indeks", "/terkini"}:
            return self.listing(self.items, request, "Indeks Berita")
        if (section := path.removeprefix("/kategori/")) in self.profile.sections:
            items = [item for item in self.items if item.section == section]
            return self.listing(items, request, section.title())
        return None

    def _day(self, request: Request, year: int, month: int, day: int) -> Answer | None:
        try:
            start = datetime(year, month, day, tzinfo=self.profile.zone)
        except ValueError:
            return None
        return self.listing(self.on_day(start), request, f"Indeks {day:02}/{month:02}/{year}")


class SitemapSite(NewsSite):
    """A sitemap index that leads to one news sitemap a section and to a sitemap of static pages."""

    def discovery(self, request: Request) -> Answer | None:
        path = request.path
        if path == "/sitemap.xml":
            return self.html("sitemap_index.xml.j2", content_type=XML)
        if path == "/sitemap-web.xml":
            return self.html("sitemap_web.xml.j2", content_type=XML)
        section = re.fullmatch(r"/([a-z-]+)/sitemap-news\.xml", path)
        if section and section[1] in self.profile.sections:
            items = [item for item in self.items if item.section == section[1]]
            return self.html("sitemap_news.xml.j2", content_type=XML, items=items)
        return None


class PageJsonSite(NewsSite):
    """`/indeks` and the sections carry their articles as JSON; `?page=` changes nothing."""

    def discovery(self, request: Request) -> Answer | None:
        path = request.path
        section = path.removeprefix("/")
        if path == "/indeks":
            return self._list("initialArticles", self.items, "Indeks")
        if section in self.profile.sections:
            return self._list(
                "categoryArticle", [item for item in self.items if item.section == section], section.title()
            )
        return None

    def _list(self, key: str, items: list[Article], title: str) -> Answer:
        state = {"props": {"pageProps": {key: [_json_item(item) for item in items], "title": title}}, "page": "/indeks"}
        return self.html("cakrawala_list.html.j2", items=items[:6], title=title, state=state)


def _json_item(item: Article) -> dict[str, object]:
    return {
        "article_id": str(item.number),
        "title": item.title,
        "slug": item.path.rsplit("/", 1)[-1],
        "url": item.path,
        "description": item.teaser,
        "published_at": item.published.strftime("%Y-%m-%d %H:%M:%S") if item.published else None,
        "category": {"name": item.section.replace("-", " ").title(), "slug": item.section},
    }


class WordPressSite(NewsSite):
    """The REST route of WordPress with its paging headers, and a feed that holds whole articles."""

    def discovery(self, request: Request) -> Answer | None:
        path = request.path
        if path == "/feed/":
            return self.html(
                "rss.xml.j2", content_type="application/rss+xml; charset=UTF-8", items=self.items[:10], full=True
            )
        if path == "/wp-json/wp/v2/posts":
            return self._posts(request.query)
        if (section := path.removeprefix("/category/").removesuffix("/")) in self.profile.sections:
            items = [item for item in self.items if item.section == section]
            return self.listing(items, request, section.title())
        return None

    def _posts(self, query: Mapping[str, str]) -> Answer:
        size = page_number(query, "per_page") if "per_page" in query else self.profile.page_size
        if size > _WORDPRESS_MOST:
            return _rest_error("rest_invalid_param", "Parameter tidak valid: per_page")
        items = [item for item in self.items if _later(item, query.get("after"))]
        number, last = page_number(query), max(1, -(-len(items) // size))
        if number > last:
            return _rest_error("rest_post_invalid_page_number", "Nomor halaman yang diminta lebih besar dari yang ada.")
        shown = items[(number - 1) * size : number * size]
        headers = {"X-WP-Total": str(len(items)), "X-WP-TotalPages": str(last)}
        if number < last:
            headers["Link"] = f'<{self.root}/wp-json/wp/v2/posts?per_page={size}&page={number + 1}>; rel="next"'
        body = json.dumps([self._post(item) for item in shown], ensure_ascii=True)
        return Answer(body.encode(), content_type=JSON, headers=headers)

    def _post(self, item: Article) -> dict[str, object]:
        content = templates().get_template("timur_content.html.j2").render(article=item, paragraphs=item.paragraphs)
        title = templates().from_string("{{ title|e|numeric_entities }}").render(title=item.title)
        return {
            "id": item.number,
            "date": f"{item.listed:%Y-%m-%dT%H:%M:%S}",
            "date_gmt": f"{item.listed.astimezone(UTC):%Y-%m-%dT%H:%M:%S}",
            "modified_gmt": f"{item.listed.astimezone(UTC):%Y-%m-%dT%H:%M:%S}",
            "slug": item.path.rstrip("/").rsplit("/", 1)[-1],
            "status": "publish",
            "type": "post",
            "link": item.url,
            "title": {"rendered": title},
            "content": {"rendered": content, "protected": False},
            "excerpt": {"rendered": f"<p>{title} [&hellip;]</p>\n", "protected": False},
            "author": item.number % 9 + 1,
            "categories": [self.profile.sections.index(item.section) + 1],
            "tags": [],
            "yoast_head_json": {"author": item.byline, "og_locale": "id_ID"},
        }


def _later(item: Article, after: str | None) -> bool:
    """WordPress reads an `after` without a zone as the site's own time."""
    if not after:
        return True
    try:
        limit = datetime.fromisoformat(after)
    except ValueError:
        return True
    return item.listed > (limit if limit.tzinfo else limit.replace(tzinfo=item.listed.tzinfo))


def _rest_error(code: str, message: str) -> Answer:
    body = json.dumps({"code": code, "message": message, "data": {"status": 400}})
    return Answer(body.encode(), status=400, content_type=JSON)
