"""How well a factor model fits: the indices of a chi-square and of residuals, by lavaan's names with _ for the dot."""

from dataclasses import dataclass
from math import isnan, log, nan, sqrt

import numpy as np
import numpy.typing as npt
from scipy import special

from reintegratie_cli.psychometrics.correlation import correlation_of

FloatArray = npt.NDArray[np.float64]

CLOSE = 0.05
"""The RMSEA up to which a fit is called close (Browne & Cudeck, 1993)."""


@dataclass(frozen=True)
class ChiSquares:
    """Chi-square and degrees of freedom of a model and of its baseline (no correlations), for `n_groups` groups.

    `n` is what the RMSEA divides by: persons, or one fewer for weighted least squares.
    """

    chisq: float
    df: int
    baseline_chisq: float
    baseline_df: int
    n: float
    n_groups: int = 1


def pvalue(chisq: float, df: float) -> float:
    """The upper tail of the chi-square distribution; nan without degrees of freedom."""
    return float(special.chdtrc(df, max(chisq, 0.0))) if df > 0 else nan


def cfi(chisq: float, df: float, baseline: float, baseline_df: float) -> float:
    """The comparative fit index (Bentler, 1990, equation 7); nan without degrees of freedom."""
    if df <= 0 or isnan(baseline):
        return nan
    excess = max(chisq - df, 0.0)
    worst = max(excess, baseline - baseline_df)
    return 1.0 if worst <= 0 else 1 - excess / worst


def tli(chisq: float, df: float, baseline: float, baseline_df: float) -> float:
    """The Tucker-Lewis index (Tucker & Lewis, 1973), not cut off at 1; nan where it is not defined."""
    if df <= 0 or baseline_df <= 0 or baseline == baseline_df:
        return nan
    return (baseline / baseline_df - chisq / df) / (baseline / baseline_df - 1)


def rmsea(chisq: float, df: float, n: float, n_groups: int = 1) -> float:
    """The root mean square error of approximation (Steiger, 1998, for groups); nan without degrees of freedom."""
    return sqrt(n_groups * max(chisq - df, 0.0) / (n * df)) if df > 0 else nan


def rmsea_interval(chisq: float, df: float, n: float, n_groups: int = 1) -> tuple[float, float]:
    """The 90 % interval of the RMSEA from the noncentral chi-square (Browne & Cudeck, 1993)."""
    if df <= 0:
        return nan, nan
    lower, upper = (_noncentrality(chisq, df, share) for share in (0.95, 0.05))
    return sqrt(n_groups * lower / (n * df)), sqrt(n_groups * upper / (n * df))


def close_fit(chisq: float, df: float, n: float, n_groups: int = 1) -> float:
    """The p-value of the hypothesis that the RMSEA is at most .05."""
    return _upper_tail(chisq, df, n * df * CLOSE**2 / n_groups) if df > 0 else nan


def _upper_tail(chisq: float, df: float, noncentrality: float) -> float:
    return 1 - float(special.chndtr(max(chisq, 0.0), df, noncentrality))


def _noncentrality(chisq: float, df: float, share: float) -> float:
    """The noncentrality at which this share of the distribution lies below chisq; 0 where even 0 is too much."""
    if special.chdtr(df, max(chisq, 0.0)) <= share:
        return 0.0
    return float(special.chndtrinc(chisq, df, share))


def srmr(sample: FloatArray, implied: FloatArray, distance: FloatArray | None = None) -> float:
    """The standardised root mean square residual (Bentler, 1995), of covariances and, where modelled, means.

    `distance` (n_items,): sample minus implied means. Residuals are divided by the items' own standard deviations.
    """
    spread = np.sqrt(np.diag(sample))
    residual = ((sample - implied) / np.outer(spread, spread))[np.tril_indices(len(sample))]
    means = np.zeros(0) if distance is None else distance / spread
    return float(np.sqrt(np.mean(np.concatenate([residual, means]) ** 2)))


def residual_correlations(sample: FloatArray, implied: FloatArray) -> FloatArray:
    """Observed minus implied correlations, each matrix by its own standard deviations: (n_items, n_items).

    Equals lavaan::residuals(type = "cor.bollen").
    """
    return correlation_of(sample) - correlation_of(implied)


