"""BSNs are recognised, kept out or replaced; what may be told of a cell is told safely."""

import hashlib
import hmac

import numpy as np
import polars as pl
import pytest
from hypothesis import given as forall
from hypothesis import settings
from hypothesis import strategies as st

from reintegratie_cli.errors import FileError
from reintegratie_cli.inputs.privacy import (
    BatchProblems,
    BsnWatch,
    ProblemLog,
    elf_proef,
    named_bsn,
    person_ids,
    pseudonymise,
    read_key,
    shown,
    suspect_bsn,
)

KEY = b"een-sleutel-van-ten-minste-16"


def by_hand(number):
    """The eleven-test digit by digit."""
    digits = [int(digit) for digit in f"{number:09d}"]
    weighted = sum(weight * digit for weight, digit in zip(range(9, 1, -1), digits, strict=False)) - digits[8]
    return 10**7 <= number < 10**9 and weighted % 11 == 0


def bsns(n, seed=1):
    """So many different numbers that pass."""
    drawn = np.unique(np.random.default_rng(seed).integers(10**8, 10**9, 40 * n))
    return np.random.default_rng(seed).permutation(drawn[elf_proef(drawn)])[:n]


def texts(numbers):
    """Numbers as a column of text."""
    return pl.Series([str(number) for number in numbers], dtype=pl.String)


@forall(numbers=st.lists(st.integers(0, 10**10)))
def test_the_eleven_test_equals_the_one_by_hand(numbers):
    """Weights 9 to 2 and -1; eight digits have a zero in front, fewer are no BSN."""
    assert elf_proef(np.array(numbers, dtype=np.int64)).tolist() == [by_hand(number) for number in numbers]


def test_known_numbers():
    """The test numbers of the government pass, their neighbours do not."""
    assert elf_proef(np.array([111222333, 123456782, 999999990, 10000000])).tolist() == [True, True, True, False]
    assert elf_proef(np.array([111222334, 123456789, 0])).tolist() == [False, False, False]


@pytest.mark.parametrize(
    "name", ["BSN", "client_bsn", "bsn nummer", "Sofi-nummer", "sofinummer", "Burger service nummer"]
)
def test_a_column_says_what_it_holds(name):
    """A name that is one of the four, or has one as a part, is enough."""
    assert named_bsn(name)
    assert suspect_bsn(name, texts([]))


@pytest.mark.parametrize("name", ["id", "absn", "bsno", "clientnummer", "sofia", ""])
def test_other_names_say_nothing(name):
    """A name that only resembles one of them is no ground."""
    assert not named_bsn(name)


@pytest.mark.parametrize(("n", "suspected"), [(19, False), (20, True), (500, True)])
def test_twenty_different_numbers_are_needed(n, suspected):
    """Fewer numbers that pass may do so by chance, however often they are there."""
    assert suspect_bsn("nr", texts(list(bsns(n)) * 3)) is suspected


@pytest.mark.parametrize(("passing", "suspected"), [(90, False), (91, True)])
def test_more_than_nine_in_ten_must_pass(passing, suspected):
    """A share of exactly 90 % is not over 90 %."""
    failing = bsns(100 - passing, seed=2) + 1
    assert suspect_bsn("nr", texts([*bsns(passing), *failing])) is suspected


def test_client_numbers_are_no_bsns():
    """Of numbers in a row one in eleven passes."""
    assert not suspect_bsn("nr", texts(range(100_000_000, 100_005_000)))
    assert not suspect_bsn("datum", texts(range(20260101, 20261231)))


@pytest.mark.parametrize("form", ["{}", " {}\xa0", "{:_}", "{}.0", "{},0"])
def test_however_a_bsn_is_written(form):
    """With dots or spaces between, or with the .0 of a column of floats."""
    cells = pl.Series([form.format(int(number)).replace("_", ".") for number in bsns(30)])
    assert suspect_bsn("nr", cells)


@settings(deadline=None, max_examples=25)
@forall(sizes=st.lists(st.integers(0, 6000), min_size=1, max_size=6), noise=st.integers(0, 1500))
def test_batches_never_change_the_suspicion(sizes, noise):
    """The same column in other batches, in another order, gives the same answer."""
    numbers = np.concatenate([bsns(6000), bsns(noise, seed=3) + 1])
    watch = BsnWatch("nr")
    for part in np.split(numbers, np.cumsum(sizes)):
        watch.see(texts(part))
    assert watch.is_suspected == suspect_bsn("nr", texts(numbers[::-1]))


