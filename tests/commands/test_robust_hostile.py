"""Files that are made to do harm: too wide, too long, too deep, elsewhere, or with what nobody may see."""

import resource
import subprocess
import sys

import polars as pl
import pytest

CANARY = "ZZKANARIEZZ"
COMMAND = "reintegratie"
MOST_MEMORY, MOST_SECONDS = 4 * 2**30, 60
LONG = 40 * 2**20
HEADER = b"id,wv_1,wv_2,wv_3\n1,1,2,3\n"


@pytest.fixture
def within_limits(folder, environment):
    """Runs the command with little memory and little time; gives exit code and messages."""

    def run(content: bytes):
        (folder / "export.csv").write_bytes(content)
        ran = subprocess.run(
            [COMMAND, "score", "export.csv", "-i", "werkvermogen", "-o", "out.csv"],
            env=environment,
            capture_output=True,
            check=False,
            timeout=MOST_SECONDS,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY)),
        )
        return ran.returncode, ran.stderr.decode()

    return run


@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory are those of Linux")
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"id," + b",".join(b"c%d" % column for column in range(100_000)) + b"\n", "meer dan 20000 kolommen"),
        (b"i" * LONG, "de kopregel heeft verkeerde aanhalingstekens of is langer dan 16 MB"),
        (HEADER + b"2," + b"x" * LONG + b",1,2\n", "regel 3: de rij die hier begint is langer dan 16 MB"),
        (HEADER + b"2," + b"," * LONG, "regel 3: de rij die hier begint is langer dan 16 MB"),
        (HEADER + b'2,"' + b"1,2,3,4\n" * (LONG // 8), "regel 3: de rij die hier begint is langer dan 16 MB"),
        (HEADER + b"2,\xe9" + b"x" * LONG, "regel 3: de rij die hier begint is langer dan 16 MB"),
        (HEADER + b"\0" * LONG, "het bevat zeer veel nul-bytes"),
    ],
    ids=["100,000 columns", "a long header", "a long cell", "a wide row", "an open quote", "a long guess", "zeros"],
)
def test_what_would_fill_the_memory_is_refused(within_limits, content, said):
    """In a sentence, in little memory and time."""
    code, error = within_limits(content)

    assert code == 2
    assert said in error


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join(f'*{old}' for _ in range(9))}]\n"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
BOMBS = {
    "aliases": BOMB,
    "depth": "a: " + "[" * 20_000,
    "tag": "a: !!python/object/apply:os.system ['true']\n",
    "size": "a: " + "x" * 1_100_000,
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
@pytest.mark.parametrize("option", ["-i", "-n", "--map", "--rule", "--offer"])
def test_a_bomb_of_yaml_is_refused(answers, folder, call, option, bomb):
    """By whatever option it comes."""
    (folder / "bomb.yaml").write_text(bomb, encoding="utf-8")
    ran = call("score", answers, option, "bomb.yaml")

    assert ran.code == 2
    assert "bomb.yaml, regel 1" in ran.error


def test_a_large_file_of_yaml_is_refused_for_its_size(answers, folder, call):
    """Before anything in it is looked at."""
    (folder / "large.yaml").write_text(BOMBS["size"], encoding="utf-8")

    assert "het bestand is groter dan 1 MB" in call("score", answers, "-i", "large.yaml").error


ELSEWHERE = [
    "../../etc/passwd",
    "/etc/passwd",
    "..\\..\\x",
    "C:\\x",
    "\\\\server\\share\\x",
    "..",
    ".",
    "a\x00b",
    "http://x",
]


@pytest.mark.parametrize("name", ELSEWHERE, ids=ascii)
@pytest.mark.parametrize("option", ["-i", "-n"])
def test_no_id_leads_out_of_its_folder(answers, call, option, name):
    """What is no id is a file that the caller names and that has to be a questionnaire; nothing in it is told."""
    ran = call("score", answers, option, name)

    assert ran.code == 2
    assert "root:" not in ran.error


@pytest.mark.parametrize("name", ["../elsewhere", "/etc/passwd", "C:\\x", "..", "a/../b"])
def test_no_part_of_a_battery_leads_out_of_its_folder(folder, call, answers, name):
    """What a questionnaire includes is an id."""
    (folder / "battery.yaml").write_text(
        f'instrument: battery\nversion: "1.0.0"\nincludes: ["{name}"]\n'.replace("\\", "\\\\"), encoding="utf-8"
    )
    ran = call("score", answers, "-i", "battery.yaml")

    assert ran.code == 2
    assert "battery.yaml" in ran.error


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
@pytest.mark.parametrize(("option", "shelf"), [("-i", "instruments"), ("-n", "norms")])
def test_a_link_out_of_a_folder_of_questionnaires_is_refused(folder, call, answers, option, shelf):
    """Though it has the name of one."""
    (folder / shelf).mkdir()
    secret = folder / "secret.yaml"
    secret.write_text(f"{CANARY}: 1\n", encoding="utf-8")
    name = "werkvermogen" if option == "-i" else "werkvermogen.groep"
    (folder / shelf / f"{name}.yaml").symlink_to(secret)
    ran = call("score", answers, option, name)

    assert ran.code == 2
    assert "is een koppeling naar een plek buiten de map" in ran.error
    assert CANARY not in ran.error


def bsns() -> list[str]:
    """Thirty numbers that pass the eleven-test."""
    found, number = [], 123_456_700
    while len(found) < 30:
        number += 1
        digits = [int(digit) for digit in str(number)]
        weighted = sum(digit * weight for digit, weight in zip(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True))
        found += [str(number)] if weighted % 11 == 0 else []
    return found


@pytest.mark.parametrize("role", ["id", "datum", "wijk", "wv_2", "vrij", "bsn"])
@pytest.mark.parametrize("form", ["csv", "jsonl", "table"])
def test_a_bsn_is_never_told(folder, call, write_as, role, form):
    """In whatever column it stands: not on the terminal, and in the output only where the column is asked for."""
    write_as("csv", folder / "export", with_bsns(role))
    told = scored(folder, call, form)

    assert not any(number in told for number in bsns())


@pytest.mark.parametrize("role", ["id", "wv_2", "bsn"])
@pytest.mark.parametrize("is_number", [False, True], ids=["text", "number"])
@pytest.mark.parametrize("source", ["xlsx", "sav"])
def test_a_bsn_in_a_typed_file_is_never_told(folder, call, write_as, role, source, is_number):  # noqa: PLR0913, PLR0917 - fixtures
    """Also where it is a number, whose digits a file keeps in another way."""
    frame = with_bsns(role)
    if is_number:
        frame = frame.with_columns(pl.col(role).cast(pl.Float64))
    write_as(source, folder / "export", frame)
    told = scored(folder, call, "csv")

    assert not any(number in told for number in bsns())


def with_bsns(role: str) -> pl.DataFrame:
    """Thirty persons with their BSNs in one of the columns."""
    numbers = bsns()
    usual = {"datum": "2026-01-01", "wijk": "Oost", "wv_1": "9", "wv_2": "2", "wv_3": "3", "vrij": "x", "bsn": ""}
    return pl.DataFrame([{"id": f"k{place}"} | usual | {role: number} for place, number in enumerate(numbers)])


def scored(folder, call, form: str) -> str:
    """All that comes out of scoring the export."""
    ran = call("score", "export", "-i", "werkvermogen", "--id", "id", "--keep", "wijk", "-f", form, "-o", "out")
    output = (folder / "out").read_text(encoding="utf-8") if (folder / "out").exists() else ""
    assert ran.code in {2, 3}, ran.error
    return ran.error + output
