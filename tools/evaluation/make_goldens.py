"""What LM Evaluation Harness itself computes on Sprout, for tests to compare with.

    pip install lm_eval==0.4.13 onnxruntime tokenizers scikit-learn
    SPROUT=public/models/sprout python tools/evaluation/make_goldens.py tests/fixtures/evaluation/goldens

Writes the samples of each task as the harness saves them, its requests frozen, and what was computed from
all of them.
"""
import json
import os
import pathlib
import sys
import tempfile

os.environ.update(HF_DATASETS_OFFLINE="1", HF_HUB_OFFLINE="1", DISABLE_MULTIPROC="1", TOKENIZERS_PARALLELISM="false")
sys.path.insert(0, str(pathlib.Path(__file__).parent))

import lm_eval
import sprout_lm  # noqa: F401  registers the model
from lm_eval.loggers import EvaluationTracker
from freeze_requests import freeze
from lm_eval.tasks import TaskManager
from lm_eval.utils import handle_non_serializable

BOOTSTRAP_DRAWS = 1000
PEOPLE = ["Mia", "Tom", "Leo", "Ada", "Ben", "Zoe"]
COLOURS = ["red", "blue", "green", "yellow", "black", "white"]
THINGS = ["kite", "boat", "ball", "hat", "cup", "drum"]


