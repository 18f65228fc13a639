"""Teach the pretrained encoder its tasks: batches of each in turn, one body, a head for each answer.

Needs torch alone, so that it runs on any machine with a GPU (two minutes; an hour on two processor cores). What is shipped can
be taught further instead: twenty minutes on two cores.
"""

import json
import lzma
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F  # noqa: N812 - torch's own name for it

from nlp.train.encoder_net import Encoder, Reader, Shape, saved

BATCH = {"offers": 32, "news": 16}
WARM_UP, DROPOUT, DECAY, ADJUSTED = 0.08, 0.1, 0.02, (0.9, 0.98)
SHUFFLED = 50
"""Batches within which texts of like lengths are put together."""
UNTOLD = -100
Row = Mapping[str, Any]


class Teaching(NamedTuple):
    """By task how often its texts are read, and how many tokens of each; the rates of the body and of the heads."""

    epochs: Mapping[str, int]
    longest: Mapping[str, int]
    rate: float
    head_rate: float


ANEW = Teaching({"offers": 6, "news": 7}, {"offers": 256, "news": 512}, 5e-4, 2e-3)
FURTHER = Teaching({"offers": 1, "news": 1}, {"offers": 256, "news": 256}, 2e-4, 8e-4)


def fit(examples: Path, pretrained: Path, tokenizer: Path, out: Path, *, seed: int = 1) -> dict[str, float]:
    """Stores the reader and what its outputs mean."""
    given = load(examples)
    torch.manual_seed(seed)
    stored = torch.load(pretrained, map_location="cpu", weights_only=True)
    encoder = Encoder(Shape(**stored["shape"]), DROPOUT)
    encoder.load_state_dict({name: part.float() for name, part in stored["weights"].items()})
    reader = Reader(encoder, {name: len(labels) for name, labels in given["heads"].items()})
    return _taught(reader, given, tokenizer, out, ANEW, seed=seed)


def fit_further(examples: Path, folder: Path, out: Path, *, seed: int = 1) -> dict[str, float]:
    """The shipped reader of `folder`, which knows most of the examples, with those that are new.

    Raises ValueError where flags or labels have changed: then it must be taught anew.
    """
    from nlp.train.encoder_shipped import shipped

    given = load(examples)
    torch.manual_seed(seed)
    reader, heads = shipped(folder, dropout=DROPOUT)
    if any(given["heads"][name] != labels for name, labels in heads.items()):
        raise ValueError("the labels are not those of the shipped encoder: run `python -m nlp.train encoder`")
    return _taught(reader, {**given, "heads": heads}, folder / "tokenizer.json", out, FURTHER, seed=seed)


def load(examples: Path) -> Mapping[str, Any]:
    """As `nlp.train.encoder_texts` stores them."""
    given: Mapping[str, Any] = json.loads(lzma.decompress(examples.read_bytes()))
    return given


def _taught(
    reader: Reader, given: Mapping[str, Any], tokenizer: Path, out: Path, how: Teaching, *, seed: int
) -> dict[str, float]:
    device = "cuda" if torch.cuda.is_available() else "cpu"
    rows = _with_tokens(given["rows"], Tokenizer.from_file(str(tokenizer)), how.longest)
    plan = list(_batches(rows, random.Random(seed), how.epochs))  # noqa: S311 - an order of batches
    random.Random(seed).shuffle(plan)  # noqa: S311
    loss = _run(reader.to(device), plan, _judged(given), how, device)
    torch.save({**saved(reader, reader.encoder.shape), "heads": given["heads"]}, out)
    return {"rows": len(rows), "loss": round(loss, 4)}


def _with_tokens(rows: Sequence[Row], tokens: Tokenizer, longest: Mapping[str, int]) -> list[Row]:
    """Each text between the marks of its beginning and its end, cut to what the encoder reads."""
    tokens.post_processor = None
    found: list[Row] = []
    for row in rows:
        ids = tokens.encode(row["text"], add_special_tokens=False).ids[: longest[row["task"]] - 2]
        found.append({**row, "ids": [tokens.token_to_id("[CLS]"), *ids, tokens.token_to_id("[SEP]")]})
    return found


