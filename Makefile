# Without make: python scripts/dev.py demo
PYTHON ?= python3

.PHONY: demo test test-all check pack
demo test test-all check pack:
	$(PYTHON) scripts/dev.py $@ $(ARGS)
