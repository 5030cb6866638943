"""A checkpoint for transformers from a GGUF file, where a model is published as nothing else:

    pip install torch transformers==4.57.3 gguf sentencepiece
    python tools/real-models/from_gguf.py MODEL.gguf CHECKPOINT

Weights are what the file says, unfolded to float32. The tokenizer is written from the file's own tables,
in the form of a published tokenizer.json: what transformers makes of a GGUF is not always what the model
was trained with (a byte-fallback BPE, as Gemma's, becomes a Unigram).
"""

import json
import sys
from pathlib import Path
from typing import Any

import torch
from gguf import GGUFReader
from transformers import AutoModelForCausalLM, AutoTokenizer
from transformers.convert_slow_tokenizer import generate_merges

# Kinds of tokens, as GGUF numbers them.
NORMAL, CONTROL, USER_DEFINED = 1, 3, 4

Json = dict[str, Any]


class Vocabulary:
    """What a GGUF file says of its tokens."""

    def __init__(self, reader: GGUFReader) -> None:
        self._fields = reader.fields
        self.tokens: list[str] = self.get("tokens")
        self.kinds: list[int] = self.get("token_type")

    def get(self, name: str, default: Any = None) -> Any:
        field = self._fields.get(f"tokenizer.{name}" if name.startswith("chat") else f"tokenizer.ggml.{name}")
        return default if field is None else field.contents()

    def token(self, name: str) -> str | None:
        index = self.get(f"{name}_token_id")
        return None if index is None else self.tokens[index]

    def added(self) -> list[Json]:
        return [
            {
                "id": index,
                "content": self.tokens[index],
                "single_word": False,
                "lstrip": False,
                "rstrip": False,
                "normalized": False,
                "special": kind == CONTROL,
            }
            for index, kind in enumerate(self.kinds)
            if kind in (CONTROL, USER_DEFINED)
        ]


def byte_level(vocabulary: Vocabulary, made: Json) -> Json:
    """GPT-2's kind: merges and splits are right; added tokens are not told from words."""
    added = {index for index, kind in enumerate(vocabulary.kinds) if kind != NORMAL}
    words = {t: i for i, t in enumerate(vocabulary.tokens) if i not in added}
    plain = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": False, "use_regex": False}
    model = {**made["model"], "vocab": words, "ignore_merges": False}
    return {
        **made,
        "model": model,
        "added_tokens": vocabulary.added(),
        "post_processor": plain,
        "decoder": plain,
    }


def byte_fallback(vocabulary: Vocabulary) -> Json:
    """SentencePiece's BPE: the merges follow from pieces and scores, spaces are written as U+2581."""
    pieces = {t: i for i, t in enumerate(vocabulary.tokens)}
    scores = vocabulary.get("scores")
    normal = {t: i for t, i in pieces.items() if vocabulary.kinds[i] == NORMAL}
    merges = generate_merges(normal, {t: scores[i] for t, i in normal.items()})
    beginning = vocabulary.token("bos")
    begin = {"SpecialToken": {"id": beginning, "type_id": 0}}
    ids = {"id": beginning, "ids": [pieces[str(beginning)]], "tokens": [beginning]}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": vocabulary.added(),
        "normalizer": {"type": "Replace", "pattern": {"String": " "}, "content": "\u2581"},
        "pre_tokenizer": {
            "type": "Split",
            "pattern": {"String": " "},
            "behavior": "MergedWithPrevious",
            "invert": False,
        },
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [begin, {"Sequence": {"id": "A", "type_id": 0}}],
            "pair": [begin, {"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
            "special_tokens": {beginning: ids},
        },
        "decoder": {
            "type": "Sequence",
            "decoders": [
                {"type": "Replace", "pattern": {"String": "\u2581"}, "content": " "},
                {"type": "ByteFallback"},
                {"type": "Fuse"},
            ],
        },
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": vocabulary.token("unknown"),
            "continuing_subword_prefix": None,
            "end_of_word_suffix": None,
            "fuse_unk": True,
            "byte_fallback": True,
            "ignore_merges": False,
            "vocab": pieces,
            "merges": [list(merge) for merge in merges],
        },
    }


def write_tokenizer(vocabulary: Vocabulary, folder: Path) -> None:
    file = folder / "tokenizer.json"
    is_byte_level = vocabulary.get("model") == "gpt2"
    made = json.loads(file.read_text("utf-8"))
    tokenizer = byte_level(vocabulary, made) if is_byte_level else byte_fallback(vocabulary)
    file.write_text(json.dumps(tokenizer, ensure_ascii=False), "utf-8")
    names = {
        f"{key}_token": vocabulary.token(name)
        for key, name in {"bos": "bos", "eos": "eos", "pad": "padding", "unk": "unknown"}.items()
    }
    if is_byte_level and not vocabulary.get("add_bos_token"):
        names["bos_token"] = None
    config = {
        **names,
        "added_tokens_decoder": {
            str(token["id"]): {key: value for key, value in token.items() if key != "id"}
            for token in vocabulary.added()
        },
        "clean_up_tokenization_spaces": False,
        "tokenizer_class": "PreTrainedTokenizerFast",
    }
    template = vocabulary.get("chat_template")
    if template is not None:
        config["chat_template"] = template
    (folder / "tokenizer_config.json").write_text(json.dumps(config, ensure_ascii=False, indent=2), "utf-8")
    for other in ("chat_template.jinja", "special_tokens_map.json", "added_tokens.json", "tokenizer.model"):
        (folder / other).unlink(missing_ok=True)


def tie(model: Any) -> None:
    """A file may hold one tied matrix twice, in two precisions; the finer one is the output's."""
    embedding, head = model.get_input_embeddings(), model.get_output_embeddings()
    if embedding.weight.data_ptr() == head.weight.data_ptr():
        return
    difference = (embedding.weight - head.weight).abs().mean() / head.weight.abs().mean()
    if difference > 0.3:
        return
    with torch.no_grad():
        embedding.weight.copy_(head.weight)
    model.config.tie_word_embeddings = True
    model.tie_weights()


def end_tokens(vocabulary: Vocabulary) -> list[int]:
    """The one that ends a text, and the one that ends a turn."""
    ends = [vocabulary.get(f"{name}_token_id") for name in ("eos", "eot")]
    turn = [vocabulary.tokens.index(t) for t in ("<|im_end|>", "<|endoftext|>") if t in vocabulary.tokens]
    return sorted({index for index in [*ends, *turn] if index is not None})


def main(file: Path, folder: Path) -> None:
    place = {"gguf_file": file.name}
    tokenizer = AutoTokenizer.from_pretrained(file.parent, **place)
    model = AutoModelForCausalLM.from_pretrained(file.parent, **place, dtype=torch.float32)
    tie(model)
    vocabulary = Vocabulary(GGUFReader(str(file)))
    # Settings of the file's own are not known: the likeliest token, and where it ends.
    model.generation_config.eos_token_id = end_tokens(vocabulary)
    model.generation_config.pad_token_id = vocabulary.get("padding_token_id")
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    write_tokenizer(vocabulary, folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
