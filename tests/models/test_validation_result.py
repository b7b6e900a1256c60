"""A result cannot hold a silent gap: what lacks has a reason, and nothing is nan or infinite."""

import math

import pytest

from reintegratie_cli.models.validation_result import (
    FIT,
    Coefficient,
    Factorability,
    Fit,
    Parameter,
    Retest,
    RetestScale,
    figure,
    holes,
)
from reintegratie_cli.text import Text

WHY = Text("Er is maar één factor.", "There is one factor only.")


def test_a_figure_that_lacks_needs_a_reason():
    """None without a reason is a mistake of the caller, named by its field."""
    with pytest.raises(ValueError, match=r"Coefficient\.ci is None without a reason"):
        Coefficient(name="omega", value=0.8)


def test_a_figure_that_lacks_may_stand_with_its_reason():
    """None and its reason make a result."""
    made = Coefficient(name="omega", value=0.8, reasons={"ci": WHY})

    assert (made.ci, made.reasons["ci"]) == (None, WHY)


def test_a_gap_within_a_mapping_needs_a_reason():
    """One item without a figure is a gap of the whole mapping."""
    rest = dict.fromkeys(("kmo", "bartlett"), WHY)

    with pytest.raises(ValueError, match=r"Factorability\.kmo_items is None without a reason"):
        Factorability(kmo_items={"a": 0.7, "b": None}, reasons=rest)


def test_a_part_that_lacks_something_does_not_make_the_whole_lack_it():
    """A section within a section answers for itself."""
    part = RetestScale(n=2, r=1.0, reasons=dict.fromkeys(("r_ci", "icc", "icc_ci"), WHY))

    assert Retest(n=2, icc_type="ICC(A,1)", scales={"a": part}).reasons == {}


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_refused(value):
    """Nan and infinity have to be None with a reason."""
    with pytest.raises(ValueError, match=r"Coefficient\.value is not finite"):
        Coefficient(name="omega", value=value, ci=(0.1, 0.2))


def test_what_is_no_number_is_refused_within_an_interval():
    """Also where it is one of two bounds."""
    with pytest.raises(ValueError, match=r"Coefficient\.ci is not finite"):
        Coefficient(name="omega", value=0.8, ci=(0.1, math.nan))


def test_a_reason_for_what_does_not_exist_is_refused():
    """A misspelt name would leave the figure without its reason."""
    with pytest.raises(ValueError, match="Coefficient has no cii"):
        Coefficient(name="omega", value=0.8, ci=(0.1, 0.2), reasons={"cii": WHY})


def test_a_reason_for_a_figure_that_is_there_is_allowed():
    """The caller may give the reasons beforehand."""
    assert Coefficient(name="omega", value=0.8, ci=(0.1, 0.2), reasons={"ci": WHY}).ci == (0.1, 0.2)


def test_a_fit_has_every_measure():
    """A measure that is left out is a mistake, not a gap."""
    with pytest.raises(ValueError, match="Fit lacks srmr"):
        Fit(measures={name: 1.0 for name in FIT if name != "srmr"})


def test_a_measure_that_lacks_needs_a_reason():
    """Also where its name is not a field."""
    with pytest.raises(ValueError, match=r"Fit\.aic is None without a reason"):
        Fit(measures=dict.fromkeys(FIT, 1.0) | {"aic": None})


def test_the_measures_stand_in_their_order():
    """However they were given; those beyond the list come last."""
    given = {"npar": 3.0, **dict.fromkeys(reversed(FIT), 1.0)}

    assert tuple(Fit(measures=given).figures()) == (*FIT, "npar")


def test_the_figures_stand_in_the_order_of_the_fields():
    """The order of the JSON."""
    made = Parameter(lhs="f", op="=~", rhs="a", estimate=1.0, se=1.0, z=1.0, pvalue=0.5, standardized=0.5)

    assert list(made.figures()) == ["lhs", "op", "rhs", "group", "estimate", "se", "z", "pvalue", "standardized"]


@pytest.mark.parametrize(
    ("value", "expected"), [(0.25, 0.25), (0, 0.0), (None, None), (math.nan, None), (math.inf, None)]
)
def test_a_number_as_it_may_stand(value, expected):
    """Nan and infinity become None."""
    assert figure(value) == expected


@pytest.mark.parametrize(
    ("value", "lacking"),
    [(None, True), (0.0, False), ("", False), ((), False), ((1.0, None), True), ({"a": {"b": None}}, True)],
)
def test_what_counts_as_a_gap(value, lacking):
    """None, also deep within; not zero and not an empty list."""
    assert holes(value) is lacking
