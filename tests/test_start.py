"""Starting fast: what is loaded before there is anything to compute."""

import subprocess
import sys

import pytest

HEAVY = ("numpy", "polars", "rich", "scipy", "yaml")
OF_TYPER = ("pydantic",)
"""Typer itself loads it as soon as a command has options; the first help does without."""

NEVER = ("factor_analyzer", "pandas", "scipy.stats", "sklearn")

LOADED = """
import sys
from reintegratie_cli.__main__ import main
names, sys.argv = sys.argv[1].split(","), ["reintegratie", *sys.argv[2:]]
try:
    main()
except SystemExit as end:
    print("".join(f"{name};" for name in names if name in sys.modules), end.code or 0, file=sys.stderr)
"""
ANSWERS = "id;wv_1;wv_2;wv_3\n1;1;2;3\n"


def loaded(names, arguments, environment, stdin="") -> str:
    """Which of the modules a call has loaded, and its exit code."""
    command = [sys.executable, "-c", LOADED, ",".join(names), *arguments]
    ran = subprocess.run(command, input=stdin, capture_output=True, text=True, env=environment, check=True)
    return ran.stderr.splitlines()[-1]


@pytest.mark.parametrize("arguments", [("--help",), ("--version",)], ids=" ".join)
def test_the_first_help_loads_nothing_heavy(arguments, environment):
    """Help comes at once: no numbers, no tables, no files are needed for it."""
    assert loaded((*HEAVY, *OF_TYPER), arguments, environment) == " 0"


@pytest.mark.parametrize("arguments", [("score",), ("instruments", "form"), ("simulate",)], ids=" ".join)
def test_the_help_of_a_command_loads_nothing_heavy(arguments, environment):
    """The work of a command is loaded when it is done."""
    assert loaded(HEAVY, (*arguments, "--help"), environment) == " 0"


def test_a_typing_error_loads_nothing_heavy(environment):
    """Whoever misspells an option hears so at once."""
    assert loaded(HEAVY, ("score", "export.csv", "--fatcs", "x"), environment) == " 2"


def test_scoring_loads_no_factor_analysis(environment):
    """Scoring never waits for what only the validation of a questionnaire needs."""
    assert loaded(NEVER, ("score", "-", "-f", "table"), environment, ANSWERS) == " 0"


def test_what_is_loaded_is_seen(environment):
    """The tests above can fail: scoring does load the heavy libraries."""
    assert loaded(("polars", "yaml"), ("score", "-", "-f", "csv"), environment, ANSWERS) == "polars;yaml; 0"
