"""Pydantic's errors as our own sentences: one per place in the file, with what was found and what is allowed.

Pydantic reports a value that fits no kind of a union once per kind, in paths that hold its own names for them. Here
every error is brought back to the keys that the person wrote, and what is allowed is told from the model.
"""

import re
from collections.abc import Iterator
from itertools import zip_longest
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeGuard, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from reintegratie_cli.errors import did_you_mean
from reintegratie_cli.inputs.yaml_nodes import At, Tree
from reintegratie_cli.models.base import FileId, Name, Problem, SaidError, Version
from reintegratie_cli.models.rules import Gate, Indicator
from reintegratie_cli.text import Text, visible

_WORDS: dict[Any, Text] = {
    FileId: Text(
        "kleine letters, cijfers en streepjes, hoogstens 80", "lower-case letters, digits and hyphens, at most 80"
    ),
    Name: Text("letters, cijfers en _, hoogstens 80", "letters, digits and _, at most 80"),
    Version: Text('drie getallen met punten, zoals "1.0.0"', 'three numbers with points, such as "1.0.0"'),
    Gate: Text(
        "een voorwaarde (indicator: of fact:), all:, any:, of at_least: met of:",
        "a condition (indicator: or fact:), all:, any:, or at_least: with of:",
    ),
    Indicator: Text("scale:, mean_of:, of count_of: met from:", "scale:, mean_of:, or count_of: with from:"),
    Text: Text("tekst, of nl: en en: met tekst", "text, or nl: and en: with text"),
    str: (_TEXT := Text("tekst", "text")),
    int: Text("een heel getal", "a whole number"),
    float: Text("een getal, met een punt voor decimalen", "a number, with a point for decimals"),
    bool: Text("true of false", "true or false"),
}
_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?")
_BOUNDS = {
    "greater_than": ("gt", Text("groter dan", "greater than")),
    "greater_than_equal": ("ge", Text("minstens", "at least")),
    "less_than": ("lt", Text("kleiner dan", "less than")),
    "less_than_equal": ("le", Text("hoogstens", "at most")),
}


def shape_problems(error: ValidationError, model: type[BaseModel], data: Tree) -> list[Problem]:
    """Every place where the file has not the shape of `model`; of one place only the first thing."""
    problems: dict[At, Problem] = {}
    for one in error.errors(include_url=False, include_input=False):
        place = _Place(model, data, one["loc"])
        at = (*place.at, place.beyond) if place.beyond is not None else place.at
        shown = place.at if one["type"] == "missing" else at
        problems.setdefault(at, Problem(shown, _sentence(place, one["type"], one.get("ctx", {}))))
    # A list that is "too short" because its items are wrong is told by its items.
    return [
        problem
        for at, problem in problems.items()
        if not any(len(other) > len(at) and other[: len(at)] == at for other in problems)
    ]


class _Place:
    """Where an error is: followed through the model and the file together, as far as both know the way.

    `beyond`: the key after which the way is lost: one that is missing, or that the model does not know.
    """

    def __init__(self, model: type[BaseModel], data: Tree, path: tuple[int | str, ...]) -> None:
        self.at: At = ()
        self.beyond: str | int | None = None
        self.allowed: Any = model
        self.data = data
        for step, following in zip_longest(path, path[1:]):
            if not self._enter(step, is_key=following == "[key]"):
                break

    def _enter(self, step: str | int, *, is_key: bool) -> bool:
        allowed = _bare(self.allowed)
        if _is_model(allowed):
            return self._enter_model(step, allowed)
        if get_origin(allowed) is dict and isinstance(self.data, dict):
            # A model may take 1 for "1"; the file knows it as it was written.
            written = next((key for key in self.data if str(key) == str(step)), step)
            self._go(written, get_args(allowed)[0 if is_key else 1], written if is_key else self.data.get(written))
            return not is_key
        if get_origin(allowed) is tuple and isinstance(self.data, list) and isinstance(step, int):
            self._go(step, get_args(allowed)[0], self.data[step])
            return True
        kinds = (kind for kind in map(_bare, get_args(allowed)) if _is_model(kind) and kind.__name__ == step)
        self.allowed, before = next(kinds, self.allowed), self.allowed
        return self.allowed is not before

    def _enter_model(self, step: str | int, model: type[BaseModel]) -> bool:
        field = _fields(model).get(str(step))
        if isinstance(self.data, dict) and field is not None and step in self.data:
            self._go(step, _annotation(field), self.data[step])
            return True
        if isinstance(self.data, dict):
            self.beyond = step
        return False

    def _go(self, step: str | int, allowed: Any, data: Tree) -> None:  # noqa: ANN401 - a type, as typing writes it
        self.at, self.allowed, self.data = (*self.at, step), allowed, data


def _sentence(place: _Place, kind: str, context: dict[str, Any]) -> Text:
    if place.beyond is not None:
        return _missing(place) if kind == "missing" else _unknown(place)
    said = context.get("error")
    if isinstance(said, SaidError):
        return said.what
    if kind == "too_short":
        least = context["min_length"]
        return Text(f"de lijst moet minstens {least} lang zijn.", f"the list must have at least {least}.")
    # Where a mapping should stand, a file of another kind may have been given: what stands there is not shown.
    found = _kind(place.data) if _is_mapping(place.allowed) else _found(place.data)
    if kind in _BOUNDS:
        key, words = _BOUNDS[kind]
        may = Text(f"{words.nl} {context[key]:g}", f"{words.en} {context[key]:g}")
    else:
        may = _words(place.allowed)
    near = did_you_mean(str(place.data), _choices(place.allowed)) if isinstance(place.data, str) else Text("", "")
    hint = _hint(place)
    return Text(
        f"{found.nl} kan hier niet. Toegestaan: {may.nl}.{near.nl}{hint.nl}",
        f"{found.en} is not possible here. Allowed: {may.en}.{near.en}{hint.en}",
    )


