"""No command that reads answers tells one of them: not on the terminal, not in a temporary file."""

import tempfile

import polars as pl
import pytest

CANARY = "ZZKANARIEZZ"
SAID_OF_NORMS = ("--population", "x", "--status", "local", "--stakes", "intake", "--collected", "2026", "--source", "x")
SAID_OF_NORMS += ("--frame", "x", "--invited", "200", "--responded", "124", "--mode", "x", "--share-assisted", "0")
COMMANDS = {
    "score": ("score", "export.csv", "-i", "werkvermogen", "-o", "out.csv", "--rejects", "mend.csv"),
    "score as a table": ("score", "export.csv", "-i", "werkvermogen", "-f", "table"),
    "change": ("change", "export.csv", "again.csv", "-i", "werkvermogen", "-o", "out.csv"),
    "validate-instrument": ("validate-instrument", "werkvermogen", "export.csv"),
    "norms build": ("norms", "build", "werkvermogen", "export.csv", "-o", "werkvermogen.proef.yaml", *SAID_OF_NORMS),
    "instruments new": ("instruments", "new", "export.csv", "-o", "out.yaml"),
    "doctor": ("doctor", "export.csv"),
    "doctor of a questionnaire": ("doctor", "export.csv", "-i", "werkvermogen"),
}
HEADER = "id,datum,wv_1,wv_2,wv_3,vrij"


def export(n: int) -> str:
    """People who can be recognised in every column, most of whom also answered."""
    good = [
        f"{CANARY}{row},2026-01-0{row % 9 + 1},{row % 5 + 1},{(row + 1) % 5 + 1},3,{CANARY} vrij" for row in range(n)
    ]
    bad = [f"{CANARY},{CANARY},{CANARY},2,3,x", f"={CANARY},,1,{CANARY};{CANARY},,", f"k,,1,2,3,x,{CANARY}", CANARY]
    return "\n".join([HEADER, *good, *bad, ""])


@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)
def test_no_command_tells_an_answer(folder, call, monkeypatch, arguments):
    """Ids, dates, answers that cannot be read, free text, rows of another width."""
    (folder / "export.csv").write_text(export(120), encoding="utf-8")
    (folder / "again.csv").write_text(export(120).replace(",3,", ",4,"), encoding="utf-8")
    (folder / "temp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder / "temp"))
    ran = call(*arguments)

    assert ran.code in {0, 3}, ran.error
    assert CANARY not in ran.error + ran.text
    assert list((folder / "temp").iterdir()) == []


@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)
@pytest.mark.parametrize(
    "content",
    [
        f'{HEADER}\n{CANARY},2026-01-01,1,"{CANARY}\n' + f"{CANARY},,1,1,1,\n" * 50,
        HEADER + f"\n{CANARY},1\n" * 30,
        f"{HEADER}\n" + f"{CANARY},{CANARY},{CANARY},{CANARY},{CANARY},{CANARY}\n" * 30,
    ],
    ids=["an open quote", "other widths", "no answers"],
)
def test_no_refusal_tells_an_answer(folder, call, arguments, content):
    """Where a file cannot be read, its lines and columns are named and not what is in them."""
    (folder / "export.csv").write_text(content, encoding="utf-8")
    (folder / "again.csv").write_text(content, encoding="utf-8")
    ran = call(*arguments)

    assert ran.code in {0, 2, 3}
    assert CANARY not in ran.error + ran.text


@pytest.mark.parametrize("form", ["xlsx", "sav", "jsonl"])
@pytest.mark.parametrize(
    "arguments", [("doctor",), ("score", "-i", "werkvermogen", "-o", "out.csv"), ("instruments", "new")], ids=str
)
def test_no_format_tells_an_answer(folder, call, write_as, arguments, form):
    """Ids, answers that cannot be read and free text, also of a workbook whose header is less filled than the rows."""
    names = ["", "1. Kunt u werken?", "2. Wilt u werken?"] if form == "xlsx" else ["id", "wv_1", "wv_2"]
    rows = [(f"{CANARY}{row}", f"{CANARY} ja", CANARY) for row in range(8)]
    write_as(form, folder / f"export.{form}", pl.DataFrame(rows, schema=names, orient="row"))
    ran = call(*arguments, f"export.{form}")

    assert CANARY not in ran.error + ran.text
