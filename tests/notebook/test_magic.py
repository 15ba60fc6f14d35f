"""The extension in a real IPython shell: the magic, its completion, and what it shows."""

import gc
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from display_graph import HOSTILE, made_store
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell

import kg
from kg.notebook.displays import card_html
from kg.notebook.html import web_address
from kg.notebook.tables import Table
from kg.store import Rows

QUERY = "SELECT ?statement ?who WHERE { ?statement kg:speaker ?who } ORDER BY ?statement"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hostile") / "graph"
    made_store(path, HOSTILE).close()
    return path


@pytest.fixture
def shell(folder: Path) -> Iterator[Any]:
    """A shell with the extension and one graph, as after `kg.open`."""
    make: Any = InteractiveShell
    shell = make()
    shell.history_manager.enabled = False
    shell.user_ns["graph"] = kg.open(folder)
    shell.run_line_magic("load_ext", "kg")
    yield shell
    shell.user_ns["graph"]._store.close()
    shell.history_manager.end_session()
    shell.reset(new_session=False)
    gc.collect()


def completions(shell: Any, text: str) -> list[str]:
    with provisionalcompleter():
        return [part.text for part in shell.Completer.completions(text, len(text))]


def html_of(shell: Any, value: object) -> str:
    data, _ = shell.display_formatter.format(value)
    return str(data["text/html"])


class _Tags(HTMLParser):
    """Collects the elements and attributes of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def assert_harmless(html: str) -> None:
    """Fail where a name made an element, an attribute, or turned the direction of reading."""
    parser = _Tags()
    parser.feed(html)
    assert not parser.tags & {"script", "img", "svg"}
    assert not {name for name in parser.attributes if name.startswith("on")}
    assert "\u202e" not in html
    assert "javascript:" not in re.findall(r'href="([^"]*)"', html)


def test_cell_asks_the_one_graph_and_keeps_rows(shell: Any) -> None:
    """The answer is a table, and `--to` keeps the rows for pandas."""
    table = shell.run_cell_magic("sparql", "--to kept", QUERY)
    assert isinstance(table, Table)
    assert len(table) == 2
    assert isinstance(shell.user_ns["kept"], Rows)
    assert list(shell.user_ns["kept"].to_pandas().columns) == ["statement", "who"]


def test_line_asks_a_named_question(shell: Any) -> None:
    """Parameters are given as in the terminal."""
    table = shell.run_line_magic("sparql", "opponents stance=Opposes")
    assert len(table) == 2


@pytest.mark.parametrize(
    "line",
    ["sparql oponents", "sparql", "sparql opponents stance", "sparql --to a.b opponents",
     "sparql --graph nowhere opponents", "sparql --help", "sparql opponents who='x"],
)  # fmt: skip
def test_mistakes_are_one_line(shell: Any, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A mistake is told without a traceback, and the cell counts as failed."""
    result = shell.run_cell(f"%{line}")
    assert result.error_in_exec is not None
    assert "Traceback" not in "".join(capsys.readouterr())


def test_several_graphs_must_be_named(shell: Any, folder: Path) -> None:
    """With two graphs, the magic does not guess."""
    shell.user_ns["other"] = kg.open(folder)
    assert shell.run_cell("%sparql opponents").error_in_exec is not None
    assert shell.run_cell("%sparql opponents --graph other").success
    shell.user_ns["other"]._store.close()


@pytest.mark.parametrize(
    ("text", "offer"),
    [
        ("%%sparql\nSELECT ?a WHERE { ?a kg:holdsOf", "kg:holdsOffice"),
        ("%%sparql\nSELECT ?a WHERE { ?a a kg:Pers", "kg:Person"),
        ("%%sparql\nSELECT ?a WHERE { ?a rd", "rdfs:"),
        ("%%sparql\nSELECT ?someone WHERE { ?so", "?someone"),
        ("%%sparql\nSEL", "SELECT"),
        ("%sparql oppon", "opponents"),
        ("%sparql opponents st", "stance="),
        ("%sparql opponents --t", "--to"),
        ("%%sparql --graph gr", "graph"),
    ],
)
def test_completion_offers(shell: Any, text: str, offer: str) -> None:
    """Prefixes, classes, properties, variables, questions, parameters, options, graphs."""
    assert offer in completions(shell, text)


def test_completion_replaces_the_prefix_too(shell: Any) -> None:
    """ "kg:hol" becomes "kg:holdsOffice", not "kg:kg:holdsOffice"."""
    text = "%%sparql\nSELECT ?a { ?a kg:holdsOf"
    with provisionalcompleter():
        found = next(iter(shell.Completer.completions(text, len(text))))
    assert text[found.start : found.end] == "kg:holdsOf"


def test_completion_is_silent_elsewhere(shell: Any) -> None:
    """Python cells are left alone."""
    assert "kg:holdsOffice" not in completions(shell, "x = 'kg:hol")


def test_table_shows_names_and_sentences(shell: Any) -> None:
    """A statement can be opened to its sentence; an IRI is shown by its name."""
    html = shell.run_cell_magic("sparql", "", QUERY)._repr_html_()
    assert "<details>" in html
    assert "said no." in html
    assert "person/x" in html


def test_every_display_is_harmless(shell: Any) -> None:
    """Names, reasons, texts and addresses of the articles run nowhere."""
    graph = shell.user_ns["graph"]
    shown = [
        html_of(shell, graph.query(QUERY)),
        html_of(shell, graph.query("SELECT ?a WHERE { ?a a kg:Article }")),
        html_of(shell, graph.articles()[0]),
        html_of(shell, graph.article("a.txt")),
        html_of(shell, graph.statement("statement/a")),
        card_html(graph.show("person/x")),
    ]
    for html in shown:
        assert "window.ran" in html or "said no" in html
        assert_harmless(html)


def test_article_is_whole_and_marked(shell: Any) -> None:
    """All of the text is there; the mention is marked, and the statement ends with its speaker."""
    html = shell.user_ns["graph"].article("b.txt")._repr_html_()
    body = html.partition('class="kg-text">')[2]
    assert body.count("<mark") == 1
    assert "kg-Opposes" in body
    assert "<br>The end." in body
    assert body.count("<sup>") == 1


def test_unknown_article_and_statement_are_told(shell: Any) -> None:
    """The message lists what there is; an IRI that is none is no crash."""
    graph = shell.user_ns["graph"]
    with pytest.raises(kg.QueryError, match=r"a\.txt"):
        graph.article("c.txt")
    with pytest.raises(kg.QueryError, match="no statement"):
        graph.statement("not an iri <>")


@pytest.mark.parametrize("address", ["javascript:x", "data:text/html,x", "//x", "HTTPS:x", ""])
def test_only_web_addresses_are_linked(address: str) -> None:
    """What is no plain web address gets no link."""
    assert web_address(address) == ""


def test_loading_twice_offers_once(shell: Any) -> None:
    """`%reload_ext` adds no second completion."""
    shell.run_line_magic("reload_ext", "kg")
    assert completions(shell, "%sparql oppon").count("opponents") == 1
