"""Builds a decoder's graph in the layouts that the hub's exports have."""
from dataclasses import dataclass

import numpy as np
import onnx
from onnx import TensorProto, helper

from graph import Graph
from weights import Decoder, Layer

INT64, INT32, FLOAT, BOOL = TensorProto.INT64, TensorProto.INT32, TensorProto.FLOAT, TensorProto.BOOL


@dataclass(frozen=True)
class Layout:
    """How a graph is fed, and what it gives back."""
    position_ids: bool = True
    cache: str = "by-head"  # by-head, fused (BLOOM: batch x heads), stacked (key and value in one tensor), none
    merged: bool = False  # one graph with and without a cache, switched by `use_cache_branch`
    mask_type: int = INT64
    attention_op: bool = False  # com.microsoft GroupQueryAttention in place of standard operators
    logits_to_keep: bool = False
    named_axes: bool = False  # the cache's sizes are names, to be looked up in config.json
    float_logits: bool = False  # a half-precision graph that gives float32 logits


def past_names(layout: Layout, n: int) -> list[str]:
    return [f"past_{n}"] if layout.cache == "stacked" else [f"past_key_values.{n}.{kv}" for kv in ("key", "value")]


def present_names(layout: Layout, n: int) -> list[str]:
    return [f"present_{n}"] if layout.cache == "stacked" else [f"present.{n}.{kv}" for kv in ("key", "value")]


def cache_shape(d: Decoder, layout: Layout, kind: str, steps: str) -> list:
    if layout.cache == "stacked":
        return [2, "batch_size", d.heads, steps, d.head_size]
    if layout.cache == "fused":
        head = "batch_size x num_heads"
        return [head, d.head_size, steps] if kind == "key" else [head, steps, d.head_size]
    if layout.named_axes:
        return ["batch_size", "num_key_value_heads", steps, "head_dim"]
    return ["batch_size", d.kv_heads, steps, d.head_size]


