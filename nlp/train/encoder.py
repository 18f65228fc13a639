"""The shipped encoder in four steps: a corpus, pretraining, teaching, export. Each leaves a file in a working folder and
is skipped where that file lies there: pretraining and teaching can so be run on a machine with a GPU.
"""

from collections.abc import Mapping
from pathlib import Path


def train(data: Path, own_texts: Path, folder: Path, work: Path) -> Mapping[str, float]:
    """Returns figures of the steps that were run."""
    from nlp.evaluate.gold import splits
    from nlp.train.encoder_export import export
    from nlp.train.encoder_fit import fit
    from nlp.train.encoder_net import Shape
    from nlp.train.encoder_pretrain import VOCABULARY, Plan, pretrain, store_corpus
    from nlp.train.encoder_texts import store

    work.mkdir(parents=True, exist_ok=True)
    corpus, tokenizer, examples = work / "corpus.xz", work / "tokenizer.json", work / "examples.json.xz"
    pretrained, taught = work / "pretrained.pt", work / "taught.pt"
    figures: dict[str, float] = {}
    if not tokenizer.exists():
        test = frozenset(id_ for id_, part in splits("news").items() if part == "test")
        figures["documents"] = store_corpus(corpus, tokenizer, data, test)
    if not pretrained.exists():
        plan = Plan(Shape(VOCABULARY), lowered=0.25, tokens=256, batch=256, rate=1.5e-3, warm_up=800, seconds=430)
        figures |= pretrain(corpus, tokenizer, pretrained, plan)
    if not examples.exists():
        figures["examples"] = store(examples, data, own_texts)
    if not taught.exists():
        figures |= {f"taught_{name}": value for name, value in fit(examples, pretrained, tokenizer, taught).items()}
    figures["bytes"] = export(taught, tokenizer, folder)
    return figures


def train_further(data: Path, own_texts: Path, folder: Path, work: Path) -> Mapping[str, float]:
    """Teaches the shipped encoder with all examples once more, those that are new among them; returns figures of the steps."""
    from nlp.train.encoder_export import export
    from nlp.train.encoder_fit import fit_further
    from nlp.train.encoder_texts import store

    work.mkdir(parents=True, exist_ok=True)
    examples, taught = work / "examples.json.xz", work / "taught-further.pt"
    figures: dict[str, float] = {}
    if not examples.exists():
        figures["examples"] = store(examples, data, own_texts)
    if not taught.exists():
        figures |= {f"taught_{name}": value for name, value in fit_further(examples, folder, taught).items()}
    figures["bytes"] = export(taught, folder / "tokenizer.json", folder)
    return figures