def test_a_pseudonym_is_a_keyed_hash():
    """HMAC-SHA-256, 32 hexadecimal digits, and none for no id."""
    expected = hmac.new(KEY, b"cli\xc3\xabnt 7", hashlib.sha256).hexdigest()[:32]
    assert pseudonymise(pl.Series([" cliënt 7 ", None, ""]), KEY).to_list() == [expected, None, None]
    assert pseudonymise(pl.Series(["cliënt 7"]), KEY + b"!").to_list() != [expected]


@pytest.mark.parametrize(
    "written", ["12345672", "012345672", "0123.45.672", "012 345 672", " 12345672.0", "1234.56.72"]
)
def test_one_person_has_one_pseudonym(written):
    """However a BSN is written, with its zero in front or without, the pseudonym is the same."""
    assert by_hand(12345672)
    assert pseudonymise(pl.Series([written]), KEY).to_list() == pseudonymise(pl.Series(["012345672"]), KEY).to_list()


@pytest.mark.parametrize(("one", "other"), [("1.12", "11.2"), ("7", "07"), ("a", "A"), ("12345678", "012345678")])
def test_two_persons_have_two_pseudonyms(one, other):
    """Ids that are no BSNs keep their dots, zeros and capitals."""
    pseudonyms = pseudonymise(pl.Series([one, other]), KEY)
    assert pseudonyms[0] != pseudonyms[1]


def test_ids_stay_texts():
    """Leading zeros stay, white space around an id goes, and an empty one is none."""
    ids = person_ids(pl.Series(["007", " 1.2\u200b", "", "\xa0", None, "123.456.782"]), pseudonymised=False)
    assert ids.to_list() == ["007", "1.2", None, None, None, "123.456.782"]


@pytest.mark.parametrize("text", ["1,23457E+08", "1.2e+11", "1E+08"])
def test_an_id_that_a_spreadsheet_cut_off_is_none(text):
    """Several persons may share what is left of it."""
    assert person_ids(pl.Series([text, "1E08", "E+08", "12E+08"]), pseudonymised=False).to_list() == [
        None,
        "1E08",
        "E+08",
        "12E+08",
    ]


def test_a_key_is_long_enough_or_refused(tmp_path):
    """Sixteen bytes besides the end of the line; else exit code 2, without the key."""
    file = tmp_path / "sleutel"
    file.write_bytes(b"0123456789abcdef\r\n")
    assert read_key(file) == b"0123456789abcdef"
    file.write_bytes(b"ZZKANARIEZZ\n\n\n\n\n\n\n")
    for path in (file, tmp_path / "nergens", tmp_path):
        with pytest.raises(FileError) as caught:
            read_key(path)
        (sentence,) = caught.value.sentences
        assert "ZZKANARIEZZ" not in sentence.nl + sentence.en
        assert "--pseudonymise" in sentence.nl


@pytest.mark.parametrize("text", ["123456782", "1234.56.782", " 123456782.0 "])
def test_a_bsn_is_never_shown(text):
    """Not even where the text of a cell may be."""
    assert shown(text) == "#########"
    assert shown("12345672") == "########"
    assert shown("123456789") == "123456789"


def test_a_problem_is_told_safely():
    """Control characters are spelled out, and what joins a list cannot come from a cell."""
    log = ProblemLog(show_values=False)
    problems = BatchProblems(log, "a.csv", np.array([2, 5]))
    problems.column("k", "unreadable", pl.Series(["\x1b[3m;x", "1"]), np.array([True, False]), "1|2")
    problems.tell(0, 'facts:f: "y" not in 1..2')
    assert problems.told.to_list() == ['k: "\\x1b[3m,x" not in 1|2;facts:f: "y" not in 1..2', None]
    assert problems.rows.tolist() == [True, False]
    assert [(seen.line, seen.column, seen.kind, seen.found) for seen in log.first] == [(2, "k", "unreadable", None)]


def test_the_log_counts_all_and_keeps_few():
    """A million of the same problem are one line on stderr."""
    log = ProblemLog(show_values=True)
    problems = BatchProblems(log, "a.csv", np.arange(10))
    problems.column("k", "unreadable", pl.Series(["x"] * 10), np.ones(10, np.bool_), "1|2")
    assert log.counts == {("k", "unreadable"): 10}
    assert [(seen.line, seen.found) for seen in log.first] == [(0, "x"), (1, "x"), (2, "x")]
