"""The same answers in the export of every survey program are the same answers, read as text and as a sheet."""

import csv
import io
import json

import polars as pl
import pytest

from reintegratie_cli.errors import UsageError
from reintegratie_cli.inputs.catalogue import find_instrument
from reintegratie_cli.inputs.layouts import LAYOUTS, find_heading
from reintegratie_cli.inputs.reading_options import ReadingOptions
from reintegratie_cli.inputs.responses import ResponseFiles
from reintegratie_cli.models.instrument import Instrument

WERKVERMOGEN = find_instrument("werkvermogen", None)
NL, EN = ([getattr(item.text, language) for item in WERKVERMOGEN.items.values()] for language in ("nl", "en"))
SHOWN = "{question_not_shown}"
ANSWERS = {"wv_1": [3, 4], "wv_2": [1, -1], "wv_3": [2, 0]}
"""What both persons answered, as places in the answer set."""
CODES = [["AO04", "AO02", "AO03"], ["AO05", "", "AO01"]]
NUMBERS = [["4", "2", "3"], ["5", "", "1"]]
WORDS = [["Veel", "weinig", "16 tot en met 23 uur per week"], ["heel veel ", "", "minder dan 8 uur per week"]]
WORDS_EN = [["A lot", "little", "16 to 23 hours a week"], ["a great deal", "", "less than 8 hours a week"]]


def import_ids(*names):
    """The third row of Qualtrics."""
    return [json.dumps({"ImportId": name}, separators=(",", ":")) for name in names]


