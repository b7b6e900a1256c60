"""Where output goes: a file is replaced whole or not at all, private when it is new, and never an input."""

import errno
import os
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from reintegratie_cli.errors import FileError
from reintegratie_cli.outputs import files, replacement
from reintegratie_cli.outputs.files import STANDARD, open_output, open_outputs, replaced, same_target

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


LIMITED_SECOND = """
import resource, signal, sys
from reintegratie_cli.outputs.files import open_outputs
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
with open_outputs(sys.argv[1:]) as (first, second):
    first.write(b"x" * 100)
    second.write(b"x" * 10_000)
"""


def write(target, content=b"new", inputs=()) -> None:
    """Write to a target as a command does."""
    with open_output(str(target), [str(name) for name in inputs]) as stream:
        stream.write(content)


def mode_of(path) -> int:
    """Who may read and write it."""
    return stat.S_IMODE(path.stat().st_mode)


def write_both(first, second, content=b"new") -> None:
    """Write to two targets as a command does."""
    with open_outputs([str(first), str(second)]) as streams:
        for stream in streams:
            stream.write(content)


def left(folder) -> dict[str, bytes]:
    """Everything in a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(params=[True, False], ids=["without a name", "with a name"])
def kind(request, monkeypatch):
    """Where the system has files without a name, and where it has none."""
    if not request.param:
        monkeypatch.setattr(replacement, "_WITHOUT_NAME", 0)


@pytest.fixture
def old(tmp_path):
    """A file that was there before."""
    path = tmp_path / "scores.csv"
    path.write_bytes(b"old")
    return path


@posix
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
@pytest.mark.usefixtures("kind")
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
@pytest.mark.usefixtures("kind")
def test_an_existing_file_keeps_its_mode(old, mode):
    """Whoever could read it yesterday can read it today."""
    old.chmod(mode)

    write(old)

    assert (mode_of(old), old.read_bytes()) == (mode, b"new")


@posix
@pytest.mark.usefixtures("kind")
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

    with pytest.raises(FileError, match=r"cannot be written \(you have no permission\); nothing was changed"):
        write(tmp_path / "scores.csv")


@pytest.mark.usefixtures("kind")
def test_after_an_error_nothing_has_changed(tmp_path, old):
    """The old file is intact, and nothing half written stays beside it."""

    def fail_halfway() -> None:
        with open_output(str(old)) as stream:
            stream.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail_halfway()

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"scores.csv": b"old"}


@pytest.mark.usefixtures("kind")
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

    assert "cannot be written (no file may become that large there); nothing was changed" in ran.stderr
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"scores.csv": b"old"}


@has_full_device
def test_a_device_is_written_to_as_it_is():
    """It cannot be replaced by a file; a full one is an error all the same."""
    with pytest.raises(FileError, match="the disk is full"):
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


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has files without a name")
def test_while_it_is_written_nobody_sees_it(tmp_path):
    """It has no name, so that whatever ends the program leaves nothing."""
    with open_output(str(tmp_path / "scores.csv")) as stream:
        stream.write(b"new")
        stream.flush()
        meanwhile = left(tmp_path)

    assert (meanwhile, left(tmp_path)) == ({}, {"scores.csv": b"new"})


@pytest.mark.usefixtures("kind")
@pytest.mark.parametrize("length", [200, 250])
def test_a_long_name_is_a_name(tmp_path, length):
    """As long as the system lets it be; the name that it has before is shorter."""
    write(tmp_path / ("n" * length))

    assert left(tmp_path) == {"n" * length: b"new"}


def test_a_name_that_is_too_long_is_refused(tmp_path):
    """Before anything is computed, with the system's own reason."""
    with pytest.raises(FileError, match=r"cannot be written \(the name is too long\); nothing was changed"):
        write(tmp_path / ("n" * 300))


@posix
@pytest.mark.parametrize("mode", [0o444, 0o400, 0o555])
def test_a_read_only_file_is_not_replaced(tmp_path, old, mode):
    """Whoever made it so wants to keep it, though its folder would let it be replaced."""
    old.chmod(mode)

    with pytest.raises(FileError, match="is read-only and is not replaced"):
        write(old)

    assert left(tmp_path) == {"scores.csv": b"old"}


def test_a_file_that_this_user_may_not_write_to_is_not_replaced(old, monkeypatch):
    """As when it is somebody else's in a folder of all."""
    monkeypatch.setattr(os, "access", lambda *_: False)

    with pytest.raises(FileError, match="is read-only and is not replaced"):
        write(old)


