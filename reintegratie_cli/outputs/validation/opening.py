"""What is read first: the conclusion, how many scales are good enough, what to mend, and what this is not."""

from reintegratie_cli.models.validation_result import Missing, ValidationResult
from reintegratie_cli.models.verdict import ScaleConclusion, Verdict
from reintegratie_cli.outputs.validation import words
from reintegratie_cli.outputs.validation.blocks import Blocks, Bullets, Grid, Heading, Paragraph
from reintegratie_cli.outputs.validation.closing import found
from reintegratie_cli.outputs.validation.voice import Voice
from reintegratie_cli.text import Text

MOST_ADVICE, MOST_ERRORS = 5, 2
"""More is not read; the rest stands with the scales."""

_ADVICE = Text("Wat eerst te doen, het belangrijkste bovenaan", "What to do first, the most important on top")


def opening(result: ValidationResult, voice: Voice) -> Blocks:
    """The questionnaire, the conclusion in a sentence, the scales by their conclusion, what to do, what it is not."""
    it = result.instrument
    yield Heading(voice.say(words.title(voice.instrument)), level=1)
    about = [f"{it.id} {it.version}"]
    if result.n is not None:
        used = "" if result.n_used == result.n else f", {voice.say(Text('gebruikt', 'used'))}: {result.n_used}"
        about.append(f"{result.n} {voice.say(Text('personen', 'persons'))}{used}")
    if result.missing is not None:
        about.append(_missing(result.missing, voice))
    about.append(f"{result.tool.name} {result.tool.version}")
    if result.verdict is not None:
        about.append(result.verdict.criteria_version)
    yield Paragraph(" · ".join(about))
    if result.verdict is not None:
        yield Paragraph(voice.say(result.verdict.reasons[0]), strong=True)
        yield _counts(result.verdict, voice)
        yield from _advice(result, result.verdict, voice)
        yield Paragraph(" ".join(map(voice.say, result.verdict.caveats)))


def _missing(it: Missing, voice: Voice) -> str:
    """How many answers there are."""
    if it.share_missing == 0:
        return voice.say(Text("geen antwoord ontbreekt", "no answer is missing"))
    complete, lacking = voice.percent(it.share_complete), voice.percent(it.share_missing)
    said = Text(
        f"{complete} vulde alles in, {lacking} van de antwoorden ontbreekt",
        f"{complete} answered everything, {lacking} of the answers are missing",
    )
    return voice.say(said)


def _counts(verdict: Verdict, voice: Voice) -> Grid:
    """How many scales have which conclusion, and which these are."""
    by_conclusion: dict[ScaleConclusion, list[str]] = {}
    for name, scale in verdict.scales.items():
        by_conclusion.setdefault(scale.conclusion, []).append(voice.scale(name))
    rows = tuple(
        (voice.say(said), str(len(by_conclusion[conclusion])), ", ".join(by_conclusion[conclusion]))
        for conclusion, said in words.CONCLUSION.items()
        if conclusion in by_conclusion
    )
    headings = (Text("conclusie", "conclusion"), Text("aantal", "number"), Text("schalen", "scales"))
    return Grid(tuple(map(voice.say, headings)), rows, right=(1,))


def _advice(result: ValidationResult, verdict: Verdict, voice: Voice) -> Blocks:
    """The most important things to do, with what breaks the questionnaire itself."""
    errors = [found(it, voice) for it in result.instrument.findings or () if it.severity == "error"][:MOST_ERRORS]
    advice = [voice.say(it) for it in verdict.advice]
    shown = [*advice[: MOST_ADVICE - len(errors)], *errors]
    if shown:
        yield Paragraph(f"{voice.say(_ADVICE)}:")
        yield Bullets(tuple(shown))
