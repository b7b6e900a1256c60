"""Several questionnaires as one: a battery that includes others, or several that are asked together."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from reintegratie_cli.errors import InstrumentError
from reintegratie_cli.models.base import unknown
from reintegratie_cli.models.instrument import AnswerSet, Include, Instrument, Item, MeasurementModel, Scale
from reintegratie_cli.text import Text

Lookup = Callable[[str], Instrument]
"""Finds a questionnaire by its id, as it stands in its file."""

V = TypeVar("V")

_JOIN = "+"


def combine(instruments: Sequence[Instrument]) -> Instrument:
    """The questionnaires as one, in this order; ids, versions and titles are joined with "+".

    An answer set gets the name `<questionnaire>__<set>` and takes over what its questionnaire lists as missing.
    One questionnaire comes back as it is. `respondent` is the one they share, else `client`.

    Raises:
        InstrumentError: two of them have an item or a scale with the same id.
    """
    if len(instruments) == 1:
        return instruments[0]
    respondents = {instrument.respondent for instrument in instruments}
    titles = [instrument.title or Text(instrument.instrument, instrument.instrument) for instrument in instruments]
    # A joined id is no file's name and no model of a file would take it, so nothing is validated here.
    joined: dict[str, object] = {
        "instrument": _JOIN.join(instrument.instrument for instrument in instruments),
        "version": _JOIN.join(instrument.version for instrument in instruments),
        "title": Text(*(f" {_JOIN} ".join(words) for words in ([t.nl for t in titles], [t.en for t in titles]))),
        "purpose": None,
        "instruction": None,
        "respondent": respondents.pop() if len(respondents) == 1 else "client",
        "sources": tuple(dict.fromkeys(source for instrument in instruments for source in instrument.sources)),
        "licence": None,
        "columns": {},
    }
    return _with_content(instruments[0].model_copy(update=joined), instruments)


def resolve(battery: Instrument, lookup: Lookup) -> Instrument:
    """A battery with the items and scales of what it includes; any other questionnaire comes back as it is.

    Raises:
        InstrumentError: an included questionnaire has another major version, is a battery itself, lacks what is taken
            from it, or has an id that another has as well.
    """
    if not battery.includes:
        return battery
    return _with_content(battery.model_copy(update={"includes": ()}), parts(battery, lookup))


def parts(battery: Instrument, lookup: Lookup) -> tuple[Instrument, ...]:
    """What a battery includes, each cut down to the scales and items that it takes; else the questionnaire alone.

    Raises:
        InstrumentError: as `resolve`.
    """
    if not battery.includes:
        return (battery,)
    return tuple(_taken(battery, include, lookup(include.id)) for include in battery.includes)


def _taken(battery: Instrument, include: Include, whole: Instrument) -> Instrument:
    """The part of a questionnaire that an include asks for: its scales with their items, then the items it names."""
    _check_include(battery, include, whole)
    if not include.scales and not include.items:
        return whole
    items = dict.fromkeys(item for scale in include.scales for item in whole.scales[scale].items)
    items |= dict.fromkeys(include.items)
    for item in items:
        routing = whole.items[item].only_if
        if routing is not None and routing.item not in items:
            raise _error(
                battery,
                f"{item} van {whole.instrument} hangt af van {routing.item}; neem dat item ook op.",
                f"{item} of {whole.instrument} depends on {routing.item}; include that item as well.",
            )
    return whole.model_copy(
        update={
            "items": {item: whole.items[item] for item in items},
            "scales": {scale: whole.scales[scale] for scale in include.scales},
            "model": _model_of(whole, items),
            "columns": {item: column for item, column in whole.columns.items() if item in items},
        }
    )


def _check_include(battery: Instrument, include: Include, whole: Instrument) -> None:
    if whole.includes:
        raise _error(
            battery,
            f"{whole.instrument} bestaat zelf uit andere vragenlijsten. Neem die apart op.",
            f"{whole.instrument} is made of other questionnaires itself. Include those.",
        )
    if include.version.split(".")[0] != whole.version.split(".")[0]:
        raise _error(
            battery,
            f"{include.id} is gevraagd in versie {include.version}, maar het bestand is {whole.version}. "
            "Tussen die versies zijn items of sleutels veranderd.",
            f"{include.id} is asked for in version {include.version}, but the file is {whole.version}. "
            "Items or keys have changed between those versions.",
        )
    for what, asked, there in (
        (Text("de schaal", "the scale"), include.scales, tuple(whole.scales)),
        (Text("het item", "the item"), include.items, tuple(whole.items)),
    ):
        for name in asked:
            if name not in there:
                said = unknown(what, name, there)
                raise _error(battery, f"{include.id}: {said.nl}", f"{include.id}: {said.en}")


def _model_of(whole: Instrument, items: Iterable[str]) -> MeasurementModel | None:
    """The measurement model of what is taken; none where the questionnaire has none of its own."""
    if whole.model is None:
        return None
    taken = set(items)
    factors = {name: tuple(i for i in of if i in taken) for name, of in whole.model.factors.items()}
    pairs = tuple(pair for pair in whole.model.residual_covariances if taken.issuperset(pair))
    return MeasurementModel(factors={name: of for name, of in factors.items() if of}, residual_covariances=pairs)


def _with_content(whole: Instrument, included: Sequence[Instrument]) -> Instrument:
    """`whole` with the answer sets, items, scales, model and columns of all that is included."""
    answers: dict[str, AnswerSet] = {}
    items: dict[str, Item] = {}
    scales: dict[str, Scale] = {}
    columns: dict[str, str] = {}
    for part in included:
        prefix = part.instrument.replace("-", "_").replace(_JOIN, "__")
        names = {name: f"{prefix}__{name}" for name in part.answers}
        renamed = {item: it.model_copy(update={"answers": names[it.answers]}) for item, it in part.items.items()}
        for name, answer_set in part.answers.items():
            missing = part.missing if answer_set.missing is None else answer_set.missing
            answers[names[name]] = answer_set.model_copy(update={"missing": missing})
        _add(items, renamed, whole, Text("het item", "the item"))
        _add(scales, part.scales, whole, Text("de schaal", "the scale"))
        columns |= part.columns
    used = {it.answers for it in items.values()}
    return whole.model_copy(
        update={
            "answers": {name: answer_set for name, answer_set in answers.items() if name in used},
            "missing": (),
            "items": items,
            "scales": scales,
            "model": _joined_model(included),
            "columns": columns | whole.columns,
        }
    )


def _add(to: dict[str, V], more: dict[str, V], whole: Instrument, what: Text) -> None:
    for name, value in more.items():
        if name in to:
            raise _error(
                whole,
                f"{what.nl} {name} staat in twee van de vragenlijsten. Een id kan maar één keer.",
                f"{what.en} {name} is in two of the questionnaires. An id can be there once only.",
            )
        to[name] = value


def _joined_model(included: Sequence[Instrument]) -> MeasurementModel | None:
    """The models of all parts; a part without one brings a factor per reflective scale, as it would by itself."""
    if all(part.model is None for part in included):
        return None
    factors: dict[str, tuple[str, ...]] = {}
    pairs: list[tuple[str, str]] = []
    for part in included:
        own = part.model or MeasurementModel(
            factors={name: it.items for name, it in part.scales.items() if it.measurement == "reflective"}
        )
        for name, of in own.factors.items():
            prefix = part.instrument.replace("-", "_").replace(_JOIN, "__")
            factors[name if name not in factors else f"{prefix}__{name}"] = of
        pairs.extend(own.residual_covariances)
    return MeasurementModel(factors=factors, residual_covariances=tuple(pairs))


def _error(battery: Instrument, nl: str, en: str) -> InstrumentError:
    return InstrumentError(Text(f"{battery.instrument}: {nl}", f"{battery.instrument}: {en}"))
