"""The norms that a call names, in their order: which of them is a scale's, and whether it may be used."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reintegratie_cli.errors import UsageError
from reintegratie_cli.models.criteria import NormAge
from reintegratie_cli.models.fingerprint import fingerprint
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.norm_age import said_of_age, use_in
from reintegratie_cli.models.norm_checks import check_cells
from reintegratie_cli.models.norms import Norms, ScaleNorm, Stakes, Status
from reintegratie_cli.models.possible_scores import possible_scores
from reintegratie_cli.text import Text

Said = tuple[Text, ...]


@dataclass(frozen=True)
class NormBook:
    """Norms; of two that have a scale the one that was named first counts."""

    norms: tuple[Norms, ...] = ()

    def of(self, scale: str) -> tuple[Norms, ScaleNorm] | None:
        """The norm of a scale, or none."""
        return next(((norms, norms.scales[scale]) for norms in self.norms if scale in norms.scales), None)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids with their versions, as the output names them."""
        return tuple(f"{norms.norms} {norms.version}" for norms in self.norms)

    @property
    def status(self) -> tuple[Status, ...]:
        """The status of each norm."""
        return tuple(norms.status for norms in self.norms)

    @property
    def admitted(self) -> Norms | None:
        """The first norm that may decide anything about a person."""
        return next((norms for norms in self.norms if norms.admitted), None)

    def check(self, instrument: Instrument) -> tuple["NormBook", Said]:
        """The norms without the scales that are not scored as they were when the norm was made, and what is left out.

        Raises:
            UsageError: a norm has no scale of this questionnaire at all.
        """
        checked = [_checked(norms, instrument) for norms in self.norms]
        kept = tuple(norms for norms, _ in checked if norms is not None)
        return replace(self, norms=kept), tuple(text for _, said in checked for text in said)

    def at(self, year: int, limits: NormAge) -> tuple["NormBook", Said]:
        """The norms as they may be used for measurements of a year, and what is to be said of their age."""
        aged = tuple(norms.model_copy(update={"use": use_in(norms, year, limits)}) for norms in self.norms)
        return replace(self, norms=aged), tuple(text for it in self.norms for text in said_of_age(it, year, limits))

    def other_stakes(self, stakes: Stakes) -> Said:
        """A warning for each norm whose answers were given under other stakes than these."""
        return tuple(_other_stakes(norms, stakes) for norms in self.norms if norms.stakes != stakes)


def without_scales(norms: Norms, scales: Sequence[str]) -> Norms | None:
    """The norm without these scales and their correlations; none where nothing is left."""
    kept = {name: it for name, it in norms.scales.items() if name not in scales}
    correlations = {
        name: left
        for name, of in norms.correlations.items()
        if name in kept and (left := {other: r for other, r in of.items() if other in kept})
    }
    return norms.model_copy(update={"scales": kept, "correlations": correlations}) if kept else None


def _checked(norms: Norms, instrument: Instrument) -> tuple[Norms | None, Said]:
    shared = [scale for scale in norms.scales if scale in instrument.scales]
    if not shared:
        theirs, ours = ", ".join(norms.scales), ", ".join(instrument.scales) or "-"
        raise UsageError(
            Text(
                f"De norm {norms.norms} is van andere schalen dan de vragenlijst {instrument.instrument}. "
                f"Schalen in de norm: {theirs}. Schalen in de vragenlijst: {ours}.",
                f"The norm {norms.norms} is of other scales than the questionnaire {instrument.instrument}. "
                f"Scales in the norm: {theirs}. Scales in the questionnaire: {ours}.",
            ),
        )
    wrong = {scale: why for scale in shared if (why := _refusal(norms, instrument, scale)) is not None}
    others = [scale for scale in norms.scales if scale not in instrument.scales]
    return without_scales(norms, [*wrong, *others]), tuple(wrong.values())


def _refusal(norms: Norms, instrument: Instrument, scale: str) -> Text | None:
    """Why a norm is not used for a scale of the questionnaire, or none."""
    if norms.scales[scale].fingerprint != fingerprint(instrument, scale):
        return Text(
            f"{scale}: geen norm uit {norms.norms}. De vragenlijst scoort deze schaal anders dan toen de norm werd "
            "gemaakt: andere items, sleutels, scores of minimum aan antwoorden. Maak een nieuwe norm.",
            f"{scale}: no norm from {norms.norms}. The questionnaire scores this scale in another way than when the "
            "norm was made: other items, keys, scores or minimum of answers. Make a new norm.",
        )
    if next(check_cells(norms.scales[scale], possible_scores(instrument, scale)), None) is not None:
        return Text(
            f"{scale}: geen norm uit {norms.norms}. De frequenties horen niet bij de mogelijke scores van deze schaal.",
            f"{scale}: no norm from {norms.norms}. The frequencies do not fit the possible scores of this scale.",
        )
    return None


def _other_stakes(norms: Norms, stakes: Stakes) -> Text:
    words = {
        "anonymous": Text("anoniem", "anonymously"),
        "intake": Text("bij een intake", "at an intake"),
    }
    theirs, ours = words[norms.stakes], words[stakes]
    return Text(
        f"Norm {norms.norms}: die antwoorden zijn {theirs.nl} gegeven en deze {ours.nl}. Mensen antwoorden dan anders.",
        f"Norm {norms.norms}: its answers were given {theirs.en} and these {ours.en}. People answer differently then.",
    )
