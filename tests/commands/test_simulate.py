"""`reintegratie simulate`: made-up answers that say so, that are the same every time, and that can be scored."""

import pytest

from reintegratie_cli.inputs import catalogue

NAMES = [instrument.instrument for instrument in catalogue.list_instruments()]
SCORED = [name for name in NAMES if catalogue.find_instrument(name).scales]


@pytest.mark.parametrize("name", SCORED)
def test_what_is_made_up_can_be_scored(folder, call, name):
    """Every questionnaire: as many rows, all of them read in full."""
    call("simulate", name, "-N", "20", "-o", "made.csv")
    ran = call("score", "made.csv", "-i", name)

    assert [row["row.status"] for row in ran.rows] == ["ok"] * 20
    assert sorted(path.name for path in folder.iterdir()) == ["made.csv"]


def test_the_same_seed_gives_the_same_bytes(reintegratie):
    """In another process, on another day."""
    made = ("simulate", "intake", "-N", "30", "--seed", "5", "--missing", "0.1", "--labels")

    assert reintegratie(*made).output == reintegratie(*made).output


def test_another_seed_gives_other_answers(call):
    """The seed is all that decides."""
    first, second = (call("simulate", "gse", "-N", "30", "--seed", seed).output for seed in (5, 6))

    assert first != second


def test_without_the_facts_there_are_no_answers(folder, call):
    """Both files or neither."""
    ran = call("simulate", "intake", "-N", "60", "-o", "made.csv", "--facts", "nowhere/facts.csv")

    assert ran.code == 2
    assert list(folder.iterdir()) == []


def test_facts_are_of_the_same_persons(folder, call):
    """They can be laid beside the answers, and nobody is left over."""
    call("simulate", "intake", "-N", "60", "-o", "made.csv", "--facts", "facts.csv")
    ran = call("score", "made.csv", "--facts", "facts.csv", "-f", "table")

    assert ran.code == 0
    assert "zijn er geen antwoorden" not in ran.text
    assert "Werknemersvaardigheden leren" in ran.text
    assert sorted(path.name for path in folder.iterdir()) == ["facts.csv", "made.csv"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--encoding", "klingon"), "--encoding klingon: daarin is dit bestand niet te schrijven"),
        (("--delimiter", ""), "een scheidingsteken is één ASCII-teken"),
        (("--facts", "./made.csv"), "--facts en -o noemen hetzelfde bestand"),
        (("-N", "0"), "-N moet ten minste 1 zijn."),
        (("--missing", "1"), "--missing mag hoogstens 0.9 zijn."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_wrong_option_is_refused_in_a_sentence(folder, call, options, said):
    """With exit code 2, and no file is made."""
    ran = call("simulate", "gse", "-o", "made.csv", *options)

    assert ran.code == 2
    assert said in ran.error
    assert list(folder.iterdir()) == []


def test_an_encoding_without_a_letter_that_is_needed_is_refused(folder, call):
    """Nothing is written with question marks in it."""
    (folder / "eigen.yaml").write_text(
        "instrument: eigen\nversion: '1.0.0'\nanswers: {a: {type: ordinal, values: {1: één, 2: twee}}}\n"
        "items: {v: {answers: a}}\nscales: {s: {items: [v], measurement: single, score: mean}}\n",
        encoding="utf-8",
    )
    ran = call("simulate", "eigen.yaml", "--labels", "--encoding", "ascii", "-o", "made.csv")

    assert (ran.code, (folder / "made.csv").exists()) == (2, False)
    assert "--encoding ascii: daarin is dit bestand niet te schrijven" in ran.error


@pytest.mark.parametrize("delimiter", [",", "|", "tab", " "])
def test_any_delimiter_gives_a_file_that_can_be_read(folder, call, delimiter):
    """Labels that hold it stand between quotes."""
    call("simulate", "werkvermogen", "-N", "10", "--labels", "--delimiter", delimiter, "-o", "made.csv")
    ran = call("score", "made.csv", "--delimiter", delimiter)

    assert [row["row.status"] for row in ran.rows] == ["ok"] * 10
    assert (folder / "made.csv").read_bytes().count(b"\r\n") == 11
