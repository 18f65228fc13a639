"""What a trainer stores, its reader takes."""

from pathlib import Path

import numpy as np

from nlp.evaluate.gold import LOCKBOX, written_offers
from nlp.offer_model import LABELS, offer_model
from nlp.train import offer_fit
from nlp.train.offer_examples import example_of


def test_the_words_of_offers_are_stored_as_they_are_read(tmp_path: Path) -> None:
    rows = {(row["author"], row["label"]): row for row in written_offers() if row["author"] not in LOCKBOX}
    found = [example_of(row) for row in rows.values()]
    seen = offer_fit.matrix(found)
    rarity = offer_fit.rarity(seen)
    labels = np.array([example.label for example in found])
    words = offer_fit.fit_words(offer_fit.scaled(seen, rarity), labels, np.ones(len(found)))
    version = offer_fit.store(tmp_path / "weights.npz", words, rarity, {"wording": 1.0}, {"wording": 2.0})
    model = offer_model(tmp_path / "weights.npz")
    read = [int(np.argmax(model.read(example.words).log_probabilities)) for example in found]
    assert len(set(labels.tolist())) == len(LABELS)
    assert np.mean(np.array(read) == words.predict(offer_fit.scaled(seen, rarity))) > 0.95
    assert model.version == version
    assert model.risk == {"wording": 2.0}
