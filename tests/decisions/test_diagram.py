"""The decision diagram against plain enumeration."""

from itertools import product
from math import prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from reintegratie_cli.decisions import diagram
from reintegratie_cli.decisions.diagram import Atom, Threshold, TooManyNodes, compile_gates, variables


def holds(gate, outcome):
    """Whether a gate holds when variable v has `outcome[v]`."""
    match gate:
        case bool():
            return gate
        case Atom(variable, meets):
            return meets[outcome[variable]]
        case Threshold(k, gates):
            return sum(holds(part, outcome) for part in gates) >= k


def first_that_holds(gates, outcome):
    """The place of the first gate that holds, or their number."""
    return next((place for place, gate in enumerate(gates) if holds(gate, outcome)), len(gates))


def enumerated(gates, weights):
    """The probability of each outcome for one person, by trying everything; `weights[v]` are variable v's."""
    found = np.zeros(len(gates) + 1)
    for outcome in product(*(range(len(of_variable)) for of_variable in weights)):
        found[first_that_holds(gates, outcome)] += prod(w[value] for w, value in zip(weights, outcome, strict=True))
    return found


@st.composite
def rules(draw):
    """Up to 4 ordered gates over up to 5 variables with 2 to 4 outcomes; gates are nested, some of them constant."""
    n_values = draw(st.lists(st.integers(2, 4), min_size=1, max_size=5))
    atoms = [st.builds(Atom, st.just(place), st.tuples(*[st.booleans()] * n)) for place, n in enumerate(n_values)]
    gate = st.recursive(
        st.one_of(*atoms, st.booleans()),
        lambda inner: st.builds(Threshold, st.integers(0, 4), st.lists(inner, min_size=1, max_size=4).map(tuple)),
        max_leaves=8,
    )
    return draw(st.lists(gate, max_size=4)), n_values


def distributions(n_values, persons):
    """For each variable (persons, outcomes) that sum to 1."""
    weight = st.integers(0, 9)
    of_person = [st.lists(weight, min_size=n, max_size=n).filter(any) for n in n_values]
    whole = st.lists(st.tuples(*of_person), min_size=persons, max_size=persons)
    return whole.map(
        lambda drawn: [
            np.array([row[v] for row in drawn]) / np.array([[sum(row[v])] for row in drawn])
            for v in range(len(n_values))
        ]
    )


@given(rules(), st.data())
def test_the_diagram_equals_enumeration(rule, data):
    """For every rule and all persons at once, to rounding."""
    gates, n_values = rule
    weights = data.draw(distributions(n_values, persons=3))
    found = compile_gates(gates, n_values).probabilities(weights, 3)
    expected = [enumerated(gates, [of_variable[person] for of_variable in weights]) for person in range(3)]
    np.testing.assert_allclose(found, expected, atol=1e-12)


@given(rules(), st.data())
def test_certain_outcomes_give_the_gate_that_holds(rule, data):
    """With one outcome of each variable certain, one group is certain: the first whose gate holds."""
    gates, n_values = rule
    outcome = data.draw(st.tuples(*(st.integers(0, n - 1) for n in n_values)))
    certain = [np.eye(n)[[value]] for n, value in zip(n_values, outcome, strict=True)]
    expected = np.eye(len(gates) + 1)[[first_that_holds(gates, outcome)]]
    np.testing.assert_array_equal(compile_gates(gates, n_values).probabilities(certain, 1), expected)


@given(rules())
def test_every_node_asks_a_variable_that_its_gates_name(rule):
    """And no node asks a variable after one with a higher place."""
    gates, n_values = rule
    found = compile_gates(gates, n_values)
    named = set().union(*(variables(gate) for gate in gates)) if gates else set()
    for node in found.nodes.values():
        assert node.variable in named
        children = [found.nodes[child] for child in node.children if child >= 0]
        assert all(child.variable > node.variable for child in children)


@pytest.mark.parametrize(
    ("gates", "expected"),
    [
        ([], [1.0]),
        ([True], [1.0, 0.0]),
        ([False], [0.0, 1.0]),
        ([False, True, True], [0.0, 1.0, 0.0, 0.0]),
        ([Threshold(0, (Atom(0, (True, False)),))], [1.0, 0.0]),
        ([Threshold(2, (Atom(0, (True, False)),))], [0.0, 1.0]),
        ([Threshold(1, (True,)), Atom(0, (True, False))], [1.0, 0.0, 0.0]),
        ([Atom(0, (True, True))], [1.0, 0.0]),
        ([Atom(0, (False, False))], [0.0, 1.0]),
    ],
)
def test_constant_gates_need_no_question(gates, expected):
    """What always or never holds leaves a diagram without nodes, and the same for everybody."""
    found = compile_gates(gates, [2])
    assert found.nodes == {}
    np.testing.assert_array_equal(found.probabilities([np.array([[0.3, 0.7]] * 2)], 2), [expected] * 2)


def test_two_gates_by_hand():
    """P(a) = .3 decides first; else b or c, of .5 and .2: .7 * (1 - .5 * .8) = .42; .28 is left."""
    a, b, c = (Atom(place, (True, False)) for place in range(3))
    found = compile_gates([a, Threshold(1, (b, c))], [2, 2, 2])
    weights = [np.array([[p, 1 - p]]) for p in (0.3, 0.5, 0.2)]
    np.testing.assert_allclose(found.probabilities(weights, 1), [[0.3, 0.42, 0.28]], rtol=1e-12)


def test_equal_remainders_share_a_node():
    """At least 20 of 40 has 2^40 paths, at most 20 * 21 remainders, and a binomial probability."""
    gate = Threshold(20, tuple(Atom(place, (True, False)) for place in range(40)))
    found = compile_gates([gate], [2] * 40)
    assert len(found.nodes) <= 20 * 21
    weights = [np.array([[0.4, 0.6]])] * 40
    np.testing.assert_allclose(found.probabilities(weights, 1)[0, 0], binom.sf(19, 40, 0.4), rtol=1e-12)


def test_a_question_that_changes_nothing_is_not_asked():
    """(a and b) or (not a and b) is b."""
    a, not_a, b = Atom(0, (True, False)), Atom(0, (False, True)), Atom(1, (True, False))
    found = compile_gates([Threshold(1, (Threshold(2, (a, b)), Threshold(2, (not_a, b))))], [2, 2])
    assert [node.variable for node in found.nodes.values()] == [1]


def test_a_rule_that_nobody_can_read_is_refused(monkeypatch):
    """Beyond the largest number of nodes nothing is compiled."""
    gate = Threshold(5, tuple(Atom(place, (True, False)) for place in range(10)))
    monkeypatch.setattr(diagram, "MOST_NODES", 30)
    assert len(compile_gates([gate], [2] * 10).nodes) == 30
    monkeypatch.setattr(diagram, "MOST_NODES", 29)
    with pytest.raises(TooManyNodes):
        compile_gates([gate], [2] * 10)


def test_nobody_has_probabilities_of_nothing():
    """A batch of nobody is a table without rows."""
    found = compile_gates([Atom(0, (True, False))], [2])
    assert found.probabilities([np.empty((0, 2))], 0).shape == (0, 2)
