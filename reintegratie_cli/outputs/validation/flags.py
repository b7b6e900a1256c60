"""What stands out in an item, in words with its figure."""

from collections.abc import Collection, Iterator

from reintegratie_cli.models.validation_result import ItemFlag, ItemResult, ScaleResult
from reintegratie_cli.outputs.validation import words
from reintegratie_cli.outputs.validation.voice import Voice
from reintegratie_cli.text import Text


def flagged(scale: ScaleResult, voice: Voice, said_already: Collection[ItemFlag] = ()) -> Iterator[str]:
    """A sentence for each item in which something stands out, with what to do about it.

    Of what was `said_already` of the items only the figure is given.
    """
    for name, item in scale.items.items():
        if item.flags:
            flags = _ordered(item)
            figures = {flag: _figure(flag, item, scale.alpha, voice) for flag in flags}
            said = ", ".join(
                figures[flag] if flag in said_already else _said(flag, figures[flag], voice) for flag in flags
            )
            advised = [flag for flag in flags[:1] if flag in words.ADVICE and flag not in said_already]
            advice = "".join(f" {voice.say(words.ADVICE[flag])}" for flag in advised)
            yield f"{voice.item(name)}: {said}.{advice}"


def short(item: ItemResult, voice: Voice) -> str:
    """What stands out, without its figures."""
    return ", ".join(voice.say(words.FLAG[flag]) for flag in _ordered(item))


def _ordered(item: ItemResult) -> list[ItemFlag]:
    """The most serious first."""
    return sorted(item.flags, key=list(words.FLAG).index)


def _said(flag: ItemFlag, figure: str, voice: Voice) -> str:
    return voice.say(words.FLAG[flag]) + (f" ({figure})" if figure else "")


def _figure(flag: ItemFlag, item: ItemResult, alpha: float | None, voice: Voice) -> str:
    instead = Text("in plaats van", "instead of")
    return {
        "negative": f"r = {voice.number(item.item_rest_r)}",
        "weak": f"r = {voice.number(item.item_rest_r)}",
        "raises_alpha": f"{voice.number(item.alpha_if_deleted)} {voice.say(instead)} {voice.number(alpha)}",
        "floor": voice.percent(item.floor),
        "ceiling": voice.percent(item.ceiling),
        "skewed": voice.number(item.skew),
        "unused_category": ", ".join(code for code, n in (item.categories or {}).items() if n == 0),
    }.get(flag, "")
