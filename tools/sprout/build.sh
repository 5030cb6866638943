#!/usr/bin/env bash
# Writes the documents and the tokenizer, and turns the documents into token ids.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=tools/sprout/work
dump="npx tsx tools/sprout/world/dump.ts"
mkdir -p $work
$dump --stream main --out $work/main.jsonl
$dump --stream primer --out $work/primer.jsonl
$dump --stream validation --from 0 --count 1000 --out $work/validation.jsonl
$dump --stream primer --from 9000000 --count 200 --out $work/validation-primer.jsonl
(head -n 100000 $work/primer.jsonl; head -n 200000 $work/main.jsonl) > $work/tokenizer.jsonl
python tools/sprout/train_tokenizer.py --corpus $work/tokenizer.jsonl
python tools/sprout/check_tokenizer.py $work/tokenizer.jsonl
for name in main primer; do python tools/sprout/prepare.py $work/$name.jsonl $work/$name; done
python tools/sprout/prepare.py $work/primer.jsonl $work/lookups --kinds primer-recall primer-recall-chat
