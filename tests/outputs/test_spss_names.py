"""Names of variables that SPSS takes: as near to the column as can be, and each another one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reintegratie_cli.outputs.spss_names import RESERVED, spss_names

LETTERS = "abcdefgh"


@pytest.mark.parametrize("name", ["id", "row.file", "sol.p.banen", "netwerk.t_low", "x_1"])
def test_a_name_that_spss_takes_stays(name):
    """Points are allowed inside."""
    assert spss_names([name]) == [name]


@pytest.mark.parametrize(
    ("column", "name"),
    [
        ("Leeftijd (jr)", "Leeftijd__jr_"),
        ("café", "cafe"),
        ("1e", "v_1e"),
        ("WITH", "v_WITH"),
        ("=1+1", "v__1_1"),
        ("einde.", "einde_"),
        ("", "v_"),
        ("年", "v_"),
        ("a" * 70, "a" * 64),
        ("a" * 63 + ".b", "a" * 63 + "_"),
    ],
)
def test_another_name_becomes_one(column, name):
    """What is refused becomes _, a name that begins otherwise or is a word of the syntax gets v_ before it."""
    assert spss_names([column]) == [name]


def test_names_differ_without_their_capitals():
    """The second and third get a number."""
    assert spss_names(["id", "ID", "Id", "id_2"]) == ["id", "ID_2", "Id_3", "id_2_2"]


def test_a_long_name_makes_room_for_its_number():
    """64 characters is all."""
    assert spss_names(["a" * 64, "a" * 65]) == ["a" * 64, "a" * 62 + "_2"]


@given(st.lists(st.text(max_size=80), max_size=20))
def test_any_names_can_be_given(columns):
    """All are accepted, and no two are the same."""
    names = spss_names(columns)

    assert all(re.fullmatch(r"[A-Za-z](?:[A-Za-z0-9._]{0,62}[A-Za-z0-9_])?", name) for name in names)
    assert not RESERVED.intersection(name.lower() for name in names)
    assert len({name.lower() for name in names}) == len(columns)
