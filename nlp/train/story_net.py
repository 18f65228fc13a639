"""The heads of the reader of stories: what it says of a text as a whole, of places in it, and of its people.

`Labels` (one attention a label): Mullenbach et al. 2018. `Places` reads the mean of the vectors of a candidate's words beside
what an attention of its own finds in the text.
"""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - torch's own name for it

from nlp.train.encoder_net import Encoder, Labels, Shape

SHAPE = Shape(vocabulary=8192, width=192, layers=6, heads=3, inner=768, longest=512)
INNER = 64
PLACED = (
    "victims", "minor_involved", "origin_provinces", "destination_countries", "transit_countries", "exploitation", "stage",
    "event_date",
)  # fmt: skip
"""Fields whose candidates stand in the text."""
VALUED = ("minor_involved", "exploitation", "stage")
"""Those with few values, of which the whole text tells something, too."""
COVERED = 1e4


class Places(nn.Module):
    """Scores of candidates (candidates x outputs). `values`: how many values the field has, where they are few."""

    def __init__(self, width: int, values: int = 0, outputs: int = 1) -> None:
        super().__init__()
        self.seen, self.inner, self.out = nn.Linear(width, 1), nn.Linear(2 * width, INNER), nn.Linear(INNER, outputs)
        self.values = nn.Embedding(values, INNER) if values else None
        self.none = nn.Parameter(torch.zeros(1))

    def forward(self, vectors: Tensor, mask: Tensor, words: Tensor, text: Tensor, value: Tensor) -> Tensor:
        """`words`: candidates x width; `text`, `value`: of each candidate."""
        shares = self.seen(vectors)[..., 0].masked_fill(~mask, -COVERED).softmax(1)
        whole = (shares[:, None] @ vectors)[:, 0]
        inner = F.gelu(self.inner(torch.cat([words, whole[text]], -1)), approximate="tanh")
        scores: Tensor = self.out(inner)
        if self.values is not None:
            scores = scores + (inner * self.values(value)).sum(-1, keepdim=True)
        return scores


class Stories(nn.Module):
    """The encoder with a head for kinds, one for what is said of people, one for each field, one for roles of people."""

    def __init__(self, encoder: Encoder, names: Mapping[str, Sequence[str]]) -> None:
        """`names`: what the numbers of each output mean; fields with few values among them."""
        super().__init__()
        self.encoder, self.names, width = encoder, names, encoder.shape.width
        of_text = {name: Labels(width, len(names[name])) for name in ("kinds", "said", *VALUED)}
        placed = {name: Places(width, len(names.get(name, ()))) for name in PLACED}
        self.of_text, self.placed = nn.ModuleDict(of_text), nn.ModuleDict(placed)
        self.people = Places(width, outputs=len(names["roles"]))


def mean_of(vectors: Tensor, words: Sequence[tuple[int, Sequence[int]]]) -> Tensor:
    """The mean vector of each candidate's words, zero where it has none; `words`: its text, and the numbers of its tokens."""
    _, tokens, width = vectors.shape
    rows = [row for row, (_, at) in enumerate(words) for _ in at]
    found = torch.zeros(len(words), width, device=vectors.device)
    if not rows:
        return found
    at = torch.tensor([text * tokens + token for text, seen in words for token in seen], device=vectors.device)
    share = torch.tensor([1 / len(seen) for _, seen in words for _ in seen], device=vectors.device)
    return found.index_add(
        0, torch.tensor(rows, device=vectors.device), vectors.reshape(-1, width)[at] * share[:, None]
    )