TABLES = {
    "limesurvey": [
        ["id", "submitdate", "lastpage", "startlanguage", "seed", "WV[SQ001]", "WV[SQ002]", "WV[SQ003]", "toel"],
        ["1", "2026-11-03 10:12:13", "5", "nl", "118273", *CODES[0], "Fijn gesprek\nmaar lang"],
        ["2", "", "2", "nl", "993812", *CODES[1], "'=nee"],
    ],
    "limesurvey, expression codes": [
        ["id", "submitdate", "lastpage", "WV_SQ001", "WV_SQ002", "WV_SQ003"],
        ["1", "2026-11-03 10:12:13", "5", *CODES[0]],
        ["2", "1980-01-01 00:00:00", "2", *CODES[1]],
    ],
    "limesurvey, texts": [
        ["Response ID", "Date submitted", "Last page", *(f"Wat kunt u nu aan? [<b>{text}</b>]" for text in NL)],
        ["1", "2026-11-03 10:12:13", "5", *WORDS[0]],
        ["2", "", "2", *WORDS[1]],
    ],
    "limesurvey, codes and texts": [
        ["id", "submitdate", "lastpage", *(f"WV[SQ00{n}]. {text}" for n, text in enumerate(NL, 1))],
        ["1", "2026-11-03 10:12:13", "5", *WORDS[0]],
        ["2", "", "2", *WORDS[1]],
    ],
    "limesurvey-vv": [
        ["Response ID", "Date submitted", "Start language", *NL],
        ["id", "submitdate", "startlanguage", "WV_SQ001", "WV_SQ002", "WV_SQ003"],
        ["1", "2026-11-03 10:12:13", "nl", *CODES[0]],
        ["2", SHOWN, "nl", CODES[1][0], SHOWN, CODES[1][2]],
    ],
    "qualtrics": [
        ["StartDate", "EndDate", "Status", "Finished", "ResponseId", "RecordedDate", "Q1_1", "Q1_2", "Q2"],
        [
            *("Start Date", "End Date", "Response Type", "Finished", "Response ID", "Recorded Date"),
            *(f"Wat u nu aankunt\n- {NL[0]}", f"Wat u nu aankunt - {NL[1]}", NL[2]),
        ],
        import_ids("startDate", "endDate", "status", "finished", "_recordId", "recordedDate", "QID1_1", "QID1_2", "Q2"),
        ["2026-11-03 10:12:13", "2026-11-03 10:20:01", "0", "1", "1", "2026-11-17 10:20:01", *NUMBERS[0]],
        ["2026-11-03 11:00:00", "2026-11-03 11:01:00", "1", "0", "2", "2026-11-17 11:01:00", *NUMBERS[1]],
    ],
    "qualtrics, old": [
        ["V1", "V2", "V8", "V9", "Q1_1", "Q1_2", "Q2"],
        ["ResponseID", "ResponseSet", "StartDate", "EndDate", *NL],
        ["1", "Default", "2026-11-03 10:12:13", "2026-11-03 10:20:01", *NUMBERS[0]],
        ["2", "Default", "2026-11-03 11:00:00", "2026-11-03 11:01:00", *NUMBERS[1]],
    ],
    "microsoft-forms": [
        ["ID", "Begintijd", "Tijd van voltooien", "E-mail", "Naam", *(f"{text}\u00a0" for text in NL)],
        ["1", "2026-11-03 10:12:00", "2026-11-03 10:20:00", "anonymous", "", *WORDS[0]],
        ["2", "2026-11-03 10:12:00", "2026-11-03 10:20:00", "anonymous", "", *WORDS[1]],
    ],
    "microsoft-forms, in English": [
        ["ID", "Start time", "Completion time", "Email", "Name", *EN],
        ["1", "2026-11-03 10:12:00", "2026-11-03 10:20:00", "anonymous", "", *WORDS_EN[0]],
        ["2", "2026-11-03 10:12:00", "2026-11-03 10:20:00", "anonymous", "", *WORDS_EN[1]],
    ],
    "google-forms": [
        ["Tijdstempel", f"Wat kunt u nu aan? [{NL[0]}]", f"Wat kunt u nu aan? [{NL[1]}]", NL[2]],
        ["2026/11/03 10:12:13 a.m. EET", *WORDS[0]],
        ["2026/11/03 10:15:13 a.m. EET", *WORDS[1]],
    ],
    "surveymonkey": [
        [
            *("Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Custom Data 1"),
            *("Wat kunt u nu aan?", "", NL[2], "Welke hulp?", ""),
        ],
        ["", "", "", "", "", "", NL[0], NL[1], "Response", "Jobcoach", "Scholing"],
        ["1", "4001", "11/03/2026 10:12:13 AM", "11/03/2026 10:20:01 AM", "1.2.3.4", "", *WORDS[0], "Jobcoach", ""],
        ["2", "4001", "11/03/2026 10:12:13 AM", "11/03/2026 10:20:01 AM", "1.2.3.4", "", *WORDS[1], "", ""],
    ],
    "redcap": [
        [
            *("record_id", "redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance"),
            *("wv_1", "wv_2", "wv_3", "hulp___1", "hulp____99", "werk_complete"),
        ],
        ["1", "intake_arm_1", "", "", *NUMBERS[0], "1", "0", "2"],
        ["2", "intake_arm_1", "", "", *NUMBERS[1], "0", "0", "2"],
    ],
    "redcap, labels": [
        ["Record ID", "Event Name", *NL, "Complete?"],
        ["1", "Intake", *WORDS[0], "Complete"],
        ["2", "Intake", *WORDS[1], "Incomplete"],
    ],
    "castor": [
        ["Participant Id", "Participant Status", "Site Abbreviation", "wv_1", "wv_2", "wv_3", "hulp#1"],
        ["1", "Completed", "ZWO", *NUMBERS[0], "1"],
        ["2", "Not Set", "ZWO", *NUMBERS[1], "0"],
    ],
}
DELIMITERS = {"limesurvey": ";", "limesurvey-vv": "\t", "castor": ";"}


def layout_of(name):
    """The survey program of one of the tables."""
    return name.split(",")[0]


