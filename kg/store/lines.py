"""Quads as sorted lines of N-Quads: the form in which equal graphs are equal files.

In: quads in any order. Out: `Lines`. Not done: nothing is written (`disk`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from kg.errors import StoreError

if TYPE_CHECKING:
    import pyoxigraph

# Quads serialized at a time: bounds the memory beside the lines themselves.
BATCH = 10_000


@dataclass(frozen=True, slots=True)
class Lines:
    """N-Quads lines without line ends, how many are of the default graph, and the named graphs."""

    lines: tuple[bytes, ...]
    triples: int
    graphs: tuple[str, ...]


def to_lines(quads: Iterable["pyoxigraph.Quad"]) -> Lines:
    """Return quads as sorted N-Quads lines, each once.

    Raises:
        StoreError: when a quad has a blank node.
    """
    import pyoxigraph

    default, named, graphs = set[bytes](), set[bytes](), set[str]()
    rest = iter(quads)
    while batch := tuple(islice(rest, BATCH)):
        body = pyoxigraph.serialize(batch, format=pyoxigraph.RdfFormat.N_QUADS) or b""
        for quad, line in zip(batch, body.split(b"\n"), strict=False):
            _check_terms(quad)
            if isinstance(quad.graph_name, pyoxigraph.DefaultGraph):
                default.add(line)
            else:
                named.add(line)
                graphs.add(str(getattr(quad.graph_name, "value", quad.graph_name)))
    return Lines(tuple(sorted(default | named)), len(default), tuple(sorted(graphs)))


def _check_terms(quad: "pyoxigraph.Quad") -> None:
    """Refuse blank nodes: they have no name by which two builds could be compared."""
    import pyoxigraph

    for term in (quad.subject, quad.object, quad.graph_name):
        if isinstance(term, pyoxigraph.BlankNode):
            raise StoreError(f"the graph has a blank node, in: {quad}")
