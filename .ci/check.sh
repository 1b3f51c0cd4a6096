#!/bin/bash
# Every check that needs no running portal; all of them run, and any that fails makes the whole fail.
# `check.sh quick` leaves out those that take longer than a few seconds.
set -uo pipefail
cd "$(dirname "$0")/.."
failed=()
check() { # check NAME COMMAND...
    local name=$1
    shift
    if ! output=$("$@" 2>&1); then
        failed+=("$name")
        printf '%s\n--- %s failed\n\n' "$output" "$name"
    fi
}
python=.venv/bin/python

check "format" $python -m ruff format --check --quiet .
check "lint" $python -m ruff check --quiet .
check "templates" .venv/bin/djangofmt check --ignore untrimmed-blocktranslate,endblock-label \
    --extend-exclude templates/allauth/elements/button.html,templates/audit/verify.html templates # tags in parts
check "import directions" .venv/bin/lint-imports --no-cache
check "scheme data" $python -S -m grading check
if [ "${1:-}" != quick ]; then
    check "types" $python -m mypy
    check "migrations" $python manage.py makemigrations --check --dry-run
    # The settings as docker-compose.yml sets them for operation.
    production=(env -u DEMO -u DEBUG HTTPS=1 BEHIND_PROXY=1 ALLOWED_HOSTS=portal.example.kr REDIS_URL=redis://redis:6379/0
        SECRET_KEY="$(head -c 48 /dev/urandom | base64)")
    check "settings for operation" "${production[@]}" $python manage.py check --deploy --fail-level WARNING
fi

[ ${#failed[@]} = 0 ] && echo "All checks passed." && exit
printf 'Failed:'
printf ' %s;' "${failed[@]}"
echo
exit 1
