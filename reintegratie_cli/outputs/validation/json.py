"""The result for other programs: the model's own names, every digit, and a reason beside every figure that lacks."""

import dataclasses
from collections.abc import Mapping
from typing import BinaryIO

from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.validation_result import Section, ValidationResult, holes
from reintegratie_cli.outputs.document import as_json
from reintegratie_cli.outputs.terminal import as_text
from reintegratie_cli.text import Language, Text


def write(stream: BinaryIO, result: ValidationResult, instrument: Instrument, language: Language) -> None:  # noqa: ARG001 - ids need no words
    """One object; ids stay as they are, sentences are in `language`."""
    with as_text(stream) as page:
        page.write(as_json(as_data(result, language)))


def as_data(value: object, language: Language) -> object:
    """The value as JSON has it."""
    if isinstance(value, Text):
        return value.to(language)
    if isinstance(value, Section):
        return _section(value, language)
    if dataclasses.is_dataclass(value):
        return _record({field.name: getattr(value, field.name) for field in dataclasses.fields(value)}, language)
    if isinstance(value, Mapping):
        return {key: as_data(inner, language) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [as_data(inner, language) for inner in value]
    return value


def _section(section: Section, language: Language) -> dict[str, object]:
    """Each figure, followed by why it is null or why something in it is."""
    data: dict[str, object] = {}
    for name, value in section.figures().items():
        data[name] = as_data(value, language)
        if holes(value):
            data[f"{name}_reason"] = section.reasons[name].to(language)
    return data


def _record(record: Mapping[str, object], language: Language) -> dict[str, object]:
    """What has a `reason` of its own, as a graded criterion has, gives that for its figures too."""
    data: dict[str, object] = {}
    for name, value in record.items():
        data[name] = as_data(value, language)
        if value is None and name in ("value", "threshold"):
            data[f"{name}_reason"] = as_data(record["reason"], language)
    return data
