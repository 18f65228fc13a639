"""Pretrain the encoder on Indonesian text without labels: words of it are hidden and must be told (Devlin et al. 2019).

A GPU for seven minutes; what a machine without one would take days for is kept as the shipped model.
"""

import json
import lzma
import random
import re
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - torch's own name for it

from nlp.train.encoder_net import Encoder, Shape, saved

VOCABULARY, FEWEST = 8192, 3
"""Pieces of words, and how often one stands in the corpus at least."""
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
MOST = {"news": 6000, "post": 3000, "decision": 22_000}
SEVERAL = 12
"""Headlines or pieces of one document."""
SKIPPED = 3000
"""Characters at the head of a court's decision: names and addresses of its parties."""
HIDDEN, DECAY, LEAST_RATE = 0.2, 0.05, 1e-5
MASKED, WRONG = 0.8, 0.9
"""Of the hidden words so many are covered; up to the second share another word stands in their place; the rest stay."""
_BLANKS, _LINES = re.compile(r"[ \t]+"), re.compile(r"\s*\n\s*")


@dataclass(frozen=True)
class Plan:
    """`lowered`: share of the texts that are read without capitals, as posts are written; `tokens` of a text and texts of a
    `batch`; `seconds` on one data-centre GPU.
    """

    shape: Shape
    lowered: float
    tokens: int
    batch: int
    rate: float
    warm_up: int
    seconds: float


def corpus(data: Path, test: frozenset[str]) -> Iterator[str]:
    """Texts of the folder of real data and our own articles but for those of the `test` part, and our own offers but for the
    lockbox; each is one document, of headlines and pieces several.
    """
    from nlp.evaluate.gold import GOLD, LOCKBOX, flag_pieces, written_offers
    from nlp.train.offer_examples import rows_of

    for row in rows_of(data, "news_background"):
        yield _squashed(f"{row.get('title') or ''}\n{row['text']}")[: MOST["news"]]
    for row in rows_of(data, "news_tppo_candidates"):
        if row["id"] not in test:
            yield _squashed(f"{row.get('title') or ''}\n{row['text']}")[: MOST["news"]]
    for name in ("jobs_id", "tweets_kaburajadulu", "sms_id_spam", "hoax_job_offers"):
        for row in rows_of(data, name):
            if row.get("lang") != "en":
                body = row.get("description") or row.get("text") or ""
                yield _squashed(f"{row.get('title') or ''}\n{body}")[: MOST["post"]]
    yield from _together([f"{row['title']} {row.get('summary') or ''}" for row in rows_of(data, "news_headlines")])
    yield from (offer["text"] for offer in written_offers() if offer["author"] not in LOCKBOX)
    for path in sorted(GOLD.glob("articles_*.jsonl")):
        articles = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]
        yield from (f"{row.get('title') or ''}\n{row['text']}" for row in articles if row["id"] not in test)
    yield from _together([piece["text"] for piece in flag_pieces()])
    packed = data / "putusan_tppo.jsonl.zst"
    unpacked = subprocess.run(["zstd", "-dc", "--long=27", str(packed)], check=True, capture_output=True)  # noqa: S603, S607 - the system's own
    for line in filter(None, unpacked.stdout.decode().split("\n")):
        yield _squashed(json.loads(line)["text"])[SKIPPED : MOST["decision"]]


def store_corpus(path: Path, tokenizer: Path, data: Path, test: frozenset[str]) -> int:
    """Writes the corpus, packed with xz, and the pieces of words learned from it; returns the number of documents."""
    from tokenizers import BertWordPieceTokenizer

    documents = list(corpus(data, test))
    random.Random(0).shuffle(documents)  # noqa: S311 - an order of texts
    path.write_bytes(lzma.compress("\0".join(documents).encode()))
    learned = BertWordPieceTokenizer(lowercase=False, strip_accents=False)
    learned.train_from_iterator(iter(documents), vocab_size=VOCABULARY, min_frequency=FEWEST, show_progress=False)
    learned.save(str(tokenizer))
    return len(documents)


