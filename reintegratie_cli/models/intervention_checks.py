"""What is wrong with an intervention or an offer, where the shape is right."""

from collections.abc import Collection
from dataclasses import dataclass

from reintegratie_cli.models.base import Problem, Problems, under, unknown
from reintegratie_cli.models.fact_checks import FactDefinitions, check_fact
from reintegratie_cli.models.instrument_checks import check_file_id
from reintegratie_cli.models.intervention import Evidence, Intervention, Offer
from reintegratie_cli.models.rule_checks import SOL_GROUPS
from reintegratie_cli.text import Text

NEEDS_COMPARISON = ("strong", "promising")
COMPARED = ("meta", "rct", "quasi")


@dataclass(frozen=True)
class Known:
    """The names that an intervention may use."""

    facts: FactDefinitions
    scales: Collection[str]
    items: Collection[str]


def check_intervention(intervention: Intervention, known: Known, file_id: str | None = None) -> Problems:
    """Every problem of an entry of the knowledge base; `file_id` is the name of its file without `.yaml`."""
    if file_id is not None:
        yield from check_file_id("intervention", intervention.intervention, file_id)
    for kind, there, what in (
        ("scales", known.scales, Text("de schaal", "the scale")),
        ("items", known.items, Text("het item", "the item")),
    ):
        for place, name in enumerate(getattr(intervention.acts_on, kind)):
            if name not in there:
                yield Problem(("acts_on", kind, place), unknown(what, name, there))
    yield from _check_grades(intervention)
    for place, condition in enumerate(intervention.conditions):
        yield from under(("conditions", place), check_fact(condition, known.facts))
    for place, evidence in enumerate(intervention.evidence):
        yield from under(("evidence", place), _check_evidence(evidence))


def check_offer(offer: Offer, interventions: Collection[str], facts: FactDefinitions) -> Problems:
    """What a municipality offers exists, and its conditions can be met."""
    for name, offered in offer.interventions.items():
        if name not in interventions:
            what = Text("de interventie", "the intervention")
            yield Problem(("interventions", name), unknown(what, name, interventions))
        for place, condition in enumerate(offered.conditions):
            yield from under(("interventions", name, "conditions", place), check_fact(condition, facts))


def _check_grades(intervention: Intervention) -> Problems:
    """A grade is given to a group that exists, and not above what the evidence can carry."""
    compared = any(evidence.design in COMPARED for evidence in intervention.evidence)
    for group, grade in intervention.grade.items():
        if group not in SOL_GROUPS:
            yield Problem(("grade", group), unknown(Text("de groep", "the group"), group, SOL_GROUPS))
        if grade in NEEDS_COMPARISON and not compared:
            yield Problem(
                ("grade", group),
                Text(
                    f"{grade} vraagt onderzoek met een vergelijkingsgroep ({', '.join(COMPARED)}). "
                    "Zonder dat is het hoogstens mixed.",
                    f"{grade} asks for research with a comparison group ({', '.join(COMPARED)}). "
                    "Without it, mixed is the most.",
                ),
            )


def _check_evidence(evidence: Evidence) -> Problems:
    if evidence.design == "uncontrolled" and evidence.comparison is not None:
        yield Problem(
            ("comparison",),
            Text(
                "uncontrolled heeft geen vergelijkingsgroep. Schrijf null, of kies een ander design.",
                "uncontrolled has no comparison group. Write null, or choose another design.",
            ),
        )
    if evidence.n is not None and evidence.n < 1:
        yield Problem(("n",), Text("n is minstens 1, of null.", "n is at least 1, or null."))
