"""MLC weights of a Qwen2 checkpoint in q4f32_1, for a compiled model library, and what they should give:

    pip install torch transformers==4.57.3 safetensors
    python tools/real-models/mlc.py CHECKPOINT LIBRARY.wasm FOLDER

The library says which parameters it wants, in which order and shape. FOLDER gets shards, their list, the
configuration, the tokenizer, the library as model_lib.wasm, and reference.json: the likeliest tokens after
a prompt, computed by torch from weights that are rounded in the same way.
"""

import hashlib
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import torch
from reference import written
from safetensors import safe_open
from transformers import AutoModelForCausalLM, AutoTokenizer

GROUP = 32
SHARD_BYTES = 32 << 20
PROMPT = "The capital of France is"
# A step takes half a minute on a software adapter.
TOKENS = 4

Json = dict[str, Any]


def metadata(library: bytes) -> Json:
    """What the library's `_metadata` returns stands in its data, as text."""
    at = library.index(b'{"model_type"')
    return json.JSONDecoder().raw_decode(library[at : library.index(b"\0", at)].decode("utf-8"))[0]


def scales(weight: torch.Tensor) -> torch.Tensor:
    largest = weight.view(weight.shape[0], -1, GROUP).abs().amax(-1) / 7
    return torch.where(largest == 0, torch.ones_like(largest), largest).to(torch.bfloat16).float()


def levels(weight: torch.Tensor, scale: torch.Tensor) -> torch.Tensor:
    """0 to 14, where 7 is zero."""
    grouped = weight.view(weight.shape[0], -1, GROUP)
    return (torch.round(grouped / scale[..., None]) + 7).clamp(0, 14)


def rounded(weight: torch.Tensor) -> torch.Tensor:
    if weight.dim() != 2:
        return weight.to(torch.bfloat16).float()
    scale = scales(weight)
    return ((levels(weight, scale) - 7) * scale[..., None]).reshape(weight.shape)


def packed(weight: torch.Tensor) -> torch.Tensor:
    """Eight levels in each 32-bit word, the first in its lowest bits."""
    nibbles = levels(weight, scales(weight)).to(torch.int64).view(weight.shape[0], -1, 8)
    return (nibbles << (torch.arange(8) * 4)).sum(-1)


class Checkpoint:
    def __init__(self, folder: Path) -> None:
        self._file = safe_open(folder / "model.safetensors", "pt")

    def get(self, name: str) -> torch.Tensor:
        """A parameter by the library's name: some are several of the checkpoint's, one below the other."""
        for joined, parts in (("c_attn", ("q_proj", "k_proj", "v_proj")), ("gate_up_proj", ("gate_proj", "up_proj"))):
            if joined in name:
                return torch.cat([self._file.get_tensor(name.replace(joined, part)).float() for part in parts])
        return self._file.get_tensor(name).float()


def encoded(checkpoint: Checkpoint, name: str) -> tuple[torch.Tensor, str, bytes]:
    if name.endswith(".q_weight"):
        words = packed(checkpoint.get(name.removesuffix(".q_weight") + ".weight"))
        return words, "raw", words.numpy().astype("<u4").tobytes()
    if name.endswith(".q_scale"):
        value = scales(checkpoint.get(name.removesuffix(".q_scale") + ".weight"))
    else:
        value = checkpoint.get(name)
    return value, "f32-to-bf16", value.to(torch.bfloat16).view(torch.int16).numpy().tobytes()


class Shards:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pieces: list[bytes] = []
        self._records: list[Json] = []
        self._bytes = 0
        self.list: list[Json] = []

    def add(self, parameter: Json, form: str, data: bytes) -> None:
        if self._bytes + len(data) > SHARD_BYTES:
            self.close()
        record = {key: parameter[key] for key in ("name", "shape", "dtype")}
        self._records.append({**record, "format": form, "nbytes": len(data), "byteOffset": self._bytes})
        self._pieces.append(data)
        self._bytes += len(data)

    def close(self) -> None:
        if not self._pieces:
            return
        data = b"".join(self._pieces)
        name = f"params_shard_{len(self.list)}.bin"
        (self._folder / name).write_bytes(data)
        self.list.append(
            {
                "dataPath": name,
                "format": "raw-shard",
                "nbytes": len(data),
                "records": self._records,
                "md5sum": hashlib.md5(data).hexdigest(),
            }
        )
        self._pieces, self._records, self._bytes = [], [], 0


