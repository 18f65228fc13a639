"""The encoder as a torch module: a small transformer (pre-norm, learned positions) and the heads that read from it.

Transformer: Vaswani et al. 2017 with the norms first (Xiong et al. 2020). One head a label, each with its own attention
over the tokens: Mullenbach et al. 2018 (CAML).
"""

import math
from dataclasses import asdict, dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - torch's own name for it


@dataclass(frozen=True)
class Shape:
    """`vocabulary` and `longest`: tokens; `width`: numbers a token."""

    vocabulary: int
    width: int = 256
    layers: int = 6
    heads: int = 4
    inner: int = 1024
    longest: int = 512


class Block(nn.Module):
    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.heads, self.dropout = shape.heads, dropout
        self.n1, self.n2 = nn.LayerNorm(shape.width), nn.LayerNorm(shape.width)
        self.qkv, self.o = nn.Linear(shape.width, 3 * shape.width), nn.Linear(shape.width, shape.width)
        self.f1, self.f2 = nn.Linear(shape.width, shape.inner), nn.Linear(shape.inner, shape.width)

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        batch, tokens, width = x.shape
        queries, keys, values = (
            part.view(batch, tokens, self.heads, -1).transpose(1, 2) for part in self.qkv(self.n1(x)).split(width, -1)
        )
        scores = queries @ keys.transpose(-1, -2) / math.sqrt(width // self.heads)
        if bias is not None:
            scores = scores + bias
        mixed = scores.softmax(-1) @ values
        x = x + F.dropout(self.o(mixed.transpose(1, 2).reshape(batch, tokens, width)), self.dropout, self.training)
        return x + F.dropout(self.f2(F.gelu(self.f1(self.n2(x)))), self.dropout, self.training)


class Encoder(nn.Module):
    """Token ids (texts x tokens) to vectors (texts x tokens x width)."""

    def __init__(self, shape: Shape, dropout: float = 0.0) -> None:
        super().__init__()
        self.shape = shape
        self.emb, self.pos = nn.Embedding(shape.vocabulary, shape.width), nn.Embedding(shape.longest, shape.width)
        self.blocks = nn.ModuleList(Block(shape, dropout) for _ in range(shape.layers))
        self.nf = nn.LayerNorm(shape.width)
        for module in self.modules():
            if isinstance(module, nn.Linear | nn.Embedding):
                nn.init.normal_(module.weight, std=0.02)
            if isinstance(module, nn.Linear):
                nn.init.zeros_(module.bias)

    def forward(self, ids: Tensor, mask: Tensor | None = None) -> Tensor:
        x = self.emb(ids) + self.pos.weight[: ids.shape[1]]
        bias = None if mask is None else torch.where(mask, 0.0, -1e4)[:, None, None, :].to(x.dtype)
        for block in self.blocks:
            x = block(x, bias)
        normed: Tensor = self.nf(x)
        return normed


class Labels(nn.Module):
    """Log-odds of labels of a text (texts x labels)."""

    def __init__(self, width: int, labels: int) -> None:
        super().__init__()
        self.u, self.v = (
            nn.Parameter(torch.randn(labels, width) * 0.02),
            nn.Parameter(torch.randn(labels, width) * 0.02),
        )
        self.b = nn.Parameter(torch.full((labels,), -2.0))

    def forward(self, vectors: Tensor, mask: Tensor | None = None) -> Tensor:
        scores = vectors @ self.u.T
        if mask is not None:
            scores = scores.masked_fill(~mask[:, :, None], -1e4)
        seen = scores.softmax(1).transpose(1, 2) @ vectors
        return (seen * self.v).sum(-1) + self.b


class Reader(nn.Module):
    """The encoder with its heads: red flags, what a text is and where its work is done; kinds of news.

    `sizes`: labels of each head, by its name, in the order of the outputs.
    """

    def __init__(self, encoder: Encoder, sizes: dict[str, int]) -> None:
        super().__init__()
        self.encoder, self.sizes = encoder, sizes
        self.heads = nn.ModuleDict({name: Labels(encoder.shape.width, size) for name, size in sizes.items()})

    def forward(self, ids: Tensor) -> tuple[Tensor, ...]:
        """One text without padding, as it is exported."""
        vectors = self.encoder(ids)
        return tuple(head(vectors) for head in self.heads.values())


def saved(module: nn.Module, shape: Shape) -> dict[str, Any]:
    return {"shape": asdict(shape), "weights": {name: part.half().cpu() for name, part in module.state_dict().items()}}