@posix
def test_what_is_written_for_dev_stdout_goes_there(tmp_path):
    """A pipe under a name that leads nowhere else."""
    program = "from reintegratie_cli.outputs.files import open_output\n"
    program += "with open_output('/dev/stdout') as stream: stream.write(b'new')"
    ran = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, check=False)

    assert (ran.stdout, ran.stderr) == (b"new", b"")


@posix
def test_a_socket_is_refused(tmp_path):
    """Nobody can write to it as to a file."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "s"))
        with pytest.raises(FileError, match="cannot be written"):
            write(tmp_path / "s")


@pytest.mark.usefixtures("kind")
def test_two_outputs_take_their_places_together(tmp_path, old):
    """One that was there and one that is new, and they are known to have been changed."""
    write_both(old, tmp_path / "mend.csv")

    assert left(tmp_path) == {"scores.csv": b"new", "mend.csv": b"new"}
    assert replaced[-2:] == [str(old), str(tmp_path / "mend.csv")]


@pytest.mark.usefixtures("kind")
@pytest.mark.parametrize("first", ["scores.csv", "new.csv"])
def test_when_the_second_cannot_take_its_place_the_first_goes_back(tmp_path, old, monkeypatch, first):
    """An old file comes back, and where there was none there is none."""
    refuse_to_place(monkeypatch, "mend.csv")

    with pytest.raises(FileError, match=r"mend.csv cannot be written \(you have no permission\); nothing was changed"):
        write_both(tmp_path / first, tmp_path / "mend.csv")

    assert left(tmp_path) == {old.name: b"old"}


def test_when_the_first_cannot_go_back_that_is_said(tmp_path, old, monkeypatch):
    """Where a file cannot have a second name, the old one is gone."""
    refuse_to_place(monkeypatch, "mend.csv")
    monkeypatch.setattr(replacement, "_WITHOUT_NAME", 0)

    def refuse(*_how, **_named):
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)

    with pytest.raises(FileError, match=r"mend.csv cannot be written .*; .*scores.csv has been replaced already"):
        write_both(old, tmp_path / "mend.csv")


def refuse_to_place(monkeypatch, refused: str) -> None:
    """Let the system refuse one file its place, as for a file of somebody else in a folder of all."""
    replace = Path.replace

    def place(self, target):
        if Path(target).name == refused:
            raise PermissionError(errno.EPERM, "Operation not permitted")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", place)


@posix
def test_a_full_disk_says_which_output_it_is(tmp_path, old, environment):
    """With two of them; and neither changes."""
    command = [sys.executable, "-c", LIMITED_SECOND, str(old), str(tmp_path / "mend.csv")]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert "mend.csv cannot be written (no file may become that large there); nothing was changed" in ran.stderr
    assert left(tmp_path) == {"scores.csv": b"old"}


@posix
def test_an_end_that_is_asked_for_while_files_take_their_places_waits(tmp_path, monkeypatch):
    """Then both are there, and the run ends as it was asked to."""
    replace, ended = Path.replace, []

    def place(self, target):
        signal.raise_signal(signal.SIGTERM)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", place)
    before = signal.signal(signal.SIGTERM, lambda *_: ended.append(left(tmp_path)))
    write_both(tmp_path / "a", tmp_path / "b")
    signal.signal(signal.SIGTERM, before)

    assert ended == [{"a": b"new", "b": b"new"}] * 2


@posix
def test_two_runs_to_one_output_both_end_well(tmp_path):
    """The file is one of the two whole results."""
    target = tmp_path / "scores.csv"
    with open_output(str(target)) as one, open_output(str(target)) as other:
        one.write(b"one" * 10_000)
        other.write(b"other" * 10_000)

    assert left(tmp_path) == {"scores.csv": b"one" * 10_000}


def test_an_end_that_a_library_lost_is_not_forgotten(tmp_path, monkeypatch):
    """Nothing takes its place after somebody asked for the end, whatever became of the exception."""
    (tmp_path / "a.csv").write_bytes(b"old")
    monkeypatch.setattr(files, "asked_to_end", [signal.SIGINT])
    with pytest.raises(KeyboardInterrupt), open_output(str(tmp_path / "a.csv")) as stream:
        stream.write(b"new")

    assert (tmp_path / "a.csv").read_bytes() == b"old"
