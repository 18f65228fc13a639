"""A crawl's share of the archive in a process of its own: keeps pages until it is killed, tells each after its commit.

Arguments: archive folder, source, number of the first page, number of pages (0: endless).
"""

import hashlib
import itertools
import random
import sys
from datetime import timedelta
from pathlib import Path

from tests.crawlers.archive_pages import START, page, writer


def main(folder: Path, source: str, first: int, count: int) -> None:
    chance = random.Random(first)
    numbers = itertools.count(first) if count == 0 else range(first, first + count)
    told: list[str] = []
    with writer(folder, source) as archive:
        for number in numbers:
            # Some bodies come again, within a run, in later runs and at other sources.
            body = chance.randbytes(chance.randrange(20_000)) if number % 3 else b"tetap %d" % (number // 30)
            archive.keep(*page(number, body, source, START + timedelta(milliseconds=number)))
            told.append(f"{source}-{number} {hashlib.sha256(body).hexdigest()}")
            if number % 4 == 3:
                archive.commit()
                sys.stdout.write("".join(f"{line}\n" for line in told))
                sys.stdout.flush()
                told.clear()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
