"""Writes tests/fixtures/families: a tiny random model of every family in the layout of its hub exports, and the logits that
the family's own transformers class computes in float64.

    python tests/writers/families/write_model_fixtures.py [family ...]
"""
import json
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
import torch
import transformers as hf
from onnx import TensorProto

from decoder_graph import Layout, build_decoder, past_names, present_names
from kinds_of_tokenizer import KINDS
from precision import rounded
from weights import Decoder, read_decoder
from write_tokenizer_fixtures import written

FIXTURES = Path(__file__).resolve().parents[3] / "tests" / "fixtures" / "families"
PROMPT = "The garden lies behind the house, and 12 birds"
TOKENS = 14
CHATML = (
    "{%- if tools %}{{- '<|im_start|>system\\n# Tools\\n' }}{%- for tool in tools %}{{- tool | tojson }}{%- endfor %}"
    "{{- '<|im_end|>\\n' }}{%- elif messages[0].role != 'system' %}{{- '<|im_start|>system\\nYou are a helpful assistant."
    "<|im_end|>\\n' }}{%- endif %}{%- for message in messages %}{{- '<|im_start|>' + message.role + '\\n' + "
    "message.content | trim + '<|im_end|>\\n' }}{%- endfor %}{%- if add_generation_prompt %}"
    "{{- '<|im_start|>assistant\\n' }}{%- endif %}")
LLAMA2_CHAT = (
    "{{ bos_token }}{% for message in messages %}{% if message['role'] == 'user' %}{{ '[INST] ' + message['content'] + "
    "' [/INST]' }}{% elif message['role'] == 'assistant' %}{{ ' ' + message['content'] + eos_token }}{% else %}"
    "{{ raise_exception('Only user and assistant roles are supported!') }}{% endif %}{% endfor %}")


@dataclass(frozen=True)
class File:
    name: str
    precision: str = "fp32"
    layout: Layout = Layout()
    data_parts: int = 0  # how many files hold the weights beside the graph


@dataclass(frozen=True)
class Family:
    model: type
    config: hf.PretrainedConfig
    tokenizer: str
    files: tuple[File, ...]
    # Fields of config.json that the hub names otherwise than transformers does today.
    named: dict = field(default_factory=dict)
    tokenizer_config: dict = field(default_factory=dict)
    chat_template: str | None = None  # a file of its own


SMALL = dict(hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4, max_position_embeddings=128)
GROUPED = dict(SMALL, num_key_value_heads=2)
WIDER = dict(GROUPED, hidden_size=64, intermediate_size=64)  # the attention operator wants heads of 16
NO_POSITIONS = Layout(position_ids=False)
ROPE = {"rope_theta": 10000.0}

