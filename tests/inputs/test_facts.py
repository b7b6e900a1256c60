"""What a professional entered, laid beside the answers of the same person."""

import math
from datetime import date

import numpy as np
import polars as pl
import pytest

from reintegratie_cli.errors import ResponsesError, UsageError
from reintegratie_cli.inputs.facts import FactFile
from reintegratie_cli.inputs.formats import open_answers
from reintegratie_cli.inputs.privacy import pseudonymise
from reintegratie_cli.inputs.reading_options import ReadingOptions
from reintegratie_cli.models.facts import FactList
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.responses import NO_ANSWER

LABEL = {"label": "x", "months_valid": 12}
FACTS = FactList.model_validate(
    {
        "version": "1.0.0",
        "facts": {
            "loonwaarde": {**LABEL, "answers": {"type": "number", "min": 0, "max": 100}},
            "doelgroepregister": {**LABEL, "answers": {"type": "yes_no"}},
            "opleiding": {**LABEL, "answers": {"type": "choice", "values": {7: "vmbo", "mbo": "mbo", "hbo": "hbo"}}},
        },
    }
)
RATING = Instrument.model_validate(
    {
        "instrument": "beoordeling",
        "version": "1.0.0",
        "respondent": "professional",
        "answers": {"vijf": {"type": "ordinal", "values": [1, 2, 3, 4, 5]}, "uren": {"type": "number", "min": 0}},
        "items": {"wv_1": {"answers": "vijf"}, "wv_2": {"answers": "vijf"}, "wv_uren": {"answers": "uren"}},
        "scales": {"wv": {"items": ["wv_1", "wv_2"], "measurement": "reflective", "score": "mean"}},
    }
)
KEY = b"een-sleutel-van-ten-minste-16"


@pytest.fixture
def read(tmp_path):
    """Read a facts file with these lines."""

    def reader(*lines, options=None, id_name=None, professional=(RATING,)):
        path = tmp_path / "feiten.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        with open_answers(path, ["id", *FACTS.facts], ReadingOptions()) as file:
            return FactFile(file, FACTS, professional, options or ReadingOptions(), id_name)

    return reader


def lookup(facts, *ids):
    """What is known of these persons."""
    return facts.lookup(pl.Series(ids, dtype=pl.String))


def test_facts_are_found_by_id(read):
    """Yes and no are 1 and 0, a number itself, a choice its place; who is not there is unknown, not no."""
    found = lookup(
        read(
            "id;loonwaarde;loonwaarde.datum;loonwaarde.bron;doelgroepregister;opleiding",
            "007;62,5;1-3-2026;UWV;nee;MBO",
            "8;;;;ja;vmbo",
        ),
        *("8", "9", "007", None, "7"),
    )
    np.testing.assert_array_equal(found.facts.values["loonwaarde"], [math.nan, math.nan, 62.5, math.nan, math.nan])
    np.testing.assert_array_equal(found.facts.values["doelgroepregister"], [1, math.nan, 0, math.nan, math.nan])
    np.testing.assert_array_equal(found.facts.values["opleiding"], [0, math.nan, 1, math.nan, math.nan])
    assert found.facts.dates["loonwaarde"].tolist() == [None, None, date(2026, 3, 1), None, None]
    assert not found.twice.any()
    assert not found.problems


def test_facts_that_nobody_has_are_absent(read):
    """As `Facts` says."""
    facts = read("id,loonwaarde,opleiding", "1,50,", "2,,hbo")
    assert set(lookup(facts, "1").facts.values) == {"loonwaarde"}
    assert set(lookup(facts, "2", "3").facts.values) == {"opleiding"}
    assert lookup(facts).facts.values == {}


def test_ratings_by_a_professional_come_along(read):
    """The items of professional questionnaires are in the same file, and read as answers."""
    found = lookup(read("id,wv_1,wv_2,wv_uren", "1,5,7,12.5", "2,,1,"), "2", "1", "3")
    assert found.answers["wv_1"].tolist() == [NO_ANSWER, 4, NO_ANSWER]
    assert found.answers["wv_2"].tolist() == [0, NO_ANSWER, NO_ANSWER]
    np.testing.assert_array_equal(found.answers["wv_uren"], [math.nan, 12.5, math.nan])
    assert found.unreadable["wv_2"].tolist() == [False, True, False]
    ((place, problem),) = found.problems
    assert (place, problem.name, problem.found, problem.allowed) == (1, "wv_2", "7", "1|2|3|4|5")


def test_an_unreadable_fact_is_unknown(read):
    """It is a problem of that person, each time that person comes by."""
    facts = read("id,loonwaarde,doelgroepregister", "1,101,ja", "2,80,misschien")
    found = lookup(facts, "1", "2", "1")
    np.testing.assert_array_equal(found.facts.values["loonwaarde"], [math.nan, 80, math.nan])
    told = [(place, problem.name, problem.kind, problem.found) for place, problem in found.problems]
    assert told == [
        (0, "loonwaarde", "fact", "101"),
        (1, "doelgroepregister", "fact", "misschien"),
        (2, "loonwaarde", "fact", "101"),
    ]


