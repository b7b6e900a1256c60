"""Files with answers as batches: every row stays, nothing is silently misread, and no cell is told on stderr."""

import csv
import io
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as forall
from hypothesis import strategies as st

from reintegratie_cli.errors import ReintegratieError, ResponsesError, UsageError
from reintegratie_cli.inputs.privacy import elf_proef
from reintegratie_cli.inputs.reading_options import ReadingOptions
from reintegratie_cli.inputs.responses import NotBoundError, ResponseFiles
from reintegratie_cli.models.facts import FactList
from reintegratie_cli.models.instrument import Instrument, Routing
from reintegratie_cli.models.responses import NO_ANSWER
from reintegratie_cli.outputs.trouble import trouble

CANARY = "ZZKANARIEZZ"
ROUTING = Routing.model_validate({"item": "v1", "is": [2]})
KEY = b"een-sleutel-van-ten-minste-16"
INSTRUMENT = Instrument.model_validate(
    {
        "instrument": "proef",
        "version": "1.0.0",
        "answers": {
            "vijf": {
                "type": "ordinal",
                "values": {n: {"nl": f"antwoord {n}", "also": [f"AO0{n}"]} for n in range(1, 6)},
            },
            "last": {"type": "ordinal", "values": [0, 1, 2], "empty": 0},
            "brieven": {"type": "count", "min": 0, "max": 200},
        },
        "missing": [99],
        "items": {
            "v1": {"answers": "vijf"},
            "v2": {"answers": "vijf"},
            "l1": {"answers": "last"},
            "n1": {"answers": "brieven"},
        },
        "scales": {"s": {"items": ["v1", "v2"], "measurement": "reflective", "score": "mean"}},
    }
)
RATING = Instrument.model_validate(
    {
        "instrument": "beoordeling",
        "version": "1.0.0",
        "respondent": "professional",
        "answers": {"vijf": {"type": "ordinal", "values": [1, 2, 3, 4, 5]}},
        "items": {"p1": {"answers": "vijf"}, "p2": {"answers": "vijf"}},
        "scales": {"p": {"items": ["p1", "p2"], "measurement": "reflective", "score": "mean"}},
    }
)
FACTS = FactList.model_validate(
    {
        "version": "1.0.0",
        "facts": {
            "loonwaarde": {"label": "x", "months_valid": 12, "answers": {"type": "number", "min": 0, "max": 100}},
            "register": {"label": "x", "months_valid": 12, "answers": {"type": "yes_no"}},
        },
    }
)
BSNS = [str(n) for n in np.arange(10**8, 10**8 + 2000)[elf_proef(np.arange(10**8, 10**8 + 2000))]]


class Read:
    """All batches of some files as one, and what was said."""

    def __init__(self, paths, options=None, size=50_000, **bind):
        with ResponseFiles(paths, options or ReadingOptions(), list(INSTRUMENT.items)) as files:
            files.bind(INSTRUMENT, **bind)
            self.batches = list(files.batches(size))
            self.files, self.notes, self.problems = files, files.notes, files.problems
            self.missing_counts, self.kept, self.rated = files.missing_counts, files.kept, files.rated
            self.raws = [batch.raw(place) for batch in self.batches for place in range(batch.responses.n)]
        self.rows = pl.concat([batch.rows for batch in self.batches]) if self.batches else None

    def of(self, name):
        """One array of all responses."""
        return [value for batch in self.batches for value in getattr(batch.responses, name).tolist()]

    def answers(self, item):
        """The answers to one item, nan as none."""
        values = [value for batch in self.batches for value in batch.responses.answers[item].tolist()]
        return [None if value != value else value for value in values]  # noqa: PLR0124 - nan is not itself

    @property
    def said(self):
        """All notes in both languages as one text."""
        return "\n".join(f"{note.nl}\n{note.en}" for note in self.notes)


@pytest.fixture
def write(tmp_path):
    """Write a file with these lines."""

    def writer(*lines, name="in.csv"):
        path = tmp_path / name
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return path

    return writer


