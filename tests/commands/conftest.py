"""Files to score: a few rows, and the small questionnaire of the golden files with facts and an offer."""

import shutil
from pathlib import Path

import pytest

INPUT = Path(__file__).parents[1] / "golden" / "input"
ANSWERS = "id,wv_1,wv_2,wv_3\n1,1,2,3\n2,4,4,4\n3,5,,4\n"


@pytest.fixture
def answers(folder) -> Path:
    """Three persons who filled in `werkvermogen`, in a folder of their own."""
    path = folder / "answers.csv"
    path.write_text(ANSWERS, encoding="utf-8")
    return path


@pytest.fixture
def trial(folder) -> tuple[str, ...]:
    """The options that score the export of the golden files, which are in the folder now."""
    for path in INPUT.iterdir():
        shutil.copy(path, folder)
    return ("antwoorden.csv", "-i", "proef.yaml", "--facts", "feiten.csv", "--offer", "aanbod.yaml")
