"""How much more it would take: items to reach a reliability, persons to be sure of it. Estimates, to plan with."""

from math import ceil, floor, log, log10

MOST_TIMES = 5
"""An estimate so many times what there is now is no plan, and is not given."""

ROUNDING = 1e-9
"""An item is not asked for because of the last bit of a float."""


def items_needed(value: float, cut: float, n_items: int | None) -> int | None:
    """How many more items as good as the present ones would bring a reliability up to `cut`, at least one.

    n_items (cut (1 - value) / (value (1 - cut)) - 1): the prophecy formula of Spearman (1910) and Brown (1910), solved
    for the length. None where that is no plan, or the number of items is not known.
    """
    if not n_items or not 0 < value < cut < 1:
        return None
    times = cut * (1 - value) / (value * (1 - cut))
    more = max(1, ceil(n_items * (times - 1) - ROUNDING))
    return more if more < MOST_TIMES * n_items else None


def persons_needed(value: float, low: float, cut: float, n: int | None) -> int | None:
    """About how many persons would lift the lower end of the interval from `low` to `cut`, in two digits.

    n (ln((1 - low) / (1 - value)) / ln((1 - cut) / (1 - value)))^2: the interval is symmetric on the scale of
    ln(1 - reliability) (Bonett, 2002) and narrows with the root of n. None where that is no plan.
    """
    if not n or not low < cut < value < 1:
        return None
    times = (log((1 - low) / (1 - value)) / log((1 - cut) / (1 - value))) ** 2
    if times >= MOST_TIMES:
        return None
    step = 10.0 ** max(0, floor(log10(n * times)) - 1)
    return int(ceil(n * times / step) * step)
