"""Trains Sprout's tokenizer: byte-fallback BPE in which a word is one token wherever it stands.

A space is put before every stretch of text (document start, after a special token), so that "Mia" is always the
token " Mia"; decoding takes that one space away again. Digits stand alone. Characters never seen in training are
spelled as UTF-8 bytes, so every text survives the round trip and no unknown token exists.
"""
import argparse
import json
from collections import Counter
from pathlib import Path

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

SPECIALS = ["<|endoftext|>", "<|user|>", "<|assistant|>", "<|system|>", "<|end|>"]
BYTES = [f"<0x{b:02X}>" for b in range(256)]
# a symbol of its own for U+FEFF: JavaScript's byte decoder drops it at the start of a run
ALPHABET = ["\n", "\ufeff"] + [chr(i) for i in range(32, 127)]
# an English clitic | a word with the space before it | one digit | one mark with the space before it | one space
PIECES = r"'(?:s|t|d|m|ll|re|ve)(?!\p{L})| ?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]|\s"
ADDED_SPACE = r"(?<=\A|<\|endoftext\|>|<\|user\|>|<\|assistant\|>|<\|system\|>|<\|end\|>) "
CHAT_TEMPLATE = (
    "{% for message in messages %}"
    "{% if message['role'] not in ['system', 'user', 'assistant'] %}"
    "{{ raise_exception('Sprout knows the roles system, user and assistant.') }}{% endif %}"
    "{{ '<|' + message['role'] + '|>' + message['content'] + '<|end|>' }}"
    "{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}"
)


def texts(path: Path):
    """The documents of a JSONL dump without their special tokens."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line)["text"]
            for special in SPECIALS:
                text = text.replace(special, "\x00")
            yield from (piece for piece in text.split("\x00") if piece)


def learn(corpus: Path, size: int) -> tuple[list[str], list[list[str]]]:
    """The vocabulary after the bytes, and the merges. The world has few words: each becomes one token, by name
    (`ignore_merges`: a whole word is looked up before any merging); merges serve words it has never seen."""
    bpe = Tokenizer(models.BPE())
    bpe.normalizer = normalizers.Prepend(" ")
    bpe.pre_tokenizer = pre_tokenizers.Split(Regex(PIECES), "isolated")
    trainer = trainers.BpeTrainer(vocab_size=size, initial_alphabet=ALPHABET, limit_alphabet=len(ALPHABET), show_progress=False)
    bpe.train_from_iterator(texts(corpus), trainer)
    pieces = Counter(p for t in texts(corpus) for p, _ in bpe.pre_tokenizer.pre_tokenize_str(bpe.normalizer.normalize_str(t)))
    symbols = dict.fromkeys(ALPHABET) | dict.fromkeys(p for p, _ in sorted(pieces.items(), key=lambda e: (-e[1], e[0])))
    merges = []
    for pair in json.loads(bpe.to_str())["model"]["merges"]:
        if len(symbols) == size:
            break
        merges.append(pair if isinstance(pair, list) else pair.split(" ", 1))
        symbols["".join(merges[-1])] = None
    return list(symbols), merges


def tokenizer_json(symbols: list[str], merges: list[list[str]]) -> dict:
    vocab = {token: i for i, token in enumerate(SPECIALS + BYTES + symbols)}
    return {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": [{"id": i, "content": token, "single_word": False, "lstrip": False, "rstrip": False,
                          "normalized": False, "special": True} for i, token in enumerate(SPECIALS)],
        "normalizer": {"type": "Prepend", "prepend": " "},
        "pre_tokenizer": {"type": "Split", "pattern": {"Regex": PIECES}, "behavior": "Isolated", "invert": False},
        "post_processor": None,
        "decoder": {"type": "Sequence", "decoders": [
            {"type": "ByteFallback"}, {"type": "Fuse"},
            {"type": "Replace", "pattern": {"Regex": ADDED_SPACE}, "content": ""}]},
        "model": {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None,
                  "end_of_word_suffix": None, "fuse_unk": False, "byte_fallback": True, "ignore_merges": True,
                  "vocab": vocab, "merges": merges},
    }


def tokenizer_config(context: int) -> dict:
    end_of_text = SPECIALS[0]
    return {
        "tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": context,
        "bos_token": end_of_text, "eos_token": end_of_text, "pad_token": end_of_text,
        "add_bos_token": False, "add_eos_token": False, "clean_up_tokenization_spaces": False,
        "additional_special_tokens": SPECIALS[1:],
        "added_tokens_decoder": {str(i): {"content": token, "single_word": False, "lstrip": False, "rstrip": False,
                                          "normalized": False, "special": True} for i, token in enumerate(SPECIALS)},
        "chat_template": CHAT_TEMPLATE,
    }


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--corpus", type=Path, required=True, help="JSONL dump of the world")
    arguments.add_argument("--vocab", type=int, default=1280, help="size wanted; a multiple of 64 keeps the head fast")
    arguments.add_argument("--out", type=Path, default=Path("public/models/sprout"))
    a = arguments.parse_args()
    symbols, merges = learn(a.corpus, a.vocab - len(SPECIALS) - len(BYTES))
    made = tokenizer_json(symbols, merges)
    a.out.mkdir(parents=True, exist_ok=True)
    for name, content in (("tokenizer.json", made), ("tokenizer_config.json", tokenizer_config(512))):
        (a.out / name).write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{len(made['model']['vocab'])} tokens, {len(merges)} merges")


if __name__ == "__main__":
    main()
