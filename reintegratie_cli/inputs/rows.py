"""The rows of one batch of a file: which are somebody's, when they were measured, what was answered."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import polars as pl

from reintegratie_cli.inputs import dates
from reintegratie_cli.inputs.answer_file import AnswerFile, TextBatch
from reintegratie_cli.inputs.binding import Binding
from reintegratie_cli.inputs.cells import LONGEST_TEXT, SPACES
from reintegratie_cli.inputs.decoding import Decoded, Decoder
from reintegratie_cli.inputs.delimited.file import MALFORMED
from reintegratie_cli.inputs.item_texts import plain
from reintegratie_cli.inputs.privacy import BatchProblems
from reintegratie_cli.models.instrument import YES_NO
from reintegratie_cli.models.responses import BoolArray, DateArray

_YES, _YES_OR_NO = str(max(YES_NO)), "|".join(map(str, YES_NO))


@dataclass(frozen=True)
class FileRows:
    """One batch of a file as text, and what its columns are."""

    file: AnswerFile
    columns: Binding
    text: TextBatch

    @property
    def whole(self) -> BoolArray:
        """The rows that have as many cells as the header."""
        return np.asarray(self.text.width == len(self.columns.header.names))

    def readable(self, problems: BatchProblems, ids: pl.Series) -> BoolArray:
        """The rows that are somebody's: of the right width, and with an id."""
        expected, has_id = len(self.columns.header.names), ids.is_not_null().to_numpy()
        for row in np.flatnonzero(~self.whole).tolist():
            width = int(self.text.width[row])
            found = "cells cannot be told apart" if width == MALFORMED else str(width)
            problems.add(row, "", "width", f"width: {found}, expected {expected}")
        if self.columns.id is not None:
            name, cells = self.columns.header.shown(self.columns.id), self.text.frame[str(self.columns.id)]
            for row in np.flatnonzero(self.whole & ~has_id).tolist():
                is_empty = not (cells[row] or "").strip(SPACES)
                problems.add(row, name, "id", "id: empty" if is_empty else "id: cut off by a spreadsheet (E+)")
        return np.asarray(self.whole & has_id, dtype=np.bool_)

    def measured(self, problems: BatchProblems) -> DateArray:
        """The (n,) dates of measurement."""
        place = self.columns.date
        if place is None:
            return np.full(len(self.text.line), np.datetime64("NaT", "D"))
        cells = self.text.frame[str(place)]
        days, unreadable = dates.read_dates(cells, month_first=self.columns.month_first)
        problems.column(self.columns.header.shown(place), "date", cells, unreadable, dates.ALLOWED)
        return days

    def decoded(self, problems: BatchProblems, decoder: Decoder) -> Decoded:
        """The answers."""
        cells = {item: self.text.frame[str(place)] for item, place in self.columns.items.items()}
        options = (item for item, texts in self.columns.texts.items() if texts and decoder.allowed(item) == _YES_OR_NO)
        cells |= {item: _ticked(cells[item], self.columns.texts[item]) for item in options}
        decoded = decoder.decode(cells, self.whole, tells_not_shown=self.file.tells_not_shown)
        for item, where in decoded.unreadable.items():
            name = self.columns.header.shown(self.columns.items[item])
            problems.column(name, "unreadable", cells[item], where, decoder.allowed(item))
        return decoded

    def frame(self, ids: pl.Series, told: pl.Series, measured: DateArray, occasion: pl.Series | None) -> pl.DataFrame:
        """What the output says of each row before its scores."""
        nothing = pl.lit(None, dtype=pl.String)
        kept = {name: self.text.frame[str(place)] for name, place in self.columns.kept.items()}
        return pl.DataFrame({"id": ids, "row.number": self.text.line, "row.problems": told, **kept}).select(
            "id",
            pl.lit(self.file.name).alias("row.file"),
            "row.number",
            "row.problems",
            pl.Series("measured", measured, dtype=pl.Date),
            (nothing if occasion is None else occasion).alias("occasion"),
            *kept,
        )


def _ticked(cells: pl.Series, option: Collection[str]) -> pl.Series:
    """The answers to a yes/no item with yes where the cell repeats the item, as many programs write a ticked option."""
    texts = cells.filter(cells.str.len_chars() <= LONGEST_TEXT).unique().to_list()
    return cells.replace({text: _YES for text in texts if plain(text) in option})
