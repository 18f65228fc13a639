"""The shipped encoder as a torch module again, so that it can be taught further on any machine: weights of eight bits, as numbers."""

import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from nlp.train.encoder_net import Encoder, Reader, Shape

PARTS = ("qkv", "o", "f1", "f2")
"""The matrices of a block in the order of the graph."""
_EMBEDDED = "encoder.emb.weight"


def shipped(folder: Path, *, dropout: float = 0.0) -> tuple[Reader, dict[str, list[str]]]:
    """The reader, and what the numbers of each of its heads mean.

    Raises ValueError where the graph is not one that `nlp.train.encoder_export` stores.
    """
    graph = onnx.load(str(folder / "reader.onnx")).graph
    stored = {part.name: numpy_helper.to_array(part) for part in graph.initializer}
    heads: dict[str, list[str]] = json.loads((folder / "labels.json").read_text("utf-8"))
    shape = Shape(len(stored[f"{_EMBEDDED}_quantized"]))
    reader = Reader(Encoder(shape, dropout), {name: len(labels) for name, labels in heads.items()})
    names = [f"encoder.blocks.{block}.{part}.weight" for block in range(shape.layers) for part in PARTS]
    names += [f"heads.{head}.u" for head in heads]
    matrices = [node.input[1] for node in graph.node if node.op_type == "MatMulInteger" and node.input[1] in stored]
    if len(matrices) != len(names):
        raise ValueError(f"{folder}: {len(matrices)} matrices, {len(names)} expected: export the encoder anew")
    weights = {name: part for name, part in stored.items() if name in reader.state_dict()}
    weights[_EMBEDDED] = _as_numbers(stored, _EMBEDDED)
    weights |= {
        name: _as_numbers(stored, matrix.removesuffix("_quantized")).T
        for name, matrix in zip(names, matrices, strict=True)
    }
    reader.load_state_dict({name: torch.from_numpy(part.copy()) for name, part in weights.items()})
    return reader, heads


def _as_numbers(stored: dict[str, np.ndarray], name: str) -> np.ndarray:
    steps = stored[f"{name}_quantized"].astype(np.float32) - stored[f"{name}_zero_point"].astype(np.float32)
    return np.asarray(steps * stored[f"{name}_scale"], np.float32)
