"""What is wrong with a questionnaire that its shape does not show: names that do not exist, scores that cannot be."""

import math
from collections.abc import Iterable

from reintegratie_cli.models.answer_checks import check_answers, is_answer, no_answer
from reintegratie_cli.models.base import Problem, Problems, fold, under, unknown
from reintegratie_cli.models.instrument import AnswerSet, Instrument, Routing, Scale
from reintegratie_cli.models.score_result import output_columns
from reintegratie_cli.text import Text, visible

_ITEM = Text("het item", "the item")
_ANSWERS = Text("de antwoordset", "the answer set")
_TWICE = Text("dit item staat er twee keer.", "this item is there twice.")


RESERVED = frozenset(column.name.split(".")[0] for column in output_columns((), (), (), ())) | {"keep"}
"""What the columns of the output begin with: a scale of that name would be taken for something else."""


def check_instrument(instrument: Instrument, file_id: str | None = None) -> Problems:
    """Every problem of a questionnaire file; `file_id` is the name of its file without `.yaml`."""
    if file_id is not None:
        yield from check_file_id("instrument", instrument.instrument, file_id)
    if instrument.includes:
        yield from _check_battery(instrument)
        return
    yield from _check_content(instrument)
    for name, answers in instrument.answers.items():
        yield from under(("answers", name), check_answers(answers, instrument.missing))
    for item in instrument.items:
        yield from under(("items", item), _check_item(instrument, item))
    for name, scale in instrument.scales.items():
        yield from under(("scales", name), _check_scale(instrument, name, scale))
    yield from _check_model(instrument)
    yield from check_columns(instrument)


def check_file_id(key: str, name: str, file_id: str) -> Problems:
    """A file is found by its name, so its id must be that name."""
    if name != file_id:
        shown, file = visible(name), visible(file_id)
        yield Problem(
            (key,),
            Text(
                f"de id is {shown} maar het bestand heet {file}.yaml. Maak die twee gelijk.",
                f"the id is {shown} but the file is called {file}.yaml. Make the two equal.",
            ),
        )


def check_columns(instrument: Instrument) -> Problems:
    """The columns of an export belong to items, each to one."""
    taken: dict[str, str] = {}
    for item, column in instrument.columns.items():
        if item not in instrument.items:
            yield Problem(("columns", item), unknown(_ITEM, item, instrument.items))
        other = taken.setdefault(fold(column), item)
        if other != item:
            shown = visible(column)
            yield Problem(
                ("columns", item),
                Text(
                    f"de kolom {shown} hoort ook bij het item {other}.",
                    f"the column {shown} belongs to the item {other} as well.",
                ),
            )


def _check_battery(instrument: Instrument) -> Problems:
    for key in ("answers", "missing", "items", "scales", "model"):
        if getattr(instrument, key):
            yield Problem(
                (key,),
                Text(
                    "een vragenlijst met includes: heeft dit niet zelf; het staat in de vragenlijsten die hij noemt.",
                    "a questionnaire with includes: has none of its own; it stands in those that it names.",
                ),
            )


def _check_content(instrument: Instrument) -> Problems:
    if not instrument.items:
        yield Problem(
            (),
            Text(
                "er zijn geen vragen. Geef items: en scales:, of includes:.",
                "there are no questions. Give items: and scales:, or includes:.",
            ),
        )
    elif not instrument.scales and not all(item.wish for item in instrument.items.values()):
        yield Problem(
            ("scales",),
            Text(
                "er zijn geen schalen. Dat kan alleen als elk item een wens is (wish:).",
                "there are no scales. That is possible only if every item is a wish (wish:).",
            ),
        )