def test_every_row_stays_in_its_place(write):
    """Rows of wrong width, without an id, with what cannot be read: all are there, with what is wrong."""
    good = [f"{n};2026-01-02;1;2;0;3;Noord" for n in range(100, 160)]
    path = write(
        "id;datum;v1;v2;l1;n1;wijk",
        "007;2026-01-02;1;antwoord 5;;12;Noord",
        "8;2026-01-02;6;AO02;1;1.234;Zuid",
        ";2026-01-02;1;1;1;1;Oost",
        "9;2026-01-02;1",
        "10;3/4/2026;99;;;;West",
        "007;;2;2;2;2;",
        *good,
    )
    read = Read([path], ReadingOptions(keep=("wijk",)))
    head = read.rows.head(6)
    assert head.columns == ["id", "row.file", "row.number", "row.problems", "measured", "occasion", "wijk"]
    assert head["id"].to_list() == ["007", "8", None, None, "10", "007"]
    assert head["row.number"].to_list() == [2, 3, 4, 5, 6, 7]
    assert head["row.problems"].to_list() == [
        None,
        'v1: "6" not in 1|2|3|4|5;n1: "1.234" not in 0..200',
        "id: empty",
        "width: 3, expected 7",
        'datum: "3/4/2026" not in yyyy-mm-dd|dd-mm-yyyy',
        None,
    ]
    assert head["measured"].to_list() == [date(2026, 1, 2)] * 3 + [None] * 3
    assert head["wijk"].to_list() == ["Noord", "Zuid", "Oost", None, "West", None]
    assert read.rows["id"].to_list()[6:] == [str(n) for n in range(100, 160)]
    assert read.of("readable")[:7] == [True, True, False, False, True, True, True]
    assert read.of("troubled")[:7] == [False, True, True, True, True, False, False]
    assert read.of("answered")[:7] == [True, True, True, False, False, True, True]
    assert read.of("duplicate")[:7] == [True, False, False, False, False, True, False]
    assert read.answers("v1")[:6] == [0, NO_ANSWER, 0, NO_ANSWER, NO_ANSWER, 1]
    assert read.answers("l1")[:6] == [0, 1, 1, NO_ANSWER, NO_ANSWER, 2]
    assert read.answers("n1")[:6] == [12, None, 1, None, None, 2]
    assert read.raws[3] == "9;2026-01-02;1"
    assert read.batches[0].source.dialect.raw_header == "id;datum;v1;v2;l1;n1;wijk"
    assert read.problems.counts == {
        ("", "width"): 1,
        ("id", "id"): 1,
        ("datum", "date"): 1,
        ("v1", "unreadable"): 1,
        ("n1", "unreadable"): 1,
    }
    assert read.missing_counts == {"99": 1, "not_answered": 3}


def test_ids_that_a_spreadsheet_cut_off_are_nobodys(write):
    """Two persons of 1,23E+08 are not one: their rows stay, without an id, and are not duplicates."""
    read = Read([write("id;v1", "1,23E+08;1", "1,23E+08;2", " ;3")])
    assert read.rows["row.problems"].to_list() == ["id: cut off by a spreadsheet (E+)"] * 2 + ["id: empty"]
    assert not any(read.of("readable") + read.of("duplicate"))


def test_unclear_quotes_are_said(write):
    """A row whose cells cannot be told apart has no width."""
    rows = [f'{n};"1";"2"' for n in range(60)]
    read = Read([write("id;v1;v2", *rows, 'x;"1"2;"3"')])
    assert read.rows["row.problems"].to_list() == [None] * 60 + ["width: cells cannot be told apart, expected 3"]


def test_several_files_are_appended(write):
    """In the order of the call, each with its own lines; keys that come twice in all are duplicates."""
    one = write("id;v1;v2;moment", "1;1;1;t0", "2;2;2;t0", name="een.csv")
    two = write("v2,ID,moment,v1", "3,1,t1,4", "4,2,t0,5", name="twee.csv")
    read = Read([one, two], ReadingOptions(occasion="moment"))
    assert read.rows["row.file"].to_list() == [str(one)] * 2 + [str(two)] * 2
    assert read.rows["row.number"].to_list() == [2, 3, 2, 3]
    assert read.rows["occasion"].to_list() == ["t0", "t0", "t1", "t0"]
    assert read.answers("v1") == [0, 1, 3, 4]
    assert read.of("duplicate") == [False, True, False, True]
    assert Read([one, two]).of("duplicate") == [True] * 4


