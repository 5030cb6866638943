"""Turns a JSONL dump of the world into token ids: NAME.tokens.npy (uint16) and NAME.starts.npy (document starts).

Documents are laid end to end, each preceded by <|endoftext|>; one more closes the file.
"""
import argparse
import json
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

END_OF_TEXT = 0


def batched_texts(path: Path, kinds: list[str], size: int = 5000):
    with path.open(encoding="utf-8") as lines:
        batch = []
        for document in map(json.loads, lines):
            if not kinds or document["kind"] in kinds:
                batch.append(document["text"])
            if len(batch) == size:
                yield batch
                batch = []
        if batch:
            yield batch


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("dump", type=Path, help="JSONL dump of the world")
    arguments.add_argument("name", type=Path, help="path of the result, without ending")
    arguments.add_argument("--kinds", nargs="*", default=[], help="only documents of these kinds")
    arguments.add_argument("--tokenizer", default="public/models/sprout/tokenizer.json")
    a = arguments.parse_args()
    tokenizer = Tokenizer.from_file(a.tokenizer)
    parts, starts, total = [], [], 0
    for texts in batched_texts(a.dump, a.kinds):
        for encoding in tokenizer.encode_batch_fast(texts, add_special_tokens=False):
            starts.append(total)
            parts.append(np.array([END_OF_TEXT, *encoding.ids], np.uint16))
            total += len(parts[-1])
    parts.append(np.array([END_OF_TEXT], np.uint16))
    np.save(f"{a.name}.tokens.npy", np.concatenate(parts))
    np.save(f"{a.name}.starts.npy", np.array(starts, np.int64))
    print(f"{len(starts)} documents, {total} tokens")


if __name__ == "__main__":
    main()
