"""What the Tab key offers: ids and names, of what is shipped and what is in this folder. Light, for it must be fast."""

from collections.abc import Iterable
from pathlib import Path

from reintegratie_cli.resources import shipped

SUFFIX = ".yaml"
SOURCES = ("csv", "xlsx", "ods", "xls", "sav", "por", "dta", "parquet", "jsonl")
SURVEY_PROGRAMS = (
    *("limesurvey", "limesurvey-vv", "qualtrics", "microsoft-forms", "google-forms", "surveymonkey", "redcap"),
    "castor",
)


def instruments(incomplete: str) -> list[str]:
    """The ids of questionnaires."""
    return _ids("instruments", incomplete)


def norms(incomplete: str) -> list[str]:
    """The ids of norms."""
    return _ids("norms", incomplete)


def interventions(incomplete: str) -> list[str]:
    """The ids of interventions."""
    return begin_with(incomplete, (path.stem for path in (shipped("rules") / "interventions").glob(f"*{SUFFIX}")))


def sources(incomplete: str) -> list[str]:
    """What --from can say."""
    return begin_with(incomplete, (*SOURCES, *SURVEY_PROGRAMS))


def _ids(kind: str, incomplete: str) -> list[str]:
    """The names of the files in the folder of this kind here, and in the shipped one."""
    folders = (Path(kind), shipped(kind))
    return begin_with(incomplete, (path.stem for folder in folders for path in folder.glob(f"*{SUFFIX}")))


def begin_with(incomplete: str, values: Iterable[str]) -> list[str]:
    """Those of the values that begin with what is typed so far."""
    return sorted({value for value in values if value.startswith(incomplete)})
