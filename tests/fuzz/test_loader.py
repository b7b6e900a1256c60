"""YAML files of every kind with anything wrong in them: loaded, or refused in sentences that can be shown."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import given as forall
from hypothesis import strategies as st

from reintegratie_cli.errors import ReintegratieError
from reintegratie_cli.inputs import catalogue
from reintegratie_cli.resources import shipped

INPUT = Path(__file__).parents[1] / "golden" / "input"
MAP = "columns: {wv_1: vraag 1, wv_2: vraag 2}\nanswers:\n  vijf: {eens: 4, oneens: 2}\n"

KINDS = {
    "instrument": (
        lambda: shipped("instruments") / "werkvermogen.yaml",
        lambda path: catalogue.find_instrument(str(path)),
    ),
    "battery": (lambda: shipped("instruments") / "intake.yaml", lambda path: catalogue.find_instrument(str(path))),
    "norms": (lambda: shipped("norms") / "gse.nederland-schwarzer.yaml", lambda path: catalogue.find_norms(str(path))),
    "rule": (lambda: shipped("rules") / "sol.yaml", catalogue.load_rule),
    "offer": (lambda: INPUT / "aanbod.yaml", catalogue.load_offer),
    "map": (lambda: None, catalogue.load_map),
}
EVERYTHING = list(HealthCheck)
FEW = settings(max_examples=40, deadline=None, suppress_health_check=EVERYTHING)
MANY = settings(
    max_examples=int(os.environ.get("REINTEGRATIE_FUZZ", "20000")),
    deadline=None,
    suppress_health_check=EVERYTHING,
    phases=[Phase.generate],
    database=None,
)
TOKENS = [
    "&a ",
    "*a",
    "<<: ",
    "!!python/object/apply:os.system ",
    "? ",
    "- ",
    "[" * 30,
    "{" * 30,
    "]",
    "}",
    "|\n",
    ">\n",
]
TOKENS += [
    "\t",
    "\n",
    "\0",
    "\u202e",
    "\x1b[31m",
    "../../etc/passwd",
    "C:\\x",
    "no",
    "1e999",
    ".nan",
    "9" * 5000,
    "''",
    "#",
    ": ",
]
MUTATION = st.tuples(
    st.sampled_from(["put", "replace", "delete", "repeat", "cut"]),
    st.floats(0, 1, exclude_max=True),
    st.integers(1, 60),
    st.one_of(st.sampled_from(TOKENS), st.text(max_size=6)),
)


def mutated(text: str, mutations) -> bytes:
    """The text with each of these things done to it."""
    for kind, share, length, token in mutations:
        at = int(share * len(text))
        before, rest = text[:at], text[at:]
        text = {
            "put": before + token + rest,
            "replace": before + token + rest[length:],
            "delete": before + rest[length:],
            "repeat": before + rest[:length] * 2 + rest[length:],
            "cut": before,
        }[kind]
    return text.encode("utf-8", "surrogatepass")


def check(folder: Path, kind: str, mutations) -> None:
    """Raise where the file is neither loaded nor refused, or where what is said could do something to a terminal."""
    seed, load = KINDS[kind]
    good = seed()
    path = folder / (good.name if good else "map.yaml")
    path.write_bytes(mutated(good.read_text(encoding="utf-8") if good else MAP, mutations))
    said = []
    try:
        load(path)
    except ReintegratieError as error:
        said = error.sentences
    assert all(sentence.nl.isprintable() and sentence.en.isprintable() for sentence in said)


@FEW
@forall(st.lists(MUTATION, min_size=1, max_size=4))
@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_file_is_loaded_or_refused(tmp_path, kind, mutations):
    """Nothing else happens, whatever is wrong with it."""
    check(tmp_path, kind, mutations)


@pytest.mark.simulation
@MANY
@forall(st.lists(MUTATION, min_size=1, max_size=4))
@pytest.mark.parametrize("kind", KINDS)
def test_very_many_damaged_files(tmp_path, kind, mutations):
    """As above."""
    check(tmp_path, kind, mutations)
