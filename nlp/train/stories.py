"""The reader of stories in steps: pretraining, examples, what it says of texts that it has not seen, teaching, export. Each
leaves a file in a working folder and is skipped where that file lies there: the long ones can so be run on a machine with a
GPU. The models of people and of fields are to be made anew after it.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any


def train(data: Path, own_texts: Path, models: Path, work: Path) -> Mapping[str, float]:
    """Returns figures of the steps that were run."""
    from nlp.evaluate.gold import splits
    from nlp.train.encoder_pretrain import Plan, pretrain, store_corpus
    from nlp.train.story_export import export
    from nlp.train.story_net import SHAPE
    from nlp.train.story_texts import store as store_texts

    work.mkdir(parents=True, exist_ok=True)
    tokenizer, corpus, pretrained = models / "encoder" / "tokenizer.json", work / "corpus.xz", work / "pretrained.pt"
    examples, taught = work / "stories.json.xz", work / "stories.pt"
    figures: dict[str, float] = {}
    if not pretrained.exists():
        test = frozenset(id_ for id_, part in splits("news").items() if part == "test")
        figures["documents"] = store_corpus(corpus, work / "tokenizer.json", data, test)
        plan = Plan(SHAPE, lowered=0.15, tokens=512, batch=128, rate=2e-3, warm_up=600, seconds=480)
        figures |= pretrain(corpus, tokenizer, pretrained, plan)
    if not examples.exists():
        figures["texts"] = store_texts(examples, tokenizer, data, own_texts)
    if not taught.exists():
        teach(examples, pretrained, taught, work)
    figures["bytes"] = export(taught, models / "stories")
    return figures


def teach(examples: Path, pretrained: Path, taught: Path, folder: Path) -> None:
    """Each fold without its texts, whose answers are kept in `folder`, and all: side by side where there is a GPU."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    import torch

    from nlp.train.story_fit import FOLDS
    from nlp.train.story_unseen import FILE
    from nlp.train.story_unseen import store as store_answers

    beside = FOLDS + 1 if torch.cuda.is_available() else 1
    with ProcessPoolExecutor(beside, mp_context=multiprocessing.get_context("spawn")) as pool:
        whole = pool.submit(_teach_all, examples, pretrained, taught)
        parts = [pool.submit(_judge_fold, examples, pretrained, fold) for fold in range(FOLDS)]
        store_answers(folder / FILE.name, {id_: answer for part in parts for id_, answer in part.result().items()})
        whole.result()


def _teach_all(examples: Path, pretrained: Path, taught: Path) -> None:
    from nlp.train.story_fit import fit, load, store

    store(fit(load(examples), pretrained), taught)


def _judge_fold(examples: Path, pretrained: Path, fold: int) -> dict[str, dict[str, Any]]:
    from nlp.train.story_fit import answers, fit, load

    given = load(examples)
    model = fit(given, pretrained, without=fold)
    return answers(model, [row for row in given["rows"] if row["fold"] == fold])
