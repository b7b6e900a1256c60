"""The rows to be mended: mended and fed in again they give what the mended original gives."""

import csv
import io
import os

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, example, settings
from hypothesis import given as forall
from hypothesis import strategies as st

BROKEN, TOO_MANY = "STUK", "TEVEEL"
"""A cell that is no answer, and one too many: what the person who mends the file looks for."""

HEADER = ["id", "naam", "wv_1", "wv_2", "wv_3"]
OPTIONS, WITH = [(), ("--raw-text",)], ["guarded", "raw"]
EVERYTHING = list(HealthCheck)
FEW = settings(max_examples=6, deadline=None, suppress_health_check=EVERYTHING)
MANY = settings(
    max_examples=int(os.environ.get("REINTEGRATIE_FUZZ", "1000")),
    deadline=None,
    suppress_health_check=EVERYTHING,
    phases=[Phase.generate],
    database=None,
)
WHERE = {"row.file", "row.number"}
TEXT = st.text(st.sampled_from("ab =+-@'\"\t,;|\r\nëü€\u200b"), max_size=6)
ANSWER = st.sampled_from(["1", "2", "5", "", "", BROKEN])
ROW = st.tuples(TEXT, ANSWER, ANSWER, ANSWER, st.sampled_from([False, False, False, True]))


@st.composite
def tables(draw):
    """Rows with names that are hard to write, of which some have a broken answer or a cell too many."""
    rows = draw(st.lists(ROW, min_size=1, max_size=6))
    good = [[f"g{place}", "ë", "1", "2", "3"] for place in range(130)]
    return good + [[f"k{place}", *row[:4], *([TOO_MANY] if row[4] else [])] for place, row in enumerate(rows)]


@st.composite
def dialects(draw):
    """How exports are written."""
    quoting = draw(st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]))
    line_end = draw(st.sampled_from(["\n", "\r\n"]))
    how = {"delimiter": draw(st.sampled_from(",;\t|")), "quoting": quoting, "lineterminator": line_end}
    return how, draw(st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]))


def as_bytes(table, dialect) -> bytes:
    """The export, as a survey program writes it."""
    how, encoding = dialect
    lines = []
    for row in [HEADER, *table]:
        text = io.StringIO(newline="")
        # So that it puts a cell with either end of a line between quotes, as a survey program does.
        csv.writer(text, **{**how, "lineterminator": "\r\n"}).writerow(row)
        lines.append(text.getvalue().removesuffix("\r\n") + how["lineterminator"])
    return "".join(lines).encode(encoding, "replace")


def mended(content: bytes, dialect) -> bytes:
    """The file after somebody has corrected it in an editor."""
    how, encoding = dialect
    text = content.decode(encoding)
    for written in (TOO_MANY, f'"{TOO_MANY}"'):
        text = text.replace(f"{how['delimiter']}{written}", "")
    return text.replace(BROKEN, "4").encode(encoding)


def rows_of(ran) -> dict[str, dict[str, str]]:
    """The result of each person, without where the row stands."""
    return {row["id"]: {name: cell for name, cell in row.items() if name not in WHERE} for row in ran.rows}


PROTECTED = [["k0", "", "1", "1", "1"], ["k1", "'=", "1", "1", "1", TOO_MANY]]
"""A cell that has its apostrophe already."""
WRITTEN = {"delimiter": ",", "quoting": csv.QUOTE_ALL, "lineterminator": "\n"}, "utf-8"


@settings(FEW)
@example(PROTECTED, WRITTEN)
@forall(tables(), dialects())
@pytest.mark.parametrize("options", OPTIONS, ids=WITH)
def test_mended_rows_give_what_the_mended_original_gives(tmp_path_factory, call, options, table, dialect):
    """Whatever stands in the other cells, and however the file was written."""
    mend(tmp_path_factory.mktemp("mend"), call, options, table, dialect)


