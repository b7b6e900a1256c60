"""JSON Lines: one nested object per person; lists are arrays, text stands as it came."""

import io
from collections.abc import Sequence
from typing import BinaryIO

import polars as pl

from reintegratie_cli.errors import UsageError
from reintegratie_cli.models.score_result import OutputColumn
from reintegratie_cli.outputs import Encoded
from reintegratie_cli.outputs.frame import BETWEEN
from reintegratie_cli.text import Text, visible

Tree = dict[str, "Tree | pl.Expr"]


class JsonLinesWriter:
    """Appends batches as lines."""

    def __init__(self, stream: BinaryIO, columns: Sequence[OutputColumn]) -> None:
        """Write to `stream`; a name with points becomes objects within objects, kept columns stand under `keep`."""
        self._stream = stream
        tree: Tree = {}
        for column in columns:
            path = ["keep", column.name] if column.origin == "kept" else column.name.split(".")
            _plant(tree, path, _values(column).alias(path[-1]))
        self._columns = [_expression(name, part) for name, part in tree.items()]

    def encode(self, frame: pl.DataFrame, *, first: bool) -> Encoded:  # noqa: ARG002 - there is no header
        """The rows as lines."""
        text = io.BytesIO()
        frame.select(self._columns).write_ndjson(text)
        return Encoded(text.getvalue())

    def append(self, encoded: Encoded) -> None:
        """Write the lines."""
        self._stream.write(encoded.content)

    def finish(self) -> None:
        """Nothing is left to write."""


def _values(column: OutputColumn) -> pl.Expr:
    values = pl.col(column.name)
    return values.str.split(BETWEEN).fill_null(pl.lit([], dtype=pl.List(pl.String))) if column.listed else values


def _plant(tree: Tree, path: Sequence[str], leaf: pl.Expr) -> None:
    for place, name in enumerate(path):
        last = place == len(path) - 1
        branch = tree.setdefault(name, leaf if last else {})
        if isinstance(branch, dict) == last:
            raise UsageError(_taken(name))
        if isinstance(branch, dict):
            tree = branch


def _taken(name: str) -> Text:
    shown = visible(name)
    return Text(
        f"De schaal {shown} heet als een kolom van de uitvoer; jsonl kan beide niet bevatten. Geef haar een andere id.",
        f"The scale {shown} has the name of a column of the output; jsonl cannot hold both. Give it another id.",
    )


def _expression(name: str, part: "Tree | pl.Expr") -> pl.Expr:
    if isinstance(part, dict):
        return pl.struct(_expression(inner, leaf) for inner, leaf in part.items()).alias(name)
    return part


def open_writer(stream: BinaryIO, columns: Sequence[OutputColumn], *, raw_text: bool) -> JsonLinesWriter:  # noqa: ARG001 - JSON needs no guard
    """A writer of JSON Lines."""
    return JsonLinesWriter(stream, columns)
