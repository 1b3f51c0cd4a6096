#!/bin/bash
# Resolve pyproject.toml and package.json into lock files with exact versions and hashes, and without index addresses.
# Arguments go to the resolver: `bash .ci/lock.sh --upgrade` takes the newest versions that pyproject.toml allows.
set -euo pipefail
cd "$(dirname "$0")/.."
uv=${UV:-.venv/bin/uv}
compile() {
    "$uv" pip compile --quiet --python-version 3.11 --generate-hashes --no-emit-index-url --no-header "$@"
}
compile "$@" pyproject.toml -o requirements.txt
compile "$@" -c requirements.txt --group dev pyproject.toml -o requirements-dev.txt
compile "$@" -c requirements.txt --group s3 -o requirements-s3.txt
compile "$@" --group node -o requirements-node.txt
[ ! -f package.json ] || npm install --package-lock-only --ignore-scripts --no-fund --no-audit
