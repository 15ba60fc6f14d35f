# What a newcomer types: `make run` to see it work, `make test` to check all of it.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: run test check setup docs audit train evaluate clean

run: setup
	$(BIN)/kg build data/articles --graph kg-graph -v
	$(BIN)/kg validate --graph kg-graph
	scripts/ask
	$(BIN)/kg view --graph kg-graph --output network.html --force
	@echo
	@echo "The graph is in kg-graph (its truth is the N-Quads file that kg-graph/manifest.json names)."
	@echo "Open network.html in a browser; ask your own questions with: $(BIN)/kg query --list"

test: setup
	scripts/browser
	scripts/axe
	scripts/editor
	scripts/virtuoso
	scripts/check

check: test

setup: $(STAMP)

$(STAMP): pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || python3 -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[test]'
	touch $(STAMP)

docs: setup
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -W ignore -m mkdocs build
	@echo "Open build/site/index.html."

audit: setup
	scripts/audit

# Where the open corpora lie (training/README.md); the model itself is shipped in data/model.
CORPORA ?= ../shared/corpora

train:
	test -x .train/bin/python || $(PYTHON) -m venv .train
	.train/bin/python -m pip install --quiet --editable . torch safetensors onnx
	.train/bin/python -m training --corpora $(CORPORA) --work .train/work

evaluate: setup
	$(BIN)/python -m training.evaluate --model data/model --corpora $(CORPORA)

clean:
	rm -rf kg-graph network.html build dist .pytest_cache .mypy_cache .ruff_cache
