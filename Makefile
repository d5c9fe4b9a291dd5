# `make` alone lists what can be done. Everything runs from .venv, which is made when it is missing.
.DEFAULT_GOAL := help
.PHONY: help demo test bench check fix lock messages settings register size wheel clean

BIN := .venv/bin
export PYTHONPATH := src
export DJANGO_SETTINGS_MODULE ?= mob.config.settings
# The demonstration shows the real bicycle aids of the country where npm is; MOB_DEMO_RULES= keeps it off the network.
MOB_DEMO_RULES ?= @betagouv/aides-velo

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## Start the demonstration on http://localhost:8000 (PORT=, MOB_HOME=)
	@scripts/environment run
	@MOB_DEMO_RULES=$(MOB_DEMO_RULES) $(BIN)/python -m mob demo

test: ## Run the tests (ARGS= for pytest); what this machine lacks is skipped by name
	@scripts/environment develop
	@env -u DJANGO_SETTINGS_MODULE scripts/test $(ARGS)

bench: ## List the measures; NAME=search runs one (ARGS= for its options)
	@scripts/environment develop
	@scripts/bench "$(NAME)" $(ARGS)

check: ## Lint, types, import contracts, templates, migrations, translations, locks, sizes
	@scripts/environment develop
	@scripts/check

fix: ## Repair what can be: format, imports, templates, translations, generated pages
	@scripts/environment develop
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format --quiet .
	@$(MAKE) --no-print-directory messages settings register

messages: ## Collect the sentences to translate and compile the catalogues
	@scripts/environment develop
	@scripts/messages

settings: ## Write the pages of settings and facts from the code itself
	@$(BIN)/python scripts/settings-page --write
	@$(BIN)/python scripts/facts-page --write

register: ## Write the processing register and the impact assessment from the data map
	@$(BIN)/python scripts/register-pages --write

lock: ## Pin every dependency again, with hashes (needs uv)
	@scripts/lock

size: ## How large functions and files are
	@$(BIN)/python scripts/size-table

wheel: ## Build the wheel into dist/
	@scripts/environment develop
	@$(BIN)/python -m build --wheel --no-isolation --outdir dist

clean: ## Remove what can be made again; data in var/ is kept
	@rm -rf .make dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find src tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +
	@if [ ! -L .venv ]; then rm -rf .venv; fi
