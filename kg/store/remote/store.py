"""A graph in a SPARQL store on the network, asked like one in a folder.

In: an endpoint that `load` filled. Out: `RemoteStore`, with the queries of `kg.store.Store`.
Not done: the texts of the articles are not in a graph; who needs them asks the graph folder.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kg.errors import StoreError
from kg.store.base import MAX_BYTES, MAX_ROWS, TIMEOUT, Graphs, Result, Store
from kg.store.guard import check_query, graphs_named
from kg.store.remote.answers import to_rows, to_triples, to_truth
from kg.store.remote.bind import bind, form_of
from kg.store.remote.endpoint import RESULTS, TRIPLES, Connection, Endpoint
from kg.store.remote.marker import GRAPH, Marker, default_graph_of, read_marker
from kg.store.rows import Rows
from kg.store.terms import BASE, PREFIXES

if TYPE_CHECKING:
    import pyoxigraph

# Triples that are read at a time where all are wanted; engines cut longer answers.
PAGE = 5_000
_ARTICLES = "SELECT ?article { ?article a kg:Article } ORDER BY ?article"
_GRAPHS = f'SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{BASE}")) }}'


class RemoteStore(Store):
    """An open graph on a server; made by `open_remote`."""

    def __init__(self, connection: Connection, marker: Marker, default: str | None) -> None:
        self.marker = marker
        self._connection = connection
        self._default = default

    @property
    def name(self) -> str:
        """Where the graph lies."""
        return self._connection.endpoint.query

    def query(
        self,
        text: str,
        *,
        bindings: Mapping[str, object] | None = None,
        columns: tuple[str, ...] | None = None,
        timeout: float = TIMEOUT,
        max_rows: int = MAX_ROWS,
        max_bytes: int = MAX_BYTES,
        graphs: Graphs | None = None,
    ) -> Result:
        """Return the answer to a query; see `Store.query`. The server's limits come on top."""
        check_query(text, self.graph_names if "from" in text.casefold() else (), base=BASE)
        terms = {name.lstrip("?$"): _written(value) for name, value in (bindings or {}).items()}
        form = form_of(text)
        is_graph = form in {"construct", "describe"}
        reply = self._connection.ask(
            bind(text, terms, PREFIXES, BASE),
            accept=TRIPLES if is_graph else RESULTS,
            timeout=timeout,
            max_bytes=max_bytes,
            graphs=graphs or self._dataset(text),
        )
        if is_graph:
            return to_triples(reply, max_rows)
        return to_truth(reply) if form == "ask" else to_rows(reply, columns, max_rows)

    def quads(self) -> Iterator["pyoxigraph.Quad"]:
        """Return all quads of the graph, page by page, those of the default graph first.

        Raises:
            StoreError: when the store gives fewer than were put there.
        """
        import pyoxigraph

        given = 0
        names = [None, *self.graph_names]
        for name in names:
            graph = pyoxigraph.DefaultGraph() if name is None else pyoxigraph.NamedNode(name)
            for terms in self._triples(self._default if name is None else name):
                given += 1
                yield pyoxigraph.Quad(terms[0], terms[1], terms[2], graph)
        if given != self.marker.quads:
            message = f"{self.name} gave {given} of {self.marker.quads} quads; load it again"
            raise StoreError(message)

    @cached_property
    def article_ids(self) -> tuple[str, ...]:
        """The ids of the articles, sorted."""
        found = self.select(_ARTICLES).column("article")
        return tuple(sorted(str(iri).removeprefix(BASE) for iri in found))

    @cached_property
    def graph_names(self) -> tuple[str, ...]:
        """The names of the graphs that are part of ours, sorted; the note is none of them."""
        found = {str(name) for name in self._rows(_GRAPHS).column("g")}
        return tuple(sorted(found - {GRAPH, self._default}))

    def _rows(self, text: str) -> Rows:
        """Return the rows of a query of ours over all that the store holds."""
        reply = self._connection.ask(text, accept=RESULTS, timeout=TIMEOUT, max_bytes=MAX_BYTES)
        return to_rows(reply, None, MAX_ROWS)

    def _dataset(self, text: str) -> Graphs:
        """Return the graphs that an engine with a named default graph must be told of."""
        if self._default is None:
            return (), ()
        named: tuple[str, ...] = ()
        if "graph" in text.casefold():
            iris, has_variable = graphs_named(text, base=BASE)
            named = tuple(sorted({*iris, *(self.graph_names if has_variable else ())}))
        return (self._default,), named

    def _triples(self, graph: str | None) -> Iterator[tuple[Any, ...]]:
        """Yield the triples of one graph, a page at a time.

        The page is cut outside the sorted part: Virtuoso does not sort beyond 10,000 rows.
        """
        where = "?s ?p ?o" if graph is None else f"GRAPH <{graph}> {{ ?s ?p ?o }}"
        for start in range(0, self.marker.quads + 1, PAGE):
            inner = f"SELECT ?s ?p ?o {{ {where} }} ORDER BY ?s ?p ?o"
            rows = self.select(f"SELECT ?s ?p ?o {{ {{ {inner} }} }} LIMIT {PAGE} OFFSET {start}")
            yield from rows.terms
            if len(rows) < PAGE:
                return

    def close(self) -> None:
        """Close the line to the server."""
        self._connection.close()

    def __len__(self) -> int:
        return self.marker.triples

    def __repr__(self) -> str:
        return f"<RemoteStore {self.name}: {self.marker.triples} triples>"


def open_remote(endpoint: Endpoint) -> RemoteStore:
    """Return the graph that lies in a store.

    Raises:
        StoreError: the store cannot be reached, holds no graph of ours, or only a part of one.
    """
    connection = Connection(endpoint)
    try:
        default = default_graph_of(connection)
        marker = _whole(endpoint, read_marker(connection))
    except BaseException:
        connection.close()
        raise
    return RemoteStore(connection, marker, default)


def _whole(endpoint: Endpoint, marker: Marker | None) -> Marker:
    url = endpoint.query
    if marker is None:
        message = f"{url} holds no graph of kg; put one there: kg build ARTICLES --store {url}"
        raise StoreError(message)
    if not marker.is_whole:
        message = f"{url} holds {marker.done} of {marker.quads} quads: a load is under way"
        raise StoreError(f"{message}, or was cut; kg build ARTICLES --store {url} goes on with it")
    return marker


def _written(value: object) -> str:
    """Return a value as a term in N-Triples, which is how SPARQL writes it too."""
    import pyoxigraph

    from kg.store.terms import to_literal

    terms = pyoxigraph.NamedNode | pyoxigraph.Literal
    return str(value if isinstance(value, terms) else to_literal(value))
