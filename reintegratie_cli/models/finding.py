"""One thing that is to be said of a questionnaire or of what people answered to it."""

from dataclasses import dataclass
from typing import Literal

from reintegratie_cli.text import Text

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Finding:
    """What was found and what to do about it.

    `kind`: the id of what was looked for. `severity`: an error breaks the measurement, a warning may harm it.
    `item`, `scale`: where; none where it is about several or about the whole questionnaire. `reason`: in sentences.
    """

    kind: str
    severity: Severity
    item: str | None
    scale: str | None
    reason: Text