def as_text(name, table=None, line_end="\r\n"):
    """A table as its program writes it."""
    stream = io.StringIO(newline="")
    delimiter = DELIMITERS.get(layout_of(name), ",")
    rows = table or TABLES[name]
    if line_end == "\r":
        rows = [[cell.replace("\n", "\r") for cell in row] for row in rows]
    csv.writer(stream, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    return stream.getvalue().encode("utf-8-sig")


@pytest.fixture
def read(tmp_path):
    """Reads a file, and gives the ids, the days, the answers, what was said, and how rows are written again."""

    def reading(content, **options):
        path = tmp_path / "export.csv"
        path.write_bytes(content)
        with ResponseFiles([path], ReadingOptions(**options), [*WERKVERMOGEN.items, *NL, *EN]) as files:
            assert files.detect({"werkvermogen": WERKVERMOGEN}) == "werkvermogen"
            files.bind(WERKVERMOGEN)
            batches = list(files.batches())
            rows = pl.concat([batch.rows for batch in batches])
            answers = {
                item: [int(n) for batch in batches for n in batch.responses.answers[item]]
                for item in WERKVERMOGEN.items
            }
            said = "\n".join(note.nl for note in files.notes)
            return files.columns[0], rows, answers, said

    return reading


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
def test_the_same_answers_in_every_layout(read, name, line_end):
    """Codes or words, one header row or three: what people answered is read, and of whom."""
    _, rows, answers, said = read(as_text(name, line_end=line_end))

    assert answers == ANSWERS
    assert rows["id"].to_list() == (["2", "3"] if name == "google-forms" else ["1", "2"])
    assert rows["row.problems"].to_list() == [None, None]
    assert "herkend als export van" in said
    assert "geen kolom" not in said.replace("er is geen kolom met een id", "")


@pytest.mark.parametrize("name", TABLES)
def test_a_layout_can_be_named(read, name):
    """--from reads as when the program is recognised."""
    _, rows, answers, _ = read(as_text(name), source=layout_of(name))

    assert (answers, len(rows)) == (ANSWERS, 2)


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("above", [[], [["Export van 3 november"], [""]]], ids=["first", "lower"])
def test_the_same_heading_in_a_sheet(read, name, above):
    """A sheet has the same header, also under a title; each row as wide as the widest."""
    table = [*above, *TABLES[name]]
    width = max(map(len, table))
    rows = [[cell.strip("\u00a0") for cell in row] + [""] * (width - len(row)) for row in table]
    at, heading = find_heading(rows, [*WERKVERMOGEN.items, *NL, *EN], None)

    assert (at, heading.layout) == (len(above), layout_of(name))
    assert heading == read(as_text(name))[0].header.heading


@pytest.mark.parametrize("name", TABLES)
def test_read_again_under_one_row_of_names(read, name):
    """What a sheet is written again as, with the items' own names, gives the same answers."""
    columns, rows, answers, _ = read(as_text(name))
    table = [columns.names_again, *TABLES[name][columns.header.heading.rows :]]
    again, same_rows, same, _ = read(as_text(name, table))

    assert same == answers
    assert same_rows["measured"].equals(rows["measured"])
    assert again.header.heading.rows == 1
    assert (again.items, again.id, again.occasion) == (columns.items, columns.id, columns.occasion)


@pytest.mark.parametrize("name", ["limesurvey", "qualtrics", "surveymonkey", "google-forms", "microsoft-forms"])
def test_the_day_of_measurement(read, name):
    """Each program has its own name for it, and SurveyMonkey puts the month first."""
    measured = read(as_text(name))[1]["measured"].to_list()

    assert str(measured[0]) == "2026-11-03"


def test_an_account_that_writes_the_day_first(read):
    """One date that has no month where SurveyMonkey puts it, and none of the dates is read month first any more."""
    table = [list(row) for row in TABLES["surveymonkey"]]
    table[3][3] = "25/11/2026 10:20:01"
    _, rows, _, said = read(as_text("surveymonkey", table))

    assert list(map(str, rows["measured"])) == ["None", "2026-11-25"]
    assert rows["row.problems"][0].startswith("End Date")
    assert "in kolom End Date staat de dag soms voorop" in said


def test_rows_that_are_not_finished_are_counted(read):
    """They are in the file unless somebody filtered them, and nobody sees it."""
    assert "export.csv: 1 rij is niet afgemaakt (zonder datum van verzending)" in read(as_text("limesurvey"))[3]
    said = read(as_text("qualtrics"))[3]
    assert "export.csv: 1 rij is een proefinvulling (Status); zulke rijen tellen mee." in said
    assert "1 rij is niet afgemaakt (Finished)" in said


def test_blank_lines_are_not_rows_that_are_not_finished(read):
    """LimeSurvey ends its file with an empty line, and one in between is nobody either."""
    lines = as_text("limesurvey").split(b"\r\n")
    said = read(b"\r\n".join([*lines[:2], b"", *lines[2:], b"", b""]))[3]

    assert "1 rij is niet afgemaakt" in said


def test_what_was_recognised_is_said(read):
    """How many items have a column of another name, and how many rows the header takes."""
    said = read(as_text("qualtrics"))[3]

    assert "2 rijen, herkend als export van Qualtrics (drie kopregels)." in said
    assert "export.csv: 3 vragen zijn herkend aan de code of de tekst in de kopregel." in said


def test_line_numbers_count_the_rows_of_the_header(read):
    """A text in the header can take more than one line."""
    assert read(as_text("qualtrics"))[1]["row.number"].to_list() == [5, 6]


def test_events_and_repeats_tell_rows_of_one_person_apart(read):
    """Rows of one record are no duplicates; a row of another instrument stays, without answers."""
    head, first, second = TABLES["redcap"]
    contact = ["1", "intake_arm_1", "contact", "1", *[""] * (len(head) - 4)]
    later = ["1", "eind_arm_1", *second[2:]]
    columns, rows, answers, said = read(as_text("redcap", [head, first, contact, later]))

    assert rows["occasion"].to_list() == ["intake_arm_1", "intake_arm_1:contact:1", "eind_arm_1"]
    assert answers["wv_1"] == [3, -1, 4]
    assert columns.occasion == (1, 2, 3)
    assert "metingen van een persoon worden onderscheiden door redcap_event_name, redcap_repeat_instrument" in said


def test_an_occasion_that_the_call_names_wins(read):
    """Then the event is a column like any other."""
    assert read(as_text("redcap"), occasion="redcap_event_name")[0].occasion == (1,)


def test_texts_of_a_vv_file_get_their_signs_back(read):
    """Tabs and line ends in a kept column, and a brace that was one."""
    table = [[*row, kept] for row, kept in zip(TABLES["limesurvey-vv"], ["Toelichting", "toel", "", ""], strict=True)]
    table[2][-1] = "een{tab}twee{newline}drie{cr}{lbrace}newline}"
    _, rows, answers, _ = read(as_text("limesurvey-vv", table), keep=("toel",))

    assert rows["toel"][0] == "een\ttwee\ndrie\r{newline}"
    assert answers == ANSWERS


def test_other_exports_keep_their_braces(read):
    """Only the VV file writes signs that way."""
    table = [row[:] for row in TABLES["limesurvey"]]
    table[1][-1] = "{tab}"

    assert read(as_text("limesurvey", table), keep=("toel",))[1]["toel"][0] == "{tab}"


TICKS = Instrument.model_validate(
    {
        "instrument": "hulp",
        "version": "1.0.0",
        "answers": {"tick": {"type": "yes_no", "empty": 0}, "last": {"type": "ordinal", "values": [1, 2]}},
        "items": {
            "coach": {"answers": "tick", "text": "Jobcoach"},
            "school": {"answers": "tick", "text": "Scholing"},
            "last_1": {"answers": "last", "text": "Last"},
        },
    }
)


@pytest.mark.parametrize(
    "rows",
    [
        [
            ["Respondent ID", "Collector ID", "Welke hulp?", "", "Last"],
            ["", "", "Jobcoach", "Scholing", "Response"],
            *(["1", "9", "Jobcoach", "", "1"], ["2", "9", "", "", "2"], ["3", "9", "", "Scholing ", "2"]),
        ],
        [
            ["record_id", "coach", "school", "last_1", "x_complete"],
            *(["1", "Checked", "Unchecked", "1", "2"], ["2", "Unchecked", "", "2", "2"], ["3", "0", "1", "2", "2"]),
        ],
        [
            ["id", "submitdate", "seed", "hulp[coach]", "hulp[school]", "last_1"],
            *(["1", "", "5", "Y", "", "1"], ["2", "", "5", "", "", "2"], ["3", "", "5", "Nee", "Ja", "2"]),
        ],
        [
            ["ResponseId", "Q4_1", "Q4_2", "last_1"],
            ["Response ID", "Welke hulp? - Jobcoach", "Welke hulp? - Scholing", "Last"],
            import_ids("a", "b", "c", "d"),
            *(["1", "Jobcoach", "", "1"], ["2", "", "", "2"], ["3", "", "1", "2"]),
        ],
    ],
    ids=["surveymonkey", "redcap", "limesurvey", "qualtrics"],
)
def test_options_that_were_ticked(tmp_path, rows):
    """By the option itself, by a word, or by a code; and empty where the questionnaire says what that means."""
    path = tmp_path / "export.csv"
    path.write_bytes(as_text("x", rows))
    with ResponseFiles([path], ReadingOptions()) as files:
        files.bind(TICKS)
        (batch,) = files.batches()
        again = [files.columns[0].names_again, *rows[files.headers[0].heading.rows :]]
    path.write_bytes(as_text("x", again))
    with ResponseFiles([path], ReadingOptions()) as files:
        files.bind(TICKS)
        (under_own_names,) = files.batches()
    yes, no = 0, 1

    for read in (batch, under_own_names):
        assert read.responses.answers["coach"].tolist() == [yes, no, no]
        assert read.responses.answers["school"].tolist() == [no, no, yes]
        assert not read.responses.unreadable


def test_a_text_that_is_not_the_option_is_no_tick(tmp_path):
    """Then nobody knows what it says of this option."""
    path = tmp_path / "export.csv"
    path.write_bytes(as_text("x", [["id", "Hulp [Jobcoach]"], ["1", "Scholing"]]))
    with ResponseFiles([path], ReadingOptions()) as files:
        files.bind(TICKS)
        (batch,) = files.batches()

    assert batch.responses.unreadable["coach"].tolist() == [True]


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if name in ("limesurvey-vv", "qualtrics", "surveymonkey")])
def test_a_layout_that_cannot_be_is_refused(read, layout):
    """A file without the header rows of that program; what is needed is said."""
    with pytest.raises(UsageError, match=f"--from {layout}: the first rows are not") as caught:
        read(b"id,wv_1,wv_2,wv_3\n1,1,2,3\n", source=layout)
    assert caught.value.sentences[0].nl.startswith(f"--from {layout}: de eerste rijen zijn niet van")