def test_files_that_are_not_alike_are_refused(write):
    """The same items in all, and the same id."""
    one = write("id;v1;v2", "1;1;1", name="een.csv")
    two = write("id;v1", "1;1", name="twee.csv")
    with pytest.raises(ResponsesError, match="v2"):
        Read([one, two])


def test_standard_input_can_be_read_once(monkeypatch):
    """Twice, or for facts too, is exit code 2."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"id,v1\n1,1\n")))
    with pytest.raises(UsageError, match="once"):
        Read(["-", Path("-")])
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"id,v1\n1,5\n")))
    read = Read(["-"])
    assert read.answers("v1") == [4]
    assert read.rows["row.file"].to_list() == ["-"]
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"id,v1\n1,1\n")))
    with pytest.raises(UsageError, match="once"):
        Read(["-"], facts="-", fact_list=FACTS)


def test_rows_come_after_binding(write):
    """To ask for rows first is a mistake of ours, not of the user."""
    with ResponseFiles([write("id,v1", "1,1")], ReadingOptions()) as files, pytest.raises(NotBoundError):
        next(files.batches())


def test_without_an_id_column_the_line_is_the_id(write):
    """Which is said; such ids are never duplicates, and cannot meet facts or become pseudonyms."""
    paths = [write("naam;v1", "x;1", "y;2", name=name) for name in ("een.csv", "twee.csv")]
    read = Read(paths)
    assert read.rows["id"].to_list() == ["2", "3"] * 2
    assert not any(read.of("duplicate"))
    assert "het regelnummer is het id" in read.said
    for options, bind in ((ReadingOptions(key=KEY), {}), (ReadingOptions(), {"facts": write("id,loonwaarde", "1,2")})):
        with pytest.raises(UsageError, match="--id"):
            Read(paths[:1], options, fact_list=FACTS, **bind)


def test_what_was_recognised_is_said(write):
    """The dialect, the id and the date, but not what the call named itself."""
    path = write("nummer;submitdate;v1", "1;2026-01-02;1")
    said = Read([path]).said
    assert "kolom nummer is het id" in said
    assert "column submitdate is the date of measurement" in said
    assert "puntkomma" in said
    said = Read([path], ReadingOptions(id="nummer", date="submitdate")).said
    assert "kolom nummer" not in said
    assert "submitdate" not in said


def test_items_without_a_column_are_said(write):
    """Per scale, with the nearest column."""
    said = Read([write("id;v1;v_2", "1;1;1")]).said
    assert "schaal s: 1 van de 2 vragen heeft geen kolom (v2). Bedoelde u v_2?" in said
    assert "items outside the scales: 2 of the 2" in said


def test_the_questionnaire_is_detected_through_the_map(write):
    """An export with other names is known when --map names its columns."""
    path = write("id;Q1;Q2;x1", "1;1;1;1")
    items = {"proef": ["v1", "v2"], "ander": ["x1", "x2", "x3"]}
    candidates = {
        name: INSTRUMENT.model_copy(update={"items": dict.fromkeys(own, INSTRUMENT.items["v1"])})
        for name, own in items.items()
    }
    with ResponseFiles([path], ReadingOptions(columns={"v1": "Q1", "v2": "q2"})) as files:
        assert files.detect(candidates) == "proef"
    with ResponseFiles([path], ReadingOptions()) as files, pytest.raises(UsageError):
        files.detect(candidates)


def test_a_map_is_read(write):
    """Columns by their names in the export, and values by what they mean."""
    options = ReadingOptions(columns={"v1": "Q1"}, answers={"vijf": {"goed": 5, "1": 2}})
    read = Read([write("id;Q1;v2", "1;Goed;1.0")], options)
    assert read.answers("v1") == [4]
    assert read.answers("v2") == [1]
    with pytest.raises(UsageError, match="Did you mean vijf"):
        Read([write("id;v1", "1;1")], ReadingOptions(answers={"vijff": {"x": 1}}))
    with pytest.raises(UsageError, match="Did you mean v1"):
        Read([write("id;v1", "1;1")], ReadingOptions(columns={"v11": "v1"}))


def test_not_shown_and_not_answered_stay_apart(write):
    """Where the export writes both, the first fills no `empty` answer, and each is counted."""
    read = Read([write('"id","v1","l1"', '"1","1",""', '"2","1",', '"3",,"1"', '"4","",""')])
    assert read.answers("l1") == [0, NO_ANSWER, 1, NO_ANSWER]
    assert read.missing_counts == {"not_answered": 2, "not_shown": 2}


def test_facts_and_ratings_are_laid_beside(write):
    """Facts, professional answers and what could not be read of them, for each row of that person."""
    path = write("id;v1;v2", "1;1;1", "2;2;2", "3;3;3", "1;4;4")
    facts = write(
        *("id;loonwaarde;loonwaarde.datum;register;p1;p2", "1;80;2026-01-01;ja;5;4", "2;;;x;9;1", "3;1;;;;", "3;2;;;;"),
        *("9;3;;;;",),
        name="feiten.csv",
    )
    read = Read([path], facts=facts, fact_list=FACTS, professional=[RATING])
    responses = read.batches[0].responses
    np.testing.assert_array_equal(responses.facts.values["loonwaarde"], [80, np.nan, np.nan, 80])
    assert responses.facts.dates["loonwaarde"].tolist() == [date(2026, 1, 1), None, None, date(2026, 1, 1)]
    assert read.answers("p1") == [4, NO_ANSWER, NO_ANSWER, 4]
    assert responses.unreadable["p1"].tolist() == [False, True, False, False]
    assert read.rows["row.problems"].to_list() == [
        None,
        'facts:register: "x" not in 1|0;facts:p1: "9" not in 1|2|3|4|5',
        None,
        None,
    ]
    assert responses.troubled.tolist() == [False, True, False, False]
    assert read.batches[0].responses.facts.twice.tolist() == [False, False, True, False]
    assert [one.instrument for one in read.rated] == ["beoordeling"]
    assert "2 rijen met een id dat er vaker staat niet gebruikt, regel 4, 5." in read.said
    assert "van 1 persoon zijn er geen antwoorden, regel 6." in read.said


def test_a_wrong_fact_is_told_where_it_stands(write):
    """In the file with facts, once for each row there; a row of answers that is flawless in itself has no trouble."""
    path = write("id;v1", "1;1", "1;2", "2;9", "3;1")
    facts = write("id;loonwaarde;loonwaarde.datum", "1;180;", "2;5;x", "9;400;", name="feiten.csv")
    read = Read([path], facts=facts, fact_list=FACTS)
    wrong = 'facts:loonwaarde: "180" not in 0..100'
    assert read.rows["row.problems"].to_list()[:2] == [wrong, wrong]
    assert read.of("troubled") == [True, True, True, False]
    assert read.batches[0].own_trouble.tolist() == [False, False, True, False]
    seen = [(Path(one.file).name, one.line, one.column, one.kind, one.allowed) for one in read.problems.first]
    assert seen == [
        ("in.csv", 4, "v1", "unreadable", None),
        ("feiten.csv", 2, "loonwaarde", "fact", "0..100"),
        ("feiten.csv", 3, "loonwaarde.datum", "date", "yyyy-mm-dd|dd-mm-yyyy"),
    ]
    lines = [line.nl for line in trouble(read.problems.first, 3, {})]
    assert lines[0].endswith(
        "feiten.csv, regel 2, kolom loonwaarde: geen geldige waarde voor dit feit (toegestaan: 0..100)"
    )


def test_a_wrong_fact_gives_exit_3_and_no_reject(write, call, tmp_path):
    """The answers of such a person have nothing to mend, so they are not written to the rejects file."""
    path, rejects = write("id;wv_1;wv_2;wv_3", "1;1;2;3", "2;x;2;3"), tmp_path / "rejects.csv"
    facts = write("id;loonwaarde", "1;180", name="feiten.csv")
    ran = call("score", path, "--facts", facts, "--rejects", rejects, "-o", tmp_path / "out.csv")
    assert ran.code == 3
    assert rejects.read_text(encoding="utf-8").splitlines() == ["id;wv_1;wv_2;wv_3", "2;x;2;3"]
    assert "feiten.csv, regel 2, kolom loonwaarde" in " ".join(ran.error.split())
    assert "180" not in ran.error


@pytest.mark.parametrize("bad", ["2;3;4", ";70"])
def test_a_row_of_facts_that_is_nobodys_counts(write, call, tmp_path, bad):
    """A row of another width or without an id is not used, which is exit code 3."""
    path, facts = write("id;v1", "1;1"), write("id;loonwaarde", "1;80", bad, name="feiten.csv")
    assert Read([path], facts=facts, fact_list=FACTS).files.facts_not_used == 1
    assert Read([path]).files.facts_not_used == 0
    answers = write("id;wv_1;wv_2;wv_3", "1;1;2;3")
    assert call("score", answers, "--facts", facts, "-o", tmp_path / "out.csv").code == 3


def test_ratings_in_the_responses_are_not_sought_in_the_facts(write):
    """When the questionnaire itself is a professional's, its answers are in the file with responses."""
    path, facts = write("id;v1", "1;1"), write("id;loonwaarde;v1", "1;80;5", name="feiten.csv")
    read = Read([path], facts=facts, fact_list=FACTS, professional=[INSTRUMENT, RATING])
    assert read.answers("v1") == [0]
    assert read.rated == ()


