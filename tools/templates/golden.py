#!/usr/bin/env python3
"""What transformers makes of chat templates: the texts that `src/engines/chat-template` is held against.

    pip install transformers jinja2
    python tools/templates/golden.py FOLDER

renders every `*.jinja` in FOLDER for the conversations below, with the environment that transformers compiles
templates in, and writes `golden.json` beside them. `GLASSHOUSE_REAL_TEMPLATES=FOLDER npx vitest run --project unit
src/engines/chat-template` then compares.

    python tools/templates/golden.py --cases FILE

computes the texts of a file of cases (as `tests/fixtures/templates/kinds.json`) anew, in place.
"""

import copy
import datetime
import json
import sys
from pathlib import Path

import jinja2
import transformers
from transformers.utils import chat_template_utils

# What a template is told when it asks for the date.
NOW = "2026-11-30T07:08:09"

SPECIAL_TOKENS = {
    "bos_token": "<s>",
    "eos_token": "</s>",
    "pad_token": "<pad>",
    "unk_token": "<unk>",
    "sep_token": "[SEP]",
    "cls_token": "[CLS]",
    "mask_token": "[MASK]",
}


def turns(*contents, first="user"):
    other = {"user": "assistant", "assistant": "user"}
    roles = [first, other[first]]
    return [{"role": roles[i % 2], "content": content} for i, content in enumerate(contents)]


def system(content):
    return {"role": "system", "content": content}


CONVERSATIONS = {
    "one question": turns("Why is the sky blue?"),
    "system and question": [system("You are kind."), *turns("Hello")],
    "three turns": [system("Answer briefly."), *turns("One?", "One.", "Two?", "Two.", "Three?")],
    "three turns without system": turns("One?", "One.", "Two?", "Two.", "Three?"),
    "empty contents": [system(""), *turns("", "", "")],
    "white space around": [system("  \n Be kind. \n\n"), *turns("\n\n  Hi\t ", " \n Yo \n\n", "  ")],
    "other scripts": turns("¿Qué tal? 👩‍👧 नमस्ते e\u0301 \u200bx\ufeff", "Straße İ ǅ", "日本語\u3000です"),
    "odd line ends": turns("a\r\nb\rc\u2028d\x85e\x0bf", "\xa0x\xa0", "\x1c-\x1f"),
    "an answer last": turns("Count.", "1, 2, 3"),
    "system in the middle": [*turns("Hi", "Hello"), system("Now be brief."), *turns("Go on")],
    "two questions in a row": [*turns("First"), *turns("Second", "Both."), *turns("Third")],
    "an answer first": turns("Welcome!", "Thanks", first="assistant"),
    "only a system message": [system("Alone.")],
    "text like markup": turns(
        "{{ x }} {% if %} <|im_end|> <s>[INST] </s> & <b>\"it's\"</b> \\n",
        "<think>\nreason\n</think>\n\nanswer <tool_call>{\"name\": \"f\"}</tool_call>",
        "$& $1 %s {0}",
    ),
    "thoughts in answers": [
        system("Think."),
        *turns("2+2?", "<think>\n2 and 2\n</think>\n\n4", "3+3?", "<think></think>6", "Sure?"),
    ],
    "many turns": [system("S"), *turns(*[f"turn {i}" for i in range(21)])],
    "no message": [],
}


class Clock(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromisoformat(NOW)


chat_template_utils.datetime = Clock


def render(template, messages, special_tokens):
    """The text, or what was raised."""
    try:
        compiled = chat_template_utils._compile_jinja_template(template)
        text = compiled.render(
            # A template may change the list: `messages|indent` does.
            messages=copy.deepcopy(messages),
            tools=None,
            documents=None,
            add_generation_prompt=True,
            **special_tokens,
        )
        text.encode("utf-8")
        return {"expected": text}
    except Exception as error:  # whatever a stranger's template does
        return {"refused": f"{type(error).__name__}: {error}"}


def reference():
    python = ".".join(map(str, sys.version_info[:2]))
    return f"jinja2 {jinja2.__version__}, transformers {transformers.__version__}, Python {python}"


def write_golden(folder):
    templates = []
    for path in sorted(folder.glob("*.jinja")):
        source = path.read_bytes().decode("utf-8")
        results = [render(source, messages, SPECIAL_TOKENS) for messages in CONVERSATIONS.values()]
        templates.append({"file": path.name, "results": results})
        print(path.name, sum("expected" in result for result in results), "of", len(results))
    golden = {
        "reference": reference(),
        "now": NOW,
        "special_tokens": SPECIAL_TOKENS,
        "conversations": [
            {"name": name, "messages": messages} for name, messages in CONVERSATIONS.items()
        ],
        "templates": templates,
    }
    (folder / "golden.json").write_text(json.dumps(golden, ensure_ascii=False), encoding="utf-8")


def write_cases(path):
    cases = json.loads(path.read_text(encoding="utf-8"))
    cases["reference"] = reference()
    cases["now"] = NOW
    cases["special_tokens"] = SPECIAL_TOKENS
    for case in cases["cases"]:
        for key in ("expected", "refused"):
            case.pop(key, None)
        messages = case.get("messages", cases["messages"])
        case.update(render(case["template"], messages, SPECIAL_TOKENS))
    text = json.dumps(cases, ensure_ascii=False, indent="\t")
    path.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1] == "--cases":
        write_cases(Path(sys.argv[2]))
    else:
        write_golden(Path(sys.argv[1]))
