"""Checked strings of a source file: each refusal says in words what to write instead."""

import re
from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, StringConstraints
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from crawlers.yaml_content import read_yaml

PROVINCES = (
    "Aceh", "Sumut", "Sumbar", "Riau", "Kepri", "Jambi", "Sumsel", "Bengkulu", "Lampung", "Babel", "Banten", "Jakarta",
    "Jabar", "Jateng", "DIY", "Jatim", "Bali", "NTB", "NTT", "Kalbar", "Kalteng", "Kalsel", "Kaltim", "Kaltara", "Sulut",
    "Gorontalo", "Sulteng", "Sulbar", "Sulsel", "Sultra", "Maluku", "Malut", "Papua", "Papua Barat", "Papua Barat Daya",
    "Papua Selatan", "Papua Tengah", "Papua Pegunungan",
)  # fmt: skip
_WORDS = read_yaml(Path(__file__).with_suffix(".yml"))
_SHORT_NAMES = {name.casefold(): name for name in PROVINCES} | {
    other.casefold(): name for name, others in _WORDS["provinces"].items() for other in others
}
_PLACEHOLDERS = {name: mend for mend, names in _WORDS["placeholders"].items() for name in names}
_FILLED_IN = re.compile(r"\{(?:page|offset:\d+|date:[^{}]*%[^{}]*)\}")
_BAD_LETTER = re.compile(r"%(?!-?[aAbBdeFGjmuUVwWyY])")
_LETTERS = {name: letter for letter, names in _WORDS["day_letters"].items() for name in names}
_FORM = re.compile(rf"(?:{'|'.join(_LETTERS)}|[-/._ ])+")
_MONTH = re.compile(r"\{(?:bulan|bln|month|mm?|date:%m)\}", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
_WHOLE_DAY = "{date:%Y-%m-%d}"


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(
            f"`{name}` is no time zone: write Asia/Jakarta (WIB), Asia/Makassar (WITA) or Asia/Jayapura (WIT)"
        ) from error
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
    if wrong := [f"`{text}` is not filled in: {mend}" for text, mend in _unfilled(url)]:
        raise ValueError("; ".join(wrong))
    try:
        parts = urlsplit(example(url))
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and not re.search(r"\s", url)
    except ValueError:
        sound = False
    if not sound:
        raise ValueError(f"`{url}` is no address: write it whole, as in https://host/path")
    return url


def _unfilled(url: str) -> Iterator[tuple[str, str]]:
    """What looks like a placeholder and is none, with what to write instead."""
    for match in re.finditer(r"\{[^{}]*\}?|\}", url):
        if not _FILLED_IN.fullmatch(match[0]) or _BAD_LETTER.search(match[0]):
            yield match[0], _mend(match[0], in_parts=bool(_MONTH.search(url)))
    if "%Y" in re.sub(r"\{[^{}]*\}?", "", url):
        yield "%Y", f"put the day between braces, as in {_WHOLE_DAY}"


def _mend(placeholder: str, *, in_parts: bool) -> str:
    name, _, form = placeholder.strip("{}").partition(":")
    if not (placeholder.startswith("{") and placeholder.endswith("}")):
        return "open and close the brace; one that belongs to the address is written %7B or %7D"
    if "%" in form:
        return (
            f"write each part of the day by its letter, as in {_WHOLE_DAY} or {{date:%d}}%2F{{date:%m}}%2F{{date:%Y}}"
        )
    if _FORM.fullmatch(form or name):
        return "write {date:" + re.sub("|".join(_LETTERS), lambda match: _LETTERS[match[0]], form or name) + "}"
    known = _PLACEHOLDERS.get(name.strip().casefold())
    if known == "{date:%d}" and not in_parts:
        known = _WHOLE_DAY
    return f"write {known or f'{_WHOLE_DAY}, {{page}} or {{offset:20}}, or the value itself'}"


def _province(name: str) -> str:
    if name in PROVINCES:
        return name
    near = get_close_matches(name.strip().casefold(), _SHORT_NAMES, n=1, cutoff=0.85)
    mend = _SHORT_NAMES[near[0]] if near else "for example NTB or Jatim, or leave the key out"
    raise ValueError(f"`{name}` is no short name of a province: write {mend}")


def _host(name: str) -> str:
    if _HOST.fullmatch(name):
        return name
    try:
        near = urlsplit(name if "://" in name else f"//{name}").hostname or ""
    except ValueError:
        near = ""
    mend = near if _HOST.fullmatch(near) else "it in lower case without https://, port or path"
    raise ValueError(f"`{name}` is no host name: write {mend}")


def example(url: str) -> str:
    """An address as it is asked for, with its placeholders filled in for some day and the first page."""
    return re.sub(r"\{(?:page|offset:\d+)\}", "1", dated(url, date(2026, 1, 31)))


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
