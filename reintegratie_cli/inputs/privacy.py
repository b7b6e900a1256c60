"""What may be told of what people filled in, and the one number that no questionnaire needs: the Dutch BSN."""

import hmac
import re
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np
import polars as pl

from reintegratie_cli.errors import FileError, reason
from reintegratie_cli.inputs.cells import stripped
from reintegratie_cli.models.base import fold
from reintegratie_cli.models.responses import BoolArray, IntArray
from reintegratie_cli.text import Text, visible

LEAST_KEY_BYTES = 16
PSEUDONYM_DIGITS = 32

Kind = Literal["width", "id", "date", "unreadable", "fact"]
"""What can be wrong with a row or cell."""

_NAMES = {"bsn", "sofi", "sofinummer", "burgerservicenummer"}
_FEWEST, _SHARE = 20, 0.9
_SAMPLE = 4096
# An odd factor gives numbers another order and can be undone.
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_INVERSE = np.uint64(pow(0x9E3779B97F4A7C15, -1, 1 << 64))
_WEIGHTS = np.array([9, 8, 7, 6, 5, 4, 3, 2, -1])
# Dots and spaces as people write them, and the ".0" of a column that passed through floats.
_WRITTEN = r"^[0-9][0-9. \u00a0]{6,}[0-9](?:[.,]0)?$"
_CUT_OFF = r"^[0-9](?:[.,][0-9]+)?[eE]\+[0-9]+$"
_LONG_NUMBER = r"^[0-9]{8,9}$"
_LONGEST_BSN, _FEWEST_DIGITS, _DIGITS = 40, 8, "0123456789"


def elf_proef(numbers: IntArray) -> BoolArray:
    """Which numbers pass the eleven-test of a BSN: 9 a + 8 b + ... + 2 h - i divides by 11.

    `numbers` is (n,); a number of eight digits has a zero in front, one of fewer or more digits is no BSN.
    """
    digits = numbers.astype(np.int64)[:, None] // 10 ** np.arange(8, -1, -1) % 10
    long_enough = (numbers >= 10**7) & (numbers < 10**9)
    return np.asarray(long_enough & (digits @ _WEIGHTS % 11 == 0), dtype=np.bool_)


def named_bsn(column: str) -> bool:
    """Whether a column says by its name that it holds a BSN."""
    parts = re.split(r"[\s_.-]+", fold(column))
    return not _NAMES.isdisjoint([*parts, "".join(parts)])


def _long_numbers(cells: pl.Series) -> pl.Series:
    """Each text of eight or nine digits, without what people write between them; null for every other text."""
    text = stripped(cells)
    plain = text.str.replace(r"[.,]0$", "").str.replace_all(r"[. \u00a0]", "")
    return plain.set(~(text.str.contains(_WRITTEN) & plain.str.contains(_LONG_NUMBER)), None)


class BsnWatch:
    """Watches one column, batch after batch, for values that are BSNs.

    At least 20 distinct numbers of eight or nine digits of which over 90 % pass: one in eleven does so by chance. The
    share is that of a sample of distinct numbers which depends on the numbers alone, so never on where batches end.
    """

    def __init__(self, column: str) -> None:
        self._named = named_bsn(column)
        self._sample = np.empty(0, dtype=np.uint64)

    def see(self, cells: pl.Series) -> None:
        """Take in one batch of texts."""
        numbers = _long_numbers(cells).drop_nulls().unique().cast(pl.UInt64).to_numpy()
        self._sample = np.unique(np.append(self._sample, numbers * _FACTOR))[:_SAMPLE]

    @property
    def is_suspected(self) -> bool:
        """Whether the column holds BSNs, by its name or by what was seen."""
        if self._named:
            return True
        passes = elf_proef((self._sample * _INVERSE).astype(np.int64))
        return len(passes) >= _FEWEST and bool(passes.mean() > _SHARE)


def suspect_bsn(name: str, cells: pl.Series) -> bool:
    """Whether a column with this name and these texts holds BSNs."""
    watch = BsnWatch(name)
    watch.see(cells)
    return watch.is_suspected


def shown(found: str) -> str:
    """A cell's text for a list of problems: safe to show, and never a BSN."""
    # Few texts have so many digits, and only these are worth a closer look.
    if len(found) <= _LONGEST_BSN and sum(map(found.count, _DIGITS)) >= _FEWEST_DIGITS:
        number = _long_numbers(pl.Series([found], dtype=pl.String))[0]
        if number is not None and elf_proef(np.array([int(number)])).all():
            return "#" * len(number)
    return visible(found)


def not_in(column: str, safe: str, allowed: str) -> str:
    """A cell that could not be read, as the output tells it; `safe` is its text as `shown` gives it."""
    return f'{column}: "{safe}" not in {allowed}'


@dataclass(frozen=True)
class SeenProblem:
    """Where something could not be read; `found` only where values may be shown, `allowed` where it is to be said."""

    file: str
    line: int
    column: str
    kind: Kind
    found: str | None
    allowed: str | None = None


