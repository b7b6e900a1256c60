"""What a score of a scale rests on, in sixteen digits: norms of one fingerprint say nothing of another."""

import json
from hashlib import sha256
from typing import Any

from reintegratie_cli.models.instrument import AnswerSet, Code, Instrument

LENGTH = 16


def fingerprint(instrument: Instrument, scale: str) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of what makes the score, as canonical JSON.

    That is: the items, which of them are reversed, the score of every code (also of an empty cell, and of a question
    that was not asked, where these have one), how items make a score, and how many must be answered. Texts, titles,
    names of answer sets, codes for no answer and the order of items make no difference.
    """
    it = instrument.scales[scale]
    content = {
        "items": {item: _item(instrument, item) for item in it.items},
        "reversed": sorted(it.reversed),
        "score": it.score if it.count_above is None else {"count_above": float(it.count_above)},
        "min_answered": float(it.min_answered),
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return sha256(canonical.encode()).hexdigest()[:LENGTH]


def _item(instrument: Instrument, item: str) -> dict[str, Any]:
    answers, routing = instrument.answer_set(item), instrument.items[item].only_if
    found: dict[str, Any]
    if answers.is_open:
        found = {"min": _number(answers.min), "max": _number(answers.max)}
    else:
        # By code: the same scores the other way round are another key.
        found = {"scores": {str(code): float(score) for code, score in zip(answers.codes, answers.scores, strict=True)}}
    if answers.empty is not None:
        found["empty"] = _score(answers, answers.empty)
    if routing is not None:
        parent = instrument.answer_set(routing.item)
        found["only_if"] = [routing.item, sorted(_score(parent, code) for code in routing.is_)]
        if routing.else_ != "missing":
            found["only_if"].append(_score(answers, routing.else_))
    return found


def _number(bound: float | None) -> float | None:
    return None if bound is None else float(bound)


def _score(answers: AnswerSet, code: Code) -> float:
    """The score of an answer that the questionnaire names by its code."""
    return float(code) if answers.is_open else float(answers.scores[answers.codes.index(code)])
