"""Weights in, ONNX graphs out; written node by node, so that nothing depends on a tracer.

Matrices are kept as 8-bit whole numbers with one scale a column and turned into floats when the
file is loaded (``Cast`` and ``Mul`` of constants are folded); all arithmetic is in floats.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

Floats = NDArray[np.float32]
# ONNX operator set and file version that onnxruntime 1.18 and later read.
OPSET, FILE_VERSION = 17, 8


class Graph:
    """An ONNX graph in the making; every method adds nodes and returns the name of the result."""

    def __init__(self, *, is_small: bool) -> None:
        """Keep matrices in 8 bits if `is_small`, in 32 bits otherwise."""
        self._is_small = is_small
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[str, onnx.TensorProto] = {}
        self._count = 0

    def op(self, kind: str, *inputs: str, **options: object) -> str:
        """Add the operator `kind`."""
        return self.ops(kind, 1, *inputs, **options)[0]

    def ops(self, kind: str, results: int, *inputs: str, **options: object) -> list[str]:
        """Add the operator `kind` that has several results."""
        self._count += 1
        names = [f"{kind}_{self._count}_{number}" for number in range(results)]
        node = helper.make_node(kind, list(inputs), names)
        node.attribute.extend(helper.make_attribute(key, value) for key, value in options.items())
        self._nodes.append(node)
        return names

    def constant(self, value: NDArray[np.generic] | Sequence[int]) -> str:
        """Add a constant; plain sequences become 64-bit whole numbers."""
        array = value if isinstance(value, np.ndarray) else np.array(value, dtype=np.int64)
        tensor = numpy_helper.from_array(np.asarray(array, order="C"))
        name = f"c{len(self._constants)}"
        tensor.name = name
        self._constants[name] = tensor
        return name

    def matrix(self, value: Floats) -> str:
        """Add a matrix of shape (in, out), one scale for each column."""
        if not self._is_small:
            return self.constant(value.astype(np.float32))
        whole, scale = to_int8(value, axis=0)
        floats = self.op("Cast", self.constant(whole), to=TensorProto.FLOAT)
        return self.op("Mul", floats, self.constant(scale))

    def rows(self, value: Floats, places: str) -> str:
        """Add a table of shape (rows, width), one scale a row, and take the rows at `places`."""
        if not self._is_small:
            return self.op("Gather", self.constant(value.astype(np.float32)), places)
        whole, scale = to_int8(value, axis=1)
        taken = self.op("Gather", self.constant(whole), places)
        floats = self.op("Cast", taken, to=TensorProto.FLOAT)
        return self.op("Mul", floats, self.op("Gather", self.constant(scale), places))

    def linear(self, value: str, weight: Floats, bias: Floats) -> str:
        """Add ``value @ weight.T + bias``; `weight` has torch's shape (out, in)."""
        product = self.op("MatMul", value, self.matrix(weight.T))
        return self.op("Add", product, self.constant(bias.astype(np.float32)))

    def norm(self, value: str, weight: Floats, bias: Floats, epsilon: float) -> str:
        """Add a layer norm over the last axis."""
        parts = (self.constant(weight), self.constant(bias))
        return self.op("LayerNormalization", value, *parts, axis=-1, epsilon=epsilon)

    def gelu(self, value: str) -> str:
        """Add the exact GELU."""
        inner = self.op("Div", value, self._scalar(2.0**0.5))
        grown = self.op("Add", self.op("Erf", inner), self._scalar(1.0))
        half = self._scalar(0.5)
        return self.op("Mul", self.op("Mul", value, grown), half)

    def leaky(self, value: str) -> str:
        """Add the leaky ReLU of the heads."""
        return self.op("LeakyRelu", value, alpha=0.1)

    def with_one(self, value: str, like: str) -> str:
        """Add a column of ones behind the last axis; `like` is a tensor of one column."""
        ones = self.op("Add", self.op("Mul", like, self._scalar(0.0)), self._scalar(1.0))
        return self.op("Concat", value, ones, axis=-1)

    def finish(
        self, inputs: Mapping[str, tuple[int, Sequence[str | int]]], outputs: Mapping[str, str]
    ) -> onnx.ModelProto:
        """Return the model; `inputs` are name → (type, shape), `outputs` name → result."""
        for name, result in outputs.items():
            self._nodes.append(helper.make_node("Identity", [result], [name]))
        graph = helper.make_graph(
            self._nodes,
            "kg",
            [helper.make_tensor_value_info(n, kind, shape) for n, (kind, shape) in inputs.items()],
            [helper.make_tensor_value_info(n, TensorProto.FLOAT, None) for n in outputs],
            list(self._constants.values()),
        )
        model = helper.make_model(
            graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="kg"
        )
        model.ir_version = FILE_VERSION
        return model

    def _scalar(self, value: float) -> str:
        return self.constant(np.array(value, dtype=np.float32))


def to_int8(value: Floats, axis: int) -> tuple[NDArray[np.int8], Floats]:
    """Return whole numbers in -127..127 and the scale (kept axis), largest value by 127."""
    scale = np.maximum(np.abs(value).max(axis=axis, keepdims=True), 1e-12) / 127.0
    whole = np.clip(np.rint(value / scale), -127, 127).astype(np.int8)
    return whole, scale.astype(np.float32)
