"""Exports: read back by another library, the same each time, whole or not there."""

import csv
from pathlib import Path
from xml.etree import ElementTree

import networkx
import pyoxigraph
import pytest
import rdflib
from rdflib.compare import isomorphic
from store_samples import REPORT, sample_articles, sample_quads, store

from kg.errors import SettingsError, StoreError
from kg.model import Report
from kg.store import LocalStore, open_graph, write_graph
from kg.store.exports import SUFFIXES, export_graph

# Fixtures: pytest finds them by their names in this module.
FIXTURES = (store,)

PARSERS = {
    ".ttl": "turtle",
    ".nt": "nt",
    ".rdf": "xml",
    ".trig": "trig",
    ".nq": "nquads",
    ".jsonld": "json-ld",
}


def default_graph(dataset: rdflib.Dataset) -> rdflib.Graph:
    graph = rdflib.Graph()
    for triple in dataset.default_graph:
        graph.add(triple)
    return graph


@pytest.mark.parametrize("suffix", [".ttl", ".nt", ".rdf"])
def test_triples_are_read_back_by_rdflib(store: LocalStore, tmp_path: Path, suffix: str) -> None:
    (path,) = export_graph(store, tmp_path / f"graph{suffix}")
    graph = rdflib.Graph().parse(path, format=PARSERS[suffix])
    assert isomorphic(graph, default_graph(store.rdflib()))
    assert len(graph) == store.manifest.triples


@pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph).*deprecated:DeprecationWarning")
@pytest.mark.parametrize("suffix", [".trig", ".nq", ".jsonld"])
def test_quads_are_read_back_by_rdflib(store: LocalStore, tmp_path: Path, suffix: str) -> None:
    (path,) = export_graph(store, tmp_path / f"graph{suffix}")
    dataset = rdflib.Dataset()
    dataset.parse(path, format=PARSERS[suffix])
    assert set(dataset.quads()) == set(store.rdflib().quads())


@pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph).*deprecated:DeprecationWarning")
def test_rdflib_takes_plain_strings_as_plain(store: LocalStore) -> None:
    dataset = store.rdflib()
    label = rdflib.Literal("Ada Stern")
    assert list(dataset.default_graph.subjects(rdflib.RDFS.label, label))
    assert 'rdfs:label "Ada Stern"' in dataset.default_graph.serialize(format="turtle")
    assert "XMLSchema#string" not in dataset.serialize(format="nquads")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_export_is_the_same_each_time(store: LocalStore, tmp_path: Path, suffix: str) -> None:
    first = export_graph(store, tmp_path / f"one{suffix}")
    second = export_graph(store, tmp_path / f"two{suffix}")
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in first + second}


@pytest.mark.parametrize(
    ("suffix", "read"), [(".graphml", networkx.read_graphml), (".gexf", networkx.read_gexf)]
)
def test_networks_hold_things_and_facts(
    store: LocalStore, tmp_path: Path, suffix: str, read: object
) -> None:
    (path,) = export_graph(store, tmp_path / f"graph{suffix}")
    graph = read(path)  # type: ignore[operator]
    assert graph.nodes["person/ada-stern"]["label"] == "Ada Stern"
    assert graph.nodes["prison/grey-rock"]["class"] == "Prison"
    assert "hasCapacity: 800 inmates" in graph.nodes["prison/grey-rock"]["facts"]
    edges = {(source, target): edge for source, target, edge in graph.edges(data=True)}
    office = edges["person/bo-lind", "place/northland"]
    assert office["relation"] == "holdsOffice"
    assert office["articles"].count("article/") == 2
    assert edges["agreement/port-pact", "person/bo-lind"]["status"] == "Claimed"
    right = "right/no-cruel-and-unusual-punishment"
    assert edges[right, "law/usconst/amendment-8"]["status"] == "Inferred"
    assert not any(name.startswith(("quantity/", "mention/", "evidence/")) for name in graph)


def test_csv_has_a_table_of_nodes_and_one_of_edges(store: LocalStore, tmp_path: Path) -> None:
    nodes, edges = export_graph(store, tmp_path / "graph.csv")
    assert (nodes.name, edges.name) == ("graph.nodes.csv", "graph.edges.csv")
    with nodes.open(encoding="utf-8", newline="") as file:
        by_id = {row["id"]: row for row in csv.DictReader(file)}
    assert by_id["law/usconst/amendment-8"]["background"] == "true"
    with edges.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kinds = ("#Assertion>", "#Inference>")
    facts = {quad.subject for quad in sample_quads() if str(quad.object).endswith(kinds)}
    assert len(rows) == len(facts)  # one row a fact, however many articles and statuses it has
    by_relation = {(row["source"], row["relation"]): row for row in rows}
    office = by_relation["person/bo-lind", "holdsOffice"]
    assert office["articles"] == "article/aaaaaaaaaaaaaaaa; article/bbbbbbbbbbbbbbbb"
    assert by_relation["prison/grey-rock", "houses"]["status"] == "Hypothetical; Negated"
    assert {row["value"] for row in rows if row["relation"] == "hasTerm"} == {
        "only convicts",
        "a fee",
    }


HOSTILE = "=cmd|'/c'!A0 </node> \x01\x1b \u202e"


@pytest.fixture
def hostile(tmp_path: Path) -> LocalStore:
    """Return a store whose thing has a hostile name."""
    name = pyoxigraph.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    subject = pyoxigraph.NamedNode("https://w3id.org/legalkg/id/person/ada-stern")
    quads = [quad for quad in sample_quads() if "label" not in str(quad)]
    quads.append(pyoxigraph.Quad(subject, name, pyoxigraph.Literal(HOSTILE)))
    write_graph(tmp_path / "graph", quads, sample_articles(), REPORT)
    return open_graph(tmp_path / "graph")


@pytest.mark.parametrize("suffix", [".graphml", ".gexf", ".rdf"])
def test_xml_stays_well_formed(hostile: LocalStore, tmp_path: Path, suffix: str) -> None:
    (path,) = export_graph(hostile, tmp_path / f"out{suffix}")
    assert "\ufffd\ufffd" in "".join(ElementTree.parse(path).getroot().itertext()) + path.read_text(
        encoding="utf-8"
    )
    hostile.close()


def test_csv_holds_no_formula(hostile: LocalStore, tmp_path: Path) -> None:
    nodes, _ = export_graph(hostile, tmp_path / "out.csv")
    with nodes.open(encoding="utf-8", newline="") as file:
        labels = [row["label"] for row in csv.DictReader(file)]
    assert labels == [f"'{HOSTILE}"]
    hostile.close()


@pytest.mark.parametrize("name", ["graph.xlsx", "graph", "graph."])
def test_an_unknown_suffix_is_named_with_the_known_ones(
    store: LocalStore, tmp_path: Path, name: str
) -> None:
    with pytest.raises(SettingsError, match=r"\.ttl \.trig \.nq \.nt \.jsonld \.rdf"):
        export_graph(store, tmp_path / name)


def test_a_file_that_cannot_be_written_is_named(store: LocalStore, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        export_graph(store, tmp_path / "none" / "graph.nq")


def test_an_export_that_fails_keeps_the_earlier_file(tmp_path: Path) -> None:
    write_graph(tmp_path / "graph", sample_quads(), (), Report())
    (tmp_path / "out.ttl").write_text("earlier")
    with open_graph(tmp_path / "graph") as store:
        store.graph_path.write_bytes(store.graph_path.read_bytes()[:777])
        with pytest.raises((StoreError, SyntaxError)):
            export_graph(store, tmp_path / "out.ttl")
    assert (tmp_path / "out.ttl").read_text() == "earlier"
