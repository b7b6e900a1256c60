"""The file with facts as text: which column has the ids, and what is said of columns that are nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from reintegratie_cli.errors import ResponsesError, UsageError, did_you_mean
from reintegratie_cli.inputs.answer_file import AnswerFile
from reintegratie_cli.inputs.binding import ID_NAMES, Header, listed
from reintegratie_cli.inputs.privacy import bsn_as_id, suspect_bsn
from reintegratie_cli.inputs.reading_options import ReadingOptions
from reintegratie_cli.models.facts import FactList
from reintegratie_cli.models.responses import BoolArray, IntArray
from reintegratie_cli.text import Text


@dataclass(frozen=True)
class Sheet:
    """The whole file as text."""

    header: Header
    cells: pl.DataFrame
    lines: IntArray
    whole: BoolArray
    tells_not_shown: bool

    @classmethod
    def of(cls, file: AnswerFile) -> "Sheet":
        """All rows of a file."""
        header, batches = Header(file.name, file.heading), list(file.batches())
        none = pl.DataFrame(schema=dict.fromkeys(map(str, range(len(header.names))), pl.String))
        cells = pl.concat([none, *(batch.frame for batch in batches)])
        lines = np.concatenate([np.empty(0, np.int64), *(batch.line for batch in batches)])
        widths = np.concatenate([np.empty(0, np.int32), *(batch.width for batch in batches)])
        return cls(header, cells, lines, widths == len(header.names), file.tells_not_shown)

    def column(self, place: int) -> pl.Series:
        """The cells of a column."""
        return self.cells[str(place)]


def id_column(sheet: Sheet, options: ReadingOptions, id_name: str | None) -> int:
    """Where the ids stand: `--id`, else the column of the responses, else a name that is recognised."""
    names = (name for name in (options.id, id_name, *ID_NAMES) if name is not None)
    place = sheet.header.first(names, ())
    if place is None:
        found = listed(sheet.header.nameable) or "-"
        nl = f"{sheet.header.file}: er is geen kolom met een id. Gevonden: {found}. Noem haar met --id."
        en = f"{sheet.header.file}: there is no column with an id. Found: {found}. Name it with --id."
        raise ResponsesError(Text(nl, en))
    if options.key is None and suspect_bsn(sheet.header.names[place], sheet.column(place)):
        raise UsageError(bsn_as_id(sheet.header.file, sheet.header.names[place]))
    return place


def nothing_known(header: Header, fact_list: FactList) -> Text:
    """Why a file is refused in which no column is a fact or an item."""
    found, facts = listed(header.nameable) or "-", listed(list(fact_list.facts))
    hints = (did_you_mean(name, fact_list.facts) for name in header.nameable)
    near = next((hint for hint in hints if hint.nl), Text("", ""))
    return Text(
        f"{header.file}: geen kolom heet naar een gegeven of een vraag. Gevonden: {found}. Verwacht: {facts}.{near.nl}",
        f"{header.file}: no column is named after a fact or an item. Found: {found}. Expected: {facts}.{near.en}",
    )


def not_read(sheet: Sheet, used: set[int], known: Sequence[str]) -> Iterator[Text]:
    """What to say of columns that are neither fact nor item: those near to one apart, the others in one sentence."""
    file, far = sheet.header.file, []
    for place, name in enumerate(sheet.header.names):
        if place in used:
            continue
        shown, near = sheet.header.shown(place), did_you_mean(name, known)
        if not near.nl:
            far.append(shown)
            continue
        yield Text(
            f"{file}: kolom {shown} is niet bekend en niet gelezen.{near.nl}",
            f"{file}: column {shown} is not known and was not read.{near.en}",
        )
    if far:
        yield Text(
            f"{file}: deze kolommen zijn niet bekend en niet gelezen: {listed(far)}.",
            f"{file}: these columns are not known and were not read: {listed(far)}.",
        )
