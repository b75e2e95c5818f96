# Two commands: `make run` serves the course, `make test` tries everything. See README.md.
.PHONY: help run test check .venv dev requirements
.DEFAULT_GOAL := help

help:
	@echo "make run     serve the course at HOST:PORT (127.0.0.1:8000); data is kept in var/"
	@echo "make test    the whole suite: on SQLite, on PostgreSQL and in a browser"
	@echo "make check   format, lint, types, layers, templates, migrations, course files, deploy settings"

run: .venv
	@.venv/bin/python manage.py serve

test: dev
	@scripts/test

check: dev
	@scripts/check

# Always asked, for the script knows by its stamps whether there is something to do.
.venv:
	@scripts/build-venv

dev:
	@scripts/build-venv dev

# After a change of dependencies in pyproject.toml.
requirements: dev
	@scripts/compile-requirements
