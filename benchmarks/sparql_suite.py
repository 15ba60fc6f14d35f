"""Runs the W3C's SPARQL 1.1 query and result tests against `kg serve`, over HTTP.

In: the folder sparql/sparql11 of a copy of w3c/rdf-tests. Out: one line for each test that fails,
with the reason (known ones are in sparql_misses.toml), and counts for each section. Answers are
read by rdflib, not by what wrote them.

    python benchmarks/sparql_suite.py FOLDER
"""

import csv
import hashlib
import io
import json
import sys
import tempfile
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

import rdflib
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.namespace import RDF, XSD
from rdflib.plugins.sparql.results.rdfresults import RDFResultParser
from rdflib.query import Result

sys.path[:0] = [str(Path(__file__).parent.parent / part) for part in ("tests/web", "")]
import pyoxigraph as ox  # noqa: E402 - the path is set above
from served import Server, serving  # noqa: E402

from kg.store.manifest import Manifest  # noqa: E402
from kg.vocab import BASE  # noqa: E402

MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
LISTS = ("manifest-sparql11-query.ttl", "manifest-sparql11-results.ttl")
KINDS = {
    "QueryEvaluationTest",
    "CSVResultFormatTest",
    "PositiveSyntaxTest11",
    "NegativeSyntaxTest11",
}
# Why a test is known to fail, by section and query.
KNOWN = Path(__file__).with_name("sparql_misses.toml")
ROWS = {"application/sparql-results+json": "json", "application/sparql-results+xml": "xml"}


@dataclass(frozen=True)
class Case:
    """One test: section, name, kind, files."""

    section: str
    name: str
    kind: str
    query: Path
    data: tuple[Path, ...]
    graphs: tuple[Path, ...]
    result: Path | None


def cases(folder: Path) -> Iterator[Case]:
    for name in LISTS:
        top = rdflib.Graph().parse(folder / name, publicID=(folder / name).as_uri())
        for listed in top.objects(None, MF.include):
            for manifest in Collection(top, listed):
                yield from _cases_of(Path(str(manifest).removeprefix("file://")))


def _cases_of(manifest: Path) -> Iterator[Case]:
    graph = rdflib.Graph().parse(manifest, publicID=manifest.as_uri())
    for entries in graph.objects(None, MF.entries):
        for test in Collection(graph, entries):
            kind = str(graph.value(test, RDF.type)).rpartition("#")[2]
            action = graph.value(test, MF.action)
            query = graph.value(action, QT.query) or action
            result = graph.value(test, MF.result)
            if kind not in KINDS:
                continue
            yield Case(
                manifest.parent.name,
                str(graph.value(test, MF.name)),
                kind,
                _path(query),
                tuple(sorted(map(_path, graph.objects(action, QT.data)))),
                tuple(sorted(map(_path, graph.objects(action, QT.graphData)))),
                None if result is None else _path(result),
            )


def _path(iri: object) -> Path:
    return Path(str(iri).removeprefix("file://"))


def write_folder(folder: Path, data: tuple[Path, ...], graphs: tuple[Path, ...]) -> None:
    """Write a graph folder with blank nodes, which `kg build` never has."""
    store = ox.Store()
    for path in data:
        _load(store, path, None)
    for path in graphs:
        _load(store, path, ox.NamedNode(BASE + path.name))
    if not len(store):  # a folder without any statement is no graph for `kg`
        one = ox.NamedNode("urn:nothing")
        store.add(ox.Quad(one, one, one, one))
    name = "data-0"
    (folder / name).mkdir(parents=True)
    body = store.dump(format=ox.RdfFormat.N_QUADS) or b""
    (folder / name / "graph.nq").write_bytes(body)
    files = {"graph.nq": hashlib.sha256(body).hexdigest()}
    names = tuple(sorted(one.value for one in store.named_graphs()))
    manifest = Manifest(name, len(store), len(store), names, (), files, {}, {})
    (folder / "manifest.json").write_text(manifest.to_json(), encoding="utf-8")


def _load(store: ox.Store, path: Path, graph: ox.NamedNode | None) -> None:
    kinds = {
        ".ttl": ox.RdfFormat.TURTLE,
        ".rdf": ox.RdfFormat.RDF_XML,
        ".nt": ox.RdfFormat.N_TRIPLES,
    }
    options = {} if graph is None else {"to_graph": graph}
    store.load(path=str(path), format=kinds[path.suffix], base_iri=BASE + path.name, **options)


def problem_of(case: Case, server: Server) -> str:
    """Return why a test fails, "" where it passes."""
    query = case.query.read_bytes()
    if case.kind == "PositiveSyntaxTest11":
        reply = _send(server, query, "*/*")
        return "" if reply.status == 200 else f"{reply.status} {reply.text.strip()}"
    if case.kind == "NegativeSyntaxTest11":
        reply = _send(server, query, "*/*")
        return "" if reply.status == 400 else f"{reply.status}, not 400"
    if case.kind == "CSVResultFormatTest":
        return _csv_problem(case, _send(server, query, "text/csv"))
    if case.result is not None and case.result.suffix in {".ttl", ".rdf"} and not _is_result(case):
        return _graph_problem(case, server, query)
    for media, form in ROWS.items():
        reply = _send(server, query, media)
        if reply.status != 200:
            return f"{reply.status} {reply.text.strip()}"
        got = Result.parse(io.BytesIO(reply.body), format=form)
        if not _same(got, _expected(case)):
            return f"another answer as {form}: {reply.text[:300]}"
    return ""


