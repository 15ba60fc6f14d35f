"""The shapes of kg/shapes.ttl, checked by pyshacl.

In: a store. Out: problems. Only triples that some shape looks at are handed over, since pyshacl
needs them as an rdflib graph, whose making costs as much as the check.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kg.validate.problem import Problem, short
from kg.vocab import PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import Store
    from rdflib import Graph
    from rdflib.term import Node

SHAPES = Path(__file__).parent.parent / "shapes.ttl"
_SHACL = "http://www.w3.org/ns/shacl#"


def check_shapes(store: "Store") -> Iterator[Problem]:
    """Yield a problem for each result of the SHACL report on the default graph."""
    from pyshacl import validate
    from rdflib import RDF, Graph, URIRef

    shapes = Graph().parse(SHAPES)
    conforms, report, _ = validate(_data_of(store, shapes), shacl_graph=shapes, inplace=True)
    if conforms:
        return
    for result in report.subjects(RDF.type, URIRef(_SHACL + "ValidationResult")):
        yield _problem_of(result, report, shapes)


def _data_of(store: "Store", shapes: "Graph") -> "Graph":
    """Return the part of the default graph that shapes look at."""
    from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, serialize
    from rdflib import Graph, URIRef

    looked_at = {str(path) for path in shapes.objects(None, URIRef(_SHACL + "path"))}
    looked_at |= {PREFIXES["rdf"] + "type"}
    triples = (
        quad.triple
        for predicate in sorted(looked_at)
        for quad in store.quads_for_pattern(None, NamedNode(predicate), None, DefaultGraph())
    )
    graph = Graph()
    data = serialize(triples, format=RdfFormat.N_TRIPLES)
    graph.parse(data=data, format="nt")
    return graph


def _problem_of(result: "Node", report: "Graph", shapes: "Graph") -> Problem:
    """Return one result of the report in words."""
    from rdflib import URIRef

    def get(graph: "Graph", node: "Node | None", name: str) -> str:
        found = None if node is None else graph.value(node, URIRef(_SHACL + name))
        return "" if found is None else str(found)

    shape = report.value(result, URIRef(_SHACL + "sourceShape"))
    owner = next(shapes.subjects(URIRef(_SHACL + "property"), shape), shape)
    value = get(report, result, "value")
    found = f" (found: {short(value)})" if value else ""
    path = get(report, result, "resultPath")
    return Problem(
        check=f"shape/{str(owner).rpartition('#')[2]}",
        focus=short(get(report, result, "focusNode")),
        path=short(path) if path else "",
        what=get(shapes, shape, "message") + found,
        remedy=get(shapes, shape, "description"),
    )
