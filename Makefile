# Everything by one command each; `make` alone lists them. All of it works on a fresh machine with Python 3.11 and make.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh
MAKEFLAGS += --no-print-directory --no-builtin-rules
.SUFFIXES:

BIN := .venv/bin

# What is installed is known by a stamp that carries the sum of the lists; an interrupted install leaves no stamp,
# and an environment whose Python is gone loses them, so that the next command mends it.
$(shell $(BIN)/python -c '' 2>/dev/null || rm -f .venv/run-* .venv/dev-*)
RUN := .venv/run-$(firstword $(shell cksum < requirements.txt))
DEV := .venv/dev-$(firstword $(shell cat requirements.txt requirements-dev.txt | cksum))

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONUTF8 := 1

.PHONY: help demo run test screens rules languages bench soak try lock clean

help: ## list these commands
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/  make \1#\2/p' $(firstword $(MAKEFILE_LIST)) | while IFS='#' read -r name what; do printf '%-16s %s\n' "$$name" "$$what"; done

demo: $(RUN) ## try it: the program and a stand-in for Kite, on this machine (PORT, SIM_PORT, KEEP=1)
	@exec $(BIN)/python -m tools.demo

run: $(RUN) ## run it for real: real Kite, settings from .env
	@exec $(BIN)/python -m tools.run

test: $(DEV) ## everything that CI runs: lint, types, tests on both databases and in a real browser
	@exec $(BIN)/python -m tools.check

screens: $(DEV) ## write a picture of every screen, wide and narrow, light and dark, to screens/
	@exec $(BIN)/python -m tools.screens

rules: $(RUN) ## write docs/rules.md and docs/access.md: every rule of the check, and who may do what, from the tables
	@$(BIN)/python -m tools.rules && exec $(BIN)/python -m tools.access

languages: $(RUN) ## bring translations/ up to what the client’s pages say; names what is not translated yet
	@exec $(BIN)/python -m tools.languages

bench: $(DEV) ## measure, as ratios to a named baseline in the same run
	@exec $(BIN)/python -m bench

soak: $(DEV) ## verdicts against what is true (SOAK=2000 people, SEED=1); then people at once at a basket or a link, a thousand times
	@$(BIN)/python -m bench.truth --handoffs $${SOAK:-2000} --seed $${SEED:-1} && exec $(BIN)/python -m bench.soak

try: $(DEV) ## try properties with examples that nobody has tried yet; make test tries the same ones each time
	@exec $(BIN)/python -m pytest -q -m hypothesis --hypothesis-profile=other --ignore=tests/browser

lock: $(DEV) ## resolve, pin and hash what requirements*.in ask for, for Python 3.11 to 3.14
	@exec $(BIN)/python -m tools.lock

clean: ## remove what these commands made, but not .env or data
	rm -rf .venv var/demo var/chromium .mypy_cache .ruff_cache .pytest_cache .hypothesis screens

$(RUN):
	@sh tools/venv.sh requirements.txt
	@touch $@

$(DEV):
	@sh tools/venv.sh requirements.txt requirements-dev.txt
	@touch $(RUN) $@
