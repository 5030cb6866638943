"""Writes what the app's corpus must be equal to: digests and sample documents, decoded by Python from the token ids
that training read (what `prepare.py` wrote), so that neither the dump nor the grammar is trusted.

    python tools/sprout/corpus_fixture.py --data tools/sprout/work --out tests/fixtures/sprout-corpus.json

A digest is SHA-256 over the UTF-8 of its documents, each followed by a line feed.
"""
import argparse
import hashlib
import json
import re
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

SAMPLES = 200
# documents per digest: a part that a test can afford, then all of them
PARTS = {"main": 20_000, "primer": 3_000}
BATCH = 5_000


def documents(path: Path, tokenizer: Tokenizer):
    tokens, starts = np.load(f"{path}.tokens.npy"), np.load(f"{path}.starts.npy")
    ends = [*starts[1:].tolist(), len(tokens) - 1]
    # without the <|endoftext|> that begins each document
    ids = [tokens[start + 1:end].tolist() for start, end in zip(starts.tolist(), ends)]
    for begin in range(0, len(ids), BATCH):
        yield from tokenizer.decode_batch(ids[begin:begin + BATCH], skip_special_tokens=False)


SPECIAL = re.compile(r"<\|\w+\|>")
SENTENCE_END = re.compile(r"(?<=[.?!:])\s+")


def count_sentences(texts: list[str], seen: set[str]) -> int:
    """How many sentences; adds the different ones to `seen`."""
    count = 0
    for text in texts:
        for piece in SPECIAL.split(text):
            sentences = [s for s in SENTENCE_END.split(piece.strip()) if s]
            count += len(sentences)
            seen.update(sentences)
    return count


def describe(texts: list[str], part: int) -> dict:
    digest, first = hashlib.sha256(), ""
    for index, text in enumerate(texts):
        digest.update(f"{text}\n".encode())
        if index + 1 == part:
            first = digest.hexdigest()
    chosen = [round(n * (len(texts) - 1) / (SAMPLES - 1)) for n in range(SAMPLES)]
    return {
        "count": len(texts),
        "characters": sum(map(len, texts)),
        "first": {"count": part, "sha256": first},
        "all": digest.hexdigest(),
        "samples": {str(index): hashlib.sha256(texts[index].encode()).hexdigest() for index in chosen},
        "texts": {str(index): texts[index] for index in chosen[::40]},
    }


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, default=Path("tools/sprout/work"), help="folder of {main,primer}.*.npy")
    arguments.add_argument("--tokenizer", default="public/models/sprout/tokenizer.json")
    arguments.add_argument("--out", type=Path, default=Path("tests/fixtures/sprout-corpus.json"))
    a = arguments.parse_args()
    tokenizer = Tokenizer.from_file(a.tokenizer)
    streams = {name: list(documents(a.data / name, tokenizer)) for name in PARTS}
    different: set[str] = set()
    count = sum(count_sentences(texts, different) for texts in streams.values())
    found = {
        "streams": {name: describe(texts, PARTS[name]) for name, texts in streams.items()},
        "sentences": {"all": count, "different": len(different)},
    }
    a.out.write_text(json.dumps(found, indent="\t") + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
