"""What a norm file may not say."""

import pytest
from pydantic import ValidationError

from reintegratie_cli.models.norm_checks import check_norms, is_for_fairness_only


def told(norms, file_id=None):
    """Every problem, as keys and sentence."""
    return [(".".join(map(str, problem.at)), problem.what.nl) for problem in check_norms(norms, file_id)]


def test_a_good_file_has_no_problems(norms):
    """The file that the other tests change."""
    assert told(norms(), "proef.stad-2026") == []


@pytest.mark.parametrize(
    ("changes", "at", "said"),
    [
        ({"status": "illustrative"}, "use", "individual kan niet bij status illustrative. Toegestaan: none."),
        ({"status": "illustrative", "use": "group"}, "use", "group kan niet bij status illustrative"),
        ({"status": "reference"}, "use", "individual kan niet bij status reference. Toegestaan: group, none."),
        (
            {"zin__n": 199, "zin__frequencies": []},
            "scales.zin.n",
            "ten minste 200 personen in elke schaal; hier zijn er 199",
        ),
        ({"use": "group", "uren__n": 99}, "scales.uren.n", "ten minste 100 personen in elke schaal; hier zijn er 99"),
        ({"invited": "unknown"}, "use", "zolang dit unknown is: invited."),
        ({"invited": "unknown", "share_assisted": "unknown"}, "use", "unknown is: invited, share_assisted."),
        ({"group": {"column": "geslacht", "value": "v"}}, "use", "norm naar geslacht, leeftijd of herkomst"),
        ({"responded": 901}, "responded", "geen 901 hebben geantwoord als er 900 zijn gevraagd"),
        ({"responded": 390}, "scales.zin.n", "geen 400 een score hebben als er 390 hebben geantwoord"),
        ({"collected": "26"}, "collected", "26 kan hier niet. Toegestaan: een jaar"),
        ({"collected": "2026-2024"}, "collected", "2026-2024 kan hier niet"),
        ({"norms": "proef"}, "norms", "proef is geen id van een norm"),
        ({"norms": "../proef.stad"}, "norms", "../proef.stad is geen id van een norm"),
        ({"zin__coefficient": None}, "scales.zin", "reliability staat er zonder coefficient"),
        ({"zin__reliability": None}, "scales.zin", "coefficient staat er zonder reliability"),
        ({"correlations": {"uren": {"iets": 0.1}}}, "correlations.uren.iets", "de schaal iets bestaat niet"),
        ({"correlations": {"zim": {"uren": 0.1}}}, "correlations.zim", "Bedoelde u zin?"),
        ({"correlations": {"zin": {"zin": 1.0}}}, "correlations.zin.zin", "met zichzelf"),
        ({"correlations": {"zin": {"uren": 0.1}, "uren": {"zin": 0.1}}}, "correlations.uren.zin", "staan er al"),
    ],
)
def test_what_cannot_be_is_said_where_it_stands(norms, changes, at, said):
    """One problem, at its key."""
    (found,) = told(norms(**changes))

    assert found[0] == at
    assert said in found[1]


@pytest.mark.parametrize(
    ("cells", "at", "said"),
    [
        ([(1.0, 2.0), (2.0, 3.0)], "1.from", "hoger zijn dan 2"),
        ([(2.0, 3.0), (1.0, 1.5)], "1.from", "hoger zijn dan 3"),
        ([(2.0, 1.0)], "0", "to: ligt lager dan from:"),
    ],
)
def test_cells_rise_without_overlap(norms, cells, at, said):
    """The place of the cell and what its bound must be."""
    (found,) = told(norms(zin__frequencies=[{"from": low, "to": high, "n": 50} for low, high in cells]))

    assert found[0] == f"scales.zin.frequencies.{at}"
    assert said in found[1]


def test_no_more_persons_in_cells_than_have_a_score(norms):
    """400 have one."""
    (found,) = told(norms(zin__frequencies=[{"from": 1.0, "to": 3.0, "n": 401}]))

    assert found == ("scales.zin.frequencies", "de frequenties tellen 401 personen, meer dan de 400 met een score.")


@pytest.mark.parametrize("points", [[(1.0, 20.0), (1.0, 30.0)], [(1.0, 30.0), (2.0, 20.0)]])
def test_smoothed_percentiles_rise(norms, points):
    """Scores strictly, percentiles never down."""
    smoothed = {
        "method": "log_linear",
        "moments": 2,
        "percentiles": [{"score": score, "percentile": rank} for score, rank in points],
    }

    assert told(norms(zin__smoothed=smoothed)) == [
        ("scales.zin.smoothed.percentiles.1", "scores en percentielen moeten oplopen.")
    ]


@pytest.mark.parametrize(
    "changes",
    [
        *({"zin__sd": 0.0}, {"zin__reliability": 1.0}, {"zin__reliability": -0.1}, {"zin__n": 0}),
        *({"correlations": {"uren": {"zin": 1.01}}}, {"share_assisted": 1.2}, {"invited": "veel"}, {"invited": 0}),
        *({"zin__frequencies": [{"from": 1.0, "to": 3.0, "n": 9}]}, {"use": "always"}, {"scales": {}}, {"typo": 1}),
        {"zin__mean": float("nan"), "zin__sd": float("nan")},
    ],
)
def test_what_no_norm_can_have_is_refused(norms, changes):
    """A spread of nothing, a perfect or negative reliability, a cell of nine, a correlation over one, unknown keys."""
    with pytest.raises(ValidationError):
        norms(**changes)


def test_the_file_is_called_as_the_norm(norms):
    """Else it would not be found by its id."""
    assert told(norms(), "proef.dorp-2026")[0][0] == "norms"


@pytest.mark.parametrize(
    "column", ["geslacht", "Sekse", "leeftijd", "age_group", "herkomst", "geboorteland", "migratieachtergrond"]
)
def test_columns_that_say_what_a_person_is(column):
    """Sex, age and origin."""
    assert is_for_fairness_only(column)


@pytest.mark.parametrize("column", ["wijk", "regeling", "manager", "stage", "fase", "team"])
def test_columns_that_do_not(column):
    """Names that hold such a word by accident."""
    assert not is_for_fairness_only(column)


def test_a_retest_goes_before_omega_and_raters_before_all(norms):
    """What error is measured by."""
    omega, retest = norms(), norms(zin__retest_reliability=0.7, zin__retest_n=60)
    rater = norms(zin__coefficient="rater", zin__retest_reliability=0.7)

    found = [made.scales["zin"].dependable for made in (omega, retest, rater)]
    assert found == [(0.8, "omega"), (0.7, "retest"), (0.8, "rater")]


def test_a_correlation_is_found_under_either_scale(norms):
    """Each pair stands there once."""
    made = norms()

    assert [made.correlation(*pair) for pair in (("zin", "uren"), ("uren", "zin"), ("zin", "zin"), ("zin", "x"))] == [
        *(0.3, 0.3, 1.0),
        None,
    ]
