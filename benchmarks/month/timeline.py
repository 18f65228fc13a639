"""What the sites publish in the month: articles, their second addresses, their edits, and when each is listed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from benchmarks.month.profiles import Duplicate, Profile
from benchmarks.month.words import WORDS, marker, paragraphs, title

WARM_UP = timedelta(days=3)
_HOURS = (1, 1, 0.5, 0.5, 1, 2, 4, 6, 8, 9, 9, 8, 7, 8, 9, 9, 8, 7, 6, 6, 5, 4, 3, 2)
"""How much of a day's articles each local hour gets."""
_SATURDAY, _HOLIDAY = 0.6, 0.05
_EDITED, _DOUBLED, _COPIED, _LATE = 0.05, 0.04, 0.01, 0.02
_LISTED_TWICE: tuple[Duplicate, ...] = ("utm", "mobile", "amp", "http", "slash", "section")


@dataclass(frozen=True)
class Version:
    since: datetime
    marker: str
    """The word that only this version has; the first version's stands in every later one too."""
    paragraphs: tuple[str, ...] = field(repr=False)

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)


@dataclass(frozen=True)
class Article:
    source: str
    number: int
    title: str
    url: str
    published_at: datetime
    available_from: datetime
    """When a list first names it."""
    section: str
    seed: int
    marker: str
    edited_at: datetime | None = None
    edit_marker: str | None = None
    copy_of: str | None = None
    """The source that had it first."""
    lost_to_outage: bool = False

    @property
    def versions(self) -> tuple[Version, ...]:
        first = Version(self.published_at, self.marker, paragraphs(self.seed, self.marker, None))
        if self.edited_at is None or self.edit_marker is None:
            return (first,)
        edited = paragraphs(self.seed, self.marker, self.edit_marker)
        return (first, Version(self.edited_at, self.edit_marker, edited))

    def modified(self, at: datetime) -> datetime | None:
        """When its text was last changed, as seen at a moment; null while it is as first published."""
        return self.edited_at if self.edited_at is not None and self.edited_at <= at else None

    def shown(self, at: datetime) -> tuple[int, str, str | None]:
        """What its words at a moment are made from."""
        return self.seed, self.marker, self.edit_marker if self.modified(at) else None


@dataclass(frozen=True)
class Entry:
    """One line of a site's lists."""

    listed_at: datetime
    url: str
    place: int
    """Of the article among its site's."""
    kind: Duplicate | None = None


@dataclass
class Course:
    """One site's month: articles by the time they are listed, and the entries of its lists, oldest first."""

    profile: Profile
    articles: list[Article]
    entries: list[Entry]


def courses(rng: Random, sites: Sequence[Profile], *, start: datetime, days: int) -> list[Course]:
    holiday = (start + timedelta(days=days * 0.55)).date()
    numbers = iter(range(1, 10_000_000))
    drafts = {site.id: list(_articles(rng, site, numbers, start=start, days=days, holiday=holiday)) for site in sites}
    _copy(rng, sites, drafts)
    return [_course(rng, site, drafts[site.id]) for site in sites]


def published(rng: Random, site: Profile, *, start: datetime, days: int, holiday: date) -> Iterator[datetime]:
    first = start.astimezone(site.zone).date()
    weights = (1, 1, 1, 1, 1, _SATURDAY, site.sunday)
    usual = site.rate * 7 / sum(weights)
    for offset in range(days + 1):
        day = first + timedelta(days=offset)
        share = _HOLIDAY if day == holiday else weights[day.weekday()]
        for _ in range(_poisson(rng, usual * share)):
            hour = rng.choices(range(24), _HOURS)[0]
            local = datetime(day.year, day.month, day.day, hour, rng.randrange(60), rng.randrange(60), tzinfo=site.zone)
            if start <= local < start + timedelta(days=days):
                yield local


