"""How a questionnaire is built: enough items, keys that balance, answers that can be told apart and added up."""

from collections.abc import Iterator, Mapping, Sequence

from reintegratie_cli.decisions.questionnaire.phrases import hits, words_of
from reintegratie_cli.models.finding import Finding
from reintegratie_cli.models.instrument import AnswerSet, Instrument, Scale
from reintegratie_cli.models.wording import KindName, Vocabulary, Wording
from reintegratie_cli.text import Language, Text, visible


def check_structure(instrument: Instrument, rules: Wording) -> Iterator[Finding]:
    """What the scales, answer sets and items show without their texts."""
    for name, scale in instrument.scales.items():
        yield from _check_scale(instrument, name, scale, rules)
    just_enough = [
        name
        for name, scale in instrument.scales.items()
        if scale.measurement == "reflective" and len(scale.items) == rules.limits.fewest_items
    ]
    if just_enough:
        alone = just_enough[0] if len(just_enough) == 1 else None
        yield rules.finding("few_items", _listed(just_enough), scale=alone)
    yield from _check_answers(instrument, rules)
    yield from _check_use(instrument, rules)


def _check_scale(instrument: Instrument, name: str, scale: Scale, rules: Wording) -> Iterator[Finding]:
    n, n_reversed = len(scale.items), len(scale.reversed)
    if scale.measurement == "reflective" and n < rules.limits.fewest_items:
        yield rules.finding("too_few_items", Text(f"{name} ({n})", f"{name} ({n})"), scale=name)
    keyed = Text(f"{n_reversed} van de {n} items", f"{n_reversed} of {n} items")
    if n_reversed == n > 1:
        yield rules.finding("all_reversed", keyed, scale=name)
    elif scale.measurement == "reflective" and n >= rules.limits.fewest_items:
        invited = all(is_agreement(instrument.answer_set(item), rules) for item in scale.items)
        if invited and not rules.limits.least_reversed <= n_reversed / n <= rules.limits.most_reversed:
            yield rules.finding("unbalanced_keys", keyed, scale=name)
    yield from _check_ranges(instrument, name, scale, rules)
    mirrored = instrument.scales.get(scale.twin_of or "")
    if mirrored and instrument.scale_range(name) != instrument.scale_range(str(scale.twin_of)):
        yield rules.finding("unequal_twins", _listed([str(scale.twin_of)]), scale=name)


def _check_ranges(instrument: Instrument, name: str, scale: Scale, rules: Wording) -> Iterator[Finding]:
    """A count above a limit does not add up answers, and a sum of counts is a count again."""
    sets = [instrument.answer_set(item) for item in scale.items]
    if scale.count_above is not None or all(answers.type == "count" for answers in sets):
        return
    ranges: dict[str, list[str]] = {}
    for item, answers in zip(scale.items, sets, strict=True):
        ranges.setdefault(f"{answers.lowest:g}..{answers.highest:g}", []).append(item)
    if len(ranges) > 1:
        found = "; ".join(f"{', '.join(items)} {reach}" for reach, items in ranges.items())
        yield rules.finding("unequal_ranges", Text(found, found), scale=name)


def _check_answers(instrument: Instrument, rules: Wording) -> Iterator[Finding]:
    """One finding per kind for all answer sets that share it: it is mended in one place."""
    used = {item for scale in instrument.scales.values() for item in scale.items}
    reflective = {
        item for scale in instrument.scales.values() if scale.measurement == "reflective" for item in scale.items
    }
    closed = {name: it for name, it in instrument.answers.items() if it.values and it.type != "choice"}
    scored = {name: it for name, it in closed.items() if any(instrument.items[item].answers == name for item in used)}
    chosen = {name: it for name, it in scored.items() if any(instrument.items[i].answers == name for i in reflective)}
    limits = rules.limits
    yield from _said(rules, "agree_disagree", {name for name, it in scored.items() if is_agreement(it, rules)}, scored)
    yield from _said(rules, "no_midpoint", {name for name, it in scored.items() if _lacks_midpoint(it, rules)}, scored)
    yield from _said(
        rules, "unlabelled_points", {name for name, it in scored.items() if _lacks_labels(it, rules)}, scored
    )
    few = {name for name, it in chosen.items() if len(it.codes) < limits.fewest_points}
    yield from _said(rules, "few_points", few, scored)
    many = {name for name, it in scored.items() if len(it.codes) > limits.most_points}
    yield from _said(rules, "many_points", many, scored)


def _said(rules: Wording, kind: KindName, names: set[str], sets: Mapping[str, AnswerSet]) -> Iterator[Finding]:
    """The answer sets of these names, each with its number of answers."""
    if names:
        yield rules.finding(kind, _listed([f"{name} ({len(it.codes)})" for name, it in sets.items() if name in names]))


def is_agreement(answers: AnswerSet, rules: Wording) -> bool:
    """Whether the answers run from disagree to agree, in any language."""
    return any(_runs(answers, language, vocabulary) for language, vocabulary in rules.languages.items())


def _runs(answers: AnswerSet, language: Language, vocabulary: Vocabulary) -> bool:
    against, for_ = vocabulary.agreement.against, vocabulary.agreement.for_
    labels = [words_of(label) for label in _labels(answers, language)]
    disagreeing = [bool(hits(label, against)) for label in labels]
    agreeing = [bool(hits(label, for_, against)) for label in labels]
    return any(disagreeing) and any(yes and not no for yes, no in zip(agreeing, disagreeing, strict=True))


def _labels(answers: AnswerSet, language: Language) -> list[str]:
    """The label of each code in their order; empty where it has none."""
    return ["" if answer.label is None else answer.label.to(language) for answer in answers.values.values()]


def _lacks_midpoint(answers: AnswerSet, rules: Wording) -> bool:
    """Whether an even number of answers runs from one side to its opposite."""
    if answers.type != "ordinal" or len(answers.codes) % 2:
        return False
    for language, vocabulary in rules.languages.items():
        labels = _labels(answers, language)
        first, last = words_of(labels[0]), words_of(labels[-1])
        for pair in vocabulary.opposites:
            if any(hits(first, [one]) and hits(last, [other]) for one, other in (pair, pair[::-1])):
                return True
    return False


def _lacks_labels(answers: AnswerSet, rules: Wording) -> bool:
    """Whether answers have no words; of many answers, only the two ends need them."""
    labels = [answer.label is not None for answer in answers.values.values()]
    needed = labels if len(labels) < rules.limits.points_as_numbers else [labels[0], labels[-1]]
    return answers.type == "ordinal" and not all(needed)


def _check_use(instrument: Instrument, rules: Wording) -> Iterator[Finding]:
    """Items that count nowhere or twice; a wish is no measurement, and a filter question steers others."""
    scales_of: dict[str, list[str]] = {item: [] for item in instrument.items}
    for name, scale in instrument.scales.items():
        for item in scale.items:
            scales_of[item].append(name)
    steering = {it.only_if.item for it in instrument.items.values() if it.only_if is not None}
    unused = [item for item, scales in scales_of.items() if not scales and not instrument.items[item].wish]
    unused = [item for item in unused if item not in steering]
    if unused:
        yield rules.finding("unused_item", _listed(unused), item=unused[0] if len(unused) == 1 else None)
    for item, scales in scales_of.items():
        if len(scales) > 1:
            yield rules.finding("shared_item", _listed(scales), item=item)


def _listed(names: Sequence[str]) -> Text:
    said = ", ".join(visible(name, 60) for name in names)
    return Text(said, said)
