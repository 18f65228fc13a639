"""The reader of stories: a small transformer that reads a news text once, heard beside the models of words on which of the
proposed values are the case's own, and who its people are.

Run by ONNX Runtime on integers of eight bits, its heads by numpy; docs/decisions/0025-stories.md.
"""

import json
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from nlp.doc import Doc
from nlp.encoder import log_shares, session, tokenizer

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

    from nlp.field_model import Value

FOLDER = Path(__file__).parent / "models" / "stories"
LONGEST, CHARACTERS = 384, 8000
"""Tokens, and characters that are cut into tokens."""
SPANS = 8
"""Places of a candidate that are read."""
Floats = NDArray[np.float32]
Where = Sequence[tuple[int, int]]


@dataclass(frozen=True, eq=False)
class StoryReader:
    """`heads`: weights by name; `names`: what the numbers of outputs mean; `begin`, `end`: the tokens around a text."""

    session: "InferenceSession"
    tokens: "Tokenizer"
    heads: Mapping[str, Floats]
    names: Mapping[str, Sequence[str]]
    begin: int
    end: int

    def read(self, text: str) -> "Heard":
        pieces = self.tokens.encode(text[:CHARACTERS], add_special_tokens=False)
        most = LONGEST - 2
        ids = np.array([[self.begin, *pieces.ids[:most], self.end]], np.int64)
        vectors = np.asarray(self.session.run(["vectors"], {"ids": ids})[0])[0]
        offsets = np.array(pieces.offsets[:most], np.int64).reshape(-1, 2)
        return Heard(self, vectors, offsets[:, 0], offsets[:, 1])


@dataclass(frozen=True, eq=False)
class Heard:
    """A text as it was read. `vectors`: tokens x width, with the two marks; `starts`, `ends`: of the tokens between them."""

    reader: StoryReader
    vectors: Floats
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    def values(self, name: str, found: Mapping[Hashable, "Value"]) -> dict[Hashable, float | None]:
        """Scores of the candidates of a field; none of a value that was never taught."""
        if not found:
            return {}
        names = {value: number for number, value in enumerate(self.reader.names.get(name, ()))}
        numbers = [names.get(str(value)) for value in found]
        if f"{name}.out" not in self.reader.heads:
            scores = self._of_text(name)
            return {value: None if at is None else float(scores[at]) for value, at in zip(found, numbers, strict=True)}
        placed = self._placed(name, [value.spans for value in found.values()], [at or 0 for at in numbers])[:, 0]
        if names:
            placed = placed + self._of_text(name)[[at or 0 for at in numbers]]
        scored = zip(found, placed.tolist(), numbers, strict=True)
        none = float(self.reader.heads[f"{name}.none"][0])
        return {
            value: none if value is None else None if names and at is None else score for value, score, at in scored
        }

    def roles(self, people: Sequence[Where]) -> list[list[float] | None]:
        """Log-probabilities of the roles by the places of each; none of a person who was not read."""
        told = self._placed("people", people, [0] * len(people)) if people else ()
        return [
            log_shares(row).tolist() if tokens_of(self.starts, self.ends, where) else None
            for row, where in zip(told, people, strict=True)
        ]

    def _of_text(self, name: str) -> Floats:
        """Scores of labels: each looks at the text with an attention of its own."""
        seen, said, constants = (self.reader.heads[f"{name}.{part}"] for part in ("u", "v", "b"))
        scores = self.vectors @ seen.T
        shares = np.exp(scores - scores.max(0))
        found: Floats = ((shares / shares.sum(0)).T @ self.vectors * said).sum(1) + constants
        return found

    def _placed(self, name: str, where: Sequence[Where], values: Sequence[int]) -> Floats:
        heads = self.reader.heads
        whole = np.exp(log_shares(self.vectors @ heads[f"{name}.seen"])) @ self.vectors
        words = np.stack([self._mean(spans) for spans in where])
        inner = _gelu(
            np.hstack([words, np.tile(whole, (len(words), 1))]) @ heads[f"{name}.inner"].T + heads[f"{name}.of_inner"]
        )
        scores = inner @ heads[f"{name}.out"].T + heads[f"{name}.of_out"]
        if f"{name}.values" in heads:
            scores = scores + (inner * heads[f"{name}.values"][list(values)]).sum(1, keepdims=True)
        return np.asarray(scores, np.float32)

    def _mean(self, spans: Where) -> Floats:
        """The mean vector of the tokens of the first places; zero where they lie behind what was read."""
        at = tokens_of(self.starts, self.ends, spans)
        return self.vectors[np.array(at) + 1].mean(0) if at else np.zeros(self.vectors.shape[1], np.float32)


def tokens_of(starts: NDArray[np.int64], ends: NDArray[np.int64], spans: Iterable[tuple[int, int]]) -> list[int]:
    """The numbers of the tokens that touch the first of the spans."""
    found: set[int] = set()
    for start, end in list(spans)[:SPANS]:
        found.update(range(int(np.searchsorted(ends, start, "right")), int(np.searchsorted(starts, end, "left"))))
    return sorted(found)


def _gelu(x: Floats) -> Floats:
    """As torch approximates it with a hyperbolic tangent."""
    return np.asarray(0.5 * x * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x**3))), np.float32)


def heard_in(doc: Doc) -> Heard:
    """Each text is read once."""
    found: Heard | None = doc.notes.get("heard")
    if found is None:
        found = doc.notes["heard"] = story_reader().read(doc.text)
    return found


@cache
def story_reader(folder: Path = FOLDER) -> StoryReader:
    """Loaded when the first text is read; its tokenizer is the encoder's."""
    with np.load(folder / "heads.npz") as stored:
        heads = {name: stored[name].astype(np.float32) for name in stored.files}
    names = json.loads((folder / "names.json").read_text("utf-8"))
    tokens, begin, end = tokenizer()
    return StoryReader(session(folder / "body.onnx"), tokens, heads, names, begin, end)
