# A short way to the tasks; `python3 tasks.py <task>` does the same where there is no make.
.PHONY: demo test lint bench bench-formats bench-cfa simulations
demo test lint bench bench-formats bench-cfa simulations:
	python3 tasks.py $@
