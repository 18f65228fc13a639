"""Weights of models in eight bits: the signed square root of each is stored, so that small ones keep their share.

A tenth of the greatest weight is stored to within three parts in a hundred, a hundredth to within nine.
"""

import numpy as np
from numpy.typing import NDArray

_STEPS = 127


def quantised(weights: NDArray[np.floating]) -> tuple[NDArray[np.int8], np.float32]:
    """The steps, and the greatest weight."""
    most = np.float32(np.abs(weights).max(initial=0.0))
    roots = np.sign(weights) * np.sqrt(np.abs(weights) / (most or 1.0))
    return np.rint(roots * _STEPS).astype(np.int8), most


def dequantised(steps: NDArray[np.int8], most: float | np.float32) -> NDArray[np.float32]:
    roots = steps.astype(np.float32) / _STEPS
    found: NDArray[np.float32] = (np.sign(roots) * roots**2 * np.float32(most)).astype(np.float32)
    return found
