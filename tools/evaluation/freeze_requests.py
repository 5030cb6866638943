"""Any task of LM Evaluation Harness as frozen requests: python freeze_requests.py TASK SHOTS [FOLDER OF TASKS]"""
import json
import sys

from lm_eval.tasks import TaskManager
from lm_eval.utils import handle_non_serializable, hash_string


def freeze(name, shots, folder=None):
    task = TaskManager(include_path=folder).load([name])["tasks"][name]
    task.set_config("num_fewshot", shots)
    task.set_fewshot_seed(1234)
    task.build_all_requests()
    yield {"format": "frozen-requests-1", "config": task.dump_config()}
    requests = {}
    for each in sorted(task.instances, key=lambda instance: instance.idx):
        requests.setdefault(each.doc_id, []).append(each)
    for doc_id, (first, *rest) in sorted(requests.items()):
        doc, target, choices = first.doc, task.doc_to_target(first.doc), None
        if task.config.doc_to_choice is not None:
            choices = task.doc_to_choice(doc)
        gold = task.doc_to_text(doc) if task.multiple_input else target
        if choices and isinstance(gold, str):
            gold = choices.index(gold) if gold in choices else -100
        yield {"doc_id": doc_id, "doc": doc, "target": target, "choices": choices, "gold": gold, "requests": [list(each.arguments) for each in (first, *rest)], "prompt_hash": hash_string(first.arguments[0])}


if __name__ == "__main__":
    for line in freeze(sys.argv[1], int(sys.argv[2]), *sys.argv[3:]):
        print(json.dumps(line, default=handle_non_serializable, ensure_ascii=False))
