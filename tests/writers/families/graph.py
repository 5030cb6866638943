"""Collects nodes and weights of an ONNX graph, with matrices in one of the hub's precisions."""
import numpy as np
from onnx import TensorProto, helper, numpy_helper

from precision import BLOCK, BNB_BLOCK, pack_bnb4, pack_int8, pack_q4, pack_uint8
from weights import Linear, Norm

HALF_PRECISIONS = ("fp16", "q4f16")


class Graph:
    """`op` returns the name of a node's (first) output. Subgraphs share the weights of their parent."""

    def __init__(self, precision: str, parent: "Graph | None" = None, prefix: str = ""):
        self.precision, self.prefix = precision, prefix
        self.nodes: list = []
        self.weights: dict[str, object] = {} if parent is None else parent.weights
        self.float = np.float16 if precision in HALF_PRECISIONS else np.float32
        self.float_type = TensorProto.FLOAT16 if precision in HALF_PRECISIONS else TensorProto.FLOAT

    def constant(self, name: str, value) -> str:
        if name not in self.weights:
            self.weights[name] = numpy_helper.from_array(np.asarray(value, order="C"), name)
        return name

    def floats(self, name: str, value) -> str:
        return self.constant(name, np.asarray(value, self.float))

    def ints(self, *values: int) -> str:
        return self.constant("ints_" + "_".join(str(v).replace("-", "m") for v in values), np.array(values, np.int64))

    def int(self, value: int) -> str:
        return self.constant(f"int_{value}".replace("-", "m"), np.int64(value))

    def op(self, kind: str, inputs: list[str], output, **attributes):
        outputs = [output] if isinstance(output, str) else output
        names = [self.prefix + name for name in outputs]
        self.nodes.append(helper.make_node(kind, inputs, names, names[0] or kind, **attributes))
        return names[0] if isinstance(output, str) else names

    def linear(self, x: str, name: str, layer: Linear) -> str:
        """x @ weight.T + bias."""
        y = self._matmul(x, name, layer.weight)
        if layer.bias is None:
            return y
        return self.op("Add", [y, self.floats(f"{name}.bias", layer.bias)], f"{name}.biased")

    def _matmul(self, x: str, name: str, rows: np.ndarray) -> str:
        n, k = rows.shape
        size = dict(domain="com.microsoft", K=k, N=n)
        if self.precision in ("q4", "q4f16"):
            codes, scale = pack_q4(rows, self.float)
            inputs = [x, self.constant(f"{name}.q4", codes), self.constant(f"{name}.scale", scale.reshape(-1))]
            return self.op("MatMulNBits", inputs, name, bits=4, block_size=BLOCK, **size)
        if self.precision == "bnb4":
            codes, peak = pack_bnb4(rows)
            inputs = [x, self.constant(f"{name}.bnb4", codes), self.constant(f"{name}.absmax", peak)]
            return self.op("MatMulBnb4", inputs, name, block_size=BNB_BLOCK, quant_type=1, **size)
        if self.precision == "dynamic":
            return self._dynamic_matmul(x, name, rows)
        return self.op("MatMul", [x, self._weight(name, rows)], name)

    def _weight(self, name: str, rows: np.ndarray) -> str:
        if self.precision == "int8":
            codes, scale = pack_int8(rows)
            inputs = [self.constant(f"{name}.int8", codes.T), self.constant(f"{name}.scale", scale)]
        elif self.precision == "uint8":
            codes, scale, zero = pack_uint8(rows)
            inputs = [self.constant(f"{name}.uint8", codes.T), self.constant(f"{name}.scale", scale),
                      self.constant(f"{name}.zero", zero)]
        else:
            return self.floats(f"{name}.weight", rows.T)
        return self.op("DequantizeLinear", inputs, f"{name}.weight", axis=1)

    def _dynamic_matmul(self, x: str, name: str, rows: np.ndarray) -> str:
        """What exporters call `quantized`: activations are rounded to 8 bits in every step, too."""
        codes, scale = pack_int8(rows)
        q, x_scale, x_zero = self.op("DynamicQuantizeLinear", [x], [f"{name}.x", f"{name}.x_scale", f"{name}.x_zero"])
        product = self.op("MatMulInteger", [q, self.constant(f"{name}.int8", codes.T), x_zero], f"{name}.product")
        product = self.op("Cast", [product], f"{name}.float", to=TensorProto.FLOAT)
        scales = self.op("Mul", [x_scale, self.constant(f"{name}.scale", scale)], f"{name}.scales")
        return self.op("Mul", [product, scales], name)

    def norm(self, x: str, name: str, norm: Norm, width: int) -> str:
        gain = self.floats(f"{name}.gain", np.ones(width) if norm.gain is None else norm.gain)
        if norm.kind == "layer":
            bias = [] if norm.bias is None else [self.floats(f"{name}.bias", norm.bias)]
            return self.op("LayerNormalization", [x, gain, *bias], name, axis=-1, epsilon=norm.eps)
        square = self.op("Mul", [x, x], f"{name}.square")
        mean = self.op("ReduceMean", [square], f"{name}.mean", axes=[-1], keepdims=1)
        root = self.op("Sqrt", [self.op("Add", [mean, self.floats(f"{name}.eps", norm.eps)], f"{name}.plus")], f"{name}.root")
        return self.op("Mul", [self.op("Div", [x, root], f"{name}.unit"), gain], name)

    def activate(self, x: str, name: str, kind: str) -> str:
        if kind == "relu":
            return self.op("Relu", [x], f"{name}.relu")
        if kind == "silu":
            return self.op("Mul", [x, self.op("Sigmoid", [x], f"{name}.sigmoid")], f"{name}.silu")
        half = self.op("Mul", [x, self.floats("half", 0.5)], f"{name}.half")
        if kind == "gelu":
            inner = self.op("Erf", [self.op("Mul", [x, self.floats("root_half", 0.5**0.5)], f"{name}.scaled")], f"{name}.erf")
        else:  # the approximation through tanh
            cube = self.op("Mul", [self.op("Mul", [x, x], f"{name}.x2"), x], f"{name}.x3")
            term = self.op("Add", [x, self.op("Mul", [cube, self.floats("gelu_a", 0.044715)], f"{name}.a")], f"{name}.sum")
            scaled = self.op("Mul", [term, self.floats("gelu_b", (2 / np.pi) ** 0.5)], f"{name}.b")
            inner = self.op("Tanh", [scaled], f"{name}.tanh")
        return self.op("Mul", [half, self.op("Add", [inner, self.floats("one_f", 1)], f"{name}.plus")], f"{name}.gelu")
