"""The project's tasks. Needs Python 3.11 or newer with pip and venv, and nothing else: it sets the rest up itself.

python3 tasks.py demo           score the example and show what comes out
python3 tasks.py test           run the tests
python3 tasks.py lint           Ruff and mypy
python3 tasks.py simulations    the long simulations, which `test` leaves out
python3 tasks.py bench          speed and memory beside a plain script
python3 tasks.py bench-formats  speed and memory of every format in and out; minutes
python3 tasks.py bench-cfa      speed of the factor models beside R, where R is installed; minutes, or --quick
"""

import subprocess
import sys
import venv
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
BIN = ENVIRONMENT / ("Scripts" if sys.platform == "win32" else "bin")
PYTHON = BIN / ("python.exe" if sys.platform == "win32" else "python")
STAMP = ENVIRONMENT / "installed"
OLDEST = (3, 11)
DONE_WITH_BAD_ROWS = 3

DEMO = [
    *("score", "examples/intake-gesimuleerd.csv"),
    *("--facts", "examples/feiten.csv"),
    *("--offer", "examples/aanbod.yaml"),
]


def run(*command: str | Path) -> int:
    """Run a program in the project's folder and give its exit code."""
    return subprocess.run([str(part) for part in command], cwd=ROOT, check=False).returncode


def set_up() -> None:
    """Make the virtual environment and install the project, once for each version of its requirements."""
    wanted = sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest() + sys.version
    if STAMP.is_file() and STAMP.read_text(encoding="utf-8") == wanted:
        return
    print("Setting up .venv, once; this takes a minute ...", flush=True)
    venv.create(ENVIRONMENT, with_pip=True, clear=True)
    install = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--editable", ".[dev]")
    if run(PYTHON, *install):
        sys.exit("pip could not install the project; its message stands above.")
    STAMP.write_text(wanted, encoding="utf-8")


def demo() -> int:
    """Score the simulated export of 200 clients, and show one of them."""
    reintegratie = (PYTHON, "-m", "reintegratie_cli")
    print("$ reintegratie " + " ".join(DEMO) + " -f table\n", flush=True)
    scored = run(*reintegratie, *DEMO, "-f", "table")
    print("\n$ reintegratie " + " ".join(DEMO) + " --client SIM-000002 -f table\n", flush=True)
    shown = run(*reintegratie, *DEMO, "--client", "SIM-000002", "-f", "table")
    if scored != DONE_WITH_BAD_ROWS or shown:
        return scored or shown or 1
    print(
        "\nThe example has five bad rows on purpose: an answer that does not exist, a row with too few cells, one"
        "\nwithout an id, one with nothing filled in, and an id that occurs twice. Every row stays in the output with"
        "\nits status. `reintegratie score` itself ends with exit code 3 where rows were read in part or not at all."
    )
    return 0


def test() -> int:
    """Run the tests."""
    return run(PYTHON, "-m", "pytest", "-q", "-n", "auto", "-m", "not simulation", *sys.argv[2:])


def simulations() -> int:
    """Run the long simulations and print their figures."""
    return run(PYTHON, "-m", "pytest", "-q", "-s", "-m", "simulation", *sys.argv[2:])


def lint() -> int:
    """Run the linters."""
    checks = (("ruff", "format", "--check", "."), ("ruff", "check", "."), ("mypy",))
    return max(run(PYTHON, "-m", *check) for check in checks)


def bench() -> int:
    """Measure speed and memory beside a plain script."""
    return run(PYTHON, "benchmarks/run.py", *sys.argv[2:])


def bench_formats() -> int:
    """Measure speed and memory of every format in and out."""
    return run(PYTHON, "benchmarks/formats.py", *sys.argv[2:])


def bench_cfa() -> int:
    """Measure the factor models beside lavaan and psych, in the same run and on the same answers."""
    return run(PYTHON, "benchmarks/factor_models.py", *sys.argv[2:])


TASKS = {
    task.__name__.replace("_", "-"): task for task in (demo, test, lint, simulations, bench, bench_formats, bench_cfa)
}


def main() -> None:
    """Run the task that is named."""
    if sys.version_info < OLDEST:
        sys.exit(f"reintegratie needs Python 3.11 or newer; this is Python {sys.version.split()[0]}.")
    if len(sys.argv) < 2 or sys.argv[1] not in TASKS:  # noqa: PLR2004 - the program and the task
        sys.exit(__doc__)
    set_up()
    sys.exit(TASKS[sys.argv[1]]())


if __name__ == "__main__":
    main()
