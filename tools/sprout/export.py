"""Writes a checkpoint as ONNX, in three precisions, with KV cache, attention and hidden-state outputs.

    python tools/sprout/export.py --checkpoint tools/sprout/work/checkpoint.pt

The graph is built by hand: what a layer does stands on one screen, in standard operators (opset 21). Only the 4-bit
file uses one extension, com.microsoft MatMulNBits, accumulating in float32. Norm gains and the attention scale
are multiplied into the next weight matrix, where they cost nothing.
"""
import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
import torch
from onnx import TensorProto, helper, numpy_helper

from model import Config, Sprout, rope_tables

FLOAT, INT64 = TensorProto.FLOAT, TensorProto.INT64
MASKED = -1e9


class Graph:
    """Collects nodes and weights; `op` returns the name of a node's (first) output."""

    def __init__(self, precision: str):
        self.precision, self.nodes, self.weights = precision, [], []

    def constant(self, name: str, value) -> str:
        if all(w.name != name for w in self.weights):
            self.weights.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def ints(self, *values: int) -> str:
        return self.constant("ints_" + "_".join(str(v).replace("-", "m") for v in values), np.array(values, np.int64))

    def op(self, kind: str, inputs: list[str], outputs: str | list[str], **attributes):
        names = [outputs] if isinstance(outputs, str) else outputs
        self.nodes.append(helper.make_node(kind, inputs, names, names[0], **attributes))
        return outputs

    def int8(self, name: str, matrix: np.ndarray, axis: int) -> str:
        """Weight-only int8: one scale per slice along `axis`, dequantized (or folded to float32) at load."""
        peak = np.abs(matrix).max(1 - axis)
        scale = (np.where(peak > 0, peak, 1) / 127).astype(np.float32)
        codes = np.round(matrix / np.expand_dims(scale, 1 - axis)).astype(np.int8)
        codes, scales = self.constant(f"{name}.int8", codes), self.constant(f"{name}.scale", scale)
        return self.op("DequantizeLinear", [codes, scales], f"{name}.weight", axis=axis)

    def linear(self, x: str, name: str, matrix: np.ndarray) -> str:
        """x @ matrix for a (inputs, outputs) matrix."""
        if self.precision == "q4":
            rows, columns = matrix.shape
            codes, scales = pack_4bit(matrix.T)
            weights = [self.constant(f"{name}.q4", codes), self.constant(f"{name}.scale", scales)]
            return self.op("MatMulNBits", [x, *weights], name, domain="com.microsoft", K=rows, N=columns, bits=4, block_size=32)
        weight = (self.constant(f"{name}.weight", matrix) if self.precision == "f32" else self.int8(name, matrix, 1))
        return self.op("MatMul", [x, weight], name)

    def rms_norm(self, x: str, name: str, c: Config, gain: np.ndarray | None = None) -> str:
        two, eps = self.constant("two", np.float32(2)), self.constant("eps", np.float32(c.norm_eps))
        square = self.op("Pow", [x, two], f"{name}.square")
        mean = self.op("ReduceMean", [square, self.ints(-1)], f"{name}.mean", keepdims=1)
        root = self.op("Sqrt", [self.op("Add", [mean, eps], f"{name}.eps")], f"{name}.root")
        unit = self.op("Div", [x, root], f"{name}.unit")
        gain = self.constant("ones", np.ones(c.width, np.float32)) if gain is None else self.constant(f"{name}.gain", gain)
        return self.op("Mul", [unit, gain], name)  # with this last step the runtime knows the pattern and runs it as one


