"""A fingerprint changes with what makes a score, and with nothing else."""

import pytest

from reintegratie_cli.models.battery import combine
from reintegratie_cli.models.fingerprint import fingerprint
from reintegratie_cli.models.instrument import Instrument


def _text(data):
    data["items"]["a"]["text"] = "Een andere vraag"


def _title(data):
    data["title"] = data["scales"]["zin"]["title"] = "Anders"


def _label(data):
    data["answers"]["drie"]["values"][1] = {"nl": "helemaal niet", "also": ["AO01"]}


def _name_of_answers(data):
    data["answers"]["anders"] = data["answers"].pop("drie")
    data["items"]["a"]["answers"] = data["items"]["b"]["answers"] = "anders"


def _missing(data):
    data["missing"] = [8, 9]


def _version(data):
    data["version"] = "1.4.0"


def _order(data):
    data["scales"]["zin"]["items"] = ["b", "a"]


def _score_that_was_so_already(data):
    data["answers"]["drie"]["values"][2] = {"nl": "soms", "score": 2.0}


def _error(data):
    data["scales"]["zin"]["error"] = {"sd": 0.5, "reliability": 0.7, "source": "assumed"}


def _other_scale(data):
    data["scales"]["uren"]["score"] = "mean"


def _items(data):
    data["scales"]["zin"]["items"] = ["a", "b", "c"]


def _key(data):
    data["scales"]["zin"]["reversed"] = []


def _score(data):
    data["answers"]["drie"]["values"][3] = {"nl": "ja", "score": 4.0}


def _scores_the_other_way(data):
    data["answers"]["drie"]["values"] = {1: {"score": 3.0}, 2: {"score": 2.0}, 3: {"score": 1.0}}


def _more_answers(data):
    data["answers"]["drie"]["values"][4] = {"nl": "altijd"}


def _method(data):
    data["scales"]["zin"]["score"] = "sum"


def _count(data):
    data["scales"]["zin"]["score"] = {"count_above": 1}


def _min_answered(data):
    data["scales"]["zin"]["min_answered"] = 1


def _empty(data):
    data["answers"]["drie"]["empty"] = 1


def _follow_up(data):
    data["items"]["b"]["only_if"] = {"item": "a", "is": [2, 3]}


@pytest.mark.parametrize(
    "change",
    [
        *(_text, _title, _label, _name_of_answers, _missing, _version, _order),
        *(_score_that_was_so_already, _error, _other_scale),
    ],
)
def test_what_is_said_makes_no_difference(instrument_data, instrument, change):
    """Texts, titles, labels, names, missing codes and the order of items leave the fingerprint as it was."""
    change(instrument_data)

    assert fingerprint(Instrument.model_validate(instrument_data), "zin") == fingerprint(instrument, "zin")


@pytest.mark.parametrize(
    "change",
    [
        *(_items, _key, _score, _scores_the_other_way, _more_answers, _method, _count),
        *(_min_answered, _empty, _follow_up),
    ],
)
def test_what_makes_the_score_makes_another_fingerprint(instrument_data, instrument, change):
    """Items, keys, answer scores, method and minimum."""
    change(instrument_data)

    assert fingerprint(Instrument.model_validate(instrument_data), "zin") != fingerprint(instrument, "zin")


@pytest.mark.parametrize("bound", ["min", "max"])
def test_the_bounds_of_a_number_belong_to_it(instrument_data, instrument, bound):
    """A reversed item is scored by them."""
    instrument_data["answers"]["getal"][bound] = 15

    assert fingerprint(Instrument.model_validate(instrument_data), "uren") != fingerprint(instrument, "uren")


def test_what_a_follow_up_counts_as_belongs_to_it(instrument_data):
    """A question that was not asked can have a score."""
    made = []
    for otherwise in (1, 3):
        instrument_data["items"]["b"]["only_if"] = {"item": "a", "is": [2, 3], "else": otherwise}
        made.append(fingerprint(Instrument.model_validate(instrument_data), "zin"))

    assert made[0] != made[1]


def test_a_scale_keeps_it_in_a_battery(instrument_data, instrument):
    """A battery renames answer sets, and scores as before."""
    other = {
        "items": {"z": {"answers": "drie"}},
        "scales": {"rest": {**instrument_data["scales"]["uren"], "items": ["z"]}},
    }
    second = Instrument.model_validate({**instrument_data, "instrument": "ander", **other})

    assert fingerprint(combine([instrument, second]), "zin") == fingerprint(instrument, "zin")


def test_it_is_sixteen_hexadecimal_digits(instrument):
    """And stays the same from version to version: norms of others are known by it."""
    assert fingerprint(instrument, "zin") == "289e14e84ac85a05"
