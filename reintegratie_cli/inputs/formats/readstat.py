"""What pyreadstat reads: files of programs for statistics, in slices; what these call missing is never an answer."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, Protocol

import polars as pl

from reintegratie_cli.errors import UsageError
from reintegratie_cli.inputs.answer_file import AnswerFile
from reintegratie_cli.inputs.binding import ID_NAMES
from reintegratie_cli.inputs.formats.as_text import as_text
from reintegratie_cli.inputs.formats.trial import crashes
from reintegratie_cli.inputs.formats.typed_table import check_columns, cut_off, damaged, heading_of_names, shape_said
from reintegratie_cli.inputs.opened import Opened
from reintegratie_cli.inputs.reading_options import ReadingOptions
from reintegratie_cli.inputs.stored_file import LINE, Labels, StoredFile
from reintegratie_cli.models.base import fold
from reintegratie_cli.text import Text, visible

USER_MISSING = "user_missing"
"""What stands in the cell of somebody whose answer the file calls missing; `NOT_AN_ANSWER` holds it."""

_SLICE_CELLS, _LEAST_ROWS = 2_000_000, 100

_TRIAL = """
import sys
try:
    import pyreadstat
    pyreadstat.{reader}(sys.stdin.buffer, metadataonly=True, **{arguments})
except Exception:
    pass
