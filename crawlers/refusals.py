"""Why a page was not asked for, or its answer not read: each reason has a name, and each name its own count."""

import zlib
from collections.abc import Iterator, Mapping
from gzip import BadGzipFile
from typing import Literal

import brotli
from backports import zstd
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from twisted.internet.error import ConnectionClosed
from twisted.python.failure import Failure
from twisted.web._newclient import RequestTransmissionFailed, ResponseNeverReceived
from twisted.web.client import ResponseFailed

Group = Literal["robots", "blocked", "failed", "bounds"]

REASONS: Mapping[str, Group] = {
    "robots_disallowed": "robots",
    "robots_unreachable": "robots",
    "crawl_delay": "robots",
    "block_page": "blocked",
    "forbidden": "blocked",
    "rate_limited": "blocked",
    "breaker_open": "blocked",
    "not_found": "failed",
    "gone": "failed",
    "server_error": "failed",
    "bad_status": "failed",
    "too_slow": "failed",
    "no_connection": "failed",
    "no_such_host": "failed",
    "connection_lost": "failed",
    "cut_short": "failed",
    "broken_http": "failed",
    "bad_encoding": "failed",
    "too_large": "failed",
    "compressed_bomb": "failed",
    "xml_entities": "failed",
    "too_deep": "failed",
    "too_costly": "failed",
    "not_text": "failed",
    "unreadable": "failed",
    "redirect_loop": "failed",
    "unforeseen": "failed",
    "other_scheme": "bounds",
    "other_domain": "bounds",
    "other_host": "bounds",
    "private_address": "bounds",
    "credentials": "bounds",
    "long_address": "bounds",
    "request_limit": "bounds",
    "day_budget": "bounds",
    "endless_paging": "bounds",
    "too_many_links": "bounds",
    "out_of_time": "bounds",
    "out_of_memory": "bounds",
    "ad_closed": "bounds",
}


class Refusal(IgnoreRequest):
    """`reason` is one of REASONS."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason


def reason_of(error: BaseException) -> str:
    """The name of what kept an answer from us, or kept us from reading it."""
    if isinstance(error, Refusal):
        return error.reason
    if isinstance(error, DownloadFailedError) and isinstance(error.__cause__, ResponseFailed):
        return _reason_of_answer(error.__cause__)
    if isinstance(error, IgnoreRequest):
        text = str(error)
        return (
            "redirect_loop" if "redirections" in text else "compressed_bomb" if "decompress" in text else "unforeseen"
        )
    return next((reason for kind, reason in _KINDS if isinstance(error, kind)), "unforeseen")


def reason_of_status(status: int) -> str:
    if status in {401, 403, 451}:
        return "forbidden"
    if status == 429:
        return "rate_limited"
    if status in {404, 410}:
        return "not_found" if status == 404 else "gone"
    return "server_error" if status >= 500 else "bad_status"


def _reason_of_answer(error: ResponseFailed) -> str:
    """Whether the connection went, or what came over it was no HTTP."""
    causes = list(_causes(error))
    refusal = next((cause for cause in causes if isinstance(cause, Refusal)), None)
    if refusal is not None:
        return refusal.reason
    return "connection_lost" if all(isinstance(cause, ConnectionClosed) for cause in causes) else "broken_http"


def _causes(error: BaseException) -> Iterator[BaseException]:
    for reason in getattr(error, "reasons", ()):
        cause = reason.value if isinstance(reason, Failure) else reason
        assert isinstance(cause, BaseException)
        if isinstance(cause, ResponseFailed | ResponseNeverReceived | RequestTransmissionFailed):
            yield from _causes(cause)
        else:
            yield cause


_KINDS: tuple[tuple[type[BaseException], str], ...] = (
    (DownloadTimeoutError, "too_slow"),
    (DownloadConnectionRefusedError, "no_connection"),
    (CannotResolveHostError, "no_such_host"),
    (DownloadCancelledError, "too_large"),
    (ResponseDataLossError, "cut_short"),
    (UnsupportedURLSchemeError, "other_scheme"),
    (DownloadFailedError, "connection_lost"),
    (MemoryError, "out_of_memory"),
    (BadGzipFile, "bad_encoding"),
    (zlib.error, "bad_encoding"),
    (EOFError, "bad_encoding"),
    (brotli.error, "bad_encoding"),
    (zstd.ZstdError, "bad_encoding"),
    (OSError, "no_connection"),
    (ValueError, "unreadable"),
    (RecursionError, "too_deep"),
)

DOWNLOAD_ERRORS: tuple[type[BaseException], ...] = (
    IgnoreRequest,
    *(kind for kind, _ in _KINDS if kind is not MemoryError),
)
"""Whatever keeps an answer from coming whole."""
