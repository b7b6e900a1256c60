"""docs/data-pipelines.md: its examples run, in DuckDB and PySpark, and give what `reintegratie score` gives."""

import inspect
import re
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from reintegratie_cli import score_batch

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "data-pipelines.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
POLARS, DUCKDB, LAKE, SPARK = BLOCKS
MONTHS = ("2026-01", "2026-02", "2026-03")

OF_THE_PLACE = ("row.file", "row.number", "filename")
"""What says where a row stands, which a stream over several files tells in another way."""

NO_SPARK = (
    "PySpark is not installed; it is large and needs Java 17. To run this test: pip install pyspark"
    if find_spec("pyspark") is None
    else "PySpark needs Java 17, and there is no java on the path"
    if shutil.which("java") is None
    else ""
)


@pytest.fixture
def exports(folder) -> Path:
    """Three exports of the simulated intake, each of other persons; the second has its columns in another order."""
    whole = pl.read_csv(ROOT / "examples" / "intake-gesimuleerd.csv", separator=";", infer_schema=False)
    whole = whole.filter(pl.len().over("clientnummer") == 1).drop_nulls("clientnummer")
    (folder / "exports").mkdir()
    for place, month in enumerate(MONTHS):
        part = whole.slice(place * 60, 60)
        part = part.select(reversed(part.columns)) if place == 1 else part
        part.write_csv(folder / "exports" / f"{month}.csv", separator=";")
    return folder


@pytest.fixture
def by_command(exports, call) -> pl.DataFrame:
    """What the command makes of the same files, in the order of the ids."""
    files = [exports / "exports" / f"{month}.csv" for month in MONTHS]
    ran = call("score", *files, "-i", "intake", "-o", "expected.parquet")
    assert ran.code in (0, 3), ran.error
    return told(pl.read_parquet("expected.parquet"))


def told(scores: pl.DataFrame) -> pl.DataFrame:
    """Scores without what is about the place of their row, in the order of the ids."""
    return scores.drop(OF_THE_PLACE, strict=False).sort("id")


def run(*blocks: str) -> dict[str, object]:
    """What the names of a document's blocks stand for after they ran one after the other."""
    names: dict[str, object] = {}
    for block in blocks:
        exec(block, names)  # noqa: S102 - the examples of our own document
    return names


def test_a_file_that_is_read_with_polars(by_command):
    """The first example of the page."""
    scores = pl.from_arrow(run(POLARS)["scores"])

    assert_frame_equal(told(scores), by_command.filter(pl.col("id").is_in(scores["id"].implode())))


def test_a_query_over_many_files_in_duckdb(by_command):
    """The rows of all files, whatever the order of their columns, scored as a stream, are those of the command."""
    run(DUCKDB)

    assert_frame_equal(told(pl.read_parquet("scores.parquet")), by_command)


def test_the_scores_are_queried_again_in_sql(by_command):
    """Groups with their means, and the file of every row."""
    found = run(DUCKDB)
    mean = pl.col("werkvermogen.score").mean().alias("mean")
    expected = by_command.group_by("sol.group").agg(pl.len().alias("persons"), mean).sort("sol.group", nulls_last=True)
    files = pl.read_parquet("scores.parquet").group_by("filename").len().sort("filename").rows()

    assert [row[:2] for row in found["groups"]] == [row[:2] for row in expected.rows()]
    assert [row[2] for row in found["groups"]] == pytest.approx(expected["mean"].to_list())
    assert found["twice"] == []
    assert files == [(f"exports/{month}.csv", 60) for month in MONTHS]


def test_parquet_in_folders_in_duckdb(exports):
    """The name of a folder becomes a column that is kept."""
    for year, month in ((2025, MONTHS[0]), (2026, MONTHS[1])):
        lake = exports / "lake" / f"year={year}"
        lake.mkdir(parents=True)
        pl.read_csv(f"exports/{month}.csv", separator=";", infer_schema=False).write_parquet(lake / "answers.parquet")

    assert run(DUCKDB, LAKE)["per_year"] == [("2025", 60), ("2026", 60)]


@pytest.mark.skipif(NO_SPARK != "", reason=NO_SPARK)
@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_map_in_arrow_in_pyspark(by_command, exports, monkeypatch):
    """In local mode, in workers of their own, in small batches: what the command makes of the same files."""
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    small = (
        ".config('spark.sql.execution.arrow.maxRecordsPerBatch', '7').config('spark.ui.enabled', 'false').getOrCreate"
    )
    # Spark wants the same columns in all files.
    second = exports / "exports" / f"{MONTHS[1]}.csv"
    answers = pl.read_csv(second, separator=";", infer_schema=False)
    answers.select(reversed(answers.columns)).write_csv(second, separator=";")
    found = run(SPARK.replace(".getOrCreate", small))
    try:
        scores = pl.from_arrow(found["scores"].toArrow())
        groups = {row["sol.group"]: row["count"] for row in found["groups"]}
    finally:
        found["spark"].stop()

    assert_frame_equal(told(scores), by_command)
    assert groups == dict(by_command["sol.group"].value_counts().iter_rows())


def test_every_option_is_on_the_page():
    """Whoever adds one adds its line."""
    options = inspect.signature(score_batch).parameters.keys() - {"table"}
    table = re.search(r"^## Options$.*?^## ", PAGE, re.MULTILINE | re.DOTALL)[0]

    assert options - set(re.findall(r"`(\w+)`", table)) == set()
