"""Sentence vectors. The only module, with `link`, that loads torch; nothing of `suar detect` imports it."""

import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

SHIPPED_MODEL = Path(__file__).parent / "models" / "static-id"


class ModelMissingError(Exception):
    """The model named could not be loaded."""


@cache
def encoder(model: str = str(SHIPPED_MODEL)) -> "SentenceTransformer":
    """Load a sentence-transformers model: a folder, or a name that the library looks up on its hub.

    Raises ModelMissingError when it is neither here nor to be had.
    """
    if Path(model).is_dir():
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(model, device="cpu")
    except (OSError, ValueError) as error:
        raise ModelMissingError(
            f"The sentence model {model!r} cannot be loaded: name a folder that holds one, or a hub model while on line."
        ) from error


def encode(texts: Sequence[str], model: str = str(SHIPPED_MODEL)) -> NDArray[np.float32]:
    """Vectors of unit length, shape (len(texts), dimensions), float32."""
    if not texts:
        return np.zeros((0, 1), dtype=np.float32)
    vectors = encoder(model).encode(
        list(texts), batch_size=256, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
    )
    return np.asarray(vectors, dtype=np.float32)