def pretrain(stored: Path, tokenizer: Path, out: Path, plan: Plan) -> dict[str, float]:
    """The rate sinks to the end of the plan's time; returns steps, tokens and the last loss."""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    text, ids = _tokens(stored, tokenizer, plan.lowered)
    stream = text.to(device)
    encoder = Encoder(plan.shape).to(device)
    hidden = _Hidden(encoder, ids).to(device)
    weights = list(hidden.parameters())
    groups: list[dict[str, Any]] = [
        {"params": [w for w in weights if w.ndim > 1], "weight_decay": DECAY},
        {"params": [w for w in weights if w.ndim <= 1], "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, lr=plan.rate, betas=(0.9, 0.98), eps=1e-6)
    step = torch.compile(hidden) if device == "cuda" else hidden
    begun, steps, loss = time.monotonic(), 0, torch.zeros(())
    while (spent := (time.monotonic() - begun) / plan.seconds) < 1:
        for group in optimizer.param_groups:
            group["lr"] = max(LEAST_RATE, plan.rate * min(1.0, (steps + 1) / plan.warm_up) * (1 - spent))
        starts = torch.randint(0, len(stream) - plan.tokens, (plan.batch, 1), device=device)
        rows = stream[starts + torch.arange(plan.tokens, device=device)].long()
        rows[:, 0] = ids["[CLS]"]
        with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
            loss = step(rows)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        steps += 1
    torch.save(saved(encoder, encoder.shape), out)
    return {"steps": steps, "tokens": steps * plan.batch * plan.tokens, "loss": round(float(loss.detach()), 3)}


class _Hidden(nn.Module):
    """The loss of telling the words that are hidden in a batch (texts x tokens)."""

    def __init__(self, encoder: Encoder, ids: dict[str, int]) -> None:
        super().__init__()
        width = encoder.shape.width
        self.encoder, self.mask = encoder, ids["[MASK]"]
        self.head = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.LayerNorm(width))
        self.bias = nn.Parameter(torch.zeros(encoder.shape.vocabulary))

    def forward(self, rows: Tensor) -> Tensor:
        places = torch.rand(rows.shape, device=rows.device).topk(int(HIDDEN * rows.shape[1]), 1).indices
        truth = torch.gather(rows, 1, places)
        chance = torch.rand(places.shape, device=rows.device)
        other = torch.randint_like(truth, len(SPECIAL), self.encoder.shape.vocabulary)
        shown = torch.where(chance < MASKED, self.mask, torch.where(chance < WRONG, other, truth))
        vectors = self.encoder(rows.scatter(1, places, shown))
        wanted = torch.gather(vectors, 1, places[:, :, None].expand(-1, -1, vectors.shape[-1]))
        scores = F.linear(self.head(wanted), self.encoder.emb.weight) + self.bias
        return F.cross_entropy(scores.float().flatten(0, 1), truth.flatten())


def _tokens(stored: Path, tokenizer: Path, lowered: float) -> tuple[Tensor, dict[str, int]]:
    """All documents in one row of token ids, each ended; the ids of the special pieces."""
    from tokenizers import Tokenizer

    pieces = Tokenizer.from_file(str(tokenizer))
    ids = {name: int(pieces.token_to_id(name) or 0) for name in SPECIAL}
    chance = random.Random(0)  # noqa: S311 - which texts lose their capitals
    documents = lzma.decompress(stored.read_bytes()).decode().split("\0")
    documents = [text.lower() if chance.random() < lowered else text for text in documents]
    parts = [
        torch.tensor([*found.ids, ids["[SEP]"]], dtype=torch.int32)
        for found in pieces.encode_batch(documents, add_special_tokens=False)
    ]
    return torch.cat(parts), ids


def _together(texts: list[str]) -> Iterator[str]:
    return (_squashed("\n".join(texts[first : first + SEVERAL])) for first in range(0, len(texts), SEVERAL))


def _squashed(text: str) -> str:
    return _BLANKS.sub(" ", _LINES.sub("\n", text)).strip()
