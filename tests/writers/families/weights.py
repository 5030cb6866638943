"""One shape for every family's weights: what a layer is made of, read from the transformers model class.

All matrices are (outputs, inputs) in float64; a missing bias is None.
"""
from dataclasses import dataclass, field

import numpy as np
import torch


@dataclass
class Linear:
    weight: np.ndarray
    bias: np.ndarray | None = None


@dataclass
class Norm:
    kind: str  # "rms" or "layer"
    eps: float
    gain: np.ndarray | None = None  # None: no learned gain
    bias: np.ndarray | None = None


@dataclass
class Layer:
    q: Linear
    k: Linear
    v: Linear
    o: Linear
    up: Linear
    down: Linear
    gate: Linear | None = None
    norm1: Norm | None = None  # before attention (after it where `post_norm`)
    norm2: Norm | None = None  # before the feed-forward part (after it where `post_norm`)
    q_norm: Norm | None = None
    k_norm: Norm | None = None


@dataclass
class Decoder:
    heads: int
    kv_heads: int
    head_size: int
    context: int
    embedding: np.ndarray
    head: Linear
    final_norm: Norm
    layers: list[Layer]
    activation: str  # silu, gelu, gelu_tanh, relu
    embedding_norm: Norm | None = None
    positions: str = "rope"  # rope, learned, alibi
    position_table: np.ndarray | None = None
    position_offset: int = 0
    rotary_size: int = 0
    rope_theta: float = 10000.0
    parallel: bool = False
    post_norm: bool = False
    extra: dict = field(default_factory=dict)


class State:
    """The model's tensors by name, as float64 arrays."""

    def __init__(self, model: torch.nn.Module):
        self.tensors = {name: tensor.double().numpy() for name, tensor in model.state_dict().items()}

    def get(self, name: str) -> np.ndarray | None:
        return self.tensors.get(name)

    def linear(self, name: str) -> Linear:
        return Linear(self.tensors[f"{name}.weight"], self.get(f"{name}.bias"))

    def norm(self, name: str, kind: str, eps: float) -> Norm:
        return Norm(kind, eps, self.get(f"{name}.weight"), self.get(f"{name}.bias"))


def rope_theta(config) -> float:
    parameters = getattr(config, "rope_parameters", None) or {}
    return float(parameters.get("rope_theta", getattr(config, "rope_theta", 10000.0)))


def from_llama_like(model) -> Decoder:
    """Llama, Mistral, Qwen2, Qwen3, SmolLM2, OLMo, OLMo-2: the same names, other norms."""
    s, c = State(model), model.config
    kind, eps = ("layer", 1e-5) if c.model_type == "olmo" else ("rms", c.rms_norm_eps)
    head_size = getattr(c, "head_dim", None) or c.hidden_size // c.num_attention_heads
    post = c.model_type == "olmo2"
    layers = []
    for n in range(c.num_hidden_layers):
        p = f"model.layers.{n}."
        first, second = (("post_attention_layernorm", "post_feedforward_layernorm") if post
                         else ("input_layernorm", "post_attention_layernorm"))
        has_qk_norm = s.get(f"{p}self_attn.q_norm.weight") is not None
        layers.append(Layer(
            *(s.linear(f"{p}self_attn.{x}_proj") for x in "qkvo"),
            up=s.linear(f"{p}mlp.up_proj"), down=s.linear(f"{p}mlp.down_proj"), gate=s.linear(f"{p}mlp.gate_proj"),
            norm1=s.norm(p + first, kind, eps), norm2=s.norm(p + second, kind, eps),
            q_norm=s.norm(f"{p}self_attn.q_norm", kind, eps) if has_qk_norm else None,
            k_norm=s.norm(f"{p}self_attn.k_norm", kind, eps) if has_qk_norm else None,
        ))
    return Decoder(
        heads=c.num_attention_heads, kv_heads=c.num_key_value_heads, head_size=head_size,
        context=c.max_position_embeddings, embedding=s.tensors["model.embed_tokens.weight"],
        head=s.linear("lm_head"), final_norm=s.norm("model.norm", kind, eps), layers=layers, activation="silu",
        rotary_size=head_size, rope_theta=rope_theta(c), post_norm=post,
    )


def split_by_head(fused: Linear, heads: int, head_size: int) -> list[Linear]:
    """Query, key and value that are interleaved head by head, as in GPT-NeoX and BLOOM."""
    weight = fused.weight.reshape(heads, 3, head_size, -1)
    bias = fused.bias.reshape(heads, 3, head_size)
    width = heads * head_size
    return [Linear(weight[:, i].reshape(width, -1), bias[:, i].reshape(width)) for i in range(3)]


