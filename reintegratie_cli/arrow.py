"""Scoring of Arrow tables, for those who keep their data in a database or on a cluster: `score_batch`."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import import_module
from os import PathLike, fspath
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Literal, Protocol

import polars as pl

from reintegratie_cli.commands._reading_call import check_choice
from reintegratie_cli.commands._score_call import INTERVALS
from reintegratie_cli.commands._score_setup import ScoreOptions, ScoreSetup
from reintegratie_cli.errors import UsageError
from reintegratie_cli.inputs.frame_file import FrameFile
from reintegratie_cli.inputs.privacy import LEAST_KEY_BYTES
from reintegratie_cli.inputs.reading_options import ReadingOptions
from reintegratie_cli.inputs.responses import ResponseFiles
from reintegratie_cli.models.instrument import Code, Instrument
from reintegratie_cli.models.responses import nobody
from reintegratie_cli.outputs.frame import result_frame
from reintegratie_cli.text import Text, visible
from reintegratie_cli.workflows.score import ScoreWorkflow

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]

TABLE, FACTS = "table", "facts"
"""What the tables are called in `row.file` and in messages."""

_PREPARED = 16

Names = str | PathLike[str] | Sequence[str | PathLike[str]]


class ArrowStream(Protocol):
    """A table of any library: a `Table` of PyArrow, a frame of Polars or pandas, a relation of DuckDB."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


class ArrowArray(Protocol):
    """A batch of any library: a `RecordBatch` of PyArrow."""

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...


ArrowTable = ArrowStream | ArrowArray


def score_batch(  # noqa: PLR0913 - as many as `reintegratie score` has options
    table: ArrowTable,
    *,
    instrument: Names | None = None,
    facts: ArrowTable | None = None,
    offer: str | PathLike[str] | None = None,
    rule: str | PathLike[str] | None = None,
    norms: Names = (),
    interval: Literal["observed", "kelley"] = "observed",
    year: int | None = None,
    id: str | None = None,  # noqa: A002 - as the option is called
    occasion: str | None = None,
    date: str | None = None,
    keep: str | Sequence[str] = (),
    columns: Mapping[str, str] | None = None,
    answers: Mapping[str, Mapping[str, Code]] | None = None,
    key: bytes | None = None,
    case_system: bool = False,
    instruments: str | PathLike[str] | None = None,
    norms_folder: str | PathLike[str] | None = None,
) -> "pa.Table":
    """The rows of a table with answers, scored: the columns and values that `reintegratie score -f parquet` writes.

    A pure function: the table stays as it is, nothing is written or printed, no clock is read. It may be called from
    several threads and processes at once. What a batch says of its rows depends on those rows alone, with these
    exceptions, which no batch can know: `duplicate_id` is flagged within the table, and the age of norms is that in
    the last year of measurement in the table, unless `year` says for which year they have to do. `row.number` is the
    place in the table, from 1; `row.file` is "table".

    Args:
        table: a row per person, a column per item, named as in a CSV export; the type of a column does not matter.
        instrument: questionnaires, by id or YAML file; none: the one that the columns belong to.
        facts: what professionals entered, a row per id; all of it is read at each call.
        offer: YAML file with the help that the municipality has.
        rule: YAML file with another rule for Sol's groups.
        norms: norms, by id or YAML file.
        interval: what the interval of T is around.
        year: the year of measurement that norms are to be young enough for.
        id: the column with the id.
        occasion: the column that tells measurements apart.
        date: the column with the date of measurement.
        keep: columns to pass on.
        columns: item -> the name of its column, as in the file of `--map`.
        answers: answer set -> their value -> our code, as in the file of `--map`.
        key: secret of at least 16 bytes with which ids become pseudonyms.
        case_system: leave out what may not follow a person into a case system.
        instruments: folder with questionnaires, looked in first.
        norms_folder: folder with norms, looked in first.

    Returns:
        One row per row, in order; the schema depends on the questionnaire and on `keep`, never on the rows. That of a
        table without rows is that of any other.

    Raises:
        ReintegratieError: as the command says it, in `sentences` in Dutch and English. A column that was asked for and
            that seems to hold BSNs is refused, where the command leaves it out and says so.
    """
    _pyarrow()
    check_choice("interval", interval, INTERVALS)
    _check_key(key)
    options = ScoreOptions(
        instrument=() if instrument is None else _names(instrument),
        facts_given=facts is not None,
        offer=_name(offer),
        rule=_name(rule),
        norms=_names(norms),
        interval=interval,
        for_case_system=case_system,
        instruments=None if instruments is None else Path(instruments),
        norms_folder=None if norms_folder is None else Path(norms_folder),
    )
    reading = ReadingOptions(
        id=id,
        occasion=occasion,
        date=date,
        keep=(keep,) if isinstance(keep, str) else tuple(keep),
        columns=columns or {},
        answers=answers or {},
        key=key,
    )
    prepared = _prepared(options, _states(options))
    fact_file = None if facts is None else _file(FACTS, facts)
    with ResponseFiles([_file(TABLE, table)], reading, prepared.setup.names) as files:
        return prepared.score(files, fact_file, year)


