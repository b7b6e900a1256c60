"""`reintegratie norms accuracy`, as its users see it."""

import json

import pytest
import typer
from typer.testing import CliRunner

from reintegratie_cli.commands._norms_accuracy import register
from reintegratie_cli.errors import UsageError

NORM = "intake.illustratief-2026"


def accuracy(*options):
    """Run the command and give what it did."""
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    return CliRunner().invoke(app, ["accuracy", "intake", "-N", "2000", *options])


def test_it_shows_a_page():
    """Overall, per group, and how to read it."""
    shown = accuracy("-n", NORM).output

    assert "Hoe ver zijn de groepen te vertrouwen?" in shown
    assert "Alleen banen nodig" in shown
    assert "gesimuleerd, om te laten zien hoe het werkt" in shown


def test_the_page_is_there_in_english():
    """The same figures."""
    shown = accuracy("-n", NORM, "--lang", "en").output

    assert "How far can the groups be trusted?" in shown
    assert "Only jobs are lacking" in shown


def test_the_data_hold_every_group():
    """A figure that nobody can have is null, and the rest lies between 0 and 1."""
    found = json.loads(accuracy("-n", NORM, "-f", "json").output)

    assert list(found["groups"])[-1] == "banen"
    assert found["groups"]["participatie"]["suggested"]["found"] is None
    assert 0 < found["rule_group"]["accuracy"] < found["suggested"]["accuracy"] < 1
    assert found["norms"] == [{"id": NORM, "version": "1.0.0", "status": "illustrative", "use": "none"}]


def test_the_same_seed_gives_the_same_page():
    """Another gives another."""
    first, again, other = (accuracy("-n", NORM, "-f", "json", "--seed", seed).output for seed in ("1", "1", "2"))

    assert first == again
    assert first != other


def test_it_asks_for_a_norm():
    """Without one there is no population."""
    with pytest.raises(UsageError, match="-n"):
        raise accuracy().exception


def test_a_norm_without_the_scales_says_which():
    """That of general self-efficacy has none of the intake's."""
    with pytest.raises(UsageError, match="gse"):
        raise accuracy("-n", "gse.nederland-schwarzer").exception


def test_a_norm_without_some_of_the_scales_says_which(tmp_path):
    """Those that decide about groups are named."""
    from reintegratie_cli.resources import shipped  # noqa: PLC0415 - only here

    lines = (shipped("norms") / f"{NORM}.yaml").read_text(encoding="utf-8").splitlines()
    kept, skipping = [], False
    for line in lines:
        if line.startswith("  ") and not line.startswith("   "):
            skipping = line.startswith("  netwerk:")
        if not skipping and not line.startswith("    netwerk:"):
            kept.append(line)
    path = tmp_path / f"{NORM}.yaml"
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")

    with pytest.raises(UsageError, match="netwerk"):
        raise accuracy("-n", str(path)).exception
