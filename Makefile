# Every command a person needs to try, test or change the ledger; `make help` lists them.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
WORKERS ?= 2
ARGS ?=
BIN = .venv/bin
FLASK = $(BIN)/flask --app wsgi

export PIP_DISABLE_PIP_VERSION_CHECK = 1

.DEFAULT_GOAL := help
.PHONY: help install run test check bench lock clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' Makefile

install: .venv/installed ## put what the ledger needs into .venv

run: install ## try it: the recorded year of a group in Hong Kong on http://127.0.0.1:8000 (PORT=...)
	@$(BIN)/python -c "from msai.settings import ensure_local_secrets; ensure_local_secrets()"
	@$(FLASK) db upgrade
	@$(FLASK) start
	@$(FLASK) outbox sweep
	@echo "Serving on http://127.0.0.1:$(PORT) until you press Ctrl-C"
	@$(BIN)/python -m waitress --listen=127.0.0.1:$(PORT) wsgi:app

test: install .venv/programs ## install what the tests need and run them all (ARGS="tests/ledgers -k money")
	@$(BIN)/python -m pytest --numprocesses=$(WORKERS) --dist=worksteal $(ARGS)

check: install ## read the code without running it: ruff, mypy, the rules of import, the templates
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --config setup.cfg
	@$(BIN)/djlint --lint --quiet --profile=jinja --ignore=H015 templates

bench: install ## measure against what a user would take instead; see bench/README.md
	@$(BIN)/python -m bench $(ARGS)

lock: ## bring requirements.lock in line with setup.cfg (ARGS=--upgrade for newer versions)
	@.ci/lock "$(PYTHON)" $(ARGS)

clean: ## remove what was installed and built here; the books in instance/ stay
	@rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

.venv/installed: requirements.lock setup.cfg pyproject.toml .ci/install
	@.ci/install "$(PYTHON)"
	@touch $@

.venv/programs: .venv/installed .ci/programs
	@.ci/programs
	@touch $@
