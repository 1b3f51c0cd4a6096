# `make run` starts the portal with its demo round; `make test` runs the tests. Nothing needs to be prepared.

PYTHON := .venv/bin/python
DEMO ?= 1
export DEMO

.DEFAULT_GOAL := help
.PHONY: help setup run worker demo test nightly check fix bench lock messages clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 20

setup: ## install everything into .venv and static/vendor
	@bash .ci/setup.sh dev

run: ## start the portal with its demo round (PORT, HOST, DEMO=0)
	@bash .ci/setup.sh run
	@exec $(PYTHON) manage.py run_portal --end-with-parent

worker: ## start one more worker, where REDIS_URL names a broker
	@test -n "$$REDIS_URL$$CELERY_BROKER_URL" || { echo "The queue in a folder serves one worker, which make run starts; set REDIS_URL."; exit 1; }
	@exec $(PYTHON) -m celery -A portal worker --concurrency 2 --loglevel INFO

demo: ## load the demo round without starting anything
	@bash .ci/setup.sh run
	@$(PYTHON) manage.py migrate -v 0 && $(PYTHON) manage.py seed_demo

test: ## run the tests on SQLite and on PostgreSQL (ARGS="tests/grading -x")
	@bash .ci/setup.sh test
	@$(PYTHON) .ci/test.py $(ARGS)

nightly: ## a million random cases against the second implementation, and every page as everybody in every state
	@bash .ci/setup.sh test
	@GRADING_CASES=1000000 SWEEP=1 $(PYTHON) -m pytest -q -n 2 tests/grading/test_independent.py tests/portal/sweep

check: ## format, lint, types, import directions, migrations, scheme data, templates
	@bash .ci/setup.sh dev
	@bash .ci/check.sh

fix: ## format and mend what can be mended mechanically
	@$(PYTHON) -m ruff check -q --fix . ; $(PYTHON) -m ruff format -q .

bench: ## measure grading, scoring on PostgreSQL and pages, as ratios (ARGS=--full scores 251,000 too)
	@bash .ci/setup.sh test
	@$(PYTHON) .ci/bench.py $(ARGS)

lock: ## resolve pyproject.toml and package.json into the lock files (ARGS=--upgrade)
	@bash .ci/lock.sh $(ARGS)

messages: ## compile the translations
	@$(PYTHON) .ci/messages.py

clean: ## remove what setup made; var/ with its data stays
	rm -rf .venv node_modules static/vendor staticfiles .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
