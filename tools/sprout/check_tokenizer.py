"""Holds the Python tokenizer against the JavaScript one the app uses: same ids, and decoding gives the text back.

    python tools/sprout/check_tokenizer.py [corpus.jsonl]
"""
import json
import random
import subprocess
import sys
from pathlib import Path

from tokenizers import Tokenizer

HERE = Path(__file__).parent
FOLDER = HERE.parents[1] / "public/models/sprout"
TRICKY = [
    "Mia", " Mia", "  Mia", "Mia ", "Mia  has   a kite.", "\n", "\n\n", " \n ", "a\nb", "a\n b\n", "\tx", "\r\n", " ", "   ",
    "12 + 5 = 17.", "3.14", "1 000", "0x0A <0x0A> <0xFF>", "<0x41>", "naïve café", "▁under▁score", "日本語", "🙂", "👩‍👩‍👧 x", " 🙂",
    "e\u0301", "\u00a0nbsp", "\u200bzero", "Ω≈ç√", "don't Mia's 'quoted' O'Neil's", "'s", "''", "<|user|>", "<|user|>Hi",
    "<|user|> Hi", "<|user|>  Hi <|end|>", "<|endoftext|><|endoftext|>", "a<|endoftext|>b", "a <|endoftext|> b", "<|user|>\nHi<|end|>",
    "<|user|>What colour is Mia's kite?<|end|><|assistant|>Red.<|end|>", "<|userx|> hi", "<|us", "|> x", "<|user|>🙂<|end|> 🙂",
    "\ud7ff\ue000", "a" * 300, "MiA KITE", "x_y-z", "(a) [b] {c}", "$5 & 10%", "\x00\x01", "ß ﬁ ǅ", "\ufeffMia \ufeff", "１２ ٣",
]


def random_text(r: random.Random) -> str:
    parts = [" ", "  ", "\n", "Mia", "kite", "<|user|>", "<|end|>", "'s", ".", "7", "é", "🙂", "日", "<0x20>", "\t", "Tom ", "▁"]
    return "".join(r.choice(parts) for _ in range(r.randint(1, 12)))


def main():
    tokenizer = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    r = random.Random(1)
    cases = TRICKY + [random_text(r) for _ in range(3000)]
    for corpus in sys.argv[1:]:
        with open(corpus, encoding="utf-8") as lines:
            cases += [json.loads(line)["text"] for _, line in zip(range(2000), lines)]
    rows = [{"text": t, "ids": tokenizer.encode(t, add_special_tokens=False).ids} for t in cases]
    for row in rows:
        back = tokenizer.decode(row["ids"], skip_special_tokens=False)
        assert back == row["text"], f"Python decodes {row['text']!r} as {back!r}"
    js = subprocess.run(["npx", "tsx", str(HERE / "check-tokenizer.ts")], input=json.dumps(rows), text=True, check=True,
                        capture_output=True, cwd=FOLDER.parents[2])
    print(f"Python: {len(rows)} texts come back unchanged. JavaScript: {js.stdout.strip()}")


if __name__ == "__main__":
    main()