FAMILIES = {
    "llama": Family(
        hf.LlamaForCausalLM, hf.LlamaConfig(**GROUPED, vocab_size=400, bos_token_id=1, eos_token_id=2), "llama2",
        (File("onnx/model.onnx"), File("onnx/model_quantized.onnx", "dynamic")), ROPE,
        {"chat_template": [{"name": "tool_use", "template": "{{ tools }}"}, {"name": "default", "template": LLAMA2_CHAT}]}),
    "mistral": Family(
        hf.MistralForCausalLM, hf.MistralConfig(**GROUPED, vocab_size=400, bos_token_id=1, eos_token_id=2), "mistral",
        (File("onnx/model_fp16.onnx", "fp16"),), ROPE),
    "qwen2": Family(
        hf.Qwen2ForCausalLM, hf.Qwen2Config(**GROUPED, vocab_size=320, bos_token_id=0, eos_token_id=2, tie_word_embeddings=True), "qwen",
        (File("onnx/model.onnx", data_parts=2), File("onnx/model_q4.onnx", "q4")), ROPE, {"chat_template": CHATML}),
    "qwen3": Family(
        hf.Qwen3ForCausalLM, hf.Qwen3Config(**GROUPED, vocab_size=320, head_dim=16, bos_token_id=0, eos_token_id=2, tie_word_embeddings=True), "qwen",
        (File("onnx/model.onnx", layout=Layout(logits_to_keep=True, named_axes=True)),), ROPE, chat_template=CHATML),
    "smollm2": Family(
        hf.LlamaForCausalLM, hf.LlamaConfig(**WIDER, vocab_size=320, bos_token_id=1, eos_token_id=2, tie_word_embeddings=True), "smollm2",
        (File("onnx/model.onnx", layout=Layout(position_ids=False, attention_op=True)),
         File("onnx/model_q4f16.onnx", "q4f16", Layout(float_logits=True))), ROPE, {"chat_template": CHATML}),
    "gpt_neox": Family(
        hf.GPTNeoXForCausalLM, hf.GPTNeoXConfig(**SMALL, vocab_size=336, bos_token_id=0, eos_token_id=0), "gpt_neox",
        (File("onnx/decoder_model_merged.onnx", layout=Layout(position_ids=False, merged=True)),
         File("onnx/decoder_model_merged_quantized.onnx", "int8", Layout(position_ids=False, merged=True))),
        {"rotary_pct": 0.25, "rotary_emb_base": 10000}),
    "olmo": Family(
        hf.OlmoForCausalLM, hf.OlmoConfig(**SMALL, vocab_size=336, pad_token_id=1, bos_token_id=0, eos_token_id=0), "gpt_neox",
        (File("onnx/model_int8.onnx", "int8"), File("onnx/model_uint8.onnx", "uint8")), ROPE),
    "olmo2": Family(
        hf.Olmo2ForCausalLM, hf.Olmo2Config(**SMALL, vocab_size=336, pad_token_id=1, bos_token_id=0, eos_token_id=0), "gpt_neox",
        (File("onnx/model.onnx"), File("onnx/model_bnb4.onnx", "bnb4")), ROPE),
    "opt": Family(
        hf.OPTForCausalLM, hf.OPTConfig(
            vocab_size=320, hidden_size=32, ffn_dim=64, num_hidden_layers=2, num_attention_heads=4, word_embed_proj_dim=32,
            max_position_embeddings=128, bos_token_id=2, eos_token_id=2, pad_token_id=1, dropout=0.0), "opt",
        (File("onnx/model.onnx", layout=NO_POSITIONS),)),
    "bloom": Family(
        hf.BloomForCausalLM, hf.BloomConfig(vocab_size=320, hidden_size=32, n_layer=2, n_head=4, hidden_dropout=0.0, attention_dropout=0.0), "bloom",
        (File("onnx/model.onnx", layout=Layout(position_ids=False, cache="fused")),),
        {"n_embed": 32, "num_attention_heads": 4, "seq_length": 128}),
    "gpt2": Family(
        hf.GPT2LMHeadModel, hf.GPT2Config(
            vocab_size=320, n_embd=32, n_layer=2, n_head=4, n_positions=128, resid_pdrop=0.0, embd_pdrop=0.0,
            attn_pdrop=0.0, bos_token_id=0, eos_token_id=0), "gpt2",
        (File("onnx/model.onnx", layout=Layout(cache="stacked", mask_type=TensorProto.FLOAT)),
         File("onnx/decoder_model.onnx", layout=Layout(position_ids=False, cache="none")))),
}
# hidden_size and n_head of BLOOM stand in older files under other names only.
NOT_ON_THE_HUB = {"bloom": ("hidden_size", "n_head"), "opt": ()}

# Largest difference from float64 that a file's logits may have. Weights are rounded in the reference, too: what is left is
# arithmetic. `dynamic` and the half precisions round activations as well.
TOLERANCE = {"fp32": 1e-4, "int8": 1e-4, "uint8": 1e-4, "q4": 1e-4, "bnb4": 1e-4, "dynamic": 0.3, "fp16": 0.02, "q4f16": 0.02}


