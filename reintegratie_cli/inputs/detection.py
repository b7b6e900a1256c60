"""Which questionnaire a file holds, by its columns."""

from collections.abc import Collection, Mapping, Sequence

from reintegratie_cli.errors import UsageError
from reintegratie_cli.inputs.dialect import ONE_COLUMN
from reintegratie_cli.models.base import fold
from reintegratie_cli.text import Text

_FEW = 8


def detect_instrument(header: Sequence[str], candidates: Mapping[str, Collection[str]]) -> str:
    """The questionnaire with most items as columns, of those that have more than half of theirs there.

    `candidates`: questionnaire -> the ids of its items. Raises UsageError when none has, or two have as many.
    """
    there = {fold(name) for name in header}
    found = {name: sum(fold(item) in there for item in items) for name, items in candidates.items()}
    fitting = {name: n for name, n in found.items() if 2 * n > len(candidates[name])}
    best = [name for name, n in fitting.items() if n == max(fitting.values())]
    if len(best) == 1:
        return best[0]
    ranked = sorted(candidates, key=lambda name: (-found[name], name))[:_FEW]
    counts = ", ".join(f"{name} ({found[name]}/{len(candidates[name])})" for name in ranked)
    raise UsageError(_undecided(counts, ONE_COLUMN if len(header) == 1 else Text("", ""), tie=bool(best)))


def _undecided(counts: str, advice: Text, *, tie: bool) -> Text:
    nl = "bij meer vragenlijsten even goed" if tie else "bij geen vragenlijst"
    en = "several questionnaires equally well" if tie else "no questionnaire"
    return Text(
        f"De kolommen passen {nl} (vragen gevonden: {counts}). Kies er een met -i.{advice.nl}",
        f"The columns fit {en} (items found: {counts}). Choose one with -i.{advice.en}",
    )