def test_a_map_of_the_responses_leaves_the_facts_alone(write):
    """The responses have their codes turned round; a professional's answers in another file have not."""
    path, facts = write("id;v1", "1;1"), write("id;p1", "1;1", name="feiten.csv")
    options = ReadingOptions(answers={"vijf": {"1": 5}})
    read = Read([path], options, facts=facts, fact_list=FACTS, professional=[RATING])
    assert read.answers("v1") == [4]
    assert read.answers("p1") == [0]


def test_pseudonyms_meet(write):
    """The same key gives the same id in responses and facts, however a BSN is written; duplicates are seen too."""
    path = write("bsn;v1", f"{BSNS[0]};1", f"{BSNS[0][:4]}.{BSNS[0][4:6]}.{BSNS[0][6:]};2", ";3")
    facts = write("bsn;loonwaarde", f"{BSNS[0]};80", name="feiten.csv")
    read = Read([path], ReadingOptions(id="bsn", key=KEY), facts=facts, fact_list=FACTS)
    ids = read.rows["id"].to_list()
    assert ids[0] == ids[1] != BSNS[0]
    assert len(ids[0]) == 32
    assert ids[2] is None
    assert read.of("duplicate") == [True, True, False]
    assert read.batches[0].responses.facts.values["loonwaarde"].tolist()[:2] == [80, 80]
    assert BSNS[0] not in read.said


