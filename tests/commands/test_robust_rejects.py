"""The rows to be mended: mended and fed in again they give what the mended original gives."""

import csv
import io

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as forall
from hypothesis import strategies as st

BROKEN, TOO_MANY = "STUK", "TEVEEL"
"""A cell that is no answer, and one too many: what the person who mends the file looks for."""

HEADER = ["id", "naam", "wv_1", "wv_2", "wv_3"]
WHERE = {"row.file", "row.number"}
TEXT = st.text(st.sampled_from("ab =+-@'\"\t,;|\r\nëü€\u200b"), max_size=6)
ANSWER = st.sampled_from(["1", "2", "5", "", "", BROKEN])
ROW = st.tuples(TEXT, ANSWER, ANSWER, ANSWER, st.sampled_from([False, False, False, True]))


@st.composite
def tables(draw):
    """Rows with names that are hard to write, of which some have a broken answer or a cell too many."""
    rows = draw(st.lists(ROW, min_size=1, max_size=6))
    good = [[f"g{place}", "ë", "1", "2", "3"] for place in range(80)]
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
    text = io.StringIO(newline="")
    csv.writer(text, **how).writerows([HEADER, *table])
    return text.getvalue().encode(encoding, "replace")


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


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@forall(tables(), dialects())
@pytest.mark.parametrize("options", [(), ("--raw-text",)], ids=["guarded", "raw"])
def test_mended_rows_give_what_the_mended_original_gives(tmp_path_factory, call, options, table, dialect):
    """Whatever stands in the other cells, and however the file was written."""
    folder = tmp_path_factory.mktemp("mend")
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