def _check_item(instrument: Instrument, item: str) -> Problems:
    it = instrument.items[item]
    answers = instrument.answers.get(it.answers)
    if answers is None:
        yield Problem(("answers",), unknown(_ANSWERS, it.answers, instrument.answers))
        return
    if it.wish is not None and answers.type not in ("choice", "count", "number"):
        yield Problem(
            ("wish",),
            Text(
                f"een wens is een keuze of getal; {it.answers} is {answers.type}. Toegestaan: choice, count, number.",
                f"a wish is a choice or a number; {it.answers} is {answers.type}. Allowed: choice, count, number.",
            ),
        )
    if it.only_if is not None:
        yield from under(("only_if",), _check_routing(instrument, item, it.only_if))


def _check_routing(instrument: Instrument, item: str, routing: Routing) -> Problems:
    own, parent = instrument.answer_set(item), instrument.items.get(routing.item)
    if routing.else_ != "missing" and not is_answer(own, routing.else_):
        yield Problem(("else",), no_answer(own, routing.else_))
    if parent is None:
        yield Problem(("item",), unknown(_ITEM, routing.item, instrument.items))
        return
    if item in _asked_before(instrument, item):
        yield Problem(
            ("item",),
            Text(
                f"{item} wordt alleen gevraagd na {routing.item}, en die weer na {item}. Doorbreek de kring.",
                f"{item} is asked only after {routing.item}, which in turn comes after {item}. Break the circle.",
            ),
        )
    answers = instrument.answers.get(parent.answers)
    if answers is not None and answers.is_open:
        yield Problem(
            ("item",),
            Text(
                f"{routing.item} vraagt een getal. Een vervolgvraag hangt af van een gekozen antwoord.",
                f"{routing.item} asks for a number. A follow-up depends on an answer that is chosen.",
            ),
        )
    elif answers is not None:
        wrong = ((place, code) for place, code in enumerate(routing.is_) if not is_answer(answers, code))
        yield from (Problem(("is", place), no_answer(answers, code)) for place, code in wrong)


def _asked_before(instrument: Instrument, item: str) -> set[str]:
    """The items that must be answered before `item` can be asked."""
    before: set[str] = set()
    here = instrument.items.get(item)
    while here is not None and here.only_if is not None and here.only_if.item not in before:
        before.add(here.only_if.item)
        here = instrument.items.get(here.only_if.item)
    return before


def _check_scale(instrument: Instrument, name: str, scale: Scale) -> Problems:
    yield from _check_scale_items(instrument, scale)
    if name in RESERVED:
        yield Problem(
            (),
            Text(
                f"{name} is al een naam in de uitvoer. Geef de schaal een andere.",
                f"{name} is a name in the output already. Give the scale another.",
            ),
        )
    if scale.measurement == "single" and len(scale.items) > 1:
        yield Problem(
            ("measurement",),
            Text(
                f"single is één vraag; deze schaal heeft er {len(scale.items)}. Toegestaan: reflective, formative.",
                f"single is one question; this scale has {len(scale.items)}. Allowed: reflective, formative.",
            ),
        )
    if scale.twin_of == name:
        yield Problem(
            ("twin_of",),
            Text("een schaal is niet haar eigen tegenhanger.", "a scale is not its own twin."),
        )
    if scale.measurement != "reflective" and scale.error is not None and scale.error.source == "omega":
        yield Problem(
            ("error", "source"),
            Text(
                f"omega hoort bij reflective; deze schaal is {scale.measurement}. Toegestaan: retest, rater, assumed.",
                f"omega belongs to reflective; this scale is {scale.measurement}. Allowed: retest, rater, assumed.",
            ),
        )
    if _has_range(instrument, scale):
        yield from _check_range(scale, *instrument.scale_range(name))
        yield from _check_count_above(instrument, scale)


