"""What the sites show: a text with its address, time and surroundings. All of it follows from the texts and the week."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from crawlers.twin.profiles import SiteProfile, Special, Web
from crawlers.twin.texts import NewsText, OfferText

_RELATED = 4


@dataclass(frozen=True)
class Link:
    title: str
    url: str


@dataclass(frozen=True)
class Article:
    """A page of a news site. `published` is null when the site prints no date; `listed` orders the lists."""

    id: str
    number: int
    title: str
    path: str
    url: str
    section: str
    paragraphs: tuple[str, ...]
    byline: str | None
    editor: str
    initials: str
    published: datetime | None
    listed: datetime
    printed: str | None
    first_printed_at: str | None = None
    """Name of the outlet that had the story first."""
    related: tuple[Link, ...] = ()

    @property
    def teaser(self) -> str:
        return re.split(r"(?<=[.!?])\s", self.paragraphs[0], maxsplit=1)[0]


@dataclass(frozen=True)
class Ad:
    """A job ad or a post of a channel."""

    id: str
    number: int
    title: str
    path: str
    url: str
    paragraphs: tuple[str, ...]
    text: OfferText
    published: datetime
    printed: str


def slug_of(title: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", title.lower())[:10]) or "lowongan"


def _at(base: datetime, days_before: float, number: int = 0) -> datetime:
    """The minute of publishing; the number spreads texts that share a day over an hour."""
    return (base - timedelta(days=days_before, minutes=number % 60)).replace(second=0, microsecond=0)


def _address(profile: SiteProfile, *, number: int, slug: str, section: str, at: datetime) -> str:
    return profile.article_path.format(number=number, slug=slug, section=section, date=at.astimezone(profile.zone))


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.lower().split())[:3]


def articles_of(
    profile: SiteProfile, web: Web, texts: Sequence[NewsText], *, base: datetime, edition: int
) -> tuple[Article, ...]:
    """The articles of one site, newest first."""
    outlets = {text.id: text.outlet for text in texts}
    names = {site.host: site.name for site in web.sites}
    plain = [
        _article(
            profile, text, base, _paragraphs(text, web, edition), names.get(outlets.get(text.syndicated_from or "", ""))
        )
        for text in texts
        if text.outlet == profile.host
    ]
    ordered = sorted(plain, key=lambda item: (item.listed, item.id), reverse=True)
    return tuple(replace(item, related=_related(item, ordered, web)) for item in ordered)


def _paragraphs(text: NewsText, web: Web, edition: int) -> tuple[str, ...]:
    if edition < 2 or not text.edited:
        return text.paragraphs
    if text.text_edition_2:
        return text.model_copy(update={"text": text.text_edition_2}).paragraphs
    return (*text.paragraphs, web.edition_2_paragraph)


def _article(
    profile: SiteProfile, text: NewsText, base: datetime, paragraphs: tuple[str, ...], first_printed_at: str | None
) -> Article:
    at = _at(base, text.days_before, text.number)
    section = profile.sections[text.number % len(profile.sections)]
    path = _address(profile, number=text.number, slug=text.slug, section=section, at=at)
    editor = profile.editors[text.number % len(profile.editors)]
    return Article(
        id=text.id,
        number=text.number,
        title=text.title,
        path=path,
        url=f"http://{profile.host}{path}",
        section=section,
        paragraphs=paragraphs,
        byline=text.byline,
        editor=editor,
        initials=f"{_initials(text.byline or profile.name)}/{_initials(editor)}",
        published=None if text.undated else at.astimezone(profile.zone),
        listed=at.astimezone(profile.zone),
        printed=None if text.undated else profile.printed(at),
        first_printed_at=first_printed_at,
    )


def _related(article: Article, others: Sequence[Article], web: Web) -> tuple[Link, ...]:
    """Other articles of the site, those about cases first: their headlines stand between this article's paragraphs."""
    trap = re.compile("|".join(web.trap_words), re.IGNORECASE)
    rest = [item for item in others if item.id != article.id and item.title != article.title]
    rest.sort(key=lambda item: (trap.search(item.title) is None, (item.number * 7919 + article.number) % 1009))
    return tuple(Link(item.title, item.url) for item in rest[:_RELATED])


def ads_of(profile: SiteProfile, texts: Sequence[OfferText], *, base: datetime) -> tuple[Ad, ...]:
    """The ads of a board or the posts of a channel, newest first. A channel numbers its posts in time, with gaps."""
    ordered = sorted(
        (text for text in texts if text.outlet == profile.host),
        key=lambda text: (_at(base, text.days_before, text.number), text.id),
    )
    ads: list[Ad] = []
    number = 1200
    for text in ordered:
        number += 1 + text.number % 3
        at = _at(base, text.days_before, text.number).astimezone(profile.zone)
        own = number if profile.platform == "channel" else text.number
        path = _address(profile, number=own, slug=slug_of(text.title), section="", at=at)
        url = f"http://{profile.host}{path}"
        ads.append(Ad(text.id, own, text.title, path, url, text.paragraphs, text, at, profile.printed(at)))
    return tuple(reversed(ads))


def special_article(profile: SiteProfile, special: Special, base: datetime, text: str = "") -> Article:
    """A listed page whose answer is out of the ordinary, as the lists show it."""
    at = _at(base, special.days_before).astimezone(profile.zone)
    section = next((part for part in special.path.split("/") if part in profile.sections), "")
    return Article(
        id=special.path,
        number=0,
        title=special.title,
        path=special.path,
        url=f"http://{profile.host}{special.path}",
        section=section,
        paragraphs=(text or special.title,),
        byline=None,
        editor=profile.editors[0] if profile.editors else "",
        initials="red",
        published=at,
        listed=at,
        printed=profile.printed(at),
    )