@pytest.mark.parametrize("name", ["id", "bsn"])
def test_bsns_as_ids_are_refused(write, name):
    """By their name or by what they are, with the way out and without a number."""
    path = write(f"{name};v1", *(f"{bsn};1" for bsn in BSNS[:25]))
    with pytest.raises(UsageError, match="--pseudonymise KEYFILE") as caught:
        Read([path], ReadingOptions(id=name))
    assert not any(bsn in str(caught.value) for bsn in BSNS)


def test_bsns_elsewhere_are_not_read(write):
    """A kept, occasion or date column with BSNs is left out, and others are named: each is said once."""
    lines = [f"{n};1;{bsn};{bsn};{bsn};{bsn};x" for n, bsn in enumerate(BSNS[:30])]
    path = write("id;v1;dossier;moment;datum;overig;sofinummer", *lines, "3;1;x;y;z;z;z")
    read = Read([path], ReadingOptions(keep=("dossier",), occasion="moment"))
    assert read.kept == ()
    assert "dossier" not in read.rows.columns
    assert read.rows["occasion"].null_count() == read.rows["measured"].null_count() == read.rows.height
    assert read.rows["row.problems"].null_count() == read.rows.height
    # Without the occasion the id alone is the key.
    assert read.of("duplicate") == [n == 3 for n in range(30)] + [True]
    for name in ("dossier", "moment", "datum", "overig", "sofinummer"):
        assert read.said.count(f"kolom {name} lijkt BSN's te bevatten en wordt niet gelezen") == 1
    assert not any(bsn in text for bsn in BSNS for text in (read.said, str(read.rows.to_dicts())))