def _send(server: Server, query: bytes, accept: str):
    headers = {"Content-Type": "application/sparql-query", "Accept": accept}
    return server.ask("/sparql", method="POST", body=query, headers=headers)


def _is_result(case: Case) -> bool:
    text = case.result.read_text(encoding="utf-8") if case.result else ""
    return "ResultSet" in text


def _graph_problem(case: Case, server: Server, query: bytes) -> str:
    reply = _send(server, query, "text/turtle")
    if reply.status != 200:
        return f"{reply.status} {reply.text.strip()}"
    got = rdflib.Graph().parse(data=reply.text, format="turtle")
    wanted = rdflib.Graph().parse(case.result, publicID=BASE)
    return "" if isomorphic(_plain(got), _plain(wanted)) else f"another graph: {reply.text[:300]}"


def _expected(case: Case) -> Result:
    path = case.result
    if path is None:
        raise ValueError(f"{case.name} has no result")
    if path.suffix in {".ttl", ".rdf"}:
        graph = rdflib.Graph().parse(path, publicID=BASE)
        return RDFResultParser().parse(graph)
    form = {".srx": "xml", ".srj": "json", ".tsv": "tsv", ".csv": "csv"}[path.suffix]
    return Result.parse(path.open("rb"), format=form)


def _same(got: Result, wanted: Result) -> bool:
    """Compare truth values, or rows as graphs: each row a blank node, so that order is free."""
    if got.type != wanted.type:
        return False
    if got.type == "ASK":
        return got.askAnswer == wanted.askAnswer
    return isomorphic(_rows(got), _rows(wanted))


def _rows(result: Result) -> rdflib.Graph:
    graph = rdflib.Graph()
    for row in result.bindings:
        node = rdflib.BNode()
        graph.add((node, RDF.type, RDF.Statement))
        for name, term in row.items():
            graph.add((node, rdflib.URIRef(f"var:{name}"), _normal(term)))
    return graph


def _plain(graph: rdflib.Graph) -> rdflib.Graph:
    plain = rdflib.Graph()
    for triple in graph:
        plain.add(tuple(_normal(term) for term in triple))
    return plain


def _normal(term: object) -> object:
    """Return a literal with the one lexical form that its value has in XSD."""
    if isinstance(term, rdflib.Literal) and term.language:
        return rdflib.Literal(str(term), lang=term.language.lower())
    if not isinstance(term, rdflib.Literal) or term.datatype is None:
        return term
    text = str(term)
    try:
        if term.datatype in {XSD.double, XSD.float}:
            text = repr(float(text))
        elif term.datatype == XSD.decimal:
            text = f"{Decimal(text).normalize():f}"
        elif term.datatype == XSD.integer:
            text = str(int(text))
        elif term.datatype == XSD.hexBinary:
            text = text.upper()
    except (ValueError, InvalidOperation):
        pass
    if term.datatype == XSD.string:
        return rdflib.Literal(text)
    return rdflib.Literal(text, datatype=term.datatype, normalize=False)


def _csv_problem(case: Case, reply) -> str:
    got, wanted = (
        _csv_rows(text) for text in (reply.text, case.result.read_text(encoding="utf-8"))
    )
    return "" if got == wanted else f"another table: {reply.text[:200]!r}"


def _csv_rows(text: str) -> tuple[list[str], Counter[tuple[str, ...]]]:
    head, *rows = csv.reader(io.StringIO(text))
    names: dict[str, str] = {}
    cells = []
    order = sorted(range(len(head)), key=lambda place: head[place])  # SELECT * names none
    for row in ([row[place] for place in order] for row in rows):
        kept = []
        for cell in row:
            if cell.startswith("_:"):
                kept.append(names.setdefault(cell, f"_:{len(names)}"))
            else:
                kept.append(_number(cell))
        cells.append(tuple(kept))
    return sorted(head), Counter(cells)


def _number(cell: str) -> str:
    """Return a number with one form of its value: an engine may write 01 as 1."""
    try:
        return repr(float(cell)) if cell.strip() == cell else cell
    except ValueError:
        return cell


def main() -> int:
    folder = Path(sys.argv[1]).resolve()
    groups: dict[tuple[tuple[Path, ...], tuple[Path, ...]], list[Case]] = defaultdict(list)
    for case in cases(folder):
        groups[case.data, case.graphs].append(case)
    known = tomllib.loads(KNOWN.read_text(encoding="utf-8"))["misses"]
    unexplained = 0
    passed: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for (data, graphs), found in groups.items():
        with tempfile.TemporaryDirectory() as place:
            write_folder(Path(place), data, graphs)
            with serving(Path(place), quick=1, slow=1) as server:
                for case in found:
                    total[case.section] += 1
                    problem = problem_of(case, server)
                    passed[case.section] += not problem
                    if problem:
                        reason = known.get(f"{case.section}/{case.query.name}")
                        unexplained += reason is None
                        print(f"{case.section}/{case.query.name}: {reason or problem}")
    print(json.dumps({name: [passed[name], total[name]] for name in sorted(total)}))
    share = passed.total() / total.total()
    print(
        f"{passed.total()} of {total.total()} pass ({share:.1%}); {unexplained} misses unexplained"
    )
    return 0 if unexplained == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
