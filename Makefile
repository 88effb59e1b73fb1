# Everything a person runs. Settings go before or after the target: make run PORT=8010 DATA_DIR=data-2 NO_BROWSER=1

.DEFAULT_GOAL := help
.PHONY: run test lint bench screenshots demo-reset lock help find-python run-packages dev-packages

# The first Python on PATH that is new enough. Override it: make run PYTHON=/opt/python3.12/bin/python3
PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13 python3.14; do \
  "$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && command -v "$$p" && break; done)
VENV := .venv/bin/python
# Several small steps, one after the other: their output reads in order.
.NOTPARALLEL:
export PYTHON_FOR_VOLHOUD := $(PYTHON)

run: run-packages ## Start everything: pages, workers, phones. Ctrl-C stops it
	@exec $(VENV) -m launch

test: dev-packages ## Run every test (installs what they need)
	@BROWSER="$$($(VENV) -m launch.browser)" && export BROWSER && exec $(VENV) -m pytest $(ARGS)

lint: dev-packages ## Check style, types, layers, locks and documents
	@$(VENV) -m ruff check .
	@$(VENV) -m ruff format --check .
	@$(VENV) -m mypy
	@.venv/bin/lint-imports --no-cache --no-logo
	@$(VENV) -m pytest -q tests/test_house.py

bench: dev-packages ## Measure how fast nudges are sent and planned
	@$(VENV) -m bench.send
	@exec $(VENV) -m bench.plan

screenshots: dev-packages ## Make the README's pictures from the running product
	@BROWSER="$$($(VENV) -m launch.browser)" && export BROWSER && exec $(VENV) -m scripts.screenshots

demo-reset: run-packages ## Throw the demo clinic away; the next run makes a new one
	@exec $(VENV) -m launch.demo_reset

lock: dev-packages ## Refresh both locks (UPGRADE=1: to the newest versions)
	@$(VENV) -m launch.lock $(if $(UPGRADE),--upgrade)

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

find-python:
	@test -n "$$PYTHON_FOR_VOLHOUD" || { echo "Python 3.11 or newer is needed and was not found:" \
	  "install it (on Debian or Ubuntu: sudo apt install python3 python3-venv) and run this again." >&2; exit 1; }

run-packages: find-python
	@"$$PYTHON_FOR_VOLHOUD" -m launch.install run

dev-packages: find-python
	@"$$PYTHON_FOR_VOLHOUD" -m launch.install dev
