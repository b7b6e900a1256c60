"""The YAML of a first version: it says what to do, in both languages, and is the questionnaire."""

import pytest

from reintegratie_cli.inputs import catalogue
from reintegratie_cli.models.draft import Draft, LeftOut
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.outputs.draft import WIDTH, draft_as_yaml, said_of_draft
from reintegratie_cli.text import Text

MADE = Instrument.model_validate(
    {
        "instrument": "eigen",
        "version": "0.1.0",
        "answers": {
            "punten_1_3": {"type": "ordinal", "values": [1, 2, 3], "missing": [99]},
            "no": {"type": "count", "min": 0},
        },
        "items": {
            "v_1": {"answers": "punten_1_3"},
            "n": {"answers": "no", "text": 'Hoe "vaak": #1?'},
            "1e3": {"answers": "no"},
        },
        "scales": {
            "true": {"measurement": "single", "items": ["v_1"], "score": "mean"},
            "s": {"measurement": "formative", "items": ["n", "1e3"], "score": "sum"},
        },
        "columns": {"n": "Kolom: [N] # \u00a0x"},
    }
)
DRAFT = Draft(
    MADE,
    "export.csv",
    12,
    {("answers", "no"): (Text("Een vraag?", "A question?"),), ("scales",): (Text("Samen.", "Together."),)},
    (LeftOut("naam", Text("een gegeven over de persoon, naar de naam", "about the person, by its name")),),
)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_is_read_in_as_the_same(tmp_path, language):
    """Also names that YAML could take for something else."""
    path = tmp_path / "eigen.yaml"
    path.write_text(draft_as_yaml(DRAFT, language), encoding="utf-8")

    assert catalogue.read_instrument(path) == MADE


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", ["VUL IN", "KIJK NA", "export.csv (12 rijen)", "# Een vraag?", "# Samen.", "- naam: een gegeven"]),
        ("en", ["FILL IN", "CHECK", "export.csv (12 rows)", "# A question?", "# Together.", "- naam: about the"]),
    ],
)
def test_it_says_what_to_do(language, words):
    """In the language asked for, and each remark where it belongs."""
    made = draft_as_yaml(DRAFT, language)

    assert [word for word in words if word not in made] == []


@pytest.mark.parametrize("key", ["title", "purpose", "instruction", "respondent", "sources", "licence"])
def test_what_can_be_filled_in_is_there_without_its_hash(tmp_path, key):
    """Taking the hash away gives a file that loads."""
    lines = draft_as_yaml(DRAFT, "nl").splitlines()
    at = next(place for place, line in enumerate(lines) if line.startswith(f"# {key}:"))
    lines[at] = lines[at].removeprefix("# ")
    path = tmp_path / "eigen.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    assert getattr(catalogue.read_instrument(path), key)


def test_no_comment_is_wider_than_a_page():
    """Apart from examples, which stand on one line."""
    lines = draft_as_yaml(DRAFT, "nl").splitlines()

    assert max(len(line.strip()) for line in lines) <= WIDTH + len("# - ") + 10


def test_what_was_found_is_counted():
    """Items, answer sets, scales and other columns."""
    first, second = said_of_draft(DRAFT)

    assert first.nl == "Gevonden: items 3, antwoordsets 2, schalen 2; kolommen die geen item zijn: 1."
    assert "VUL IN" in second.nl