def write_weights(checkpoint: Checkpoint, parameters: list[Json], folder: Path) -> None:
    shards = Shards(folder)
    for parameter in parameters:
        value, form, data = encoded(checkpoint, parameter["name"])
        if list(value.shape) != parameter["shape"]:
            raise ValueError(f"{parameter['name']}: {list(value.shape)}, not {parameter['shape']}")
        shards.add(parameter, form, data)
    shards.close()
    total = sum(shard["nbytes"] for shard in shards.list)
    facts = {"ParamSize": len(parameters), "ParamBytes": total, "BitsPerParam": 4.5}
    text = json.dumps({"metadata": facts, "records": shards.list})
    for name in ("ndarray-cache.json", "tensor-cache.json"):
        (folder / name).write_text(text, "utf-8")


def chat_config(vocabulary: int) -> Json:
    """As published for this architecture, with a short context."""
    return {
        "version": "0.1.0",
        "model_type": "qwen2",
        "quantization": "q4f32_1",
        "vocab_size": vocabulary,
        "context_window_size": 1024,
        "sliding_window_size": -1,
        "prefill_chunk_size": 1024,
        "attention_sink_size": -1,
        "tensor_parallel_shards": 1,
        "temperature": 0.7,
        "top_p": 0.8,
        "repetition_penalty": 1.1,
        "tokenizer_files": ["tokenizer.json", "tokenizer_config.json"],
        "tokenizer_info": {
            "token_postproc_method": "byte_level",
            "prepend_space_in_encode": False,
            "strip_space_in_decode": False,
        },
        "conv_template": {
            "name": "chatml",
            "system_template": "<|im_start|>system\n{system_message}<|im_end|>\n",
            "system_message": "You are a helpful assistant.",
            "roles": {"user": "<|im_start|>user", "assistant": "<|im_start|>assistant"},
            "role_templates": {"user": "{user_message}", "assistant": "{assistant_message}"},
            "messages": [],
            "seps": ["<|im_end|>\n"],
            "role_content_sep": "\n",
            "role_empty_sep": "\n",
            "stop_str": ["<|endoftext|>", "<|im_end|>"],
            "stop_token_ids": [151643, 151645],
        },
        "pad_token_id": 151643,
        "bos_token_id": 151643,
        "eos_token_id": [151645, 151643],
    }


def write_reference(folder: Path, checkpoint: Path) -> None:
    model = AutoModelForCausalLM.from_pretrained(checkpoint, dtype=torch.float32).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(rounded(parameter))
    ids = AutoTokenizer.from_pretrained(checkpoint)(PROMPT).input_ids
    turn = written(model, ids, set(), TOKENS)
    case = {"name": "a beginning", "prompt": PROMPT, "turns": [turn]}
    (folder / "reference.json").write_text(json.dumps([case]), "utf-8")


def main(checkpoint: Path, library: Path, folder: Path) -> None:
    torch.set_num_threads(1)
    folder.mkdir(parents=True, exist_ok=True)
    parameters = metadata(library.read_bytes())["params"]
    write_weights(Checkpoint(checkpoint), parameters, folder)
    vocabulary = json.loads((checkpoint / "config.json").read_text("utf-8"))["vocab_size"]
    (folder / "mlc-chat-config.json").write_text(json.dumps(chat_config(vocabulary)), "utf-8")
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copyfile(checkpoint / name, folder / name)
    shutil.copyfile(library, folder / "model_lib.wasm")
    write_reference(folder, checkpoint)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