class Body:
    """The nodes of one graph, or of one branch of a merged one."""

    def __init__(self, g: Graph, d: Decoder, layout: Layout, with_past: bool, single_step: bool):
        self.g, self.d, self.layout = g, d, layout
        self.with_past, self.single_step = with_past, single_step
        self.width = d.embedding.shape[1]

    def shared(self) -> None:
        """What every layer uses: lengths, positions, masks."""
        g = self.g
        size = lambda name: g.op("Shape", [name], f"{name}.length", start=1, end=2)
        self.new = size("input_ids")
        mask = "attention_mask"
        self.total = size(mask)
        if self.layout.mask_type != INT64:
            mask = g.op("Cast", [mask], "mask.int64", to=INT64)
        self.mask = mask
        counted = g.op("Sub", [g.op("CumSum", [mask, g.int(1)], "mask.sum"), g.int(1)], "mask.positions")
        first = g.op("Sub", [self.total, self.new], "first")
        if self.layout.position_ids:
            self.positions = "position_ids"
        else:
            self.positions = g.op("Slice", [counted, first, self.total, g.ints(1)], "positions")
        if self.layout.attention_op:
            self.attention_lengths()
            return
        self.bias = self.mask_bias(first)
        if self.d.positions == "alibi":
            self.bias = g.op("Add", [self.bias, self.alibi(counted)], "bias.alibi")
        if self.d.positions == "rope":
            self.cos, self.sin = (self.rope_rows(n) for n in ("cos", "sin"))

    def mask_bias(self, first: str) -> str:
        """0 where a query may look, the lowest float elsewhere. (B, 1, T, S)"""
        g = self.g
        seen = g.op("Unsqueeze", [g.op("Cast", [self.mask], "mask.bool", to=BOOL), g.ints(1, 2)], "seen")
        # A branch that was traced for one new token has no causal mask: it would let tokens look ahead.
        if not self.single_step:
            scalar = lambda x: g.op("Squeeze", [x], f"{x.removeprefix(g.prefix)}.scalar")
            start, end = scalar(first), scalar(self.total)
            keys = g.op("Range", [g.int(0), end, g.int(1)], "keys")
            queries = g.op("Range", [start, end, g.int(1)], "queries")
            causal = g.op("LessOrEqual", [keys, g.op("Unsqueeze", [queries, g.ints(1)], "queries.column")], "causal")
            seen = g.op("And", [seen, causal], "seen.causal")
        lowest = float(np.finfo(g.float).min)
        return g.op("Where", [seen, g.floats("open", 0), g.floats("masked", lowest)], "bias")

    def alibi(self, counted: str) -> str:
        g, heads = self.g, self.d.heads
        slopes = 2.0 ** (-8.0 / heads * np.arange(1, heads + 1))
        at = g.op("Mul", [counted, self.mask], "alibi.positions")
        at = g.op("Unsqueeze", [g.op("Cast", [at], "alibi.float", to=g.float_type), g.ints(1, 2)], "alibi.row")
        return g.op("Mul", [at, g.floats("alibi.slopes", slopes.reshape(1, heads, 1, 1))], "alibi")

    def rope_angles(self) -> np.ndarray:
        half = self.d.rotary_size // 2
        frequencies = self.d.rope_theta ** (-np.arange(half) * 2 / self.d.rotary_size)
        return np.arange(self.d.context)[:, None] * frequencies

    def rope_rows(self, name: str) -> str:
        """cos or sin at the new tokens' positions, (B, 1, T, rotary)."""
        g, angles = self.g, self.rope_angles()
        table = np.cos(angles) if name == "cos" else np.sin(angles)
        rows = g.op("Gather", [g.floats(f"{name}.table", np.tile(table, 2)), self.positions], f"{name}.rows")
        return g.op("Unsqueeze", [rows, g.ints(1)], name)

    def attention_lengths(self) -> None:
        g = self.g
        last = g.op("Sub", [g.op("ReduceSum", [self.mask, g.ints(1)], "mask.count", keepdims=0), g.int(1)], "mask.last")
        self.past_lengths = g.op("Cast", [last], "seqlens_k", to=INT32)
        self.total_length = g.op("Cast", [g.op("Squeeze", [self.total], "total.scalar")], "total_sequence_length", to=INT32)

    def rotate(self, x: str, name: str) -> str:
        g, size, head = self.g, self.d.rotary_size, self.d.head_size
        rest = []
        if size < head:
            x, still = g.op("Split", [x, g.ints(size, head - size)], [f"{name}.turning", f"{name}.still"], axis=3)
            rest = [still]
        low, high = g.op("Split", [x, g.ints(size // 2, size // 2)], [f"{name}.low", f"{name}.high"], axis=3)
        swapped = g.op("Concat", [g.op("Neg", [high], f"{name}.neg"), low], f"{name}.swapped", axis=3)
        turned = g.op("Add", [g.op("Mul", [x, self.cos], f"{name}.cos"), g.op("Mul", [swapped, self.sin], f"{name}.sin")],
                      f"{name}.turned")
        return g.op("Concat", [turned, *rest], f"{name}.rotated", axis=3) if rest else turned

    def by_head(self, x: str, name: str, heads: int) -> str:
        g = self.g
        x = g.op("Reshape", [x, g.ints(0, 0, heads, self.d.head_size)], f"{name}.heads")
        return g.op("Transpose", [x], f"{name}.by_head", perm=[0, 2, 1, 3])

    def projected(self, x: str, p: str, w: Layer) -> tuple[str, str, str]:
        """Queries, keys and values, (B, T, heads * size), normed over all heads where the family does."""
        g, d = self.g, self.d
        q, k, v = (g.linear(x, f"{p}.{n}", getattr(w, n)) for n in "qkv")
        if w.q_norm is not None and w.q_norm.gain.size > d.head_size:
            q, k = g.norm(q, f"{p}.q_norm", w.q_norm, 0), g.norm(k, f"{p}.k_norm", w.k_norm, 0)
        return q, k, v

    def attention(self, x: str, n: int, w: Layer) -> str:
        g, d, p = self.g, self.d, f"layer{n}.attention"
        q, k, v = self.projected(x, p, w)
        if self.layout.attention_op:
            return g.linear(self.attention_by_op(q, k, v, n, p), f"{p}.o", w.o)
        q, k, v = self.by_head(q, f"{p}.q", d.heads), self.by_head(k, f"{p}.k", d.kv_heads), self.by_head(v, f"{p}.v", d.kv_heads)
        if w.q_norm is not None and w.q_norm.gain.size == d.head_size:
            q, k = g.norm(q, f"{p}.q_norm", w.q_norm, 0), g.norm(k, f"{p}.k_norm", w.k_norm, 0)
        if d.positions == "rope":
            q, k = self.rotate(q, f"{p}.q"), self.rotate(k, f"{p}.k")
        keys, values = self.cached(n, k, v)
        rows = g.op("Reshape", [q, g.ints(0, d.kv_heads, -1, d.head_size)], f"{p}.rows")
        scores = g.op("MatMul", [rows, g.op("Transpose", [keys], f"{p}.keys_t", perm=[0, 1, 3, 2])], f"{p}.scores")
        scores = g.op("Mul", [scores, g.floats("scale", d.head_size**-0.5)], f"{p}.scaled")
        scores = g.op("Add", [g.op("Reshape", [scores, g.ints(0, d.heads, -1, 0)], f"{p}.by_query"), self.bias], f"{p}.masked")
        # ONNX's Reshape copies a dimension by 0 from its input: the last one is S in both shapes.
        shares = g.op("Softmax", [scores], f"{p}.shares", axis=-1)
        shares = g.op("Reshape", [shares, g.ints(0, d.kv_heads, -1, 0)], f"{p}.share_rows")
        mixed = g.op("Reshape", [g.op("MatMul", [shares, values], f"{p}.mixed"), g.ints(0, d.heads, -1, d.head_size)], f"{p}.mixed_heads")
        joined = g.op("Reshape", [g.op("Transpose", [mixed], f"{p}.by_token", perm=[0, 2, 1, 3]), g.ints(0, 0, d.heads * d.head_size)], f"{p}.joined")
        return g.linear(joined, f"{p}.o", w.o)

    def attention_by_op(self, q: str, k: str, v: str, n: int, p: str) -> str:
        g, d, angles = self.g, self.d, self.rope_angles()
        past, present = past_names(self.layout, n), present_names(self.layout, n)
        tables = [g.floats("cos_cache", np.cos(angles)), g.floats("sin_cache", np.sin(angles))]
        inputs = [q, k, v, *past, self.past_lengths, self.total_length, *tables]
        out, *_ = g.op("GroupQueryAttention", inputs, [f"{p}.op", *present], domain="com.microsoft", num_heads=d.heads,
                       kv_num_heads=d.kv_heads, do_rotary=1, rotary_interleaved=0, scale=d.head_size**-0.5)
        return out

    def cached(self, n: int, k: str, v: str) -> tuple[str, str]:
        """Puts what was seen before in front, and names what the next step needs. (B, heads, S, size) each."""
        if self.layout.cache == "none":
            return k, v
        g, past, present = self.g, past_names(self.layout, n), present_names(self.layout, n)
        kept = {"by-head": self.cached_by_head, "fused": self.cached_fused, "stacked": self.cached_stacked}
        return kept[self.layout.cache](g, past, present, k, v)

    def cached_by_head(self, g: Graph, past, present, k, v):
        joined = [g.op("Concat", [old, new], name, axis=2) if self.with_past else g.op("Identity", [new], name)
                  for old, new, name in zip(past, (k, v), present)]
        return joined[0], joined[1]

    def cached_fused(self, g: Graph, past, present, k, v):
        heads, size = self.d.heads, self.d.head_size
        k = g.op("Transpose", [k], f"{present[0]}.turned", perm=[0, 1, 3, 2])
        k = g.op(
            "Reshape", [k, g.op("Concat", [g.ints(-1), g.ints(size), self.new], f"{present[0]}.shape", axis=0)], f"{present[0]}.flat")
        v = g.op("Reshape", [v, g.op("Concat", [g.ints(-1), self.new, g.ints(size)], f"{present[1]}.shape", axis=0)], f"{present[1]}.flat")
        k, v = g.op("Concat", [past[0], k], present[0], axis=2), g.op("Concat", [past[1], v], present[1], axis=1)
        keys = g.op("Reshape", [k, g.op("Concat", [g.ints(-1, heads, size), self.total], f"{present[0]}.back", axis=0)], f"{present[0]}.heads")
        keys = g.op("Transpose", [keys], f"{present[0]}.keys", perm=[0, 1, 3, 2])
        values = g.op("Reshape", [v, g.op("Concat", [g.ints(-1, heads), self.total, g.ints(size)], f"{present[1]}.back", axis=0)], f"{present[1]}.values")
        return keys, values

    def cached_stacked(self, g: Graph, past, present, k, v):
        new = g.op("Concat", [g.op("Unsqueeze", [x, g.ints(0)], f"{present[0]}.{n}") for n, x in (("k", k), ("v", v))],
                   f"{present[0]}.new", axis=0)
        both = g.op("Concat", [past[0], new], present[0], axis=3)
        return tuple(g.op("Gather", [both, g.int(i)], f"{present[0]}.{n}s", axis=0) for i, n in enumerate(("key", "value")))

    def feed_forward(self, x: str, n: int, w: Layer) -> str:
        g, p = self.g, f"layer{n}.mlp"
        up = g.linear(x, f"{p}.up", w.up)
        if w.gate is None:
            return g.linear(g.activate(up, p, self.d.activation), f"{p}.down", w.down)
        gate = g.activate(g.linear(x, f"{p}.gate", w.gate), p, self.d.activation)
        return g.linear(g.op("Mul", [gate, up], f"{p}.gated"), f"{p}.down", w.down)

    def layer(self, x: str, n: int, w: Layer) -> str:
        g, d = self.g, self.d
        norm = lambda y, which: g.norm(y, f"layer{n}.{which}", getattr(w, which), self.width)
        add = lambda a, b, name: g.op("Add", [a, b], f"layer{n}.{name}")
        if d.post_norm:
            x = add(x, norm(self.attention(x, n, w), "norm1"), "after_attention")
            return add(x, norm(self.feed_forward(x, n, w), "norm2"), "out")
        attended = self.attention(norm(x, "norm1"), n, w)
        if d.parallel:
            return add(add(x, attended, "after_attention"), self.feed_forward(norm(x, "norm2"), n, w), "out")
        x = add(x, attended, "after_attention")
        return add(x, self.feed_forward(norm(x, "norm2"), n, w), "out")

    def build(self) -> str:
        """@returns the name of the logits"""
        g, d = self.g, self.d
        self.shared()
        x = g.op("Gather", [g.floats("embedding.weight", d.embedding), "input_ids"], "embedded")
        if d.positions == "learned":
            at = g.op("Add", [self.positions, g.int(d.position_offset)], "positions.shifted") if d.position_offset else self.positions
            x = g.op("Add", [x, g.op("Gather", [g.floats("positions.weight", d.position_table), at], "positions.rows")], "placed")
        if d.embedding_norm is not None:
            x = g.norm(x, "embedding_norm", d.embedding_norm, self.width)
        for n, weights in enumerate(d.layers):
            x = self.layer(x, n, weights)
        x = g.norm(x, "final_norm", d.final_norm, self.width)
        if self.layout.logits_to_keep:
            start = g.op("Reshape", [g.op("Neg", ["num_logits_to_keep"], "keep.neg"), g.ints(1)], "keep.from")
            x = g.op("Slice", [x, start, g.ints(2**62), g.ints(1)], "kept")
        logits = g.linear(x, "lm_head", d.head)
        if self.layout.float_logits:
            logits = g.op("Cast", [logits], "logits.float", to=FLOAT)
        return g.op("Identity", [logits], "logits")


def graph_inputs(d: Decoder, layout: Layout, float_type: int) -> list:
    info = helper.make_tensor_value_info
    inputs = [info("input_ids", INT64, ["batch_size", "sequence_length"]),
              info("attention_mask", layout.mask_type, ["batch_size", "total_sequence_length"])]
    if layout.position_ids:
        inputs.append(info("position_ids", INT64, ["batch_size", "sequence_length"]))
    if layout.cache != "none":
        for n in range(len(d.layers)):
            inputs += [info(name, float_type, cache_shape(d, layout, kind, "past_sequence_length"))
                       for name, kind in zip(past_names(layout, n), ("key", "value"))]
    if layout.logits_to_keep:
        inputs.append(info("num_logits_to_keep", INT64, []))
    if layout.merged:
        inputs.append(info("use_cache_branch", BOOL, [1]))
    return inputs


def graph_outputs(d: Decoder, layout: Layout, float_type: int, prefix: str = "") -> list:
    info = helper.make_tensor_value_info
    logits_type = FLOAT if layout.float_logits else float_type
    outputs = [info(f"{prefix}logits", logits_type, ["batch_size", "sequence_length", d.head.weight.shape[0]])]
    if layout.cache == "none":
        return outputs
    for n in range(len(d.layers)):
        outputs += [info(prefix + name, float_type, cache_shape(d, layout, kind, "past_sequence_length + sequence_length"))
                    for name, kind in zip(present_names(layout, n), ("key", "value"))]
    return outputs


def merged_nodes(g: Graph, d: Decoder, layout: Layout) -> list:
    """An If node: the first pass without a cache, then one token at a time."""
    branches = []
    for name, with_past in (("with_past", True), ("no_past", False)):
        inner = Graph(g.precision, parent=g, prefix=f"{name}/")
        Body(inner, d, layout, with_past, single_step=with_past).build()
        branches.append(helper.make_graph(inner.nodes, name, [], graph_outputs(d, layout, g.float_type, inner.prefix)))
    outputs = [output.name for output in graph_outputs(d, layout, g.float_type)]
    return [helper.make_node("If", ["use_cache_branch"], outputs, "branch", then_branch=branches[0], else_branch=branches[1])]


def build_decoder(d: Decoder, layout: Layout, precision: str) -> onnx.ModelProto:
    g = Graph(precision)
    if layout.merged:
        nodes = merged_nodes(g, d, layout)
    else:
        Body(g, d, layout, with_past=True, single_step=False).build()
        nodes = g.nodes
    graph = helper.make_graph(nodes, "decoder", graph_inputs(d, layout, g.float_type),
                              graph_outputs(d, layout, g.float_type), list(g.weights.values()))
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=8, producer_name="glasshouse-fixtures")
    onnx.checker.check_model(model)
    return model
