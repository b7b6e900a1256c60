"""What `doctor` saw, for people: what to do first, then what each file is and what does not match."""

from collections.abc import Iterator, Sequence
from typing import TextIO

from rich.console import Console

from reintegratie_cli.models.doctor import FEWEST_PERSONS, Diagnosis, NoAnswer, SeenColumn, SeenFile, SeenSet
from reintegratie_cli.outputs.export_map import export_map, map_is_needed
from reintegratie_cli.outputs.terminal import console, plain_table
from reintegratie_cli.outputs.trouble import KINDS, trouble
from reintegratie_cli.outputs.words import STATUS
from reintegratie_cli.text import Language, Text, visible

_MOST_NAMES, _FEW_ITEMS = 12, 4
_MOST_TEXTS = 20
_MOST_MISSING = 5
_MUCH = 0.2
"""The share of an item's answers that is worth a word when it is missing."""

_FOUND_BY = {
    "name": Text("op hun id", "by their id"),
    "map": Text("door --map", "by --map"),
    "alias": Text("op de naam in de vragenlijst", "by the name in the questionnaire"),
    "text": Text("op de code of de tekst in de kop", "by the code or the text in the header"),
}
_KINDS = {
    "missing_code": Text("lijkt een code voor geen antwoord", "looks like a code for no answer"),
    "out_of_range": Text("buiten de antwoorden", "outside the answers"),
    "text": Text("", ""),
}
_HIDDEN = Text(
    f"van minder dan {FEWEST_PERSONS} personen; --show-values toont ze",
    f"of fewer than {FEWEST_PERSONS} persons; --show-values shows them",
)
_SUSPECTED = Text(
    "telt nu mee als getal, maar lijkt een code voor geen antwoord",
    "counts as a number now, but looks like a code for no answer",
)


def show_diagnosis(stream: TextIO, found: Diagnosis, command: str, language: Language) -> None:
    """Write it out; `command` is the call that comes next."""
    page = _Page(console(stream), language)
    page.line(_conclusion(found))
    for sentence in found.refusal:
        page.line(sentence)
    for file in found.files:
        page.head(Text(f"Bestand {visible(file.name, 200)}", f"File {visible(file.name, 200)}"))
        page.lines(_file(file))
    page.head(Text("Vragenlijst", "Questionnaire"))
    page.lines(_questionnaire(found))
    if found.rows.n:
        page.head(Text("Rijen, zoals score ze zou lezen", "Rows, as score would read them"))
        page.lines(_rows(found))
    if found.notes:
        page.head(Text("Zo begrepen; kijk dat na", "Understood so; check it"))
        page.lines(iter(found.notes))
    if any(not one.fits or one.suspected for one in found.sets):
        page.head(
            Text("Past niet bij de antwoorden van de vragenlijst", "Does not fit the answers of the questionnaire")
        )
        _show_unmatched(page, found)
    if map_is_needed(found):
        page.head(Text("Vul in waar een ? staat, kijk na, en bewaar als map.yaml", _FILL_IN_EN))
        for line in export_map(found, language):
            page.raw(line)
    is_mended_first = found.refusal and (found.instrument or found.candidates)
    page.head(Text("Als dat is verholpen", "Once that is mended") if is_mended_first else Text("Daarna", "Next"))
    page.raw(f"  {command}")


_FILL_IN_EN = "Fill in where there is a ?, check, and save as map.yaml"


class _Page:
    """Lines in one language, below headings."""

    def __init__(self, out: Console, language: Language) -> None:
        self.out, self.language = out, language

    def line(self, text: Text, indent: str = "") -> None:
        """One sentence."""
        self.out.print(indent + text.to(self.language))

    def lines(self, texts: Iterator[Text]) -> None:
        """Sentences below a heading; a long one goes on below itself."""
        table = plain_table("", "")
        for text in texts:
            table.add_row("", text.to(self.language))
        self.out.print(table)

    def head(self, text: Text) -> None:
        """A heading, a line below what was there."""
        self.out.print()
        self.out.print(text.to(self.language), style="bold")

    def raw(self, text: str) -> None:
        """A line to copy, which is not broken off."""
        self.out.print(text, soft_wrap=True)


def _conclusion(found: Diagnosis) -> Text:
    """What it comes to, in one sentence."""
    if found.refusal:
        return Text("Score kan dit zo niet lezen.", "Score cannot read this as it is.")
    rows, n = found.rows.statuses, found.rows.n
    counts = [(rows[status], STATUS[status]) for status in ("partial", "rejected") if rows.get(status)]
    if counts:
        nl, en = " en ".join(f"{k} {of.nl}" for k, of in counts), " and ".join(f"{k} {of.en}" for k, of in counts)
        return Text(f"{n} rijen, waarvan {nl}; hieronder staat waarom.", f"{n} rows, of which {en}; why is said below.")
    lacking = sum(not one.whole_scale for one in found.lacking)
    if lacking:
        return Text(
            f"Score kan elke rij lezen; {lacking} van de vragen {'heeft' if lacking == 1 else 'hebben'} geen kolom.",
            f"Score can read every row; {lacking} of the items {'has' if lacking == 1 else 'have'} no column.",
        )
    return Text("Score kan dit helemaal lezen.", "Score can read all of this.")


