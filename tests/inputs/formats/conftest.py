"""What the tests of file formats have in common: refusals without a cell, and files that are surely whole."""

import pytest

from reintegratie_cli.errors import ReintegratieError
from reintegratie_cli.inputs.formats import readstat

CANARY = "ZZKANARIEZZ"
"""What no sentence may hold; the files of these tests do."""
CRASHES = readstat.crashes


@pytest.fixture
def refused(read):
    """What is said of content that `read` does not read; no cell is shown."""

    def run(content, **options):
        with pytest.raises(ReintegratieError) as caught:
            read(content, **options)
        (sentence,) = caught.value.sentences
        assert CANARY not in sentence.nl + sentence.en
        return sentence.en.split(": ", 1)[1]

    return run


@pytest.fixture(autouse=True)
def _no_trial(monkeypatch):
    """Most files of these tests are whole; a process for each would take most of the time."""
    monkeypatch.setattr(readstat, "crashes", lambda *_: False)


@pytest.fixture
def trial(monkeypatch):
    """Each file is tried in a process of its own first, as it is outside these tests."""
    monkeypatch.setattr(readstat, "crashes", CRASHES)
