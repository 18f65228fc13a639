"""One crawl of one source, in a process of its own: a second crawl in one process is not possible."""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from crawlers.source import Source
from warehouse.contracts import SourceRun

PRODUCT = "Suar/0.1"


class CrawlFailed(RuntimeError):  # noqa: N818 (the name of an outcome)
    """A crawl gave no result; what it landed before stays landed."""


class CrawlRefused(CrawlFailed):
    """The source may not be crawled."""


class CrawlRequest(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    source: Source
    run_id: str = Field(pattern=r"^[A-Za-z0-9._-]+$")
    since: AwareDatetime | None = None
    now: AwareDatetime
    archive_dir: Path
    landing_dir: Path
    state_path: Path
    proxy: str | None = None
    contact: str = "https://suar.example/contact"
    """Shown to the sites: where their people reach ours."""
    timeout_s: float = Field(default=900, gt=0)
    most_documents: int | None = Field(default=None, ge=1)
    """So many new pages are read at most, for a look at a source; the others are let be without counting as refused."""
    keep_listings: bool = False
    """Archive also the listings that only name pages."""
    answer_s: float = Field(default=30, gt=0)
    """The longest that one answer may take."""

    @property
    def user_agent(self) -> str:
        return f"{PRODUCT} (+{self.contact})"


def crawl(request: CrawlRequest) -> SourceRun:
    """Crawl one source to its end. Raises CrawlRefused, or CrawlFailed when the process dies or is too slow."""
    if request.source.refusal:
        raise CrawlRefused(request.source.refusal)
    with TemporaryDirectory(prefix="suar-crawl-") as folder:
        result = Path(folder) / "result.json"
        _run_process(request, result)
        return _read_result(request.source.id, result)


def _run_process(request: CrawlRequest, result: Path) -> None:
    """The child reads its request from standard input and ends itself when that closes: it never outlives us."""
    command = [sys.executable, "-m", "crawlers.process", str(result)]
    root = Path(__file__).parents[1]
    with (
        (result.with_name("errors.txt")).open("w+b") as errors,
        subprocess.Popen(  # noqa: S603 (our own module)
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=errors, cwd=root
        ) as child,
    ):
        try:
            assert child.stdin is not None
            child.stdin.write(request.model_dump_json().encode() + b"\n")
            child.stdin.flush()
            child.wait(request.timeout_s)
        except subprocess.TimeoutExpired as error:
            child.kill()
            raise CrawlFailed(
                f"`{request.source.id}` was not done after {request.timeout_s:.0f} s: lower max_requests or allow more time"
            ) from error
        except OSError as error:
            child.kill()
            raise CrawlFailed(
                f"`{request.source.id}`: the crawl process ended early ({error.strerror}): try again"
            ) from error
        if child.returncode != 0:
            errors.seek(0)
            last = errors.read().decode("utf-8", "replace").strip().splitlines()[-1:] or ["no message"]
            raise CrawlFailed(
                f"`{request.source.id}`: the crawl process failed ({last[0]}): mend the cause and try again"
            )


def _read_result(source: str, result: Path) -> SourceRun:
    try:
        return SourceRun.model_validate(json.loads(result.read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError) as error:
        raise CrawlFailed(f"`{source}`: the crawl process left no result: try again") from error
