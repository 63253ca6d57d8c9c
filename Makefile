# Every target sets up what it needs on first use, with nothing but python3 and make.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
.DEFAULT_GOAL := score
.PHONY: setup score app train evaluate test check bench prove

setup: $(READY)

$(READY): requirements-dev.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --compile -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q recovery_nlp
	touch $(READY)

score: setup  ## the main job: score the shipped sample and show what was flagged
	$(BIN)/recovery-nlp score data/sample.jsonl --output out/sample.jsonl --show 5

app: setup  ## the pages, on this machine alone
	$(BIN)/recovery-nlp app

train: setup  ## rebuild models/base from data/
	$(BIN)/recovery-nlp train

evaluate: setup  ## measure beside four baselines, and renew the model card
	$(BIN)/recovery-nlp evaluate --write

test: setup  ## the tests; the browser test is skipped where there is no Chromium
	$(BIN)/pytest

check: setup  ## format, lint, types, layers, corpus
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/recovery-nlp corpus check

bench: setup  ## speed, as ratios to VADER in the same run; NAME=quality for figures not on the cards
	$(BIN)/python -m tests.bench.$(or $(NAME),speed)

prove: setup  ## a long proof: make prove NAME=rows
	$(BIN)/python -m tests.proof.$(NAME)
