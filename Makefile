# The commands of the project; `make` alone lists them. Every path is relative and quoted, so the
# folder may have a space in its name.

.DEFAULT_GOAL := help
.PHONY: help run test assets check check-style check-types check-templates check-imports check-migrations \
	check-settings check-catalogues messages bench clean install install-dev chromium clamd
MAKEFLAGS += --no-print-directory

VENV_PYTHON := .venv/bin/python
PYTEST_ARGS ?=
BENCH_ARGS ?=

# The first Python that is new enough; the version in its name proves nothing where shims are used.
FIND_PYTHON = for python in $${PYTHON:-python3.11 python3 python3.12 python3.13 python3.14}; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; python=; done; \
	[ -n "$$python" ] || { echo "Python 3.11 or later was not found." >&2; exit 1; }

# Enough of an environment for the settings of production to load; nothing is contacted.
PRODUCTION_EXAMPLE = env DJANGO_SETTINGS_MODULE=epso_site.settings.production \
	SECRET_KEY="$$(head -c 48 /dev/urandom | base64)" ALLOWED_HOSTS=careers.example.eu \
	SITE_URL=https://careers.example.eu DATABASE_URL=postgresql://site:secret@db.example.eu/site \
	REDIS_URL=redis://cache.example.eu/0 \
	SPECIAL_NEEDS_KEY="$$(head -c 32 /dev/urandom | base64 | tr +/ -_)" EMAIL_HOST=mail.example.eu DEFAULT_FROM_EMAIL=no-reply@example.eu

# Settings a person keeps for this machine; see .env.example.
READ_ENV = if [ -f .env ]; then set -a; . ./.env; set +a; fi

help: ## List the commands
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "make %-17s %s\n", $$1, $$2}' Makefile

run: install ## Run the whole site on this machine (HOST=127.0.0.1 PORT=8000) until Ctrl-C
	@$(READ_ENV); exec $(VENV_PYTHON) -m epso_site.local

assets: install ## Build the styles, icons and logos that the browser loads, where something changed
	@$(VENV_PYTHON) -m epso_site.assets

test: install-dev chromium clamd ## Run every test, the browser journeys included, and report branch coverage
	@rm -f .coverage .coverage.*
	@status=0; $(VENV_PYTHON) -m coverage run -m pytest -n 2 --dist loadfile $(PYTEST_ARGS) || status=$$?; \
		$(VENV_PYTHON) -m coverage combine --quiet && $(VENV_PYTHON) -m coverage report --skip-covered; \
		exit $$status

check: check-style check-types check-templates check-imports check-migrations check-settings check-catalogues ## Check all but the tests; each part has a name of its own (make -k goes on after a fault)

check-style: install-dev ## Check the style of the Python code
	@$(VENV_PYTHON) -m ruff check .
	@$(VENV_PYTHON) -m ruff format --check .

check-types: install-dev ## Check the types
	@$(VENV_PYTHON) -m mypy .

check-templates: install-dev ## Check the templates
	@$(VENV_PYTHON) -m djlint templates --lint --quiet

check-imports: install-dev ## Check that apps and modules import one way
	@$(VENV_PYTHON) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'

check-migrations: install-dev ## Check that no migration is missing and that each app has one line of them
	@PYTHONWARNINGS=ignore::RuntimeWarning $(VENV_PYTHON) manage.py makemigrations --check --dry-run \
		--settings epso_site.settings.test
	@$(VENV_PYTHON) -m pytest --quiet --no-header tests/project/test_migrations.py

check-settings: install-dev assets ## Check the settings of production
	@$(PRODUCTION_EXAMPLE) $(VENV_PYTHON) manage.py check --deploy --fail-level WARNING

check-catalogues: install-dev ## Check the catalogues of the 24 languages
	@$(VENV_PYTHON) manage.py check_catalogues

messages: install-dev ## Collect the texts to translate into the catalogues of the 24 languages
	@$(VENV_PYTHON) manage.py make_messages

bench: install-dev ## Measure speed and volume, and print the ratios (BENCH_ARGS=--full for all 250 000)
	@exec $(VENV_PYTHON) -m epso_site.bench $(BENCH_ARGS)

clean: ## Stop the local servers and remove what was made: .venv, var/ (the local database too), caches
	@if [ -x $(VENV_PYTHON) ] && [ -d var ]; then $(VENV_PYTHON) -m epso_site.local stop; fi
	@rm -rf .venv var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage*
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@find . -name '*.mo' -type f -delete

install:
	@$(FIND_PYTHON); "$$python" -I epso_site/install.py requirements.lock

install-dev:
	@$(FIND_PYTHON); "$$python" -I epso_site/install.py requirements-dev.lock

# The browser journeys say themselves what is missing; this only tries to spare a person the errand.
chromium:
	@for name in chromium chromium-browser google-chrome; do command -v $$name >/dev/null && exit 0; done; \
		[ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null || exit 0; \
		echo "Installing Debian's package chromium."; export DEBIAN_FRONTEND=noninteractive; \
		{ apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; } </dev/null >/dev/null || true

# The tests about viruses start a real clamd with a signature of their own.
clamd:
	@command -v clamd >/dev/null || [ -x /usr/sbin/clamd ] && exit 0; \
		[ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null || exit 0; \
		echo "Installing Debian's package clamav-daemon."; export DEBIAN_FRONTEND=noninteractive; \
		{ apt-get update -qq && apt-get install -y -qq --no-install-recommends clamav-daemon; } </dev/null >/dev/null || true