"""
"""What is said of the columns of a damaged file can crash pyreadstat; of 7,500 such files every crash was there."""

_TRIAL_SECONDS = 120


@dataclass(frozen=True)
class Kind:
    """A kind of file: the `program` it is of, and the `reader` of pyreadstat, which takes these `arguments` too.

    `seen`: numbers as the program shows them in this form; nothing where that is as any other number. `advice`: what
    to do about a damaged one. `has_code_page`: its reader can be told the encoding.
    """

    program: str
    reader: str
    advice: Text
    seen: Callable[[pl.Series, str], pl.Series | None]
    arguments: Mapping[str, bool] = field(default_factory=dict)
    has_code_page: bool = True


class Metadata(Protocol):
    """What pyreadstat says of a file; `missing_ranges` holds what SPSS calls missing, both ends included."""

    column_names: list[str]
    column_labels: list[str | None]
    original_variable_types: Mapping[str, str]
    readstat_variable_types: Mapping[str, str]
    variable_value_labels: Mapping[str, Mapping[Any, str]]
    missing_ranges: Mapping[str, Sequence[Mapping[str, Any]]]


def open_with_readstat(given: Opened, kind: Kind, options: ReadingOptions, stack: ExitStack) -> AnswerFile:
    """The file, after a look at every row of it.

    Raises:
        ResponsesError: It is damaged.
        UsageError: pyreadstat is not installed.
    """
    file = _File(given, kind, options)
    heading = heading_of_names(file.names, [label or "" for label in file.about.column_labels], options.source)
    stored = StoredFile(given.name, heading, file.parts(), (), stack)
    given.check_unchanged()
    variables = Text("variabele", "variable") if len(file.names) == 1 else Text("variabelen", "variables")
    stored.notes = (shape_said(given.name, kind.program, variables, len(file.names), stored.n_rows),)
    stored.labels = file.labels()
    return stored


class _File:
    """One file as pyreadstat reads it: `names` of the variables, and what is known `about` them."""

    def __init__(self, given: Opened, kind: Kind, options: ReadingOptions) -> None:
        self._engine = _engine(given.name, kind)
        self._given, self._kind = given, kind
        self._encoding = {"encoding": options.encoding} if kind.has_code_page else {}
        if crashes(given, _TRIAL.format(reader=kind.reader, arguments=dict(kind.arguments)), _TRIAL_SECONDS):
            raise damaged(given.name, kind.program, kind.advice)
        _, self.about = self._read(metadataonly=True)
        self.names = self.about.column_names
        if None in self.names or len(set(self.names)) < len(self.names):
            raise damaged(given.name, kind.program, kind.advice)
        check_columns(given.name, len(self.names))
        told_apart = map(fold, (*ID_NAMES, *(name for name in (options.id, options.occasion) if name)))
        self._nobody = frozenset(told_apart)

    def _read(self, **what: int) -> tuple[dict[str, list[Any]], Metadata]:
        """Cells per variable, without those of user-missing values being taken away."""
        try:
            self._given.head(0)
            read: tuple[dict[str, list[Any]], Metadata] = getattr(self._engine, self._kind.reader)(
                self._given.file,
                disable_datetime_conversion=True,
                output_format="dict",
                **self._kind.arguments,
                **self._encoding,
                **what,
            )
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - errors of its own, and others on a name that is none or a broken date
            # The engine's own words are of no use to anybody here.
            self._given.check_unchanged()
            raise damaged(self._given.name, self._kind.program, self._kind.advice) from None
        return read

    def parts(self) -> Iterator[pl.DataFrame]:
        """All rows, as `StoredFile` keeps them; a slice has fewer rows where there are more variables."""
        size, first = max(_LEAST_ROWS, _SLICE_CELLS // max(1, len(self.names))), 0
        read = size
        while read == size:
            columns, _ = self._read(row_offset=first, row_limit=size)
            read = len(columns[self.names[0]]) if self.names else 0
            cells = [self._cells(place, columns.pop(name)) for place, name in enumerate(self.names)]
            yield pl.DataFrame([*cells, pl.Series(LINE, range(first + 1, first + read + 1), dtype=pl.Int64)])
            first += read

    def _cells(self, place: int, values: list[Any]) -> pl.Series:
        name = self.names[place]
        typed, letters = self._typed(name, values)
        text = _stripped(typed) if self._is_text(name) else self._seen(name, typed)
        missing = letters | self._in_ranges(name, typed)
        if missing.any():
            text = text.set(missing, None if fold(name) in self._nobody else USER_MISSING)
        return text.alias(str(place))

    def _typed(self, name: str, values: list[Any]) -> tuple[pl.Series, pl.Series]:
        """The cells, and where these are letters among numbers, which stand for what Stata calls missing."""
        kinds = {"float": pl.Float32, "double": pl.Float64}
        type_name = self.about.readstat_variable_types[name]
        kind = pl.String() if self._is_text(name) else kinds.get(type_name, pl.Float64)()
        letters = pl.Series([False], dtype=pl.Boolean).new_from_index(0, len(values))
        if not self._is_text(name) and str in set(map(type, values)):
            letters = pl.Series([isinstance(value, str) for value in values], dtype=pl.Boolean)
            values = [None if isinstance(value, str) else value for value in values]
        return pl.Series(name, values, dtype=kind), letters

    def _seen(self, name: str, typed: pl.Series) -> pl.Series:
        """Numbers as they are seen; what is outside the calendar stays the number that it is."""
        text = _number(typed)
        said = self._kind.seen(typed, self.about.original_variable_types.get(name) or "")
        return text if said is None else said.zip_with(said.is_not_null(), text)

    def _is_text(self, name: str) -> bool:
        return self.about.readstat_variable_types[name].startswith("string")

    def _in_ranges(self, name: str, typed: pl.Series) -> pl.Series:
        """Where a value is one that SPSS calls missing."""
        ranges = self.about.missing_ranges.get(name, ())
        # SPSS compares texts without the spaces that pad them.
        if ranges and self._is_text(name):
            ends = [str(end).rstrip(" ") for one in ranges for end in (one["lo"], one["hi"])]
            return _stripped(typed).is_in(ends).fill_null(value=False)
        found = pl.repeat(value=False, n=len(typed), dtype=pl.Boolean, eager=True)
        for one in ranges:
            found |= typed.is_between(one["lo"], one["hi"]).fill_null(value=False)
        return found

    def labels(self) -> Labels:
        """The value labels per column, without those of user-missing values."""
        return {place: found for place, name in enumerate(self.names) if (found := self._labels_of(name))}

    def _labels_of(self, name: str) -> dict[str, str]:
        said = self.about.variable_value_labels.get(name, {})
        codes, letters = self._typed(name, list(said))
        texts = _stripped(codes) if self._is_text(name) else _number(codes)
        gone = letters | self._in_ranges(name, codes)
        every = zip(texts, said.values(), gone, strict=True)
        return {text: label for text, label, is_gone in every if text is not None and not is_gone}


def _engine(name: str, kind: Kind) -> ModuleType:
    try:
        import pyreadstat  # noqa: PLC0415 - an extra, and slow to load
    except ImportError:
        at = visible(name, 200)
        nl = f"{at}: {kind.program}-bestanden worden gelezen met pyreadstat, en dat is niet geïnstalleerd."
        en = f"{at}: files of {kind.program} are read with pyreadstat, which is not installed."
        how = "pip install 'reintegratie[spss]'"
        raise UsageError(Text(f"{nl} Installeer het met: {how}", f"{en} Install it with: {how}")) from None
    return pyreadstat


def _stripped(cells: pl.Series) -> pl.Series:
    """Texts without the spaces that pad them; an empty one is none."""
    text = cells.str.strip_chars_end(" ")
    return text.set((text == "").fill_null(value=False), None)


def _number(cells: pl.Series) -> pl.Series:
    typed = cells.to_frame()
    return cut_off(typed, as_text(typed)).to_series()
