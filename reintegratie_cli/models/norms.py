"""Norms: what a group of people scored on a questionnaire, as a YAML file in `norms/` says it."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from reintegratie_cli.models.base import Bilingual, Model, Name, Number, Version, Whole

Status = Literal["illustrative", "reference", "local", "national"]
"""Simulated; of another population; of the municipality's own people; of the country's."""

Use = Literal["individual", "group", "none"]
Stakes = Literal["anonymous", "intake"]
CoefficientKind = Literal["omega", "alpha", "retest", "rater"]
Unknown = Literal["unknown"]

FEWEST_IN_CELL = 10
"""A cell with fewer persons could tell who is in it."""
FEWEST = 100
"""Persons with a score, below which there is no norm."""
FEWEST_FOR_PERSONS, FEWEST_FOR_IMPORTANT = 200, 300
"""Persons with a score, below which a norm is for groups alone, and below which for less important decisions."""

Words = Annotated[str, StringConstraints(min_length=1, max_length=1000)]


class NormCell(Model):
    """`n` persons whose score is one of the possible scores `from` up to and including `to`."""

    from_: Number = Field(alias="from")
    to: Number
    n: Whole = Field(ge=FEWEST_IN_CELL)


class SmoothedPercentile(Model):
    """The percentile of one possible score, in the smoothed distribution."""

    score: Number
    percentile: Number = Field(gt=0, lt=100)


class Smoothing(Model):
    """Percentiles without the accidents of a small sample, beside its frequencies.

    `log_linear`: the frequencies of a polynomial log-linear model, which has the sample's first `moments` moments
    (Holland & Thayer 2000, Journal of Educational and Behavioral Statistics 25, 133-183).
    """

    method: Literal["log_linear"]
    moments: Whole = Field(ge=1)
    percentiles: tuple[SmoothedPercentile, ...] = Field(min_length=2)


class ScaleNorm(Model):
    """One scale: `n` persons with a score, its mean and sd, and how reliable it is among them.

    `fingerprint`: of the scale as it was scored; the norm holds for no other. `coefficient`: what `reliability` is;
    none where the scale has none. `retest_reliability`: the correlation with a second measurement, of `retest_n`
    persons. `frequencies`: of the persons who answered every item. `alpha`: for who knows it; not what is used.
    """

    fingerprint: Words
    n: Whole = Field(ge=1)
    mean: Number
    sd: Number = Field(gt=0)
    reliability: Number | None = Field(default=None, ge=0, lt=1)
    coefficient: CoefficientKind | None = None
    alpha: Number | None = Field(default=None, lt=1)
    retest_reliability: Number | None = Field(default=None, ge=0, lt=1)
    retest_n: Whole | None = Field(default=None, ge=1)
    frequencies: tuple[NormCell, ...] = ()
    smoothed: Smoothing | None = None

    @property
    def for_less_important(self) -> bool:
        """Whether the norm group is too small for important decisions about a person."""
        return self.n < FEWEST_FOR_IMPORTANT

    @property
    def dependable(self) -> tuple[float, CoefficientKind] | None:
        """The reliability to measure error by, and what it is: of a retest or of raters before all others."""
        if self.coefficient != "rater" and self.retest_reliability is not None:
            return self.retest_reliability, "retest"
        if self.reliability is None or self.coefficient is None:
            return None
        return self.reliability, self.coefficient


class NormGroup(Model):
    """The part of the answers that the norm is of: those with `value` in `column`."""

    column: Words
    value: Words


class Norms(Model):
    """A norm file.

    `norms`: <instrument>.<group>, as the file is called. `collected`: the year or years of the answers (2024-2026).
    `frame`: out of whom people were invited. `mode`: how they answered. `share_assisted`: who had help with it, 0 to 1.
    `correlations`: of the observed scores, each pair once.
    """

    norms: Words
    version: Version = "1.0.0"
    population: Bilingual
    status: Status
    use: Use
    stakes: Stakes
    collected: Words
    source: Words
    frame: Words
    invited: Annotated[Whole, Field(ge=1)] | Unknown
    responded: Annotated[Whole, Field(ge=1)] | Unknown
    mode: Words
    share_assisted: Annotated[Number, Field(ge=0, le=1)] | Unknown
    group: NormGroup | None = None
    instrument_version: str | None = None
    scales: dict[Name, ScaleNorm] = Field(min_length=1)
    correlations: dict[Name, dict[Name, Annotated[Number, Field(ge=-1, le=1)]]] = Field(default_factory=dict)

    @property
    def instrument(self) -> str:
        """The id of the questionnaire that the norm was made with."""
        return self.norms.partition(".")[0]

    @property
    def admitted(self) -> bool:
        """Whether it may decide anything about a person: group probabilities, and whether a score changed."""
        return self.use == "individual" and self.status in ("local", "national")

    @property
    def last_year(self) -> int:
        """The last year in which answers were collected."""
        return int(self.collected[-4:])

    @property
    def unknowns(self) -> tuple[str, ...]:
        """What is not known of how the answers came about, by its key."""
        return tuple(key for key in ("invited", "responded", "share_assisted") if getattr(self, key) == "unknown")

    @property
    def smallest(self) -> int:
        """The persons in the smallest scale."""
        return min(scale.n for scale in self.scales.values())

    def correlation(self, first: str, second: str) -> float | None:
        """The correlation of two scales' observed scores, whichever of the two it stands under."""
        if first == second:
            return 1.0
        return self.correlations.get(first, {}).get(second, self.correlations.get(second, {}).get(first))
