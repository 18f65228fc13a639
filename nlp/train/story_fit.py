"""Teach the reader of stories: everything that is known of a text in one step, and judge each text unseen.

Needs torch alone, so that it runs on any machine with a GPU: a minute a fold; two processor cores take an hour.
"""

import json
import lzma
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812 - torch's own name for it

from nlp.train.encoder_fit import DECAY, SHUFFLED, UNTOLD, padded
from nlp.train.encoder_net import Encoder, Shape, saved
from nlp.train.story_net import PLACED, VALUED, Places, Stories, mean_of

FOLDS = 5
EPOCHS, BATCH, RATE, HEAD_RATE, WARM_UP, DROPOUT, ADJUSTED = 8, 16, 5e-4, 2e-3, 0.06, 0.15, (0.9, 0.98)
COVERED, MASK, BEGIN, END, SPECIAL = 0.12, 4, 2, 3, 4
"""Share of the pieces that are covered while it learns; pieces that mark, and the last of them."""
LONGEST = 512
SHOWN_OFF_TOPIC = 0.5
"""Share of the texts without a reader's label that an epoch shows."""
CHOSEN = ("victims", "event_date")
"""Fields whose candidates compete."""
EACH, PEOPLE = 0.3, 0.5
"""Weight of the single numbers of victims beside the choice among them, and of a text's people."""
Row = Mapping[str, Any]


class Candidate(NamedTuple):
    """`key` names it in the answers; `words`: the numbers of its tokens; `none`: that no candidate is right."""

    text: int
    key: str
    value: int
    right: bool
    words: Sequence[int]
    none: bool


def load(examples: Path) -> Mapping[str, Any]:
    """As `nlp.train.story_texts` stores them."""
    given: Mapping[str, Any] = json.loads(lzma.decompress(examples.read_bytes()))
    return given


def fit(given: Mapping[str, Any], pretrained: Path, *, without: int | None = None, seed: int = 1) -> Stories:
    """Learns from all texts but for those of the fold `without`."""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(seed)
    stored = torch.load(pretrained, map_location="cpu", weights_only=True)
    encoder = Encoder(Shape(**stored["shape"]), DROPOUT)
    encoder.load_state_dict({name: part.float() for name, part in stored["weights"].items()})
    model = Stories(encoder, given["names"]).to(device)
    rows = [row for row in given["rows"] if row["fold"] != without]
    plan = list(_batches(rows, random.Random(seed)))  # noqa: S311 - an order of batches
    heads = [part for name, part in model.named_parameters() if not name.startswith("encoder.")]
    groups = [{"params": list(encoder.parameters()), "lr": RATE}, {"params": heads, "lr": HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=DECAY, betas=ADJUSTED)
    warm = WARM_UP * len(plan)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / warm) * max(0.0, 1 - step / len(plan))
    )
    model.train()
    for batch in plan:
        vectors, mask = _vectors(model, batch, device, covered=COVERED)
        loss = _loss(model, F.dropout(vectors, DROPOUT), mask, batch)
        loss.backward()  # type: ignore[no-untyped-call]  # torch does not say
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad(set_to_none=True)
    return model.eval()


def store(model: Stories, path: Path) -> None:
    torch.save({**saved(model, model.encoder.shape), "names": dict(model.names)}, path)


@torch.no_grad()
def answers(model: Stories, rows: Sequence[Row]) -> dict[str, dict[str, Any]]:
    """Of each text, by its id: scores of what is said; of each field's candidates by their keys; of people's roles."""
    device = next(model.parameters()).device.type
    found: dict[str, dict[str, Any]] = {}
    for first in range(0, len(rows), 2 * BATCH):
        batch = rows[first : first + 2 * BATCH]
        vectors, mask = _vectors(model, batch, device)
        said = model.of_text["said"](vectors, mask).tolist()
        for number, row in enumerate(batch):
            found[row["id"]] = {}
            if row["said"] != UNTOLD:
                found[row["id"]]["said"] = dict(zip(model.names["said"], said[number], strict=True))
        for name in (*PLACED, "people"):
            told = _candidates(batch, name)
            for one, score in zip(told, _scores(model, name, vectors, mask, told).tolist(), strict=True):
                found[batch[one.text]["id"]].setdefault(name, {})[one.key] = score
    return found


