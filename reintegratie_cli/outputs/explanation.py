"""What the columns of a table mean, in rows of text: the sheet that goes with the scores, in the run's language."""

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from reintegratie_cli.models.score_result import OutputColumn
from reintegratie_cli.outputs import words
from reintegratie_cli.outputs.frame import BETWEEN
from reintegratie_cli.text import Language, Text

TITLE = Text("Uitleg", "Explanation")
MADE_BY = Text("Gemaakt door", "Made by")
HOLDS_PERSONS = Text(
    "Het andere blad heeft een rij per persoon; wie het bestand deelt, deelt die gegevens.",
    "The other sheet has a row per person; whoever shares the file shares these data.",
)
EMPTY = Text(
    "Een lege cel: niet bekend of niet te berekenen, en nooit nul.",
    "An empty cell: unknown, or not to be computed, and never zero.",
)
CONTINUED = Text(
    "Er zijn meer rijen dan een blad van Excel bevat; zij lopen door op {} bladen.",
    "There are more rows than a sheet of Excel holds; they go on over {} sheets.",
)
HEADING = (
    Text("kolom", "column"),
    Text("betekenis", "meaning"),
    Text("wat er in een cel staat", "what a cell holds"),
    Text("waarden", "values"),
)
NUMBER = Text("getal, decimalen: {}", "number, decimals: {}")
LISTED = Text(f"lijst, met {BETWEEN} ertussen", f"list, with {BETWEEN} between")
TEXT = Text("tekst", "text")
KINDS = {
    pl.Int64: Text("geheel getal", "whole number"),
    pl.Boolean: Text("waar of onwaar", "true or false"),
    pl.Date: Text("datum", "date"),
}

Schema = Mapping[str, pl.DataType]


def explanation(
    columns: Sequence[OutputColumn], schema: Schema, language: Language, *, provenance: str | None, sheets: int = 1
) -> Iterator[tuple[str, ...]]:
    """What the file is and is never for; then a row per column, under a heading, as many cells in each."""
    yield (TITLE.to(language),)
    yield (words.NEVER.to(language),)
    yield (HOLDS_PERSONS.to(language),)
    yield (EMPTY.to(language),)
    if sheets > 1:
        yield (CONTINUED.to(language).format(sheets),)
    if provenance:
        yield (f"{MADE_BY.to(language)}: {provenance}",)
    yield ()
    yield tuple(heading.to(language) for heading in HEADING)
    for column in columns:
        kind = kind_of(column, schema.get(column.name)).to(language)
        values = f"{BETWEEN} ".join(f"{value} = {said.to(language)}" for value, said in column.values.items())
        yield column.name, column.meaning.to(language), kind, values


def provenance_of(frame: pl.DataFrame) -> str | None:
    """By what the rows were made, which is the same for all; None where there are none, or where it is left out."""
    return frame["provenance"][0] if len(frame) and "provenance" in frame.columns else None


def kind_of(column: OutputColumn, dtype: pl.DataType | None) -> Text:
    """What stands in a cell of the column."""
    if column.decimals is not None:
        return Text(NUMBER.nl.format(column.decimals), NUMBER.en.format(column.decimals))
    if column.listed:
        return LISTED
    return next((said for kind, said in KINDS.items() if dtype == kind), TEXT)
