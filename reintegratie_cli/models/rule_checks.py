"""What is wrong with a rule, where the shape is right.

What a rule may never rest on is refused here: norm scores, which are relative to who else was asked, and what a
person is (sex, age, origin).
"""

import math
import re
from collections import Counter
from collections.abc import Iterator

from reintegratie_cli.models.base import Problem, Problems, under, unknown
from reintegratie_cli.models.fact_checks import FACT, NOT_FINITE, FactDefinitions, check_fact, one_of
from reintegratie_cli.models.rules import (
    AllOf,
    AnyOf,
    AtLeast,
    Condition,
    CountIndicator,
    FactCondition,
    Gate,
    Indicator,
    IndicatorCondition,
    MeanIndicator,
    RecommendRule,
    SolGroup,
    SolRule,
    WanbergRule,
)
from reintegratie_cli.text import Text, visible

At = tuple[str | int, ...]

SOL_GROUPS = ("participatie", "compenseren", "werknemersvaardigheden", "matchen", "stimuleren", "banen")
UNDECIDED = "onbepaald"
BY_FINDING_ONLY = "participatie"

_NORM_SCORE = re.compile(r".*(\..*|_t|_t_?score|_t_normalised|_percentile|_stanine)", re.DOTALL | re.IGNORECASE)
_GROUP_COLUMN = re.compile(
    r"(.*[^a-z])?((geslacht|gender|leeftijd|nationalit|herkomst|afkomst|geboorte|birth|etnic|ethnic|migratie).*"
    r"|(sekse|sexe?|age|origin|man|vrouw|male|female|race|religi(on|e))([^a-z].*)?)",
    re.DOTALL | re.IGNORECASE,
)
_INDICATOR = Text("de indicator", "the indicator")


def tells_who_somebody_is(name: str) -> bool:
    """Whether a column or scale of this name holds sex, age or origin: nobody is sorted or advised by these."""
    return _GROUP_COLUMN.fullmatch(name) is not None


def check_rule(rule: SolRule, facts: FactDefinitions) -> Problems:
    """Every problem of a rule for Sol's groups, given the facts that can be entered."""
    taken: dict[str, str] = {}
    for name, indicator in rule.indicators.items():
        yield from under(("indicators", name), _check_indicator(name, indicator, taken))
    yield from _check_groups(rule)
    for place, group in enumerate(rule.groups):
        if group.when is not None:
            yield from _check_gate(group.when, ("groups", place, "when"), rule, facts)
        yield from under(("groups", place), _check_requires(group, rule))
    for place, signal in enumerate(rule.signals):
        yield from _check_gate(signal.when, ("signals", place, "when"), rule, facts)
    yield from _check_base_rates(rule, facts)


def check_wanberg(rule: WanbergRule, components: tuple[str, ...]) -> Problems:
    """All components have their words, and the middle lies between need and strength."""
    for component in components:
        if component not in rule.components:
            yield Problem(
                ("components",), Text(f"het onderdeel {component} ontbreekt.", f"the component {component} is missing.")
            )
    if not rule.need_below <= rule.strength_above:
        low, high = f"{rule.need_below:g}", f"{rule.strength_above:g}"
        yield Problem(
            ("need_below",),
            Text(f"{low} ligt boven strength_above ({high}).", f"{low} is above strength_above ({high})."),
        )


def check_recommend(rule: RecommendRule, grades: tuple[str, ...]) -> Problems:
    """Every grade has a weight, and what does harm has none."""
    for grade in grades:
        if grade not in rule.weights:
            yield Problem(("weights",), Text(f"het gewicht van {grade} ontbreekt.", f"{grade} has no weight."))
    if rule.weights.get("harmful", 0) > 0:
        yield Problem(
            ("weights", "harmful"),
            Text("wat schaadt wordt nooit aanbevolen; dit is 0.", "what does harm is never recommended; this is 0."),
        )


