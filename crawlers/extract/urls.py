"""One address for one page: what tracks, splits or shrinks a page is no part of its identity."""

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

from crawlers.yaml_content import read_yaml

if TYPE_CHECKING:
    from tldextract import TLDExtract

_RULES: dict[str, Any] = read_yaml(Path(__file__).with_name("urls.yml"))
_DEFAULT_PORTS = {"http": 80, "https": 443}
_UNENCRYPTED = re.compile(r"(\.example|localhost|^[\d.]+|\])$")


class UrlError(ValueError):
    """Not the address of a page on the web."""


@lru_cache(maxsize=20_000)
def canonical_url(url: str) -> str:
    """Normalise an address; doing it twice changes nothing. Raises UrlError for what is no http(s) address."""
    current = _pass(url.strip())
    for _ in range(8):
        following = _pass(current)
        if following == current:
            return current
        current = following
    raise UrlError(f"`{url[:200]}` has no stable form: give the page's own address")


def own_address(named: str | None, listed: str) -> str | None:
    """The canonical address that a page names as its own, where it can be believed: the same site, and a part of the
    path that names one article (its number, or the words of its headline) stands in both.
    """
    if not named:
        return None
    try:
        address = canonical_url(named)
    except UrlError:
        return None
    theirs, ours = urlsplit(address), urlsplit(listed)
    if registrable_domain(theirs.hostname or "") != registrable_domain(ours.hostname or ""):
        return None
    name = _name(theirs.path)
    return address if name is not None and name == _name(ours.path) else None


def _name(path: str) -> str | None:
    """The last part of a path that can name an article: with a number that is no date, or with words of a headline."""
    parts = [part.removesuffix(".html") for part in path.split("/") if not re.fullmatch(r"(?:19|20)\d{6}", part)]
    return next((part for part in reversed(parts) if re.search(r"\d{5,}", part) or part.count("-") >= 2), None)


@cache
def _suffixes() -> "TLDExtract":
    """Loaded when the first host asks: it brings an HTTP client along."""
    from tldextract import TLDExtract

    return TLDExtract(
        cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True, extra_suffixes=("example",)
    )


@lru_cache(maxsize=20_000)
def registrable_domain(host: str) -> str:
    """`news.kabar.co.id` → `kabar.co.id`; a name without a public suffix is itself."""
    found = _suffixes()(host)
    return f"{found.domain}.{found.suffix}" if found.domain and found.suffix else host


def _pass(url: str) -> str:
    try:
        parts = urlsplit(canonicalize_url(url))
        scheme, host, port = parts.scheme.lower(), parts.hostname or "", parts.port
    except (ValueError, UnicodeError) as error:
        raise UrlError(f"`{url[:200]}` is no address: write it whole, as in https://host/path") from error
    if scheme not in _DEFAULT_PORTS or not host:
        raise UrlError(f"`{url[:200]}` is no address on the web: write it whole, as in https://host/path")
    if port == _DEFAULT_PORTS[scheme]:
        port = None
    if scheme == "http" and port is None and not _UNENCRYPTED.search(host):
        scheme = "https"
    netloc = _host(host) + (f":{port}" if port else "")
    return urlunsplit((scheme, netloc, _path(parts.path), _query(parts.query), ""))


def _host(host: str) -> str:
    host = host.strip(".")
    for prefix in _RULES["host_prefixes"]:
        if host.startswith(prefix) and "." in host.removeprefix(prefix):
            host = host.removeprefix(prefix)
    return f"[{host}]" if ":" in host else host


def _path(path: str) -> str:
    path = re.sub(r"/{2,}", "/", path or "/")
    for start in _RULES["path_starts"]:
        if path.startswith(start):
            path = path[len(start) - 1 :]
    path = path.rstrip("/")
    for end in _RULES["path_ends"]:
        path = path.removesuffix(end)
    return path or "/"


def _query(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = sorted((name, value) for name, value in pairs if not _empty_of_meaning(name.casefold(), value.casefold()))
    return urlencode(kept)


def _empty_of_meaning(name: str, value: str) -> bool:
    if name in _RULES["tracking"]["names"] or name.startswith(tuple(_RULES["tracking"]["prefixes"])):
        return True
    return value in _RULES["views"].get(name, ())
