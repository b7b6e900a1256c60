"""A first `--map` for what does not match, as YAML to finish: `?` where a person has to say what it is."""

import json
from collections.abc import Iterator

from reintegratie_cli.models.doctor import Diagnosis, SeenSet
from reintegratie_cli.text import Language, Text

_UNKNOWN = '"?"'
_NO_COLUMN = Text("de naam van de kolom, of haal de regel weg", "the name of the column, or delete the line")
_CHECK = Text("kijk na", "check")
_CHOOSE = Text("kies uit", "choose from")
_NOT_SHOWN = Text(
    "nog {} teksten staan hier niet; --show-values toont ze", "{} more texts are not here; --show-values shows them"
)


def export_map(found: Diagnosis, language: Language) -> Iterator[str]:
    """Its lines: every item without a column whose scale has others, every text that is no answer."""
    lacking = [one for one in found.lacking if not one.whole_scale]
    if lacking:
        yield "columns:"
    for one in lacking:
        said = _CHECK if one.near else _NO_COLUMN
        yield f"  {one.item}: {_quoted(one.near) if one.near else _UNKNOWN}  # {said.to(language)}"
    unmatched = [one for one in found.sets if one.unmatched]
    if unmatched:
        yield "answers:"
    for answers in unmatched:
        yield from _answers(answers, language)


def map_is_needed(found: Diagnosis) -> bool:
    """Whether it would have a line."""
    return next(export_map(found, "nl"), None) is not None


def _answers(one: SeenSet, language: Language) -> Iterator[str]:
    yield f"  {one.name}:"
    for text in one.unmatched:
        if text.proposed is None:
            value, said = _UNKNOWN, f"{_CHOOSE.to(language)} {one.allowed}, NA"
        else:
            code = text.proposed
            value, said = str(code) if isinstance(code, int) else _quoted(code), _CHECK.to(language)
        yield f"    {_quoted(text.text)}: {value}  # {text.cells} ×, {said}"
    if one.hidden_texts:
        yield f"    # {_NOT_SHOWN.to(language).format(one.hidden_texts)}"


def _quoted(text: str) -> str:
    """Text between double quotes, which YAML reads as JSON does."""
    return json.dumps(text, ensure_ascii=False)
