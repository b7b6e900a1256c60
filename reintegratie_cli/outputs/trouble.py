"""What could not be read, for people: where and what kind, and how often each text meant "no answer"."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from reintegratie_cli.text import Language, Text, visible

MOST = 10
LANGUAGES: tuple[Language, Language] = ("nl", "en")
KINDS = {
    "width": Text("een ander aantal cellen dan de kopregel", "another number of cells than the header"),
    "id": Text("geen id", "no id"),
    "unreadable": Text("staat niet bij de antwoorden", "is not among the answers"),
    "date": Text("geen datum", "no date"),
    "fact": Text("geen geldige waarde voor dit feit", "no valid value for this fact"),
}


EMPTY = {
    "not_answered": Text("leeg gelaten", "left empty"),
    "not_shown": Text("niet getoond", "not shown"),
    "user_missing": Text("in het bestand ontbrekend verklaard", "declared missing in the file"),
}
"""The counts that are no text that anybody wrote in a cell."""


class Seen(Protocol):
    """Where something could not be read; `found` only where values may be shown. May have `allowed` as well."""

    @property
    def file(self) -> str: ...  # noqa: D102
    @property
    def line(self) -> int: ...  # noqa: D102
    @property
    def column(self) -> str: ...  # noqa: D102
    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def found(self) -> str | None: ...  # noqa: D102


def trouble(first: Sequence[Seen], total: int, missing: Mapping[str, int]) -> Iterator[Text]:
    """Lines for the summary: the first cells that could not be read, how many more of `total`, the missing codes."""
    for seen in sorted(first, key=lambda seen: (seen.file, seen.line))[:MOST]:
        column = f", kolom {visible(seen.column)}" if seen.column else ""
        en_column = f", column {visible(seen.column)}" if seen.column else ""
        found = f": {visible(seen.found)}" if seen.found is not None else ""
        kind = KINDS.get(seen.kind, Text(seen.kind, seen.kind))
        where, may = visible(seen.file, 200), getattr(seen, "allowed", None)
        allowed, en_allowed = ("", "") if may is None else (f" (toegestaan: {may})", f" (allowed: {may})")
        yield Text(
            f"  {where}, regel {seen.line}{column}: {kind.nl}{allowed}{found}",
            f"  {where}, line {seen.line}{en_column}: {kind.en}{en_allowed}{found}",
        )
    more = total - min(len(first), MOST)
    if more > 0:
        yield Text(f"  en nog {more}; ze staan in row.problems", f"  and {more} more; they stand in row.problems")
    if missing:
        nl, en = (", ".join(_counted(language, missing)) for language in LANGUAGES)
        yield Text(f"Geen antwoord: {nl}", f"No answer: {en}")


def _counted(language: Language, missing: Mapping[str, int]) -> Iterator[str]:
    for code, n in sorted(missing.items()):
        yield f"{n} × {EMPTY[code].to(language) if code in EMPTY else repr(visible(code))}"
