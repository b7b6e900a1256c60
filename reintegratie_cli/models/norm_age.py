"""How old norms are at a measurement, and what that leaves them good for."""

from collections.abc import Iterator

from reintegratie_cli.models.criteria import NormAge
from reintegratie_cli.models.norms import Norms, Use
from reintegratie_cli.text import Text

RENEW_AFTER = 5
"""Years after which people may have changed so much that a norm is better renewed."""


def age(norms: Norms, year: int) -> int:
    """The years from the last answers of the norm to those that are measured in `year`; none before that is 0."""
    return max(year - norms.last_year, 0)


def use_in(norms: Norms, year: int, limits: NormAge) -> Use:
    """What a norm may be used for in a year: for persons no longer where it is past the age that a standard sets."""
    too_old = age(norms, year) > limits.unusable_after
    return "group" if too_old and norms.use == "individual" else norms.use


def said_of_age(norms: Norms, year: int, limits: NormAge) -> Iterator[Text]:
    """What there is to say of a norm's age in the `year` of a measurement, never of the clock."""
    years, shown = age(norms, year), norms.norms
    if years > limits.unusable_after:
        yield Text(
            f"Norm {shown} is {years} jaar oud; na {limits.unusable_after} jaar is zij niet meer te gebruiken voor "
            "uitspraken over personen. Maak een nieuwe norm.",
            f"Norm {shown} is {years} years old; after {limits.unusable_after} years it can no longer be used for "
            "statements about persons. Make a new norm.",
        )
    elif years > limits.outdated_after:
        yield Text(
            f"Norm {shown} is verouderd: {years} jaar oud, meer dan {limits.outdated_after}. Maak een nieuwe norm.",
            f"Norm {shown} is outdated: {years} years old, over {limits.outdated_after}. Make a new norm.",
        )
    elif years > RENEW_AFTER:
        yield Text(
            f"Norm {shown} is {years} jaar oud, meer dan {RENEW_AFTER}. Plan een nieuwe norm.",
            f"Norm {shown} is {years} years old, over {RENEW_AFTER}. Plan a new norm.",
        )