def _check_indicator(name: str, indicator: Indicator, taken: dict[str, str]) -> Problems:
    """What an indicator reads; `taken` remembers which indicator reads each scale."""
    if isinstance(indicator, MeanIndicator):
        read: dict[At, str] = {("mean_of", place): scale for place, scale in enumerate(indicator.mean_of)}
    elif isinstance(indicator, CountIndicator):
        read = {("count_of",): indicator.count_of}
    else:
        read = {("scale",): indicator.scale}
    for at, scale in read.items():
        refused = _never_in_a_rule(scale) or (_taken(scale, taken[scale]) if scale in taken else None)
        taken.setdefault(scale, name)
        if refused is not None:
            yield Problem(at, refused)
    if isinstance(indicator, CountIndicator):
        if not math.isfinite(indicator.from_):
            yield Problem(("from",), NOT_FINITE)
    elif not -math.inf < indicator.range[0] < indicator.range[1] < math.inf:
        yield Problem(("range",), Text("geef [laagste, hoogste].", "give [lowest, highest]."))


def _taken(scale: str, other: str) -> Text:
    shown = visible(scale)
    return Text(
        f"de schaal {shown} telt al mee in de indicator {other}. Een schaal hoort bij één indicator.",
        f"the scale {shown} already counts in the indicator {other}. A scale belongs to one indicator.",
    )


def _never_in_a_rule(name: str, *, is_group_column: bool = False) -> Text | None:
    """Why something may not decide about a person, if it may not."""
    shown = visible(name)
    if _NORM_SCORE.fullmatch(name):
        return Text(
            f"{shown} is een normscore. Die hangt af van wie er nog meer is gemeten, dus een regel gebruikt alleen "
            "ruwe schaalscores.",
            f"{shown} is a norm score. It depends on who else was measured, so a rule uses raw scale scores only.",
        )
    if is_group_column or tells_who_somebody_is(name):
        return Text(
            f"{shown} zegt wie iemand is (geslacht, leeftijd, afkomst). Daarop wordt niemand ingedeeld.",
            f"{shown} tells what a person is (sex, age, origin). Nobody is placed in a group because of that.",
        )
    return None


def _check_groups(rule: SolRule) -> Problems:
    """Six groups and the undecided one, each once; only the last has no gate."""
    count = Counter(group.group for group in rule.groups)
    for name in (*SOL_GROUPS, UNDECIDED):
        if count[name] != 1:
            yield Problem(
                ("groups",),
                Text(
                    f"{name} staat er {count[name]} keer. Elk van de zes groepen en {UNDECIDED} staat er één keer.",
                    f"{name} is there {count[name]} times. Each of the six groups and {UNDECIDED} is there once.",
                ),
            )
    for place, group in enumerate(rule.groups):
        if group.group not in (*SOL_GROUPS, UNDECIDED):
            known = unknown(Text("de groep", "the group"), group.group, (*SOL_GROUPS, UNDECIDED))
            yield Problem(("groups", place, "group"), known)
        yield from under(("groups", place), _check_group(group, is_last=place == len(rule.groups) - 1))


def _check_group(group: SolGroup, *, is_last: bool) -> Problems:
    if group.group == UNDECIDED:
        if group.when is not None or not group.requires:
            yield Problem(
                (), Text(f"{UNDECIDED} heeft requires: en geen when:.", f"{UNDECIDED} has requires: and no when:.")
            )
        return
    if group.requires:
        yield Problem(("requires",), Text(f"requires: hoort bij {UNDECIDED}.", f"requires: belongs to {UNDECIDED}."))
    if is_last and group.when is not None:
        yield Problem(
            ("when",),
            Text(
                "de laatste groep is wat overblijft en heeft geen when:.",
                "the last group is what remains and has no when:.",
            ),
        )
    if not is_last and group.when is None:
        yield Problem(
            (),
            Text(
                "deze groep heeft geen when:, dus de groepen erna komen nooit aan de beurt.",
                "this group has no when:, so the groups after it are never reached.",
            ),
        )


