"""What LM Evaluation Harness and PyYAML make of task files, for tests to compare with.

    pip install lm_eval==0.4.13
    python tools/evaluation/make_prompt_goldens.py tests/fixtures/evaluation

Writes `prompts.json`, from `tasks/` and the two files of documents beside it, and `yaml.json`, from the
texts that stand there already.
"""
import json
import os
import pathlib
import sys
import tempfile

os.environ.update(HF_DATASETS_OFFLINE="1", HF_HUB_OFFLINE="1", DISABLE_MULTIPROC="1")

import yaml
from lm_eval.tasks import TaskManager
from lm_eval.utils import handle_non_serializable, hash_string

HOME = pathlib.Path(sys.argv[1]).resolve()


def chat(messages, add_generation_prompt=True):
    text = "".join(f"<{m['role']}>{m['content']}</>\n" for m in messages)
    return text + "<assistant>" if add_generation_prompt else text[:-4]


IN_CHAT = {"apply_chat_template": True, "chat_template": chat}
SETTINGS = [
    (None, {}),
    (2, {}),
    (5, {}),
    (2, {**IN_CHAT, "system_instruction": "Be brief."}),
    (2, {**IN_CHAT, "fewshot_as_multiturn": True}),
]


def documents_of(task, options):
    task.build_all_requests(**options)
    by_document = {}
    for instance in task.instances:
        by_document.setdefault(instance.doc_id, []).append(instance)
    for number, instances in by_document.items():
        instances.sort(key=lambda instance: instance.idx)
        first = instances[0]
        entry = {"target": str(task.doc_to_target(first.doc)), "hash": hash_string(first.arguments[0])}
        requests = [list(instance.arguments) for instance in instances]
        if number == 0:
            entry["requests"] = requests
        else:
            entry["all"] = hash_string(json.dumps(requests, ensure_ascii=False, default=handle_non_serializable))
        yield entry


def prompt_goldens():
    with tempfile.TemporaryDirectory() as folder:
        for path in (HOME / "tasks").glob("*.yaml"):
            pathlib.Path(folder, path.name).write_text(path.read_text().replace("DATA/", f"{HOME}/"))
        manager = TaskManager(include_path=folder, include_defaults=False)
        for name in sorted(manager.all_subtasks):
            for shots, options in SETTINGS:
                golden = {
                    "task": name,
                    "shots": shots,
                    "chat": "chat_template" in options,
                    "multiturn": options.get("fewshot_as_multiturn", False),
                    "system": options.get("system_instruction", ""),
                }
                try:
                    task = manager.load([name])["tasks"][name]
                    if shots is not None:
                        task.set_config("num_fewshot", shots)
                    task.set_fewshot_seed(1234)
                    golden["documents"] = list(documents_of(task, options))
                except Exception as error:
                    golden["error"] = f"{type(error).__name__}: {error}"[:120]
                yield golden


class Loader(yaml.CSafeLoader):
    pass


Loader.add_constructor("!function", lambda loader, node: {"function": loader.construct_scalar(node)})


def shown(value):
    """With its type, which JSON has not."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return {"int": str(value)}
    if isinstance(value, float):
        return {"float": repr(value)}
    if isinstance(value, list):
        return [shown(item) for item in value]
    if isinstance(value, dict) and list(value) == ["function"]:
        return value
    if isinstance(value, dict):
        return {"dict": [[shown(key), shown(item)] for key, item in value.items()]}
    return {"other": type(value).__name__}


def yaml_goldens():
    for case in json.loads((HOME / "yaml.json").read_text()):
        try:
            yield {"text": case["text"], "value": shown(yaml.load(case["text"], Loader=Loader))}
        except Exception as error:
            yield {"text": case["text"], "error": type(error).__name__}


def write(name, goldens):
    text = json.dumps(list(goldens), ensure_ascii=False, default=handle_non_serializable)
    (HOME / name).write_text(text + "\n")


write("yaml.json", yaml_goldens())
write("prompts.json", prompt_goldens())
