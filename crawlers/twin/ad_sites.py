"""The job board and the channel preview."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from crawlers.twin.articles import Ad, Article, special_article
from crawlers.twin.profiles import SiteProfile, Web
from crawlers.twin.site import Answer, Request, Site, breaks, page_number

_EMPLOYMENT = "FULL_TIME"


class JobBoard(Site):
    """`/lowongan?page=N` lists ads; an ad's page carries a schema.org JobPosting."""

    def __init__(self, profile: SiteProfile, web: Web, base: datetime, ads: Sequence[Ad]) -> None:
        super().__init__(profile, web, base)
        self.ads = {ad.path: ad for ad in ads}
        closed: list[Ad | Article] = [special_article(profile, special, base) for special in profile.specials]
        # A board keeps filled ads in its list: the last page holds them.
        self.items: list[Ad | Article] = [*ads, *closed]

    def front(self) -> Answer:
        return self._list({})

    def page(self, request: Request) -> Answer | None:
        path = request.path
        if path == "/lowongan":
            return self._list(request.query)
        if ad := self.ads.get(path):
            similar = [other for other in self.ads.values() if other.id != ad.id][:4]
            return self.html("kerja_ad.html.j2", ad=ad, posting=_posting(ad, self.root), similar=similar)
        return None

    def _list(self, query: Mapping[str, str]) -> Answer:
        size, number = self.profile.page_size, page_number(query)
        shown = self.items[(number - 1) * size : number * size]
        last = max(1, -(-len(self.items) // size))
        return self.html("kerja_list.html.j2", items=shown, page=number, last=last, total=len(self.items))


def _posting(ad: Ad, root: str) -> dict[str, object]:
    """The JobPosting of an ad, with what the ad says and nothing else."""
    posting: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": ad.title,
        "description": "".join(f"<p>{breaks(part)}</p>" for part in ad.paragraphs),
        "datePosted": ad.published.isoformat(),
        "employmentType": _EMPLOYMENT,
        "identifier": {"@type": "PropertyValue", "name": "KerjaLintas", "value": str(ad.number)},
        "url": f"{root}{ad.path}",
    }
    job = ad.text.job
    if job and job.company:
        posting["hiringOrganization"] = {"@type": "Organization", "name": job.company}
    if job and job.location:
        address = {"@type": "PostalAddress", "addressLocality": job.location}
        posting["jobLocation"] = {"@type": "Place", "address": address}
    if job and job.valid_days is not None:
        posting["validThrough"] = (ad.published + timedelta(days=job.valid_days)).isoformat()
    if job and (job.salary_min is not None or job.salary_max is not None):
        value = {
            "@type": "QuantitativeValue",
            "minValue": job.salary_min,
            "maxValue": job.salary_max,
            "unitText": job.unit,
        }
        known = {key: part for key, part in value.items() if part is not None}
        posting["baseSalary"] = {"@type": "MonetaryAmount", "currency": job.currency or "IDR", "value": known}
    return posting


class Channel(Site):
    """The public preview of a channel, twenty posts a page, older pages by `?before=`."""

    def __init__(self, profile: SiteProfile, web: Web, base: datetime, posts: Sequence[Ad]) -> None:
        super().__init__(profile, web, base)
        self.posts = sorted(posts, key=lambda post: post.number)

    def front(self) -> Answer:
        return self.html("static.html.j2", page=self.web.static_pages[0])

    def page(self, request: Request) -> Answer | None:
        path = request.path
        name = self.profile.channel
        if path == f"/s/{name}":
            return self._preview(request.query)
        single = re.fullmatch(rf"/{re.escape(name)}/(\d+)", path)
        found = [post for post in self.posts if single and post.number == int(single[1])]
        if found:
            return self.html("kanal_preview.html.j2", posts=found, quoted={}, older=None, newer=None, embed=True)
        if path == f"/{name}":
            return self.html("kanal_about.html.j2", total=len(self.posts))
        return None

    def _preview(self, query: Mapping[str, str]) -> Answer:
        size = self.profile.page_size
        before, after = page_number(query, "before"), page_number(query, "after")
        posts = self.posts
        if "q" in query:
            posts = [post for post in posts if query["q"].lower() in post.text.text.lower()]
        if "after" in query:
            shown = [post for post in posts if post.number > after][:size]
        else:
            shown = [post for post in posts if "before" not in query or post.number < before][-size:]
        older = shown[0].number if shown and shown[0] is not posts[0] else None
        newer = shown[-1].number if shown and shown[-1] is not posts[-1] else None
        return self.html(
            "kanal_preview.html.j2", posts=shown, quoted=self._quoted(), older=older, newer=newer, embed=False
        )

    def _quoted(self) -> dict[int, Ad]:
        """Every ninth post answers the one before it: the quoted words are not its own."""
        pairs = zip(self.posts, self.posts[1:], strict=False)
        return {post.number: earlier for place, (earlier, post) in enumerate(pairs) if place % 9 == 7}
