"""What `doctor` sees of files with answers, before anything is scored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from reintegratie_cli.models.export_map import ExportMap
from reintegratie_cli.models.instrument import Code
from reintegratie_cli.text import Text

Role = Literal["item", "id", "date", "occasion", "other"]
"""What a column is to `score`; it does not read any other."""

FoundBy = Literal["name", "alias", "map", "text"]
"""By what the column of an item was found: its id, the name in the questionnaire, --map, the code or text it has."""

Concern = Literal["", "personal", "bsn"]
"""Why a column should not be in the export."""

Kind = Literal["missing_code", "out_of_range", "text"]
"""What a text that is no answer seems to be: a code for "no answer", a number outside the answers, or other words."""

FEWEST_PERSONS = 10
"""A text that fewer persons gave is counted and not shown: it could tell who they are."""


@dataclass(frozen=True)
class SeenColumn:
    """One column; `item` and `found_by` where it holds the answers to an item."""

    name: str
    role: Role
    item: str | None = None
    found_by: FoundBy | None = None
    concern: Concern = ""


@dataclass(frozen=True)
class SeenFile:
    """One file as it was read; `encoding` and `delimiter` of delimited text alone."""

    name: str
    format: str
    layout: str
    header_rows: int
    n_rows: int
    encoding: str | None
    delimiter: str | None
    columns: tuple[SeenColumn, ...]
    notes: tuple[Text, ...]


@dataclass(frozen=True)
class NoAnswer:
    """A text that is no answer of its set; `proposed`: what it could stand for, for a person to check."""

    text: str
    kind: Kind
    cells: int
    proposed: Code | None = None


@dataclass(frozen=True)
class SeenSet:
    """One answer set in use. `unmatched`: what may be shown of the texts that are no answer, most cells first.

    `hidden_texts`, `hidden_cells`: the others. `is_free_text`: so many different ones that no list of answers can be
    meant. `suspected`: numbers that count as answers and look like codes for "no answer".
    """

    name: str
    allowed: str
    items: tuple[str, ...]
    unmatched: tuple[NoAnswer, ...]
    hidden_texts: int
    hidden_cells: int
    is_free_text: bool
    suspected: tuple[NoAnswer, ...]

    @property
    def fits(self) -> bool:
        """Whether every cell is an answer, or none."""
        return not self.unmatched and not self.hidden_cells


@dataclass(frozen=True)
class SeenItem:
    """One item with a column: of `n` readable rows, how many have no answer, and how many cells are unreadable."""

    item: str
    column: str
    n: int
    missing: int
    unreadable: int

    @property
    def share_missing(self) -> float:
        """The share without an answer."""
        return self.missing / self.n if self.n else 0.0


@dataclass(frozen=True)
class Candidate:
    """A questionnaire, and how many of its items have a column."""

    instrument: str
    found: int
    items: int


@dataclass(frozen=True)
class Trouble:
    """How often something of this kind could not be read in a column ("": in the row as a whole)."""

    column: str
    kind: str
    n: int


@dataclass(frozen=True)
class Rows:
    """What `score` would make of the rows: status -> rows; how many have an id that comes more than once.

    `trouble`: what could not be read. `missing`: the texts that count as no answer, and how many cells have them.
    """

    statuses: Mapping[str, int] = field(default_factory=dict)
    repeated: int = 0
    trouble: tuple[Trouble, ...] = ()
    missing: Mapping[str, int] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """All rows."""
        return sum(self.statuses.values())


@dataclass(frozen=True)
class Lacking:
    """An item without a column; `near`: the name of a column that is like it. `scale`: "" outside the scales.

    `whole_scale`: no item of the scale has a column.
    """

    item: str
    scale: str
    near: str | None
    whole_scale: bool


@dataclass(frozen=True)
class Diagnosis:
    """All of it. `refusal`: why `score` would not read the files at all; then nothing is known of the answers.

    `notes`: how codes, texts and labels were understood. `mapped`: what `--map` said already.
    """

    files: tuple[SeenFile, ...]
    instrument: str | None
    version: str | None
    detected: bool
    candidates: tuple[Candidate, ...]
    refusal: tuple[Text, ...]
    lacking: tuple[Lacking, ...]
    items: tuple[SeenItem, ...]
    sets: tuple[SeenSet, ...]
    rows: Rows
    notes: tuple[Text, ...] = ()
    mapped: ExportMap = field(default_factory=ExportMap)

    @property
    def is_clean(self) -> bool:
        """Whether `score` would read everything."""
        return not self.refusal and not any(self.rows.statuses.get(status) for status in ("partial", "rejected"))
