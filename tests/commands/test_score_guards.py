"""What `score` refuses because it would mislead, and how it ends when something nobody expected goes wrong."""

import pytest

from reintegratie_cli.__main__ import main
from reintegratie_cli.inputs import catalogue
from reintegratie_cli.resources import shipped


def test_a_rule_with_a_scale_that_nobody_has_is_refused(answers, folder, call):
    """A misspelt scale would be spread over its range for everyone, and give everyone other probabilities."""
    rule = (shipped("rules") / "sol.yaml").read_text(encoding="utf-8").replace("scale: netwerk,", "scale: netwerkk,")
    (folder / "rule.yaml").write_text(rule, encoding="utf-8")

    ran = call("score", answers, "--rule", "rule.yaml")

    assert ran.code == 2
    assert ran.error.splitlines()[-1] == ("rule.yaml: geen vragenlijst heeft de schaal netwerkk. Bedoelde u netwerk?")


@pytest.mark.parametrize("name", ["scores.xls", "scores.csv.gz", "scores.json"])
def test_a_name_that_promises_another_format_is_refused(answers, folder, call, name):
    """CSV under the name of another format would mislead whoever opens it."""
    ran = call("score", answers, "-o", name)

    assert (ran.code, (folder / name).exists()) == (2, False)


def test_facts_without_a_date_of_measurement_are_said_not_to_be_checked_for_age(answers, folder, call):
    """Whether a fact is outdated depends on the day of measurement."""
    (folder / "facts.csv").write_text("id,loonwaarde\n1,80\n", encoding="utf-8")

    ran = call("score", answers, "--facts", "facts.csv")

    assert "dus of een feit verouderd is, is niet na te gaan." in ran.error


@pytest.mark.usefixtures("as_a_program")
def test_a_mistake_of_our_own_is_one_sentence_without_anybodys_answers(answers, capsys, monkeypatch):
    """The words of an unexpected error can hold what people answered."""

    def broken(*_):
        raise KeyError("ZZKANARIEZZ")

    monkeypatch.setattr(catalogue, "load_facts", broken)
    monkeypatch.setattr("sys.argv", ["reintegratie", "score", str(answers)])

    with pytest.raises(SystemExit) as end:
        main()

    assert (end.value.code, capsys.readouterr().err.splitlines()[-1]) == (
        2,
        "Er ging iets mis in het programma zelf (KeyError); er is niets veranderd. --debug laat zien waar.",
    )
