"""The sites of the month: how each is found, how much it publishes, when it rests, and its source file."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, Literal
from zoneinfo import ZoneInfo

from benchmarks.month.words import WORDS

Variant = Literal[
    "sitemap_news", "sitemap_index", "dated", "page_json", "paged", "job_board", "wp_open",
    "rss", "rss_full", "atom", "channel", "wp_closed",
]  # fmt: skip
Duplicate = Literal["utm", "mobile", "amp", "http", "slash", "section"]


@dataclass(frozen=True)
class Shape:
    """What a variant is to a collector: its platform, the most articles a day its lists can carry, and its lists' size."""

    platform: str
    most_a_day: float
    page: int
    pages: int = 1
    inline: bool = False
    """Whether lists carry whole texts."""


SHAPES: Mapping[Variant, Shape] = {
    "sitemap_news": Shape("sitemap", 150, 5000),
    "sitemap_index": Shape("sitemap", 150, 5000),
    "dated": Shape("listing", 150, 30, 8),
    "page_json": Shape("page_json", 120, 40),
    "paged": Shape("listing", 80, 20, 3),
    "job_board": Shape("job_board", 80, 20, 3),
    "wp_open": Shape("wordpress", 120, 20, 3, inline=True),
    "rss": Shape("feed", 40, 20),
    "rss_full": Shape("feed", 40, 20, inline=True),
    "atom": Shape("feed", 40, 20),
    "channel": Shape("channel", 40, 20, 3, inline=True),
    "wp_closed": Shape("wordpress", 40, 20),
}
PATHS: Mapping[Variant, tuple[str, ...]] = {
    "sitemap_news": ("/sitemap-news.xml",),
    "sitemap_index": ("/sitemap.xml",),
    "dated": ("/indeks/{date:%Y-%m-%d}",),
    "page_json": ("/terkini",),
    "paged": ("/indeks",),
    "job_board": ("/lowongan",),
    "wp_open": ("/",),
    "rss": ("/rss/terkini.xml",),
    "rss_full": ("/feed.xml",),
    "atom": ("/atom.xml",),
    "channel": ("/s/{channel}",),
    "wp_closed": ("/",),
}
INDEX_DAYS = 3
SITEMAP_HOURS = 48
_SLOWEST, _FASTEST = 2 / 7, 150.0
_ZONES = ("Asia/Jakarta", "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
_STYLES = (
    "/{section}/{date:%Y/%m/%d}/{slug}-{number}",
    "/berita/{number}/{slug}",
    "/{section}/{number}/{slug}",
    "/{section}/read/{slug}-{number}",
)


@dataclass(frozen=True)
class Profile:
    number: int
    id: str
    title: str
    scheme: str
    host: str
    variant: Variant
    rate: float
    """Articles on an average day."""
    zone: ZoneInfo
    delay_s: float
    crawl_delay: float | None
    validators: bool
    stamps: bool
    """Whether an edit shows in dates; where not, only the ETag changes."""
    sunday: float
    """Share of a weekday's articles."""
    path: str
    dates_in: Literal["jsonld", "meta", "printed"]
    body: str
    kind: str

    @property
    def root(self) -> str:
        return f"{self.scheme}://{self.host}"

    @property
    def shape(self) -> Shape:
        return SHAPES[self.variant]

    @property
    def channel(self) -> str:
        return f"kanal{self.number:02}"

    @property
    def spacing_s(self) -> float:
        """The least time between two requests: the source's own, or the longer Crawl-delay."""
        return max(self.delay_s, self.crawl_delay or 0)

    @property
    def reach(self) -> int:
        """How many of the newest entries a collector can list."""
        return self.shape.page * self.shape.pages


def profiles(rng: Random, *, sources: int, per_day: float, scheme: str, tld: str) -> tuple[Profile, ...]:
    """Fastest first: a variant goes to the next source whose pace its lists can carry."""
    used: Counter[Variant] = Counter()
    found: list[Profile] = []
    for number, rate in enumerate(_rates(sources, per_day), start=1):
        able = [variant for variant, shape in SHAPES.items() if rate <= shape.most_a_day]
        variant = min(able, key=lambda item: used[item])
        used[variant] += 1
        found.append(_profile(rng, number, rate, variant, scheme=scheme, tld=tld))
    return tuple(found)


def _rates(sources: int, per_day: float) -> list[float]:
    """From two a week to 150 a day, bent so that their sum is `per_day`."""
    span = _FASTEST / _SLOWEST
    places = [1 - index / max(1, sources - 1) for index in range(sources)]
    low, high = 0.05, 20.0
    for _ in range(60):
        bend = (low + high) / 2
        rates = [_SLOWEST * span ** (place**bend) for place in places]
        low, high = (bend, high) if sum(rates) > per_day else (low, bend)
    return rates


def _profile(rng: Random, number: int, rate: float, variant: Variant, *, scheme: str, tld: str) -> Profile:
    name = f"{WORDS['names'][number % len(WORDS['names'])]} {WORDS['places'][number % len(WORDS['places'])]}"
    style = "/{date:%Y/%m/%d}/{slug}-{number}/" if variant in {"wp_open", "wp_closed"} else rng.choice(_STYLES)
    special = {"job_board": "/lowongan/{number}-{slug}", "channel": "/{channel}/{number}"}
    kind = {"job_board": "jobs", "channel": "social"}.get(variant, "official" if number % 9 == 4 else "news")
    validators = number % 6 != 0
    return Profile(
        number=number,
        id=f"sumber-{number:02}",
        title=name,
        scheme=scheme,
        host=f"{name.lower().replace(' ', '-')}-{number:02}.{tld}",
        variant=variant,
        rate=rate,
        zone=ZoneInfo(_ZONES[number % len(_ZONES)]),
        delay_s=rng.choice((1.0, 2.0, 2.0, 3.0)),
        crawl_delay=rng.choice((4.0, 5.0)) if number % 5 == 0 else None,
        validators=validators,
        stamps=not (validators and number % 7 == 3),
        sunday=0.0 if kind in {"jobs", "official"} else rng.choice((0.1, 0.3, 0.4)),
        path=special.get(variant, style),
        dates_in=("jsonld", "meta", "printed")[number % 3],
        body=("entry-content", "detail__body-text", "post-content", "article-content")[number % 4],
        kind=kind,
    )


def source_of(profile: Profile) -> dict[str, Any]:
    """The site's source file, as its YAML would be read."""
    urls = [f"{profile.root}{path.replace('{channel}', profile.channel)}" for path in PATHS[profile.variant]]
    discovery: dict[str, Any] = {"urls": urls, "max_pages": max(2, profile.shape.pages)}
    if profile.variant == "dated":
        discovery["days"] = INDEX_DAYS
    if profile.variant in {"dated", "paged"} and profile.number % 2:
        discovery["link_css"] = "article.kartu h2 a"
    if profile.variant == "page_json":
        discovery["item_path"] = "props.pageProps.articles"
        discovery["fields"] = {"url": "path", "title": "headline", "published": "publishedAt"}
    weekly = profile.rate * 7
    return {
        "id": profile.id,
        "title": profile.title,
        "publisher": f"PT {profile.title}",
        "kind": profile.kind,
        "timezone": profile.zone.key,
        "permission": "not_needed",
        "terms_note": "Invented for the month test.",
        "hosts": [profile.host, f"m.{profile.host}"],
        "platform": profile.shape.platform,
        "discovery": discovery,
        "politeness": {"delay_s": profile.delay_s, "max_requests": 300},
        "expect": {"per_week_min": int(weekly * 0.4), "per_week_max": int(weekly * 2) + 5},
    }
