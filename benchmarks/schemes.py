"""`python -m benchmarks.schemes DATA [SCHEME …]`: would a scheme be found that nobody has seen yet?

For each scheme the models of offers are trained anew without its baits and without two of the authors that wrote some, who
take turns; then these two authors' baits of the scheme are read through the whole of `detect`. Beside it stands the
recall of models that lack the same authors but know the scheme, so that a new voice is told from a new scheme. Authors
of the lockbox are neither trained on nor read. Some minutes of one core for a model; with `--together N` so many schemes are left out
at once, which is harder, and nothing stands beside it.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from nlp.detect import detect
from nlp.encoder import HeardOffer
from nlp.evaluate.gold import LOCKBOX, written_offers
from nlp.evaluate.offers import FLAGGED, POSITIVE
from nlp.evaluate.slices import wilson
from nlp.offer_flags import flag_model
from nlp.offer_model import offer_model
from nlp.train.offer_examples import Example, examples
from nlp.train.offers import train_on

_KEY = bytes(32)
AUTHORS_OUT = 2
FOLDS = 4
"""Of the authors trained on, for the models above the words: fewer than in training, which leaves out one at a time."""
Row = dict[str, Any]


def baits() -> list[Row]:
    """Those whose writer named the scheme."""
    return [
        row for row in written_offers() if row["author"] not in LOCKBOX and row["label"] == POSITIVE and row["scheme"]
    ]


def left_out(found: Sequence[Example], authors: Sequence[str], schemes: Collection[str]) -> list[Example]:
    """The examples without these authors and without any bait of the schemes, the others' authors put together to folds."""
    unseen = {row["id"] for row in baits() if row["scheme"] in schemes}
    kept = [example for example in found if example.author not in authors and example.id not in unseen]
    names = sorted({example.author for example in kept})
    return [example._replace(author=str(names.index(example.author) % FOLDS)) for example in kept]


@contextmanager
def reading_with(folder: Path) -> Iterator[None]:
    """Let `detect` read by the models of a folder: what is measured is the whole path, not a copy of it. The encoder, which
    knows every scheme, is not heard.
    """
    model, flags = offer_model(folder / "weights.npz"), flag_model(folder / "flags.json.gz")
    with patch.multiple(
        "nlp.offers",
        offer_model=lambda: model,
        flag_model=lambda: flags,
        encoder=_Deaf,
        mixed=lambda own, _: own,
    ):
        yield


class _Deaf:
    def offer(self, _: str) -> HeardOffer:
        return HeardOffer(0.0, {})


def flagged(
    found: Sequence[Example], rows: Sequence[Row], authors: Sequence[str], schemes: Collection[str]
) -> set[str]:
    """Ids of the rows at band 2 or more, by models trained without these authors and these schemes."""
    with tempfile.TemporaryDirectory() as name:
        train_on(left_out(found, authors, schemes), Path(name))
        with reading_with(Path(name)):
            return {row["id"] for row in rows if _band(row["text"]) >= FLAGGED}


def _band(text: str) -> int:
    offer = detect("", text, key=_KEY).offer
    return offer.band if offer else 0


def measure(found: Sequence[Example], schemes: Sequence[str], together: int) -> Iterator[Row]:
    """Per scheme: n, recall at band 2 unseen and (left out by itself) known, its interval, the authors left out, seconds."""
    rows = baits()
    every = sorted({row["scheme"] for row in rows})
    known: dict[tuple[str, ...], set[str]] = {}
    for group in (schemes[first : first + together] for first in range(0, len(schemes), together)):
        begun = time.perf_counter()
        authors = sorted(
            set.intersection(*({row["author"] for row in rows if row["scheme"] == name} for name in group))
        )
        first = every.index(group[0]) * AUTHORS_OUT % len(authors)
        out = tuple(authors[first : first + AUTHORS_OUT])
        theirs = [row for row in rows if row["author"] in out]
        if out not in known and together == 1:
            known[out] = flagged(found, theirs, out, ())
        hits = flagged(found, [row for row in theirs if row["scheme"] in group], out, group)
        for name in group:
            asked = {row["id"] for row in theirs if row["scheme"] == name}
            unseen = len(hits & asked)
            yield {
                "scheme": name,
                "authors": "".join(out),
                "n": len(asked),
                "unseen": unseen,
                "known": len(known[out] & asked) if together == 1 else None,
                "interval": wilson(unseen / len(asked), len(asked)),
                "seconds": round(time.perf_counter() - begun),
            }


def main() -> None:
    every = sorted({row["scheme"] for row in baits()})
    parser = argparse.ArgumentParser(prog="python -m benchmarks.schemes", description=__doc__)
    parser.add_argument("data", type=Path, help="folder of real data")
    parser.add_argument("schemes", nargs="*", metavar="SCHEME", help=f"of {', '.join(every)}; all if none is named")
    parser.add_argument("--together", type=int, default=1, metavar="N", help="schemes left out at once")
    parser.add_argument("--json", action="store_true", help="one object a scheme instead of a table")
    given = parser.parse_args()
    unknown = set(given.schemes) - set(every)
    if unknown:
        parser.error(f"no such scheme: {', '.join(sorted(unknown))}")
    (found, _), done = examples(given.data), list[Row]()
    for row in measure(found, given.schemes or every, given.together):
        done.append(row)
        print(json.dumps(row) if given.json else _line(row), flush=True)
    n, unseen = (sum(row[name] for row in done) for name in ("n", "unseen"))
    known = sum(row["known"] for row in done) if given.together == 1 else None
    total = {
        "scheme": "all",
        "authors": "",
        "n": n,
        "unseen": unseen,
        "known": known,
        "interval": wilson(unseen / n, n),
    }
    total["seconds"] = sum(row["seconds"] for row in done)
    print(json.dumps(total) if given.json else _line(total))


def _line(row: Row) -> str:
    low, high = row["interval"]
    known = "" if row["known"] is None else f", scheme known {row['known'] / row['n']:5.2f}"
    return (
        f"{row['scheme']:22s} {row['authors']:3s} {row['unseen']:3d} of {row['n']:3d} at band 2: {row['unseen'] / row['n']:5.2f}"
        f" ({low:.2f}-{high:.2f}){known}, {row['seconds']} s"
    )


if __name__ == "__main__":
    main()
