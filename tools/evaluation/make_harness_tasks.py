"""What LM Evaluation Harness makes of its own task files, with documents that are made up.

    pip install lm_eval==0.4.13
    python tools/evaluation/make_harness_tasks.py OUT.json [COUNT] [SEED]
    npx tsx tools/evaluation/compare-harness-tasks.ts OUT.json

Draws COUNT tasks from those that are declared in YAML without any Python, and writes the documents and a
hash of all requests for each. Only `load_dataset` is replaced.
"""
import hashlib
import json
import logging
import os
import pathlib
import random
import sys

os.environ.update(HF_DATASETS_OFFLINE="1", HF_HUB_OFFLINE="1", DISABLE_MULTIPROC="1", HF_EVALUATE_OFFLINE="1")
sys.path.insert(0, str(pathlib.Path(__file__).parent))
logging.disable(logging.CRITICAL)

import datasets
import lm_eval.tasks
from lm_eval.tasks import TaskManager
from lm_eval.tasks._index import Kind
from lm_eval.utils import handle_non_serializable
from synthetic_documents import columns_of, documents

OUT = pathlib.Path(sys.argv[1])
COUNT = int(sys.argv[2]) if len(sys.argv) > 2 else 300
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else 15
HOME = pathlib.Path(lm_eval.tasks.__file__).parent
ATTEMPTS = 80
ASKED, POOL = 4, 9

datasets.disable_progress_bars()


def chat(messages, add_generation_prompt=True):
    text = "".join(f"<{m['role']}>{m['content']}</>\n" for m in messages)
    return text + "<assistant>" if add_generation_prompt else text[:-4]


SETTINGS = [
    ("plain", None, {}),
    ("2 shots", 2, {}),
    ("chat", 1, {"apply_chat_template": True, "chat_template": chat, "fewshot_as_multiturn": True, "system_instruction": "Be brief."}),
]


def calls_python(value):
    """Unresolved functions are paths."""
    if isinstance(value, str):
        return value.startswith(f"{HOME}/")
    if isinstance(value, dict):
        return any(calls_python(item) for item in value.values())
    return isinstance(value, list) and any(calls_python(item) for item in value)


def splits_of(config):
    fewshot = config.get("fewshot_config")
    names = [config.get(key) for key in ("test_split", "validation_split", "training_split", "fewshot_split")]
    names.append(fewshot.get("split") if isinstance(fewshot, dict) else None)
    return [name for name in dict.fromkeys(names) if isinstance(name, str)]


def hashed(task, options):
    task.build_all_requests(**options)
    by_document = {}
    for instance in task.instances:
        by_document.setdefault(instance.doc_id, []).append(instance)
    lines = []
    for instances in by_document.values():
        instances.sort(key=lambda instance: instance.idx)
        lines.append([str(task.doc_to_target(instances[0].doc)), [list(i.arguments) for i in instances]])
    text = json.dumps(lines, ensure_ascii=False, default=handle_non_serializable)
    return {"hash": hashlib.sha256(text.encode()).hexdigest(), "text": text[:6000]}


def outcome(manager, name, tables):
    datasets.load_dataset = lambda *args, **kwargs: datasets.DatasetDict(
        {split: datasets.Dataset.from_list(rows) for split, rows in tables.items()}
    )
    found = {}
    for title, shots, options in SETTINGS:
        try:
            task = manager.load([name])["tasks"][name]
            # As the harness's evaluator does.
            if shots is not None and task.get_config("num_fewshot") != 0:
                task.set_config("num_fewshot", shots)
            task.set_fewshot_seed(1234)
            found[title] = hashed(task, options)
        except Exception as error:
            found[title] = {"error": f"{type(error).__name__}: {error}"[:200]}
    return found


def golden(manager, name, draw):
    config = manager.task_index[name].cfg
    columns = columns_of(config)
    best = None
    for attempt in range(ATTEMPTS):
        tables = {
            split: documents(columns, draw, attempt, ASKED if place == 0 else POOL)
            for place, split in enumerate(splits_of(config))
        }
        # One type a column in all splits.
        kinds = [[{k: type(v) for k, v in rows[0].items()} for rows in tables.values()]]
        if any(kind != kinds[0][0] for kind in kinds[0]):
            merged = documents(columns, draw, attempt, ASKED + POOL * max(len(tables) - 1, 1))
            tables = {
                split: merged[:ASKED] if place == 0 else merged[ASKED + POOL * (place - 1) :][:POOL]
                for place, split in enumerate(tables)
            }
        found = outcome(manager, name, tables)
        errors = sum("error" in each for each in found.values())
        if best is None or errors < best[0]:
            best = (errors, {"task": name, "tables": tables, "settings": found, "attempts": attempt + 1})
        if errors == 0:
            break
    return best[1]


manager = TaskManager()
declared = [name for name, entry in manager.task_index.items() if entry.kind is Kind.TASK]
eligible = sorted(name for name in declared if not calls_python(manager.task_index[name].cfg))
draw = random.Random(SEED)
chosen = draw.sample(eligible, min(COUNT, len(eligible)))
with open(os.devnull, "w") as sink:
    sys.stderr = sink
    goldens = [golden(manager, name, random.Random(f"{SEED} {name}")) for name in chosen]
OUT.write_text(
    json.dumps(
        {
            "home": str(HOME),
            "names": sorted(declared),
            "declared": len(declared),
            "eligible": len(eligible),
            "seed": SEED,
            "tasks": goldens,
        },
        ensure_ascii=False,
        default=handle_non_serializable,
    )
)
failed = [each["task"] for each in goldens if any("error" in s for s in each["settings"].values())]
print(f"{len(declared)} tasks in YAML, {len(eligible)} without Python, {len(goldens)} drawn; {len(failed)} met an error in the harness")
