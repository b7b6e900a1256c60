"""What stands out in an item, in words with its figure."""

from collections.abc import Iterator

from reintegratie_cli.models.validation_result import ItemFlag, ItemResult, ScaleResult
from reintegratie_cli.outputs.validation import words
from reintegratie_cli.outputs.validation.voice import Voice


def flagged(scale: ScaleResult, voice: Voice) -> Iterator[str]:
    """A sentence for each item in which something stands out, with what to do about it."""
    for name, item in scale.items.items():
        if item.flags:
            flags = _ordered(item)
            said = ", ".join(_said(flag, item, voice) for flag in flags)
            advice = "".join(f" {voice.say(words.ADVICE[flag])}" for flag in flags[:1] if flag in words.ADVICE)
            yield f"{voice.item(name)}: {said}.{advice}"


def short(item: ItemResult, voice: Voice) -> str:
    """What stands out, without its figures."""
    return ", ".join(voice.say(words.FLAG[flag]) for flag in _ordered(item))


def _ordered(item: ItemResult) -> list[ItemFlag]:
    """The most serious first."""
    return sorted(item.flags, key=list(words.FLAG).index)


def _said(flag: ItemFlag, item: ItemResult, voice: Voice) -> str:
    figure = {
        "negative": f"r = {voice.number(item.item_rest_r, 2)}",
        "weak": f"r = {voice.number(item.item_rest_r, 2)}",
        "raises_alpha": voice.number(item.alpha_if_deleted),
        "floor": voice.percent(item.floor),
        "ceiling": voice.percent(item.ceiling),
        "skewed": voice.number(item.skew, 2),
        "unused_category": ", ".join(code for code, n in (item.categories or {}).items() if n == 0),
    }.get(flag, "")
    return voice.say(words.FLAG[flag]) + (f" ({figure})" if figure else "")