class Prepared:
    """What is read and compiled once for the same options, so that many small batches are as fast as one large one."""

    def __init__(self, options: ScoreOptions) -> None:
        self.setup = ScoreSetup(options)
        self._workflows: dict[tuple[str, int | None], ScoreWorkflow] = {}

    def score(self, files: ResponseFiles, facts: FrameFile | None, year: int | None) -> "pa.Table":
        """All rows of the files."""
        setup = self.setup
        instrument = setup.bind(files, facts, _nobody_listens)
        setup.check_kept(files)
        _check_read(files)
        if setup.options.norms and year is None:
            year = files.last_year()
        workflow = self._workflow(instrument, year)
        columns = setup.columns(instrument, files.kept)
        frames = [result_frame(batch.rows, workflow.score(batch.responses), columns) for batch in files.batches()]
        if not frames:
            frames = [result_frame(pl.DataFrame(schema=files.row_schema), workflow.score(nobody()), columns)]
        return _as_arrow(pl.concat(frames))

    def _workflow(self, instrument: Instrument, year: int | None) -> ScoreWorkflow:
        """The one for this questionnaire and for norms that are to do for this year."""
        key = (instrument.instrument, year)
        if key not in self._workflows:
            normed = self.setup.normed(instrument, _MeasuredIn(year), _nobody_listens)
            self._workflows[key] = self.setup.workflow(instrument, normed)
        return self._workflows[key]


class _MeasuredIn:
    """Measurements of one year."""

    def __init__(self, year: int | None) -> None:
        self._year = year

    def last_year(self) -> int | None:
        return self._year


@lru_cache(maxsize=_PREPARED)
def _prepared(options: ScoreOptions, states: tuple[object, ...]) -> Prepared:  # noqa: ARG001 - other files, other key
    return Prepared(options)


def _states(options: ScoreOptions) -> tuple[object, ...]:
    """What changes when somebody changes a file that the options name, or another folder becomes the current one."""
    named = (options.offer, options.rule, *options.instrument, *options.norms)
    folders = [options.instruments, options.norms_folder, Path("instruments"), Path("norms")]
    # What a questionnaire includes stands beside it.
    folders += [Path(name).parent for name in named if name and Path(name).is_file()]
    files = [path for folder in folders if folder is not None for path in sorted(folder.glob("*.yaml"))]
    files += [Path(name) for name in named if name]
    states = ((path, path.stat()) for path in files if path.is_file())
    return (Path.cwd(), *((path, state.st_mtime_ns, state.st_size) for path, state in states))


def _check_read(files: ResponseFiles) -> None:
    """Refuse what the command would leave out and say: nobody would hear it here, and the schema would vary."""
    asked, found = files.options, files.columns[0]
    kept = {*found.kept.values()}
    gone = [name for name in asked.keep if found.header.place(name) not in kept]
    gone += [asked.occasion] if asked.occasion is not None and found.occasion is None else []
    gone += [asked.date] if asked.date is not None and found.date is None else []
    if gone:
        name = visible(gone[0])
        raise UsageError(
            Text(
                f"Kolom {name} lijkt BSN's te bevatten en wordt niet gelezen. Laat haar weg.",
                f"Column {name} seems to hold BSNs and is not read. Leave it out.",
            ),
        )


def _check_key(key: bytes | None) -> None:
    """Refuse a key that could be guessed."""
    if key is not None and len(key) < LEAST_KEY_BYTES:
        raise UsageError(
            Text(
                f"key is {len(key)} bytes, ten minste {LEAST_KEY_BYTES} zijn nodig.",
                f"key is {len(key)} bytes, at least {LEAST_KEY_BYTES} are needed.",
            ),
        )


def _pyarrow() -> ModuleType:
    """The library, refused with what to do where it is not there."""
    try:
        return import_module("pyarrow")
    except ImportError:
        raise UsageError(
            Text(
                "score_batch werkt met pyarrow, dat niet is geïnstalleerd. "
                "Installeer het met: pip install 'reintegratie[arrow]'",
                "score_batch works with pyarrow, which is not installed. "
                "Install it with: pip install 'reintegratie[arrow]'",
            ),
        ) from None


def _file(name: str, given: object) -> FrameFile:
    """The table as a file with answers; its columns are named by their places, since two can have one name."""
    if not (hasattr(given, "__arrow_c_stream__") or hasattr(given, "__arrow_c_array__")):
        found = visible(type(given).__name__)
        raise UsageError(
            Text(
                f"{name} moet een Arrow-tabel zijn (van PyArrow, Polars, DuckDB of pandas vanaf 3), maar is {found}.",
                f"{name} has to be an Arrow table (of PyArrow, Polars, DuckDB, or pandas from 3 on), but is {found}.",
            ),
        )
    pa = _pyarrow()
    try:
        table = pa.table(given)
        names = table.column_names
        frame = pl.DataFrame(table.rename_columns([str(place) for place in range(len(names))]))
    except (pa.ArrowException, pl.exceptions.PolarsError, pl.exceptions.PanicException):
        # The engine's own words can hold what people answered.
        raise UsageError(
            Text(
                f"{name} heeft een kolom van een soort die niet kan worden gelezen. Maak er tekst van.",
                f"{name} has a column of a type that cannot be read. Make it text.",
            ),
        ) from None
    return FrameFile(name, names, frame)


def _as_arrow(frame: pl.DataFrame) -> "pa.Table":
    """The result with the plain types that every engine knows."""
    pa = _pyarrow()
    table = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
    fields = [field.with_type(pa.string()) if field.type == pa.large_string() else field for field in table.schema]
    return table.cast(pa.schema(fields))


def _names(given: Names) -> tuple[str, ...]:
    return (fspath(given),) if isinstance(given, str | PathLike) else tuple(fspath(name) for name in given)


def _name(given: str | PathLike[str] | None) -> str | None:
    return None if given is None else fspath(given)


def _nobody_listens(said: Text) -> None:
    """What the command says on stderr has no place here."""
