"""The reader of stories as it is shipped: its body as an ONNX graph with integers of eight bits, its heads in half precision.

The head of kinds only teaches, too: the encoder of `nlp.encoder` knows them better.
"""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch
from torch import nn

from nlp.train.encoder_export import OPSET
from nlp.train.encoder_net import Encoder, Labels, Shape
from nlp.train.story_net import VALUED, Places, Stories

AUXILIARY = ("victims",)
"""Fields that only teach: trees choose the number of victims, and are no better with the reader's scores among their figures."""


def export(taught: Path, folder: Path) -> int:
    """Returns the size of all files in bytes."""
    given = torch.load(taught, map_location="cpu", weights_only=True)
    model = Stories(Encoder(Shape(**given["shape"])), given["names"])
    model.load_state_dict({name: part.float() for name, part in given["weights"].items()})
    model.eval()
    folder.mkdir(parents=True, exist_ok=True)
    _body(model.encoder, folder / "body.onnx")
    heads = {"people": model.people, **{name: head for name, head in model.placed.items() if name not in AUXILIARY}}
    parts = {f"{name}.{part}": row for name, head in heads.items() for part, row in _placed(head).items()}
    for name in ("said", *VALUED):
        parts |= {f"{name}.{part}": row for part, row in _of_text(model.of_text[name]).items()}
    stored: dict[str, Any] = {name: row.detach().numpy().astype(np.float16) for name, row in parts.items()}
    np.savez_compressed(folder / "heads.npz", **stored)
    (folder / "names.json").write_text(json.dumps(given["names"], indent=0) + "\n", "utf-8")
    return sum(path.stat().st_size for path in folder.iterdir())


def _body(encoder: Encoder, path: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with TemporaryDirectory() as room:
        whole = Path(room) / "whole.onnx"
        named = {"input_names": ["ids"], "output_names": ["vectors"], "dynamic_axes": {"ids": {1: "tokens"}}}
        example = (torch.arange(5, 65)[None, :],)
        torch.onnx.export(encoder, example, str(whole), opset_version=OPSET, dynamo=False, **named)  # type: ignore[arg-type]  # the names are of several kinds
        quantize_dynamic(whole, path, weight_type=QuantType.QInt8, per_channel=True)


def _of_text(head: nn.Module) -> dict[str, torch.Tensor]:
    assert isinstance(head, Labels)
    return {"u": head.u, "v": head.v, "b": head.b}


def _placed(head: nn.Module) -> dict[str, torch.Tensor]:
    assert isinstance(head, Places)
    found = {
        "seen": head.seen.weight[0],
        "inner": head.inner.weight,
        "of_inner": head.inner.bias,
        "out": head.out.weight,
        "of_out": head.out.bias,
        "none": head.none,
    }
    return found if head.values is None else {**found, "values": head.values.weight}