def _judged(given: Mapping[str, Any]) -> Mapping[str, Tensor]:
    """By what a row tells, the flags that somebody judged in it."""
    names = given["heads"]["flags"]
    told = {
        "all": set(names),
        "strong": set(given["strong"]),
        "piece": set(names) - set(given["absences"]),
        "none": set(),
    }
    return {how: torch.tensor([float(name in judged) for name in names]) for how, judged in told.items()}


def _batches(rows: Sequence[Row], chance: random.Random, by_task: Mapping[str, int]) -> Iterator[list[Row]]:
    """Of one task, those of like lengths together, once an epoch."""
    for task, epochs in by_task.items():
        mine, size = [row for row in rows if row["task"] == task], BATCH[task]
        for _ in range(epochs):
            chance.shuffle(mine)
            for first in range(0, len(mine), SHUFFLED * size):
                near = sorted(mine[first : first + SHUFFLED * size], key=lambda row: len(row["ids"]))
                yield from (near[start : start + size] for start in range(0, len(near), size))


def _run(
    reader: Reader, plan: Sequence[Sequence[Row]], judged: Mapping[str, Tensor], how: Teaching, device: str
) -> float:
    """Returns the mean loss of the last tenth of the steps."""
    groups = [
        {"params": list(reader.encoder.parameters()), "lr": how.rate},
        {"params": list(reader.heads.parameters()), "lr": how.head_rate},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=DECAY, betas=ADJUSTED)
    warm = WARM_UP * len(plan)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / warm) * max(0.0, 1 - step / len(plan))
    )
    losses: list[float] = []
    reader.train()
    for number, batch in enumerate(plan):
        ids, mask = padded([row["ids"] for row in batch], device)
        with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
            vectors = reader.encoder(ids, mask)
        loss = _loss(reader, vectors.float(), mask, batch, judged)
        loss.backward()  # type: ignore[no-untyped-call]  # torch does not say
        torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        schedule.step()
        if number >= 0.9 * len(plan):
            losses.append(float(loss.detach()))
    return sum(losses) / max(1, len(losses))


def padded(ids: Sequence[Sequence[int]], device: str) -> tuple[Tensor, Tensor]:
    """Texts x tokens, zero where a text has ended; and where it has not."""
    longest = max(map(len, ids))
    filled = torch.tensor([[*row, *[0] * (longest - len(row))] for row in ids], device=device)
    lengths = torch.tensor([len(row) for row in ids], device=device)
    return filled, torch.arange(longest, device=device) < lengths[:, None]


def _loss(reader: Reader, vectors: Tensor, mask: Tensor, rows: Sequence[Row], judged: Mapping[str, Tensor]) -> Tensor:
    if rows[0]["task"] == "news":
        return _of_one(reader.heads["kinds"](vectors, mask), "kinds", rows)
    odds = reader.heads["flags"](vectors, mask)
    truth = torch.zeros_like(odds)
    for number, row in enumerate(rows):
        truth[number, row["flags"]] = 1.0
    told = torch.stack([judged[row["told"]] * row["weight"] for row in rows]).to(odds.device)
    of_flags = (F.binary_cross_entropy_with_logits(odds, truth, reduction="none") * told).sum(1).mean()
    others = [
        _of_one(reader.heads[name](vectors, mask), name, rows) for name in ("labels", "scopes") if name in reader.heads
    ]
    return of_flags + sum(others, torch.zeros_like(of_flags))


def _of_one(scores: Tensor, head: str, rows: Sequence[Row]) -> Tensor:
    """Of an answer that is one of several."""
    truth, weights = (torch.tensor([row[name] for row in rows], device=scores.device) for name in (head, "weight"))
    return (F.cross_entropy(scores, truth, reduction="none", ignore_index=UNTOLD) * weights).mean()
