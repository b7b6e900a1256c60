"""A first `--map` for what does not match, as YAML to finish: `?` where a person has to say what it is."""

import json
from collections.abc import Iterator

from reintegratie_cli.models.doctor import Diagnosis, SeenSet
from reintegratie_cli.models.export_map import ExportMap
from reintegratie_cli.models.instrument import Code
from reintegratie_cli.text import Language, Text

_UNKNOWN = '"?"'
_NO_COLUMN = Text("de naam van de kolom, of haal de regel weg", "the name of the column, or delete the line")
_CHECK = Text("kijk na", "check")
_CHOOSE = Text("kies uit", "choose from")
_NOT_SHOWN = Text(
    "nog {} teksten staan hier niet; --show-values toont ze", "{} more texts are not here; --show-values shows them"
)


def export_map(found: Diagnosis, language: Language) -> Iterator[str]:
    """Its lines: every item without a column whose scale has others, every text that is no answer.

    What `--map` said already stands above these, so that nothing is lost when the old file is replaced; nothing at all
    where there is nothing to add.
    """
    lacking = [one for one in found.lacking if not one.whole_scale]
    unmatched = {_name(one, found.mapped): one for one in found.sets if one.unmatched}
    if not lacking and not unmatched:
        return
    if found.mapped.columns or lacking:
        yield "columns:"
    for item, column in found.mapped.columns.items():
        yield f"  {item}: {_quoted(column)}"
    for one in lacking:
        said = _CHECK if one.near else _NO_COLUMN
        yield f"  {one.item}: {_quoted(one.near) if one.near else _UNKNOWN}  # {said.to(language)}"
    names = dict.fromkeys((*found.mapped.answers, *unmatched))
    if names:
        yield "answers:"
    for name in names:
        yield f"  {name}:"
        for theirs, code in found.mapped.answers.get(name, {}).items():
            yield f"    {_quoted(theirs)}: {_code(code)}"
        if name in unmatched:
            yield from _answers(unmatched[name], language)


def map_is_needed(found: Diagnosis) -> bool:
    """Whether it would have a line."""
    return next(export_map(found, "nl"), None) is not None


def _name(one: SeenSet, mapped: ExportMap) -> str:
    """An answer set as the map calls it: as here, or as in the questionnaire that it came from."""
    short = one.name.partition("__")[2]
    return short if short in mapped.answers else one.name


def _answers(one: SeenSet, language: Language) -> Iterator[str]:
    for text in one.unmatched:
        if text.proposed is None:
            value, said = _UNKNOWN, f"{_CHOOSE.to(language)} {one.allowed}, NA"
        else:
            value, said = _code(text.proposed), _CHECK.to(language)
        yield f"    {_quoted(text.text)}: {value}  # {text.cells} ×, {said}"
    if one.hidden_texts:
        yield f"    # {_NOT_SHOWN.to(language).format(one.hidden_texts)}"


def _code(code: Code) -> str:
    return str(code) if isinstance(code, int) else _quoted(code)


def _quoted(text: str) -> str:
    """Text between double quotes, which YAML reads as JSON does."""
    return json.dumps(text, ensure_ascii=False)
