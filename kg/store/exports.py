"""Writes a graph to one file, in the format that the file's suffix names.

In: an open `Store`. Out: the path written (for .csv: two paths). The same graph always gives the
same bytes, and a file is whole or not there.
Turtle, N-Triples and RDF/XML have no named graphs: they hold the default graph, which has every
triple. GraphML, GEXF and CSV hold the named things and the facts between them (`networks`);
Argdown and AIF the issues with positions and arguments (`debates`).
"""

import contextlib
import heapq
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING

from kg.errors import SettingsError, StoreError
from kg.store import annotations, networks
from kg.store.lines import BATCH, RUN_BYTES
from kg.store.tables import replace_non_xml
from kg.store.terms import PREFIXES, XSD

if TYPE_CHECKING:
    import pyoxigraph
    import rdflib

    from kg.store.base import Store

# Bytes copied at a time.
BLOCK = 1024 * 1024


def export_graph(store: "Store", path: Path | str) -> tuple[Path, ...]:
    """Write the graph to a file and return what was written.

    Args:
        store: the graph.
        path: its suffix is one of SUFFIXES; ".csv" writes NAME.nodes.csv and NAME.edges.csv,
            NAME.annotations.jsonld the sentences as Web Annotations.

    Raises:
        SettingsError: when the suffix names no format.
        StoreError: when the file cannot be written.
    """
    target = Path(path)
    write = _WRITERS.get(target.suffix.lower())
    if target.name.lower().endswith(annotations.SUFFIX):
        write = _write_annotations
    if write is None:
        known = " ".join(SUFFIXES)
        raise SettingsError(f"{target}: no format has the suffix {target.suffix!r}; use {known}")
    try:
        return write(store, target)
    except OSError as error:
        message = f"{target} cannot be written: {error.strerror or error}"
        raise StoreError(message, path=target) from error


def to_rdflib(quads: Iterable["pyoxigraph.Quad"]) -> "rdflib.Dataset":
    """Return quads as an rdflib Dataset.

    Plain strings become literals without datatype: rdflib takes Literal("x") and
    Literal("x", datatype=XSD.string) for different terms, and queries write the first.
    """
    import rdflib

    dataset = rdflib.Dataset()
    for prefix, namespace in PREFIXES.items():
        dataset.bind(prefix, rdflib.URIRef(namespace), replace=True)
    default = dataset.default_graph
    for quad in quads:
        name = getattr(quad.graph_name, "value", None)
        graph = default if not name else dataset.graph(rdflib.URIRef(name))
        terms = (quad.subject, quad.predicate, quad.object)
        subject, predicate, object_ = (_to_rdflib_term(term) for term in terms)
        graph.add((subject, predicate, object_))
    return dataset


def _to_rdflib_term(term: object) -> "rdflib.term.IdentifiedNode | rdflib.Literal":
    import pyoxigraph
    import rdflib

    if isinstance(term, pyoxigraph.NamedNode):
        return rdflib.URIRef(term.value)
    if not isinstance(term, pyoxigraph.Literal):
        raise StoreError(f"rdflib has no term for {term}")
    if term.language is not None:
        return rdflib.Literal(term.value, lang=term.language)
    if term.datatype.value == f"{XSD}string":
        return rdflib.Literal(term.value)
    datatype = rdflib.URIRef(term.datatype.value)
    return rdflib.Literal(term.value, datatype=datatype, normalize=False)


def _write_quads(store: "Store", path: Path) -> tuple[Path, ...]:
    from kg.store.local import LocalStore

    with replacing(path) as out:
        if isinstance(store, LocalStore):
            with store.graph_path.open("rb") as source:
                shutil.copyfileobj(source, out, BLOCK)
        else:
            for quad in store.quads():
                out.write(f"{quad} .\n".encode())
    return (path,)


def _write_triples(store: "Store", path: Path) -> tuple[Path, ...]:
    import pyoxigraph

    formats = {".ttl": pyoxigraph.RdfFormat.TURTLE, ".nt": pyoxigraph.RdfFormat.N_TRIPLES}
    with replacing(path) as out:
        pyoxigraph.serialize(
            _triples(store), out, formats[path.suffix.lower()], prefixes=dict(PREFIXES)
        )
    return (path,)


def _write_datasets(store: "Store", path: Path) -> tuple[Path, ...]:
    import pyoxigraph

    formats = {".trig": pyoxigraph.RdfFormat.TRIG, ".jsonld": pyoxigraph.RdfFormat.JSON_LD}
    with replacing(path) as out, tempfile.TemporaryDirectory(dir=path.parent) as folder:
        quads = _by_graph(store, Path(folder))
        pyoxigraph.serialize(quads, out, formats[path.suffix.lower()], prefixes=dict(PREFIXES))
    return (path,)


