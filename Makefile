# Every target makes the environment in .venv first, and again when pyproject.toml or constraints.txt changes.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup translate batch evaluate test lint bench card gpu-check clean

PYTHON ?= python3
PIP_ARGS ?=
PYTEST_ARGS ?=
CARD_ARGS ?=
ARTICLE ?= samples/desalination-results.ar.txt
IN ?=
OUT ?= out
DATA ?= samples

# Recipes read these from the environment ("$$ARTICLE"), so that spaces in a path do no harm.
export ARTICLE IN OUT DATA

BIN := .venv/bin
INSTALLED := .venv/.installed

help: ## show this list
	@echo 'amana: Arabic news into English, with every number accounted for'
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' Makefile
	@echo
	@echo '  make translate ARTICLE="my article.txt" OUT=out'
	@echo '  make setup PIP_ARGS="--extra-index-url URL"   for a torch without CUDA from an index of yours'

setup: $(INSTALLED) ## make the environment in .venv

$(INSTALLED): pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install $(PIP_ARGS) -c constraints.txt -e '.[dev]'
	@touch $@

translate: $(INSTALLED) ## translate ARTICLE (default: a sample) into the folder OUT
	@$(BIN)/amana translate -o "$$OUT" -- "$$ARTICLE"

batch: $(INSTALLED) ## translate the articles of the folder IN into the folder OUT; goes on after a break
	@if [[ -z "$$IN" ]]; then echo 'make: give the folder of the articles: make batch IN=folder OUT=out' >&2; exit 2; fi; \
	$(BIN)/amana batch -- "$$IN" "$$OUT"

evaluate: $(INSTALLED) ## score the models on DATA (default: the samples) and write out/evaluation/report.html
	@$(BIN)/amana evaluate -- "$$DATA"

test: lint ## lint, then run all tests, one with the real model (PYTEST_ARGS='-m "not model"' leaves it out)
	$(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist loadfile $(PYTEST_ARGS)

lint: $(INSTALLED) ## check format, style and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: $(INSTALLED) ## measure the speed of numbers, resampling, the embedded model and a batch, as ratios
	@$(BIN)/python -m eval.bench_numbers
	@$(BIN)/python -m eval.bench_eval
	@$(BIN)/python -m eval.bench
	@$(BIN)/python -m eval.bench_batch

card: $(INSTALLED) ## measure translation, summary, numbers, claims, doubt, speed, memory and write docs/card.md
	@$(BIN)/python -m eval.card $(CARD_ARGS)

gpu-check: $(INSTALLED) ## on a CUDA machine: compare what models give there with the CPU, measure speed and memory
	@$(BIN)/python -m eval.gpu_check

clean: ## remove the environment and caches; results and models stay
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find amana pipeline models eval tests -name __pycache__ -type d -prune -exec rm -rf {} +