def test_one_row_of_names_can_be_asked_for(read):
    """--from csv: whatever it looks like, the row under the names is somebody's."""
    columns, rows, _, said = read(as_text("limesurvey"), source="csv")

    assert (columns.header.heading.layout, len(rows)) == ("", 2)
    assert "herkend als" not in said


def test_abbreviated_texts_are_no_names(read):
    """LimeSurvey cuts texts to 15 signs: those of two questions can be one, and nobody knows whose it is."""
    table = [row[:] for row in TABLES["limesurvey"]]
    table[0][5:8] = [f"{text[:15]}.. " for text in NL]

    assert len(set(table[0])) == len(table[0]) - 1
    with pytest.raises(UsageError, match=r"werkvermogen \(0/3\)"):
        read(as_text("limesurvey", table))


def test_what_tells_who_somebody_is_is_not_read(call, tmp_path):
    """Names, addresses and places are in many exports, and go nowhere."""
    table = [row[:] for row in TABLES["microsoft-forms"]]
    table[1][3:5] = ["zz@kanarie.nl", "ZZKANARIEZZ"]
    path = tmp_path / "export.csv"
    path.write_bytes(as_text("microsoft-forms", table))
    ran = call("score", path, "-f", "csv")

    assert ran.code == 0
    assert "kanarie" not in (ran.text + ran.error).casefold()


