"""A questionnaire of two scales, and norms of it as a file would have them."""

import copy
from collections.abc import Callable

import pytest

from reintegratie_cli.models.fingerprint import fingerprint
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.norms import Norms

INSTRUMENT = {
    "instrument": "proef",
    "version": "1.0.0",
    "answers": {
        "drie": {"type": "ordinal", "values": {1: {"nl": "nee"}, 2: {"nl": "soms"}, 3: {"nl": "ja"}}},
        "getal": {"type": "number", "min": 0, "max": 30},
    },
    "missing": [9],
    "items": {
        "a": {"answers": "drie", "text": "Eerste vraag"},
        "b": {"answers": "drie"},
        "c": {"answers": "getal"},
    },
    "scales": {
        "zin": {"measurement": "reflective", "items": ["a", "b"], "reversed": ["b"], "score": "mean"},
        "uren": {"measurement": "single", "items": ["c"], "score": "sum"},
    },
}


@pytest.fixture
def instrument_data() -> dict:
    """A questionnaire as its file would have it."""
    return copy.deepcopy(INSTRUMENT)


@pytest.fixture
def instrument() -> Instrument:
    """A questionnaire of two scales: `zin` scores 1, 1.5, ... 3 and `uren` 0 to 30."""
    return Instrument.model_validate(INSTRUMENT)


@pytest.fixture
def norm_data(instrument) -> dict:
    """Norms of it, with nothing wrong."""
    return {
        "norms": "proef.stad-2026",
        "population": "Bijstand in Stad",
        "status": "local",
        "use": "individual",
        "stakes": "intake",
        "collected": "2026",
        "source": "Gemeente Stad",
        "frame": "iedereen met bijstand",
        "invited": 900,
        "responded": 640,
        "mode": "online",
        "share_assisted": 0.1,
        "scales": {
            "zin": {
                "fingerprint": fingerprint(instrument, "zin"),
                "n": 400,
                "mean": 2.1,
                "sd": 0.5,
                "reliability": 0.8,
                "coefficient": "omega",
                "frequencies": [
                    {"from": 1.0, "to": 1.5, "n": 60},
                    {"from": 2.0, "to": 2.0, "n": 240},
                    {"from": 2.5, "to": 3.0, "n": 80},
                ],
            },
            "uren": {"fingerprint": fingerprint(instrument, "uren"), "n": 380, "mean": 12.0, "sd": 6.0},
        },
        "correlations": {"uren": {"zin": 0.3}},
    }


@pytest.fixture
def norms(norm_data) -> Callable[..., Norms]:
    """Makes the norms with some keys changed; a key of a scale as `zin__n`."""

    def make(**changes: object) -> Norms:
        data = copy.deepcopy(norm_data)
        for key, value in changes.items():
            scale, _, of_scale = key.partition("__")
            if of_scale:
                data["scales"][scale][of_scale] = value
            else:
                data[key] = value
        return Norms.model_validate(data)

    return make