def _write_rdf_xml(store: "Store", path: Path) -> tuple[Path, ...]:
    import pyoxigraph

    triples = (_to_xml_triple(triple) for triple in _triples(store))
    with replacing(path) as out:
        pyoxigraph.serialize(triples, out, pyoxigraph.RdfFormat.RDF_XML, prefixes=dict(PREFIXES))
    return (path,)


def _write_graphml(store: "Store", path: Path) -> tuple[Path, ...]:
    import networkx

    with replacing(path) as out:
        networkx.write_graphml(networks.to_networkx(store), out)
    return (path,)


def _write_gexf(store: "Store", path: Path) -> tuple[Path, ...]:
    body = networks.to_gexf(networks.to_networkx(store))
    with replacing(path) as out:
        out.write(body)
    return (path,)


def _write_csv(store: "Store", path: Path) -> tuple[Path, ...]:
    nodes, edges = path.with_suffix(".nodes.csv"), path.with_suffix(".edges.csv")
    texts = networks.to_csv(store)
    for target, text in zip((nodes, edges), texts, strict=True):
        with replacing(target) as out:
            out.write(text.encode("utf-8"))
    return (nodes, edges)


def _write_debate(store: "Store", path: Path) -> tuple[Path, ...]:
    from kg.store import debates

    text = debates.to_aif(store) if path.suffix.lower() == ".aif" else debates.to_argdown(store)
    with replacing(path) as out:
        out.write(text.encode("utf-8"))
    return (path,)


def _write_annotations(store: "Store", path: Path) -> tuple[Path, ...]:
    text = annotations.to_annotations(store)
    with replacing(path) as out:
        out.write(text.encode("utf-8", "backslashreplace"))
    return (path,)


_WRITERS: dict[str, Callable[["Store", Path], tuple[Path, ...]]] = {
    ".ttl": _write_triples,
    ".trig": _write_datasets,
    ".nq": _write_quads,
    ".nt": _write_triples,
    ".jsonld": _write_datasets,
    ".rdf": _write_rdf_xml,
    ".graphml": _write_graphml,
    ".gexf": _write_gexf,
    ".csv": _write_csv,
    ".argdown": _write_debate,
    ".aif": _write_debate,
}
SUFFIXES = tuple(_WRITERS)


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """Give a file beside the path that takes its place when the block ends without an error."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with fresh.open("wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def _triples(store: "Store") -> Iterator["pyoxigraph.Triple"]:
    import pyoxigraph

    for quad in store.quads():
        if isinstance(quad.graph_name, pyoxigraph.DefaultGraph):
            yield quad.triple


def _by_graph(store: "Store", folder: Path) -> Iterator["pyoxigraph.Quad"]:
    """Yield the quads of the default graph, then those of each named graph, in their order.

    The named graphs are sorted in runs on disk, so that memory does not grow with the graph.
    """
    import pyoxigraph

    names = set(store.graph_names)
    waiting: list[bytes] = []
    size, runs = 0, list[Path]()
    for quad in store.quads():
        name = getattr(quad.graph_name, "value", None)
        if name not in names:
            yield quad
            continue
        waiting.append(f"{name} {quad} .\n".encode())
        size += len(waiting[-1])
        if size > RUN_BYTES:
            runs.append(folder / str(len(runs)))
            runs[-1].write_bytes(b"".join(sorted(waiting)))
            waiting, size = [], 0
    with contextlib.ExitStack() as stack:
        files = [stack.enter_context(run.open("rb")) for run in runs]
        lines = (line.partition(b" ")[2] for line in heapq.merge(sorted(waiting), *files))
        while batch := b"".join(islice(lines, BATCH)):
            yield from pyoxigraph.parse(batch, format=pyoxigraph.RdfFormat.N_QUADS)


def _to_xml_triple(triple: "pyoxigraph.Triple") -> "pyoxigraph.Triple":
    """Return the triple with U+FFFD for what XML cannot hold."""
    import pyoxigraph

    literal = triple.object
    if not isinstance(literal, pyoxigraph.Literal) or literal.value.isprintable():
        return triple
    text = replace_non_xml(literal.value)
    if literal.language is not None:
        clean = pyoxigraph.Literal(text, language=literal.language)
    else:
        clean = pyoxigraph.Literal(text, datatype=literal.datatype)
    return pyoxigraph.Triple(triple.subject, triple.predicate, clean)