def _missing(place: _Place) -> Text:
    field = _fields(_bare(place.allowed))[str(place.beyond)]
    may = _words(_annotation(field))
    return Text(f"de sleutel {place.beyond} ontbreekt ({may.nl}).", f"the key {place.beyond} is missing ({may.en}).")


def _unknown(place: _Place) -> Text:
    keys = list(_fields(_bare(place.allowed)))
    near, there = did_you_mean(str(place.beyond), keys), ", ".join(keys)
    return Text(
        f"deze sleutel bestaat hier niet.{near.nl} Toegestaan: {there}.",
        f"there is no such key here.{near.en} Allowed: {there}.",
    )


def _hint(place: _Place) -> Text:
    """What to do about the two slips that are made most."""
    wants = _bare(place.allowed)
    if wants is str and isinstance(place.data, int | float):
        return Text(" Zet het tussen aanhalingstekens.", " Put it in quotes.")
    if wants is float and isinstance(place.data, str) and _NUMBER.fullmatch(place.data):
        return Text(" Schrijf het zonder aanhalingstekens.", " Write it without quotes.")
    return Text("", "")


def _found(data: Tree) -> Text:
    """What stands in the file, safe to show."""
    if data is None:
        return Text("niets", "nothing")
    if isinstance(data, dict):
        return Text("een groep sleutels", "a group of keys")
    if isinstance(data, list):
        return Text("een lijst", "a list")
    shown = f'"{visible(data)}"' if isinstance(data, str) else str(data).lower()
    return Text(shown, shown)


def _kind(data: Tree) -> Text:
    """What kind of thing stands in the file, without the thing itself."""
    if isinstance(data, str):
        return _TEXT
    return Text("een getal", "a number") if isinstance(data, int | float) else _found(data)


def _words(allowed: Any) -> Text:  # noqa: ANN401 - a type, as typing writes it
    """What a type allows, in words."""
    wanted = _without_none(allowed)
    for known, words in _WORDS.items():
        if wanted == known:
            return words
    said = list(dict.fromkeys(_alternatives(allowed)))
    return Text(_joined([words.nl for words in said], "of"), _joined([words.en for words in said], "or"))


def _alternatives(allowed: Any) -> Iterator[Text]:  # noqa: ANN401 - a type, as typing writes it
    """The words for each kind of a union, for each choice of a literal, else for the type itself."""
    bare = _bare(allowed)
    parts = get_args(bare)
    if bare in _WORDS:
        yield _WORDS[bare]
    elif get_origin(bare) is Literal:
        yield from (Text(str(part), str(part)) for part in parts)
    elif get_origin(bare) is tuple:
        yield Text("een lijst [...]", "a list [...]")
    elif get_origin(bare) is dict:
        keys, values = _words(parts[0]), _words(parts[1])
        yield Text(f"{keys.nl}: {values.nl}", f"{keys.en}: {values.en}")
    elif _is_model(bare):
        there = ", ".join(_fields(bare))
        yield Text(f"de sleutels {there}", f"the keys {there}")
    else:
        for part in parts:
            yield from _alternatives(part)


def _joined(words: list[str], last: str) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def _choices(allowed: Any) -> list[str]:  # noqa: ANN401 - a type, as typing writes it
    """Every word that a type names itself."""
    bare = _bare(allowed)
    if get_origin(bare) is Literal:
        return [str(part) for part in get_args(bare)]
    return [choice for part in get_args(bare) for choice in _choices(part)]


def _bare(allowed: Any) -> Any:  # noqa: ANN401 - a type, as typing writes it
    """A type without its annotations, and without the none that stands for "left out"."""
    if get_origin(allowed) is Annotated:
        return _bare(get_args(allowed)[0])
    inner = _without_none(allowed)
    return allowed if inner is allowed else _bare(inner)


def _without_none(allowed: Any) -> Any:  # noqa: ANN401 - a type, as typing writes it
    """The type of a key that may be left out."""
    parts = [part for part in get_args(allowed) if part is not NoneType]
    return parts[0] if NoneType in get_args(allowed) and len(parts) == 1 else allowed


def _is_mapping(allowed: Any) -> bool:  # noqa: ANN401 - a type, as typing writes it
    """Whether a type is nothing but keys with values, in all of its kinds."""
    bare = _bare(allowed)
    if _is_model(bare) or get_origin(bare) is dict:
        return True
    parts = get_args(bare) if get_origin(bare) in (Union, UnionType) else ()
    return bool(parts) and all(map(_is_mapping, parts))


def _is_model(allowed: Any) -> TypeGuard[type[BaseModel]]:  # noqa: ANN401 - a type, as typing writes it
    return isinstance(allowed, type) and issubclass(allowed, BaseModel)


def _annotation(field: FieldInfo) -> Any:  # noqa: ANN401 - a type, as typing writes it
    """A field's type with the annotations that pydantic has set apart."""
    whole = Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
    return next((known for known in _WORDS if known == whole), field.annotation)


def _fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The keys of a model as they are written."""
    return {field.alias or name: field for name, field in model.model_fields.items()}