def _check_scale_items(instrument: Instrument, scale: Scale) -> Problems:
    for place, item in enumerate(scale.items):
        answers = _answers_of(instrument, item)
        if item not in instrument.items:
            yield Problem(("items", place), unknown(_ITEM, item, instrument.items))
        elif item in scale.items[:place]:
            yield Problem(("items", place), _TWICE)
        elif answers is not None and answers.type == "choice":
            yield Problem(
                ("items", place),
                Text(
                    f"{item} is een keuze (choice) zonder volgorde en telt in geen schaal mee.",
                    f"{item} is a choice without order and counts in no scale.",
                ),
            )
    for place, item in enumerate(scale.reversed):
        answers = _answers_of(instrument, item)
        if item not in scale.items:
            yield Problem(("reversed", place), unknown(Text("in deze schaal", "in this scale"), item, scale.items))
        elif answers is not None and not _is_bounded(answers):
            yield Problem(
                ("reversed", place),
                Text(
                    f"{item} heeft geen laagste en hoogste antwoord (min:, max:) en kan niet worden omgekeerd.",
                    f"{item} has no lowest and highest answer (min:, max:) and cannot be reversed.",
                ),
            )


def _answers_of(instrument: Instrument, item: str) -> AnswerSet | None:
    """The answers of an item, if it exists and has any; that it has none is told at the item."""
    it = instrument.items.get(item)
    answers = None if it is None else instrument.answers.get(it.answers)
    return answers if answers is not None and (answers.is_open or answers.values) else None


def _is_bounded(answers: AnswerSet) -> bool:
    lowest = answers.type != "number" or answers.min is not None
    return lowest and math.isfinite(answers.highest)


def _has_range(instrument: Instrument, scale: Scale) -> bool:
    """Whether all items of a scale have answers, so that its range can be computed."""
    return all(_answers_of(instrument, item) is not None for item in scale.items)


def _check_range(scale: Scale, low: float, high: float) -> Problems:
    """Anchors and error must be possible for a score between `low` and `high`."""
    anchors, error, most = scale.anchors, scale.error, (high - low) / 2
    if anchors is not None and not low <= anchors.low <= anchors.high <= high:
        found, may = f"{anchors.low:g}, {anchors.high:g}", f"{low:g} <= low <= high <= {high:g}"
        yield Problem(
            ("anchors",),
            Text(f"{found} kan hier niet. Toegestaan: {may}.", f"{found} is not possible here. Allowed: {may}."),
        )
    # No distribution between two ends spreads wider than half their distance (Popoviciu, 1935).
    if error is not None and not error.sd <= most:
        yield Problem(
            ("error", "sd"),
            Text(
                f"een score van {low:g} tot {high:g} heeft nooit een sd van {error.sd:g}. Hoogstens: {most:g}.",
                f"a score from {low:g} to {high:g} never has an sd of {error.sd:g}. At most: {most:g}.",
            ),
        )


def _check_count_above(instrument: Instrument, scale: Scale) -> Problems:
    limit = scale.count_above
    if limit is None:
        return
    sets = [instrument.answer_set(item) for item in scale.items]
    if not min(it.lowest for it in sets) <= limit < max(it.highest for it in sets):
        yield Problem(
            ("score", "count_above"),
            Text(
                f"boven {limit:g} ligt geen enkel antwoord, of elk antwoord.",
                f"no answer at all, or every answer, is above {limit:g}.",
            ),
        )


def _check_model(instrument: Instrument) -> Problems:
    if instrument.model is None:
        return
    for factor, items in instrument.model.factors.items():
        yield from under(("model", "factors", factor), _check_factor(instrument, items))
    for place, pair in enumerate(instrument.model.residual_covariances):
        yield from under(("model", "residual_covariances", place), _check_factor(instrument, pair))


def _check_factor(instrument: Instrument, items: Iterable[str]) -> Problems:
    seen: set[str] = set()
    for place, item in enumerate(items):
        if item not in instrument.items:
            yield Problem((place,), unknown(_ITEM, item, instrument.items))
        elif item in seen:
            yield Problem((place,), _TWICE)
        seen.add(item)
    if not seen:
        yield Problem((), Text("een factor zonder items.", "a factor without items."))