def from_gpt_neox(model) -> Decoder:
    s, c = State(model), model.config
    heads, head_size = c.num_attention_heads, c.hidden_size // c.num_attention_heads
    layers = []
    for n in range(c.num_hidden_layers):
        p = f"gpt_neox.layers.{n}."
        layers.append(Layer(
            *split_by_head(s.linear(f"{p}attention.query_key_value"), heads, head_size),
            o=s.linear(f"{p}attention.dense"), up=s.linear(f"{p}mlp.dense_h_to_4h"),
            down=s.linear(f"{p}mlp.dense_4h_to_h"),
            norm1=s.norm(f"{p}input_layernorm", "layer", c.layer_norm_eps),
            norm2=s.norm(f"{p}post_attention_layernorm", "layer", c.layer_norm_eps),
        ))
    share = (c.rope_parameters or {}).get("partial_rotary_factor", 0.25)
    return Decoder(
        heads=heads, kv_heads=heads, head_size=head_size, context=c.max_position_embeddings,
        embedding=s.tensors["gpt_neox.embed_in.weight"], head=s.linear("lm_head"),
        final_norm=s.norm("gpt_neox.final_layer_norm", "layer", c.layer_norm_eps), layers=layers, activation="gelu",
        rotary_size=int(head_size * share), rope_theta=rope_theta(c), parallel=c.use_parallel_residual,
    )


def from_opt(model) -> Decoder:
    s, c = State(model), model.config
    layers = []
    for n in range(c.num_hidden_layers):
        p = f"model.decoder.layers.{n}."
        layers.append(Layer(
            *(s.linear(f"{p}self_attn.{x}") for x in ("q_proj", "k_proj", "v_proj", "out_proj")),
            up=s.linear(f"{p}fc1"), down=s.linear(f"{p}fc2"),
            norm1=s.norm(f"{p}self_attn_layer_norm", "layer", 1e-5),
            norm2=s.norm(f"{p}final_layer_norm", "layer", 1e-5),
        ))
    return Decoder(
        heads=c.num_attention_heads, kv_heads=c.num_attention_heads, head_size=c.hidden_size // c.num_attention_heads,
        context=c.max_position_embeddings, embedding=s.tensors["model.decoder.embed_tokens.weight"],
        head=s.linear("lm_head"), final_norm=s.norm("model.decoder.final_layer_norm", "layer", 1e-5), layers=layers,
        activation="relu", positions="learned", position_table=s.tensors["model.decoder.embed_positions.weight"],
        position_offset=2,
    )


def from_bloom(model) -> Decoder:
    s, c = State(model), model.config
    heads, head_size, eps = c.n_head, c.hidden_size // c.n_head, c.layer_norm_epsilon
    layers = []
    for n in range(c.n_layer):
        p = f"transformer.h.{n}."
        layers.append(Layer(
            *split_by_head(s.linear(f"{p}self_attention.query_key_value"), heads, head_size),
            o=s.linear(f"{p}self_attention.dense"), up=s.linear(f"{p}mlp.dense_h_to_4h"),
            down=s.linear(f"{p}mlp.dense_4h_to_h"),
            norm1=s.norm(f"{p}input_layernorm", "layer", eps), norm2=s.norm(f"{p}post_attention_layernorm", "layer", eps),
        ))
    return Decoder(
        heads=heads, kv_heads=heads, head_size=head_size, context=2048,
        embedding=s.tensors["transformer.word_embeddings.weight"], head=s.linear("lm_head"),
        final_norm=s.norm("transformer.ln_f", "layer", eps), layers=layers, activation="gelu_tanh",
        embedding_norm=s.norm("transformer.word_embeddings_layernorm", "layer", eps), positions="alibi",
    )


def from_gpt2(model) -> Decoder:
    """GPT-2 keeps its matrices as (inputs, outputs)."""
    s, c = State(model), model.config
    turned = lambda name: Linear(s.tensors[f"{name}.weight"].T, s.tensors[f"{name}.bias"])
    layers = []
    for n in range(c.n_layer):
        p = f"transformer.h.{n}."
        fused = turned(f"{p}attn.c_attn")
        parts = zip(np.split(fused.weight, 3), np.split(fused.bias, 3))
        layers.append(Layer(
            *(Linear(weight, bias) for weight, bias in parts), o=turned(f"{p}attn.c_proj"),
            up=turned(f"{p}mlp.c_fc"), down=turned(f"{p}mlp.c_proj"),
            norm1=s.norm(f"{p}ln_1", "layer", c.layer_norm_epsilon),
            norm2=s.norm(f"{p}ln_2", "layer", c.layer_norm_epsilon),
        ))
    return Decoder(
        heads=c.n_head, kv_heads=c.n_head, head_size=c.n_embd // c.n_head, context=c.n_positions,
        embedding=s.tensors["transformer.wte.weight"], head=s.linear("lm_head"),
        final_norm=s.norm("transformer.ln_f", "layer", c.layer_norm_epsilon), layers=layers, activation="gelu_tanh",
        positions="learned", position_table=s.tensors["transformer.wpe.weight"],
    )


READERS = {"gpt_neox": from_gpt_neox, "opt": from_opt, "bloom": from_bloom, "gpt2": from_gpt2}


def read_decoder(model) -> Decoder:
    return READERS.get(model.config.model_type, from_llama_like)(model)
