"""The taught encoder as it is shipped: an ONNX graph whose weights are integers of eight bits, its tokenizer, its labels."""

import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import torch

from nlp.train.encoder_net import Encoder, Reader, Shape

OPSET = 17
AUXILIARY = ("scopes",)
"""Heads that only teach: where the work is, the model over names of places tells better."""


def export(taught: Path, tokenizer: Path, folder: Path) -> int:
    """Returns the size of the graph in bytes."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    stored = torch.load(taught, map_location="cpu", weights_only=True)
    heads = stored["heads"]
    reader = Reader(Encoder(Shape(**stored["shape"])), {name: len(labels) for name, labels in heads.items()})
    reader.load_state_dict({name: part.float() for name, part in stored["weights"].items()})
    reader.eval()
    for name in heads.keys() & set(AUXILIARY):
        del reader.heads[name]
        del heads[name]
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as room:
        whole = Path(room) / "whole.onnx"
        example = (torch.arange(5, 65)[None, :],)
        named = {"input_names": ["ids"], "output_names": list(heads), "dynamic_axes": {"ids": {1: "tokens"}}}
        torch.onnx.export(reader, example, str(whole), opset_version=OPSET, dynamo=False, **named)  # type: ignore[arg-type]  # the names are of several kinds
        quantize_dynamic(whole, folder / "reader.onnx", weight_type=QuantType.QInt8, per_channel=True)
    if tokenizer != folder / "tokenizer.json":
        shutil.copyfile(tokenizer, folder / "tokenizer.json")
    (folder / "labels.json").write_text(json.dumps(heads, indent=0) + "\n", "utf-8")
    return (folder / "reader.onnx").stat().st_size
