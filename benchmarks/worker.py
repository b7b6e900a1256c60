"""Our side of the benchmark: fits what standard input asks for, a line each, and answers with seconds and figures.

A line is the task, the file and the number of factors, with tabs between; an answer begins with ANSWER and has
name=value, with tabs between. worker.R does the same in R. Reading the file is not timed.
"""

import sys
import time
from collections.abc import Callable
from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl

from reintegratie_cli.psychometrics import (
    correlation,
    efa,
    factor_retention,
    factorability,
    item_statistics,
    polychoric,
    reliability,
)
from reintegratie_cli.psychometrics.cfa.estimate_complete import estimate_complete
from reintegratie_cli.psychometrics.cfa.estimate_incomplete import estimate_incomplete
from reintegratie_cli.psychometrics.cfa.estimate_ordinal import estimate_ordinal
from reintegratie_cli.psychometrics.cfa.specification import FactorModel

FloatArray = npt.NDArray[np.float64]
Figures = dict[str, float]
CATEGORIES, PRODUCT = 5, 1000


@cache
def answers_of(path: str) -> FloatArray:
    """(n_persons, n_items), nan = no answer."""
    return pl.read_csv(path).drop("id").cast(pl.Float64).fill_null(np.nan).to_numpy().copy(order="C")


def model_of(n_items: int, n_factors: int) -> FactorModel:
    """The items in order, divided evenly over the factors."""
    names, own = tuple(f"i{place}" for place in range(1, n_items + 1)), n_items // n_factors
    return FactorModel(names, {f"f{j + 1}": names[j * own : (j + 1) * own] for j in range(n_factors)})


def complete(items: FloatArray, n_factors: int, *, robust: bool) -> Figures:
    """ML or MLR: lavaan::cfa() and fitMeasures()."""
    return estimate_complete(items, model_of(items.shape[1], n_factors), robust=robust).fit


def incomplete(items: FloatArray, n_factors: int) -> Figures:
    """FIML with robust errors."""
    return estimate_incomplete(items, model_of(items.shape[1], n_factors), robust=True).fit


def ordinal(items: FloatArray, n_factors: int) -> Figures:
    """WLSMV, polychoric correlations included."""
    categories = np.where(np.isnan(items), 0, items).astype(np.int64) - 1
    n_items = items.shape[1]
    moments = polychoric.polychoric_moments_of(categories, np.full(n_items, CATEGORIES), pairwise=True)
    return estimate_ordinal(categories, moments, model_of(n_items, n_factors)).fit


def alpha(items: FloatArray, n_factors: int) -> Figures:
    """Of the first scale what psych::alpha gives: of the scale, of each item, and without each item."""
    own = items[:, : items.shape[1] // n_factors]
    bound = np.ones(own.shape[1])
    moments = correlation.pairwise_moments(own)
    between = correlation.correlation_of(moments.covariance)
    found = reliability.alpha(moments.covariance)
    item_statistics.item_statistics(own, bound, bound * CATEGORIES)
    item_statistics.item_rest_correlations(moments.covariance)
    item_statistics.alpha_if_deleted(moments.covariance)
    reliability.feldt_interval(found, len(own), own.shape[1])
    for figure in (reliability.alpha_standardized, reliability.lambda6, reliability.average_r):
        figure(between)
    return {"alpha": found}


def kmo(items: FloatArray, _: int) -> Figures:
    """Sampling adequacy."""
    return {"kmo": factorability.kmo(correlation.pairwise_moments(items).correlation).overall}


def exploratory(items: FloatArray, n_factors: int) -> Figures:
    """Minimum residuals and oblimin."""
    found = efa.efa(correlation.pairwise_moments(items).correlation, n_factors)
    return {"communalities": float(found.communalities.sum())}


def parallel(items: FloatArray, _: int) -> Figures:
    """Parallel analysis with 100 draws, from the answers on."""
    matrix = correlation.pairwise_moments(items).correlation
    return {"n_factors": float(factor_retention.parallel_analysis(matrix, len(items), seed=1).n_factors or 0)}


def drawn(items: FloatArray, n: int) -> Figures:
    """Parallel analysis alone, of these correlations as if they were of `n` persons."""
    matrix = correlation.pairwise_moments(items[:1000]).correlation
    start = time.perf_counter()
    factor_retention.parallel_analysis(matrix, n, seed=1)
    return {"drawn_seconds": time.perf_counter() - start}


def product(_: FloatArray, __: int) -> Figures:
    """One matrix product, for how fast the linear algebra is that the program was installed with."""
    matrix = np.random.default_rng(1).standard_normal((PRODUCT, PRODUCT))
    start = time.perf_counter()
    matrix @ matrix
    return {"product_seconds": time.perf_counter() - start}


TASKS: dict[str, Callable[[FloatArray, int], Figures]] = {
    "ML": lambda items, n: complete(items, n, robust=False),
    "MLR": lambda items, n: complete(items, n, robust=True),
    "FIML": incomplete,
    "WLSMV": ordinal,
    "alpha": alpha,
    "KMO": kmo,
    "EFA": exploratory,
    "parallel analysis": parallel,
    "drawn": drawn,
    "product": product,
}


def main() -> None:
    """Answer line after line, to the end of standard input."""
    for line in sys.stdin:
        task, path, number = line.rstrip("\n").split("\t")
        items = answers_of(path)
        start, worked = time.perf_counter(), time.process_time()
        figures = TASKS[task](items, int(number))
        spent = {"seconds": time.perf_counter() - start, "cpu_seconds": time.process_time() - worked}
        print(
            "\t".join(("ANSWER", *(f"{name}={float(value)!r}" for name, value in (spent | figures).items()))),
            flush=True,
        )


if __name__ == "__main__":
    main()