def random_model(family: Family, seed: int) -> torch.nn.Module:
    """Weights wide enough that logits differ by several units, as a trained model's do."""
    torch.manual_seed(seed)
    model = family.model(family.config).eval()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.ndim == 2:
                parameter.normal_(0, 1.0 / parameter.shape[-1] ** 0.5)
            elif name.endswith("bias"):
                parameter.normal_(0, 0.1)
            else:
                parameter.normal_(1, 0.1)
    return model


def with_rounded_weights(model: torch.nn.Module, precision: str) -> torch.nn.Module:
    """Every matrix as the graph stores it. GPT-2's are turned; position tables are not multiplied, and stay."""
    model = model.double()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.ndim != 2 or "position" in name or "wpe" in name:
                parameter.copy_(torch.from_numpy(rounded(parameter.numpy(), "fp16" if precision == "fp16" else "fp32")))
                continue
            turned = ".c_" in name
            rows = parameter.numpy().T if turned else parameter.numpy()
            values = rounded(rows, precision)
            parameter.copy_(torch.from_numpy(values.T if turned else values))
    return model


def reference_logits(model: torch.nn.Module, ids: list[int]) -> np.ndarray:
    with torch.no_grad():
        return model(torch.tensor([ids])).logits[0].numpy()


def feed_types(session: ort.InferenceSession) -> dict:
    kinds = {"tensor(int64)": np.int64, "tensor(float)": np.float32, "tensor(float16)": np.float16, "tensor(bool)": np.bool_}
    return {value.name: kinds[value.type] for value in session.get_inputs()}


def stepped_logits(path: Path, d: Decoder, layout: Layout, ids: list[int], chunks: list[int]) -> np.ndarray:
    """The graph in the native runtime, fed in chunks through its cache."""
    options = ort.SessionOptions()
    options.add_session_config_entry("session.disable_quant_qdq", "1")
    session = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    types = feed_types(session)
    layers = range(len(d.layers))
    past = [name for n in layers for name in past_names(layout, n)] if layout.cache != "none" else []
    present = [name for n in layers for name in present_names(layout, n)] if layout.cache != "none" else []
    cache = {name: np.zeros(empty_shape(d, layout, name), types[name]) for name in past}
    rows, seen = [], 0
    for length in chunks:
        total = seen + length
        fed = ids[:total] if layout.cache == "none" else ids[seen:total]
        feeds = {"input_ids": np.array([fed]), "attention_mask": np.ones((1, total), types["attention_mask"]), **cache}
        if layout.position_ids:
            feeds["position_ids"] = np.arange(seen, total)[None]
        if layout.merged:
            feeds["use_cache_branch"] = np.array([seen > 0])
        if layout.logits_to_keep:
            feeds["num_logits_to_keep"] = np.array(0, np.int64)
        logits, *outputs = session.run(["logits", *present], feeds)
        cache = dict(zip(past, outputs))
        rows.append(logits[0].astype(np.float64)[-length:])
        seen = total
    return np.concatenate(rows)


def empty_shape(d: Decoder, layout: Layout, name: str) -> list[int]:
    if layout.cache == "stacked":
        return [2, 1, d.heads, 0, d.head_size]
    if layout.cache == "fused":
        return [d.heads, d.head_size, 0] if name.endswith("key") else [d.heads, 0, d.head_size]
    return [1, d.kv_heads, 0, d.head_size]


def save(model: onnx.ModelProto, path: Path, data_parts: int) -> None:
    """With `data_parts`, as the hub splits weights: model.onnx_data, model.onnx_data_1 …"""
    path.parent.mkdir(parents=True, exist_ok=True)
    weights = [w for w in model.graph.initializer if len(w.raw_data) >= 1024]
    for part in range(data_parts):
        location = f"{path.name}_data" + (f"_{part}" if part > 0 else "")
        data = bytearray()
        for weight in weights[part::data_parts]:
            data.extend(b"\0" * (-len(data) % 64))
            entries = dict(location=location, offset=str(len(data)), length=str(len(weight.raw_data)))
            data.extend(weight.raw_data)
            weight.ClearField("raw_data")
            weight.data_location = TensorProto.EXTERNAL
            for key, value in entries.items():
                weight.external_data.add(key=key, value=value)
        (path.parent / location).write_bytes(data)
    path.write_bytes(model.SerializeToString())


