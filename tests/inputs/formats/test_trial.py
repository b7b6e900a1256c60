"""A first reading in another process says whether a file takes its reader down, and leaves the file as it was."""

import pytest

from reintegratie_cli.inputs.formats.trial import crashes
from reintegratie_cli.inputs.opened import Opened


@pytest.fixture
def given(tmp_path):
    """A file of six bytes, of which two were read."""
    path = tmp_path / "in.dat"
    path.write_bytes(b"abcdef")
    with path.open("rb", buffering=0) as file:
        file.read(2)
        yield Opened(str(path), file, None, None)


@pytest.mark.parametrize("end", ["os.abort()", "os.kill(os.getpid(), 11)", "sys.exit(3)", "1 / 0"])
def test_what_ends_badly_crashes(given, end):
    """However it ends."""
    assert crashes(given, f"import os, sys; {end}")


def test_the_whole_file_is_tried_and_the_place_in_it_stays(given):
    """The other process begins at its first byte; here the next byte is still the third."""
    assert not crashes(given, "import sys; assert sys.stdin.buffer.read() == b'abcdef'")
    assert given.file.read(1) == b"c"


def test_what_does_not_end_crashes(given):
    """After the seconds it has."""
    assert crashes(given, "import time; time.sleep(30)", 0.2)


def test_no_memory_is_left_on_the_disk(given):
    """What the system writes of a process that falls over holds what it had read."""
    assert not crashes(given, "assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0")