def test_a_bsn_late_in_the_file_is_found(write, monkeypatch):
    """The columns that are read are looked at in all rows, not in the first alone."""
    monkeypatch.setattr("reintegratie_cli.inputs.duplicates.BATCH_ROWS", 10)
    path = write("id;v1;dossier", *(f"{n};1;d{n}" for n in range(50)), *(f"x{bsn};1;{bsn}" for bsn in BSNS[:25]))
    assert Read([path], ReadingOptions(keep=("dossier",))).kept == ()


def test_a_bsn_in_an_answer_is_not_passed_on(write):
    """What was found stands in the output, but never when it is a BSN."""
    read = Read([write("id;v1", f"1;{BSNS[0]}")])
    assert read.rows["row.problems"].to_list() == ['v1: "#########" not in 1|2|3|4|5']


def test_a_kept_column_that_the_output_has_is_refused(write):
    """A kept column cannot have the name of a score."""
    with pytest.raises(UsageError, match=r"s\.score"):
        Read([write("id;v1;s.score", "1;1;1")], ReadingOptions(keep=("s.score",)), reserved=["s.score"])


def test_cells_are_told_only_on_request(write):
    """Not in notes, nor in the list of problems, unless values may be shown."""
    rows = [f"{CANARY}{n};{CANARY};{CANARY};{CANARY};{CANARY}" for n in range(30)]
    path = write("id;datum;v1;wijk;naam", *rows, f"{CANARY}1;1;1;1", f";{CANARY};1;1;1")
    facts = write(
        "id;loonwaarde;register;x", f"{CANARY}1;{CANARY};;{CANARY}", f"{CANARY}2;;;", f"{CANARY}2;;;", name="f.csv"
    )
    options = ReadingOptions(keep=("wijk",))
    read = Read([path], options, facts=facts, fact_list=FACTS)
    assert CANARY not in read.said
    assert CANARY not in str(read.problems.first) + str(read.problems.counts)
    assert CANARY in str(read.rows["row.problems"].to_list())
    loud = Read([path], ReadingOptions(keep=("wijk",), show_values=True), facts=facts, fact_list=FACTS)
    assert CANARY in str(loud.problems.first)


@pytest.mark.parametrize(
    "lines",
    [
        ("id;naam", f"{CANARY};1"),
        ("id;v1;V1", f"{CANARY};1;1"),
        ("v1;bsn", f"1;{CANARY}"),
        (f"{BSNS[0]};4;5", f"{CANARY};1;1"),
    ],
)
def test_no_error_tells_a_cell(write, lines):
    """Whatever is wrong with a file, its cells are not in the message, and neither is a BSN in place of a header."""
    with pytest.raises(ReintegratieError) as caught:
        Read([write(*lines)], ReadingOptions(id="bsn" if "bsn" in lines[0] else None))
    said = "".join(sentence.nl + sentence.en for sentence in caught.value.sentences)
    assert CANARY not in said
    assert BSNS[0] not in said


def test_a_file_without_rows(write):
    """A header alone gives no batches, and no error."""
    read = Read([write("id;v1;v2")], facts=write("id;loonwaarde", name="f.csv"), fact_list=FACTS)
    assert read.batches == []
    assert read.missing_counts == {}


@pytest.mark.parametrize(("cell", "answered"), [("", False), ("99", False), ("?", False), ("3", True)])
def test_all_cells_alike(write, cell, answered):
    """Everything empty, missing or unreadable: the rows are there, without an answer."""
    read = Read([write("id;v1;v2;l1", *(f"{n};{cell};{cell};{cell}" for n in range(3)))])
    assert read.of("answered") == [answered] * 3
    assert read.of("readable") == [True] * 3
    assert read.of("troubled") == [cell in ("?", "3")] * 3
    assert read.answers("l1") == [NO_ANSWER] * 3


def test_what_a_routing_overrules_is_said(write):
    """An answer to a question that was not to be asked counts no more, and how many there are is said at the end."""
    items = {**INSTRUMENT.items, "v2": INSTRUMENT.items["v2"].model_copy(update={"only_if": ROUTING})}
    with ResponseFiles([write("id;v1;v2", "1;1;4", "2;2;5", "3;1;")], ReadingOptions()) as files:
        files.bind(INSTRUMENT.model_copy(update={"items": items}))
        (batch,) = files.batches()
        assert batch.responses.answers["v2"].tolist() == [NO_ANSWER, 4, NO_ANSWER]
        assert files.notes[-1].nl.endswith("tellen niet mee: 1.")


