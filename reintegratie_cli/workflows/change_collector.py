"""Takes in batches of answers, and gives each measurement as a whole: its scores, and where people stood."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from reintegratie_cli.decisions.change import Standing
from reintegratie_cli.decisions.entered import conditions_in, entered_facts
from reintegratie_cli.decisions.scored import IndicatorScores, ScoredScale, read_indicator
from reintegratie_cli.decisions.sol import conditions_held
from reintegratie_cli.models.responses import BoolArray, Coded, DateArray, IntArray, Responses, nobody
from reintegratie_cli.psychometrics.classification import TrueScore
from reintegratie_cli.workflows.answer_collector import AnswerCollector
from reintegratie_cli.workflows.answer_matrix import RowCounts
from reintegratie_cli.workflows.scales import score_scales
from reintegratie_cli.workflows.score import ScoreWorkflow

USABLE = ("ok", "partial")
"""The `row.status` of rows in which something was answered and could be read."""


class ColumnError(Exception):
    """A column is not of the kind that it always is: a mistake of ours."""


@dataclass(frozen=True)
class Measurement:
    """What n rows scored at one measurement, whatever their ids: the scales with their errors, and Sol's groups."""

    ids: tuple[str, ...]
    measured: DateArray
    scales: Mapping[str, ScoredScale]
    standing: Standing

    @property
    def n(self) -> int:
        """How many rows."""
        return len(self.ids)

    def take(self, rows: IntArray) -> "Measurement":
        """These rows, in this order."""
        stood = self.standing
        return Measurement(
            ids=tuple(self.ids[row] for row in rows.tolist()),
            measured=self.measured[rows],
            scales={
                name: ScoredScale(it.scale, it.answered[rows], _taken(it.true, rows))
                for name, it in self.scales.items()
            },
            standing=Standing(
                group=Coded(stood.group.places[rows], stood.group.labels),
                probability=stood.probability[rows],
                held={condition: holds[rows] for condition, holds in stood.held.items()},
                indicators={
                    name: IndicatorScores(_taken(it.true, rows), it.known[rows], it.rated[rows])
                    for name, it in stood.indicators.items()
                },
            ),
        )


def joined(parts: Sequence[Measurement]) -> Measurement:
    """The rows of all parts, of which there is at least one, one after the other."""
    first, stood = parts[0], [part.standing for part in parts]
    return Measurement(
        ids=tuple(one for part in parts for one in part.ids),
        measured=np.concatenate([part.measured for part in parts]),
        scales={name: _joined_scale([part.scales[name] for part in parts]) for name in first.scales},
        standing=Standing(
            group=Coded(np.concatenate([it.group.places for it in stood]), stood[0].group.labels),
            probability=np.concatenate([it.probability for it in stood]),
            held={condition: np.concatenate([it.held[condition] for it in stood]) for condition in stood[0].held},
            indicators={name: _joined_indicator([it.indicators[name] for it in stood]) for name in stood[0].indicators},
        ),
    )


class ChangeCollector:
    """Scores batches, then gives all rows or those of one measurement."""

    def __init__(self, workflow: ScoreWorkflow, columns: Collection[str]) -> None:
        """The workflow's instrument has the errors that norms measured; `columns`: the items that have a column."""
        self._workflow = workflow
        self._conditions = conditions_in([group.when for group in workflow.compiled.gated])
        self._answers = AnswerCollector(workflow.instrument, columns)
        self._parts = [self._scored(nobody(), [])[0]]
        self._occasions: list[list[str]] = [[]]

    def add(self, responses: Responses, ids: Sequence[str], occasions: Sequence[str | None] | None = None) -> None:
        """Take in one batch; `ids` and `occasions` are (n,), the latter none where no column holds them."""
        self._answers.add(responses, occasions=occasions)
        scored, usable = self._scored(responses, ids)
        texts = [(text or "").strip() for text in occasions or [""] * responses.n]
        used = np.flatnonzero(usable)
        self._parts.append(scored.take(used))
        self._occasions.append([texts[row] for row in used.tolist()])

    def _scored(self, responses: Responses, ids: Sequence[str]) -> tuple[Measurement, BoolArray]:
        """All rows of a batch, and in which of them something was answered and could be read."""
        workflow = self._workflow
        table = workflow.score(responses)
        status, group, probability = (table[name] for name in ("row.status", "sol.group", "sol.probability"))
        if not (isinstance(status, Coded) and isinstance(group, Coded) and isinstance(probability, np.ndarray)):
            raise ColumnError
        usable = np.array([label in USABLE for label in status.labels])[status.places]
        scored = score_scales(workflow.instrument, responses)
        indicators = {name: read_indicator(it, scored) for name, it in workflow.rules.sol.indicators.items()}
        facts = entered_facts(workflow.rules.facts.facts, responses.facts, responses.measured)
        held = conditions_held(self._conditions, indicators, facts)
        standing = Standing(group, probability.astype(np.float64), held, indicators)
        return Measurement(tuple(ids), responses.measured, scored.scales, standing), usable

    @property
    def counts(self) -> RowCounts:
        """What became of all rows."""
        return self._answers.counts

    @property
    def occasions(self) -> dict[str, int]:
        """The measurements with their rows, first to last, as `AnswerCollector` orders them."""
        return self._answers.occasions

    def measurement(self, occasion: str | None = None) -> Measurement:
        """All rows, or those of one measurement."""
        if occasion is None:
            return joined(self._parts)
        here = [np.flatnonzero([one == occasion for one in texts]) for texts in self._occasions]
        return joined([part.take(rows) for part, rows in zip(self._parts, here, strict=True)])


def _taken(true: TrueScore, rows: IntArray) -> TrueScore:
    return TrueScore(true.observed[rows], true.error[rows], true.low, true.high)


def _joined_true(parts: Sequence[TrueScore]) -> TrueScore:
    observed, error = np.concatenate([it.observed for it in parts]), np.concatenate([it.error for it in parts])
    return TrueScore(observed, error, parts[0].low, parts[0].high)


def _joined_scale(parts: Sequence[ScoredScale]) -> ScoredScale:
    answered = np.concatenate([part.answered for part in parts])
    return ScoredScale(parts[0].scale, answered, _joined_true([part.true for part in parts]))


def _joined_indicator(parts: Sequence[IndicatorScores]) -> IndicatorScores:
    known, rated = np.concatenate([part.known for part in parts]), np.concatenate([part.rated for part in parts])
    return IndicatorScores(_joined_true([part.true for part in parts]), known, rated)
