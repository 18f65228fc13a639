"""The shipped encoder is read back as it answers, and learns further what it is shown."""

import json
import lzma
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the encoder is trained with torch")
onnxruntime = pytest.importorskip("onnxruntime")
pytest.importorskip("onnx", reason="the encoder is trained with the packages of the extra `train`")

from nlp.train.encoder_fit import fit_further  # noqa: E402 - after the check
from nlp.train.encoder_shipped import shipped  # noqa: E402

FOLDER = Path(__file__).parents[2] / "nlp" / "models" / "encoder"
IDS = np.arange(40, 100)[None, :]


def test_the_shipped_reader_answers_as_its_graph_does() -> None:
    reader, heads = shipped(FOLDER)
    told = onnxruntime.InferenceSession(str(FOLDER / "reader.onnx")).run(None, {"ids": IDS})
    read = reader.eval()(torch.from_numpy(IDS))
    assert [part.shape[1] for part in told] == [len(labels) for labels in heads.values()]
    for graph, module in zip(told, read, strict=True):
        np.testing.assert_allclose(graph, module.detach().numpy(), atol=0.3)


def test_it_learns_what_it_is_shown_and_refuses_other_labels(tmp_path: Path) -> None:
    _, heads = shipped(FOLDER)
    text, flag = "pupuk kandang sapi diantar ke sawah", heads["flags"].index("RF-24")
    row = {"task": "offers", "text": text, "flags": [flag], "told": "all", "weight": 1.0, "labels": 0, "scopes": 0}
    given: dict[str, Any] = {
        "heads": {**heads, "scopes": ["overseas"]},
        "strong": [],
        "absences": [],
        "rows": [row] * 640,
    }
    examples, out = tmp_path / "examples.json.xz", tmp_path / "taught.pt"
    examples.write_bytes(lzma.compress(json.dumps(given).encode()))
    fit_further(examples, FOLDER, out)
    stored = torch.load(out, weights_only=True)
    assert stored["heads"] == heads
    before, after = (_odds(weights, text, flag) for weights in (None, stored["weights"]))
    assert after > before + 2
    given["heads"]["flags"] = heads["flags"][::-1]
    examples.write_bytes(lzma.compress(json.dumps(given).encode()))
    with pytest.raises(ValueError, match=r"nlp\.train encoder"):
        fit_further(examples, FOLDER, out)


def _odds(weights: dict[str, Any] | None, text: str, flag: int) -> float:
    from tokenizers import Tokenizer

    reader, _ = shipped(FOLDER)
    if weights is not None:
        reader.load_state_dict({name: part.float() for name, part in weights.items()})
    tokens = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    return float(reader.eval()(torch.tensor([tokens.encode(text).ids]))[0][0, flag].detach())
