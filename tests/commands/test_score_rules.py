"""--rule and --rejects: a municipality's own rule, what no rule may rest on, and rows that were mended."""

import pytest

from reintegratie_cli.resources import shipped

OURS = shipped("rules") / "sol.yaml"


@pytest.fixture
def with_rule(trial, folder, call):
    """Scores with our rule in which one text is replaced."""

    def score(old: str, new: str):
        text = OURS.read_text(encoding="utf-8")
        assert old in text
        (folder / "rule.yaml").write_text(text.replace(old, new), encoding="utf-8")
        return call("score", *trial, "--rule", "rule.yaml")

    return score


def test_our_own_rule_in_a_file_gives_the_same(trial, call):
    """Whatever the file is called: its digest is that of its content."""
    assert call("score", *trial, "--rule", OURS).text == call("score", *trial).text


def test_another_cut_gives_other_groups(with_rule, trial, call):
    """And another digest in every row."""
    old = "{indicator: werknemersvaardigheden, below: 2.5, basis: expert}"
    plain = call("score", *trial).rows
    other = with_rule(old, old.replace("2.5", "3.5")).rows

    assert [row["sol.rule_group"] for row in plain].count("werknemersvaardigheden") == 0
    assert [row["sol.rule_group"] for row in other].count("werknemersvaardigheden") == 4
    assert {row["provenance"] for row in other}.isdisjoint(row["provenance"] for row in plain)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("intentie: {scale: intentie,", "intentie: {scale: intentie.t,", "een normscore"),
        ("{fact: loonwaarde, below: 100}", "{fact: onder_27, is: true}", "zegt wie iemand is"),
        (
            "{fact: geen_arbeidsvermogen, is: true}",
            "{indicator: netwerk, below: 2, basis: expert}",
            "nooit uit een vrag",
        ),
        ("{fact: loonwaarde, below: 100}", "{fact: loonwarde, below: 100}", "Bedoelde u loonwaarde?"),
        ("{indicator: netwerk, below: 2.5,", "{indicator: netwerk, below: 25,", "ligt niet tussen 1 en 5"),
        ("netwerk: {scale: netwerk, range: [1, 5]}", "netwerk: {scale: netwerk, range: [0, 5]}", "loopt van 1 tot 5"),
        ("group: banen", "group: lui", "bestaat niet"),
    ],
    ids=["norm score", "age", "finding", "misspelt", "off the scale", "other range", "other group"],
)
def test_what_a_rule_may_not_say_is_refused(with_rule, old, new, why):
    """With the reason, and nobody is scored."""
    ran = with_rule(old, new)

    assert (ran.code, ran.output) == (2, b"")
    assert why in ran.error


def test_mended_rows_give_what_the_mended_file_gives(trial, folder, call):
    """--rejects holds the rows in the columns of the input: mend them, feed them in, and nothing is different."""
    mends = {
        "0003;2026-10-06;Oost;training;coach;4;7;": "0003;2026-10-06;Oost;training;coach;4;4;",
        ";2026-10-08;Noord": "0005;2026-10-08;Noord",
        "0008;2026-10-12;'Centrum';training;;3;3": "0008;2026-10-12;'Centrum';training;;3;3;;;;;;",
    }

    def mended(name: str) -> str:
        text = (folder / name).read_text(encoding="utf-8")
        for wrong, right in mends.items():
            text = text.replace(f"\n{wrong}", f"\n{right}")
        return text

    call("score", *trial, "-o", "first.csv", "--rejects", "mend.csv")
    (folder / "mend.csv").write_text(mended("mend.csv"), encoding="utf-8")
    (folder / "antwoorden.csv").write_text(mended("antwoorden.csv"), encoding="utf-8")
    fed_in = call("score", "mend.csv", *trial[1:])
    whole = call("score", *trial)
    numbers = ("row.file", "row.number")
    of_whole = {row["id"]: {name: row[name] for name in row if name not in numbers} for row in whole.rows}

    assert (fed_in.code, whole.code) == (0, 0)
    assert [row["id"] for row in fed_in.rows] == ["0003", "0005", "0008"]
    assert [{name: row[name] for name in row if name not in numbers} for row in fed_in.rows] == [
        of_whole[row["id"]] for row in fed_in.rows
    ]


def test_without_trouble_there_is_nothing_to_mend(answers, folder, call):
    """The file has the header alone."""
    call("score", answers, "-o", "scores.csv", "--rejects", "mend.csv")

    assert (folder / "mend.csv").read_bytes() == b"id,wv_1,wv_2,wv_3\r\n"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_what_is_to_be_mended_is_written_as_the_input_is(folder, call, encoding, delimiter):
    """So that the same program opens it, and so do we."""
    text = "id,naam,wv_1,wv_2,wv_3\r\n1,Zoë,9,1,1\r\n2,René,1,1,1\r\n".replace(",", delimiter)
    (folder / "export.csv").write_bytes(text.encode(encoding))
    call("score", "export.csv", "-o", "scores.csv", "--rejects", "mend.csv")

    assert (folder / "mend.csv").read_bytes() == "".join(text.splitlines(keepends=True)[:2]).encode(encoding)


def test_a_formula_among_them_is_guarded(folder, call):
    """The file is opened in a spreadsheet to be mended; our reader takes the apostrophe off again."""
    (folder / "export.csv").write_text("id,wv_1,wv_2,wv_3\n=1+1,9,1,1\n", encoding="utf-8")
    call("score", "export.csv", "-o", "scores.csv", "--rejects", "mend.csv")
    mend = (folder / "mend.csv").read_text(encoding="utf-8")

    assert mend.splitlines()[1] == "'=1+1,9,1,1"
    assert call("score", "mend.csv", "--raw-text").rows[0]["id"] == "=1+1"


def test_files_with_other_headers_cannot_be_mended_together(folder, call):
    """One file has one header."""
    (folder / "a.csv").write_text("id,wv_1,wv_2,wv_3\n1,9,1,1\n", encoding="utf-8")
    (folder / "b.csv").write_text("id,wv_2,wv_1,wv_3\n1,9,1,1\n", encoding="utf-8")
    ran = call("score", "a.csv", "b.csv", "-o", "scores.csv", "--rejects", "mend.csv")

    assert ran.code == 2
    assert "b.csv heeft een andere kopregel dan a.csv" in ran.error
    assert sorted(path.name for path in folder.iterdir()) == ["a.csv", "b.csv"]
