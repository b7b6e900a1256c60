"""The one loader of the files that people write: YAML -> values with their lines -> a checked model.

Everything that is wrong is said at once, a sentence each: file, line, where, what was found, what is allowed.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from reintegratie_cli.errors import FileError, ReintegratieError
from reintegratie_cli.inputs.yaml_nodes import At, Found, NodeReader, Tree, UnreadableError
from reintegratie_cli.inputs.yaml_scalars import HIDDEN, hidden_in
from reintegratie_cli.inputs.yaml_shapes import shape_problems
from reintegratie_cli.models.base import Model, Problem, Problems
from reintegratie_cli.text import Text, visible

MOST_BYTES = 1_000_000
MOST_SAID = 20

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Document:
    """A YAML file as plain values, with the line of every key and list item (keys from the top)."""

    path: Path
    data: Tree
    lines: dict[At, int]

    def line(self, at: At) -> int:
        """The line of a place in the file; of what holds it, where the file leaves the place out."""
        while at not in self.lines:
            at = at[:-1]
        return self.lines[at]


def read_yaml(path: Path, kind: type[ReintegratieError] = FileError) -> Document:
    """A YAML file in the strict form that every reader of YAML understands alike.

    Raises:
        FileError: the file cannot be read at all.
        ReintegratieError: of this `kind`, with every problem of the file, a sentence each.
    """
    document, found = _read(path, kind)
    if found:
        raise _refusal(document, kind, found)
    return document


def load(path: Path, model: type[M], kind: type[ReintegratieError], check: Callable[[M], Problems] | None = None) -> M:
    """The `model` that a YAML file describes; `check` looks at what the shape alone does not show.

    Raises:
        FileError: the file cannot be read at all.
        ReintegratieError: of this `kind`, with every problem of the file, a sentence each.
    """
    document, found = _read(path, kind)
    unclear = {problem.at for problem in found}
    try:
        made = model.model_validate(document.data)
    except ValidationError as error:
        # The same place is not told twice: what YAML leaves unclear has the wrong shape as well.
        shape = (
            problem for problem in shape_problems(error, model, document.data) if not _touches(problem.at, unclear)
        )
        raise _refusal(document, kind, [*found, *_placed(document, shape)]) from None
    found = found or _placed(document, check(made) if check else ())
    if found:
        raise _refusal(document, kind, found)
    return made


def _read(path: Path, kind: type[ReintegratieError]) -> tuple[Document, list[Found]]:
    """The file, with the problems that leave it readable."""
    document = Document(path, None, {(): 1})
    text = _text(document, kind)
    hidden = [
        Found(text.count("\n", 0, place.start()) + 1, (), said)
        for place in HIDDEN.finditer(text)
        if (said := hidden_in(place[0]))
    ]
    if hidden:
        raise _refusal(document, kind, hidden)
    reader = NodeReader(text)
    try:
        data = reader.document()
    except UnreadableError as error:
        raise _refusal(document, kind, [*reader.found, error.found]) from None
    return Document(path, data, reader.lines), reader.found


def _text(document: Document, kind: type[ReintegratieError]) -> str:
    """The file's text, with line ends as they are counted."""
    content = _bytes(document.path)
    if len(content) > MOST_BYTES:
        raise _refusal(document, kind, [Found(1, (), _TOO_LARGE)])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _refusal(document, kind, [Found(line, (), _NOT_UTF_8)]) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        why = Text("bestaat niet", "does not exist")
    except IsADirectoryError:
        why = Text("is een map; geef een bestand", "is a folder; name a file")
    except PermissionError:
        why = Text("mag niet worden gelezen", "may not be read")
    except OSError:
        why = Text("kan niet worden gelezen", "cannot be read")
    shown = visible(str(path), 200)
    raise FileError(Text(f"{shown} {why.nl}.", f"{shown} {why.en}."))


def _touches(at: At, places: Iterable[At]) -> bool:
    """Whether `at` is or lies under one of the places; the top holds everything, so that counts as none."""
    return any(place and at[: len(place)] == place for place in places)


def _placed(document: Document, problems: Iterable[Problem]) -> list[Found]:
    return [Found(document.line(problem.at), problem.at, problem.what) for problem in problems]


def _refusal(document: Document, kind: type[ReintegratieError], found: list[Found]) -> ReintegratieError:
    """All problems as one error: sorted by line, each once, at most so many."""
    ordered = sorted(found, key=lambda problem: problem.line)
    sentences = list(dict.fromkeys(_sentence(document, problem) for problem in ordered))
    more = len(sentences) - MOST_SAID
    rest = [Text(f"En nog {more} andere problemen.", f"And {more} more problems.")] if more > 0 else []
    return kind(*sentences[:MOST_SAID], *rest)


def _sentence(document: Document, found: Found) -> Text:
    file, words = visible(str(document.path), 200), " > ".join(_words(document.data, found.at))
    place = f", {words}" if words else ""
    return Text(
        f"{file}, regel {found.line}{place}: {found.what.nl}", f"{file}, line {found.line}{place}: {found.what.en}"
    )


def _words(data: Tree, at: At) -> Iterator[str]:
    """The keys on the way to a place, a list's items counted from 1."""
    for step in at:
        if isinstance(data, list) and isinstance(step, int):
            yield f"#{step + 1}"
            data = data[step]
        else:
            yield visible(str(step))
            data = data.get(step) if isinstance(data, dict) else None


_TOO_LARGE = Text(
    "het bestand is groter dan 1 MB. Verdeel het over meer bestanden.",
    "the file is larger than 1 MB. Divide it over more files.",
)
_NOT_UTF_8 = Text(
    "dit is geen UTF-8. Bewaar het bestand opnieuw als UTF-8.", "this is not UTF-8. Save the file again as UTF-8."
)
