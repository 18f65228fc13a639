"""Checked strings of a source file: each refusal says in words what to write instead."""

import re
from datetime import date
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, StringConstraints
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

PROVINCES = (
    "Aceh", "Sumut", "Sumbar", "Riau", "Kepri", "Jambi", "Sumsel", "Bengkulu", "Lampung", "Babel", "Banten", "Jakarta",
    "Jabar", "Jateng", "DIY", "Jatim", "Bali", "NTB", "NTT", "Kalbar", "Kalteng", "Kalsel", "Kaltim", "Kaltara", "Sulut",
    "Gorontalo", "Sulteng", "Sulbar", "Sulsel", "Sultra", "Maluku", "Malut", "Papua", "Papua Barat", "Papua Barat Daya",
    "Papua Selatan", "Papua Tengah", "Papua Pegunungan",
)  # fmt: skip


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"`{name}` is no time zone: write Asia/Jakarta, Asia/Makassar or Asia/Jayapura") from error
    return name


def _css(selector: str) -> str:
    try:
        LexborHTMLParser("<p></p>").css(selector)
    except (SelectolaxError, ValueError) as error:
        raise ValueError(f"`{selector}` is no CSS selector: correct it or leave the key out") from error
    return selector


def _regex(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"`{pattern}` is no regular expression ({error}): correct it or leave it out") from error
    return pattern


def _url(url: str) -> str:
    try:
        parts = urlsplit(re.sub(r"\{(?:page|offset:\d+)\}", "1", dated(url, date(2026, 1, 31))))
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and not re.search(r"\s", url)
    except ValueError:
        sound = False
    if not sound:
        raise ValueError(f"`{url}` is no address: write it whole, as in https://host/path")
    return url


def _province(name: str) -> str:
    if name not in PROVINCES:
        raise ValueError(f"`{name}` is no short name of a province: write for example NTB, Jatim or null")
    return name


def _host(name: str) -> str:
    if not re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", name):
        raise ValueError(f"`{name}` is no host name: write it in lower case without https://, port or path")
    return name


def dated(url: str, day: date) -> str:
    """Fill `{date:%Y/%m/%d}` of a listing address."""
    return re.sub(r"\{date:([^{}]+)\}", lambda match: day.strftime(match[1]), url)


Zone = Annotated[str, AfterValidator(_zone)]
Css = Annotated[str, AfterValidator(_css)]
Regex = Annotated[str, AfterValidator(_regex)]
WebUrl = Annotated[str, AfterValidator(_url)]
Province = Annotated[str, AfterValidator(_province)]
Host = Annotated[str, AfterValidator(_host)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
