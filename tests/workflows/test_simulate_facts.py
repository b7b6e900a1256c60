"""Simulated facts and ratings beside simulated answers."""

import numpy as np
import pytest

from reintegratie_cli.inputs import catalogue
from reintegratie_cli.workflows.simulate import simulate_answers
from reintegratie_cli.workflows.simulate_facts import FACTS, WITH_FACTS, simulate_facts, twin_items

N = 5_000


@pytest.fixture(scope="session")
def twins(book):
    """The professional's items of the intake."""
    return twin_items(book.intake, [catalogue.find_instrument("werknemersvaardigheden-professional")])


@pytest.fixture(scope="session")
def simulated(book, twins):
    """Answers of many persons, and the facts of some."""
    answers = simulate_answers(book.intake, N, seed=1)
    return answers, simulate_facts(answers, twins, [str(person) for person in range(N)], seed=1)


def test_a_professionals_item_mirrors_the_clients_own(twins):
    """In the order of the two scales."""
    assert {item: own for item, (own, _) in twins.items()} == {f"wnv_pro_{k}": f"wnv_{k}" for k in range(1, 7)}


def test_the_header_names_facts_that_exist(simulated, twins, book):
    """Each fact or its date, then the items of the rating."""
    _, (header, *_) = simulated
    assert header == ["clientnummer", *FACTS, *twins]
    assert {name.removesuffix(".datum") for name in FACTS} <= set(book.rules.facts.facts)


def test_some_persons_have_a_row(simulated):
    """Four in ten, each once, in the order of the ids; to within four standard errors."""
    ids = [int(row[0]) for row in simulated[1][1:]]
    assert ids == sorted(set(ids))
    assert len(ids) / N == pytest.approx(WITH_FACTS, abs=4 * np.sqrt(WITH_FACTS * (1 - WITH_FACTS) / N))


def test_a_rating_lies_within_one_step_of_the_clients_answer(simulated, twins):
    """Whoever is rated is rated on every item."""
    answers, (_, *rows) = simulated
    rated = [row for row in rows if row[-1]]
    assert 0.4 < len(rated) / len(rows) < 0.6
    for place, (own, instrument) in enumerate(twins.values()):
        item = list(twins)[place]
        labels = [answer.label.nl for answer in instrument.answer_set(item).values.values()]
        steps = [labels.index(row[1 + len(FACTS) + place]) - answers[own][int(row[0])] for row in rated]
        assert set(np.unique(steps)) == {-1, 0, 1}


def test_search_is_never_longer_than_time_out_of_work(simulated):
    """Both in months."""
    months, search = (1 + FACTS.index(name) for name in ("maanden_zonder_werk", "maanden_actief_zoeken"))
    assert all(int(row[search]) <= int(row[months]) for row in simulated[1][1:])


def test_the_same_seed_gives_the_same_facts(simulated, twins):
    """And another seed others."""
    answers, rows = simulated
    ids = [str(person) for person in range(N)]
    assert simulate_facts(answers, twins, ids, seed=1) == rows
    assert simulate_facts(answers, twins, ids, seed=2) != rows
