"""A look at every row of a file before the first is handed out: where rows end, and whether they fit the header."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from reintegratie_cli.errors import ResponsesError
from reintegratie_cli.inputs.delimited.dialect import MAX_ROW_BYTES, ONE_COLUMN, Dialect, delimiter_name
from reintegratie_cli.inputs.delimited.quoting import MALFORMED, Grammar, Rows, UnclearRowError
from reintegratie_cli.inputs.encoding import Source, refusal
from reintegratie_cli.text import Text, visible

_BAD_SHARE, _BAD_ROWS = 0.05, 3


def pieces(source: Source, dialect: Dialect) -> Iterator[Rows]:
    """All rows, as they come out of the chunks of the file."""
    grammar, line, rest = dialect.grammar, dialect.begin_line, b""
    for _, chunk, final in replace(source, begin=dialect.begin).chunks():
        piece = rest + chunk
        if final and piece and not piece.endswith(grammar.line_end):
            piece += grammar.line_end
        try:
            rows = grammar.scan(piece, line)
        except UnclearRowError as error:
            raise _unclear(source.name, line + piece.count(grammar.line_end, 0, error.at), error) from None
        line, rest = rows.line, piece[len(rows.text) :]
        _within_limit(source.name, rows, len(rest))
        yield rows
    if rest:
        # Its last line ends, so only a quote can have kept this row open.
        at = grammar.reach(rest, 0)
        raise _unclear(source.name, line + rest.count(grammar.line_end, 0, at), UnclearRowError(at))


def _within_limit(name: str, rows: Rows, rest: int) -> None:
    """Refuse a row that would fill the memory; `rest` is the length so far of the one after them."""
    lengths = np.append(rows.ends - rows.starts, rest)
    if lengths.max() > MAX_ROW_BYTES:
        nl = "de rij die hier begint is langer dan 16 MB; wellicht wordt een aanhalingsteken niet gesloten."
        en = "the row that begins here is longer than 16 MB; perhaps a quote is never closed."
        raise refusal(name, int(np.append(rows.lines, rows.line)[lengths.argmax()]), nl, en)


def _unclear(name: str, line: int, error: UnclearRowError) -> ResponsesError:
    if error.mixed:
        nl = "hier eindigen regels op twee manieren (CR en LF). Bewaar het bestand opnieuw met één soort regeleinden."
        en = "lines end in two ways here (CR and LF). Save the file again with one kind of line ends."
    else:
        nl = (
            "een aanhalingsteken dat hier een cel opent wordt niet goed gesloten. Verdubbel aanhalingstekens in cellen."
        )
        en = "a quote that opens a cell here is not closed properly. Double the quotes within a cell."
    return refusal(name, line, nl, en)


class _Survey:
    """Counts rows; blank lines at the end are none.

    `bare`, `quoted`: empty cells are written as nothing at all, as "".
    """

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self.n_rows = self.n_bad = 0
        self.quoted = self.bare = False
        self.examples: list[tuple[int, int]] = []
        self._blank: list[Rows] = []

    def see(self, rows: Rows) -> None:
        """Take in the next rows; blank lines wait until something follows them."""
        filled = np.flatnonzero(rows.ends > rows.starts)
        if not len(filled):
            self._blank.append(rows)
            return
        for before in self._blank:
            self._count(before)
        self._blank = []
        after = int(filled[-1]) + 1
        if after == len(rows):
            self._count(rows)
            return
        self._count(self.grammar.scan(rows.text[: int(rows.starts[after])], int(rows.lines[0])))
        self._blank.append(rows.part(after, len(rows)))

    def _count(self, rows: Rows) -> None:
        bad = np.flatnonzero(rows.widths != self.grammar.columns)
        self.n_rows, self.n_bad = self.n_rows + len(rows), self.n_bad + len(bad)
        self.examples += [(int(rows.lines[at]), int(rows.widths[at])) for at in bad[: _BAD_ROWS - len(self.examples)]]
        self.quoted, self.bare = self.quoted or rows.empty_quoted, self.bare or rows.empty_bare


def surveyed(source: Source, dialect: Dialect) -> Dialect:
    """The dialect with what only a look at every row can tell; refused when too many rows have another width."""
    survey = _Survey(dialect.grammar)
    for rows in pieces(source, dialect):
        survey.see(rows)
    read = replace(dialect, n_rows=survey.n_rows)
    if survey.n_bad >= _BAD_ROWS and survey.n_bad > _BAD_SHARE * survey.n_rows:
        raise _wrong_dialect(source.name, read, survey.n_bad, survey.examples)
    return replace(read, tells_not_shown=survey.quoted and survey.bare)


def _wrong_dialect(name: str, dialect: Dialect, n_bad: int, examples: list[tuple[int, int]]) -> ResponsesError:
    delimiter, columns = delimiter_name(dialect.delimiter), len(dialect.header)
    wrong = Text("verkeerde aanhalingstekens", "wrong quotes")
    nl = ", ".join(f"regel {line} heeft {wrong.nl if width == MALFORMED else width}" for line, width in examples)
    en = ", ".join(f"line {line} has {wrong.en if width == MALFORMED else width}" for line, width in examples)
    advice = ONE_COLUMN if columns == 1 else Text("", "")
    return refusal(
        name,
        0,
        f"{n_bad} van de {dialect.n_rows} rijen hebben niet de {columns} cellen van de kopregel, gelezen als "
        f"{visible(dialect.encoding)} met {delimiter.nl} als scheidingsteken: {nl}. "
        f"Noem met --delimiter of --encoding hoe het bestand geschreven is.{advice.nl}",
        f"{n_bad} of the {dialect.n_rows} rows do not have the {columns} cells of the header, read as "
        f"{visible(dialect.encoding)} with {delimiter.en} as delimiter: {en}. "
        f"Name how the file is written with --delimiter or --encoding.{advice.en}",
    )
