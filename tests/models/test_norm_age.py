"""How old norms are, at the bounds: by the year of the measurement, never by the clock."""

import pytest

from reintegratie_cli.inputs import catalogue
from reintegratie_cli.models.norm_age import age, said_of_age, use_in


@pytest.fixture(scope="module")
def limits():
    """Those of the COTAN: outdated after 15 years, unusable after 20."""
    return catalogue.load_norm_age()


def test_the_limits_are_those_of_the_cotan(limits):
    """cotandocumentatie.nl."""
    assert (limits.outdated_after, limits.unusable_after) == (15, 20)


@pytest.mark.parametrize(
    ("year", "said"),
    [
        *((2020, None), (2026, None), (2031, None)),
        *((2032, "meer dan 5"), (2041, "meer dan 5")),
        *((2042, "verouderd"), (2046, "verouderd")),
        (2047, "niet meer te gebruiken"),
    ],
)
def test_a_warning_begins_the_year_after_the_bound(norms, limits, year, said):
    """Collected in 2026: five years old is fine, six is said; so with fifteen and twenty."""
    texts = [text.nl for text in said_of_age(norms(), year, limits)]

    assert len(texts) == (said is not None)
    assert said is None or said in texts[0]


@pytest.mark.parametrize(("year", "use"), [(2046, "individual"), (2047, "group")])
def test_after_twenty_years_it_is_refused_for_persons(norms, limits, year, use):
    """Twenty is still allowed."""
    assert use_in(norms(), year, limits) == use


def test_what_was_for_nothing_stays_so(norms, limits):
    """Age never makes a norm good for more."""
    assert use_in(norms(use="none"), 2100, limits) == "none"


def test_the_last_year_counts(norms):
    """Collected from 2024 to 2026, and nothing is younger than new."""
    made = norms(collected="2024-2026")

    assert [age(made, year) for year in (2020, 2026, 2030)] == [0, 0, 4]
