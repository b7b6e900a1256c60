"""The columns of `change`: each has a meaning in both languages, and stands in docs/change.md."""

from pathlib import Path

from reintegratie_cli.models.change_result import VERDICTS, change_columns

PAGE = (Path(__file__).parents[2] / "docs" / "change.md").read_text(encoding="utf-8")
COLUMNS = list(change_columns(["<scale>"]))


def test_every_column_has_a_meaning_in_both_languages():
    """Neither is forgotten, and neither is a copy of the other."""
    assert [it.name for it in COLUMNS if not it.meaning.nl or it.meaning.nl == it.meaning.en] == []


def test_every_column_and_verdict_is_documented():
    """With its name, in the page about change."""
    names = [column.name for column in COLUMNS] + list(VERDICTS)

    assert [name for name in names if f"`{name}`" not in PAGE] == []
