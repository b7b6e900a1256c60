"""Several norms: which is a scale's, and which are refused for it."""

import pytest

from reintegratie_cli.errors import UsageError
from reintegratie_cli.inputs import catalogue
from reintegratie_cli.models.norm_book import NormBook


def test_the_norm_that_is_named_first_counts(norms):
    """Of two norms of one scale."""
    first, second = norms(), norms(norms="proef.land-2025")

    assert NormBook((second, first)).of("zin") == (second, second.scales["zin"])


def test_a_scale_without_a_norm_has_none(norms):
    """And it is no mistake."""
    assert NormBook((norms(),)).of("iets") is None


def test_a_fitting_norm_stays_whole(norms, instrument):
    """Nothing to say."""
    book = NormBook((norms(),))

    assert book.check(instrument) == (book, ())


def test_another_fingerprint_is_refused_for_that_scale_only(norms, instrument):
    """The other scale keeps its norm, and the correlation of the two goes."""
    book, said = NormBook((norms(zin__fingerprint="0" * 16),)).check(instrument)

    assert book.of("zin") is None
    assert book.of("uren") is not None
    assert book.norms[0].correlations == {}
    assert [text.nl.split(":")[0] for text in said] == ["zin"]


def test_a_refused_scale_gets_the_norm_that_is_named_next(norms, instrument):
    """Where another norm does fit."""
    wrong, right = norms(zin__fingerprint="0" * 16), norms(norms="proef.land-2025")
    book, _ = NormBook((wrong, right)).check(instrument)

    assert book.of("zin")[0].norms == "proef.land-2025"


@pytest.mark.parametrize(
    "cells",
    [
        [{"from": 1.0, "to": 2.0, "n": 60}, {"from": 2.5, "to": 2.5, "n": 90}],
        [{"from": 1.0, "to": 1.5, "n": 60}, {"from": 2.5, "to": 3.0, "n": 90}],
        [{"from": 1.0, "to": 1.7, "n": 60}, {"from": 2.0, "to": 3.0, "n": 90}],
        [{"from": 0.0, "to": 2.0, "n": 60}, {"from": 2.5, "to": 3.0, "n": 90}],
        [{"from": 4.0, "to": 5.0, "n": 60}],
    ],
    ids=["the highest lacks", "one between lacks", "no possible score", "begins too low", "all too high"],
)
def test_cells_that_are_not_of_the_possible_scores_are_refused(norms, instrument, cells):
    """The scale scores 1, 1.5, 2, 2.5 and 3."""
    book, said = NormBook((norms(zin__frequencies=cells),)).check(instrument)

    assert book.of("zin") is None
    assert "mogelijke scores" in said[0].nl


def test_a_norm_of_another_questionnaire_is_a_mistake(norms):
    """It was named for nothing."""
    with pytest.raises(UsageError, match=r"other scales than the questionnaire werkvermogen.*zin, uren"):
        NormBook((norms(),)).check(catalogue.find_instrument("werkvermogen"))


def test_past_the_age_a_norm_decides_nothing_about_persons(norms):
    """It stays, for groups, and is no longer admitted."""
    book, said = NormBook((norms(),)).at(2047, catalogue.load_norm_age())

    assert (book.norms[0].use, book.norms[0].admitted, len(said)) == ("group", False, 1)


@pytest.mark.parametrize(
    ("status", "use", "admitted"),
    [
        *(("local", "individual", True), ("national", "individual", True), ("local", "group", False)),
        *(("reference", "group", False), ("illustrative", "none", False)),
    ],
)
def test_only_ones_own_norms_for_persons_are_admitted(norms, status, use, admitted):
    """All others fill columns."""
    made = norms(status=status, use=use)

    assert made.admitted is admitted
    assert (NormBook((made,)).admitted is made) is admitted


def test_other_stakes_are_said(norms):
    """Answers at an intake beside norms of an intake are not; beside anonymous ones they are."""
    book = NormBook((norms(), norms(stakes="anonymous")))

    assert len(book.other_stakes("intake")) == 1


def test_what_the_output_names(norms):
    """Ids with versions, and each status."""
    book = NormBook((norms(), norms(norms="proef.land-2025", status="national", version="2.0.0")))

    assert book.ids == ("proef.stad-2026 1.0.0", "proef.land-2025 2.0.0")
    assert book.status == ("local", "national")
