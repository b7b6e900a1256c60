"""From the events of PyYAML to plain Python values, with the line of each; nothing is ever constructed from a tag.

Reading events instead of objects means that depth and size are bounded while reading, and that an alias, a tag or a
repeated key is seen where it stands.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import yaml

from reintegratie_cli.inputs.yaml_scalars import Scalar, UnclearError, hidden_in, plain_value
from reintegratie_cli.text import Text, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_DEPTH = 20
MOST_NODES = 50_000

At = tuple[str | int, ...]
Tree: TypeAlias = "Scalar | list[Tree] | dict[str | int, Tree]"

_OWN = "tag:yaml.org,2002:"
_COLLECTION_TAGS = (None, f"{_OWN}map", f"{_OWN}seq")
_SCALAR_TAGS = {f"{_OWN}int": int, f"{_OWN}float": float, f"{_OWN}bool": bool, f"{_OWN}null": type(None)}

# libyaml reads 15 times as fast; it is absent where PyYAML was built without it. Both only hand out events here.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Found:
    """A problem in a YAML file: its line, the keys from the top, and what it is."""

    line: int
    at: At
    what: Text


class UnreadableError(Exception):
    """The file cannot be read on from here."""

    def __init__(self, line: int, what: Text, at: At = ()) -> None:
        super().__init__(what.en)
        self.found = Found(line, at, what)


class NodeReader:
    """Reads one YAML document; `lines` has the line of every key and list item, `found` what must be mended."""

    def __init__(self, text: str) -> None:
        self.lines: dict[At, int] = {(): 1}
        self.found: list[Found] = []
        self._events: Iterator[yaml.Event] = iter(yaml.parse(text, Loader=_LOADER))
        self._last_line = text.rstrip("\n").count("\n") + 1
        self._nodes = 0

    def document(self) -> Tree:
        """The only document of the text.

        Raises:
            UnreadableError: the text is no YAML, or uses a part of YAML that is not allowed here.
        """
        self._next()
        if isinstance(self._next(), yaml.StreamEndEvent):
            raise UnreadableError(1, Text("het bestand is leeg.", "the file is empty."))
        data = self._value(self._next(), (), 0)
        self._next()
        after = self._next()
        if not isinstance(after, yaml.StreamEndEvent):
            raise UnreadableError(
                _line(after),
                Text(
                    "een tweede document (---) begint hier. Eén bestand is één document.",
                    "a second document (---) begins here. One file is one document.",
                ),
            )
        return data

    def _next(self) -> yaml.Event:
        try:
            return next(self._events)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = min(mark.line + 1, self._last_line) if mark else 1
            raise UnreadableError(line, _syntax(error)) from None
        except (yaml.YAMLError, ValueError, OverflowError):
            # PyYAML's own Python reader lets a ValueError through at "\UFFFFFFFF".
            raise UnreadableError(1, _NO_YAML) from None

    def _value(self, event: yaml.Event, at: At, depth: int) -> Tree:
        """The value that begins with `event`; `depth` counts the lists and mappings around it."""
        self._count(event, at)
        self.lines.setdefault(at, _line(event))
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, at)
        if depth == MOST_DEPTH:
            raise UnreadableError(
                _line(event),
                Text(
                    f"meer dan {MOST_DEPTH} niveaus diep. Maak het vlakker.",
                    f"more than {MOST_DEPTH} levels deep. Make it flatter.",
                ),
            )
        if isinstance(event, yaml.CollectionStartEvent) and event.tag not in _COLLECTION_TAGS:
            self._tag(event, event.tag, at)
        mapping = isinstance(event, yaml.MappingStartEvent)
        return self._mapping(at, depth + 1) if mapping else self._sequence(at, depth + 1)

    def _count(self, event: yaml.Event, at: At) -> None:
        """Refuse the parts of YAML that let a small file become a large one."""
        if isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            name = ("*" if isinstance(event, yaml.AliasEvent) else "&") + visible(event.anchor)
            raise UnreadableError(
                _line(event),
                Text(
                    f"{name} is een anker of verwijzing van YAML; die worden hier niet gebruikt. Schrijf alles voluit.",
                    f"{name} is a YAML anchor or alias, which is not used here. Write the text in full.",
                ),
                at,
            )
        self._nodes += 1
        if self._nodes > MOST_NODES:
            raise UnreadableError(
                _line(event),
                Text(
                    f"meer dan {MOST_NODES} waarden in één bestand. Verdeel het over meer bestanden.",
                    f"more than {MOST_NODES} values in one file. Divide it over more files.",
                ),
            )

    def _sequence(self, at: At, depth: int) -> list[Tree]:
        items: list[Tree] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            items.append(self._value(event, (*at, len(items)), depth))
        return items

    def _mapping(self, at: At, depth: int) -> dict[str | int, Tree]:
        mapping: dict[str | int, Tree] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._key(event, at, depth)
            place = at if key is None else (*at, key)
            if key in mapping:
                self._repeated(event, place)
            self.lines.setdefault(place, _line(event))
            value = self._value(self._next(), place, depth)
            if key is not None:
                mapping[key] = value
        return mapping

    def _key(self, event: yaml.Event, at: At, depth: int) -> str | int | None:
        """The key, or none when it cannot be one (which is then noted)."""
        if not isinstance(event, yaml.ScalarEvent):
            self._value(event, at, depth)
            self._note(event, at, _NO_KEY)
            return None
        self._count(event, at)
        if event.value == "<<" and event.implicit[0]:
            raise UnreadableError(
                _line(event),
                Text(
                    "<< voegt in YAML iets samen, dat wordt hier niet gebruikt. Schrijf de tekst voluit.",
                    "<< is a YAML merge key, which is not used here. Write the text in full.",
                ),
                at,
            )
        # `n` is a key of our own (the size of a study or norm group); PyYAML and YAML 1.2 take it for text.
        key = "n" if event.value == "n" else self._scalar(event, (*at, event.value))
        if isinstance(key, str) or type(key) is int:
            return key
        self._note(event, (*at, event.value), _NO_KEY)
        return None

    def _scalar(self, event: yaml.ScalarEvent, at: At) -> Scalar:
        """A value; where it is unclear that is noted, and its text stands in for it."""
        text = str(event.value)
        hidden = hidden_in(text)
        if hidden is not None:
            self._note(event, at, hidden)
        if event.tag == f"{_OWN}str" or (event.tag is None and not event.implicit[0]):
            return text
        try:
            value = plain_value(text)
        except UnclearError as error:
            # A file that is one value is no file of ours: nothing of it is shown.
            if at:
                self._note(event, at, error.what)
            return text
        if event.tag is not None and type(value) is not _SCALAR_TAGS.get(event.tag):
            self._tag(event, event.tag, at)
        return value

    def _tag(self, event: yaml.Event, tag: str, at: At) -> None:
        shown = visible(tag.replace(_OWN, "!!"))
        self._note(
            event,
            at,
            Text(
                f"het label {shown} van YAML wordt hier niet gebruikt. Haal het weg.",
                f"the YAML tag {shown} is not used here. Take it out.",
            ),
        )

    def _repeated(self, event: yaml.Event, at: At) -> None:
        first = self.lines[at]
        self._note(
            event,
            at,
            Text(
                f"deze sleutel staat er twee keer, ook op regel {first}. Houd er één.",
                f"this key is there twice, on line {first} as well. Keep one.",
            ),
        )

    def _note(self, event: yaml.Event, at: At, what: Text) -> None:
        self.found.append(Found(_line(event), at, what))


def _line(event: yaml.Event) -> int:
    mark = event.start_mark
    return int(mark.line) + 1 if mark else 1


_NO_KEY = Text(
    "een sleutel moet tekst of een heel getal zijn. Zet hem tussen aanhalingstekens.",
    "a key must be text or a whole number. Put it in quotes.",
)
_NO_YAML = Text(
    "dit is geen YAML. Vaak ontbreekt een dubbele punt of een aanhalingsteken, of springt een regel verkeerd in.",
    "this is no YAML. Often a colon or a quotation mark is missing, or a line is indented wrongly.",
)
_SYNTAX = (
    (
        "mapping values are not allowed",
        Text(
            "een dubbele punt met een spatie staat midden in een tekst. Zet de tekst tussen aanhalingstekens.",
            "a colon with a space stands inside a text. Put the text in quotes.",
        ),
    ),
    (
        "could not find expected ':'",
        Text("na een sleutel ontbreekt de dubbele punt.", "the colon after a key is missing."),
    ),
    (
        "end of stream",
        Text(
            "een aanhalingsteken of haakje is nergens gesloten.",
            "a quotation mark or bracket is never closed.",
        ),
    ),
    (
        "expected ',' or",
        Text(
            "een komma of een sluithaakje ontbreekt, of een tekst met een komma, haakje of dubbele punt "
            "staat niet tussen aanhalingstekens.",
            "a comma or closing bracket is missing, or a text with a comma, bracket or colon is not in quotes.",
        ),
    ),
    (
        "cannot start any token",
        Text(
            "een tekst begint met een teken dat in YAML iets betekent. Zet de tekst tussen aanhalingstekens.",
            "a text begins with a character that means something in YAML. Put the text in quotes.",
        ),
    ),
    (
        "block",
        Text("deze regel springt anders in dan de regels erboven.", "this line is indented unlike those above it."),
    ),
)


def _syntax(error: yaml.MarkedYAMLError) -> Text:
    """Our own sentence for what PyYAML met; its own would show pieces of the file."""
    said = f"{error.context or ''} {error.problem or ''}"
    return next((text for words, text in _SYNTAX if words in said), _NO_YAML)
