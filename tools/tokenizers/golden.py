"""What Hugging Face's own library makes of texts, for the tokenizers in a folder:

    pip install tokenizers==0.23.3
    python tools/tokenizers/golden.py FOLDER

Beside each NAME.json it writes NAME.golden.json, read by tests/unit/real-tokenizers.test.ts
(GLASSHOUSE_REAL_TOKENIZERS=FOLDER). Texts are encoded whole: truncation and padding that a file asks
for are put off, as transformers does. A file that the library refuses has its reason instead of rows.
"""

import json
import sys
from pathlib import Path

from tokenizers import Tokenizer

FIXTURES = Path(__file__).parents[2] / "tests/fixtures/tokenizers"
TEXTS = json.loads((FIXTURES / "hard-strings.json").read_text("utf-8"))


def row(tokenizer: Tokenizer, text: str) -> dict[str, object]:
    ids = tokenizer.encode(text).ids
    return {
        "text": text,
        "ids": ids,
        "plain_ids": tokenizer.encode(text, add_special_tokens=False).ids,
        "decoded": tokenizer.decode(ids, skip_special_tokens=False),
        "decoded_text": tokenizer.decode(ids),
    }


def golden(file: Path) -> dict[str, object]:
    try:
        tokenizer = Tokenizer.from_file(str(file))
    except Exception as error:  # the library raises nothing more special
        return {"refused": str(error)}
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return {"rows": [row(tokenizer, text) for text in TEXTS]}


def main(folder: Path) -> None:
    for file in sorted(folder.glob("*.json")):
        if file.name.endswith(".golden.json"):
            continue
        target = file.with_suffix(".golden.json")
        target.write_text(json.dumps(golden(file)), "utf-8")
        print(target)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
