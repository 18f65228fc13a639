"""The crawl process: `python -m crawlers.process RESULT`, a CrawlRequest as one line on standard input."""

import os
import sys
import threading
from pathlib import Path

from filelock import FileLock, Timeout
from scrapy.crawler import CrawlerProcess
from twisted.python.failure import Failure

from crawlers.bounded import limit_memory
from crawlers.clock import WallClock
from crawlers.collect import CrawlRequest
from crawlers.conclude import conclude
from crawlers.desk import desk_of
from crawlers.engine import HEADROOM_MB, crawler_of, settings
from crawlers.state import State

_OTHER_CRAWL_S = 60


def main(result: Path) -> int:
    request = CrawlRequest.model_validate_json(sys.stdin.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    limit_memory(HEADROOM_MB)
    request.landing_dir.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(request.landing_dir / f".{request.source.id}.lock", timeout=_OTHER_CRAWL_S):
            _crawl(request, result)
    except Timeout:
        sys.stderr.write(f"another crawl of {request.source.id} is still running\n")
        return 1
    return 0


def _crawl(request: CrawlRequest, result: Path) -> None:
    with State(request.state_path) as state, desk_of(request, state, WallClock(request.now)) as desk:
        desk.recover()
        process = CrawlerProcess(settings(request))
        crawl = process.crawl(crawler_of(desk, init_reactor=True), desk=desk)
        problems: list[Failure] = []
        crawl.addErrback(problems.append)
        process.start()
        for problem in problems:
            problem.raiseException()
        desk.close()
        run = conclude(desk)
        part = result.with_suffix(".part")
        part.write_text(run.model_dump_json(), encoding="utf-8")
        part.replace(result)


def _end_with_parent() -> None:
    """Standard input closes when whoever asked for this crawl is gone, however it ended."""
    while os.read(0, 1024):
        pass
    os._exit(3)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
