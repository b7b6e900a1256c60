"""What stands out in an item, in words with its figure."""

from collections.abc import Iterator

from reintegratie_cli.models.validation_result import ItemFlag, ItemResult, ScaleResult
from reintegratie_cli.outputs.validation import words
from reintegratie_cli.outputs.validation.voice import Voice
from reintegratie_cli.text import Text


def flagged(scale: ScaleResult, voice: Voice) -> Iterator[str]:
    """A sentence for each item in which something stands out, with what to do about it."""
    for name, item in scale.items.items():
        if item.flags:
            flags = _ordered(item)
            said = ", ".join(_said(flag, item, scale.alpha, voice) for flag in flags)
            advice = "".join(f" {voice.say(words.ADVICE[flag])}" for flag in flags[:1] if flag in words.ADVICE)
            yield f"{voice.item(name)}: {said}.{advice}"


def short(item: ItemResult, voice: Voice) -> str:
    """What stands out, without its figures."""
    return ", ".join(voice.say(words.FLAG[flag]) for flag in _ordered(item))


def _ordered(item: ItemResult) -> list[ItemFlag]:
    """The most serious first."""
    return sorted(item.flags, key=list(words.FLAG).index)


def _said(flag: ItemFlag, item: ItemResult, alpha: float | None, voice: Voice) -> str:
    instead = Text("in plaats van", "instead of")
    figure = {
        "negative": f"r = {voice.number(item.item_rest_r)}",
        "weak": f"r = {voice.number(item.item_rest_r)}",
        "raises_alpha": f"{voice.number(item.alpha_if_deleted)} {voice.say(instead)} {voice.number(alpha)}",
        "floor": voice.percent(item.floor),
        "ceiling": voice.percent(item.ceiling),
        "skewed": voice.number(item.skew),
        "unused_category": ", ".join(code for code, n in (item.categories or {}).items() if n == 0),
    }.get(flag, "")
    return voice.say(words.FLAG[flag]) + (f" ({figure})" if figure else "")
