# Everything a newcomer needs, each with its own set-up. `make help` lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
export PORT

.DEFAULT_GOAL := help
.PHONY: help run test bench bench-match bench-dialogue bench-wechat lint gallery model mutants clean

help: ## what can be done here
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv $(VENV)

# The stamps are newer than pyproject.toml exactly when the environment is up to date.
$(VENV)/core.stamp: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/test.stamp: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@ $(VENV)/core.stamp

$(VENV)/train.stamp: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[train]'
	@touch $@

run: $(VENV)/core.stamp ## set everything up and serve on http://127.0.0.1:$PORT (8000)
	@exec $(BIN)/zizhuni serve --demo

test: $(VENV)/test.stamp ## set everything up and run all tests
	@tests/services.sh
	$(BIN)/python -m pytest

bench: $(VENV)/test.stamp $(VENV)/train.stamp ## speed and accuracy beside peers
	$(BIN)/python -m tests.benchmarks

bench-wechat: $(VENV)/test.stamp ## latency of the WeChat callback at 100 messages a second
	@tests/services.sh
	$(BIN)/python -m tests.benchmarks.wechat

bench-match: $(VENV)/test.stamp $(VENV)/train.stamp ## how well messages are understood, beside peers
	$(BIN)/python -m tests.benchmarks.matching

bench-dialogue: $(VENV)/test.stamp ## made-up citizens talk to the bot: questions asked, beside a questionnaire
	$(BIN)/python -m tests.benchmarks.dialogue

lint: $(VENV)/test.stamp ## style, layers, and the guide's data
	$(BIN)/ruff check .
	$(BIN)/python -m knowledge

gallery: $(VENV)/test.stamp ## pictures of what a citizen sees, into docs/gallery
	@tests/services.sh browser
	$(BIN)/python -m tests.browser.gallery

model: $(VENV)/train.stamp ## learn the relevance model from the guide and the labelled messages
	$(BIN)/python -m bot.training

mutants: $(VENV)/test.stamp ## slips in the rules that the hand-made families do not notice
	$(BIN)/python -m tests.knowledge.mutants

clean: ## remove what the commands above made, demo data included
	rm -rf $(VENV) var build *.egg-info .pytest_cache .hypothesis .ruff_cache
