"""The encoder: a small transformer that reads a text as a whole, beside the models that weigh its words one by one.

Run by ONNX Runtime on integers of eight bits; what it is, what it was taught and what it adds:
docs/decisions/0023-encoder.md and the model card.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from nlp.offer_model import OFFER, log_odds

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

FOLDER = Path(__file__).parent / "models" / "encoder"
LONGEST = {"offers": 256, "news": 256}
"""Tokens that are read of a text, by what is asked."""
SHARE = 0.3
"""What the encoder counts beside the model of words on whether work is offered."""
_CHARACTERS = 12
"""Characters of a token at most, on the average of a text: more of it is not cut into tokens."""
Odds = Mapping[str, float]


@dataclass(frozen=True)
class HeardOffer:
    """Log-odds that work is offered, and of each red flag that was learned."""

    offer: float
    flags: Odds


@dataclass(frozen=True, eq=False)
class Encoder:
    """`labels`: what the numbers of each output mean; `begin`, `end`: the tokens around a text."""

    session: "InferenceSession"
    tokens: "Tokenizer"
    labels: Mapping[str, Sequence[str]]
    begin: int
    end: int

    def offer(self, text: str) -> HeardOffer:
        """`text` is normalised."""
        flags, labels = self._run(text, "offers", ["flags", "labels"])
        named = dict(zip(self.labels["flags"], flags.tolist(), strict=True))
        return HeardOffer(log_odds(log_shares(labels).tolist(), OFFER), named)

    def kinds(self, text: str) -> dict[str, float]:
        """Log-probabilities of the kinds of news; `text` begins with the title."""
        (kinds,) = self._run(text, "news", ["kinds"])
        return dict(zip(self.labels["kinds"], log_shares(kinds).tolist(), strict=True))

    def _run(self, text: str, what: str, outputs: Sequence[str]) -> list[np.ndarray]:
        most = LONGEST[what] - 2
        found = self.tokens.encode(text.strip()[: most * _CHARACTERS], add_special_tokens=False).ids[:most]
        ids = np.array([[self.begin, *found, self.end]], np.int64)
        return [np.asarray(answer)[0] for answer in self.session.run(list(outputs), {"ids": ids})]


def mixed(own: float, heard: float) -> float:
    """Log-odds of the model of words with those of the encoder beside them."""
    return (1 - SHARE) * own + SHARE * heard


def log_shares(scores: np.ndarray) -> np.ndarray:
    """Of scores of which one is right."""
    most = scores.max()
    logs: np.ndarray = scores - most - np.log(np.exp(scores - most).sum())
    return logs


@cache
def encoder(folder: Path = FOLDER) -> Encoder:
    """Loaded when the first text is read: the runtime alone takes a sixth of a second."""
    labels = json.loads((folder / "labels.json").read_text("utf-8"))
    tokens, begin, end = tokenizer(folder)
    return Encoder(session(folder / "reader.onnx"), tokens, labels, begin, end)


@cache
def tokenizer(folder: Path = FOLDER) -> tuple["Tokenizer", int, int]:
    """With the tokens that begin and end a text."""
    from tokenizers import Tokenizer

    tokens = Tokenizer.from_file(str(folder / "tokenizer.json"))
    vocabulary = tokens.get_vocab()
    return tokens, vocabulary["[CLS]"], vocabulary["[SEP]"]


def session(path: Path) -> "InferenceSession":
    """numpy, which reads the heads, keeps to one thread from now on, too: of products so small others only wait."""
    from onnxruntime import InferenceSession, SessionOptions
    from threadpoolctl import threadpool_limits

    threadpool_limits(1, user_api="blas")

    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # one process a core reads
    return InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