def test_a_fact_with_an_unreadable_date_is_unknown(read):
    """Nobody can tell whether it is still valid."""
    found = lookup(read("id,loonwaarde,loonwaarde.datum", "1,80,3/4/2026", "2,80,2026-04-03"), "1", "2")
    np.testing.assert_array_equal(found.facts.values["loonwaarde"], [math.nan, 80])
    assert [(place, problem.name, problem.kind) for place, problem in found.problems] == [
        (0, "loonwaarde.datum", "date")
    ]


def test_an_id_that_is_there_twice_is_not_used(read):
    """None of its rows is, the person is flagged, and the lines are said."""
    facts = read("id,loonwaarde", "1,80", "2,70", " 1 ,60")
    found = lookup(facts, "1", "2", "3")
    np.testing.assert_array_equal(found.facts.values["loonwaarde"], [math.nan, 70, math.nan])
    assert found.twice.tolist() == [True, False, False]
    assert "2 rijen met een id dat er vaker staat niet gebruikt, regel 2, 4." in facts.notes[-1].nl


def test_rows_without_id_or_of_another_width_are_said(read):
    """They are not used, their lines are said, and they are counted."""
    facts = read("id,loonwaarde", "1,80", ",70", "2,60,x", "3,50")
    assert "1 row with a wrong number of columns not used, line 4." in facts.notes[-2].en
    assert "1 row with no usable id not used, line 3." in facts.notes[-1].en
    assert facts.not_used == 2
    assert np.isnan(lookup(facts, "2").facts.values.get("loonwaarde", np.array([math.nan]))).all()


def test_facts_without_answers_are_said_at_the_end(read):
    """How many and on which lines; ids only when values may be shown."""
    facts = read("id,loonwaarde", "ZZ1,80", "ZZ2,70", "ZZ3,60", "ZZ4,1", "ZZ4,2")
    lookup(facts, "ZZ2")
    (said,) = facts.left_over()
    assert "2 personen" in said.nl
    assert "regel 2, 4." in said.nl
    assert "ZZ" not in said.nl + said.en
    lookup(facts, "ZZ3", "ZZ1")
    assert not list(facts.left_over())
    (said,) = read("id,loonwaarde", "ZZ1,80", options=ReadingOptions(show_values=True)).left_over()
    assert "2 (ZZ1)" in said.nl


def test_unknown_columns_are_said(read):
    """With the nearest known name, or together when there is none."""
    facts = read("id,loonwaarde,doelgroepregistre,naam,plaats", "1,80,ja,ZZKANARIEZZ,ZZKANARIEZZ")
    said = [note.nl for note in facts.notes]
    assert any("doelgroepregistre is niet bekend en niet gelezen. Bedoelde u doelgroepregister?" in one for one in said)
    assert any("naam, plaats" in one for one in said)
    assert not any("ZZKANARIEZZ" in one for one in said)


def test_the_id_column_is_that_of_the_responses(read):
    """--id first, then the name in the responses, then the names that are recognised."""
    lines = ("id,klant,code,loonwaarde", "1,2,3,80")
    known = [
        lookup(read(*lines, options=options, id_name=name), "1", "2", "3").facts.values["loonwaarde"]
        for options, name in ((None, None), (None, "klant"), (ReadingOptions(id="code"), "klant"))
    ]
    assert [np.flatnonzero(~np.isnan(one)).tolist() for one in known] == [[0], [1], [2]]


def test_a_file_that_is_not_about_facts_is_refused(read):
    """Without an id, or without any fact or item."""
    with pytest.raises(ResponsesError, match="--id"):
        read("klant,loonwaarde", "1,2")
    with pytest.raises(ResponsesError, match="loonwaarde, doelgroepregister"):
        read("id,naam", "1,2")


def test_ids_become_the_same_pseudonyms(read):
    """Facts and responses meet under the same key, also where a BSN is written in two ways."""
    facts = read("bsn,loonwaarde", "123456782,80", options=ReadingOptions(id="bsn", key=KEY))
    found = facts.lookup(pseudonymise(pl.Series(["1234.56.782"]), KEY))
    assert found.facts.values["loonwaarde"].tolist() == [80]


def test_bsns_as_ids_are_refused(read):
    """Without a key; the message names the way out and no number."""
    with pytest.raises(UsageError, match="--pseudonymise KEYFILE") as caught:
        read("bsn,loonwaarde", "123456782,80", options=ReadingOptions(id="bsn"))
    assert "123456782" not in str(caught.value)


def test_a_map_names_columns_and_values(read):
    """--map holds for facts and professional items too."""
    options = ReadingOptions(columns={"loonwaarde": "LW", "wv_1": "V1"}, answers={"opleiding": {"2": "mbo"}})
    found = lookup(read("id,LW,V1,opleiding", "1,80,5,2", options=options), "1")
    assert found.facts.values["loonwaarde"].tolist() == [80]
    assert found.facts.values["opleiding"].tolist() == [1]
    assert found.answers["wv_1"].tolist() == [4]


def test_a_file_with_a_header_alone(read):
    """Nobody is known, and nothing breaks."""
    facts = read("id,loonwaarde,wv_1")
    found = lookup(facts, "1", None)
    assert found.facts.values == {}
    assert found.answers["wv_1"].tolist() == [NO_ANSWER, NO_ANSWER]
    assert not list(facts.left_over())
