# A short way to the tasks; `python3 tasks.py <task>` does the same where there is no make.
.PHONY: demo test lint bench simulations
demo test lint bench simulations:
	python3 tasks.py $@
