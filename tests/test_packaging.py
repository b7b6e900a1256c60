"""The wheel: it holds its data, installs elsewhere, and works from any folder."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]
DATA = ("instruments", "norms", "rules")
EXAMPLE = ("intake-gesimuleerd.csv", "feiten.csv", "aanbod.yaml")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """A wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wiel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture
def installed(wheel, tmp_path, environment):
    """Runs a program with the wheel installed, in a folder that knows nothing of the checkout."""
    site = tmp_path / "site"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-compile"]
    subprocess.run([*install, "--target", str(site), str(wheel)], check=True, capture_output=True)

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *arguments]
        # Before the folder of the checkout, which the environment of the tests knows as well.
        env = {**environment, "PYTHONPATH": str(site)}
        return subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)

    return run


def test_the_top_of_the_wheel_is_the_package_alone(wheel):
    """No `instruments` or `tests` of ours ever stands beside other people's packages."""
    with ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}

    assert tops == {"reintegratie_cli", wheel.name.split("-py3")[0] + ".dist-info"}


@pytest.mark.parametrize("folder", DATA)
def test_the_data_are_inside_the_package(wheel, folder):
    """Every file of the checkout's folder is in the wheel, and no other."""
    place = ROOT / "reintegratie_cli" / folder if folder == "rules" else ROOT / folder
    files = {f"{folder}/{path.relative_to(place).as_posix()}" for path in place.rglob("*") if path.is_file()}
    with ZipFile(wheel) as archive:
        packed = [name for name in archive.namelist() if name.startswith(f"reintegratie_cli/{folder}/")]

    assert {name.removeprefix("reintegratie_cli/") for name in packed} == files


def test_factor_analysis_is_asked_for_where_it_has_wheels(wheel):
    """factor-analyzer 0.5.1 fails with scikit-learn 1.8; neither has wheels for Python 3.14."""
    with ZipFile(wheel) as archive:
        metadata = archive.read(next(name for name in archive.namelist() if name.endswith("METADATA"))).decode()
    asked = re.findall(r"^Requires-Dist: (factor-analyzer.*|scikit-learn.*)$", metadata, re.MULTILINE)

    assert asked == [
        "factor-analyzer==0.5.1; python_version < '3.14'",
        "scikit-learn<1.8,>=1.6; python_version < '3.14'",
    ]


def test_it_works_where_it_is_installed(installed, tmp_path):
    """From another folder, without the checkout: the same bytes as here."""
    for name in EXAMPLE:
        shutil.copy(ROOT / "examples" / name, tmp_path)
    score = ("score", EXAMPLE[0], "--facts", EXAMPLE[1], "--offer", EXAMPLE[2], "-f", "csv")

    where = installed("-c", "import reintegratie_cli; print(reintegratie_cli.__file__)")
    listed = installed("-m", "reintegratie_cli", "instruments", "list")
    there = installed("-m", "reintegratie_cli", *score)
    here = subprocess.run(
        [sys.executable, "-m", "reintegratie_cli", *score], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert Path(where.stdout.strip()).is_relative_to(tmp_path / "site")
    assert (listed.returncode, listed.stdout.split()[4]) == (0, "componenten")
    assert (there.returncode, there.stdout) == (3, here.stdout)


def test_the_console_script_is_the_program():
    """`reintegratie` is the name of the command."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert project["scripts"] == {"reintegratie": "reintegratie_cli.__main__:main"}
