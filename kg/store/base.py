"""What can be asked of a graph, wherever it lies: in a folder (`local`) or on a server (`remote`).

In: nothing. Out: `Store`, the type that everything which only asks is written for.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Self

from kg.errors import QueryError, StoreError
from kg.model import Article
from kg.store.rows import Rows, Triples

if TYPE_CHECKING:
    import pyoxigraph
    import rdflib

Result = Rows | Triples | bool
# IRIs of graphs: those that together are the default graph, and those that GRAPH can name.
Graphs = tuple[tuple[str, ...], tuple[str, ...]]

# Seconds. SPARQL services on the web allow 30 to 60.
TIMEOUT = 30.0
MAX_ROWS = 1_000_000
MAX_BYTES = 256 * 1024**2


class Store(ABC):
    """An open graph. Use it in a `with` block, or call `close`."""

    @property
    @abstractmethod
    def name(self) -> str:
        """Where the graph lies: its folder or address."""

    @property
    def title(self) -> str:
        """What a page about the graph is called after."""
        return self.name

    @property
    @abstractmethod
    def article_ids(self) -> tuple[str, ...]:
        """The ids of the articles, sorted."""

    @property
    @abstractmethod
    def graph_names(self) -> tuple[str, ...]:
        """The IRIs of the named graphs, sorted."""

    @abstractmethod
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
        """Return rows of a SELECT, triples of a CONSTRUCT or DESCRIBE, or the answer of an ASK.

        Args:
            text: SPARQL 1.1; the prefixes of `kg.store.terms` need no declaration, and relative
                IRIs are ids: `<person/marco-rubio>`.
            bindings: values for variables, by name without "?"; a SELECT has to select them.
                An IRI is a pyoxigraph.NamedNode; a str is a plain literal.
            columns: the variables to keep, None for all.
            timeout: seconds after which the query is stopped.
            max_rows: rows or triples after which the result is cut and marked `truncated`.
            max_bytes: bytes of the answer after which it is cut likewise.
            graphs: which are the default graph and which have names; None: as the query says.

        Raises:
            QueryError: when the query is wrong, refused, too large, or took too much.
            StoreError: when the graph cannot be read.
        """

    @abstractmethod
    def quads(self) -> Iterator["pyoxigraph.Quad"]:
        """Return all quads, one by one."""

    @abstractmethod
    def close(self) -> None:
        """Give back what the store holds."""

    @abstractmethod
    def __len__(self) -> int:
        """Return the number of triples of the default graph."""

    def select(
        self,
        text: str,
        *,
        bindings: Mapping[str, object] | None = None,
        timeout: float = TIMEOUT,
        max_rows: int = MAX_ROWS,
    ) -> Rows:
        """Return the rows of a SELECT; see `query`.

        Raises:
            QueryError: also when the query is no SELECT.
        """
        result = self.query(text, bindings=bindings, timeout=timeout, max_rows=max_rows)
        if not isinstance(result, Rows):
            raise QueryError("this is no SELECT query, so it has no rows")
        return result

    def article(self, article_id: str) -> Article:
        """Return an article with its text.

        Raises:
            StoreError: when there is no such article, or its file is damaged; on a server always.
        """
        raise StoreError(f"{article_id}: {self.name} has no texts; name the graph folder")

    def articles(self) -> Iterator[Article]:
        """Return the articles with their texts, by id.

        Raises:
            StoreError: on a server, which has the graph but no texts.
        """
        raise StoreError(f"{self.name} has no texts of articles; name the graph folder")

    def check(self) -> None:
        """Return if every file of the graph is as it was written.

        Raises:
            StoreError: naming the first file that is not; on a server, which has no files.
        """
        raise StoreError(f"{self.name} has no files to check; name the graph folder")

    def memory(self) -> "pyoxigraph.Store":
        """Return a copy of the graph in this process, for code of ours; not for foreign queries."""
        import pyoxigraph

        store = pyoxigraph.Store()
        store.extend(self.quads())
        return store

    def rdflib(self) -> "rdflib.Dataset":
        """Return a copy of the graph as an rdflib Dataset."""
        from kg.store.exports import to_rdflib

        return to_rdflib(self.quads())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