def _articles(
    rng: Random, site: Profile, numbers: Iterator[int], *, start: datetime, days: int, holiday: date
) -> Iterator[Article]:
    warm = days + WARM_UP.days
    for at in published(rng, site, start=start - WARM_UP, days=warm, holiday=holiday):
        number, name = next(numbers), title(rng, site.kind)
        late = rng.uniform(1, 6) * 3600 if rng.random() < _LATE else rng.uniform(0, 600)
        section = rng.choice(WORDS["sections"])
        edited = at + timedelta(hours=rng.uniform(1, 30)) if rng.random() < _EDITED else None
        listed = (at + timedelta(seconds=late)).replace(microsecond=0)
        yield Article(
            source=site.id,
            number=100_000 + number,
            title=name,
            url="",
            published_at=at,
            available_from=listed,
            section=section,
            seed=number,
            marker=marker(2 * number),
            edited_at=edited and max(edited, listed + timedelta(minutes=30)).replace(microsecond=0),
            edit_marker=marker(2 * number + 1) if edited else None,
        )


def _copy(rng: Random, sites: Sequence[Profile], drafts: dict[str, list[Article]]) -> None:
    """Some articles appear on another site too, word for word, some hours later."""
    takers = [site for site in sites if site.kind == "news"]
    if len(takers) < 2:
        return
    originals = [article for site in takers for article in drafts[site.id]]
    for number, article in enumerate(rng.sample(originals, int(len(originals) * _COPIED)), start=1):
        taker = rng.choice([site for site in takers if site.id != article.source])
        at = (
            (article.available_from + timedelta(hours=rng.uniform(0.5, 5)))
            .astimezone(taker.zone)
            .replace(microsecond=0)
        )
        drafts[taker.id].append(
            Article(
                source=taker.id,
                number=800_000 + number,
                title=article.title,
                url="",
                published_at=at,
                available_from=at + timedelta(seconds=60),
                section=article.section,
                seed=article.seed,
                marker=article.marker,
                copy_of=article.source,
            )
        )


def _course(rng: Random, site: Profile, drafts: list[Article]) -> Course:
    drafts.sort(key=lambda item: (item.available_from, item.number))
    articles = [_addressed(site, draft, place) for place, draft in enumerate(drafts)]
    entries = [Entry(article.available_from, article.url, place) for place, article in enumerate(articles)]
    if site.variant not in {"wp_open", "channel"}:
        for place, article in enumerate(articles):
            if rng.random() < _DOUBLED:
                kinds = [kind for kind in _LISTED_TWICE if site.scheme == "https" or kind != "http"]
                kind = rng.choice(kinds)
                later = article.available_from + timedelta(seconds=rng.randrange(4 * 3600))
                entries.append(Entry(later, second_address(site, article, kind), place, kind))
    entries.sort(key=lambda entry: (entry.listed_at, entry.url))
    return Course(site, articles, entries)


def _addressed(site: Profile, draft: Article, place: int) -> Article:
    number = place + 1 if site.variant == "channel" else draft.number
    values = vars(draft) | {"number": number, "url": site.root + path_of(site, draft, number, draft.section)}
    return Article(**values)


def path_of(site: Profile, article: Article, number: int, section: str) -> str:
    slug = "-".join(re.findall(r"[a-z0-9]+", article.title.lower())[:8])
    return site.path.format(
        section=section, date=article.published_at.astimezone(site.zone), slug=slug, number=number, channel=site.channel
    )


def second_address(site: Profile, article: Article, kind: Duplicate) -> str:
    path = article.url.removeprefix(site.root)
    others = [section for section in WORDS["sections"] if section != article.section]
    by_kind = {
        "utm": f"{article.url}?utm_source=umpan&utm_medium=rss",
        "mobile": f"{site.scheme}://m.{site.host}{path}",
        "amp": f"{article.url.rstrip('/')}/amp",
        "http": f"http://{site.host}{path}",
        "slash": article.url.rstrip("/") if path.endswith("/") else f"{article.url}/",
        "section": site.root + f"/pilihan/{others[0]}{path}",
    }
    return by_kind[kind]


def _poisson(rng: Random, mean: float) -> int:
    """Arrivals in one unit of time, by exponential gaps."""
    count, spent = 0, rng.expovariate(1.0)
    while spent < mean:
        count += 1
        spent += rng.expovariate(1.0)
    return count
