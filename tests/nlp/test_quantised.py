import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from nlp.quantised import dequantised, quantised


@given(arrays(np.float32, array_shapes(max_dims=2, max_side=20), elements=st.floats(-1e4, 1e4, width=32)))
def test_weights_come_back_near_what_they_were(weights: np.ndarray) -> None:
    steps, most = quantised(weights)
    again = dequantised(steps, float(most))
    assert again.shape == weights.shape
    assert (np.abs(again - weights) <= 0.008 * float(most) + 1e-6).all()
    assert (np.sign(again) * np.sign(weights) >= 0).all()


@pytest.mark.parametrize(("share", "within"), [(1.0, 0.009), (0.1, 0.028), (0.01, 0.085)])
def test_small_weights_keep_their_share(share: float, within: float) -> None:
    for weight in np.linspace(share * 0.9, share, 50):
        again = dequantised(*quantised(np.array([1.0, weight], np.float32)))
        assert again[1] == pytest.approx(weight, rel=within)


def test_nothing_but_zeros_stays_so() -> None:
    steps, most = quantised(np.zeros((3, 2), np.float32))
    assert not dequantised(steps, float(most)).any()
    assert quantised(np.zeros((0, 2), np.float32))[0].shape == (0, 2)
