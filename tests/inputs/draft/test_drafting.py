"""A first version from a whole file: which columns are items, and that nothing of a person comes into it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reintegratie_cli.errors import ResponsesError, UsageError
from reintegratie_cli.inputs import catalogue
from reintegratie_cli.inputs.draft.drafting import draft_instrument, draft_name
from reintegratie_cli.inputs.reading_options import ReadingOptions
from reintegratie_cli.inputs.responses import ResponseFiles
from reintegratie_cli.models.instrument_checks import check_instrument
from reintegratie_cli.outputs.draft import draft_as_yaml

BSN = ["111222333", "123456782"]


def drafted(folder, text, **options):
    """The draft of a file with this text."""
    path = folder / "export.csv"
    path.write_text(text, encoding="utf-8")
    return draft_instrument(path, "eigen", catalogue.load_answer_words(), ReadingOptions(**options))[0]


def export(**columns):
    """A file of these columns, 40 rows; each column repeats its cells."""
    rows = [";".join(cells[at % len(cells)] for cells in columns.values()) for at in range(40)]
    return "\n".join([";".join(columns), *rows]) + "\n"


FIVE = ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("clientnummer", FIVE),
        ("datum", FIVE),
        ("moment", ["2026-10-01", "03-10-2026"]),
        ("bsn", FIVE),
        ("nummer_x", [f"{n}" for n in range(2000, 2040)]),
        ("Voornaam", ["Jan", "Piet"]),
        ("geslacht", ["m", "v"]),
        ("E-mail", ["a@b.nl", "c@d.nl"]),
        ("lastpage", FIVE),
        ("herkenning", ["tekst van een mens"]),
        ("leeg", [""]),
    ],
)
def test_a_column_that_is_no_item_is_left_out(tmp_path, name, cells):
    """By its name or by what is in it; the name is told."""
    draft = drafted(tmp_path, export(v_1=FIVE, v_2=FIVE, **{name: cells}))

    assert list(draft.instrument.items) == ["v_1", "v_2"]
    assert [left.column for left in draft.left_out] == [name]


def test_the_id_can_be_named(tmp_path):
    """--id; that column is no item then."""
    assert list(drafted(tmp_path, export(wie=FIVE, v_1=FIVE, v_2=FIVE), id="wie").instrument.items) == ["v_1", "v_2"]
    with pytest.raises(UsageError, match="--id"):
        drafted(tmp_path, export(v_1=FIVE), id="wie")


def test_a_header_with_the_question_gives_text_and_id(tmp_path):
    """The question is the text, its place the id, and the column is named."""
    made = drafted(tmp_path, export(id=FIVE, **{"Hoe goed gaat het nu?": FIVE, "Q1[SQ001]": FIVE})).instrument

    assert made.items["vraag_2"].text.nl == "Hoe goed gaat het nu?"
    assert made.columns == {"vraag_2": "Hoe goed gaat het nu?", "Q1_SQ001": "Q1[SQ001]"}


def test_reversed_items_are_said_and_not_set(tmp_path):
    """A person decides."""
    draft = drafted(tmp_path, export(v_1=FIVE, v_2=FIVE, v_3=FIVE[::-1]))

    assert draft.instrument.scales["v"].reversed == ()
    assert "v_3" in draft.remarks["scales", "v"][0].nl


def test_cells_that_do_not_fit_are_counted(tmp_path):
    """And not shown."""
    draft = drafted(tmp_path, export(v_1=FIVE) + "55\n")
    about_the_file, made = draft_as_yaml(draft, "nl").split("instrument:", 1)

    assert "1 rij" in draft.remarks["items", "v_1"][0].nl
    assert "export.csv" in about_the_file
    assert "55" not in made


def test_what_one_person_wrote_is_nowhere_in_the_draft(tmp_path):
    """Names, addresses, numbers and remarks that stand in one row, in any column."""
    secrets = ["Jan de Vries", "Dorpsstraat 1", "0612345678", *BSN, "ik ben boos"]
    rows = "".join(f"{5 - n % 5};{secret};{n % 5 + 1}\n" for n, secret in enumerate(secrets))
    draft = drafted(tmp_path, export(v_1=FIVE, v_2=["nooit", "soms", "vaak"], v_3=FIVE) + rows)
    made = draft_as_yaml(draft, "nl") + draft_as_yaml(draft, "en")

    assert [secret for secret in secrets if secret in made] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no line with the names"),
        ("v_1;v_2\n", "no rows"),
        ("1;2\n3;4\n", "no names of columns"),
        (export(werk=["zorg", "bouw"]), "no column looks like an item"),
        (export(verhaal=[f"dit is verhaal {n} van iemand" for n in range(40)]), "the header is one column"),
        (export(v_1=FIVE).replace("v_1", "v_1;v_1").replace("\n1", "\n1;1").replace("\n2", "\n2;2"), ""),
    ],
)
def test_a_file_without_items_is_refused_in_a_sentence(tmp_path, text, said):
    """What is wrong with it."""
    with pytest.raises(ResponsesError) as refused:
        drafted(tmp_path, text)

    assert len(refused.value.sentences) == 1
    assert said.casefold() in str(refused.value).casefold()


@pytest.mark.parametrize(
    ("responses", "output", "name"),
    [
        ("x.csv", "eigen-lijst.yaml", "eigen-lijst"),
        ("Mijn Export (définitief).csv", "-", "mijn-export-definitief"),
        ("-", "-", "vragenlijst"),
    ],
)
def test_a_questionnaire_is_called_after_its_file(responses, output, name):
    """As the output, else as the input."""
    assert draft_name(responses, output) == name


@pytest.mark.parametrize("output", ["Eigen lijst.yaml", "eigen.yml", "eigen.csv", "eigen"])
def test_a_name_that_cannot_be_found_is_refused(output):
    """A questionnaire is found by the name of its file."""
    with pytest.raises(UsageError, match="called after its file"):
        draft_name("x.csv", output)


CELLS = st.one_of(
    st.sampled_from(["", "NA", "1", "2", "3", "9", "99", "-1", "ja", "nee", "nooit", "soms", "weet niet", "1 - nooit"]),
    st.sampled_from(
        ["2.5", "3,25", "1.234", "3-5", "AO01", "A2", "0", "true", "n.v.t.", "5 keer", "geen", "2026-01-01"]
    ),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=6),
)
NAMES = st.one_of(
    st.sampled_from(["v_1", "v_2", "no", "1e3", "n", "0x1", "true", "sol", "Hoe gaat het nu dan?", "ïd", "a b"]),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8),
)


@st.composite
def exports(draw):
    """Any file of a few columns, each with few different cells; the last one is an item for certain."""
    names = draw(st.lists(NAMES, min_size=1, max_size=4, unique_by=str.casefold))
    columns = [draw(st.lists(CELLS, min_size=1, max_size=6)) for _ in names]
    names, columns = [*names, "zeker_1"], [*columns, ["1", "2", "3"]]
    n = draw(st.integers(3, 60))
    quoted = [[cell.replace('"', '""') for cell in of] for of in (names, *columns)]
    rows = [[cells[at % len(cells)] for cells in quoted[1:]] for at in range(n)]
    return "".join(";".join(f'"{cell}"' for cell in row) + "\n" for row in (quoted[0], *rows))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=exports())
def test_every_draft_can_be_read_in_and_reads_its_own_file(tmp_path, text):
    """No check has anything to say, the YAML is that questionnaire, and what it cannot read is what it told of."""
    try:
        draft = drafted(tmp_path, text, delimiter=";")
    except ResponsesError:
        return
    path = tmp_path / "eigen.yaml"
    for language in ("nl", "en"):
        path.write_text(draft_as_yaml(draft, language), encoding="utf-8")
        made = catalogue.read_instrument(path)
        assert made == draft.instrument
    assert list(check_instrument(draft.instrument, "eigen")) == []
    with ResponseFiles([tmp_path / "export.csv"], ReadingOptions(delimiter=";")) as files:
        files.bind(made)
        unreadable = {item for batch in files.batches() for item in batch.responses.unreadable}
    assert unreadable == {name for key, name in (place for place in draft.remarks if len(place) == 2) if key == "items"}
