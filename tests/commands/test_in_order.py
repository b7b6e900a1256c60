"""Several batches at once: results in the order of the batches, and memory for a few only."""

import threading

import pytest

from reintegratie_cli.commands._in_order import in_order


def test_results_come_in_the_order_of_the_batches():
    """Also where a later one is ready first."""
    second_is_done = threading.Event()

    def work(number: int) -> int:
        if number == 0:
            second_is_done.wait(5)
        if number == 1:
            second_is_done.set()
        return number * 10

    assert list(in_order(work, range(4), workers=2)) == [0, 10, 20, 30]


def test_only_a_few_batches_are_held_at_a_time():
    """As many as there are workers, and one more."""
    taken: list[int] = []
    results = in_order(lambda number: number, (taken.append(number) or number for number in range(50)), workers=2)

    assert [(next(results), len(taken)) for _ in range(3)] == [(0, 3), (1, 4), (2, 5)]


def test_an_error_comes_where_its_result_would_have():
    """What came before it is not lost."""
    results = in_order(lambda number: 6 // number, [3, 2, 0], workers=2)

    assert [next(results), next(results)] == [2, 3]
    with pytest.raises(ZeroDivisionError):
        next(results)


def test_no_batches_have_no_results():
    """And nothing waits."""
    assert list(in_order(str, [])) == []
