"""Where the scores of a batch stand in a norm group, and the errors that a norm measured."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from reintegratie_cli.decisions.coding import nothing
from reintegratie_cli.decisions.scored import ScoredScale
from reintegratie_cli.models.instrument import Instrument, MeasurementError
from reintegratie_cli.models.norm_book import NormBook
from reintegratie_cli.models.norms import ScaleNorm
from reintegratie_cli.models.responses import NO_ANSWER, FloatArray, Table
from reintegratie_cli.psychometrics import norming, scoring
from reintegratie_cli.psychometrics.norming import Kind, PercentileTable

IntervalKind = Kind
NORM_COLUMNS = ("t", "t_normalised", "t_low", "t_high", "percentile", "percentile_low", "percentile_high", "stanine")


@dataclass(frozen=True)
class Normed:
    """The norms of a run, and what the intervals of T are to be around."""

    book: NormBook = field(default_factory=NormBook)
    interval: IntervalKind = "observed"


WITHOUT_NORMS = Normed()


def with_norm_errors(instrument: Instrument, norms: NormBook) -> Instrument:
    """The questionnaire with the errors that admitted norms measured, in the place of what it assumes itself."""
    measured = {}
    for name, scale in instrument.scales.items():
        error = _measured_error(name, norms)
        if error is not None:
            measured[name] = scale.model_copy(update={"error": error})
    return instrument.model_copy(update={"scales": {**instrument.scales, **measured}}) if measured else instrument


def _measured_error(scale: str, norms: NormBook) -> MeasurementError | None:
    """The error from the first norm that may decide about a person and says how reliable the scale is."""
    for one in norms.norms:
        of_scale = one.scales.get(scale) if one.admitted else None
        if of_scale is not None and of_scale.dependable is not None and of_scale.dependable[0] > 0:
            reliability, coefficient = of_scale.dependable
            return MeasurementError(sd=of_scale.sd, reliability=reliability, source=coefficient)
    return None


@dataclass(frozen=True)
class NormedScale:
    """A scale's norm, ready for any number of batches; `kind`: what the interval of T is around."""

    norm: ScaleNorm
    kind: Kind
    percentile_only: bool
    """A checklist, a single question and a count have no linear scale to make T of."""

    @cached_property
    def table(self) -> PercentileTable:
        """The percentile ranks: the smoothed ones where the norm has them."""
        if self.norm.smoothed is not None:
            points = self.norm.smoothed.percentiles
            scores, ranks = np.array([it.score for it in points]), np.array([it.percentile for it in points])
            return PercentileTable(scores, ranks, float(sum(cell.n for cell in self.norm.frequencies)))
        cells = self.norm.frequencies
        low, high, n = (np.array(column) for column in zip(*((c.from_, c.to, float(c.n)) for c in cells), strict=True))
        return norming.percentile_table(low, high, n)

    def columns(self, name: str, scored: ScoredScale) -> Table:
        """The norm columns of one scale, as design 5 has them."""
        found: Table = {f"{name}.{column}": nothing(len(scored.score)) for column in NORM_COLUMNS}
        if self.norm.frequencies:
            found |= self._percentiles(name, scored.score)
        if self.percentile_only:
            return found
        return found | self._t_scores(name, scored)

    def _percentiles(self, name: str, score: FloatArray) -> Table:
        rank = norming.mid_percentile(score, self.table)
        low, high = norming.percentile_interval(rank, self.table.n)
        found: Table = {f"{name}.percentile": rank, f"{name}.percentile_low": low, f"{name}.percentile_high": high}
        if not self.percentile_only:
            found[f"{name}.t_normalised"] = norming.t_normalised(rank, self.table.n)
            found[f"{name}.stanine"] = np.where(np.isnan(rank), NO_ANSWER, norming.stanine(rank))
        return found

    def _t_scores(self, name: str, scored: ScoredScale) -> Table:
        norm, t = self.norm, norming.t_score(scored.score, self.norm.mean, self.norm.sd)
        error = np.where(np.isnan(scored.true.error), self._own_error(scored), scored.true.error)
        found: Table = {f"{name}.t": t}
        interval = None
        if self.kind == "kelley" and norm.dependable is not None:
            interval = norming.kelley_interval(t, error, norm.sd, norm.dependable[0])
        elif self.kind == "observed":
            interval = norming.observed_interval(t, error, norm.sd)
        return found if interval is None else found | {f"{name}.t_low": interval.low, f"{name}.t_high": interval.high}

    def _own_error(self, scored: ScoredScale) -> FloatArray:
        """The error that the norm measured, for a questionnaire that states none itself."""
        if self.norm.dependable is None:
            return np.full(len(scored.score), np.nan)
        full = scoring.standard_error_of_measurement(self.norm.sd, self.norm.dependable[0])
        error = scoring.standard_error_when_answered(full, len(scored.scale.items), scored.answered)
        return np.where(np.isnan(scored.score), np.nan, error)


def normed_scales(instrument: Instrument, norms: NormBook, kind: Kind) -> dict[str, NormedScale]:
    """Scale -> its norm, for the scales that have one."""
    found = {}
    for name, scale in instrument.scales.items():
        norm = norms.of(name)
        if norm is not None:
            only = scale.measurement != "reflective" or scale.count_above is not None
            found[name] = NormedScale(norm[1], kind, percentile_only=only)
    return found
