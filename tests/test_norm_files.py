"""The norms that are shipped: they fit their questionnaires, decide nothing about a person, and have R's figures."""

import importlib.util
import json
from pathlib import Path

import pytest

from reintegratie_cli.inputs import catalogue
from reintegratie_cli.models.norm_book import NormBook
from reintegratie_cli.models.norms import FEWEST_IN_CELL, Norms

REFERENCE = Path(__file__).parent / "reference"
R = json.loads((REFERENCE / "norms.json").read_text(encoding="utf-8"))["gse"]
SHIPPED = [norms.norms for norms in catalogue.list_norms()]


@pytest.fixture(scope="module")
def gse() -> Norms:
    """Dutch general self-efficacy."""
    return catalogue.find_norms("gse.nederland-schwarzer")


@pytest.fixture(scope="module")
def simulated() -> Norms:
    """What the script makes now."""
    specification = importlib.util.spec_from_file_location("make_intake_norm", REFERENCE / "make_intake_norm.py")
    script = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(script)
    return script.made()


@pytest.mark.parametrize("name", SHIPPED)
def test_every_scale_is_scored_as_its_questionnaire_scores_it_now(name):
    """A change of items or keys needs new norms."""
    norms = catalogue.find_norms(name)
    book = NormBook((norms,))

    assert book.check(catalogue.find_instrument(norms.instrument)) == (book, ())


@pytest.mark.parametrize("name", SHIPPED)
def test_nothing_shipped_decides_about_a_person(name):
    """No municipality's own people are in it."""
    norms = catalogue.find_norms(name)

    assert not norms.admitted
    assert norms.use != "individual"


@pytest.mark.parametrize("name", SHIPPED)
def test_every_cell_holds_enough_persons_not_to_tell_of_one(name):
    """And all cells together hold who answered everything."""
    for scale in catalogue.find_norms(name).scales.values():
        assert min(cell.n for cell in scale.frequencies) >= FEWEST_IN_CELL
        assert sum(cell.n for cell in scale.frequencies) == scale.n


@pytest.mark.parametrize("figure", ["n", "mean", "sd", "alpha"])
def test_the_figures_of_the_gse_are_those_of_r(gse, figure):
    """Psych's alpha, and R's mean and sd, of 911 persons: 31.138645, 5.010292, .845483."""
    assert getattr(gse.scales["zelfeffectiviteit_algemeen"], figure) == pytest.approx(R[figure], rel=1e-6)


def test_omega_of_the_gse_is_that_of_r(gse):
    """Omega3 of semTools for a one-factor model, MLR: .839149."""
    scale = gse.scales["zelfeffectiviteit_algemeen"]

    assert scale.coefficient == "omega"
    assert scale.reliability == pytest.approx(R["omega"], abs=1e-4)


def test_the_gse_says_that_its_people_are_not_job_seekers(gse):
    """Older adults and nurses."""
    assert "geen werkzoekenden" in gse.population.nl
    assert "nurses" in gse.population.en
    assert gse.status == "reference"


def test_the_intake_says_that_nobody_was_asked():
    """Illustrative, and of no use."""
    shipped = catalogue.find_norms("intake.illustratief-2026")

    assert (shipped.status, shipped.use) == ("illustrative", "none")
    assert "gesimuleerde" in shipped.population.nl


def test_the_intake_norms_are_what_their_script_makes(simulated):
    """The same figures, whatever library multiplied the matrices."""
    shipped = catalogue.find_norms("intake.illustratief-2026")
    close = {"reliability", "mean", "sd", "alpha"}

    assert shipped.model_dump(exclude={"scales", "correlations"}) == simulated.model_dump(
        exclude={"scales", "correlations"}
    )
    for name, scale in simulated.scales.items():
        assert shipped.scales[name].model_dump(exclude=close) == scale.model_dump(exclude=close)
        for figure in close:
            assert getattr(shipped.scales[name], figure) == pytest.approx(getattr(scale, figure), abs=1e-4)


def test_the_intake_norms_have_every_scale(simulated):
    """And the correlation of each two of them."""
    intake = catalogue.find_instrument("intake")
    shipped = catalogue.find_norms("intake.illustratief-2026")

    assert list(shipped.scales) == list(intake.scales)
    assert all(shipped.correlation(a, b) is not None for a in intake.scales for b in intake.scales)
    assert all(
        shipped.correlation(a, b) == pytest.approx(simulated.correlation(a, b), abs=1e-5)
        for a in intake.scales
        for b in intake.scales
    )
