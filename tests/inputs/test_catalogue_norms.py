"""Norm files: found by id or by name, and read as strictly as all that people write."""

import pytest

from reintegratie_cli.errors import FileError, RuleError, UsageError
from reintegratie_cli.inputs import catalogue

GOOD = """
norms: proef.stad-2026
population: {nl: Bijstand, en: Benefits}
status: local
use: group
stakes: intake
collected: "2026"
source: Stad
frame: iedereen
invited: unknown
responded: 300
mode: online
share_assisted: 0.1
scales:
  s: {fingerprint: "0123456789abcdef", "n": 200, mean: 3.0, sd: 0.5, frequencies: [{from: 1.0, to: 5.0, "n": 200}]}
"""


@pytest.fixture
def file(tmp_path, monkeypatch):
    """Writes a norm file in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def write(text=GOOD, name="proef.stad-2026.yaml"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def test_a_file_is_read(file):
    """Every key."""
    found = catalogue.find_norms(file())

    assert (found.instrument, found.scales["s"].frequencies[0].n, found.invited) == ("proef", 200, "unknown")


def test_an_id_is_looked_up_in_the_folder_that_is_named_first(file, tmp_path):
    """Then in ./norms, then in what is shipped."""
    file(GOOD.replace("Bijstand", "Map"), "eigen/proef.stad-2026.yaml")
    file(GOOD.replace("Bijstand", "Hier"), "norms/proef.stad-2026.yaml")

    assert catalogue.find_norms("proef.stad-2026", tmp_path / "eigen").population.nl == "Map"
    assert catalogue.find_norms("proef.stad-2026").population.nl == "Hier"
    assert catalogue.find_norms("gse.nederland-schwarzer").status == "reference"


def test_all_that_is_found_is_listed_once(file):
    """What is not called as a norm is passed over."""
    file(name="norms/proef.stad-2026.yaml")
    file("niets", "norms/lijst.yaml")

    assert [norms.norms for norms in catalogue.list_norms()] == [
        *("gse.nederland-schwarzer", "intake.illustratief-2026", "proef.stad-2026"),
    ]


@pytest.mark.parametrize("name", ["intake.ilustratief-2026", "gse", "..", "gse.nederland schwarzer", ""])
def test_an_id_that_does_not_exist_is_refused_with_what_there_is(name):
    """All ids, the nearest first."""
    with pytest.raises(UsageError, match=r"gse\.nederland-schwarzer"):
        catalogue.find_norms(name)


def test_a_file_that_does_not_exist_is_refused():
    """A name with a slash is a file."""
    with pytest.raises(FileError, match="does not exist"):
        catalogue.find_norms("nergens/proef.stad-2026.yaml")


def test_a_link_out_of_the_folder_is_refused(file, tmp_path):
    """An id never leads elsewhere."""
    outside = file(name="buiten.yaml")
    (tmp_path / "norms").mkdir()
    (tmp_path / "norms" / "proef.stad-2026.yaml").symlink_to(outside)

    with pytest.raises(RuleError, match="a link to a place outside its folder"):
        catalogue.find_norms("proef.stad-2026", tmp_path / "norms")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("stakes: intake", "stake: intake", r"Did you mean stakes\?|the key stakes is missing"),
        ("use: group", "use: groups", r"line 5, use: .groups. is not possible here.*Did you mean group\?"),
        ("status: local", "status: illustrative", "line 5, use: group does not go with status illustrative"),
        ('collected: "2026"', "collected: 2026", "line 7, collected: 2026 is not possible here.*Put it in quotes"),
        ("norms: proef.stad-2026", "norms: proef.dorp", "the id is proef.dorp but the file is called"),
        ("sd: 0.5", "sd: 0", "sd: 0 is not possible here. Allowed: greater than 0"),
        ("sd: 0.5", "sd: .nan", "sd"),
        ("mean: 3.0", "mean: .inf", "mean"),
        ("mean: 3.0", "mean: '3'", "mean: .3. is not possible here"),
        ('to: 5.0, "n": 200', 'to: 5.0, "n": 9', "n: 9 is not possible here. Allowed: at least 10"),
        ("share_assisted: 0.1", "share_assisted: 10", "share_assisted"),
        ("invited: unknown", "invited: 12", "300 cannot have answered when 12 were asked"),
        ("scales:", "scales: {}\nanders:", "scales"),
        ("mode: online", "mode: online\nmode: papier", "mode"),
        ("mode: online", "mode: yes", "mode"),
        ('fingerprint: "0123456789abcdef", ', "", "the key fingerprint is missing"),
        ("mean: 3.0", "mean: 3.0, reliability: 0.8", "coefficient"),
        ("mean: 3.0", "mean: 3.0, reliability: 1.0, coefficient: omega", "Allowed: less than 1"),
        ("source: Stad", "source: ''", "source"),
    ],
)
def test_a_slip_is_refused_with_its_place(file, old, new, said):
    """File, line, key, what was found, what is allowed."""
    with pytest.raises(RuleError, match=said):
        catalogue.find_norms(file(GOOD.replace(old, new)))


@pytest.mark.parametrize("text", ["", "norms", "- norms: x", "norms: [proef.stad-2026]", "\u202enorms: x", "{{{{"])
def test_what_is_no_norm_at_all_is_refused(file, text):
    """A sentence, never a traceback."""
    with pytest.raises(RuleError):
        catalogue.find_norms(file(text))
