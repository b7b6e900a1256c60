"""From norms, a questionnaire and a rule to how far the rule's groups can be trusted."""

from collections.abc import Mapping, Sequence

from reintegratie_cli.decisions.accuracy import NoNorm, Population, accuracy
from reintegratie_cli.decisions.diagram import TooManyNodes
from reintegratie_cli.decisions.norm_prior import prior_of
from reintegratie_cli.decisions.sol import compile_rule
from reintegratie_cli.errors import RuleError, UsageError
from reintegratie_cli.models.accuracy import Accuracy
from reintegratie_cli.models.facts import FactDefinition
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.norms import Norms
from reintegratie_cli.models.rules import SolRule
from reintegratie_cli.text import Text


def norm_accuracy(  # noqa: PLR0913 - what is measured, by which rule, in which population, and how often it is drawn
    instrument: Instrument,
    rule: SolRule,
    norms: Sequence[Norms],
    facts: Mapping[str, FactDefinition],
    *,
    n: int,
    seed: int,
) -> Accuracy:
    """Accuracy and consistency of a rule's groups among the persons of these norms, admitted or not.

    The norms hold for this questionnaire (`NormBook.check`) and the rule fits it (`check_rule_fits`).

    Raises:
        UsageError: the norms do not hold every scale that decides about groups, with its reliability.
        RuleError: the rule is too large to compute with.
    """
    prior = prior_of(norms, instrument.scales)
    if prior is None:
        raise UsageError(
            Text(
                "Deze normen zeggen van geen enkele schaal hoe betrouwbaar zij is, dus er valt niets te berekenen.",
                "These norms tell of no scale how reliable it is, so there is nothing to compute.",
            )
        )
    try:
        return accuracy(Population(compile_rule(rule), prior, instrument, facts), n=n, seed=seed)
    except NoNorm as error:
        names = ", ".join(error.scales)
        raise UsageError(
            Text(
                f"De regel {rule.rule} beslist over groepen met schalen waarvan deze normen gemiddelde, spreiding en "
                f"betrouwbaarheid niet geven: {names}. Noem er een norm bij die ze heeft (-n).",
                f"The rule {rule.rule} decides about groups by scales of which these norms do not give mean, spread "
                f"and reliability: {names}. Name a norm that has them too (-n).",
            )
        ) from None
    except TooManyNodes:
        raise RuleError(
            Text(
                f"De regel {rule.rule} combineert te veel voorwaarden om kansen te berekenen. Maak haar eenvoudiger.",
                f"The rule {rule.rule} combines too many conditions to compute probabilities. Make it simpler.",
            )
        ) from None
