# Everything a newcomer needs, each with its own set-up. `make help` lists it.
# The system's own Python where it will do: Debian builds it optimised, which others often are not, and a
# server runs on it too.
PYTHON ?= $(shell for one in /usr/bin/python3 python3; do \
	$$one -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$one && break; done)
VENV := .venv
BIN := $(VENV)/bin
MINI := tests/miniprogram
PEERS := tests/browser/peers
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" npm --no-audit --no-fund --no-update-notifier --prefix
# More than there are cores: much of a test is waiting for a server, a browser or a database.
TEST_WORKERS ?= 4
PORT ?= 8000
export PORT
# Compiled once: where that is turned off, each start of a process, and the suite has hundreds, takes a second more.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help run test test-miniprogram bench bench-match bench-dialogue bench-wechat bench-hotline bench-screen bench-page bench-load lint gallery compare model translations mutants clean

help: ## what can be done here
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with venv is needed"; exit 1; }
	$(PYTHON) -m venv $(VENV)

# The stamps are newer than pyproject.toml exactly when the environment is up to date.
$(VENV)/core.stamp: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/test.stamp: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@ $(VENV)/core.stamp

$(VENV)/bench.stamp: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,bench]'
	@touch $@

$(VENV)/train.stamp: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[train]'
	@touch $@

$(MINI)/node_modules/.package-lock.json: $(MINI)/package-lock.json | $(VENV)/test.stamp
	$(NPM) $(MINI) ci --loglevel error
	@touch $@

$(PEERS)/node_modules/.package-lock.json: $(PEERS)/package-lock.json | $(VENV)/test.stamp
	$(NPM) $(PEERS) ci --ignore-scripts --loglevel error
	@touch $@

run: $(VENV)/core.stamp ## set everything up and serve on http://127.0.0.1:$PORT (8000)
	@exec $(BIN)/zizhuni serve --demo

test: $(VENV)/test.stamp test-miniprogram ## set everything up and run all tests
	@tests/services.sh
	$(BIN)/python -m pytest --numprocesses $(TEST_WORKERS) --dist loadfile --no-loadscope-reorder

test-miniprogram: $(MINI)/node_modules/.package-lock.json ## the mini-program alone, in its simulator against the real server
	$(NPM) $(MINI) run check
	$(NPM) $(MINI) test

bench: $(VENV)/test.stamp $(VENV)/train.stamp ## speed and accuracy beside peers
	$(BIN)/python -m tests.benchmarks

bench-wechat: $(VENV)/test.stamp ## latency of the WeChat callback at 100 messages a second
	@tests/services.sh
	$(BIN)/python -m tests.benchmarks.wechat

bench-hotline: $(VENV)/test.stamp ## typing at the hotline's desk: fifty agents at once, and thirty calls by keys alone
	@tests/services.sh
	$(BIN)/python -m tests.benchmarks.hotline
	$(BIN)/python -m tests.benchmarks.calls
	$(BIN)/python -m tests.benchmarks.searching

bench-screen: $(VENV)/bench.stamp ## a whole population against all rules: time, memory, beside a peer
	$(BIN)/python -m tests.benchmarks.screening

bench-page: $(VENV)/test.stamp ## how soon the first page can be used on a slow line
	@tests/services.sh browser
	$(BIN)/python -m tests.benchmarks.page

bench-load: $(VENV)/test.stamp ## the whole service at 200 requests a second, from 10 thousand stored applications to 1 million
	@tests/services.sh
	$(BIN)/python -m tests.benchmarks.load 200 30 10000 100000 1000000

bench-match: $(VENV)/test.stamp $(VENV)/train.stamp ## how well messages are understood, beside peers
	$(BIN)/python -m tests.benchmarks.matching

bench-dialogue: $(VENV)/test.stamp ## made-up citizens talk to the bot: questions asked, beside a questionnaire
	$(BIN)/python -m tests.benchmarks.dialogue

lint: $(VENV)/test.stamp ## style, layers, and the guide's data
	$(BIN)/ruff check .
	$(BIN)/python -m pip check
	$(BIN)/python -m tests.security.audit
	$(BIN)/python -m knowledge

gallery: $(VENV)/test.stamp ## pictures of every page, into docs/gallery
	@tests/services.sh browser
	$(BIN)/python -m tests.browser.gallery

compare: $(VENV)/test.stamp $(PEERS)/node_modules/.package-lock.json ## the pages beside govuk-frontend and WeUI: figures and pictures
	@tests/services.sh browser
	$(BIN)/python -m tests.browser.compare

model: $(VENV)/train.stamp ## learn the relevance model from the guide and the labelled messages
	$(BIN)/python -m bot.training

translations: $(VENV)/core.stamp ## take the residents' words out anew, fill Traditional Chinese, say what English lacks
	$(BIN)/python -m webapp.languages.updating

mutants: $(VENV)/test.stamp ## slips in the rules that the hand-made families do not notice
	$(BIN)/python -m tests.knowledge.mutants

clean: ## remove what the commands above made, demo data included
	rm -rf $(VENV) $(MINI)/node_modules $(PEERS)/node_modules var build *.egg-info .pytest_cache .hypothesis .ruff_cache
