"""Rows and triples: exact in the formats of SPARQL 1.1, harmless where people read them."""

import csv
import io
import json
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pyoxigraph
import pytest
import rdflib
from store_samples import store

from kg.errors import SettingsError
from kg.store import Rows, Store, Triples
from kg.store.tables import neutralize, to_text, width_of

# Fixtures: pytest finds them by their names in this module.
FIXTURES = (store,)

HOSTILE = '</script><b>"x", \u202ey\x1b[31m\n=1'
LITERALS = {
    "integer": ("5", 5),
    "decimal": ("1.50", Decimal("1.5")),
    "double": ("1e3", 1000.0),
    "boolean": ("true", True),
    "date": ("2024-02-29", date(2024, 2, 29)),
    "gYearMonth": ("2024-08", "2024-08"),
    "gYear": ("2022", "2022"),
    "string": (HOSTILE, HOSTILE),
}


def select(store: Store, query: str, **bindings: object) -> Rows:
    return store.select(query, bindings=bindings)


@pytest.mark.parametrize("name", LITERALS)
def test_literals_become_python_values(store: Store, name: str) -> None:
    text, value = LITERALS[name]
    datatype = pyoxigraph.NamedNode(f"http://www.w3.org/2001/XMLSchema#{name}")
    literal = pyoxigraph.Literal(text, datatype=datatype)
    rows = select(store, "SELECT ?x { ?s a kg:Person } LIMIT 1", x=literal)
    assert rows[0] == (value,)
    assert type(rows[0][0]) is type(value)


def hostile_rows(store: Store) -> Rows:
    return select(store, "SELECT ?x ?none ?s { ?s a kg:Country }", x=HOSTILE)


def test_rows_are_a_sequence_with_names(store: Store) -> None:
    rows = select(store, "SELECT ?name ?p { ?p a kg:Person ; rdfs:label ?name } ORDER BY ?name")
    assert rows.columns == ("name", "p")
    assert rows.column("name") == ("Ada Stern", "Bo Lind", "Cy Marsh", "Dee Marsh")
    assert rows.dicts()[0]["p"] == "https://w3id.org/legalkg/id/person/ada-stern"
    assert rows.ids()[0] == ("Ada Stern", "person/ada-stern")
    assert len(rows) == len(list(rows)) == 4
    with pytest.raises(KeyError):
        rows.column("other")


def test_csv_is_exact(store: Store) -> None:
    text = hostile_rows(store).to_csv()
    assert text.split("\r\n")[0] == "x,none,s"
    (_, row) = csv.reader(io.StringIO(text, newline=""))
    assert row == [HOSTILE, "", "https://w3id.org/legalkg/id/place/northland"]


def test_csv_for_a_spreadsheet_holds_no_formula(store: Store) -> None:
    rows = select(store, "SELECT ?x { ?s a kg:Country }", x='=HYPERLINK("http://x/")')
    assert rows.to_csv(for_spreadsheet=True).splitlines()[1].startswith("\"'=")
    assert "'" not in rows.to_csv()


def test_tsv_json_and_xml_are_read_back_the_same(store: Store) -> None:
    rows = hostile_rows(store)
    for name, text in (("TSV", rows.to_tsv()), ("JSON", rows.to_json())):
        result_format = getattr(pyoxigraph.QueryResultsFormat, name)
        back = pyoxigraph.parse_query_results(text, result_format)
        assert isinstance(back, pyoxigraph.QuerySolutions)
        assert [tuple(solution) for solution in back] == list(rows.terms)
    assert json.loads(rows.to_json())["head"]["vars"] == ["x", "none", "s"]


def test_xml_replaces_what_xml_cannot_hold(store: Store) -> None:
    root = ElementTree.fromstring(hostile_rows(store).to_xml())
    literal = root.findtext(".//{*}literal")
    assert literal == HOSTILE.replace("\x1b", "\ufffd")


def test_tables_hold_no_control_or_direction_characters(store: Store) -> None:
    text = hostile_rows(store).to_text()
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert text.count("\n") == 2
    assert "\\x1b" in text


def test_notebook_tables_are_escaped(store: Store) -> None:
    page = hostile_rows(store)._repr_html_()
    assert "<b>" not in page
    assert "&lt;/script&gt;" in page


def test_to_pandas_keeps_columns_and_values(store: Store) -> None:
    frame = hostile_rows(store).to_pandas()
    assert list(frame.columns) == ["x", "none", "s"]
    assert frame["x"][0] == HOSTILE


def test_an_unknown_format_is_named_with_the_known_ones(store: Store) -> None:
    with pytest.raises(SettingsError, match="table, csv, tsv, json, xml"):
        hostile_rows(store).to_format("yaml")


CONSTRUCT = "CONSTRUCT { ?s kg:speaker ?o ; kg:text ?t } WHERE { ?s kg:speaker ?o ; kg:text ?t }"


@pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph).*deprecated:DeprecationWarning")
@pytest.mark.parametrize(
    ("name", "parser"),
    [("ttl", "turtle"), ("nt", "nt"), ("jsonld", "json-ld"), ("rdf", "xml"), ("xml", "xml")],
)
def test_triples_are_read_by_another_library(store: Store, name: str, parser: str) -> None:
    triples = store.query(CONSTRUCT)
    assert isinstance(triples, Triples)
    assert len(triples) == 12
    graph = rdflib.Graph().parse(data=triples.to_format(name), format=parser)
    assert len(graph) == 12


def test_a_table_fits_its_width_and_loses_no_word() -> None:
    rows = [["short", "many words " * 20], ["日本" * 20, "x"]]
    text = to_text(["a", "b"], rows, width=60)
    assert all(width_of(line) <= 60 for line in text.splitlines())
    assert text.count("many") == 20
    assert text.count("日本") == 20


def test_a_table_without_rows_or_columns_is_no_error() -> None:
    assert to_text(["a"], [], width=10) == "a\n-"
    assert to_text([], [[]], width=10).strip() == ""


@pytest.mark.parametrize("char", ["\x00", "\x07", "\x1b", "\x7f", "\x9b", "\u202e", "\u2066"])
def test_neutralize_shows_dangerous_characters_as_escapes(char: str) -> None:
    assert neutralize(f"a{char}b").startswith("a\\")
