# `make demo` and `make test` do everything, on a machine with Python 3.11 or newer, make and a C compiler.
# Another Python: make PYTHON=python3.13 test

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadgroup --no-loadscope-reorder
PIP_COMPILE := env CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/python -m piptools compile --quiet --no-config --strip-extras \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --build-deps-for=editable $(UPGRADE)

BENCHMARKS := $(filter-out common,$(notdir $(basename $(wildcard benchmarks/*.py))))

.PHONY: help demo docs docs-serve notebook app notebooks test test-all check bench builds mutants needs format lock clean

help:
	@echo "make demo      set up, then run the main job on the example register"
	@echo "make notebook  set up, then open the notebooks of docs/notebooks in Jupyter Lab"
	@echo "make app       set up, then open the app: sliders for the lines and the cut-off over an invented province"
	@echo "make test      set up, then style, types, order of the rooms, all tests but the big ones"
	@echo "make test-all  the same with the big tests"
	@echo "make bench     set up, then every benchmark in a process of its own; says what changed since the kept results"
	@echo "make builds    set up, then build the wheel and try it on every Python from 3.11 to 3.13 that is found"
	@echo "make docs      set up, then build the site into out/docs/site, strictly, and look through it (also in Chromium)"
	@echo "make docs-serve the same site on http://127.0.0.1:8000, with its search"
	@echo "make notebooks set up, then run the notebooks and keep what they show"
	@echo "make mutants   set up, then seed slips of the pen in every rule and write what notices them (minutes)"
	@echo "make format    set up, then put the source into the one style"
	@echo "make lock      write requirements/*.txt anew from pyproject.toml (UPGRADE=--upgrade for newer versions)"
	@echo "make clean     remove everything that can be made again, the environment too"

demo: $(VENV)/.ready-run $(VENV)/.tried-durable
	sh examples/demo.sh

notebook: $(VENV)/.ready-notebook
	$(BIN)/python -m jupyterlab --notebook-dir=docs/notebooks

app: $(VENV)/.ready-notebook
	$(BIN)/python -m marimo run docs/notebooks/what_if.py

notebooks: $(VENV)/.ready-dev
	$(BIN)/python docs/notebooks/run.py

# The pages of law are made from policies/; a warning of the build, a link that leads nowhere, anything fetched from another
# host or a page wider than a phone stops it.
docs: $(VENV)/.ready-dev
	$(BIN)/python -m docs.building out/docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --quiet --strict --config-file out/docs/mkdocs.yml
	$(BIN)/python -m docs.building.checking out/docs/site
	$(BIN)/python -m docs.building.widths out/docs/site

docs-serve: $(VENV)/.ready-dev
	$(BIN)/python -m docs.building out/docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs serve --config-file out/docs/mkdocs.yml

test: needs check
	$(PYTEST)

test-all: needs check
	$(PYTEST) -m "" --hypothesis-profile=search

# Chromium, Java and a C compiler are not in an environment of Python; without them this stops and names what is lacking.
needs:
	@sh tests/needs.sh

# One after another: they would slow each other down. One alone: make bench BENCHMARKS=province
bench: $(VENV)/.ready-dev
	@for name in $(BENCHMARKS); do \
		echo "== $$name"; $(BIN)/python -m benchmarks.$$name || failed="$$failed $$name"; \
	done; test -z "$$failed" || { echo "Not within their bars, or broken:$$failed"; exit 1; }

# Pythons are found on the PATH and under pyenv; others: make builds PYTHONS="/opt/python3.13/bin/python"
builds: $(VENV)/.ready-dev
	PYTHONS="$(PYTHONS)" $(BIN)/python -m tests.project.builds

# Slips of the pen in the shipped law, and what notices them; writes docs/mutants.md. One file: make mutants ONLY=--only=education
mutants: $(VENV)/.ready-dev
	$(BIN)/python -m povrules.testing.mutants $(ONLY)

check: $(VENV)/.ready-dev
	$(BIN)/python -m ruff check
	$(BIN)/python -m ruff format --check
	$(BIN)/python -m mypy
	$(BIN)/lint-imports

format: $(VENV)/.ready-dev
	$(BIN)/python -m ruff check --fix
	$(BIN)/python -m ruff format

# Needs only pip-tools, so that it also works when pyproject.toml asks for what is not pinned yet.
# run.txt takes its versions from dev.txt: one version of everything.
lock: $(VENV)/.made
	$(PIP) install "pip-tools>=7.4"
	$(PIP_COMPILE) --extra=dev --output-file=requirements/dev.txt pyproject.toml
	$(PIP_COMPILE) --extra=cli --extra=files --constraint=requirements/dev.txt --output-file=requirements/run.txt pyproject.toml
	$(PIP_COMPILE) --extra=cli --extra=files --extra=durable --constraint=requirements/dev.txt --output-file=requirements/durable.txt pyproject.toml
	$(PIP_COMPILE) --extra=cli --extra=notebook --constraint=requirements/dev.txt --output-file=requirements/notebook.txt pyproject.toml

# The engine of live dossiers has to be compiled; without it a dossier runs on the reference engine, and says so.
$(VENV)/.tried-durable: $(VENV)/.ready-run requirements/durable.txt
	@$(PIP) install --requirement requirements/durable.txt 2>/dev/null || \
		echo "durable_rules cannot be built here (it needs a C compiler and Python.h): dossiers run on the reference engine"
	@touch $@

clean:
	rm -rf $(VENV) benchmarks/peers/*/.venv build dist out .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests examples benchmarks docs -type d \( -name __pycache__ -o -name __marimo__ -o -name .ipynb_checkpoints \) -exec rm -rf {} +

# The environment: made once, filled again when pyproject.toml or the pins change.
# `pip check` finds a pyproject.toml that asks for what the pins do not give (then: make lock).
$(VENV)/.made:
	@command -v $(PYTHON) >/dev/null || { \
		echo "povrules needs Python 3.11 or newer, and there is no '$(PYTHON)' here. Name one: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "povrules needs Python 3.11 or newer, and '$(PYTHON)' is $$($(PYTHON) -V 2>&1). Name another: make PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || { \
		echo "This Python cannot make environments. On Debian and Ubuntu the package python3-venv is missing."; exit 1; }
	@echo "Setting up $(VENV) with $$($(PYTHON) -V)"
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.ready-%: $(VENV)/.made pyproject.toml requirements/%.txt
	@echo "Installing the pinned packages of requirements/$*.txt"
	@$(PIP) install --requirement requirements/$*.txt
	@$(PIP) install --no-build-isolation --no-deps --editable .
	@$(PIP) check || { echo "The pins and pyproject.toml do not fit together: make lock"; exit 1; }
	@touch $@
