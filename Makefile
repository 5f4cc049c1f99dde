# Without make: python scripts/dev.py demo
PYTHON ?= python3

.PHONY: demo test test-faults test-all bench check actions pictures docs pack release
demo test test-faults test-all bench check actions pictures docs pack release:
	$(PYTHON) scripts/dev.py $@ $(ARGS)
