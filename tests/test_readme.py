"""What the documents say is so: their commands run, their links lead somewhere, their examples are what they seem."""

import csv
import importlib.util
import json
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import xlsxwriter
from typer.main import get_command

from reintegratie_cli.commands import make_app

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
EXAMPLES = ROOT / "examples"
EXPECTED = EXAMPLES / "verwacht"
MADE_FROM_HELP = "cli.md"
PAGES = [README, ROOT / "CONTRIBUTING.md", EXAMPLES / "README.md", *sorted((ROOT / "docs").glob("*.md"))]

SCORE = (
    "score",
    "examples/intake-gesimuleerd.csv",
    "--facts",
    "examples/feiten.csv",
    "--offer",
    "examples/aanbod.yaml",
)
CLIENT = ("--client", "SIM-000002")
VALIDATE = ("validate-instrument", "examples/eigen-vragenlijst.yaml", "examples/eigen-antwoorden.csv")

_BLOCK = re.compile(r"^```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^ *((?:[^#\n]*\| *)?reintegratie [^#\n]*)", re.MULTILINE)
_PICTURE = re.compile(r"(?<=^```\n)\$ reintegratie (score|validate-instrument) .*?(?=\n```$)", re.MULTILINE | re.DOTALL)


def epilogs(command) -> Iterator[str]:
    """The examples in the help of a command and of all in it."""
    yield command.epilog or ""
    for inner in getattr(command, "commands", {}).values():
        yield from epilogs(inner)


def commands() -> list[str]:
    """Every command that a document or a help text says can be run, once."""
    pages = [page.read_text(encoding="utf-8") for page in PAGES if page.name != MADE_FROM_HELP]
    # A block that begins with a prompt is a picture of what comes out.
    blocks = [block for page in pages for block in _BLOCK.findall(page) if not block.startswith("$")]
    # A command that goes on on the next line is one command.
    whole = [re.sub(r"\\\n\s*", "", block) for block in [*blocks, *epilogs(get_command(make_app()))]]
    found = (line.strip() for block in whole for line in _COMMAND.findall(block))
    return list(dict.fromkeys(found))


@pytest.fixture
def municipality(tmp_path):
    """A folder with the files that the commands in the documents name."""
    export = (EXAMPLES / "intake-gesimuleerd.csv").read_bytes().replace(b"SIM-000002;", b"0042;")
    (tmp_path / "export.csv").write_bytes(export)
    workbook_of(export, tmp_path / "export.xlsx")
    (tmp_path / "map.yaml").write_text("columns: {wv_1: wv_1}\n", encoding="utf-8")
    (tmp_path / "facts.csv").write_bytes((EXAMPLES / "feiten.csv").read_bytes())
    offer = (EXAMPLES / "aanbod.yaml").read_text(encoding="utf-8").replace("offer: aanbod", "offer: offer")
    (tmp_path / "offer.yaml").write_text(offer, encoding="utf-8")
    own = (EXAMPLES / "eigen-vragenlijst.yaml").read_text(encoding="utf-8")
    (tmp_path / "own.yaml").write_text(
        own.replace("instrument: eigen-vragenlijst", "instrument: own"), encoding="utf-8"
    )
    answers = (EXAMPLES / "eigen-antwoorden.csv").read_bytes()
    (tmp_path / "answers.csv").write_bytes(answers.replace(b"clientnummer;", b"nr;").replace(b";", b"\t"))
    for name in ("first.csv", "second.csv"):
        (tmp_path / name).write_bytes(answers.replace(b"clientnummer;", b"client;"))
    measured_twice(tmp_path, export)
    norms_of_its_own(tmp_path)
    return tmp_path


def workbook_of(export, path):
    """The same rows as a workbook."""
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        for place, row in enumerate(csv.reader(export.decode("utf-8-sig").splitlines(), delimiter=";")):
            sheet.write_row(place, 0, row)


def measured_twice(folder, export):
    """The same answers as two files, and as one with the measurement in a column."""
    for name in ("intake.csv", "after-six-months.csv", "before.csv", "after.csv"):
        (folder / name).write_bytes(export)
    header, *rows = export.decode("utf-8-sig").splitlines()
    both = [f"measurement;{header}", *(f"{which};{row}" for which in ("T0", "T1") for row in rows)]
    (folder / "both.csv").write_text("\n".join(both), encoding="utf-8")


def norms_of_its_own(folder):
    """Norms under the names in the documents, and a rule."""
    shipped = (ROOT / "norms" / "intake.illustratief-2026.yaml").read_text(encoding="utf-8")
    for name in (
        "norms/intake.gemeente-2027",
        "norms/intake.own-2026",
        "norms/intake.stad-2026",
        "own-norms/intake.own",
    ):
        path = folder / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(shipped.replace("intake.illustratief-2026", path.stem), encoding="utf-8")
    rule = (ROOT / "reintegratie_cli" / "rules" / "sol.yaml").read_text(encoding="utf-8")
    (folder / "own-rule.yaml").write_text(rule.replace("rule: sol", "rule: own_rule"), encoding="utf-8")