def document(i):
    a, b = PEOPLE[i % 6], PEOPLE[(i + 1 + i // 6) % 6]
    if a == b:
        b = PEOPLE[(i + 2) % 6]
    x, y = COLOURS[(i * 5) % 6], COLOURS[(i * 5 + 1 + i % 4) % 6]
    thing, other = THINGS[(i * 7) % 6], THINGS[(i * 7 + 3) % 6]
    choices = [x, y, "dark green" if i % 3 else "émeraude"]
    gold = i % 2
    asked, owned = (a, thing) if gold == 0 else (b, other)
    # Some labels are wrong, so that no score is 1 everywhere.
    label = 1 - gold if i % 5 == 3 else gold
    story = f"{a} has a {x} {thing}. {b} has a {y} {other}."
    return {
        "id": i,
        "story": story,
        "q": f"{story} {asked}'s {owned} is" + (" " if i % 5 == 4 else ""),
        "choices": choices,
        "gold": label,
        "both": [label, 2],
        "weight": [0.5, 1e-07, 1e16, 3.0][i % 4],
        "note": None if i % 2 else "Grün \u2028 “x” \U0001f331\n\t\"\\",
    }


def rolling(i):
    return {"id": i, "text": " ".join(document(i * 40 + k)["story"] for k in range(1 + i * 19)) + ("\n\n" if i == 1 else "")}


MULTIPLE_CHOICE = {
    "output_type": "multiple_choice",
    "fewshot_split": "train",
    "doc_to_text": "{{q}}",
    "doc_to_choice": "choices",
    "doc_to_target": "gold",
    "metric_list": [
        *({"metric": m, "aggregation": "mean", "higher_is_better": True} for m in ("acc", "acc_norm", "acc_bytes", "acc_mutual_info")),
        {"metric": "brier_score", "aggregation": "brier_score", "higher_is_better": False},
        {"metric": "f1", "aggregation": "f1", "higher_is_better": True, "average": "macro"},
        {"metric": "mcc", "aggregation": "matthews_corrcoef", "higher_is_better": True},
        {"metric": "exact_match", "aggregation": "mean", "higher_is_better": True},
    ],
}
# f1 is of two classes here: the harness calls scikit-learn's f1_score with its default.
NO_F1 = [m for m in MULTIPLE_CHOICE["metric_list"] if m["metric"] != "f1"]
LIKELIHOOD = {
    "output_type": "loglikelihood",
    "fewshot_split": "train",
    "doc_to_text": "{{q}}",
    "doc_to_target": "{{choices[gold]}}",
    "metric_list": [
        {"metric": "perplexity", "aggregation": "perplexity", "higher_is_better": False},
        {"metric": "acc", "aggregation": "mean", "higher_is_better": True},
    ],
}
GENERATE = {
    "output_type": "generate_until",
    "fewshot_split": "train",
    "doc_to_text": "{{q}}",
    "doc_to_target": "{{choices[gold]}}",
    "generation_kwargs": {"until": [".", "\n"], "max_gen_toks": 8, "do_sample": False},
    "metric_list": [{"metric": "exact_match", "aggregation": "mean", "higher_is_better": True, "ignore_case": True, "ignore_punctuation": True, "regexes_to_ignore": ["^ ", "[,$]"]}],
}
TASKS = {
    "mc_0": {**MULTIPLE_CHOICE, "metric_list": NO_F1},
    "mc_2": {**MULTIPLE_CHOICE, "metric_list": NO_F1, "num_fewshot": 2, "description": "Read and answer."},
    "mc_5": {**MULTIPLE_CHOICE, "metric_list": NO_F1, "num_fewshot": 5},
    "mc_two_classes": {**MULTIPLE_CHOICE, "doc_to_choice": "{{choices[:2]}}"},
    "mc_inputs": {
        "output_type": "multiple_choice",
        "documents": "few",
        "doc_to_text": "gold",
        "doc_to_choice": "{{[story ~ ' It is ' ~ choices[0], story ~ ' It is ' ~ choices[1]]}}",
        "doc_to_target": "and it is small.",
        "metric_list": [{"metric": "acc", "aggregation": "mean", "higher_is_better": True}],
    },
    "mc_targets": {**MULTIPLE_CHOICE, "doc_to_target": "both", "metric_list": [m for m in NO_F1 if m["metric"] in ("acc", "acc_norm", "acc_bytes", "exact_match")]},
    "ll_0": LIKELIHOOD,
    "ll_2": {**LIKELIHOOD, "num_fewshot": 2},
    "rolling": {
        "output_type": "loglikelihood_rolling",
        "documents": "rolling",
        "doc_to_text": "",
        "doc_to_target": "{{text}}",
        "metric_list": [{"metric": m} for m in ("word_perplexity", "byte_perplexity", "bits_per_byte")],
    },
    "gen_0": GENERATE,
    "gen_5": {
        **GENERATE,
        "num_fewshot": 5,
        "filter_list": [
            {"name": "first-word", "filter": [{"function": "regex", "regex_pattern": r"(\w+)"}, {"function": "take_first"}]},
            {"name": "whole", "filter": [{"function": "take_first"}]},
        ],
    },
}
CHAT = {"mc_chat": {**MULTIPLE_CHOICE, "metric_list": NO_F1, "num_fewshot": 2}}
GROUPS = {"by_size": True, "not_by_size": False}


def write_tasks(folder, data):
    for name, task in {**TASKS, **CHAT}.items():
        task = dict(task)
        files = {"test": str(data / f"{task.pop('documents', 'test')}.jsonl")}
        if "fewshot_split" in task:
            files["train"] = str(data / "train.jsonl")
        config = {"task": name, "dataset_path": "json", "dataset_kwargs": {"data_files": files}, "test_split": "test", **task, "metadata": {"version": 1.0}}
        (folder / f"{name}.yaml").write_text(json.dumps(config))
    for name, weighted in GROUPS.items():
        config = {"group": name, "task": ["mc_0", "mc_inputs", "mc_targets"], "aggregate_metric_list": [{"metric": "acc", "weight_by_size": weighted}], "metadata": {"version": 2}}
        (folder / f"{name}.yaml").write_text(json.dumps(config))


def write_data(folder):
    def lines(name, documents):
        (folder / name).write_text("".join(json.dumps(d, ensure_ascii=False) + "\n" for d in documents))

    lines("test.jsonl", [document(i) for i in range(12)])
    lines("few.jsonl", [document(i) for i in range(7)])
    lines("train.jsonl", [document(i) for i in range(100, 124)])
    lines("rolling.jsonl", [rolling(i) for i in range(4)])


def evaluate(tasks, folder, out, **options):
    tracker = EvaluationTracker(output_path=str(out))
    results = lm_eval.simple_evaluate(
        model="sprout",
        task_manager=TaskManager(include_path=str(folder), include_defaults=False),
        tasks=tasks,
        bootstrap_iters=BOOTSTRAP_DRAWS,
        evaluation_tracker=tracker,
        **options,
    )
    samples = results.pop("samples")
    tracker.save_results_aggregated(results=results, samples=samples)
    for name, rows in samples.items():
        tracker.save_results_samples(task_name=name, samples=rows)


def without_chance(text):
    """What differs each time is set, so that the same goldens come out again."""
    results = json.loads(text)
    fixed = {"git_hash": None, "date": 0, "model_name": "sprout", "model_name_sanitized": "sprout", "total_evaluation_time_seconds": "0"}
    return json.dumps({**results, **fixed}, indent=1, ensure_ascii=False) + "\n"


def main(out):
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        write_data(folder)
        write_tasks(folder, folder)
        evaluate([*TASKS], folder, folder / "plain")
        for group in GROUPS:
            evaluate([group], folder, folder / group)
        evaluate([*CHAT], folder, folder / "chat", apply_chat_template=True, fewshot_as_multiturn=True)
        for name, task in TASKS.items():
            lines = (json.dumps(line, default=handle_non_serializable, ensure_ascii=False) for line in freeze(name, task.get("num_fewshot", 0), str(folder)))
            (out / f"frozen_{name}.jsonl").write_text("".join(line + "\n" for line in lines).replace(str(folder), "data"))
        for kind in ("plain", "chat", *GROUPS):
            saved = sorted((folder / kind).rglob("*.json*"))
            for path in saved:
                text = path.read_text().replace(str(folder), "data")
                stem = path.stem.rsplit("_", 1)[0]
                if kind in GROUPS and stem != "results":
                    continue  # the same samples as without the group
                name = f"results_{kind}.json" if stem == "results" else f"{stem}.jsonl"
                if stem == "results":
                    text = without_chance(text)
                (out / name).write_text(text)


main(pathlib.Path(sys.argv[1]))
