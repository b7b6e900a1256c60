"""`reintegratie instruments new`: an export becomes a questionnaire that reads it."""

import stat

import pytest

from reintegratie_cli.inputs import catalogue
from reintegratie_cli.resources import shipped

ONLY_CHOICES = "wensen"
NAMES = sorted(path.stem for path in shipped("instruments").glob("*.yaml") if path.stem != ONLY_CHOICES)
EXPORT = "id;v_1;v_2\n" + "".join(f"{n};{n % 5 + 1};{(n + 1) % 5 + 1}\n" for n in range(40))


@pytest.fixture
def answers(folder):
    """An export in the folder in which the test is."""
    path = folder / "export.csv"
    path.write_text(EXPORT, encoding="utf-8")
    return path


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("labels", [(), ("--labels",)])
@pytest.mark.parametrize("name", NAMES)
def test_a_draft_reads_every_row_of_what_it_was_made_from(call, name, labels):
    """An export of each questionnaire that is shipped, in codes and in words, with answers left out."""
    call("simulate", name, "-N", 120, "--seed", 3, "--missing", 0.05, *labels, "-o", "export.csv")
    made = call("instruments", "new", "export.csv", "-o", "eigen.yaml")
    scored = call("score", "export.csv", "-i", "./eigen.yaml")

    assert (made.code, scored.code) == (0, 0)
    assert {row["row.status"] for row in scored.rows} == {"ok"}
    assert list(catalogue.find_instrument("./eigen.yaml").items) == list(catalogue.find_instrument(name).items)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", ["werknemersvaardigheden", "gepland-gedrag", "zoekzelfvertrouwen"])
def test_the_answers_are_those_of_the_questionnaire(call, name):
    """From labels alone: each item has the scores that the questionnaire gives."""
    call("simulate", name, "-N", 300, "--labels", "-o", "export.csv")
    call("instruments", "new", "export.csv", "-o", "eigen.yaml")
    made, known = catalogue.find_instrument("./eigen.yaml"), catalogue.find_instrument(name)

    for item in known.items:
        labels = [answer.nl for answer in known.answer_set(item).values.values()]
        assert [answer.nl for answer in made.answer_set(item).values.values()] == labels, item
        assert made.answer_set(item).scores == known.answer_set(item).scores, item


def test_the_same_export_gives_the_same_bytes(call, answers):
    """On standard output, where nothing else goes."""
    first, second = (call("instruments", "new", answers) for _ in range(2))

    assert first.output == second.output
    assert first.text.startswith("# Eerste versie")
    assert "Gevonden: items 2" in first.error


def test_standard_input_is_read(call):
    """-, with a name of its own."""
    made = call("instruments", "new", "-", stdin=EXPORT.encode())

    assert "instrument: vragenlijst\n" in made.text


def test_other_people_cannot_read_the_file(call, answers, folder):
    """A new file has mode 0600; an old one is replaced when -o names it."""
    path = folder / "eigen.yaml"
    call("instruments", "new", answers, "-o", path)
    mode, first = stat.S_IMODE(path.stat().st_mode), path.read_bytes()
    path.write_text("anders", encoding="utf-8")
    call("instruments", "new", answers, "-o", path)

    assert mode == 0o600
    assert path.read_bytes() == first


def test_it_speaks_english(call, answers):
    """--lang en: comments and what is said."""
    made = call("instruments", "new", answers, "--lang", "en")

    assert made.text.startswith("# First version")
    assert "Found: items 2" in made.error


def test_the_file_can_be_read_as_one_says(call, folder):
    """--delimiter, --encoding and --id."""
    (folder / "e.csv").write_bytes("wie!één_1!één_2\n".encode("cp1252") + b"1!2!3\n2!3!1\n1!1!2\n")
    made = call("instruments", "new", "e.csv", "--delimiter", "!", "--encoding", "cp1252", "--id", "wie")

    assert 'een_1: "één_1"' in made.text
    assert "- wie: het id van een persoon" in made.text


@pytest.mark.usefixtures("answers")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("export.csv", "-o", "Eigen.yaml"), "heet naar haar bestand"),
        (("export.csv", "--id", "wie"), "er is geen kolom wie"),
        (("weg.csv",), "weg.csv"),
        (("kop.csv",), "geen rijen met antwoorden"),
    ],
)
def test_a_wrong_call_is_refused_in_a_sentence(call, folder, arguments, said):
    """Exit code 2, and nothing is written."""
    (folder / "kop.csv").write_text("id;v_1;v_2\n", encoding="utf-8")
    ran = call("instruments", "new", *arguments)

    assert (ran.code, ran.output) == (2, b"")
    assert said in ran.error
    assert sorted(path.name for path in folder.iterdir()) == ["export.csv", "kop.csv"]


def test_an_input_is_never_overwritten(call, folder):
    """Also when it is called like a questionnaire."""
    path = folder / "export.yaml"
    path.write_text(EXPORT, encoding="utf-8")
    ran = call("instruments", "new", path, "-o", path)

    assert ran.code == 2
    assert path.read_text(encoding="utf-8") == EXPORT


@pytest.mark.usefixtures("folder")
def test_a_questionnaire_of_wishes_has_no_scale(call):
    """Choices without an order count nowhere, so that there is nothing to score."""
    call("simulate", ONLY_CHOICES, "-N", 100, "--labels", "-o", "export.csv")
    ran = call("instruments", "new", "export.csv")

    assert (ran.code, "geen kolom ziet eruit als een item" in ran.error) == (2, True)