def _file(file: SeenFile) -> Iterator[Text]:
    own = f"{visible(file.name, 200)}: "
    for note in file.notes:
        yield Text(note.nl.removeprefix(own), note.en.removeprefix(own))
    if file.header_rows > 1:
        yield Text(f"De kop beslaat {file.header_rows} rijen.", f"The header takes {file.header_rows} rows.")
    roles = {column.role: column for column in file.columns if column.role not in ("item", "other")}
    known = (
        ("id", Text("Het id staat in", "The id is in")),
        ("date", Text("De datum van de meting staat in", "The date of measurement is in")),
        ("occasion", Text("Het meetmoment staat in", "The occasion is in")),
    )
    for role, said in known:
        if role in roles:
            name = visible(roles[role].name)
            yield Text(f"{said.nl} kolom {name}.", f"{said.en} column {name}.")
    if "id" not in roles and any(column.role == "item" for column in file.columns):
        yield Text(
            "Geen kolom met een id herkend; noem haar met --id.", "No column with an id recognised; name it with --id."
        )
    is_bound = any(column.role == "item" for column in file.columns)
    rest = Text("Wordt niet gelezen:", "Is not read:") if is_bound else Text("Kolommen:", "Columns:")
    yield from _others([column for column in file.columns if column.role == "other"], rest)


def _others(columns: Sequence[SeenColumn], rest: Text) -> Iterator[Text]:
    said = {
        "bsn": Text("Lijkt BSN's te bevatten, haal uit de export:", "Seems to hold BSNs, take it out of the export:"),
        "personal": Text(
            "Gegevens over wie iemand is, niet nodig, laat weg uit de export:",
            "Tells who somebody is, not needed, leave out of the export:",
        ),
        "": rest,
    }
    for concern, what in said.items():
        names = _names([column.name for column in columns if column.concern == concern])
        if names:
            yield Text(f"{what.nl} {names}.", f"{what.en} {names}.")


def _names(names: Sequence[str], most: int = _MOST_NAMES) -> str:
    more = len(names) - most
    return ", ".join(map(visible, names[:most])) + (f", … (+{more})" if more > 0 else "")


def _questionnaire(found: Diagnosis) -> Iterator[Text]:
    if found.instrument is None or not found.items:
        near = [f"{one.instrument} {one.found}/{one.items}" for one in found.candidates[:_MOST_MISSING]]
        if near:
            nl, en = "Meest passend (vragen met een kolom)", "Fits best (items with a column)"
            yield Text(f"{nl}: {', '.join(near)}.", f"{en}: {', '.join(near)}.")
        else:
            yield Text(
                "Geen kolom heet zoals een vraag van een vragenlijst. Noem de vragenlijst met -i en de kolommen met "
                "--map, of maak een eigen vragenlijst met: reintegratie instruments new.",
                "No column is called like an item of a questionnaire. Name the questionnaire with -i and the columns "
                "with --map, or make a questionnaire of your own with: reintegratie instruments new.",
            )
        return
    n, every = len(found.items), len(found.items) + len(found.lacking)
    by = Text(", herkend aan de kolommen", ", by its columns") if found.detected else Text("", "")
    yield Text(f"{found.instrument} {found.version}{by.nl}.", f"{found.instrument} {found.version}{by.en}.")
    ways = _ways(found)
    yield Text(
        f"{n} van de {every} vragen hebben een kolom{ways.nl}.", f"{n} of the {every} items have a column{ways.en}."
    )
    scales = dict.fromkeys(one.scale for one in found.lacking if one.whole_scale)
    if scales:
        yield Text(
            f"Geen kolommen voor de schalen: {_names([*scales])}.", f"No columns for scales: {_names([*scales])}."
        )
    single = [one.item + (f" ({one.near}?)" if one.near else "") for one in found.lacking if not one.whole_scale]
    if single:
        yield Text(f"Zonder kolom: {_names(single)}.", f"Without a column: {_names(single)}.")


def _ways(found: Diagnosis) -> Text:
    """By what the columns of the items were found, where that was not their id alone."""
    columns = [column for column in found.files[0].columns if column.role == "item"]
    counts = {way: sum(column.found_by == way for column in columns) for way in _FOUND_BY}
    there = {way: n for way, n in counts.items() if n}
    if not there or there.keys() == {"name"}:
        return Text("", "")
    nl, en = (", ".join(f"{n} {_FOUND_BY[way].to(language)}" for way, n in there.items()) for language in _LANGUAGES)
    return Text(f" ({nl})", f" ({en})")


