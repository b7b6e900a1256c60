"""The options of every command that reads answers; light, for --help must start fast."""

import typer

from reintegratie_cli.inputs import completion as complete


def _formats(incomplete: str) -> list[str]:
    """The formats of the output."""
    from reintegratie_cli import outputs  # noqa: PLC0415 - for the Tab key alone

    return complete.begin_with(incomplete, ("table", *outputs.FORMATS))


INSTRUMENT = typer.Option(
    [],
    "-i",
    "--instrument",
    metavar="INSTRUMENT",
    help="Questionnaire: an id or a YAML file; may be repeated.",
    autocompletion=complete.instruments,
)
QUESTIONNAIRE = typer.Argument(
    ...,
    metavar="INSTRUMENT",
    help="The questionnaire: an id or a YAML file.",
    autocompletion=complete.instruments,
)
ID_COLUMN = typer.Option(None, "--id", metavar="COLUMN", help="The column with the id.")
OCCASION = typer.Option(None, "--occasion", metavar="COLUMN", help="The column that tells measurements apart.")
DATE = typer.Option(None, "--date", metavar="COLUMN", help="The column with the date of measurement.")
MAPPING = typer.Option(
    None, "--map", metavar="FILE", help="YAML: columns {item: column}, answers {set: {value: code}}."
)
ENCODING = typer.Option(
    None, "--encoding", metavar="ENCODING", help="The encoding of the files, when it is read wrongly."
)
DELIMITER = typer.Option(
    None, "--delimiter", metavar="CHARACTER", help="The delimiter of the files, when it is read wrongly."
)
SOURCE_FORMAT = typer.Option(
    None,
    "--from",
    metavar="FORMAT",
    help="What the files are, when it is recognised wrongly: csv, xlsx, ods, xls, sav, por, dta, parquet, jsonl, or"
    " the survey program: limesurvey, limesurvey-vv, qualtrics, microsoft-forms, google-forms, surveymonkey, redcap,"
    " castor.",
    autocompletion=complete.sources,
)
SHEET = typer.Option(None, "--sheet", metavar="NAME", help="The sheet of a workbook, when several hold answers.")
PSEUDONYMISE = typer.Option(
    None, "--pseudonymise", metavar="KEYFILE", help="File with a secret key: ids become pseudonyms."
)
SHOW_VALUES = typer.Option(
    False, "--show-values", help="Show found values in messages; by default only where they stand."
)
INSTRUMENTS = typer.Option(None, "--instruments", metavar="FOLDER", help="Folder with questionnaires, looked in first.")
NORMS = typer.Option(
    [],
    "-n",
    "--norm",
    metavar="NORMS",
    help="Norms: an id or a YAML file; may be repeated.",
    autocompletion=complete.norms,
)
NORMS_FOLDER = typer.Option(None, "--norms", metavar="FOLDER", help="Folder with norms, looked in first.")
OUTPUT = typer.Option("-", "-o", "--output", metavar="FILE", help="Where to write; - is standard output.")
FORMAT = typer.Option(
    None,
    "-f",
    "--format",
    metavar="FORMAT",
    help="table, csv, jsonl, parquet, xlsx or sav; else the suffix of -o says it; else a table for people, csv for"
    " a pipe.",
    autocompletion=_formats,
)
LANG = typer.Option("nl", "--lang", help="Language of what people read.")