def config_json(name: str, family: Family) -> dict:
    config = {k: v for k, v in family.config.to_diff_dict().items() if k not in ("rope_parameters", "transformers_version")}
    config = {"architectures": [family.model.__name__], **config, **family.named}
    for key in NOT_ON_THE_HUB.get(name, ()):
        config.pop(key, None)
    return {**config, "model_type": family.config.model_type, "vocab_size": family.config.vocab_size}


CHATS = [
    [dict(role="user", content="Where is the garden?")],
    [dict(role="system", content="Be brief."), dict(role="user", content="  Where is the sea? \n")],
    [dict(role="user", content="Hi"), dict(role="assistant", content="Hello."), dict(role="user", content="<|im_end|> [INST] \u00e9 \U0001f331")],
]


def rendered_chats(template, kind) -> list[dict]:
    """What the reference library makes of some conversations; null where the template refuses them."""
    fast, rows = kind.fast(), []
    fast.chat_template = template if isinstance(template, str) else {t["name"]: t["template"] for t in template}
    for messages in CHATS:
        try:
            text = fast.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
            rows.append(dict(messages=messages, text=text, ids=fast.encode(text, add_special_tokens=False)))
        except Exception:
            rows.append(dict(messages=messages, text=None, ids=None))
    return rows


def write_family(name: str, family: Family) -> None:
    folder = FIXTURES / name
    kind = KINDS[family.tokenizer]()
    kind.config.update(family.tokenizer_config)
    written(kind, folder)
    (folder / "config.json").write_text(json.dumps(config_json(name, family), indent=2) + "\n")
    if family.chat_template is not None:
        (folder / "chat_template.jinja").write_text(family.chat_template)
    template = family.chat_template or family.tokenizer_config.get("chat_template")
    if template is not None:
        content = json.dumps(rendered_chats(template, KINDS[family.tokenizer]()), ensure_ascii=False, indent="\t")
        (folder / "chats.json").write_text(content + "\n")
    ids = kind.tokenizer.encode(PROMPT).ids[:TOKENS]
    reference = dict(token_ids=ids, files={})
    for file in family.files:
        model = with_rounded_weights(random_model(family, seed=sum(name.encode())), file.precision)
        expected, decoder = reference_logits(model, ids), read_decoder(model)
        save(build_decoder(decoder, file.layout, file.precision), folder / file.name, file.data_parts)
        chunks = [5, *[1] * (len(ids) - 5)] if file.layout.merged else [5, 3, *[1] * (len(ids) - 8)]
        actual = stepped_logits(folder / file.name, decoder, file.layout, ids, chunks)
        difference = np.abs(actual - expected).max()
        assert difference < TOLERANCE[file.precision], f"{name} {file.name}: {difference}"
        expected.astype("<f4").tofile(folder / f"{Path(file.name).stem}.logits.f32")
        reference["files"][file.name] = dict(
            precision=file.precision, tolerance=TOLERANCE[file.precision], logits=f"{Path(file.name).stem}.logits.f32")
        size = sum(p.stat().st_size for p in (folder / "onnx").glob(f"{Path(file.name).name}*"))
        print(f"{name:9} {file.name:44} {size / 1000:6.0f} kB  within {difference:.1e}; logits spread {expected.std():.2f}")
    (folder / "reference.json").write_text(json.dumps(reference, indent="\t") + "\n")


if __name__ == "__main__":
    for wanted in sys.argv[1:] or FAMILIES:
        write_family(wanted, FAMILIES[wanted])