@pytest.mark.parametrize("command", [command for command in commands() if "|" not in command])
def test_a_command_in_a_document_runs(municipality, call, monkeypatch, command):
    """It ends with 0, or with 3 for the bad rows of the example."""
    monkeypatch.chdir(municipality)
    ran = call(*shlex.split(command)[1:])

    assert ran.code in (0, 3), ran.error


@pytest.mark.skipif(shutil.which("bash") is None, reason="the pipes in the documents are for a shell like bash")
@pytest.mark.parametrize("command", [command for command in commands() if "|" in command])
def test_a_pipe_in_a_document_runs(municipality, environment, command):
    """As typed in a shell, and nothing in the pipe fails."""
    typed = [shutil.which("bash"), "-o", "pipefail", "-c", command]
    ran = subprocess.run(typed, cwd=municipality, env=environment, capture_output=True, check=False)

    assert ran.returncode in (0, 3), ran.stderr.decode()


def test_there_are_commands_to_run():
    """The tests above can fail: they have found the first and the last one of the README."""
    assert "reintegratie score export.csv -o scores.csv" in commands()
    assert "cat export.csv | reintegratie score - -f jsonl | head" in commands()
    assert "reintegratie validate-instrument own.yaml" in commands()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_link_leads_somewhere(page):
    """Every relative link is a file or folder of the checkout."""
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8"))
    relative = [link for link in links if "://" not in link]

    assert [link for link in relative if not (page.parent / link).exists()] == []


def module_of(path: Path) -> ModuleType:
    """A script as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def tasks():
    """The task runner as a module."""
    return module_of(ROOT / "tasks.py")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_task_that_is_named_exists(tasks, page):
    """Whoever follows a document finds the task."""
    named = set(re.findall(r"tasks\.py ([\w-]+)", page.read_text(encoding="utf-8")))

    assert named - tasks.TASKS.keys() == set()


def test_every_task_is_explained(tasks):
    """`tasks.py` alone says what there is, and make has the same."""
    explained = re.findall(r"^python3 tasks\.py ([\w-]+) +\w", tasks.__doc__, re.MULTILINE)
    of_make = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)[1]

    assert (explained, sorted(of_make.split())) == (list(tasks.TASKS), sorted(tasks.TASKS))


def test_the_two_commands_of_the_readme_are_the_first_two_tasks(tasks):
    """Demo and test, as they are typed."""
    first = _BLOCK.search(README.read_text(encoding="utf-8"))[1]

    assert first == "".join(f"python3 tasks.py {task}\n" for task in list(tasks.TASKS)[:2])


def test_the_demo_is_the_main_example(tasks):
    """The README, the demo and the expected output are about the same command."""
    assert tuple(tasks.DEMO) == SCORE


def test_the_example_is_what_its_command_makes(reintegratie, tmp_path, expected):
    """Byte for byte, so that nobody's answers can have got in."""
    page = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    (command,) = _COMMAND.findall(page)
    names = ("intake-gesimuleerd.csv", "feiten.csv")

    ran = reintegratie(*command.split()[1:])
    made = {name: (tmp_path / name).read_bytes().decode() for name in names}

    assert {name: expected(EXAMPLES / name, made[name]) for name in names} == made
    assert (ran.code, sorted(path.name for path in tmp_path.iterdir())) == (0, sorted(names))


@pytest.fixture(scope="module")
def summary(call, root):
    """The table that the demo's first command prints."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        return call(*SCORE, "-f", "table").text


def test_the_expected_rows_are_what_is_made_now(call, root, expected, monkeypatch):
    """Every figure of 200 persons, with the digests of what made them."""
    monkeypatch.chdir(root)
    made = call(*SCORE, "-f", "csv")

    assert expected(EXPECTED / "scores.csv", made.text) == made.text
    assert made.code == 3


def test_the_expected_summary_is_what_is_made_now(summary, expected):
    """What people see of it."""
    assert expected(EXPECTED / "samenvatting.txt", summary) == summary


def test_the_expected_profile_is_what_is_made_now(call, root, expected, monkeypatch):
    """What the demo's second command prints; of one person who was read in full it ends with 0."""
    monkeypatch.chdir(root)
    made = call(*SCORE, *CLIENT, "-f", "table")

    assert expected(EXPECTED / "profiel.txt", made.text) == made.text
    assert made.code == 0


