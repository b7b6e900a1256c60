"""The report for a memo: the same content as the table, and no foreign word is markup."""

import re

import pytest
from markdown_it import MarkdownIt

from reintegratie_cli.outputs.validation.markdown import _escaped


def rendered(text: str) -> str:
    """As a reader of Markdown with tables and strike-through shows it, tags and all."""
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text)


def cells(html: str) -> list[list[str]]:
    """The rows of all tables."""
    return [
        re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in re.findall(r"<tr>(.*?)</tr>", html, flags=re.DOTALL)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "a | b",
        "`x`",
        "*x* **y**",
        "_x_",
        "[x](y)",
        "~~x~~",
        "# x",
        "- x",
        "+ x",
        "3. x",
        "3) x",
        "---",
        "===",
        "back\\slash",
    ],
)
def test_a_sign_is_shown_as_itself(text):
    """Wherever it stands."""
    assert rendered(_escaped(text)) == f"<p>{text}</p>\n"


@pytest.mark.parametrize(("text", "shown"), [("<b>x</b>", "&lt;b&gt;x&lt;/b&gt;"), ("&lt;", "&amp;lt;")])
def test_no_tag_is_a_tag(text, shown):
    """Nor an entity an entity."""
    assert rendered(_escaped(text)) == f"<p>{shown}</p>\n"


@pytest.mark.parametrize("number", ["0.780", "-0.12", "< 0,001"])
def test_a_number_is_shown_as_itself(number):
    """No backslash in it is seen."""
    assert "\\" not in rendered(_escaped(number))


def test_what_cannot_be_seen_is_shown(written, made):
    """A text cannot turn its direction or colour a terminal."""
    text = written("markdown", made("complete"))

    assert [c for c in text if not c.isprintable() and c != "\n"] == []


def test_every_row_has_the_cells_of_its_heading(written, result, language):
    """In every table, whatever is in the texts."""
    text = written("markdown", result, language)
    tables = re.findall(r"(?:^\|.*\n)+", text, flags=re.MULTILINE)

    assert [table for table in tables if len({len(row) for row in cells(rendered(table))}) != 1] == []


def test_a_questionnaire_makes_no_markup(written, result):
    """Only our own headings, lists, tables and bold are left."""
    tags = set(re.findall(r"<(\w+)", rendered(written("markdown", result))))

    assert tags <= {"h1", "h2", "h3", "p", "ul", "li", "strong", "table", "thead", "tbody", "tr", "th", "td"}


def test_the_conclusion_is_bold(written, made):
    """It is read first."""
    text = written("markdown", made("complete"), "en")

    assert "\n**Not usable (Confidence in searching).**\n" in text
