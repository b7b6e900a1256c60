"""What is said while norms are made: what was left out, what stands in for what, and what they may be used for."""

from reintegratie_cli.models.norms import FEWEST, FEWEST_FOR_IMPORTANT, FEWEST_FOR_PERSONS, Status
from reintegratie_cli.text import Text


def left_out(scale: str, n: int) -> Text:
    """A scale without a norm."""
    if n >= FEWEST:
        return Text(
            f"{scale}: geen norm, want iedereen heeft dezelfde score.",
            f"{scale}: no norm, since everybody has the same score.",
        )
    return Text(
        f"{scale}: geen norm, want {n} personen hebben een score; nodig zijn er {FEWEST}.",
        f"{scale}: no norm, since {n} persons have a score; {FEWEST} are needed.",
    )


def no_reliability(scale: str, why: Text) -> Text:
    """A scale that ought to have a reliability."""
    return Text(f"{scale}: geen betrouwbaarheid. {why.nl}", f"{scale}: no reliability. {why.en}")


def alpha_instead(scale: str, why: Text) -> Text:
    """Alpha where there is no omega."""
    return Text(
        f"{scale}: de betrouwbaarheid is alfa, want er is geen omega. {why.nl}",
        f"{scale}: the reliability is alpha, since there is no omega. {why.en}",
    )


def no_retest(scale: str, n: int) -> Text:
    """A second measurement that gives no coefficient."""
    return Text(
        f"{scale}: geen hertestbetrouwbaarheid; {n} personen hebben beide scores (nodig: 50), of er is geen samenhang.",
        f"{scale}: no retest reliability; {n} persons have both scores (50 are needed), or these do not go together.",
    )


def no_frequencies(scale: str, n: int | None) -> Text:
    """A scale without a distribution; `n` answered every item, none where the scale has no highest score."""
    if n is None:
        return Text(
            f"{scale}: geen verdeling, want deze schaal heeft geen hoogste score (max: bij de antwoorden).",
            f"{scale}: no distribution, since this scale has no highest score (max: of the answers).",
        )
    return Text(
        f"{scale}: geen verdeling, want {n} personen beantwoordden elke vraag; nodig zijn er {FEWEST}.",
        f"{scale}: no distribution, since {n} persons answered every item; {FEWEST} are needed.",
    )


def less_important(scale: str, n: int) -> Text:
    """Norms for persons that are too small for important decisions."""
    return Text(
        f"Alleen voor minder belangrijke beslissingen over personen: {scale} heeft {n} personen. "
        f"Voor belangrijke zijn er {FEWEST_FOR_IMPORTANT} nodig.",
        f"For less important decisions about persons only: {scale} has {n} persons. "
        f"Important ones take {FEWEST_FOR_IMPORTANT}.",
    )


def for_groups(scale: str, n: int) -> Text:
    """Norms that are too small for persons."""
    return Text(
        f"Alleen voor uitspraken over groepen (use: group): {scale} heeft {n} personen. "
        f"Voor personen zijn er {FEWEST_FOR_PERSONS} nodig.",
        f"For statements about groups only (use: group): {scale} has {n} persons. "
        f"For persons {FEWEST_FOR_PERSONS} are needed.",
    )


def of_others(status: Status) -> Text:
    """Norms that never decide about a person, for what they are of."""
    return Text(
        f"Een norm met status {status} telt nooit mee bij een uitspraak over een persoon (use: group).",
        f"A norm of status {status} never counts in a statement about a person (use: group).",
    )


ILLUSTRATIVE = Text(
    "Een norm met status illustrative is om te laten zien hoe het werkt en nergens anders voor (use: none).",
    "A norm of status illustrative shows how things work and serves nothing else (use: none).",
)
ONLY_FAIRNESS = Text(
    "Een norm naar geslacht, leeftijd of herkomst is alleen om te toetsen of een vragenlijst eerlijk is (use: none).",
    "A norm by sex, age or origin is only for testing whether a questionnaire is fair (use: none).",
)
UNKNOWN_IS_FOR_GROUPS = Text(
    "Alleen voor uitspraken over groepen (use: group): hoeveel mensen zijn gevraagd, hoeveel er antwoordden of hoeveel "
    "er hulp hadden, is onbekend.",
    "For statements about groups only (use: group): how many were asked, how many answered or how many had help is "
    "unknown.",
)
IMPROPER = Text("De waarde kan niet.", "The value is not possible.")
