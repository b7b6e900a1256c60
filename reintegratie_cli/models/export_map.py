"""How the columns and values of somebody's export are called, where they are not called as in the questionnaire."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from reintegratie_cli.models.base import Model, Name
from reintegratie_cli.models.instrument import Code


def _as_in_a_file(values: Any) -> Any:  # noqa: ANN401 - what a person wrote can be anything
    """In an export every value is text, whether or not it stood between quotes here."""
    return {str(theirs): code for theirs, code in values.items()} if isinstance(values, dict) else values


class ExportMap(Model):
    """`columns`: item -> column of the export. `answers`: answer set -> their value -> our code."""

    columns: dict[Name, str] = Field(default_factory=dict)
    answers: dict[Name, Annotated[dict[str, Code], BeforeValidator(_as_in_a_file)]] = Field(default_factory=dict)
