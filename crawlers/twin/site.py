"""One invented site: an address in, an answer out. No state, no clock, no chance."""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from crawlers.twin.articles import Article, special_article
from crawlers.twin.profiles import SiteProfile, Special, Web

HTML = "text/html; charset=utf-8"
XML = "application/xml; charset=utf-8"
JSON = "application/json; charset=utf-8"
_WALLED_TEXT = "Laman ini hanya untuk pelanggan dan tidak boleh diambil oleh perayap."


@dataclass(frozen=True)
class Request:
    path: str
    query: Mapping[str, str]


@dataclass(frozen=True)
class Answer:
    body: bytes
    status: int = 200
    content_type: str = HTML
    headers: Mapping[str, str] = field(default_factory=dict)


def breaks(text: str) -> Markup:
    return escape(text).replace("\n", Markup("<br/>"))


@cache
def templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("crawlers.twin", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["rfc822"] = lambda at: at.strftime("%a, %d %b %Y %H:%M:%S %z")
    environment.filters["breaks"] = breaks
    environment.filters["numeric_entities"] = lambda text: str(text).encode("ascii", "xmlcharrefreplace").decode()
    return environment


def page_number(query: Mapping[str, str], name: str = "page") -> int:
    value = query.get(name, "1")
    return int(value) if re.fullmatch(r"[1-9]\d{0,5}", value) else 1


class Site(ABC):
    """What all sites share: robots.txt, a front page, static pages, the pages that go wrong, and a 404."""

    def __init__(self, profile: SiteProfile, web: Web, base: datetime) -> None:
        self.profile = profile
        self.web = web
        self.base = base
        self.root = f"http://{profile.host}"
        self.specials = {special.path: special for special in profile.specials}

    def answer(self, request: Request) -> Answer:
        path = request.path
        if path == "/robots.txt":
            return Answer(self.profile.robots.encode(), content_type="text/plain; charset=utf-8")
        if special := self.specials.get(path):
            return self._special(special)
        if page := next((page for page in self.web.static_pages if page.path == path), None):
            return self.html("static.html.j2", page=page)
        found = self.front() if path == "/" else self.page(request)
        return found or self.missing()

    @abstractmethod
    def front(self) -> Answer:
        """The answer to `/`."""

    @abstractmethod
    def page(self, request: Request) -> Answer | None:
        """The answer to any other address; null where there is nothing."""

    def html(self, template: str, *, status: int = 200, content_type: str = HTML, **values: object) -> Answer:
        text = templates().get_template(template).render(
            site=self.profile, root=self.root, base=self.base, skin=f"{self.profile.skin}_base.html.j2",
            static_pages=self.web.static_pages, **values,
        )  # fmt: skip
        return Answer(text.encode(), status=status, content_type=content_type)

    def missing(self) -> Answer:
        return self.html("missing.html.j2", status=404)

    def _special(self, special: Special) -> Answer:
        if special.answer == "forbidden":
            return self.html("forbidden.html.j2", status=403)
        if special.answer == "blocked":
            return self.html("blocked.html.j2")
        return self.missing()


class NewsSite(Site):
    """A site of articles. The subclass adds the way in that its platform offers."""

    def __init__(self, profile: SiteProfile, web: Web, base: datetime, articles: Sequence[Article]) -> None:
        super().__init__(profile, web, base)
        self.articles = {article.path: article for article in articles}
        extra = [special_article(profile, special, base) for special in profile.specials]
        self.items = sorted([*articles, *extra], key=lambda item: (item.listed, item.id), reverse=True)

    def front(self) -> Answer:
        return self.html("front.html.j2", items=self.items[:8], popular=self.items[3:8])

    def page(self, request: Request) -> Answer | None:
        if article := self.articles.get(request.path):
            return self.article(article, request.query)
        section = request.path.rstrip("/").rsplit("/", 1)[-1]
        found = self.discovery(request)
        return found or (self._section(section) if section in self.profile.sections else None)

    def _section(self, section: str) -> Answer:
        items = [item for item in self.items if item.section == section]
        return self.html("front.html.j2", items=items, popular=self.items[:5])

    @abstractmethod
    def discovery(self, request: Request) -> Answer | None:
        """Lists, feeds, sitemaps and the like."""

    def article(self, article: Article, query: Mapping[str, str]) -> Answer:
        size = self.profile.paragraphs_per_page or len(article.paragraphs)
        pages = max(1, -(-len(article.paragraphs) // size))
        shown, number = article.paragraphs, 0
        if query.get("page") != "all":
            number = min(page_number(query), pages)
            shown = article.paragraphs[(number - 1) * size : number * size]
        return self.html(
            f"{self.profile.skin}_article.html.j2",
            article=article, paragraphs=shown, pages=pages, page=number, popular=self.items[:5],
        )  # fmt: skip

    def _special(self, special: Special) -> Answer:
        if special.answer != "walled":
            return super()._special(special)
        return self.article(special_article(self.profile, special, self.base, _WALLED_TEXT), {})

    def listing(self, items: Sequence[Article], request: Request, title: str) -> Answer:
        """One page of a paged list, with a link to the next."""
        size = self.profile.page_size
        number = page_number(request.query)
        shown = items[(number - 1) * size : number * size]
        following = f"{request.path}?page={number + 1}" if number * size < len(items) else None
        return self.html(
            f"{self.profile.skin}_list.html.j2",
            items=shown, title=title, following=following, path=request.path, page=number, popular=self.items[:5],
        )  # fmt: skip

    def on_day(self, day: datetime) -> list[Article]:
        return [item for item in self.items if day <= item.listed < day + timedelta(days=1)]