def test_the_bad_rows_are_those_that_the_example_names():
    """Line by line, with what becomes of each."""
    page = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    named = dict(re.findall(r"^\| (\d+) \|.*`(partial|rejected|empty|duplicate_id)`", page, re.MULTILINE))
    with (EXPECTED / "scores.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    bad = {row["row.number"]: row["row.status"] for row in rows if row["row.status"] != "ok"}
    twice = {row["row.number"]: "duplicate_id" for row in rows if "duplicate_id" in row["flags"]}

    assert {"2": "duplicate_id", **named} == bad | twice


def test_the_own_answers_are_what_their_script_makes(expected):
    """Byte for byte, so that nobody's answers can have got in."""
    made = module_of(ROOT / "tests" / "reference" / "make_own_answers.py").content()

    assert expected(EXAMPLES / "eigen-antwoorden.csv", made) == made


def test_every_row_of_the_own_answers_says_that_it_is_simulated():
    """Where the file goes, that goes with it."""
    with (EXAMPLES / "eigen-antwoorden.csv").open(encoding="utf-8", newline="") as file:
        origins = [row["herkomst"] for row in csv.DictReader(file, delimiter=";")]

    assert (set(origins), len(origins)) == ({"gesimuleerd"}, 600)


@pytest.fixture(scope="module")
def judged(call, root):
    """What the questionnaire of the example and its answers come to, for people."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        return call(*VALIDATE, "-f", "table")


def test_the_expected_judgement_is_what_is_made_now(judged, expected):
    """All that is said of the made-up questionnaire; it ends with 3 for the odd rows."""
    assert expected(EXPECTED / "oordeel.txt", judged.text) == judged.text
    assert judged.code == 3


def test_the_expected_report_is_what_is_made_now(call, root, expected, monkeypatch):
    """The same in Markdown."""
    monkeypatch.chdir(root)
    made = call(*VALIDATE, "-f", "markdown")

    assert expected(EXPECTED / "oordeel.md", made.text) == made.text


@pytest.fixture(scope="module")
def figures(call, root):
    """The same for programs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        return json.loads(call(*VALIDATE, "-f", "json").text)


def test_the_bad_item_is_found(figures):
    """Its words and its answers are both against it, and the other items of the questionnaire are not."""
    worded = {finding["item"] for finding in figures["instrument"]["findings"] if finding["kind"] == "negation"}
    items = {name: item for scale in figures["scales"].values() for name, item in scale["items"].items()}

    assert worded == {"dag_4"}
    assert [name for name, item in items.items() if item["item_rest_r"] < 0] == ["dag_4"]


def test_the_double_barrelled_scale_is_found(figures):
    """Each of its items by its words, and by the answers: one dimension more than scales, in which it falls apart."""
    worded = [finding["item"] for finding in figures["instrument"]["findings"] if finding["kind"] == "double_barrelled"]
    first, second = worded[:3], worded[3:]
    strongest = {item: max(range(len(row)), key=row.__getitem__) for item, row in figures["efa"]["loadings"].items()}

    assert worded == [f"energie_{number}" for number in range(1, 7)]
    assert figures["dimensionality"]["parallel_analysis"] == len(figures["scales"]) + 1
    assert len({strongest[item] for item in first}) == len({strongest[item] for item in second}) == 1
    assert strongest[first[0]] != strongest[second[0]]


def test_the_rest_of_the_questionnaire_is_good(figures):
    """The two scales with nothing wrong are usable; the two with something are not without care."""
    conclusions = {name: scale["conclusion"] for name, scale in figures["verdict"]["scales"].items()}

    assert conclusions == {"zoeken": "usable", "dagindeling": "with_care", "energie": "with_care", "steun": "usable"}


def of_the_judgement(page: str) -> str:
    """What comes first and the table of scales; why two of them fall short; and, abridged, what their words show."""
    opening = re.match(r".*?(?=\n\nHierna: )", page, re.DOTALL)[0]
    scales = re.search(r"^Schalen\n─+\n.*?(?=\n\n)", page, re.MULTILINE | re.DOTALL)[0]
    reasons = re.search(r"^Grip op de dag: .*?(?=\n\nPer criterium)", page, re.MULTILINE | re.DOTALL)[0]
    words = page[page.rindex("De vragenlijst zelf\n") :]
    finding = r"^• {}[ ,].*?(?=\n•|\n\n)"
    found = [re.search(finding.format(it), words, re.MULTILINE | re.DOTALL)[0] for it in ("dag_4", "energie_1")]
    return "\n…\n".join([opening, scales, reasons, "\n".join(found), ""]).rstrip("\n")


def test_the_pictures_in_the_readme_are_real(summary, judged, expected):
    """The demo's first command, and the judgement of a questionnaire, and what they print, at 100 columns."""
    shown = {
        "score": f"$ reintegratie {' '.join(SCORE)} -f table\n\n{summary.rstrip()}",
        "validate-instrument": f"$ reintegratie {' '.join(VALIDATE)} -f table\n\n{of_the_judgement(judged.text)}",
    }
    page, pictures = _PICTURE.subn(lambda picture: shown[picture[1]], README.read_text(encoding="utf-8"))

    assert expected(README, page) == page
    assert pictures == len(shown)
