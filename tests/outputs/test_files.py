"""Where output goes: a file is replaced whole or not at all, private when it is new, and never an input."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from reintegratie_cli.errors import FileError
from reintegratie_cli.outputs.files import STANDARD, open_output, same_target

posix = pytest.mark.skipif(os.name != "posix", reason="modes, links and limits are those of POSIX")
has_full_device = pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")

LIMITED = """
import resource, signal, sys
from reintegratie_cli.outputs.files import open_output
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
with open_output(sys.argv[1]) as stream:
    for _ in range(100):
        stream.write(b"x" * 100)
"""


def write(target, content=b"new", inputs=()) -> None:
    """Write to a target as a command does."""
    with open_output(str(target), [str(name) for name in inputs]) as stream:
        stream.write(content)


def mode_of(path) -> int:
    """Who may read and write it."""
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def old(tmp_path):
    """A file that was there before."""
    path = tmp_path / "scores.csv"
    path.write_bytes(b"old")
    return path


@posix
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_a_new_file_is_private(tmp_path, umask):
    """Only its owner can read the answers of people, whatever the system's habit is."""
    before = os.umask(umask)
    try:
        write(tmp_path / "scores.csv")
    finally:
        os.umask(before)

    assert mode_of(tmp_path / "scores.csv") == 0o600


@posix
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o600])
def test_an_existing_file_keeps_its_mode(old, mode):
    """Whoever could read it yesterday can read it today."""
    old.chmod(mode)

    write(old)

    assert (mode_of(old), old.read_bytes()) == (mode, b"new")


@posix
def test_a_link_stays_a_link(tmp_path, old):
    """What it points to is replaced, not the link."""
    link = tmp_path / "latest.csv"
    link.symlink_to(old)

    write(link)

    assert (link.is_symlink(), old.read_bytes()) == (True, b"new")


@posix
def test_a_link_to_nothing_makes_what_it_points_to(tmp_path):
    """A link that waits for its file gets it."""
    link = tmp_path / "latest.csv"
    link.symlink_to(tmp_path / "scores.csv")

    write(link)

    assert (link.is_symlink(), (tmp_path / "scores.csv").read_bytes()) == (True, b"new")


@posix
@pytest.mark.parametrize("how", ["itself", "another way", "hard link", "symbolic link"])
def test_an_input_is_never_overwritten(tmp_path, old, how):
    """Whatever name it has."""
    (tmp_path / "folder").mkdir()
    names = {
        "itself": old,
        "another way": tmp_path / "folder" / ".." / old.name,
        "hard link": tmp_path / "hard.csv",
        "symbolic link": tmp_path / "soft.csv",
    }
    if how == "hard link":
        names[how].hardlink_to(old)
    if how == "symbolic link":
        names[how].symlink_to(old)

    with pytest.raises(FileError, match="itself an input file"):
        write(names[how], inputs=[STANDARD, old])

    assert old.read_bytes() == b"old"


@pytest.mark.parametrize(
    ("target", "why"), [("", "is a folder"), ("gone/scores.csv", "the folder .*gone does not exist")]
)
def test_a_target_that_cannot_be_a_file_is_refused(tmp_path, target, why):
    """With the reason, before anything is computed."""
    with pytest.raises(FileError, match=why):
        write(tmp_path / target)


def test_a_folder_that_may_not_be_written_to_is_refused(tmp_path, monkeypatch):
    """The system's own reason is given, and that nothing was changed."""

    def refuse(*_how):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)

    with pytest.raises(FileError, match=r"cannot be written \(Permission denied\); nothing was changed"):
        write(tmp_path / "scores.csv")


def test_after_an_error_nothing_has_changed(tmp_path, old):
    """The old file is intact, and nothing half written stays beside it."""

    def fail_halfway() -> None:
        with open_output(str(old)) as stream:
            stream.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail_halfway()

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"scores.csv": b"old"}


def test_while_it_is_written_the_old_file_can_be_read(old):
    """A reader never sees half a file."""
    with open_output(str(old)) as stream:
        stream.write(b"new")
        stream.flush()
        meanwhile = old.read_bytes()

    assert (meanwhile, old.read_bytes()) == (b"old", b"new")


@posix
def test_a_full_disk_changes_nothing(tmp_path, old, environment):
    """Where a file may not grow, the old one is intact and nothing stays beside it."""
    command = [sys.executable, "-c", LIMITED, str(old)]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert "cannot be written (File too large); nothing was changed" in ran.stderr
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"scores.csv": b"old"}


@has_full_device
def test_a_device_is_written_to_as_it_is():
    """It cannot be replaced by a file; a full one is an error all the same."""
    with pytest.raises(FileError, match="No space left on device"):
        write("/dev/full")

    assert stat.S_ISCHR(Path("/dev/full").stat().st_mode)


def test_closed_standard_output_is_refused(monkeypatch):
    """Where the caller closed it, there is nothing to write to."""
    monkeypatch.setattr(sys, "stdout", None)

    with pytest.raises(FileError, match="stdout cannot be written"):
        write(STANDARD)


def test_a_name_with_controls_is_shown_harmlessly(tmp_path):
    """An escape sequence in the name of a folder never reaches a terminal."""
    with pytest.raises(FileError) as refused:
        write(tmp_path / "\x1b[31m" / "scores.csv")

    assert refused.value.sentences[0].nl.isprintable()


@posix
@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("-", "-", True),
        ("-", "./-", False),
        ("a.csv", "./a.csv", True),
        ("a.csv", "link.csv", True),
        ("a.csv", "b.csv", False),
    ],
)
def test_two_targets_can_be_one_file(folder, first, second, same):
    """By another name or a link, too."""
    (folder / "link.csv").symlink_to("a.csv")

    assert same_target(first, second) == same
