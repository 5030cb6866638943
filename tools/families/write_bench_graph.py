"""Writes tools/bench/decode/llama-65m.onnx: the graph of a Llama of 65 million parameters, without its weights.

    python tools/families/write_bench_graph.py

The bench fills the weights with noise: only shapes matter to its clock.
"""
from pathlib import Path

import torch
from transformers import LlamaConfig, LlamaForCausalLM

from decoder_graph import Layout, build_decoder
from weights import read_decoder
from write_model_fixtures import save

OUT = Path(__file__).resolve().parents[2] / "tools" / "bench" / "decode"
CONFIG = LlamaConfig(vocab_size=8192, hidden_size=640, intermediate_size=1728, num_hidden_layers=12, num_attention_heads=10,
                     num_key_value_heads=5, max_position_embeddings=1024)

if __name__ == "__main__":
    torch.manual_seed(0)
    path = OUT / "llama-65m.onnx"
    save(build_decoder(read_decoder(LlamaForCausalLM(CONFIG)), Layout(), "fp32"), path, data_parts=1)
    data = OUT / "llama-65m.onnx_data"
    print(f"{path.name}: {path.stat().st_size / 1e3:.0f} kB; weights {data.stat().st_size} bytes")
    data.unlink()