def test_the_columns_are_known_before_the_rows(write):
    """`row_schema` is what the rows have, also when there are none."""
    options = ReadingOptions(keep=("wijk",))
    for rows in (("1;1;x",), ()):
        with ResponseFiles([write("id;v1;wijk", *rows)], options) as files:
            files.bind(INSTRUMENT)
            assert all(dict(batch.rows.schema) == files.row_schema for batch in files.batches())
            assert list(files.row_schema)[-1] == "wijk"


def test_a_file_without_ids_can_have_dates(write):
    """Columns are looked through for BSNs also where there are no keys."""
    read = Read([write("datum;v1", "2026-01-02;1")])
    assert read.rows["measured"].to_list() == [date(2026, 1, 2)]


def test_batches_can_be_read_again(write):
    """A second time the same rows come, and what is counted and said is not doubled."""
    facts = write("id;loonwaarde", "9;1", name="f.csv")
    with ResponseFiles([write("id;v1", "1;99", "2;?")], ReadingOptions()) as files:
        files.bind(INSTRUMENT, fact_list=FACTS, facts=facts)
        seen = []
        for _ in range(2):
            (batch,) = files.batches()
            seen.append((batch.rows.to_dicts(), files.notes, files.missing_counts, dict(files.problems.counts)))
        assert seen[0] == seen[1]


CELLS = st.one_of(
    st.sampled_from(["", "1", "2", "5", "99", "AO03", "antwoord 4", "3,0", "7", "x;y", 'z"z', "1.234", "-"]),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=4),
)
TABLES = st.lists(
    st.tuples(
        st.sampled_from(["1", "2", "a", "", " 1"]), st.sampled_from(["2026-01-02", "x", ""]), CELLS, CELLS, CELLS, CELLS
    ),
    min_size=1,
    max_size=15,
)
COLUMNS = ("id", "datum", "v1", "v2", "l1", "n1")


def table(path, rows, columns, delimiter=";"):
    """Write a table with the columns in this order; unknown ones get texts of their own."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL)
        writer.writerow(columns)
        for place, row in enumerate(rows):
            cells = dict(zip(COLUMNS, row, strict=True))
            writer.writerow([cells.get(column, f"{column} {place}") for column in columns])
    return path


def content(read):
    """All that a reader gives, without the name of the file."""
    items = ["v1", "v2", "l1", "n1"]
    return (
        [] if read.rows is None else read.rows.drop("row.file").to_dicts(),
        [read.answers(item) for item in items],
        [read.of(name) for name in ("readable", "troubled", "answered", "measured", "duplicate")],
        read.missing_counts,
        read.problems.counts,
    )


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@forall(rows=TABLES, size=st.integers(1, 16))
def test_batches_never_change_the_result(tmp_path, rows, size):
    """One row at a time, or all at once."""
    path = table(tmp_path / "t.csv", rows, COLUMNS)
    assert content(Read([path], size=size)) == content(Read([path]))


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@forall(rows=TABLES, order=st.permutations([*COLUMNS, "extra", "naam"]), delimiter=st.sampled_from(";,\t|"))
def test_order_and_other_columns_never_change_the_result(tmp_path, rows, order, delimiter):
    """Columns in another order, columns that nobody asked for, another delimiter."""
    plain = Read([table(tmp_path / "t.csv", rows, COLUMNS)])
    other = Read([table(tmp_path / "u.csv", rows, order, delimiter)])
    assert content(other) == content(plain)


def test_an_option_that_says_nothing_of_a_file_is_said(tmp_path):
    """Who names a sheet of a text file has another file in mind."""
    path = tmp_path / "a.csv"
    path.write_text("id,v1\n1,2\n", encoding="utf-8")
    with ResponseFiles([path], ReadingOptions(sheet="Data", delimiter=",")) as files:
        said = [note.en for note in files.notes]

    assert f"{path}: --sheet is not about this file (csv), and does nothing here." in said
    assert not any("--delimiter" in note for note in said)
