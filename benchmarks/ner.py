"""`python -m benchmarks.ner DATA`: F1 of whole names on the test parts of the public corpora, and words a second of one core.

Published beside them by Koto et al. 2020 (IndoLEM), for IndoBERT of 111 million weights: NER UI 90.1, NER UGM 74.9 with times and
quantities, means of five folds; ours are of their first fold, without times and quantities.
"""

import sys
import time
from pathlib import Path

from nlp.ner import MODEL, find_named, name_pipeline
from nlp.train.ner import scores
from nlp.train.ner_corpora import unlabelled

TEXTS = 150


def main() -> None:
    data = Path(sys.argv[1])
    print(f"model {MODEL.stat().st_size / 1e6:.1f} MB")
    for corpus, found in scores(name_pipeline(), data, "test").items():
        print(f"{corpus:8s}", "  ".join(f"{label} {value:.3f}" for label, value in found.items()))
    texts = unlabelled(data)[:TEXTS]
    find_named(texts[0])
    begun = time.process_time()
    words = sum(len(text.split()) for text in texts if find_named(text) is not None)
    seconds = time.process_time() - begun
    print(f"{words / seconds:.0f} words/s, {len(texts) / seconds:.0f} articles/s of {words // len(texts)} words")


if __name__ == "__main__":
    main()
