"""Files that are no text, known by their first bytes, and what to do about each."""

import re

from reintegratie_cli.text import Text

_AS_CSV = Text("bewaar het als CSV", "save it as CSV")
_FROM_EXCEL = Text("bewaar het in Excel met Opslaan als, CSV UTF-8", "save it in Excel with Save as, CSV UTF-8")
_UNPACK = Text("pak het uit en geef het CSV-bestand", "unpack it and give the CSV file")
_EXCEL = Text("Excel-bestand", "Excel file")
_OLD_EXCEL = Text("oud Excel-bestand (.xls) of een met een wachtwoord", "old Excel file (.xls) or one with a password")
_AS_XLSX = Text(
    "bewaar het in Excel zonder wachtwoord als .xlsx, of als CSV UTF-8",
    "save it in Excel without a password as .xlsx, or as CSV UTF-8",
)

_KNOWN: tuple[tuple[bytes, Text, Text], ...] = (
    (rb"PK\x03\x04(?s:.*?)(?:\[Content_Types\]\.xml|xl/|_rels/)", _EXCEL, _FROM_EXCEL),
    (rb"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis", Text("OpenDocument-bestand", "OpenDocument file"), _AS_CSV),
    (rb"PK(?:\x03\x04|\x05\x06)", Text("zip-bestand", "zip file"), _UNPACK),
    (rb"\xd0\xcf\x11\xe0", _OLD_EXCEL, _AS_XLSX),
    (rb"\$FL[23]", Text("SPSS-bestand", "SPSS file"), _AS_CSV),
    (rb"<stata_dta>|[\x66-\x73][\x01\x02]\x01", Text("Stata-bestand", "Stata file"), _AS_CSV),
    # A column may well be called PAR1; in Parquet no text follows.
    (rb"PAR1[^\t\n\r -\xff]", Text("Parquet-bestand", "Parquet file"), _AS_CSV),
    (rb"\x1f\x8b", Text("gzip-bestand", "gzip file"), _UNPACK),
    (rb"%PDF", Text("PDF-bestand", "PDF file"), Text("vraag om de gegevens als CSV", "ask for the data as CSV")),
    (rb"(?i)(?:\xef\xbb\xbf)?\s*<(?:html|!doctype)", Text("webpagina (HTML)", "web page (HTML)"), _AS_CSV),
)


def no_text(head: bytes) -> Text | None:
    """What to say of a file with these first bytes, when it is known as something else than text."""
    for pattern, what, advice in _KNOWN:
        if re.match(pattern, head, re.DOTALL):
            article = "an" if what.en.startswith(("E", "O", "SPSS", "o")) else "a"
            return Text(
                f"dit is een {what.nl}, geen tekst; {advice.nl}.",
                f"this is {article} {what.en}, not text; {advice.en}.",
            )
    return None
