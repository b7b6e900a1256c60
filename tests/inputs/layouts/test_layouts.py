"""Which rows are header, and what they say, by the survey program; other files are left as they are."""

import pytest
from hypothesis import given as forall
from hypothesis import strategies as st

from reintegratie_cli.errors import UsageError
from reintegratie_cli.inputs.layouts import LAYOUTS, PLAIN, Heading, find_heading, heading_of, recognised_as

IDS = ['{"ImportId":"a"}', '{"ImportId":"b","timeZone":"Z"}']


@pytest.mark.parametrize(
    "rows",
    [
        [["id", "wv_1", "submitdate"], ["1", "2", "3"]],
        [["id", "lastpage", "startlanguage"], ["1", "2", "nl"]],
        [["timestamp", "id", "wv_1"], ["1", "2", "3"]],
        [["id", "a"], ["id", "submitdate"]],
        [["", ""], ["id", "submitdate"]],
        [["a", "b"], ["Vraag", "Vraag"], ["1", '{"ImportId":"a"}']],
        [["a", "b"], ["", ""], ["", ""]],
        [["ID", "Begintijd", "Naam"], ["1", "2", "3"]],
        [["Respondent ID", "Client ID"], ["1", "2"]],
        [["record_id", "wv_1"], ["1", "2"]],
        [["Participant Id", "wv_1"], ["1", "2"]],
        [["V1", "V2"], ["1", "2"]],
        [["a"]],
        [[""]],
    ],
)
def test_other_files_are_left_as_they_are(rows):
    """What only looks a little like an export has one row of names."""
    assert heading_of(rows, None) == Heading(tuple(rows[0]))


@pytest.mark.parametrize("rows", [[["a", "b"], IDS], [["a", "b"], ["Vraag", "x"], IDS], [["a", "b"], ["", "x"], IDS]])
def test_qualtrics_with_and_without_its_texts(rows):
    """Somebody can have deleted the row with questions."""
    heading = heading_of([*rows, ["1", "2"]], None)

    assert (heading.layout, heading.rows, heading.names) == ("qualtrics", len(rows), ("a", "b"))


def test_qualtrics_is_measured_when_the_form_was_filled_in_last():
    """RecordedDate is weeks later for who did not finish."""
    assert heading_of([["RecordedDate", "EndDate"], IDS], None).date == "EndDate"
    assert heading_of([["RecordedDate", "b"], IDS], None).date == "RecordedDate"
    assert heading_of([["a", "b"], IDS], None).date is None


def test_the_columns_of_surveymonkey():
    """The question is filled to the right, as far as there are options; own columns have none."""
    rows = [
        ["Respondent ID", "Collector ID", "Custom Data 1", "Hoe gaat het?", "", "Wat nog?", "Waar?", ""],
        ["", "", "", "Thuis", "Werk", "Open-Ended Response", "Response", ""],
    ]
    heading = heading_of(rows, None)

    assert heading.names[2:] == (
        "Custom Data 1",
        "Hoe gaat het? [Thuis]",
        "Hoe gaat het? [Werk]",
        *("Wat nog?", "Waar?", ""),
    )
    assert heading.texts[3:6] == ("Thuis", "Werk", "Wat nog?")
    assert heading.month_first


def test_a_second_row_that_is_shorter_or_longer():
    """There are as many columns as the first row has."""
    names = ["Respondent ID", "Collector ID", "Vraag", ""]
    for options in (["", "", "Ja"], ["", "", "Ja", "Nee", "x"]):
        assert len(heading_of([names, options], None).names) == 4
    for codes in (["id", "submitdate"], ["id", "submitdate", "a", "b", "c"]):
        assert len(heading_of([["Respons-ID", "Datum", "Vraag"], codes], None).names) == 3


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_that_is_named_is_read_or_refused(layout):
    """Where one row of names is all it has, any header will do; else the call is told what is lacking."""
    rows = [["a", "b"], ["1", "2"]]
    if layout not in ("limesurvey-vv", "qualtrics", "surveymonkey"):
        heading = heading_of(rows, layout)

        assert (heading.names, heading.rows, heading.layout) == (("a", "b"), 1, layout)
        return
    for reads in (heading_of, lambda rows, layout: find_heading(rows, [], layout)):
        with pytest.raises(UsageError) as caught:
            reads(rows, layout)
        (sentence,) = caught.value.sentences
        assert f"--from {layout}: de eerste rijen" in sentence.nl
        assert f"--from {layout}: the first rows" in sentence.en


def test_a_file_format_is_no_layout():
    """--from of a format leaves the survey program to be found out; csv says there is none."""
    rows = [["Tijdstempel", "Hoe vaak zoekt u?"], ["1", "2"]]

    assert heading_of(rows, "xlsx").layout == "google-forms"
    assert heading_of(rows, PLAIN) == Heading(tuple(rows[0]))


def test_the_header_of_a_sheet_without_a_program():
    """The row with most known names or texts, else the first that is as filled as any."""
    title, names, persons = ["Export", "", ""], ["nr", "WV_1", "Wat wilt u?\u00a0"], ["1", "2", "3"]

    assert find_heading([title, names, persons], ["wv_1", "Wat wilt u"], None)[0] == 1
    assert find_heading([title, ["x", "y", "z"], persons], ["wv_1"], None)[0] == 1


def test_what_is_said_of_a_layout():
    """By the program's own name, and how many rows its header takes."""
    heading = heading_of([["a", "b"], ["Vraag", "x"], IDS], None)

    assert recognised_as(heading).nl == ", herkend als export van Qualtrics (drie kopregels)"
    assert recognised_as(Heading(("a",))).en == ""


@forall(
    rows=st.lists(
        st.lists(
            st.sampled_from(["", "id", "submitdate", "seed", "Respondent ID", "Collector ID", *IDS, "x"]), min_size=1
        ),
        min_size=1,
    ),
    layout=st.sampled_from([None, PLAIN, *LAYOUTS]),
)
def test_nothing_breaks_it(rows, layout):
    """Whatever the first rows: as many names as cells, and no more rows than there are."""
    try:
        heading = heading_of(rows, layout)
    except UsageError:
        return
    assert len(heading.names) == len(rows[0])
    assert heading.rows <= len(rows)
    assert heading.texts == () or len(heading.texts) == len(rows[0])


def test_a_header_with_a_gap():
    """A person's row that is more filled is not taken for it: known texts tell, and else the first of the two."""
    texts = ["", "1. Ik durf te bellen.", "2. Ik durf te praten."]
    person = ["jan.jansen", "eens", "oneens"]

    assert find_heading([["Gemeente"], texts, person], ["Ik durf te bellen", "Ik durf te praten"], None)[0] == 1
    assert find_heading([["Gemeente"], texts, person], ["wv_1"], None)[0] == 1