def test_the_file_with_facts_has_its_own_form(call, tmp_path):
    """--from is about the responses: the facts come from elsewhere."""
    path, facts = tmp_path / "export.csv", tmp_path / "facts.csv"
    path.write_bytes(as_text("qualtrics"))
    facts.write_text("id,loonwaarde\n1,50\n2,100\n", encoding="utf-8")

    assert call("score", path, "--from", "qualtrics", "--facts", facts, "-f", "csv").code == 0


@pytest.mark.parametrize("mended", ["4", "veel"])
def test_what_was_rejected_of_qualtrics_is_mended_and_fed_in(call, tmp_path, mended):
    """The rejects file has all header rows, so that it is the same export again."""
    table = [row[:] for row in TABLES["qualtrics"]]
    table[3][6] = "7"
    wrong, rejects, again = tmp_path / "in.csv", tmp_path / "rejects.csv", tmp_path / "again.csv"
    wrong.write_bytes(as_text("qualtrics", table))
    ran = call("score", wrong, "-f", "csv", "-o", tmp_path / "out.csv", "--rejects", rejects)

    assert ran.code == 3
    assert rejects.read_bytes().count(b"ImportId") == len(TABLES["qualtrics"][0])
    again.write_bytes(rejects.read_bytes().replace(b",7,", f",{mended},".encode()))
    ran = call("score", again, "-f", "csv")
    assert (ran.code, ran.rows[0]["id"], ran.rows[0]["werkvermogen.score"]) == (0, "1", "3.0")


@pytest.mark.parametrize("name", TABLES)
def test_every_layout_is_scored(call, tmp_path, name):
    """The whole command, without a word on what the file is."""
    path = tmp_path / "export.csv"
    path.write_bytes(as_text(name))
    ran = call("score", path, "-f", "csv")

    assert ran.code == 0
    assert [row["werkvermogen.score"] for row in ran.rows] == ["3.0", "3.0"]
    assert "Vragenlijst: werkvermogen" in ran.error