@pytest.mark.simulation
@settings(MANY)
@forall(tables(), dialects())
@pytest.mark.parametrize("options", OPTIONS, ids=WITH)
def test_very_many_mended_rows(tmp_path_factory, call, options, table, dialect):
    """As above."""
    mend(tmp_path_factory.mktemp("mend"), call, options, table, dialect)


def mend(folder, call, options, table, dialect) -> None:
    """Raise where the rows that were mended have another result than in the mended original."""
    original, rejects, whole = (folder / name for name in ("original.csv", "rejects.csv", "whole.csv"))
    original.write_bytes(as_bytes(table, dialect))
    keep = ("-i", "werkvermogen", "--keep", "naam", "-f", "csv", *options)
    first = call("score", original, "--rejects", rejects, *keep)
    broken = {row["id"] for row in first.rows if row["row.status"] in {"partial", "rejected"}}
    rejects.write_bytes(mended(rejects.read_bytes(), dialect))
    whole.write_bytes(mended(original.read_bytes(), dialect))

    again, at_once = rows_of(call("score", rejects, *keep)), rows_of(call("score", whole, *keep))

    assert again == {person: row for person, row in at_once.items() if person in again}
    assert broken <= {*again, ""}


NAMES = ["x", "=1", "'=1", "''=1", "'x", "-", "a;b", 'a "b"', "a\nb", "'", "+31 6", "\tx", "@x", "ëü€", "\n=1", "a,b"]
"""What is hard to write."""


def persons(answer: str) -> pl.DataFrame:
    """People of whom some gave an answer that cannot be read; with `answer` it can."""
    good = [{"id": f"g{place}", "naam": "ë", "wv_1": "1", "wv_2": "2", "wv_3": "3"} for place in range(40)]
    bad = [{"id": f"k{place}", "naam": name, "wv_1": "1", "wv_2": answer} for place, name in enumerate(NAMES)]
    return pl.DataFrame(good + [row | {"wv_3": "5"} for row in bad])


@pytest.mark.parametrize("options", OPTIONS, ids=WITH)
@pytest.mark.parametrize("form", ["xlsx", "sav", "parquet", "jsonl"])
def test_rows_of_any_format_can_be_mended_as_text(folder, call, write_as, form, options):
    """They come as a Dutch spreadsheet opens them, and give what the mended original gives."""
    write_as(form, folder / "original", persons(BROKEN))
    write_as(form, folder / "whole", persons("4"))
    keep = ("-i", "werkvermogen", "--keep", "naam", "-f", "csv", *options)
    first = call("score", "original", "--rejects", "mend.csv", *keep)
    content = (folder / "mend.csv").read_bytes().decode("utf-8-sig")
    (folder / "mend.csv").write_bytes(content.replace(BROKEN, "4").encode("utf-8-sig"))

    again, at_once = rows_of(call("score", "mend.csv", *keep)), rows_of(call("score", "whole", *keep))

    assert first.code == 3, first.error
    assert again == {f"k{place}": at_once[f"k{place}"] for place in range(len(NAMES))}


@pytest.mark.parametrize("name", ["mend.xlsx", "mend.SAV", "mend.parquet", "mend.jsonl", "mend.ods", "mend.csv.gz"])
def test_a_name_that_promises_another_format_is_refused(answers, folder, call, name):
    """Rows to be mended are CSV, whatever they were read from and whatever the result is."""
    ran = call("score", answers, "-o", "out.parquet", "--rejects", name)

    assert (ran.code, [path.name for path in folder.iterdir()]) == (2, ["answers.csv"])
    assert ran.error == f"--rejects {name}: deze rijen worden als CSV geschreven; geef een naam op .csv.\n"


@pytest.mark.parametrize("name", ["mend.csv", "mend.txt", "mend", "mend.tsv"])
def test_a_name_that_promises_nothing_else_is_fine(answers, folder, call, name):
    """Delimited text has many names."""
    call("score", answers, "-o", "out.parquet", "--rejects", name)

    assert (folder / name).exists()
