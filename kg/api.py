"""The graph as a Python object: build or open it, ask it, look at it.

>>> import kg
>>> graph = kg.open("kg-graph")                          # doctest: +SKIP
>>> graph.query("opponents").to_pandas()                 # doctest: +SKIP
"""

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import SettingsError
from kg.model import Article, Report
from kg.settings import GRAPH_FOLDER

if TYPE_CHECKING:
    import networkx
    import rdflib

    from kg.card import Card
    from kg.notebook import Reading, Saying
    from kg.pipeline import BuildSettings
    from kg.plot import Plots
    from kg.store import Result, Store
    from kg.validate import Validation


class Graph:
    """A built graph, in a folder or on a server; read-only.

    Made by `kg.build` or `kg.open`. `folder` is where it lies (None on a server), `report` what the
    build said (None for one that was opened).
    """

    def __init__(self, store: "Store", report: Report | None = None) -> None:
        from kg.store import LocalStore

        self._store = store
        self.folder = store.folder if isinstance(store, LocalStore) else None
        self.report = report

    def query(self, question: str, *, timeout: float = 30.0, **parameters: str) -> "Result":
        """Return the answer to a SPARQL string, an .rq file, or a named question.

        Args:
            question: see `kg query --list` for the named ones.
            timeout: seconds until the query is stopped.
            parameters: values for a named question, bound as terms, never pasted.

        Raises:
            QueryError: wrong or refused query, unknown name, or time over.

        """
        from kg.query import run

        return run(self._store, question, parameters, timeout=timeout)

    def show(self, name: str) -> "Card":
        """Return all that is known of one entity, given by id, IRI or any name."""
        from kg.card import card_of

        return card_of(self._store, name)

    def article(self, name: str) -> "Reading":
        """Return an article (by id, title or file) with what was found in it marked in its text."""
        from kg.notebook import reading_of

        return reading_of(self._store, name)

    def statement(self, name: str) -> "Saying":
        """Return one statement by the id or IRI that named questions give, with its sentence."""
        from kg.notebook import saying_of

        return saying_of(self._store, name)

    def network(self) -> "networkx.MultiDiGraph":
        """Return entities and relations as a networkx graph; each edge has its evidence."""
        from kg.network import network_of

        return network_of(self._store)

    def page(self, around: str | None = None, *, depth: int = 1) -> str:
        """Return the interactive page as HTML that needs no network."""
        from kg.network import network_of, page_of

        title = f"Knowledge graph: {self._store.title}"
        return page_of(network_of(self._store), around=around, depth=depth, title=title)

    def _repr_html_(self) -> str:
        """Return the interactive page in a frame of its own, for a notebook."""
        from kg.network import frame_of

        return frame_of(self.page())

    @property
    def plot(self) -> "Plots":
        """The plots of this graph: `timeline()`, `positions()`, `issue(name)`, `sources()`."""
        from kg.plot import Plots

        return Plots(self._store)

    def rdflib(self) -> "rdflib.Dataset":
        """Return the whole graph as an rdflib Dataset (a copy, in memory)."""
        return self._store.rdflib()

    def articles(self) -> tuple[Article, ...]:
        """Return the articles that the graph was built from, by id."""
        return tuple(self._store.articles())

    def export(self, path: str | Path, *, force: bool = False) -> tuple[Path, ...]:
        """Write the graph in the format of the suffix and return the files written."""
        from kg.store.exports import export_graph

        if Path(path).exists() and not force:
            raise SettingsError(f"{path} exists; give force=True to replace it")
        return export_graph(self._store, Path(path))

    def validate(self) -> "Validation":
        """Check the graph against its shapes and every quotation against its article."""
        from kg.validate import validate

        texts = {article.id: article.text for article in self._store.articles()}
        return validate(self._store.quads(), texts)


def build(
    articles: str | Path | Iterable[str | Path],
    folder: str | Path | None = None,
    *,
    settings: "BuildSettings | None" = None,
) -> Graph:
    """Build a graph from articles (files, folders, globs, addresses) and return it.

    Args:
        articles: one source or several.
        folder: where the graph is kept; a temporary folder if None.
        settings: model, reference files, judgements (see `kg.pipeline.BuildSettings`).

    Raises:
        KgError: when no article could be read or the folder cannot be written. Single articles
            that failed are in `Graph.report.skips`.

    """
    from kg.notebook.progress import Bar, in_notebook
    from kg.pipeline import build as build_graph
    from kg.read import list_sources
    from kg.store import open_graph

    given = (articles,) if isinstance(articles, str | Path) else tuple(articles)
    target = Path(folder) if folder is not None else Path(tempfile.mkdtemp(prefix=GRAPH_FOLDER))
    sources = list_sources([str(item) for item in given], stdin=None)
    if in_notebook():
        report = build_graph(sources, target, settings=settings, progress=Bar())
    else:
        report = build_graph(sources, target, settings=settings)
    return Graph(open_graph(target), report)


def open(place: str | Path = GRAPH_FOLDER) -> Graph:  # noqa: A001 - kg.open reads as intended
    """Return the graph that lies in a folder, or at the address of a SPARQL store.

    Raises:
        StoreError: no graph there, or one that is damaged beyond repair.

    """
    from kg.store import open_place

    return Graph(open_place(place))
