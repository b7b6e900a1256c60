"""The columns of the output with what their questionnaire and rules call their ids, for formats that carry meanings."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from reintegratie_cli.models.score_result import OutputColumn
from reintegratie_cli.outputs import norms, words
from reintegratie_cli.outputs.profile import Vocabulary
from reintegratie_cli.text import Text

Values = Mapping[str, Text]

OF_SCALE: dict[str, Values] = {
    "band": words.BAND,
    "error_source": words.ERROR_SOURCE,
    "verdict": words.VERDICT,
}
OF_COLUMN: dict[str, Values] = {
    "row.status": words.STATUS,
    "sol.prior": words.PRIOR,
    "sol.status": words.SUGGESTION,
    "flags": words.FLAG,
    "norm_status": norms.STATUS,
    "wishes": words.WISH,
    "intervention_grades": words.GRADE,
}
OF_GROUPS = ("sol.group", "sol.second", "sol.rule_group", "sol.first")
OF_INTERVENTIONS = ("interventions", "not_offered")


def described(columns: Iterable[OutputColumn], vocabulary: Vocabulary) -> list[OutputColumn]:
    """The same columns: the title of a scale, group or component before the meaning, and the meaning of each value."""
    words_of = _Words(vocabulary)
    return [column if column.origin == "kept" else words_of.described(column) for column in columns]


class _Words:
    """The words for ids, by where they stand in the name of a column."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        groups = {group.group: group.label for group in vocabulary.sol.groups}
        components = {name: component.label for name, component in vocabulary.wanberg.components.items()}
        scales = vocabulary.instrument.scales.items()
        self.titles: dict[str, Text] = {name: scale.title for name, scale in scales if scale.title is not None}
        self.titles |= {f"sol.p.{name}": label for name, label in groups.items()}
        self.titles |= {f"wanberg.{name}": label for name, label in components.items()}
        self.scales = vocabulary.instrument.scales.keys()
        interventions = {one.intervention: one.name for one in vocabulary.interventions}
        self.values: dict[str, Values] = {
            **OF_COLUMN,
            **dict.fromkeys(OF_GROUPS, groups),
            **dict.fromkeys(OF_INTERVENTIONS, interventions),
            **{f"wanberg.{name}": words.LEVEL for name in components},
            "sol.signals": {signal.signal: signal.label for signal in vocabulary.sol.signals},
        }

    def described(self, column: OutputColumn) -> OutputColumn:
        scale, _, last = column.name.rpartition(".")
        of_scale = scale in self.scales
        values = OF_SCALE.get(last, {}) if of_scale else self.values.get(column.name, {})
        title = self.titles.get(scale if of_scale else column.name)
        meaning = column.meaning
        if title is not None:
            meaning = Text(f"{title.nl}: {meaning.nl}", f"{title.en}: {meaning.en}")
        return replace(column, meaning=meaning, values=values)
