# Without make: python scripts/dev.py demo
PYTHON ?= python3

.PHONY: demo test test-all check actions pack
demo test test-all check actions pack:
	$(PYTHON) scripts/dev.py $@ $(ARGS)
