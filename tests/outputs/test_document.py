"""A file of ours as JSON and YAML: read in again it means the same, and it is safe on a terminal."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reintegratie_cli.errors import InstrumentError
from reintegratie_cli.inputs.yaml_files import load
from reintegratie_cli.inputs.yaml_scalars import HIDDEN
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.outputs.document import as_json, file_as_json, file_as_yaml

TRICKY = [
    "no",
    "Y",
    "n",
    "011",
    "12:30",
    "1e3",
    "null",
    "~",
    "",
    " a ",
    "a: b",
    "# c",
    "- d",
    "'",
    '"',
    "{",
    "é",
    "<<",
    "*x",
]


def questionnaire(text: str, number: float) -> Instrument:
    """A questionnaire with a text and a number in many places."""
    return Instrument.model_validate(
        {
            "instrument": "proef",
            "version": "1.0.0",
            "title": {"nl": text, "en": "x"},
            "sources": [text],
            "answers": {
                "n": {"type": "ordinal", "values": {text: {"nl": text, "score": number}, 1: "b"}, "missing": []}
            },
            "items": {"no": {"answers": "n"}},
            "scales": {"y": {"measurement": "single", "items": ["no"], "score": {"count_above": number}}},
        }
    )


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.one_of(st.sampled_from(TRICKY), st.text().filter(lambda text: not HIDDEN.search(text))),
    number=st.floats(allow_nan=False, allow_infinity=False).map(lambda number: round(number % 1000, 9)),
)
def test_yaml_is_read_in_again_as_the_same(tmp_path, text, number):
    """Whatever a text or number is, our own loader reads what we write."""
    path = tmp_path / "proef.yaml"
    path.write_text(file_as_yaml(questionnaire(text, number)), encoding="utf-8")

    assert load(path, Instrument, InstrumentError) == questionnaire(text, number)


@pytest.mark.parametrize("hidden", ["\x1b[31m", "\x9b", "\u202e", "\u2066", "\U000e0001", "\u00ad"])
def test_invisible_characters_are_escaped(hidden):
    """Neither form can control a terminal."""
    found = questionnaire(f"a{hidden}b", 1.0)

    assert file_as_yaml(found).replace("\n", "").isprintable()
    assert file_as_json(found).replace("\n", "").isprintable()
    assert json.loads(file_as_json(found))["sources"] == [f"a{hidden}b"]


def test_json_is_readable():
    """Letters stay letters, and it ends with a line end."""
    assert as_json({"a": "één"}) == '{\n  "a": "één"\n}\n'
