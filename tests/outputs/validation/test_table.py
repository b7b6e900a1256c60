"""The report on a terminal: no wider than a page, nothing is markup, as readable without bold."""

import dataclasses
import io

import pytest

from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.outputs import validation

PAGE = 100


def test_no_line_is_wider_than_a_page(written, result, language):
    """In a pipe."""
    lines = written("table", result, language).splitlines()

    assert [line for line in lines if len(line) > PAGE] == []


def test_a_long_questionnaire_stays_within_the_page(instrument, made):
    """69 items with long ids, ten factors: numbers stay whole, ids are broken."""
    it = made("complete")
    names = [f"een_heel_lange_naam_van_een_vraag_over_werk_zoeken_{n}" for n in range(69)]
    items = dict.fromkeys(names, it.scales["zoeken"].items["zoek_2"])
    scale = dataclasses.replace(it.scales["zoeken"], n_items=69, items=items)
    efa = dataclasses.replace(
        it.efa,
        n_factors=10,
        loadings=dict.fromkeys(names, (0.876,) * 10),
        factor_correlations=None,
        reasons={"factor_correlations": it.scales["belemmeringen"].reasons["alpha"]},
    )
    long = Instrument.model_validate(
        {**instrument.model_dump(by_alias=True), "items": {n: {"answers": "eens"} for n in names}}
    )
    stream = io.BytesIO()

    validation.write("table", stream, dataclasses.replace(it, scales={"zoeken": scale}, efa=efa), long, "nl")
    lines = stream.getvalue().decode().splitlines()

    assert [line for line in lines if len(line) > PAGE] == []
    assert sum(line.count("0,88") for line in lines) == 690


def test_nothing_controls_the_terminal(written, result, language):
    """No escape, no turned direction, whatever stands in the questionnaire."""
    text = written("table", result, language)

    assert [c for c in text if not c.isprintable() and c != "\n"] == []


def test_nothing_is_markup(written, made):
    """Square brackets stay."""
    assert "[klik](http://x)" in written("table", made("complete"))


def test_no_line_ends_in_spaces(written, result):
    """It can be copied into a letter."""
    assert [line for line in written("table", result).splitlines() if line != line.rstrip()] == []


def test_a_part_is_seen_without_bold(written, made):
    """It is underlined, after a blank line."""
    assert "\n\nScales\n──────\n" in written("table", made("complete"), "en")


@pytest.mark.parametrize("name", validation.FORMATS)
def test_the_stream_stays_open(instrument, made, name):
    """It is the caller's to close."""
    stream = io.BytesIO()
    validation.write(name, stream, made("complete"), instrument, "nl")

    assert not stream.closed
