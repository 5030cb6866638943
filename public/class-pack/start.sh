#!/bin/sh
# Starts Glasshouse for a class, with Node or Python, whichever is there.
cd "$(dirname "$0")" || exit 1
if command -v node >/dev/null 2>&1; then exec node server/serve.mjs "$@"; fi
if command -v python3 >/dev/null 2>&1; then exec python3 server/serve.py "$@"; fi
echo "Neither Node.js nor Python 3 was found. README.txt says what to do." >&2
exit 1
