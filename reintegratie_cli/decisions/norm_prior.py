"""The prior that norms give for the true scores of everybody."""

from collections.abc import Iterable, Sequence

import numpy as np

from reintegratie_cli.models.norm_book import NormBook
from reintegratie_cli.models.norms import Norms
from reintegratie_cli.psychometrics.prior import NormalPrior


def admitted_prior(book: NormBook, scales: Iterable[str]) -> NormalPrior | None:
    """The prior for these scales from the norms that may decide about a person; none where no norm of them may.

    An illustrative norm, or one of another population, is passed over, also where it was named first.
    """
    return prior_of([norms for norms in book.norms if norms.admitted], scales)


def prior_of(norms: Sequence[Norms], scales: Iterable[str]) -> NormalPrior | None:
    """The prior for these scales, each from the first of the norms that has it and says how reliable it is.

    Correlations between scales of different norms are not known.
    """
    found: dict[str, tuple[Norms, float, float, float]] = {}
    for name in scales:
        for one in norms:
            of_scale = one.scales.get(name)
            dependable = of_scale.dependable if of_scale is not None else None
            if of_scale is not None and dependable is not None and dependable[0] > 0:
                found[name] = one, of_scale.mean, of_scale.sd, dependable[0]
                break
    if not found:
        return None
    correlations = np.eye(len(found))
    for row, first in enumerate(found):
        for column, second in enumerate(found):
            norm, other = found[first][0], found[second][0]
            known = norm.correlation(first, second) if norm is other else None
            correlations[row, column] = np.nan if known is None else known
    mean, sd, reliability = (np.array([it[place] for it in found.values()]) for place in (1, 2, 3))
    return NormalPrior(tuple(found), mean, sd, reliability, correlations)
