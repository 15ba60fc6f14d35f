"""The graph as nodes and edges, for programs that know networks and not RDF.

In: an open `Store`. Out: a networkx MultiDiGraph, GEXF, or two tables.
A node is what has a name; an edge is a fact or claim, with its status, the articles that have it
and their words. Facts with a word or date instead of a thing are attributes of their node.
Not done: no layout and no page (`kg.network`).
"""

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kg.store import tables
from kg.store.terms import NAMESPACE

if TYPE_CHECKING:
    import networkx

    from kg.store.base import Store

# The word for what no article says: it follows from reference knowledge.
INFERRED = "Inferred"
NODE_COLUMNS = ("id", "label", "class", "aliases", "background", "facts")
EDGE_COLUMNS = (
    "source",
    "relation",
    "target",
    "value",
    "status",
    "asserted_by",
    "articles",
    "quotes",
    "rules",
)
SEPARATOR = "; "
# The classes that findings.md calls types: less specific than any other class of a thing.
_TYPES = frozenset(
    {
        "Agreement",
        "Event",
        "Group",
        "Institution",
        "LegalProvision",
        "Place",
        "Prison",
        "Proposal",
        "Work",
    }
)
# The day of writing, which networkx puts into GEXF: the same graph has to give the same file.
_GEXF_DATE = re.compile(rb' lastmodifieddate="[^"]*"')


@dataclass(slots=True)
class Node:
    """A named thing while its rows are read; `facts` are "relation: value" in words."""

    label: str
    classes: set[str] = field(default_factory=set)
    aliases: set[str] = field(default_factory=set)
    facts: set[str] = field(default_factory=set)
    background: bool = False

    def to_fields(self) -> dict[str, str | bool]:
        """Return the attributes that files can hold."""
        special = sorted(self.classes - _TYPES) or sorted(self.classes)
        return {
            "label": self.label,
            "class": special[0],
            "aliases": SEPARATOR.join(sorted(self.aliases)),
            "background": self.background,
            "facts": SEPARATOR.join(sorted(self.facts)),
        }


@dataclass(slots=True)
class Edge:
    """A fact or claim while its rows are read; `target` is an id, or `value` a literal."""

    source: str
    relation: str
    target: str
    value: str
    statuses: set[str] = field(default_factory=set)
    asserters: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)
    quotes: set[str] = field(default_factory=set)
    rules: set[str] = field(default_factory=set)

    def to_fields(self) -> dict[str, str]:
        """Return the attributes that files can hold."""
        return {
            "relation": self.relation,
            "status": SEPARATOR.join(sorted(self.statuses)),
            "asserted_by": SEPARATOR.join(sorted(self.asserters)),
            "articles": SEPARATOR.join(sorted(self.articles)),
            "quotes": SEPARATOR.join(sorted(self.quotes)),
            "rules": SEPARATOR.join(sorted(self.rules)),
        }


def read_network(store: "Store") -> tuple[dict[str, Node], list[Edge]]:
    """Return the nodes by id and the edges, both sorted."""
    edges = _read_edges(store)
    nodes = _read_nodes(store)
    for edge in edges:
        if edge.source in nodes and edge.value:
            nodes[edge.source].facts.add(f"{edge.relation}: {edge.value}")
    return nodes, edges


def to_networkx(store: "Store") -> "networkx.MultiDiGraph":
    """Return the graph with text and truth values as attributes, fit for XML."""
    import networkx

    nodes, edges = read_network(store)
    graph = networkx.MultiDiGraph()
    for name, node in nodes.items():
        graph.add_node(name, **_fit_for_xml(node.to_fields()))
    for edge in edges:
        if edge.target in nodes and edge.source in nodes:
            graph.add_edge(edge.source, edge.target, **_fit_for_xml(edge.to_fields()))
    return graph


def to_gexf(graph: "networkx.MultiDiGraph") -> bytes:
    """Return GEXF without the day of writing."""
    import networkx

    out = io.BytesIO()
    networkx.write_gexf(graph, out)
    return _GEXF_DATE.sub(b"", out.getvalue())


def to_csv(store: "Store") -> tuple[str, str]:
    """Return the tables of nodes and of edges, safe for a spreadsheet."""
    nodes, edges = read_network(store)
    node_rows = ({"id": name, **node.to_fields()} for name, node in nodes.items())
    edge_rows = (
        {"source": edge.source, "target": edge.target, "value": edge.value, **edge.to_fields()}
        for edge in edges
    )
    return _to_table(NODE_COLUMNS, node_rows), _to_table(EDGE_COLUMNS, edge_rows)


def _read_nodes(store: "Store") -> dict[str, Node]:
    nodes: dict[str, Node] = {}
    for row in _rows(store, "nodes.rq"):
        node = nodes.setdefault(row["node"], Node(row["label"]))
        # A thing has one label; were there two, the first in order is as good on every run.
        node.label = min(node.label, row["label"])
        node.classes.add(row["class"].removeprefix("kg:"))
        node.aliases.update({row["alias"]} - {"", node.label})
        node.background = node.background or row["background"] == "true"
    return dict(sorted(nodes.items()))


def _read_edges(store: "Store") -> list[Edge]:
    edges: dict[str, Edge] = {}
    for row in _rows(store, "edges.rq"):
        is_thing = row["isThing"] == "true"
        relation = row["predicate"].removeprefix("kg:").removeprefix(NAMESPACE)
        target = row["object"] if is_thing else ""
        value = "" if is_thing else row["object"]
        edge = edges.setdefault(row["fact"], Edge(row["subject"], relation, target, value))
        if row["isQuantity"] == "true":
            edge.value = row["objectLabel"]
        edge.statuses.add(row["status"].removeprefix("kg:") or INFERRED)
        edge.asserters.update({row["assertedBy"]} - {""})
        edge.articles.update({row["article"]} - {""})
        edge.quotes.update({row["quote"]} - {""})
        edge.rules.update({row["rule"]} - {""})
    return sorted(
        edges.values(), key=lambda edge: (edge.source, edge.relation, edge.target, edge.value)
    )


def _rows(store: "Store", name: str) -> Iterator[dict[str, str]]:
    """Return the rows of a query of this package, ids and words as people read them."""
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    rows = store.select(text)
    for row in rows.ids():
        yield dict(zip(rows.columns, row, strict=True))


def _to_table(columns: Sequence[str], rows: Iterable[Mapping[str, str | bool]]) -> str:
    return tables.to_csv(
        columns,
        ([tables.disarm(_to_text(row[column])) for column in columns] for row in rows),
    )


def _to_text(value: str | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else value


def _fit_for_xml(fields: Mapping[str, str | bool]) -> dict[str, str | bool]:
    return {
        name: tables.replace_non_xml(value) if isinstance(value, str) else value
        for name, value in fields.items()
    }
