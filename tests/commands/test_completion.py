"""The Tab key: ids, names and files, as the four shells ask for them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reintegratie_cli.commands._reading_call import SOURCE_FORMATS
from reintegratie_cli.inputs import completion

COMMAND = Path(sys.executable).parent / "reintegratie"

OFFERED = {
    ("sc",): {"score"},
    ("score", "-i", "int"): {"intake"},
    ("change", "a.csv", "-i", "int"): {"intake"},
    ("doctor", "a.csv", "-i", "eig"): {"eigen"},
    ("score", "-n", "gse"): {"gse.nederland-schwarzer"},
    ("score", "a.csv", "-f", "p"): {"parquet"},
    ("score", "a.csv", "--from", "c"): {"csv", "castor"},
    ("score", "a.csv", "--lang", ""): {"nl", "en"},
    ("score", "--faxx"): set(),
    ("score", "--fact"): {"--facts"},
    ("doctor", "a.csv", "-f", ""): {"table", "json"},
    ("validate-instrument", "werkv"): {"werkvermogen"},
    ("instruments", "show", "gs"): {"gse"},
    ("instruments", "form", "gs"): {"gse"},
    ("interventions", "show", "job"): {"jobcarving", "jobcoach", "jobs"},
    ("norms", "show", "gse"): {"gse.nederland-schwarzer"},
    ("norms", "build", "gs"): {"gse"},
}


@pytest.fixture
def bash(folder, environment):
    """What the installed command offers when bash asks; a questionnaire of our own is in this folder."""
    (folder / "instruments").mkdir()
    (folder / "instruments" / "eigen.yaml").write_text("", encoding="utf-8")

    def ask(*words):
        asked = {"COMP_WORDS": " ".join(["reintegratie", *words]), "COMP_CWORD": str(len(words))}
        variables = {**environment, **asked, "_REINTEGRATIE_COMPLETE": "complete_bash"}
        ran = subprocess.run([COMMAND], capture_output=True, text=True, env=variables, cwd=folder, check=True)
        return set(ran.stdout.split())

    return ask


@pytest.mark.parametrize("words", OFFERED, ids=" ".join)
def test_what_is_offered(bash, words):
    """What begins with what is typed, and nothing else."""
    assert bash(*words) == OFFERED[words]


@pytest.mark.parametrize(
    ("shell", "answer"),
    [("zsh", "_arguments '*: :((\"intake\"))'"), ("fish", "intake"), ("powershell", "intake:::")],
)
def test_the_other_shells(environment, shell, answer):
    """Each asks in its own way."""
    asked = {
        "_REINTEGRATIE_COMPLETE": f"complete_{shell}",
        "_TYPER_COMPLETE_ARGS": "reintegratie score -i inta",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": "inta",
    }
    ran = subprocess.run([COMMAND], capture_output=True, text=True, env={**environment, **asked}, check=True)

    assert ran.stdout.strip() == answer


def test_all_that_from_can_say_is_offered():
    """A format or survey program that is added is offered too."""
    assert {*completion.SOURCES, *completion.SURVEY_PROGRAMS} == set(SOURCE_FORMATS)


def test_the_script_for_a_shell_calls_the_command(environment):
    """As --install-completion writes it."""
    asked = {**environment, "_REINTEGRATIE_COMPLETE": "source_bash"}
    ran = subprocess.run([COMMAND], capture_output=True, text=True, env=asked, check=True)

    assert "complete -o default -F _reintegratie_completion reintegratie" in ran.stdout
    assert os.linesep in ran.stdout
