"""Simulated answers to a questionnaire."""

import numpy as np
import pytest

from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.responses import Facts, Responses
from reintegratie_cli.workflows.scales import item_scores, score_scales
from reintegratie_cli.workflows.simulate import INDEX_RELIABILITY, simulate_answers, written

N = 20_000


def responses(instrument, answers):
    """The simulated answers as a batch."""
    n = len(next(iter(answers.values())))
    everybody = np.full(n, fill_value=True)
    given = {
        item: places + instrument.answer_set(item).lowest if instrument.answer_set(item).is_open else places
        for item, places in answers.items()
    }
    nobody, never = ~everybody, np.full(n, np.datetime64("NaT", "D"))
    return Responses(n, given, {}, everybody, nobody, everybody, never, nobody, Facts())


def keyed(instrument, scale, batch):
    """(n_persons, n_items) of one scale, reversed items reversed."""
    columns = []
    for item in instrument.scales[scale].items:
        scores, ends = item_scores(instrument, item, batch.answers[item]), instrument.answer_set(item)
        columns.append(ends.lowest + ends.highest - scores if item in instrument.scales[scale].reversed else scores)
    return np.stack(columns, axis=1)


@pytest.fixture(scope="session")
def intake(book):
    """The intake with a professional's rating, and answers of many persons."""
    return book.rated, responses(book.rated, simulate_answers(book.rated, N, seed=1))


def test_every_scale_has_the_reliability_that_it_assumes(intake):
    """Alpha of the scored answers of 20,000 persons, an index that of a short scale, to within .012."""
    instrument, batch = intake
    off = {}
    for name, scale in instrument.scales.items():
        items = keyed(instrument, name, batch)
        covariances, k = np.cov(items.T), items.shape[1]
        alpha = k / (k - 1) * (1 - np.trace(covariances) / covariances.sum())
        expected = scale.error.reliability if scale.measurement == "reflective" else INDEX_RELIABILITY
        if abs(alpha - expected) > 0.012:
            off[name] = (alpha, expected)
    assert off == {}


def test_the_mean_of_a_scale_lies_on_its_favourable_side(intake):
    """People answer so; a scale that is neither lies in the middle."""
    instrument, batch = intake
    for name, scale in score_scales(instrument, batch).scales.items():
        share = (scale.score.mean() - scale.true.low) / (scale.true.high - scale.true.low)
        expected = {"favourable": 0.61, "unfavourable": 0.39, "neither": 0.5}[instrument.scales[name].high]
        assert share == pytest.approx(expected, abs=0.03), name


def test_scales_hang_together_as_far_as_they_should(intake):
    """.45 squared, less for what error takes away; an unfavourable scale the other way round."""
    instrument, batch = intake
    scored = score_scales(instrument, batch).scales
    reliability = {name: scale.error.reliability for name, scale in instrument.scales.items()}
    for other, sign in (("netwerk", 1), ("discriminatie", -1)):
        found = np.corrcoef(scored["intentie"].score, scored[other].score)[0, 1]
        expected = sign * 0.45**2 * np.sqrt(reliability["intentie"] * reliability[other])
        assert found == pytest.approx(expected, abs=0.03)


def test_reversed_items_are_answered_the_other_way_round(intake):
    """They correlate negatively with the others of their scale, until they are reversed."""
    instrument, batch = intake
    assert "att_a_2" in instrument.scales["attitude_affectief"].reversed
    plain = np.corrcoef([item_scores(instrument, f"att_a_{k}", batch.answers[f"att_a_{k}"]) for k in (1, 2, 3)])
    turned = np.corrcoef(keyed(instrument, "attitude_affectief", batch).T)
    assert (plain[0, 1] < -0.3, plain[1, 2] < -0.3, plain[0, 2] > 0.3) == (True, True, True)
    assert turned.min() > 0.3


def test_every_answer_of_a_closed_set_is_given(intake):
    """All places of the list, wishes too, and no others."""
    instrument, batch = intake
    for item in instrument.items:
        expected = list(range(len(instrument.answer_set(item).codes)))
        assert np.unique(batch.answers[item]).tolist() == expected, item


def test_the_same_seed_gives_the_same_answers(book):
    """And another seed others."""
    one, same, other = (simulate_answers(book.intake, 50, seed) for seed in (1, 1, 2))
    assert list(one) == list(same) == list(book.intake.items)
    assert all((one[item] == same[item]).all() for item in one)
    assert any((one[item] != other[item]).any() for item in one)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"type": "number", "min": 1, "max": 4}, ["1", "2", "3", "4"]),
        ({"type": "count", "min": 0}, [str(place) for place in range(13)]),
        ({"type": "ordinal", "values": {1: {"nl": "nee", "en": "no"}, 2: {}}}, ["nee", "2"]),
    ],
)
def test_answers_are_written_as_a_person_would(answers, expected):
    """By their labels where there are any; an open answer as one of its first numbers."""
    made = {"answers": {"a": answers}, "items": {"i": {"answers": "a"}}}
    scale = {"measurement": "single", "items": ["i"], "score": "mean"}
    instrument = Instrument.model_validate({"instrument": "x", "version": "1.0.0", "scales": {"s": scale}, **made})
    assert written(instrument.answer_set("i"), labels=True) == expected
    codes = [str(code) for code in instrument.answer_set("i").codes]
    assert written(instrument.answer_set("i"), labels=False) == (codes or expected)
    assert set(simulate_answers(instrument, 500, 1)["i"].tolist()) <= set(range(len(expected)))
