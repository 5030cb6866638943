"""Writes tests/fixtures/gguf/small.gguf with llama.cpp's own package, for the writer here to be held against.

    python tests/writers/gguf/write_fixture.py

Wants `gguf` 0.19.0 and numpy. write-gguf.test.ts writes the same: one of every kind of value that a Llama needs, and
tensors whose lengths are no multiples of the alignment.
"""
from pathlib import Path

import numpy as np
from gguf import GGUFWriter

OUT = Path(__file__).resolve().parents[3] / "tests" / "fixtures" / "gguf" / "small.gguf"

writer = GGUFWriter(OUT, "llama")
writer.add_uint32("llama.block_count", 3)
writer.add_float32("llama.rope.freq_base", 10000.0)
writer.add_array("tokenizer.ggml.tokens", ["\u2581Tür", "", "x"])
writer.add_array("tokenizer.ggml.scores", [0.5, -1.0])
writer.add_array("tokenizer.ggml.token_type", [1, -6])
writer.add_bool("tokenizer.ggml.add_bos_token", True)
writer.add_tensor("matrix.weight", np.arange(15, dtype=np.float32).reshape(3, 5) / 4)
writer.add_tensor("gain.weight", np.array([1, -2], dtype=np.float32))
writer.write_header_to_file()
writer.write_kv_data_to_file()
writer.write_tensors_to_file()
writer.close()
