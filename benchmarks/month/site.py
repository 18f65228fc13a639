"""One site of the month: which address answers what, and how a fault changes it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from urllib.parse import parse_qsl, unquote, urlsplit

from benchmarks.month import render
from benchmarks.month.answers import ATOM, HTML, JSON, RSS, TEXT, XML, Answer, Page, conditional, http_date
from benchmarks.month.faults import FROZEN_EVIDENCE, Fault, hidden
from benchmarks.month.lists import FLOOD_FACTOR, Lists, Moment
from benchmarks.month.profiles import PATHS
from benchmarks.month.render import Item
from benchmarks.month.timeline import Article, Course

_MOVED = "/pindah"
_RETRY = timedelta(minutes=30)
_POSTS = "/wp-json/wp/v2/posts"
_LISTS_MOVE = ("moved_feed_301", "moved_feed_404")
_MISSING = render.error(
    404, "<html><head><title>404</title></head><body><h1>Halaman tidak ditemukan</h1></body></html>"
)
_FAILED = render.error(503, "<html><head><title>503</title></head><body><h1>Layanan tidak tersedia</h1></body></html>")


class Site:
    """`met` gets the first moment at which an answer showed a fault."""

    def __init__(self, course: Course, faults: Sequence[Fault], met: dict[Fault, datetime]) -> None:
        self.profile = course.profile
        self.course = course
        self.faults = faults
        self.lists = Lists(course)
        self._met = met

    def answer(self, method: str, url: str, headers: Mapping[str, str], at: datetime) -> Answer:
        moment = Moment(at, next((fault for fault in self.faults if fault.active(at)), None))
        if moment.has("dns", "outage_timeout"):
            self._meet(moment)
            return Answer(0, failure="dns" if moment.has("dns") else "timeout")
        parts = urlsplit(url)
        if method not in {"GET", "HEAD"}:
            page = render.error(405, "")
        elif parts.scheme != self.profile.scheme:
            page = Page("", status=301, headers={"Location": f"{self.profile.scheme}:{url.partition(':')[2]}"})
        else:
            path, query = unquote(parts.path) or "/", dict(parse_qsl(parts.query))
            page = self._refusal(path, moment) or self._page(path, query, moment)
        answer = conditional(page, headers, validators=self.profile.validators)
        return Answer(answer.status, answer.headers) if method == "HEAD" else answer

    def flood_markers(self) -> Iterator[str]:
        """The words of the old texts that this site's floods list."""
        if any(fault.kind == "flood" for fault in self.faults):
            yield from (
                self.lists.flood_marker(number) for number in range((FLOOD_FACTOR - 1) * self.profile.shape.page)
            )

    def _meet(self, moment: Moment) -> None:
        if moment.fault is not None and moment.fault.active(moment.at):
            self._met[moment.fault] = min(moment.at, self._met.get(moment.fault, moment.at))

    def _refusal(self, path: str, moment: Moment) -> Page | None:
        """What a site in trouble answers whatever is asked; robots.txt stays readable where only pages are refused."""
        robots = path == "/robots.txt"
        if moment.has("outage_5xx") or (robots and moment.has("robots_5xx")):
            self._meet(moment)
            return _FAILED
        if robots:
            return self._robots(moment)
        page: Page | None = None
        if moment.has("block_page"):
            page = Page(render.template("block.html.j2", self.profile))
        elif moment.has("forbidden_403"):
            page = render.error(403, "<html><head><title>403 Forbidden</title></head><body>403</body></html>")
        elif moment.has("rate_limited_429"):
            again = "1800" if moment.at.minute % 2 else http_date(moment.at + _RETRY)
            page = Page("", TEXT, 429, headers={"Retry-After": again})
        if page:
            self._meet(moment)
        return page

    def _robots(self, moment: Moment) -> Page:
        closed = moment.has("robots_disallow")
        if closed:
            self._meet(moment)
        return Page(render.template("robots.txt.j2", self.profile, closed=closed), TEXT, key=("robots", closed))

    def _page(self, path: str, query: Mapping[str, str], moment: Moment) -> Page:
        if path == "/":
            return self._front(moment)
        moved = path.startswith(f"{_MOVED}/")
        listing = self._listing(path.removeprefix(_MOVED), query, moment)
        if listing is None:
            return self._article(path, moment)
        if moment.has(*_LISTS_MOVE) and not moved:
            self._meet(moment)
            gone = moment.has("moved_feed_404")
            return _MISSING if gone else Page("", status=301, headers={"Location": self.profile.root + _MOVED + path})
        self._note_list(moment)
        return listing()

    def _note_list(self, moment: Moment) -> None:
        """Keep the first list under a fault that shows it."""
        fault = moment.fault
        if fault is None:
            return
        held = fault.kind == "frozen_feed" and hidden(self.course.entries, fault.begin, moment.at) >= FROZEN_EVIDENCE
        ahead = fault.kind == "clock_ahead" and self.profile.shape.inline and self._in_future(moment)
        if held or ahead or fault.kind in {"redesign_listing", "flood"}:
            self._meet(moment)

    def _in_future(self, moment: Moment) -> bool:
        return any(
            item.published is not None and item.published > moment.at for item in self.lists.newest(moment, 0, 1)
        )

    def _listing(self, path: str, query: Mapping[str, str], moment: Moment) -> Callable[[], Page] | None:
        """How to answer, where the address is one of the site's lists."""
        variant = self.profile.variant
        if variant == "channel" and path == f"/s/{self.profile.channel}":
            return lambda: self._channel(query, moment)
        if variant == "dated" and (day := re.fullmatch(r"/indeks/(\d{4}-\d\d-\d\d)", path)):
            return lambda: self._index(path, query, moment, day[1])
        if variant in {"paged", "job_board"} and path in PATHS[variant]:
            return lambda: self._index(path, query, moment, None)
        if variant == "page_json" and path in PATHS[variant]:
            return lambda: self._page_json(moment)
        if variant in {"wp_open", "wp_closed"} and path.rstrip("/") in {_POSTS, "/feed"}:
            return lambda: self._wordpress(path.rstrip("/"), query, moment)
        if variant in {"rss", "rss_full", "atom"} and path in PATHS[variant]:
            return lambda: self._feed(moment)
        if variant == "sitemap_index" and path in {"/sitemap.xml", "/sitemap-berita.xml", "/sitemap-halaman.xml"}:
            return lambda: self._sitemap(path, moment)
        if variant == "sitemap_news" and path in PATHS[variant]:
            return lambda: self._sitemap(path, moment)
        return None

    def _feed(self, moment: Moment) -> Page:
        if moment.has("redesign_listing"):
            return render.redesigned(self.profile)
        items = self.lists.newest(moment, 0, self.profile.shape.page)
        kind = ATOM if self.profile.variant == "atom" else RSS
        return self._keyed(lambda: render.feed(self.profile, items), items, kind)

    def _sitemap(self, path: str, moment: Moment) -> Page:
        if moment.has("redesign_listing"):
            return render.redesigned(self.profile)
        if path == "/sitemap-halaman.xml":
            return Page(render.sitemap(self.profile, []), XML, key="static")
        items = self.lists.of_sitemap(moment)
        if path == "/sitemap.xml":
            now = moment.at.replace(microsecond=0)
            return self._keyed(lambda: render.sitemap_index(self.profile, now), items, XML)
        return self._keyed(lambda: render.sitemap(self.profile, items), items, XML)

    def _index(self, path: str, query: Mapping[str, str], moment: Moment, day: str | None) -> Page:
        number, size = max(1, _whole(query.get("page"), 1)), self.profile.shape.page
        start = (number - 1) * size
        if day is None:
            items = self.lists.newest(moment, start, size)
        else:
            items = self.lists.of_day(moment, day)[start : start + size]
        following = f"{path}?page={number + 1}" if len(items) >= size else None
        broken = moment.has("redesign_listing")
        shown = None if broken else following
        return self._keyed(
            lambda: render.listing(self.profile, items, following=shown, broken=broken), items, HTML, (broken, number)
        )

    def _page_json(self, moment: Moment) -> Page:
        items = self.lists.newest(moment, 0, self.profile.shape.page)
        broken = moment.has("redesign_listing")
        return self._keyed(lambda: render.page_json(self.profile, items, broken=broken), items, HTML, broken)

    def _wordpress(self, path: str, query: Mapping[str, str], moment: Moment) -> Page:
        if path == "/feed":
            return self._feed(moment)
        if moment.has("redesign_listing"):
            return render.error(404, '{"code":"rest_no_route","message":"Tidak ada rute."}', JSON)
        if self.profile.variant == "wp_closed":
            return render.error(401, '{"code":"rest_not_logged_in","message":"Anda belum masuk."}', JSON)
        size = min(100, max(1, _whole(query.get("per_page"), 10)))
        start = (max(1, _whole(query.get("page"), 1)) - 1) * size
        posts = self.lists.posts(moment, query)
        if start and start >= len(posts):
            return render.error(400, '{"code":"rest_post_invalid_page_number"}', JSON)
        items = [self.lists.item(article, moment) for article in posts[start : start + size]]
        return render.wordpress(items, len(posts), size)

    def _channel(self, query: Mapping[str, str], moment: Moment) -> Page:
        before = _whole(query.get("before"), 0) or None
        posts = self.lists.messages(moment, before, self.profile.shape.page)
        items = [self.lists.item(post, moment) for post in posts]
        older = posts[-1].number if posts and posts[-1].number > 1 else None
        broken = moment.has("redesign_listing")
        return self._keyed(
            lambda: render.channel(self.profile, items, older=older, broken=broken), items, HTML, (broken, before)
        )

    def _front(self, moment: Moment) -> Page:
        items = self.lists.newest(moment, 0, 10)
        path = PATHS[self.profile.variant][0]
        feed = None
        if self.profile.shape.platform == "feed":
            feed = self.profile.root + (_MOVED if moment.has(*_LISTS_MOVE) else "") + path
        return self._keyed(lambda: render.template("front.html.j2", self.profile, items=items, feed=feed), items, HTML)

    @cached_property
    def _by_path(self) -> dict[str, Article]:
        root = self.profile.root
        return {article.url.removeprefix(root).rstrip("/"): article for article in self.course.articles}

    def _article(self, path: str, moment: Moment) -> Page:
        """A page under its own address or one of its other ones."""
        plain = re.sub(r"^/pilihan/[\w-]+", "", path.rstrip("/")).removesuffix("/amp").rstrip("/")
        if old := self.lists.flood_item(plain, moment):
            return Page(render.article(self.profile, old, [], modified=None, canonical=old.url), key=old.key)
        article = self._by_path.get(plain)
        if article is None or article.available_from - timedelta(minutes=10) > moment.at:
            return _MISSING
        item = self.lists.item(article, moment)
        self._note_article(article, item, moment)
        if moment.has("redesign_body"):
            return Page(render.shell(self.profile, item), key=("shell", item.number))
        modified = article.modified(moment.at)
        related = [other for other in self.lists.newest(moment, 0, 7) if other.number != article.number]
        changed = (modified or article.available_from) if self.profile.stamps else None
        return Page(
            lambda: render.article(self.profile, item, related, modified=item.updated, canonical=article.url),
            key=(item.key, modified, moment.has("redesign_date")),
            modified=changed,
        )

    def _note_article(self, article: Article, item: Item, moment: Moment) -> None:
        fault = moment.fault
        if fault is None or article.available_from < fault.begin:
            return
        early = fault.kind == "clock_ahead" and item.published is not None and item.published > moment.at
        if early or fault.kind in {"redesign_body", "redesign_date"}:
            self._meet(moment)

    def _keyed(self, body: Callable[[], str], items: Sequence[Item], kind: str, extra: object = None) -> Page:
        """Lists change when what they name does."""
        dates = [date for item in items for date in (item.published, item.updated) if date]
        modified = max(dates, default=None) if self.profile.stamps else None
        return Page(body, kind, key=(tuple(item.key for item in items), extra), modified=modified)


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else otherwise
