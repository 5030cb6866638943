"""What transformers and ONNX Runtime make of a model, for tests/e2e/whole-life.real.ts:

    pip install torch transformers==4.57.3 optimum-onnx onnxruntime
    python tools/real-models/reference.py CHECKPOINT FOLDER/NAME

Writes FOLDER/NAME.reference.json: for each precision that NAME has, the ids of each prompt, the likeliest
tokens after it (40 at most), and how probable each was. float32 is computed by torch from the checkpoint,
other precisions by ONNX Runtime from the very files, as torch does not have their kernels.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import onnxruntime
import torch
from optimum.onnxruntime import ORTModelForCausalLM
from transformers import AutoModelForCausalLM, AutoTokenizer

TOKENS = 40
# As the app reads a prompt. 8-bit models round by the largest activation of what goes through at once, so other
# cuts give other numbers; to other precisions it makes no difference but in the last digits.
CHUNK = 32
LIBRARY = (
    "The library of Alexandria was one of the largest and most significant libraries of the ancient world. "
    "It was part of a larger research institution called the Mouseion, which was dedicated to the nine "
    "goddesses of the arts. "
)
TEXTS = {
    "a beginning": "The capital of France is",
    "Hindi": "भारत की राजधानी",
    "a long text": LIBRARY * 22 + "It was founded",
    "control tokens": "<|im_start|>user\nSay hi.<|im_end|>\n<|im_start|>assistant\n",
}
# Each turn follows the model's own answers to those before it.
CHATS: dict[str, dict[str, Any]] = {
    "three turns": {
        "system": "You are a helpful teacher. Answer in two sentences.",
        "turns": [
            "My name is Ada, and I would like to learn how a computer adds two numbers.",
            "Why does it use ones and zeros?",
            "What is my name, and what did I ask first?",
        ],
    },
    "signs": {"system": None, "turns": ["Repeat exactly: 🙂👩‍👩‍👧 naïve Ω  两个空格\n\tTab"]},
    "Japanese": {"system": None, "turns": ["日本の首都はどこですか？日本語で答えてください。"]},
    "a long message": {
        "system": None,
        "turns": [LIBRARY * 22 + "\n\nSummarise the text above in one sentence."],
    },
}

Json = dict[str, Any]


def written(model: Any, prompt: list[int], ends: set[int], count: int = TOKENS) -> Json:
    """The likeliest tokens after a prompt, with ln of their probabilities and by how much each was likelier."""
    row: Json = {"prompt_ids": prompt, "token_ids": [], "logprobs": [], "margins": []}
    passes = [prompt[at : at + CHUNK] for at in range(0, len(prompt), CHUNK)]
    past, seen = None, 0
    with torch.no_grad():
        while len(row["token_ids"]) < count:
            for fed in passes:
                seen += len(fed)
                output = model(
                    input_ids=torch.tensor([fed]),
                    attention_mask=torch.ones((1, seen), dtype=torch.int64),
                    past_key_values=past,
                    use_cache=True,
                )
                past = output.past_key_values
            logprobs = torch.log_softmax(output.logits[0, -1].double(), -1)
            (best, second), (index, _) = logprobs.topk(2)
            row["token_ids"].append(int(index))
            row["logprobs"].append(float(best))
            row["margins"].append(float(best - second))
            if int(index) in ends:
                break
            passes = [[int(index)]]
    return row


def cases(tokenizer: Any, write: Callable[[list[int]], Json]) -> Iterator[Json]:
    for name, text in TEXTS.items():
        yield {"name": name, "prompt": text, "turns": [write(tokenizer(text).input_ids)]}
    if tokenizer.chat_template is None:
        return
    for name, chat in CHATS.items():
        messages = [] if chat["system"] is None else [{"role": "system", "content": chat["system"]}]
        turns = []
        for message in chat["turns"]:
            messages.append({"role": "user", "content": message})
            turn = write(tokenizer.apply_chat_template(messages, add_generation_prompt=True))
            answer = tokenizer.decode(turn["token_ids"], skip_special_tokens=True)
            messages.append({"role": "assistant", "content": answer})
            turns.append({"message": message, **turn})
        yield {"name": name, "system": chat["system"], "turns": turns}


def load_onnx(folder: Path, file: str) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return ORTModelForCausalLM.from_pretrained(
        folder, subfolder="onnx", file_name=file, session_options=options, use_io_binding=False
    )


def load(checkpoint: Path, folder: Path, file: str) -> Any:
    if file == "model.onnx":
        return AutoModelForCausalLM.from_pretrained(checkpoint, dtype=torch.float32).eval()
    return load_onnx(folder, file)


def main(checkpoint: Path, folder: Path, files: list[str]) -> None:
    torch.set_num_threads(1)
    tokenizer = AutoTokenizer.from_pretrained(checkpoint)
    ends = json.loads((checkpoint / "generation_config.json").read_text("utf-8"))["eos_token_id"]
    target = folder.with_name(f"{folder.name}.reference.json")
    precisions: Json = json.loads(target.read_text("utf-8")) if target.exists() else {}
    for file in files or sorted(path.name for path in (folder / "onnx").glob("*.onnx")):
        model = load(checkpoint, folder, file)
        started = time.monotonic()
        rows = list(
            cases(tokenizer, lambda ids: written(model, ids, set(ends if isinstance(ends, list) else [ends])))
        )
        precisions[file] = rows
        target.write_text(json.dumps(precisions, ensure_ascii=False), "utf-8")
        print(file, f"{time.monotonic() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
