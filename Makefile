# Two commands for a fresh machine with python3 (3.11+), git and make: `make demo` and `make test`.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

.venv/.run: pyproject.toml tools/bootstrap.py
	@$(PYTHON) tools/bootstrap.py
	@touch $@

.venv/.dev: pyproject.toml tools/bootstrap.py
	@$(PYTHON) tools/bootstrap.py --extra dev
	@touch $@ .venv/.run

.venv/.bench: .venv/.dev
	@$(PYTHON) tools/bootstrap.py --extra dev,bench
	@touch $@

demo: .venv/.run ## the main job on the providers' own documents
	@$(BIN)/python demo/demo.py

test: .venv/.dev ## all tests, in about six minutes
	$(BIN)/python -m pytest -n auto --dist worksteal

.venv/.spark: .venv/.dev
	@$(PYTHON) tools/bootstrap.py --extra dev,spark
	@touch $@

spark: .venv/.spark ## the tests on Apache Spark; needs Java 17
	WIREBOOK_SPARK=required $(BIN)/python -m pytest tests/spark

recipes: .venv/.dev ## the recipes and hooks of docs/recipes, run as they stand; fetches from package indexes
	$(BIN)/python -m pytest tests/recipes.py

deep: .venv/.dev ## the property tests with many more cases, and every naughty string in every slot
	WIREBOOK_HYPOTHESIS=deep WIREBOOK_KILLS=20 $(BIN)/python -m pytest -n auto tests/properties tests/wire tests/lint/test_resume.py \
	  tests/lint/test_quick.py tests/codegen/test_break_out.py tests/codegen/test_moments.py tests/capture/test_cut.py \
	  tests/hostile/test_canaries.py tests/hostile/test_corpora.py tests/hostile/test_injection.py tests/test_swift.py

lint: .venv/.dev ## ruff, mypy --strict, import contracts, generated files
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/wirebook generate --check

generate: .venv/.dev ## regenerate schemas, bindings and docs from specs/
	$(BIN)/wirebook generate

record: .venv/.dev ## rewrite the golden files, then read the diff
	WIREBOOK_RECORD=1 $(BIN)/python -m pytest -q tests/wire tests/codegen

scaling: .venv/.dev ## twice the input costs at most 2.3 times, in each direction that it can grow
	$(BIN)/python -m pytest tests/hostile/scaling.py

.venv/.fuzz: .venv/.dev
	@$(PYTHON) tools/bootstrap.py --extra fuzz
	@touch $@

bounds: .venv/.dev ## what a megabyte of hostile input costs at each entry point
	$(BIN)/python benchmarks/bounds.py

corpora: .venv/.dev ## fetch the corpora of hostile input anew (npm)
	$(BIN)/python tests/hostile/corpora/refresh.py

fuzz-doors: .venv/.fuzz ## coverage-guided fuzzing of every reader (MINUTES=n, KEEP=n, ENTRIES="xml har")
	$(BIN)/python tests/fuzz/run.py --minutes $(or $(MINUTES),10) --keep $(or $(KEEP),0) $(ENTRIES)

fuzz: .venv/.dev ## a million decided mutants (DECIDED=n, ENCODING=json), the quick ways against reading the whole
	$(BIN)/python tests/properties/quick_mutants.py --decided $(or $(DECIDED),1000000) $(addprefix --encoding ,$(ENCODING))

.venv/.mutants: .venv/.dev
	@$(PYTHON) tools/bootstrap.py --extra dev,mutants
	@touch $@

mutants: .venv/.mutants ## mutation testing, room by room (ROOMS="escaping rules"); 90 percent are to be killed
	$(BIN)/python tests/mutants/run.py $(ROOMS)

fuzz-recall: .venv/.dev ## mutants of exchanges that are recalled as passing (DECIDED=n), against the whole way
	$(BIN)/python tests/properties/recall_mutants.py --decided $(or $(DECIDED),100000)

proof: .venv/.dev ## every engine on many bodies of every message (MINUTES=n beyond the first few, BODIES=n); again: goes on
	$(BIN)/python tests/proof/proving.py --minutes $(or $(MINUTES),10) --bodies $(or $(BODIES),100000)

bench: .venv/.bench ## the measured ratios, against the peers
	$(BIN)/python benchmarks/run.py

clean: ## remove what was set up and built
	rm -rf .venv dist build demo-out .proof .pytest_cache .mypy_cache .ruff_cache .hypothesis

.PHONY: bounds corpora help demo test recipes spark deep lint generate record fuzz fuzz-recall fuzz-doors scaling mutants proof bench clean
