"""What every file with answers looks like once it is open, whatever format it is written in."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
import polars as pl

from reintegratie_cli.inputs.layouts import Heading
from reintegratie_cli.text import Text


@dataclass(frozen=True, eq=False)
class TextBatch:
    """Rows as text, in the order of the file.

    `frame`: every cell as String, columns named by their position in the file; null = an empty cell without quotes;
    rows of wrong width are null throughout. `line`: (n_rows,) the line or row of the file, from 1, on which each row
    begins. `width`: (n_rows,) the number of cells of each row; 0 = a blank line, MALFORMED = its cells cannot be told
    apart. `raw`: the text of a row as delimited text, without a line end.
    """

    frame: pl.DataFrame
    line: npt.NDArray[np.int64]
    width: npt.NDArray[np.int32]
    raw: Callable[[int], str]


@dataclass(frozen=True)
class Written:
    """How rows of a file are written again as delimited text; `header` has no line end, and can be several lines."""

    header: str
    delimiter: str
    encoding: str


class AnswerFile(Protocol):
    """A file whose every row was looked at once.

    `name`: as the call has it. `format`: of the file, as --from names it. `heading`: what its columns are.
    `tells_not_shown`: it writes "not answered" and "not shown" in two ways. `notes`: what is to be said of how it
    was read, first of all in which form.
    """

    format: str

    @property
    def name(self) -> str: ...  # noqa: D102 - as the class says

    @property
    def heading(self) -> Heading: ...  # noqa: D102

    @property
    def n_rows(self) -> int: ...  # noqa: D102

    @property
    def tells_not_shown(self) -> bool: ...  # noqa: D102

    @property
    def notes(self) -> Sequence[Text]: ...  # noqa: D102

    def written(self, names: Sequence[str]) -> Written:
        """How its rows are written again; `names`: what to call its columns where it has no text of its own."""

    def batches(self, columns: Sequence[int] | None = None, size: int = ...) -> Iterator[TextBatch]:
        """All rows, at most `size` at a time; only these columns, in this order. Nothing for a file without rows."""