class ProblemLog:
    """What could not be read in the whole run: how often per (column, kind), and the first few of each."""

    FIRST = 3

    def __init__(self, *, show_values: bool) -> None:
        self.counts: Counter[tuple[str, Kind]] = Counter()
        self.first: list[SeenProblem] = []
        self._show_values = show_values

    def clear(self) -> None:
        """Count from nothing again."""
        self.counts.clear()
        self.first.clear()

    def add(self, seen: SeenProblem) -> None:
        """Count one problem, and remember where it was while there are few of its kind."""
        self.counts[seen.column, seen.kind] += 1
        if self.counts[seen.column, seen.kind] <= self.FIRST:
            self.first.append(seen if self._show_values else replace(seen, found=None))


class BatchProblems:
    """The problems of one batch: told per row for the output, and counted in the log of the run."""

    def __init__(self, log: ProblemLog, file: str, lines: IntArray) -> None:
        """`lines`: (n,) where each row begins in `file`."""
        self._log, self._file, self._lines = log, file, lines
        self._of_row: dict[int, list[str]] = {}

    def add(self, row: int, column: str, kind: Kind, told: str, found: str | None = None) -> None:
        """One problem, as the output tells it; lists there are joined with ";"."""
        self.tell(row, told)
        self._log.add(SeenProblem(self._file, int(self._lines[row]), column, kind, found))

    def tell(self, row: int, told: str) -> None:
        """One problem for the output alone: that of another file, which is counted there."""
        self._of_row.setdefault(row, []).append(told.replace(";", ","))

    def column(self, column: str, kind: Kind, cells: pl.Series, where: BoolArray, allowed: str) -> None:
        """Every cell of a column that could not be read; equal texts are looked at once."""
        rows = np.flatnonzero(where)
        texts = cells.gather(rows)
        safe = {text: shown(text) for text in texts.unique()}
        for row, text in zip(rows.tolist(), texts, strict=True):
            self.add(row, column, kind, not_in(column, safe[text], allowed), safe[text])

    @property
    def rows(self) -> BoolArray:
        """The rows with a problem."""
        troubled = np.zeros(len(self._lines), dtype=np.bool_)
        troubled[list(self._of_row)] = True
        return troubled

    @property
    def told(self) -> pl.Series:
        """Per row what could not be read, none where all could."""
        told: list[str | None] = [None] * len(self._lines)
        for row, problems in self._of_row.items():
            told[row] = ";".join(problems)
        return pl.Series("row.problems", told, dtype=pl.String)


def read_key(path: Path) -> bytes:
    """The key for pseudonyms in a file, without the end of its line. FileError when it is too short to be one."""
    try:
        key = path.read_bytes().rstrip(b"\r\n")
    except OSError as error:
        raise FileError(_unreadable_key(path, error)) from None
    if len(key) < LEAST_KEY_BYTES:
        raise FileError(_short_key(path, len(key)))
    return key


def person_ids(cells: pl.Series, *, pseudonymised: bool) -> pl.Series:
    """Ids as they are compared: without white space around them, none where nothing stands.

    None too for 1,23E+08: a spreadsheet cut its last digits off, and several persons may share what is left. Where ids
    become pseudonyms, a BSN is written in one way first: nine digits, nothing between them. Other ids keep their dots
    and spaces: 1.12 and 11.2 are two persons.
    """
    ids = stripped(cells)
    ids = ids.set((ids == "") | ids.str.contains(_CUT_OFF), None)
    if not pseudonymised:
        return ids
    plain = _long_numbers(ids)
    passes = elf_proef(plain.cast(pl.Int64).fill_null(0).to_numpy())
    return plain.str.zfill(9).zip_with(pl.Series(passes), plain).fill_null(ids)


def pseudonymise(ids: pl.Series, key: bytes) -> pl.Series:
    """HMAC-SHA-256 of each id, as 32 hexadecimal digits; none stays none.

    A keyed hash: a plain one of nine digits is undone by trying them all. FIPS 198-1.
    """
    keyed = hmac.new(key, digestmod="sha256")

    def pseudonym(person: str) -> str:
        mac = keyed.copy()
        mac.update(person.encode())
        return mac.hexdigest()[:PSEUDONYM_DIGITS]

    persons = person_ids(ids, pseudonymised=True)
    return pl.Series(ids.name, [None if one is None else pseudonym(one) for one in persons], dtype=pl.String)


def _unreadable_key(path: Path, error: OSError) -> Text:
    file = visible(str(path), 200)
    return Text(
        f"--pseudonymise: het sleutelbestand {file} kan niet worden gelezen ({reason(error).nl}).",
        f"--pseudonymise: the key file {file} cannot be read ({reason(error).en}).",
    )


def _short_key(path: Path, found: int) -> Text:
    file = visible(str(path), 200)
    make = f"head -c 32 /dev/urandom | base64 > {file}"
    return Text(
        f"--pseudonymise: de sleutel in {file} is {found} bytes, ten minste {LEAST_KEY_BYTES} zijn nodig. "
        f"Maak er een met: {make}",
        f"--pseudonymise: the key in {file} is {found} bytes, at least {LEAST_KEY_BYTES} are needed. "
        f"Make one with: {make}",
    )


def bsn_as_id(file: str, column: str) -> Text:
    """Why a file is refused whose id column holds BSNs."""
    name = visible(column)
    return Text(
        f"{file}: de id-kolom {name} lijkt BSN's te bevatten. Geef een andere met --id, "
        "of maak er pseudoniemen van met --pseudonymise KEYFILE.",
        f"{file}: the id column {name} seems to hold BSNs. Give another one with --id, "
        "or make pseudonyms of them with --pseudonymise KEYFILE.",
    )
