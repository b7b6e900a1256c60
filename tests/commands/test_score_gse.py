"""The General Self-Efficacy scale by hand: sums, missing answers, the standard error."""

import math

import pytest

HEADER = ["id", *(f"self{item}" for item in range(1, 11))]
SCALE = "zelfeffectiviteit_algemeen"
FULL_ERROR = 5.0 * math.sqrt(1 - 0.845)


@pytest.fixture
def scored(folder, call):
    """Scores one person's ten answers."""

    def score(*answers: str):
        (folder / "gse.csv").write_text(f"{','.join(HEADER)}\n1,{','.join(answers)}\n", encoding="utf-8")
        (row,) = call("score", "gse.csv", "-i", "gse").rows
        return row

    return score


@pytest.mark.parametrize(
    ("answers", "total"),
    [
        ([1] * 10, 10.0),
        ([4] * 10, 40.0),
        ([1, 2, 3, 4, 1, 2, 3, 4, 1, 2], 23.0),
        ([3] * 9 + [3.375], 30.375),
        ([2, 2, 2, 2, 2, 2, 2, 2, "", ""], 20.0),
        ([4, 3, 4, 3, 4, 3, 4, 3, 4, 99], 32 / 9 * 10),
    ],
)
def test_the_score_is_the_sum(scored, answers, total):
    """Of what is answered the mean, times ten; at least eight answers."""
    assert float(scored(*map(str, answers))[f"{SCALE}.score"]) == pytest.approx(total, abs=5e-5)


def test_below_eight_answers_there_is_no_score(scored):
    """How many there were is said."""
    row = scored(*["3"] * 7, "", "99", "weet ik niet")

    assert (row[f"{SCALE}.score"], row[f"{SCALE}.answered"], row["row.status"]) == ("", "7", "ok")


@pytest.mark.parametrize(("n_answers", "error"), [(10, FULL_ERROR), (8, FULL_ERROR * math.sqrt(10 / 8))])
def test_the_error_grows_with_what_is_left_out(scored, n_answers, error):
    """The root of 1 - reliability times sd, times the root of n / k: Spearman-Brown for parallel items."""
    row = scored(*["3"] * n_answers, *[""] * (10 - n_answers))

    assert float(row[f"{SCALE}.se"]) == pytest.approx(error, abs=5e-5)


@pytest.mark.parametrize(("answer", "band"), [("1", "low"), ("3", "mid"), ("4", "high")])
def test_the_band_is_on_the_raw_scale(scored, answer, band):
    """Low below 25, high above 35."""
    assert scored(*[answer] * 10)[f"{SCALE}.band"] == band


@pytest.mark.parametrize("answer", ["0", "5", "4.5", "2,3,4", "drie"])
def test_an_answer_off_the_scale_spoils_the_score(scored, answer):
    """One unreadable cell: no score, and what was found stands in the row."""
    row = scored(*["3"] * 9, f'"{answer}"')

    assert (row["row.status"], row[f"{SCALE}.score"]) == ("rejected", "")
    assert row["row.problems"] == f'self10: "{answer}" not in 1..4'


def test_nothing_is_said_of_groups_that_it_does_not_inform(scored):
    """Sol's groups rest on other scales, so there is no suggestion and no advice."""
    row = scored(*["1"] * 10)

    assert {row[name] for name in row if name.startswith("sol.")} == {""}
    assert (row["interventions"], row["wanberg.zoekgedrag"]) == ("", "need")
