"""Whole runs on damaged exports: an exit code that is documented, a sentence, no traceback and no answers."""

import csv
import io
import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import given as forall
from hypothesis import strategies as st

CANARY = "ZZKANARIEZZ"
CODES = {0, 2, 3}
SIGNS = st.text(st.sampled_from("ab12459 ;,|\t\"'\r\n=+-@\x00\x1b[]/<>é€\u202e\u200b"), max_size=8)
CELL = st.one_of(st.sampled_from(["1", "2", "5", "", "9", "n.v.t.", "2026-11-03", CANARY, f"={CANARY}"]), SIGNS)
NAME = st.one_of(st.sampled_from(["id", "datum", "wv_1", "wv_2", "wv_3", "WZ[SQ001]", "bsn", "naam", ""]), SIGNS)
FORMATS = ("csv", "jsonl", "parquet", "table")

EVERYTHING = list(HealthCheck)
FEW = settings(max_examples=25, deadline=None, suppress_health_check=EVERYTHING)
MANY = settings(
    max_examples=int(os.environ.get("REINTEGRATIE_FUZZ", "2000")),
    deadline=None,
    suppress_health_check=EVERYTHING,
    phases=[Phase.generate],
    database=None,
)


@st.composite
def exports(draw) -> bytes:
    """A header that may be odd, rows that may be of another width, written in any dialect."""
    header = ["id", "wv_1", "wv_2", "wv_3", *draw(st.lists(NAME, max_size=2))]
    rows = draw(st.lists(st.lists(CELL, min_size=len(header) - 1, max_size=len(header) + 1), max_size=8))
    text = io.StringIO(newline="")
    how = {"delimiter": draw(st.sampled_from(",;\t|")), "lineterminator": draw(st.sampled_from(["\n", "\r\n", "\r"]))}
    writer = csv.writer(text, quoting=draw(st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL])), **how)
    writer.writerows([draw(st.permutations(header)), *rows])
    content = text.getvalue().encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])), "replace")
    cut = draw(st.integers(0, len(content)))
    return content + draw(st.binary(max_size=3)) if draw(st.booleans()) else content[:cut]


def check(folder, call, content: bytes, form: str) -> None:
    """Raise where a run ends in any other way than it should."""
    path = folder / "export.csv"
    path.write_bytes(content)
    ran = call("score", path, "-i", "werkvermogen", "-o", folder / "out", "-f", form, "--rejects", folder / "mend.csv")

    assert ran.code in CODES
    assert ran.error != ""
    assert all(line.isprintable() for line in ran.error.split("\n"))
    assert CANARY not in ran.error


@FEW
@forall(exports())
@pytest.mark.parametrize("form", FORMATS)
def test_a_run_ends_as_documented(tmp_path, call, form, content):
    """Whatever the export is."""
    check(tmp_path, call, content, form)


@pytest.mark.simulation
@MANY
@forall(exports())
@pytest.mark.parametrize("form", FORMATS)
def test_very_many_runs(tmp_path, call, form, content):
    """As above."""
    check(tmp_path, call, content, form)
