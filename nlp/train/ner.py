"""Train the tagger of names: a small convolutional network of spaCy, pretrained on unlabelled news and taught five corpora at once.

Pretraining: the first and last letters of hidden words, as `spacy pretrain` does (Honnibal and Montani 2018, after Devlin et
al. 2018). Each corpus tags in its own manner; a word of its text says which, so that they need not agree.
"""

import lzma
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.ml.models.multi_task import create_pretrain_characters
from spacy.tokens import Doc
from spacy.training import Example
from spacy.training.pretrain import make_update
from spacy.util import load_model_from_config
from thinc.api import Adam, Config, Model, fix_random_seed, set_dropout_rate

from nlp.ner_pipeline import LABELS, new_pipeline, tok2vec_config
from nlp.train.ner_corpora import CORPORA, Part, Sentence, sentences, unlabelled

WORDS, PASSES, DROPOUT = 12_100_000, 8, 0.2
"""Words of news that pretraining reads, how often the corpora are read, and what is left out at random."""
PRETRAINED = ("NORM", "PREFIX", "SUFFIX", "SHAPE", "TAG")
"""What a hidden word can be told by: its class would give it away."""
OFTEN = {"nergrit": 2}
BATCH_WORDS, PIECE, BATCH = 3000, 100, 32
"""Words of a batch of pretraining, of one piece of it, and sentences of a batch of training."""
STEPS = 127
"""To each side of nought, in which a table of vectors is stored."""
Scores = dict[str, dict[str, float]]


def train(data: Path, out: Path, work: Path) -> Mapping[str, Any]:
    """Write the model under `out`; `work` keeps the pretrained layers, which are not made anew if they are there.

    Returns F1 by corpus and label on the test parts.
    """
    layers = work / "tok2vec.bin"
    if not layers.exists():
        work.mkdir(parents=True, exist_ok=True)
        layers.write_bytes(pretrain(unlabelled(data)))
    pipeline = fit(data, layers.read_bytes())
    store(pipeline, out / "pipeline.bin")
    return scores(pipeline, data, "test")


def pretrain(texts: Sequence[str]) -> bytes:
    """The layers that give every word its vector."""
    fix_random_seed(0)
    pipeline, model = _reader()
    learner = create_pretrain_characters(maxout_pieces=3, hidden_size=300, n_characters=4)(pipeline.vocab, model)
    learner.initialize(X=[pipeline.make_doc(texts[0][:PIECE])])
    set_dropout_rate(learner, 0.1)
    optimizer = Adam(0.001, L2=0.01, L2_is_weight_decay=True, grad_clip=1.0, use_averages=True)
    read = 0
    for batch in _pieces(pipeline, cycle(texts)):
        make_update(learner, batch, optimizer, learner.attrs["loss"])
        read += sum(map(len, batch))
        if read >= WORDS:
            break
    with learner.use_params(optimizer.averages):
        return bytes(model.to_bytes())


def _reader() -> tuple[Language, Model[Any, Any]]:
    """A pipeline of the pretrained layers alone, and these."""
    config = '[nlp]\nlang = "id"\npipeline = ["tok2vec"]\n[components]\n[components.tok2vec]\nfactory = "tok2vec"\n'
    config += "[components.tok2vec.model]" + tok2vec_config("components.tok2vec.model", PRETRAINED)
    pipeline = load_model_from_config(Config().from_str(config), auto_fill=True)
    pipeline.initialize()
    return pipeline, pipeline.get_pipe("tok2vec").model  # type: ignore[attr-defined]


def _pieces(pipeline: Language, texts: Iterable[str]) -> Iterator[list[Doc]]:
    batch: list[Doc] = []
    for text in texts:
        words = [token.text for token in pipeline.make_doc(text)]
        batch += [Doc(pipeline.vocab, words=words[at : at + PIECE]) for at in range(0, len(words), PIECE)]
        if sum(map(len, batch)) > BATCH_WORDS:
            yield batch
            batch = []