def _batches(rows: Sequence[Row], chance: random.Random) -> Iterator[list[Row]]:
    """Texts of like lengths together."""
    for _ in range(EPOCHS):
        shown = [row for row in rows if row["weight"] >= 1 or row["people"] or chance.random() < SHOWN_OFF_TOPIC]
        chance.shuffle(shown)
        for first in range(0, len(shown), SHUFFLED * BATCH):
            near = sorted(shown[first : first + SHUFFLED * BATCH], key=lambda row: len(row["ids"]))
            batches = [near[start : start + BATCH] for start in range(0, len(near), BATCH)]
            chance.shuffle(batches)
            yield from batches


def _vectors(model: Stories, rows: Sequence[Row], device: str, *, covered: float = 0.0) -> tuple[Tensor, Tensor]:
    ids, mask = padded([[BEGIN, *row["ids"][: LONGEST - 2], END] for row in rows], device)
    if covered:
        hidden = (torch.rand(ids.shape, device=device) < covered) & (ids > SPECIAL)
        ids = torch.where(hidden, MASK, ids)
    with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
        vectors = model.encoder(ids, mask)
    return vectors.float(), mask


def _candidates(rows: Sequence[Row], name: str) -> list[Candidate]:
    told = (
        (text, one)
        for text, row in enumerate(rows)
        for one in (row["people"] if name == "people" else row["fields"].get(name, ()))
    )
    return [
        Candidate(text, key, value, right, [at + 1 for at in words if at < LONGEST - 2], none)
        for text, (key, value, right, words, none) in told
    ]


def _scores(model: Stories, name: str, vectors: Tensor, mask: Tensor, told: Sequence[Candidate]) -> Tensor:
    """Of each candidate; of people, of each role."""
    if not told:
        return vectors.new_zeros(0)
    words = mean_of(vectors, [(one.text, one.words) for one in told])
    text, value = (torch.tensor([one[at] for one in told], device=vectors.device) for at in (0, 2))
    if name == "people":
        roles: Tensor = model.people(vectors, mask, words, text, value)
        return roles
    head = model.placed[name]
    assert isinstance(head, Places)
    scores: Tensor = head(vectors, mask, words, text, value)[:, 0]
    if name in VALUED:
        scores = scores + model.of_text[name](vectors, mask)[text, value]
    none = torch.tensor([one.none for one in told], device=vectors.device)
    return torch.where(none, head.none, scores)


def _loss(model: Stories, vectors: Tensor, mask: Tensor, rows: Sequence[Row]) -> Tensor:
    """In sum over what is known, a text."""
    kinds = torch.tensor([row["kind"] for row in rows], device=vectors.device)
    weights = torch.tensor([row["weight"] for row in rows], device=vectors.device)
    scores = model.of_text["kinds"](vectors, mask)
    loss = (F.cross_entropy(scores, kinds, reduction="none", ignore_index=UNTOLD) * weights).sum()
    said = torch.tensor([row["said"] for row in rows], device=vectors.device)
    if bool((said != UNTOLD).any()):
        scores = model.of_text["said"](vectors, mask)
        loss = loss + F.cross_entropy(scores, said, reduction="sum", ignore_index=UNTOLD)
    for name in PLACED:
        if told := _candidates(rows, name):
            loss = loss + _of_field(name, _scores(model, name, vectors, mask, told), told, len(rows))
    if people := _candidates(rows, "people"):
        roles = torch.tensor([one.value for one in people], device=vectors.device)
        scores = _scores(model, "people", vectors, mask, people)
        loss = loss + PEOPLE * F.cross_entropy(scores, roles, reduction="sum")
    return loss / len(rows)


def _of_field(name: str, scores: Tensor, told: Sequence[Candidate], texts: int) -> Tensor:
    right = torch.tensor([float(one.right) for one in told], device=scores.device)
    each = F.binary_cross_entropy_with_logits(scores, right, reduction="sum")
    if name not in CHOSEN:
        return each
    text = torch.tensor([one.text for one in told], device=scores.device)
    zeros = torch.zeros(texts, device=scores.device)
    highest = zeros.scatter_reduce(0, text, scores.detach(), "amax", include_self=False)
    odds = (scores - highest[text]).exp()
    total, good = zeros.index_add(0, text, odds), zeros.index_add(0, text, odds * right)
    known = zeros.index_add(0, text, right) > 0
    choice = -(good[known].clamp_min(1e-9) / total[known]).log().sum()
    return choice + EACH * each if name == "victims" else choice
