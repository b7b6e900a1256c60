"""Which questionnaire a file holds, by its columns."""

from collections.abc import Collection, Mapping

from reintegratie_cli.errors import UsageError
from reintegratie_cli.inputs.delimited.dialect import ONE_COLUMN
from reintegratie_cli.inputs.header import Header
from reintegratie_cli.inputs.item_columns import items_there
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.text import Text

_FEW = 8


def detect_instrument(header: Header, candidates: Mapping[str, Instrument], mapped: Collection[str] = ()) -> str:
    """The questionnaire with most items as columns, of those that have more than half of theirs there.

    `mapped`: the items whose column the call names. Raises UsageError when none has, or two have as many.
    """
    found = {name: len(items_there(header, instrument, mapped)) for name, instrument in candidates.items()}
    fitting = {name: n for name, n in found.items() if 2 * n > len(candidates[name].items)}
    best = [name for name, n in fitting.items() if n == max(fitting.values())]
    if len(best) == 1:
        return best[0]
    ranked = sorted(candidates, key=lambda name: (-found[name], name))[:_FEW]
    counts = ", ".join(f"{name} ({found[name]}/{len(candidates[name].items)})" for name in ranked)
    raise UsageError(_undecided(counts, ONE_COLUMN if len(header.names) == 1 else Text("", ""), tie=bool(best)))


def _undecided(counts: str, advice: Text, *, tie: bool) -> Text:
    nl = "bij meer vragenlijsten even goed" if tie else "bij geen vragenlijst"
    en = "several questionnaires equally well" if tie else "no questionnaire"
    return Text(
        f"De kolommen passen {nl} (vragen gevonden: {counts}). Kies er een met -i.{advice.nl}",
        f"The columns fit {en} (items found: {counts}). Choose one with -i.{advice.en}",
    )