def pack_4bit(rows: np.ndarray, block: int = 32) -> tuple[np.ndarray, np.ndarray]:
    """MatMulNBits layout: codes 0..15 around 8, two to a byte, low nibble first; one float32 scale per block of 32."""
    n, k = rows.shape
    blocks = rows.reshape(n, k // block, block)
    at = np.abs(blocks).argmax(-1, keepdims=True)
    scale = np.take_along_axis(blocks, at, -1) / -8.0  # the largest weight becomes exactly -8
    codes = np.clip(np.round(blocks / np.where(scale == 0, 1, scale)) + 8, 0, 15).astype(np.uint8)
    return codes[..., 0::2] | codes[..., 1::2] << 4, scale.astype(np.float32).reshape(n, k // block)


def shared_inputs(g: Graph, c: Config) -> tuple[str, str, str]:
    """What every layer uses: rows of the cos and sin tables, and the causal mask as a bias of 0 or MASKED."""
    cos, sin = (table.numpy() for table in rope_tables(c))
    rows = [g.op("Unsqueeze", [g.op("Gather", [g.constant(n, t), "position_ids"], f"{n}.rows"), g.ints(1)], f"{n}.row")
            for n, t in (("cos", cos), ("sin", sin))]                                                # (B, 1, T, E)
    zero, one = g.constant("zero", np.int64(0)), g.constant("one", np.int64(1))
    total = g.op("Squeeze", [g.op("Shape", ["attention_mask"], "total.shape", start=1, end=2)], "total")
    length = g.op("Squeeze", [g.op("Shape", ["input_ids"], "length.shape", start=1, end=2)], "length")
    keys = g.op("Range", [zero, total, one], "keys")                                                 # (S)
    first = g.op("Sub", [total, length], "first")
    queries = g.op("Unsqueeze", [g.op("Range", [first, total, one], "queries.flat"), g.ints(1)], "queries")  # (T, 1)
    causal = g.op("LessOrEqual", [keys, queries], "causal")                                          # (T, S)
    present = g.op("Unsqueeze", [g.op("Cast", ["attention_mask"], "mask.bool", to=TensorProto.BOOL), g.ints(1, 2)], "mask")
    seen = g.op("And", [causal, present], "seen")                                                    # (B, 1, T, S)
    bias = g.op("Where", [seen, g.constant("open", np.float32(0)), g.constant("masked", np.float32(MASKED))], "bias")
    return rows[0], rows[1], bias


def layer(g: Graph, c: Config, n: int, w: dict[str, np.ndarray], x: str, cos: str, sin: str, bias: str) -> str:
    """One block. x (B, T, D) -> (B, T, D)."""
    H, K, E = c.heads, c.kv_heads, c.head_width
    p = f"layer{n}"
    qkv = np.concatenate([w["q"] * E**-0.5, w["k"], w["v"]]) * w["norm1"]                            # (H+2K)*E, D
    gate_up = np.concatenate([w["gate"], w["up"]]) * w["norm2"]                                      # 2F, D

    h = g.linear(g.rms_norm(x, f"{p}.norm1", c), f"{p}.qkv", qkv.T)
    h = g.op("Reshape", [h, g.ints(0, 0, H + 2 * K, E)], f"{p}.heads")
    h = g.op("Transpose", [h], f"{p}.by_head", perm=[0, 2, 1, 3])                                    # (B, H+2K, T, E)
    qk, v = g.op("Split", [h, g.ints(H + K, K)], [f"{p}.qk", f"{p}.v"], axis=1)
    low, high = g.op("Split", [qk], [f"{p}.low", f"{p}.high"], axis=3, num_outputs=2)
    swapped = g.op("Concat", [high, low], f"{p}.swapped", axis=3)
    qk = g.op("Add", [g.op("Mul", [qk, cos], f"{p}.cos"), g.op("Mul", [swapped, sin], f"{p}.sin")], f"{p}.rotated")
    q, k = g.op("Split", [qk, g.ints(H, K)], [f"{p}.q", f"{p}.k"], axis=1)

    keys = g.op("Concat", [f"past_key_values.{n}.key", k], f"present.{n}.key", axis=2)               # (B, K, S, E)
    values = g.op("Concat", [f"past_key_values.{n}.value", v], f"present.{n}.value", axis=2)
    # heads that share a key/value head are stacked as rows: no copy of keys and values is made
    q = g.op("Reshape", [q, g.ints(0, K, -1, E)], f"{p}.q_rows")                                     # (B, K, H/K*T, E)
    scores = g.op("MatMul", [q, g.op("Transpose", [keys], f"{p}.keys_t", perm=[0, 1, 3, 2])], f"{p}.scores")
    scores = g.op("Reshape", [scores, g.ints(0, H, -1, 0)], f"{p}.scores_h")                         # (B, H, T, S)
    weights = g.op("Softmax", [g.op("Add", [scores, bias], f"{p}.masked")], f"attentions.{n}", axis=-1)
    mixed = g.op("MatMul", [g.op("Reshape", [weights, g.ints(0, K, -1, 0)], f"{p}.weights_rows"), values], f"{p}.mixed")
    mixed = g.op("Reshape", [mixed, g.ints(0, H, -1, E)], f"{p}.mixed_h")
    mixed = g.op("Transpose", [mixed], f"{p}.by_token", perm=[0, 2, 1, 3])                           # (B, T, H, E)
    mixed = g.op("Reshape", [mixed, g.ints(0, 0, H * E)], f"{p}.joined")
    x = g.op("Add", [x, g.linear(mixed, f"{p}.o", w["o"].T)], f"{p}.after_attention")

    h = g.linear(g.rms_norm(x, f"{p}.norm2", c), f"{p}.gate_up", gate_up.T)
    gate, up = g.op("Split", [h], [f"{p}.gate", f"{p}.up"], axis=2, num_outputs=2)                   # (B, T, F) each
    silu = g.op("Mul", [gate, g.op("Sigmoid", [gate], f"{p}.sigmoid")], f"{p}.silu")
    down = g.linear(g.op("Mul", [silu, up], f"{p}.gated"), f"{p}.down", w["down"].T)
    name = f"{p}.out" if n == c.layers - 1 else f"hidden_states.{n + 1}"  # the last hidden state is taken after the final norm
    return g.op("Add", [x, down], name)


def build(c: Config, state: dict[str, np.ndarray], precision: str) -> onnx.ModelProto:
    g = Graph(precision)
    embedding = (g.constant("embedding.weight", state["embedding"]) if precision == "f32"
                 else g.int8("embedding", state["embedding"], 0))  # stored once, used at both ends
    cos, sin, bias = shared_inputs(g, c)
    x = g.op("Gather", [embedding, "input_ids"], "hidden_states.0")                                  # (B, T, D)
    for n in range(c.layers):
        prefix = f"blocks.{n}."
        x = layer(g, c, n, {k.removeprefix(prefix): v for k, v in state.items() if k.startswith(prefix)}, x, cos, sin, bias)
    x = g.rms_norm(x, f"hidden_states.{c.layers}", c, state["norm"])
    g.op("MatMul", [x, g.op("Transpose", [embedding], "embedding.transposed", perm=[1, 0])], "logits")

    info = helper.make_tensor_value_info
    cache = lambda when, steps: [info(f"{when}.{n}.{kv}", FLOAT, ["batch", c.kv_heads, steps, c.head_width])
                                 for n in range(c.layers) for kv in ("key", "value")]
    inputs = [info("input_ids", INT64, ["batch", "sequence"]), info("attention_mask", INT64, ["batch", "total"]),
              info("position_ids", INT64, ["batch", "sequence"]), *cache("past_key_values", "past")]
    outputs = [info("logits", FLOAT, ["batch", "sequence", c.vocab]), *cache("present", "total"),
               *(info(f"attentions.{n}", FLOAT, ["batch", c.heads, "sequence", "total"]) for n in range(c.layers)),
               *(info(f"hidden_states.{n}", FLOAT, ["batch", "sequence", c.width]) for n in range(c.layers + 1))]
    opsets = [helper.make_opsetid("", 21)] + [helper.make_opsetid("com.microsoft", 1)] * (precision == "q4")
    graph = helper.make_graph(g.nodes, "sprout", inputs, outputs, g.weights)
    model = helper.make_model(graph, opset_imports=opsets, ir_version=10, producer_name="sprout")
    onnx.checker.check_model(model)
    return model


def feeds(c: Config, tokens: np.ndarray, past: list[np.ndarray] | None = None) -> dict[str, np.ndarray]:
    B, T = tokens.shape
    past = past or [np.zeros((B, c.kv_heads, 0, c.head_width), np.float32)] * (2 * c.layers)
    steps = past[0].shape[2]
    names = [f"past_key_values.{n}.{kv}" for n in range(c.layers) for kv in ("key", "value")]
    return {"input_ids": tokens, "attention_mask": np.ones((B, steps + T), np.int64),
            "position_ids": np.tile(np.arange(steps, steps + T), (B, 1)), **dict(zip(names, past))}


def check(c: Config, sprout: Sprout, path: Path, tokens: np.ndarray) -> float:
    """Largest difference from the training framework's logits, in one pass and with the cache cut in two."""
    options = ort.SessionOptions()
    options.add_session_config_entry("session.disable_quant_qdq", "1")
    session = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    with torch.no_grad():
        expected = sprout(torch.from_numpy(tokens)).numpy()
    whole = dict(zip([o.name for o in session.get_outputs()], session.run(None, feeds(c, tokens))))
    half = tokens.shape[1] // 2
    first = session.run(None, feeds(c, tokens[:, :half]))
    second = session.run(None, feeds(c, tokens[:, half:], first[1:1 + 2 * c.layers]))
    last = whole[f"hidden_states.{c.layers}"] @ sprout.embedding.detach().numpy().T
    if path.name == "model.onnx":
        assert np.abs(last - whole["logits"]).max() < 1e-4, "the head does not fit the last hidden state"
    assert np.abs(second[0] - whole["logits"][:, half:]).max() < 1e-3, "the cache changes the logits"
    return float(np.abs(whole["logits"] - expected).max())


def config_json(c: Config) -> dict:
    return {
        "architectures": ["LlamaForCausalLM"], "model_type": "llama", "vocab_size": c.vocab, "hidden_size": c.width,
        "intermediate_size": c.ffn, "num_hidden_layers": c.layers, "num_attention_heads": c.heads,
        "num_key_value_heads": c.kv_heads, "head_dim": c.head_width, "hidden_act": "silu", "rms_norm_eps": c.norm_eps,
        "rope_theta": c.rope_theta, "rope_scaling": None, "max_position_embeddings": c.context,
        "tie_word_embeddings": True, "attention_bias": False, "mlp_bias": False,
        "bos_token_id": 0, "eos_token_id": [0, 4], "pad_token_id": 0, "torch_dtype": "float32", "use_cache": True,
    }


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--checkpoint", type=Path, default=Path("tools/sprout/work/checkpoint.pt"))
    arguments.add_argument("--out", type=Path, default=Path("public/models/sprout"))
    a = arguments.parse_args()
    saved = torch.load(a.checkpoint, map_location="cpu", weights_only=True)
    c = Config(**saved["config"])
    sprout = Sprout(c)
    sprout.load_state_dict(saved["model"])
    state = {name: tensor.numpy() for name, tensor in sprout.state_dict().items()}
    tokens = np.random.default_rng(0).integers(0, c.vocab, (2, 48))
    (a.out / "onnx").mkdir(parents=True, exist_ok=True)
    for precision, name in (("f32", "model"), ("int8", "model_int8"), ("q4", "model_q4")):
        path = a.out / "onnx" / f"{name}.onnx"
        onnx.save(build(c, state, precision), path)
        difference = check(c, sprout, path, tokens)
        assert precision != "f32" or difference < 1e-4, difference
        print(f"{path}: {path.stat().st_size / 1e6:.2f} MB, logits within {difference:.1e} of the training framework")
    generation = {"bos_token_id": 0, "eos_token_id": [0, 4], "pad_token_id": 0, "do_sample": True, "temperature": 0.8}
    for name, content in (("config.json", config_json(c)), ("generation_config.json", generation)):
        (a.out / name).write_text(json.dumps(content, indent=2) + "\n")


if __name__ == "__main__":
    main()
