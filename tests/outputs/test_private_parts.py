"""Parts that cannot be written yet: given back as they came, kept where nobody looks, and gone afterwards."""

import subprocess
import sys

import pytest

from reintegratie_cli.outputs.private_parts import PrivateParts

FULL = """
import resource, signal
from reintegratie_cli.outputs.private_parts import PrivateParts
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
PrivateParts().append(b"x" * 10_000)
"""


def test_parts_come_back_in_their_order_as_often_as_asked():
    """Empty ones too."""
    parts, given = PrivateParts(), [b"one", b"", b"three" * 100_000]
    for part in given:
        parts.append(part)

    assert ([*parts], [*parts], len(parts)) == (given, given, 3)


def test_parts_can_be_added_between_two_readings():
    """Reading does not change where the next part goes."""
    parts = PrivateParts()
    parts.append(b"one")
    next(iter(parts))
    parts.append(b"two")

    assert [*parts] == [b"one", b"two"]


def test_they_have_no_name(tmp_path, monkeypatch):
    """Nobody can find them, and no end of the program leaves them."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    PrivateParts().append(b"one")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="limits are those of POSIX")
def test_a_full_disk_is_a_sentence_that_says_which(environment):
    """The folder for temporary files, and what to do."""
    ran = subprocess.run([sys.executable, "-c", FULL], env=environment, capture_output=True, text=True, check=False)

    assert (
        "cannot be written to (no file may become that large there); nothing was changed. Make room there, or name"
        in ran.stderr
    )
