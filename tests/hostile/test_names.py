"""Names that attack a terminal, a spreadsheet or a reader: harmless in all that people see."""

import csv
import io
import re
from pathlib import Path

import pytest
from held import kg, talk_of

from kg.model import Report
from kg.store import open_graph, write_graph

LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
NAMES = (
    '=HYPERLINK("https://evil.example")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\x1b[2J\x1b]0;owned\x07",
    "\u202egnitset\u202c",
    "\u2066x\u2069",
    "<script>alert(1)</script>",
    "a\rb",
    "\u200fRuiz",
    "</td>",
)
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
QUERY = f"SELECT ?name {{ ?who a kg:Person ; <{LABEL}> ?name }} ORDER BY ?who"


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a graph of people with these names."""
    import pyoxigraph
    from factories import make_article

    folder = tmp_path_factory.mktemp("named")
    node, base = pyoxigraph.NamedNode, "https://w3id.org/legalkg/"
    kind = node("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    quads = []
    for number, name in enumerate(NAMES):
        who = node(f"{base}id/person/{number:02}")
        quads.append(pyoxigraph.Quad(who, kind, node(f"{base}ontology#Person")))
        quads.append(pyoxigraph.Quad(who, node(LABEL), pyoxigraph.Literal(name)))
    write_graph(folder / "kg-graph", quads, [make_article("Ana Ruiz said no.")], Report())
    return folder


@pytest.mark.parametrize(
    "command",
    [
        ("query", QUERY),
        ("query", "ASK { ?s <\x1b[2J> ?o }"),
        ("show", "\x1b[2Jnobody"),
        ("query", "\u202enobody"),
    ],
)
def test_no_name_moves_the_cursor_or_turns_the_words(named: Path, command: tuple[str, str]) -> None:
    """Groups 23 and 75: neither in data for people nor in what is said about it."""
    done = kg(*command, cwd=named)
    assert _UNSAFE.search(done.stdout.decode()) is None
    assert _UNSAFE.search(talk_of(done)) is None
    assert "Traceback" not in talk_of(done)


def test_exact_and_spreadsheet_csv_are_two_formats(named: Path) -> None:
    """Group 70: the one gives each name as it is, the other none that begins a formula."""
    exact = kg("query", QUERY, "--format", "csv", cwd=named).stdout.decode()
    safe = kg("query", QUERY, "--format", "spreadsheet", cwd=named).stdout.decode()
    rows = {form: [row[0] for row in csv.reader(io.StringIO(text, newline=""))][1:]
            for form, text in (("exact", exact), ("safe", safe))}  # fmt: skip
    assert rows["exact"] == list(NAMES)
    assert len(rows["safe"]) == len(NAMES)
    assert [name for name in rows["safe"] if name.startswith(tuple("=+-@\t\r"))] == []


def test_notebook_shows_names_as_text(named: Path) -> None:
    """Group 76."""
    with open_graph(named / "kg-graph") as store:
        page = store.select(QUERY)._repr_html_()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert page.count("</td>") == len(NAMES)
