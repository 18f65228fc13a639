"""Invented fetches, and the standard tools that must read what the archive wrote."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawlers.archive import ArchivedFetch, ArchiveReader, ArchiveWriter, Context, Response

START = datetime(2026, 11, 26, 8, 30, tzinfo=UTC)
ALWAYS = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))


def writer(folder: Path, source: str = "kabar") -> ArchiveWriter:
    return ArchiveWriter(folder, source, software="Suar test", contact="redaksi@suar.example")


def page(number: int, body: bytes, source: str = "kabar", at: datetime | None = None) -> tuple[Response, Context]:
    url = f"http://kabar.example/berita/{number}"
    response = Response(
        url=url,
        final_url=f"{url}?halaman=semua",
        at=at or START + timedelta(seconds=number),
        status=200,
        headers={"content-type": "text/html; charset=utf-8", "etag": f'"{number}"'},
        body=body,
    )
    return response, Context(f"{source}-{number}", source, "run-1", "page", "allowed", {"judul": f"Berita {number}"})


def keep_all(folder: Path, bodies: list[bytes], source: str = "kabar") -> list[str]:
    with writer(folder, source) as archive:
        return [archive.keep(*page(number, body, source)) for number, body in enumerate(bodies)]


def everything(folder: Path, source: str | None = None) -> list[ArchivedFetch]:
    with ArchiveReader(folder) as reader:
        return list(reader.fetches(*ALWAYS, source))


def warcio(*arguments: str) -> bytes:
    """What the tool prints; `check` prints nothing when all is well."""
    ran = subprocess.run([sys.executable, "-m", "warcio.cli", *arguments], capture_output=True, check=False)
    assert ran.returncode == 0, (ran.stdout, ran.stderr)
    assert ran.stderr == b""
    return ran.stdout


def check_all(folder: Path) -> None:
    files = sorted(str(path) for path in folder.rglob("*.warc.gz"))
    assert files
    assert warcio("check", *files) == b""
