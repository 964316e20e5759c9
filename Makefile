# Each target does its own set-up. `make run` and `make test` are all that a newcomer needs.

PYTHON ?= python3
export SAMLAD_STARTED_AT := $(shell date +%s.%N)
RUNTIME := $(PYTHON) coordination/running/bootstrap.py requirements.txt
DEVELOPMENT := $(PYTHON) coordination/running/bootstrap.py requirements-dev.txt

.PHONY: run test thorough lint bench endure lock sbom messages

run:
	@$(RUNTIME)
	@exec .venv/bin/python manage.py up

test:
	@$(DEVELOPMENT)
	@.venv/bin/python -m tests.everything

# Every role at every route of the matrix, and every turn of the attacks: some ten minutes more.
thorough:
	@$(DEVELOPMENT)
	@THOROUGH=1 .venv/bin/python -m tests.everything

lint:
	@$(DEVELOPMENT)
	@.venv/bin/python -m tests.everything lint

bench:
	@$(DEVELOPMENT)
	@.venv/bin/python -m tests.bench

# 2,000 answers while the worker is killed and the queue is emptied: nothing is lost or doubled.
endure:
	@$(DEVELOPMENT)
	@.venv/bin/python -m tests.bench.endurance

# Hashed, for every platform at once, and without the address of any registry.
COMPILE := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
lock:
	@$(DEVELOPMENT)
	$(COMPILE) --upgrade requirements-installer.in -o requirements-installer.txt
	$(COMPILE) --upgrade requirements.in -o requirements.txt
	$(COMPILE) --upgrade requirements-dev.in --constraint requirements.txt -o requirements-dev.txt

# What the portal is made of, as CycloneDX: every locked part with its version and hashes.
sbom:
	@$(DEVELOPMENT)
	@.venv/bin/python -m tests.sbom

messages:
	@$(DEVELOPMENT)
	@.venv/bin/python -m tests.messages
