"""The summary: its counts are those of the rows, and it knows nobody."""

import io

import polars as pl
import pytest

from reintegratie_cli.inputs import catalogue
from reintegratie_cli.outputs.summary import Summary
from reintegratie_cli.text import Text

END = Text("Einde.", "End.")
NAMES = {"verplicht": Text("Verplicht werk", "Mandatory work")}


@pytest.fixture(scope="module")
def groups():
    """Sol's groups, as the rule has them."""
    return catalogue.load_rule().groups


def batch(*rows: tuple[str, str | None, bool | None, str | None]) -> pl.DataFrame:
    """Rows of a result: status, group, whether it is unclear, flags."""
    schema = {"row.status": pl.String, "sol.group": pl.String, "sol.ambiguous": pl.Boolean, "flags": pl.String}
    return pl.DataFrame(rows, orient="row", schema=schema)


@pytest.fixture
def summary(groups):
    """Two batches: every status, sure and unsure groups, flags alone and together."""
    found = Summary(groups, NAMES)
    found.add(batch(("ok", "banen", False, None), ("ok", "banen", True, "duplicate_id"), ("empty", None, None, None)))
    found.add(
        batch(
            ("partial", "matchen", False, "duplicate_id;self_report_only"),
            ("rejected", None, None, None),
            ("ok", "banen", False, "harmful:verplicht"),
        )
    )
    return found


def shown(summary: Summary, language="nl", notes=()) -> list[str]:
    """The lines people see."""
    stream = io.StringIO()
    summary.show(stream, language, notes, END)
    return stream.getvalue().splitlines()


def test_every_row_is_counted_once(summary):
    """The parts add up to the whole."""
    assert shown(summary)[0] == "6 personen: 3 volledig gelezen, 1 deels gelezen, 1 niet te lezen, 1 niets ingevuld"


def test_troubled_rows_are_those_that_were_not_read_in_full(summary):
    """These give exit code 3; an empty row does not."""
    assert summary.troubled == 2


def test_groups_are_shown_in_the_order_of_the_rule_with_what_is_unclear(summary):
    """The longest bar is the largest group; a share is of those with a suggestion."""
    lines = shown(summary)

    assert lines[lines.index("Suggestie") + 5 :][:3] == [
        "Matchen met werkgevers        ███████████                       1  25 %",
        "Stimuleren                                                      0  0 %",
        "Alleen banen nodig            █████████████████████░░░░░░░░░░░  3  75 %, waarvan 1 niet eenduidig",
    ]


def test_flags_are_counted_in_words(summary):
    """Each flag of a row by itself, an intervention by its name."""
    assert [line for line in shown(summary) if " × " in line] == [
        "  2 × dezelfde id komt vaker voor",
        "  1 × zou passen maar is schadelijk, dus niet doen: Verplicht werk",
        "  1 × werknemersvaardigheden alleen naar eigen zeggen",
    ]


def test_notes_and_the_end_come_last(summary):
    """And after these what the suggestions are never for."""
    assert shown(summary, "en", [Text("Iets.", "Something.")])[-5:] == [
        "Something.",
        "",
        "End.",
        "A suggestion for a conversation; a person decides. Never for benefit decisions, sanctions, fraud or",
        "ranking.",
    ]


def test_nobody_is_no_error(groups):
    """A file without rows has a summary too."""
    assert shown(Summary(groups, NAMES))[:3] == ["0 personen", "", "Einde."]


def test_one_person_is_no_bar_chart(groups):
    """Of one person the group stands in the row, and no share says more."""
    found = Summary(groups, NAMES)
    found.add(batch(("ok", "banen", False, None)))

    assert shown(found)[:3] == ["1 persoon: 1 volledig gelezen", "", "Einde."]
