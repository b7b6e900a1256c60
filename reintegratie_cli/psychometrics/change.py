"""Whether two scores differ by more than their measurement error."""

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

Z_95 = 1.959963984540054
"""The standard normal deviate that 95 % lies within."""


def differs_beyond_error(
    first: FloatArray, first_error: FloatArray, second: FloatArray, second_error: FloatArray
) -> npt.NDArray[np.bool_]:
    """Where |first - second| > 1.96 * sqrt(first_error^2 + second_error^2): (n_persons,); false where either is nan.

    The errors are taken to be independent. Jacobson & Truax (1991), Journal of Consulting and Clinical Psychology
    59, 12-19, with a standard error for each score.
    """
    error = np.sqrt(first_error**2 + second_error**2)
    return np.asarray(np.abs(first - second) > Z_95 * error)
