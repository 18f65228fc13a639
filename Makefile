# The two commands a newcomer needs: `make demo` and `make test`. Both set everything up first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
# Address of PyTorch's own index of CPU builds; only needed where the configured indexes have none (README, "Set-up").
TORCH_INDEX ?=
# Folder of real data that the models are trained on (not in the repository).
DATA ?= ../shared/data
TORCH := $(shell grep -E '^torch==' constraints.txt)
PIP := $(BIN)/pip --disable-pip-version-check --quiet

.PHONY: setup demo test lint bench month train clean

setup: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	@echo "Installing about 1 GB of libraries into $(VENV) (two to five minutes)…"
	$(PIP) install $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX)) "$(TORCH)+cpu" 2>/dev/null \
	  || { echo "No CPU-only build of $(TORCH) in the configured package indexes: taking the default build (README, Set-up)."; \
	       $(PIP) install "$(TORCH)"; }
	$(PIP) install --constraint constraints.txt --editable ".[dev]"
	touch $(STAMP)

demo: setup
	$(BIN)/suar demo

test: setup lint
	$(BIN)/python -m pytest --numprocesses 2 --dist loadgroup

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint --disable-progress-bar warehouse

bench: setup
	$(PIP) install --constraint constraints.txt --editable ".[bench]"
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.crawl

month: setup
	$(BIN)/python -m benchmarks.month.run

train: setup
	$(PIP) install --constraint constraints.txt --editable ".[train]"
	$(BIN)/python -m nlp.train vectors $(DATA) crawlers/twin/texts/news.jsonl
	$(BIN)/python -m nlp.train gate $(DATA) crawlers/twin/texts/news.jsonl
	$(BIN)/python -m nlp.train kinds $(DATA) crawlers/twin/texts/news.jsonl
	$(BIN)/python -m nlp.train concepts $(DATA) crawlers/twin/texts/news.jsonl
	$(BIN)/python -m nlp.train background $(DATA) crawlers/twin/texts/news.jsonl
	$(BIN)/python -m nlp.train classes $(DATA) crawlers/twin/texts/news.jsonl
	$(BIN)/python -m nlp.train people $(DATA) crawlers/twin/texts/news.jsonl
	$(BIN)/python -m nlp.train hotlines $(DATA) crawlers/twin/texts/news.jsonl
	$(BIN)/python -m nlp.train fields $(DATA) crawlers/twin/texts/news.jsonl
	$(BIN)/python -m nlp.train offers $(DATA) crawlers/twin/texts/news.jsonl
	$(BIN)/python -m nlp.train ner $(DATA) crawlers/twin/texts/news.jsonl

clean:
	rm -rf $(VENV) suar-demo