@dataclass(frozen=True)
class Scaled:
    """The scaled chi-squares: of the model with its scaling factor, of the baseline with its own.

    `scaled_and_shifted`: the scaled chi-square has the model's degrees of freedom in expectation and variance. Else its
    RMSEA interval comes, as in lavaan, from the unscaled chi-square with df times the factor.
    """

    chisq: float
    factor: float
    baseline_chisq: float
    baseline_factor: float
    scaled_and_shifted: bool = False


@dataclass(frozen=True)
class Robust:
    """Discrepancies whose expectation is their factor times df, of the model and of the baseline."""

    discrepancy: float
    factor: float
    baseline_discrepancy: float
    baseline_factor: float


def naive_measures(it: ChiSquares) -> dict[str, float]:
    """Chi-square, CFI, TLI and RMSEA as they are."""
    lower, upper = rmsea_interval(it.chisq, it.df, it.n, it.n_groups)
    return {
        "chisq": it.chisq,
        "df": it.df,
        "pvalue": pvalue(it.chisq, it.df),
        "baseline_chisq": it.baseline_chisq,
        "baseline_df": it.baseline_df,
        "baseline_pvalue": pvalue(it.baseline_chisq, it.baseline_df),
        "cfi": cfi(it.chisq, it.df, it.baseline_chisq, it.baseline_df),
        "tli": tli(it.chisq, it.df, it.baseline_chisq, it.baseline_df),
        "rmsea": rmsea(it.chisq, it.df, it.n, it.n_groups),
        "rmsea_ci_lower": lower,
        "rmsea_ci_upper": upper,
        "rmsea_pvalue": close_fit(it.chisq, it.df, it.n, it.n_groups),
    }


def scaled_measures(it: ChiSquares, scaled: Scaled) -> dict[str, float]:
    """The same from the scaled chi-squares (Satorra & Bentler, 1994)."""
    own = ChiSquares(scaled.chisq, it.df, scaled.baseline_chisq, it.baseline_df, it.n, it.n_groups)
    plain = scaled.scaled_and_shifted
    chisq, df = (scaled.chisq, float(it.df)) if plain else (it.chisq, it.df * scaled.factor)
    lower, upper = rmsea_interval(chisq, df, it.n, it.n_groups)
    return {f"{name}_scaled": value for name, value in naive_measures(own).items()} | {
        "chisq_scaling_factor": scaled.factor,
        "baseline_chisq_scaling_factor": scaled.baseline_factor,
        "rmsea_ci_lower_scaled": lower,
        "rmsea_ci_upper_scaled": upper,
        "rmsea_pvalue_scaled": close_fit(chisq, df, it.n, it.n_groups),
    }


def robust_measures(it: ChiSquares, robust: Robust) -> dict[str, float]:
    """CFI, TLI and RMSEA that estimate their value under normal data (Brosseau-Liard & Savalei, 2014).

    For ordered answers Savalei (2021), for missing ones Zhang & Savalei (2023).
    """
    df, base_df, c = it.df, it.baseline_df, robust.factor
    excess, base = robust.discrepancy - c * df, robust.baseline_discrepancy - robust.baseline_factor * base_df
    worst = max(excess, base, 0.0)
    lower, upper = rmsea_interval(robust.discrepancy / c, df, it.n, it.n_groups) if df > 0 and c > 0 else (nan, nan)
    tail = _upper_tail(robust.discrepancy / c, df, it.n * df * CLOSE**2 / it.n_groups / c) if df > 0 and c > 0 else nan
    return {
        "cfi_robust": 1.0 if worst <= 0 else 1 - max(excess, 0.0) / worst,
        "tli_robust": 1 - excess * base_df / (base * df) if df > 0 and base != 0 else nan,
        "rmsea_robust": sqrt(it.n_groups * max(excess, 0.0) / (it.n * df)) if df > 0 else nan,
        "rmsea_ci_lower_robust": lower * sqrt(c) if c > 0 else nan,
        "rmsea_ci_upper_robust": upper * sqrt(c) if c > 0 else nan,
        "rmsea_pvalue_robust": tail,
    }


def likelihood_measures(log_likelihood: float, saturated: float, n_parameters: int, n: int) -> dict[str, float]:
    """Log-likelihoods with the information criteria of Akaike (1973), Schwarz (1978) and Sclove (1987)."""
    return {
        "logl": log_likelihood,
        "unrestricted_logl": saturated,
        "aic": -2 * log_likelihood + 2 * n_parameters,
        "bic": -2 * log_likelihood + n_parameters * log(n),
        "bic2": -2 * log_likelihood + n_parameters * log((n + 2) / 24),
    }
