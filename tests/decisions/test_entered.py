"""Facts that a professional entered: known, outdated, and what they meet."""

import calendar
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reintegratie_cli.decisions.entered import add_months, conditions_in, describe, entered_facts
from reintegratie_cli.models.responses import Facts
from reintegratie_cli.models.rules import AllOf, AnyOf, AtLeast, FactCondition, IndicatorCondition


def days(*texts):
    """Dates as an array."""
    return np.array(texts, dtype="datetime64[D]")


def fact(name, **asked):
    """A condition on a fact."""
    return FactCondition.model_validate({"fact": name, **asked})


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        ("2026-01-15", 6, "2026-07-15"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-10-31", 12, "2027-10-31"),
        ("1969-12-31", 1, "1970-01-31"),
        ("NaT", 6, "NaT"),
    ],
)
def test_months_later_by_hand(start, months, expected):
    """The same day, or the last one of a shorter month; no date stays none."""
    np.testing.assert_array_equal(add_months(days(start), months), days(expected))


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 120))
def test_months_later_as_the_calendar_has_it(start, months):
    """For any date."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    expected = date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
    assert add_months(days(start.isoformat()), months)[0].item() == expected


@given(st.lists(st.dates(date(1900, 1, 1), date(2100, 1, 1)), max_size=4), st.integers(0, 60))
def test_a_later_date_does_not_end_earlier(dates, months):
    """Order is kept, over the ends of months."""
    later = add_months(days(*sorted(dates)), months)
    assert (later[1:] >= later[:-1]).all()


@pytest.mark.parametrize(
    ("established", "measured", "outdated"),
    [
        ("2026-05-22", "2026-11-22", False),
        ("2026-05-21", "2026-11-22", True),
        ("2026-08-31", "2027-02-28", False),
        ("2026-08-31", "2027-03-01", True),
        ("NaT", "2026-11-22", False),
        ("2026-05-21", "NaT", False),
        ("2027-01-01", "2026-11-22", False),
    ],
)
def test_a_fact_counts_up_to_the_last_day_on_which_it_is_valid(shipped, established, measured, outdated):
    """Months of search are valid for six months; without one of the dates nothing is outdated."""
    facts = Facts({"maanden_actief_zoeken": np.array([7.0])}, {"maanden_actief_zoeken": days(established)})
    entered = entered_facts(shipped.facts, facts, days(measured))
    assert entered.outdated["maanden_actief_zoeken"].tolist() == [outdated]
    assert entered.known("maanden_actief_zoeken").tolist() == [not outdated]
    assert entered.meets(fact("maanden_actief_zoeken", at_least=6)).tolist() == [not outdated]


def test_a_fact_that_nobody_entered_is_unknown_and_not_outdated(shipped):
    """Facts that are absent from the batch; every defined fact is there."""
    entered = entered_facts(shipped.facts, Facts(), days("2026-11-22", "NaT"))
    assert set(entered.values) == set(shipped.facts)
    assert not any(entered.known(name).any() or entered.outdated[name].any() for name in shipped.facts)


def test_an_unknown_value_with_an_old_date_is_unknown_and_not_outdated(shipped):
    """There is nothing that could be too old."""
    facts = Facts({"loonwaarde": np.array([np.nan])}, {"loonwaarde": days("1990-01-01")})
    entered = entered_facts(shipped.facts, facts, days("2026-11-22"))
    assert (entered.known("loonwaarde").tolist(), entered.outdated["loonwaarde"].tolist()) == ([False], [False])


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (fact("loonwaarde", below=60), [True, False, False, False]),
        (fact("loonwaarde", above=60), [False, False, True, False]),
        (fact("loonwaarde", at_least=60), [False, True, True, False]),
        (fact("loonwaarde", at_most=60), [True, True, False, False]),
        (fact("loonwaarde", known=True), [True, True, True, False]),
        (fact("loonwaarde", known=False), [False, False, False, True]),
    ],
)
def test_a_number_meets_a_condition_and_unknown_meets_none(shipped, condition, expected):
    """59, 60, 61 and unknown; only `known: false` holds of what is not known."""
    persons = [{"loonwaarde": value} for value in (59, 60, 61, None)]
    assert shipped.entered(*persons).meets(condition).tolist() == expected


def test_yes_and_no_are_told_from_unknown(shipped):
    """`is: true` and `is: false` both do not hold of what is not known."""
    entered = shipped.entered({"onder_27": True}, {"onder_27": False}, {})
    assert entered.meets(fact("onder_27", **{"is": True})).tolist() == [True, False, False]
    assert entered.meets(fact("onder_27", **{"is": False})).tolist() == [False, True, False]


def test_a_choice_meets_its_own_code(shipped):
    """By the code, not by its place."""
    entered = shipped.entered({"opleiding": "basis"}, {"opleiding": "vmbo"}, {})
    assert entered.meets(fact("opleiding", **{"is": "vmbo"})).tolist() == [False, True, False]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (fact("loonwaarde", below=100), "loonwaarde<100"),
        (fact("loonwaarde", above=62.5), "loonwaarde>62.5"),
        (fact("sollicitatiegesprekken", at_most=0), "sollicitatiegesprekken<=0"),
        (fact("maanden_actief_zoeken", at_least=6), "maanden_actief_zoeken>=6"),
        (fact("loonwaarde_blijvend", **{"is": True}), "loonwaarde_blijvend=true"),
        (fact("opleiding", **{"is": "vmbo"}), "opleiding=vmbo"),
        (fact("loonwaarde", known=False), "loonwaarde=unknown"),
        (fact("loonwaarde", known=True), "loonwaarde=known"),
        (IndicatorCondition(indicator="netwerk", below=2.5, basis="expert"), "netwerk<2.5"),
        (IndicatorCondition(indicator="discriminatie", above=3.5, basis="expert"), "discriminatie>3.5"),
    ],
)
def test_a_condition_says_what_it_asks(condition, expected):
    """As it stands in the output."""
    assert describe(condition) == expected


def test_the_conditions_of_gates_are_listed_once_in_the_order_in_which_they_are_written():
    """Through every kind of gate; a group without a gate has none."""
    a, b, c = (fact(name, known=True) for name in ("loonwaarde", "onder_27", "opleiding"))
    gate = AllOf(all=(a, AnyOf(any=(b, AtLeast(at_least=1, of=(a, c))))))
    assert conditions_in([None, gate, c]) == [a, b, c]
    assert conditions_in([None]) == []
