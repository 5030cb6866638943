"""Writes the graphs of tools/bench/decode, Llamas without their weights, and their configurations.

    python tests/writers/families/write_bench_graph.py [name]

The bench fills the weights with noise, apart from the tables of positions: only shapes matter to its clock.
"""
import json
import sys
from pathlib import Path

import torch
from transformers import LlamaConfig, LlamaForCausalLM

from decoder_graph import Layout, build_decoder
from weights import read_decoder, rope_theta
from write_model_fixtures import save

OUT = Path(__file__).resolve().parents[3] / "tools" / "bench" / "decode"
SIZES = {
    "llama-65m": {"vocab_size": 8192, "hidden_size": 640, "intermediate_size": 1728, "num_hidden_layers": 12,
                  "num_attention_heads": 10, "num_key_value_heads": 5, "max_position_embeddings": 1024},
    "llama-134m": {"vocab_size": 32000, "hidden_size": 768, "intermediate_size": 2048, "num_hidden_layers": 12,
                   "num_attention_heads": 12, "num_key_value_heads": 12, "max_position_embeddings": 1024},
}


def write(name: str, sizes: dict[str, int]) -> None:
    torch.manual_seed(0)
    path = OUT / f"{name}.onnx"
    model = LlamaForCausalLM(LlamaConfig(**sizes))
    save(build_decoder(read_decoder(model), Layout(), "fp32"), path, data_parts=1)
    data = OUT / f"{name}.onnx_data"
    print(f"{path.name}: {path.stat().st_size / 1e3:.0f} kB; weights {data.stat().st_size} bytes")
    data.unlink()
    config = {"model_type": "llama", **sizes, "rms_norm_eps": model.config.rms_norm_eps, "rope_theta": rope_theta(model.config)}
    path.with_suffix(".json").write_text(json.dumps(config, indent="\t") + "\n")


if __name__ == "__main__":
    for name in sys.argv[1:] or SIZES:
        write(name, SIZES[name])