_LANGUAGES: tuple[Language, Language] = ("nl", "en")


def _rows(found: Diagnosis) -> Iterator[Text]:
    statuses = {status: n for status, n in found.rows.statuses.items() if n}
    nl, en = (
        ", ".join(f"{n} {STATUS[status].to(language)}" for status, n in statuses.items()) for language in _LANGUAGES
    )
    yield Text(f"{found.rows.n}: {nl}.", f"{found.rows.n}: {en}.")
    if found.rows.repeated:
        n = found.rows.repeated
        yield Text(
            f"{n} rijen hebben een id dat vaker voorkomt; is dat een meetmoment, noem de kolom met --occasion.",
            f"{n} rows have an id that occurs more than once; if that is an occasion, name its column with --occasion.",
        )
    for one in found.rows.trouble:
        if one.kind != "unreadable":
            nl, en = (f" (kolom {visible(one.column)})", f" (column {visible(one.column)})") if one.column else ("", "")
            kind = KINDS[one.kind]
            yield Text(f"{one.n} × {kind.nl}{nl}.", f"{one.n} × {kind.en}{en}.")
    n = sum(item.n for item in found.items)
    share = sum(item.missing for item in found.items) / n if n else 0.0
    much = sorted((item for item in found.items if item.share_missing >= _MUCH), key=lambda item: -item.share_missing)
    most = ", ".join(f"{item.item} {item.share_missing:.0%}" for item in much[:_MOST_MISSING])
    more = f", … (+{len(much) - _MOST_MISSING})" if len(much) > _MOST_MISSING else ""
    nl, en = (f"; veel bij {most}{more}", f"; much for {most}{more}") if much else ("", "")
    yield Text(f"Niet beantwoord: {share:.0%} van de cellen{nl}.", f"Not answered: {share:.0%} of the cells{en}.")
    yield from trouble((), 0, found.rows.missing)


def _show_unmatched(page: _Page, found: Diagnosis) -> None:
    """The texts that are no answer, most cells first; then how many may not be shown."""
    bad = {item.item for item in found.items if item.unreadable}
    table = plain_table("", "", "", right=(1,))
    for text, cells, sets in _texts(found)[:_MOST_TEXTS]:
        items = [item for one in sets for item in one.items if item in bad]
        remark = "; ".join(part for part in (_KINDS[text.kind].to(page.language), _names(items, _FEW_ITEMS)) if part)
        table.add_row("", f"{cells} ×", f'"{text.text}"  {remark}')
    for one in found.sets:
        for text in one.suspected:
            said = _SUSPECTED.to(page.language)
            table.add_row("", f"{text.cells} ×", f'"{text.text}"  {said}; {_names(one.items, _FEW_ITEMS)}')
        if one.is_free_text:
            items = [item for item in one.items if item in bad]
            said = _free_text(one.hidden_texts).to(page.language)
            table.add_row("", f"{one.hidden_cells} ×", f"{said}; {_names(items, _FEW_ITEMS)}")
    hidden = [one for one in found.sets if one.hidden_cells and not one.is_free_text]
    if hidden:
        items = [item for one in hidden for item in one.items if item in bad]
        said = _hidden(sum(one.hidden_texts for one in hidden)).to(page.language)
        n = sum(one.hidden_cells for one in hidden)
        table.add_row("", f"{n} ×", f"{said}; {_names(items, _FEW_ITEMS)}")
    page.out.print(table)


def _texts(found: Diagnosis) -> list[tuple[NoAnswer, int, list[SeenSet]]]:
    """Each text that may be shown, how many cells in all answer sets have it, and which sets; most cells first."""
    sets: dict[str, list[tuple[NoAnswer, SeenSet]]] = {}
    for one in found.sets:
        for text in one.unmatched:
            sets.setdefault(text.text, []).append((text, one))
    counted = [(of[0][0], sum(text.cells for text, _ in of), [one for _, one in of]) for of in sets.values()]
    return sorted(counted, key=lambda entry: -entry[1])


def _hidden(n: int) -> Text:
    nl, en = ("andere tekst", "other text") if n == 1 else ("andere teksten", "other texts")
    return Text(f"{n} {nl} {_HIDDEN.nl}", f"{n} {en} {_HIDDEN.en}")


def _free_text(n: int) -> Text:
    return Text(
        f"{n} verschillende teksten; het lijkt vrije tekst, en die wordt nooit getoond",
        f"{n} different texts; it looks like free text, and that is never shown",
    )
