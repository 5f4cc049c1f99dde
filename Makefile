# Without make: python scripts/dev.py demo
PYTHON ?= python3

.PHONY: demo test test-faults test-all bench check actions pack
demo test test-faults test-all bench check actions pack:
	$(PYTHON) scripts/dev.py $@ $(ARGS)