def fit(data: Path, layers: bytes) -> Language:
    """The pass that does best on the mean of the development parts."""
    fix_random_seed(0)
    chance = random.Random(0)  # noqa: S311 - order of training texts, not a secret
    pipeline = new_pipeline()
    taught = [
        example
        for corpus in CORPORA
        for example in examples(pipeline, sentences(data, corpus, "train"), corpus) * OFTEN.get(corpus, 1)
    ]
    optimizer = pipeline.initialize(lambda: taught)
    source = _reader()[1].from_bytes(layers)
    graft(source, pipeline.get_pipe("ner").model.get_ref("tok2vec").layers[0])  # type: ignore[attr-defined]
    best, kept = 0.0, b""
    for _ in range(PASSES):
        chance.shuffle(taught)
        for at in range(0, len(taught), BATCH):
            pipeline.update(taught[at : at + BATCH], sgd=optimizer, drop=DROPOUT)
        with pipeline.use_params(optimizer.averages):
            reached = float(np.mean([found["all"] for found in scores(pipeline, data, "dev").values()]))
            if reached > best:
                best, kept = reached, pipeline.to_bytes(exclude=["vocab"])
    return pipeline.from_bytes(kept, exclude=["vocab"])


def examples(pipeline: Language, told: Sequence[Sentence], corpus: str) -> list[Example]:
    """With what the component for words adds, which training does not run."""
    add_words = pipeline.get_pipe("suar_words")
    found: list[Example] = []
    for words, tags in told:
        doc = add_words(Doc(pipeline.vocab, words=words, user_data={"style": corpus}))
        found.append(Example.from_dict(doc, {"words": words, "entities": tags}))
    return found


def graft(source: Model[Any, Any], target: Model[Any, Any]) -> None:
    """Copy pretrained layers into those that see more of a word: tables in their order, the mixer's columns for them."""
    for kind, names in (("hashembed", "E"), ("maxout", "Wb"), ("layernorm", "Gb")):
        pairs = zip(*([node for node in model.walk() if node.name == kind] for model in (source, target)), strict=False)
        for old, new in pairs:
            for name in names:
                told, kept = old.get_param(name), new.get_param(name).copy()
                kept[tuple(slice(0, size) for size in told.shape)] = told
                new.set_param(name, kept)


def scores(pipeline: Language, data: Path, part: Part) -> Scores:
    """F1 of whole names by corpus, over all labels and for each."""
    return {corpus: score(pipeline, sentences(data, corpus, part), corpus) for corpus in CORPORA}


def score(pipeline: Language, told: Sequence[Sentence], corpus: str) -> dict[str, float]:
    """What a corpus does not tell counts neither way."""
    truth = examples(pipeline, told, corpus)
    docs = pipeline.pipe(
        [Doc(pipeline.vocab, words=words, user_data={"style": corpus}) for words, _ in told], batch_size=128
    )
    counts = {label: [0, 0] for label in LABELS}  # right, and named by either
    for example, doc in zip(truth, docs, strict=True):
        untold = {token.i for token in example.reference if not token.ent_iob_}
        wanted = {(span.start, span.end, span.label_) for span in example.reference.ents}
        found = {
            (span.start, span.end, span.label_) for span in doc.ents if untold.isdisjoint(range(span.start, span.end))
        }
        for _, _, label in wanted & found:
            counts[label][0] += 1
        for _, _, label in (*wanted, *found):
            counts[label][1] += 1
    right, named = (sum(column) for column in zip(*counts.values(), strict=True))
    return {"all": 2 * right / max(1, named)} | {
        label: 2 * hits / max(1, total) for label, (hits, total) in counts.items()
    }


def store(pipeline: Language, path: Path) -> None:
    """Tables in 255 steps, other weights in half precision, packed."""
    model = pipeline.get_pipe("ner").model  # type: ignore[attr-defined]
    for node in model.walk():
        for name in node.param_names:
            if node.has_param(name):
                node.set_param(name, _rounded(node.get_param(name), table=node.name == "hashembed"))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(lzma.compress(pipeline.to_bytes(exclude=["vocab", "tokenizer"])))


def _rounded(weights: NDArray[np.float32], *, table: bool) -> NDArray[np.float32]:
    if not table:
        return weights.astype(np.float16).astype(np.float32)
    step = float(np.abs(weights).max()) / STEPS or 1.0
    return (np.round(weights / step) * step).astype(np.float32)
