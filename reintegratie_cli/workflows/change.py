"""Two measurements of the same persons: what changed beyond measurement error, for each person and for the group."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import nan

import numpy as np

from reintegratie_cli.decisions.change import sol_columns, verdicts
from reintegratie_cli.decisions.coding import chosen
from reintegratie_cli.decisions.scored import ScoredScale
from reintegratie_cli.models.change_result import (
    VERDICTS,
    ChangeResult,
    GroupChange,
    Matching,
    Method,
    ScaleChange,
    Verdict,
)
from reintegratie_cli.models.responses import NO_ANSWER, Coded, FloatArray, IntArray, Table
from reintegratie_cli.psychometrics.change import (
    ReliableChange,
    hageman_arrindell,
    holm,
    jacobson_truax,
    mean_change,
    regression_to_the_mean,
)
from reintegratie_cli.text import Text
from reintegratie_cli.workflows.change_collector import ColumnError, Measurement
from reintegratie_cli.workflows.score import ScoreWorkflow

NO_ERROR = Text(
    "de vragenlijst noemt geen meetfout en er is geen toegelaten norm",
    "the questionnaire states no error and there is no admitted norm",
)
NO_SPREAD = Text(
    "de verschillen lopen niet verder uiteen dan de meetfout; kies jacobson-truax",
    "the differences vary no more than the error does; choose jacobson-truax",
)
NO_NORM = Text("er is geen toegelaten norm", "there is no admitted norm")
NOBODY = Text("niemand heeft beide scores", "nobody has both scores")
TOO_FEW = Text("daarvoor zijn er te weinig personen die verschillen", "too few persons who differ for that")


@dataclass(frozen=True)
class ChangeOptions:
    """What is asked: how change is established, and the `targets`, the scales that were named beforehand."""

    method: Method
    targets: tuple[str, ...]


def compare(first: Measurement, second: Measurement, workflow: ScoreWorkflow, options: ChangeOptions) -> ChangeResult:
    """The persons who are in both, by id; ids with several rows in either are left out and counted."""
    here, there, matching = _matched(first, second)
    first, second = first.take(here), second.take(there)
    comparison = _Comparison(first, second, workflow, options)
    sol = sol_columns(workflow.compiled, first.standing, second.standing)
    table = {**comparison.columns(), **sol, **comparison.rest()}
    return ChangeResult(matching, first.ids, table, tuple(comparison.summaries()), _groups_changed(sol))


def _matched(first: Measurement, second: Measurement) -> tuple[IntArray, IntArray, Matching]:
    """The rows of the same persons in both, (n,) each, and how many persons could not be matched."""
    here, there = Counter(first.ids), Counter(second.ids)
    repeated = {one for counter in (here, there) for one, n in counter.items() if n > 1}
    of_second = {one: row for row, one in enumerate(second.ids) if one not in repeated}
    pairs = [(row, of_second[one]) for row, one in enumerate(first.ids) if one in of_second]
    rows = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    alone = (len(here.keys() - repeated - there.keys()), len(there.keys() - repeated - here.keys()))
    return rows[:, 0], rows[:, 1], Matching(len(pairs), *alone, len(repeated))


class _Comparison:
    """The same n persons at two measurements, row beside row."""

    def __init__(
        self, first: Measurement, second: Measurement, workflow: ScoreWorkflow, options: ChangeOptions
    ) -> None:
        self.options, self.workflow, self.instrument, self.n = options, workflow, workflow.instrument, first.n
        self.first, self.second = first, second
        compute = {"jacobson-truax": jacobson_truax, "hageman-arrindell": hageman_arrindell}[options.method]
        self.changes: dict[str, ReliableChange] = {}
        for name in self.instrument.scales:
            one, other = self._pair(name)
            self.changes[name] = compute(one.score, one.true.error, other.score, other.true.error)
        self.pvalues = self._pvalues()
        self.verdicts = {name: self._verdict(name) for name in self.changes}

    def _pair(self, name: str) -> tuple[ScoredScale, ScoredScale]:
        return self.first.scales[name], self.second.scales[name]

    def _pvalues(self) -> Mapping[str, FloatArray]:
        """Of each scale; those that are no target are corrected together, for each person."""
        found = {name: change.pvalue for name, change in self.changes.items()}
        others = [name for name in found if name not in self.options.targets]
        if others:
            corrected = holm(np.stack([found[name] for name in others], axis=1))
            found |= {name: corrected[:, place] for place, name in enumerate(others)}
        return found

    def _verdict(self, name: str) -> Coded:
        ends = self.instrument.scale_range(name)
        first, _ = self._pair(name)
        return verdicts(first.scale, self.changes[name], self.pvalues[name], first.score, ends)

    def columns(self) -> Table:
        """The columns of every scale."""
        table: Table = {}
        for name, change in self.changes.items():
            one, other = self._pair(name)
            table |= {
                f"{name}.first": one.score,
                f"{name}.second": other.score,
                f"{name}.change": change.change,
                f"{name}.rci": change.index,
                f"{name}.change_low": change.low,
                f"{name}.change_high": change.high,
                f"{name}.p": self.pvalues[name],
                f"{name}.verdict": self.verdicts[name],
                f"{name}.error_source": chosen(np.where(np.isnan(change.error), NO_ANSWER, 0), (_source(one),)),
            }
        return table

    def rest(self) -> Table:
        """When, how, and by which norms."""
        options, workflow = self.options, self.workflow
        constants = {
            "method": options.method,
            "targets": ";".join(options.targets),
            "norms": ";".join(workflow.norms.ids),
            "norm_status": ";".join(workflow.norms.status),
            "provenance": workflow.provenance,
        }
        everybody = np.zeros(self.n, dtype=np.int64)
        return {
            "measured.first": self.first.measured,
            "measured.second": self.second.measured,
            **{name: chosen(everybody if it else everybody + NO_ANSWER, (it,)) for name, it in constants.items()},
        }

    def summaries(self) -> Iterator[ScaleChange]:
        """Every scale of the group."""
        for name, change in self.changes.items():
            one, other = self._pair(name)
            mean = mean_change(one.score, other.score)
            expected = self._expected(name, mean.mean_first)
            found = {"mean": mean.mean, "low": mean.low, "effect_size": mean.effect_size, "expected": expected}
            yield ScaleChange(
                scale=name,
                target=name in self.options.targets,
                n=mean.n,
                verdicts=_counted(self.verdicts[name]),
                mean=mean.mean,
                low=mean.low,
                high=mean.high,
                effect_size=mean.effect_size,
                expected=expected,
                error_source=_source(one),
                reasons=_reasons(found, mean.n, one, change),
            )

    def _expected(self, name: str, mean_first: float) -> float:
        """The mean change by regression to the mean of an admitted norm; nan without one."""
        found = self.workflow.norms.of(name)
        if found is None or not found[0].admitted or found[1].dependable is None:
            return nan
        return regression_to_the_mean(mean_first, found[1].mean, found[1].dependable[0])


def _source(scale: ScoredScale) -> str:
    return scale.scale.error.source if scale.scale.error is not None else ""


def _counted(verdict: Coded) -> dict[Verdict, int]:
    counts = np.bincount(verdict.places[verdict.places >= 0], minlength=len(VERDICTS))
    return {word: int(n) for word, n in zip(VERDICTS, counts, strict=True)}


def _reasons(found: Mapping[str, float], n: int, scale: ScoredScale, change: ReliableChange) -> dict[str, Text]:
    """Why what is nan is so, and why nobody has a verdict."""
    reasons = {name: (TOO_FEW if n else NOBODY) for name, value in found.items() if np.isnan(value)}
    if np.isnan(found["expected"]) and n:
        reasons["expected"] = NO_NORM
    if scale.scale.error is None:
        reasons["verdicts"] = NO_ERROR
    elif n and np.isnan(change.index).all():
        reasons["verdicts"] = NO_SPREAD if n > 1 else TOO_FEW
    return reasons


def _groups_changed(sol: Table) -> GroupChange:
    """How many persons went from which group to which."""
    first, second, changed = sol["sol.first"], sol["sol.second"], sol["sol.changed"]
    if not (isinstance(first, Coded) and isinstance(second, Coded) and isinstance(changed, Coded)):
        raise ColumnError
    before, after = np.array([*first.labels, ""]), np.array([*second.labels, ""])
    moved = before[first.places] != after[second.places]
    known = changed.places != NO_ANSWER
    sure = np.flatnonzero(changed.places == 1)
    of = Counter((str(before[first.places[row]]), str(after[second.places[row]])) for row in sure.tolist())
    return GroupChange(int(known.sum()), int((moved & known).sum()), dict(sorted(of.items())))
