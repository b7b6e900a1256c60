"""Log-linear smoothing of a score distribution: without the accidents of a small sample, with its moments."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.integer[Any]]

MOST_MOMENTS = 4
STEPS, TOLERANCE, HALVINGS = 100, 1e-10, 30


@dataclass(frozen=True)
class Smoothed:
    """`shares`: (n_scores,) the fitted probability of each score, all positive; `moments`: how many are the sample's.

    `log_likelihood`: of the counts, without the multinomial coefficient.
    """

    shares: FloatArray
    moments: int
    log_likelihood: float

    @property
    def percentiles(self) -> FloatArray:
        """The mid-percentile of each score: 100 (F below it + f / 2), (n_scores,)."""
        return np.asarray(100.0 * (np.cumsum(self.shares) - self.shares / 2))


def smooth(possible: FloatArray, counts: IntArray) -> Smoothed | None:
    """The polynomial log-linear model of degree 2 to 4 with the lowest AIC: its moments are those of the sample.

    `possible`: (n_scores,) rising; `counts`: (n_scores,) persons with each. None where no degree can be fitted, such as
    when the persons have fewer than three different scores. Holland & Thayer (2000), Journal of Educational and
    Behavioral Statistics 25, 133-183; choosing by AIC is among the strategies that Moses & Holland (2009), Journal of
    Educational Measurement 46, 159-176, compare.
    """
    most = min(MOST_MOMENTS, int(np.count_nonzero(counts)) - 1)
    fitted = [log_linear(possible, counts, degree) for degree in range(2, most + 1)]
    # Half of AIC: minus the log-likelihood plus the number of parameters.
    return min((it for it in fitted if it is not None), key=lambda it: it.moments - it.log_likelihood, default=None)


def log_linear(possible: FloatArray, counts: IntArray, moments: int) -> Smoothed | None:
    """Fit ln p_j = a + b_1 x_j + ... + b_m x_j^m by maximum likelihood; None where the search does not end.

    As `smooth`. The fitted distribution has the first `moments` moments of the sample. Newton's method, with
    orthonormal polynomials instead of powers. Holland & Thayer (2000). Equals the fitted values of R's
    glm(counts ~ poly(possible, moments), family = poisson) over n.
    """
    n = int(counts.sum())
    if n == 0 or moments >= len(possible):
        return None
    basis = _polynomials(possible, moments)
    observed = basis.T @ counts
    beta = np.zeros(moments)
    fit = _shares(basis @ beta)
    for _ in range(STEPS):
        gradient = observed - n * (basis.T @ fit)
        if np.abs(gradient).max() <= TOLERANCE * n:
            return Smoothed(fit, moments, float(counts @ np.log(fit)))
        centred = basis - fit @ basis
        information = n * (centred.T * fit) @ centred
        if np.linalg.cond(information) > 1 / np.finfo(np.float64).eps:
            return None
        step = np.linalg.solve(information, gradient)
        before = _log_likelihood(basis, beta, counts)
        for _ in range(HALVINGS):
            if _log_likelihood(basis, beta + step, counts) >= before - TOLERANCE:
                break
            step = step / 2
        beta = beta + step
        fit = _shares(basis @ beta)
    return None


def _polynomials(possible: FloatArray, degree: int) -> FloatArray:
    """(n_scores, degree) polynomials of degree 1, 2, ..., orthonormal over the scores and to a constant."""
    centre, half = (possible[0] + possible[-1]) / 2, (possible[-1] - possible[0]) / 2
    powers = np.vander((possible - centre) / half, degree + 1, increasing=True)
    return np.asarray(np.linalg.qr(powers)[0][:, 1:] * np.sqrt(len(possible)))


def _shares(predictor: FloatArray) -> FloatArray:
    weights = np.exp(predictor - predictor.max())
    return np.asarray(weights / weights.sum())


def _log_likelihood(basis: FloatArray, beta: FloatArray, counts: IntArray) -> float:
    predictor = basis @ beta
    top = predictor.max()
    return float(counts @ (predictor - top) - counts.sum() * np.log(np.exp(predictor - top).sum()))
