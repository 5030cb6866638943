"""What the library datasets reads from CSV and TSV, for tests to compare with.

    pip install lm_eval==0.4.13
    python tools/evaluation/make_csv_goldens.py tests/fixtures/evaluation/documents/csv.json

Reads the texts that stand in the file already, and writes it anew.
"""
import json
import os
import pathlib
import sys
import tempfile

os.environ.update(HF_DATASETS_OFFLINE="1", HF_HUB_OFFLINE="1")

import datasets

FILE = pathlib.Path(sys.argv[1])
datasets.disable_progress_bars()


def golden(case):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "a.csv")
        path.write_bytes(case["text"].encode())
        asked = {"text": case["text"], "delimiter": case["delimiter"]}
        try:
            rows = datasets.load_dataset("csv", data_files={"test": str(path)}, cache_dir=folder, delimiter=case["delimiter"])["test"]
            return {**asked, "columns": rows.column_names, "rows": [repr(row) for row in rows]}
        except Exception as error:
            return {**asked, "error": type(error).__name__}


goldens = [golden(case) for case in json.loads(FILE.read_text())]
FILE.write_text(json.dumps(goldens, ensure_ascii=False) + "\n")
