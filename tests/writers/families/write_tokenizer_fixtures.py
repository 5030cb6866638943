"""Writes tests/fixtures/tokenizers: a tiny tokenizer of each kind, and what the reference library makes of some texts.

    python tests/writers/families/write_tokenizer_fixtures.py
"""
import json
from pathlib import Path

from kinds_of_tokenizer import KINDS, TEXT, Kind

FIXTURES = Path(__file__).resolve().parents[3] / "tests" / "fixtures" / "tokenizers"
CASES = [
    *TEXT,
    "",
    " ",
    "word",
    " leading space",
    "trailing space ",
    "\n\nblank lines\n\n",
    "e\u0301 is not é until it is normalized; ﬁ and ① neither",
    "🌱",
    "👩‍🌾🐸",
    "\u0000 control \u200b zero width",
    "123456789 0.5e-3",
    "I'M, I'm, we'Ve",
    "<s>written out</s> <|endoftext|>x<|im_start|>user\n[MASK] [CLS]",
    "العربية हिन्दी ไทย",
]


def written(kind: Kind, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(json.loads(kind.tokenizer.to_str()), ensure_ascii=False, separators=(",", ":"))
    (folder / "tokenizer.json").write_text(text + "\n")
    config = {"clean_up_tokenization_spaces": False, "tokenizer_class": "PreTrainedTokenizerFast", **kind.config}
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n")


def cases(kind: Kind) -> list[dict]:
    fast = kind.fast()
    rows = []
    for text in CASES:
        ids = fast.encode(text, add_special_tokens=True)
        rows.append(dict(
            text=text, ids=ids, plain_ids=fast.encode(text, add_special_tokens=False),
            decoded=fast.decode(ids, skip_special_tokens=False), decoded_text=fast.decode(ids, skip_special_tokens=True)))
    return rows


def main() -> None:
    for name, make in KINDS.items():
        kind = make()
        written(kind, FIXTURES / name)
        content = json.dumps(cases(kind), ensure_ascii=False, indent="\t")
        (FIXTURES / name / "cases.json").write_text(content + "\n")
        print(f"{name}: {kind.tokenizer.get_vocab_size()} tokens")


if __name__ == "__main__":
    main()
