"""What can be said of a questionnaire before anybody filled it in: how it is built, its words, how hard it reads."""

from reintegratie_cli.decisions.questionnaire.readability import check_readability
from reintegratie_cli.decisions.questionnaire.structure import check_structure
from reintegratie_cli.decisions.questionnaire.wording import check_texts
from reintegratie_cli.models.finding import Finding
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.wording import Wording


def check_questionnaire(instrument: Instrument, rules: Wording) -> tuple[Finding, ...]:
    """Every finding, always in the same order: scales and answers, then items as they are asked, then reading.

    A battery is to be resolved first. What is found is what the rules name: that nothing is found proves nothing.
    """
    return (
        *check_structure(instrument, rules),
        *check_texts(instrument, rules),
        *check_readability(instrument, rules),
    )


__all__ = ["check_questionnaire"]
