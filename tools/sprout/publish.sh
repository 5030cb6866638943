#!/usr/bin/env bash
# Exports the checkpoint, draws the loss curve and measures the published files.
set -euo pipefail
cd "$(dirname "$0")/../.."
python tools/sprout/export.py
cp tools/sprout/work/log.jsonl tools/sprout/log.jsonl
python tools/sprout/plot_log.py
npx tsx tools/sprout/evaluate.ts
npx tsx tools/sprout-files.ts
npx tsx tools/sprout-logits.ts
