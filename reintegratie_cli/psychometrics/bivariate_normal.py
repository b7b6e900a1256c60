"""The standard bivariate normal distribution, for arrays of bounds and correlations."""

from functools import lru_cache
from math import inf, pi

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

FAR = 40.0
"""Beyond this many standard deviations the normal distribution function is 0 or 1 in double precision."""
NODES = ((0.0, 20), (0.95, 40), (0.999, 160))
"""|rho| above which, and with how many nodes, the integral is taken; errors below 1e-10 up to |rho| = .9999."""


def bivariate_normal_cdf(h: FloatArray, k: FloatArray, rho: FloatArray) -> FloatArray:
    """P(X <= h, Y <= k) for standard normal X and Y with correlation `rho`; the three are broadcast.

    Phi(h) Phi(k) + (1 / 2 pi) int_0^asin(rho) exp(-(h^2 + k^2 - 2 h k sin t) / (2 cos^2 t)) dt, by Gauss and Legendre:
    Drezner & Wesolowsky (1990), Journal of Statistical Computation and Simulation, 35, 101-107; Genz (2004), Statistics
    and Computing, 14, 251-260, eq. 3. Bounds may be infinite. At rho = 1 it is Phi(min(h, k)), at rho = -1
    max(0, Phi(h) + Phi(k) - 1). Equals pbivnorm::pbivnorm and mvtnorm::pmvnorm.
    """
    from scipy.special import ndtr  # noqa: PLC0415 - SciPy takes a third of a second to import

    h, k = np.clip(h, -FAR, FAR), np.clip(k, -FAR, FAR)
    rho = np.clip(np.asarray(rho, dtype=np.float64), -1.0, 1.0)
    at_h, at_k = ndtr(h), ndtr(k)
    found = np.asarray(_added_by_correlation(h, k, rho, NODES[0][1]) + at_h * at_k)
    size = np.abs(rho)
    for (above, nodes), (up_to, _) in zip(NODES[1:], (*NODES[2:], (inf, 0)), strict=True):
        chosen = (size > above) & (size <= up_to)
        if chosen.any():
            at = np.broadcast_to(chosen, found.shape)
            of_h, of_k, of_rho = (np.broadcast_to(each, found.shape)[at] for each in (h, k, rho))
            found[at] = ndtr(of_h) * ndtr(of_k) + _added_by_correlation(of_h, of_k, of_rho, nodes)
    if (size == 1).any():
        limit = np.where(rho > 0, np.minimum(at_h, at_k), np.maximum(at_h - ndtr(-k), 0.0))
        found = np.where(size == 1, limit, found)
    return np.clip(found, 0.0, 1.0)


def bivariate_normal_density(h: FloatArray, k: FloatArray, rho: FloatArray) -> FloatArray:
    """The density of two standard normal variables with correlation `rho`, |rho| < 1, at (h, k); broadcast.

    It is also the derivative of `bivariate_normal_cdf` with respect to rho (Plackett, 1954; Genz, 2004, eq. 2).
    Bounds may be infinite: 0 there. Equals mvtnorm::dmvnorm.
    """
    h, k = np.clip(h, -FAR, FAR), np.clip(k, -FAR, FAR)
    left = (1.0 - rho) * (1.0 + rho)
    # (h - k)^2 + 2 h k (1 - rho) rather than h^2 + k^2 - 2 rho h k, of which nothing is left for rho near 1.
    near = np.where(np.asarray(rho) < 0, -1.0, 1.0)
    quadratic = (h - near * k) ** 2 + 2.0 * h * k * (near - rho)
    return np.asarray(np.exp(-quadratic / (2.0 * left)) / (2.0 * pi * np.sqrt(left)))


@lru_cache
def _legendre(nodes: int) -> tuple[FloatArray, FloatArray]:
    """Nodes and weights of Gauss and Legendre on [0, 1]."""
    at, weight = np.polynomial.legendre.leggauss(nodes)
    return (at + 1.0) / 2.0, weight / 2.0


def _added_by_correlation(h: FloatArray, k: FloatArray, rho: FloatArray, nodes: int) -> FloatArray:
    """The integral over the angle, divided by 2 pi; one node at a time, so that the arrays stay in the cache."""
    product, squares = h * k, -(h**2 + k**2) / 2.0
    angle = np.arcsin(rho)
    total = np.zeros(np.broadcast_shapes(product.shape, angle.shape))
    term, other = np.empty_like(total), np.empty_like(total)
    for at, weight in zip(*_legendre(nodes), strict=True):
        sine = np.sin(angle * at)
        inverse = 1.0 / ((1.0 - sine) * (1.0 + sine))
        np.multiply(product, sine * inverse, out=term)
        np.multiply(squares, inverse, out=other)
        term += other
        np.exp(term, out=term)
        term *= weight
        total += term
    return np.asarray(total * angle / (2.0 * pi))


def rectangle_probabilities(h: FloatArray, k: FloatArray, rho: FloatArray) -> FloatArray:
    """(n, a, b): probabilities of the rectangles between ascending bounds of two standard normal variables.

    `h`: (n, a + 1), `k`: (n, b + 1), each from -`FAR` (minus infinity) to `FAR`; `rho`: (n,). The second difference of
    `bivariate_normal_cdf`: right to about 1e-16 absolutely, so that a tiny one may come out as 0 or just below.
    """
    from scipy.special import ndtr  # noqa: PLC0415 - SciPy takes a third of a second to import

    below = np.zeros((len(h), h.shape[1], k.shape[1]))
    below[:, 1:-1, 1:-1] = bivariate_normal_cdf(h[:, 1:-1, None], k[:, None, 1:-1], rho[:, None, None])
    below[:, 1:, -1], below[:, -1, 1:] = ndtr(h[:, 1:]), ndtr(k[:, 1:])
    return np.diff(np.diff(below, axis=1), axis=2)


def rectangle_derivatives(h: FloatArray, k: FloatArray, rho: FloatArray) -> tuple[FloatArray, FloatArray]:
    """(n, a, b) twice: the first and second derivatives with respect to rho of `rectangle_probabilities`; |rho| < 1.

    The first is a difference of densities, the second of those times rho / (1 - rho^2) + (h - rho k) (k - rho h) /
    (1 - rho^2)^2. Arguments as in `rectangle_probabilities`.
    """
    of_h, of_k, of_rho = h[:, 1:-1, None], k[:, None, 1:-1], rho[:, None, None]
    left = (1.0 - of_rho) * (1.0 + of_rho)
    slope = (of_h - of_rho * of_k) * (of_k - of_rho * of_h) / left**2 + of_rho / left
    first = np.zeros((len(h), h.shape[1], k.shape[1]))
    first[:, 1:-1, 1:-1] = bivariate_normal_density(of_h, of_k, of_rho)
    second = np.zeros_like(first)
    second[:, 1:-1, 1:-1] = first[:, 1:-1, 1:-1] * slope
    return np.diff(np.diff(first, axis=1), axis=2), np.diff(np.diff(second, axis=1), axis=2)
