"""The rule as it is told: every cut-off that decides, with its source."""

import pytest

from reintegratie_cli.decisions.verdict.conditions import conditions
from reintegratie_cli.inputs import catalogue
from reintegratie_cli.models.criteria import Cut

CRITERIA, RULE = catalogue.load_criteria(), catalogue.load_conclusion()


def told(decision="individual", rule=RULE):
    """The rule in English, as one text."""
    return "\n".join(it.en for it in conditions(decision, CRITERIA, rule))


@pytest.mark.parametrize(("decision", "cut"), [("individual-important", "0.80"), ("individual", "0.70")])
def test_the_reliability_is_that_of_the_decision(decision, cut):
    """With the standard that asks it."""
    assert f"interval of the reliability reaches {cut} (COTAN 2010, 5.2)" in told(decision)


@pytest.mark.parametrize(
    "cut", ["0.08 (Hu & Bentler 1999)", "0.10 (Kline 2016)", "200 (our own choice", "300 (our own", "100 (our own"]
)
def test_every_cutoff_is_told_with_its_source(cut):
    """As the rule's file has it."""
    assert cut in told()


def test_what_was_not_checked_is_told():
    """Once for each source."""
    assert told().count("Kline 2016") == 2
    assert "Not checked in the original: Hu & Bentler 1999, Kline 2016" in told()


def test_a_rule_that_was_checked_asks_no_warning():
    """The sentence goes when somebody has read the originals."""
    cuts = {name: cut for name in type(RULE).model_fields if isinstance(cut := getattr(RULE, name), Cut)}
    read = RULE.model_copy(update={name: it.model_copy(update={"checked": "original"}) for name, it in cuts.items()})

    assert "Not checked" not in told(rule=read)


@pytest.mark.parametrize("decision", ["individual-important", "individual", "group"])
def test_no_place_is_left_open(decision):
    """In both languages."""
    assert "{" not in "".join(it.nl + it.en for it in conditions(decision, CRITERIA, RULE))