def _check_requires(group: SolGroup, rule: SolRule) -> Problems:
    for place, name in enumerate(group.requires):
        if name not in rule.indicators:
            yield Problem(("requires", place), unknown(_INDICATOR, name, rule.indicators))


def _check_gate(gate: Gate, at: At, rule: SolRule, facts: FactDefinitions) -> Problems:
    finding_only = at[0] == "groups" and rule.groups[int(at[1])].group == BY_FINDING_ONLY
    for place, part in _parts(gate, at):
        if isinstance(part, AtLeast):
            if part.at_least > len(part.of):
                yield Problem((*place, "at_least"), _too_many(part))
        elif isinstance(part, FactCondition):
            yield from under(place, check_fact(part, facts))
            stands_for = part.fact in facts and facts[part.fact].group_column
            refused = _never_in_a_rule(part.fact, is_group_column=stands_for)
            if refused is not None:
                yield Problem((*place, "fact"), refused)
        elif finding_only:
            yield Problem(
                (*place, "indicator"),
                Text(
                    f"{BY_FINDING_ONLY} volgt nooit uit een vragenlijst, alleen uit een vastgesteld feit (fact:).",
                    f"{BY_FINDING_ONLY} never comes from a questionnaire, only from an entered finding (fact:).",
                ),
            )
        else:
            yield from under(place, _check_cut(part, rule))


def _check_base_rates(rule: SolRule, facts: FactDefinitions) -> Problems:
    """Each is of a fact on which the groups have one condition, whose share of clients it can then be."""
    gates = (group.when for group in rule.groups if group.when is not None)
    found = {part for gate in gates for _, part in _parts(gate, ()) if isinstance(part, FactCondition)}
    count = Counter(part.fact for part in found if part.known is None)
    for fact in rule.asking.base_rates:
        at = ("asking", "base_rates", fact)
        if fact not in facts:
            yield Problem(at, unknown(FACT, fact, facts))
        elif count[fact] > 1:
            yield Problem(
                at,
                Text(
                    f"de groepen hebben {count[fact]} voorwaarden op dit feit. Een aandeel hoort bij één voorwaarde.",
                    f"the groups have {count[fact]} conditions on this fact. A base rate belongs to one condition.",
                ),
            )


def _parts(gate: Gate, at: At) -> Iterator[tuple[At, Condition | AtLeast]]:
    """Every condition in a gate, and every count of gates, with its place."""
    if isinstance(gate, IndicatorCondition | FactCondition):
        yield at, gate
        return
    if isinstance(gate, AtLeast):
        yield at, gate
    key, gates = (
        ("all", gate.all)
        if isinstance(gate, AllOf)
        else ("any", gate.any)
        if isinstance(gate, AnyOf)
        else ("of", gate.of)
    )
    for place, inner in enumerate(gates):
        yield from _parts(inner, (*at, key, place))


def _too_many(gate: AtLeast) -> Text:
    return Text(
        f"{gate.at_least} van {len(gate.of)} voorwaarden kan nooit.",
        f"{gate.at_least} of {len(gate.of)} conditions can never hold.",
    )


def _check_cut(condition: IndicatorCondition, rule: SolRule) -> Problems:
    indicator = rule.indicators.get(condition.indicator)
    if indicator is None:
        yield Problem(("indicator",), unknown(_INDICATOR, condition.indicator, rule.indicators))
    given = {key: cut for key in ("below", "above") if (cut := getattr(condition, key)) is not None}
    if len(given) != 1:
        yield Problem((), one_of(", ".join(given) or "-", "below, above"))
    for key, cut in given.items():
        if not math.isfinite(cut):
            yield Problem((key,), NOT_FINITE)
        elif indicator is not None and not isinstance(indicator, CountIndicator):
            low, high = indicator.range
            if not low <= cut <= high:
                yield Problem(
                    (key,),
                    Text(
                        f"{cut:g} ligt niet tussen {low:g} en {high:g}, de range van deze indicator.",
                        f"{cut:g} is not between {low:g} and {high:g}, the range of this indicator.",
                    ),
                )
