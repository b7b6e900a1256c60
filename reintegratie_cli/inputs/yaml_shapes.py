"""Pydantic's errors as our own sentences: one per place in the file, with what was found and what is allowed.

Pydantic reports a value that fits no kind of a union once per kind, in paths that hold its own names for them. Here
every error is brought back to the keys that the person wrote, and what is allowed is told from the model.
"""

import types
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from reintegratie_cli.errors import did_you_mean
from reintegratie_cli.inputs.yaml_nodes import At, Tree
from reintegratie_cli.models.base import FileId, Name, Problem, Version
from reintegratie_cli.models.rules import Gate, Indicator
from reintegratie_cli.text import Text, visible

_TEXT = Text("tekst", "text")
_WORDS: dict[Any, Text] = {
    FileId: Text("kleine letters, cijfers en streepjes, hoogstens 80", "lower-case letters, digits and hyphens, at most 80"),
    Name: Text("letters, cijfers en _ , hoogstens 80", "letters, digits and _ , at most 80"),
    Version: Text('drie getallen met punten, zoals "1.0.0"', 'three numbers with points, such as "1.0.0"'),
    Gate: Text("een voorwaarde (indicator: of fact:), all:, any:, of at_least: met of:", "a condition (indicator: or fact:), all:, any:, or at_least: with of:"),
    Indicator: Text("scale:, mean_of: of count_of: met from:", "scale:, mean_of:, or count_of: with from:"),
    Text: Text("tekst, of nl: en en: met tekst", "text, or nl: and en: with text"),
    str: _TEXT,
    int: Text("een heel getal", "a whole number"),
    float: Text("een getal, met een punt voor decimalen", "a number, with a point for decimals"),
    bool: Text("true of false", "true or false"),
}


def shape_problems(error: ValidationError, model: type[BaseModel], data: Tree) -> list[Problem]:
    """Every place where the file has not the shape of `model`, each place once."""
    problems: dict[tuple[At, str], Problem] = {}
    for one in error.errors(include_url=False, include_input=False):
        place = _Place(model, data)
        for step in one["loc"]:
            place.enter(step)
        kind = one["type"] if one["type"] in ("missing", "repeated_code") else "value"
        if place.is_unknown_key:
            kind = "unknown"
        if kind == "missing" and place.unread:
            kind = "value"
        problem = Problem(place.at, _sentence(kind, place, one))
        problems.setdefault((place.at, kind), problem)
    return [problem for (at, kind), problem in problems.items() if not _told_below(at, kind, problems)]
