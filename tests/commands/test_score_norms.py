"""Norms in `score`: what they fill, and what they may not touch."""

import csv
import io

import pytest

EXAMPLE = "intake-gesimuleerd.csv"
OF_NORM = ("t", "t_normalised", "t_low", "t_high", "percentile", "percentile_low", "percentile_high", "stanine")


@pytest.fixture(scope="module")
def rows(call, root):
    """The rows of the example, scored with these options."""

    def scored(*options):
        ran = call("score", str(root / "examples" / EXAMPLE), "-f", "csv", *options)
        return list(csv.DictReader(io.StringIO(ran.text))), ran.error

    return scored


def without_norms(row):
    """The columns that no norm fills."""
    named = ("norms", "norm_status", "provenance", "row.file")
    return {name: value for name, value in row.items() if name.rpartition(".")[2] not in OF_NORM and name not in named}


def test_an_illustrative_norm_changes_no_group_and_no_advice(rows):
    """Every other column of every row is as it is without; and the norm is announced."""
    plain, _ = rows()
    normed, said = rows("-n", "intake.illustratief-2026")

    assert list(map(without_norms, normed)) == list(map(without_norms, plain))
    assert "is verzonnen" in said


def test_a_norm_fills_its_columns(rows):
    """Wherever there is a score of a reflective scale, all of them; with the norm's name and status beside it."""
    normed, _ = rows("-n", "intake.illustratief-2026")
    scored = [row for row in normed if row["netwerk.score"]]

    assert all(row[f"netwerk.{column}"] for row in scored for column in OF_NORM)
    assert {(row["norms"], row["norm_status"]) for row in scored} == {
        ("intake.illustratief-2026 1.0.0", "illustrative")
    }


def admitted(root, folder):
    """The illustrative norm as if it were a municipality's own: a file of that name."""
    text = (root / "norms" / "intake.illustratief-2026.yaml").read_text(encoding="utf-8")
    for old, new in (
        ("illustratief-2026", "eigen"),
        ("status: illustrative", "status: local"),
        ("use: none", "use: individual"),
    ):
        text = text.replace(old, new)
    path = folder / "intake.eigen.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_an_admitted_norm_is_the_prior_of_the_groups(rows, root, tmp_path):
    """And its measured errors take the place of the assumed ones."""
    plain, _ = rows()
    normed, _ = rows("-n", admitted(root, tmp_path))

    assert {row["sol.prior"] for row in normed if row["sol.prior"]} == {"norm"}
    assert {row["netwerk.error_source"] for row in normed if row["netwerk.score"]} == {"omega"}
    assert [row["sol.p.banen"] for row in normed] != [row["sol.p.banen"] for row in plain]


def test_the_interval_can_be_kelleys(rows):
    """Narrower, and nearer to the mean of the norm, than the observed score's."""
    observed, _ = rows("-n", "intake.illustratief-2026")
    kelley, _ = rows("-n", "intake.illustratief-2026", "--interval", "kelley")
    pairs = [
        [float(row["netwerk.t_high"]) - float(row["netwerk.t_low"]) for row in both]
        for both in zip(observed, kelley, strict=True)
        if both[0]["netwerk.t"]
    ]

    assert all(regressed < plain for plain, regressed in pairs)


def test_an_unknown_interval_is_refused(call, root):
    """With the two that there are."""
    ran = call("score", str(root / "examples" / EXAMPLE), "--interval", "wald")

    assert (ran.code, "observed, kelley" in ran.error) == (2, True)


def test_an_unknown_norm_is_refused(call, root):
    """Before anything is scored."""
    ran = call("score", str(root / "examples" / EXAMPLE), "-n", "intake.bestaat-niet")

    assert (ran.code, "intake.bestaat-niet" in ran.error) == (2, True)
