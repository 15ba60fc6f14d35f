"""A graph that is open for questions: read only, checked, and never changed under its reader.

In: a graph folder. Out: `Store`, whose queries run in a worker process (`client`).
Not done: no writing (`files`), no named questions (`kg.query`).
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import QueryError, StoreError
from kg.model import Article
from kg.store import files
from kg.store.base import MAX_BYTES, MAX_ROWS, TIMEOUT, Graphs, Result, Store
from kg.store.client import MEMORY_BYTES, Answer, Request, Source, Worker
from kg.store.guard import check_query, explain_error
from kg.store.manifest import FINDINGS_NAME, GRAPH_NAME, Manifest, read_manifest
from kg.store.rows import Rows, Triples
from kg.store.terms import BASE, PREFIXES, to_json

if TYPE_CHECKING:
    import pyoxigraph

# From this many quads the engine's copy on disk opens faster (50 ms, plus 0.3 s a million for
# counting) than the N-Quads load into memory (3.5 s a million), though it answers 2 to 8 times
# slower; below, memory takes at most 1 s and has no cache that could be stale.
DISK_QUADS = 300_000


class LocalStore(Store):
    """An open graph of a folder; made by `open_graph`."""

    def __init__(
        self, folder: Path, manifest: Manifest, *, disk: bool, memory_bytes: int = MEMORY_BYTES
    ) -> None:
        self.folder = folder
        self.manifest = manifest
        copy = folder / files.store_name(manifest) if disk else None
        source = Source(self.graph_path, manifest.digest, manifest.quads, copy)
        self._worker = Worker(source, memory_bytes=memory_bytes)

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
        """Return the answer to a query; see `Store.query`."""
        check_query(text, self.manifest.graphs, base=BASE)
        terms = {name.lstrip("?$"): to_json(value) for name, value in (bindings or {}).items()}
        request = Request(
            text, PREFIXES, BASE, terms, columns, timeout, max_rows, max_bytes, graphs
        )
        try:
            return _to_result(self._ask(request))
        except QueryError as error:
            if error.facts.get("kind") == "syntax":
                raise explain_error(text, error, PREFIXES) from None
            raise

    @property
    def name(self) -> str:
        """The graph folder."""
        return str(self.folder)

    @property
    def title(self) -> str:
        """The last part of the folder's path."""
        return self.folder.resolve().name

    @property
    def graph_names(self) -> tuple[str, ...]:
        """The IRIs of the named graphs, sorted."""
        return self.manifest.graphs

    @property
    def graph_path(self) -> Path:
        """The file of N-Quads that is the graph."""
        return self.folder / self.manifest.data / GRAPH_NAME

    @property
    def findings_path(self) -> Path:
        """The file with the findings of the build, as `kg extract` writes them."""
        return self.folder / self.manifest.data / FINDINGS_NAME

    def quads(self) -> Iterator["pyoxigraph.Quad"]:
        """Return all quads in the order of their N-Quads lines, one by one."""
        import pyoxigraph

        quads: Iterator[pyoxigraph.Quad] = pyoxigraph.parse(
            path=str(self.graph_path), format=pyoxigraph.RdfFormat.N_QUADS
        )
        return quads

    @cached_property
    def article_ids(self) -> tuple[str, ...]:
        """The ids of the articles, sorted."""
        return tuple(entry.id for entry in self.manifest.articles)

    def article(self, article_id: str) -> Article:
        """Return an article with its text.

        Raises:
            StoreError: when there is no such article, or its file is damaged.
        """
        for entry in self.manifest.articles:
            if entry.id == article_id:
                return files.read_article(self.folder, self.manifest, entry)
        raise StoreError(f"there is no {article_id} in {self.folder}", article=article_id)

    def articles(self) -> Iterator[Article]:
        """Return the articles with their texts, by id."""
        for entry in self.manifest.articles:
            yield files.read_article(self.folder, self.manifest, entry)

    def check(self) -> None:
        """Return if every file of the graph is as it was written.

        Raises:
            StoreError: naming the first file that is not.
        """
        files.check_files(self.folder, self.manifest)

    def again(self) -> "LocalStore":
        """Return the same graph with a worker of its own, which loads and checks it when asked."""
        source = self._worker.source
        disk, memory_bytes = source.disk is not None, self._worker.memory_bytes
        return LocalStore(self.folder, self.manifest, disk=disk, memory_bytes=memory_bytes)

    def start(self) -> None:
        """Start the worker process unless it runs, so that the first question need not wait."""
        self._worker.start()

    def step_back(self) -> None:
        """Let the worker process have the processor only when nobody else wants it."""
        self._worker.step_back()

    def close(self) -> None:
        """End the worker process; the store can be asked again, which starts another."""
        self._worker.close()

    def __len__(self) -> int:
        return self.manifest.triples

    def __repr__(self) -> str:
        count = len(self.manifest.articles)
        return f"<LocalStore {self.folder}: {count} articles, {self.manifest.triples} triples>"

    def _ask(self, request: Request) -> Answer:
        try:
            return self._worker.ask(request)
        except QueryError:
            raise
        except StoreError:
            if self._worker.source.disk is None:
                raise
        # The copy on disk is a cache: a worker that cannot read it is replaced by one that
        # builds it again.
        import shutil

        shutil.rmtree(self._worker.source.disk, ignore_errors=True)
        return self._worker.ask(request)


def open_graph(
    folder: Path | str, *, disk: bool | None = None, memory_bytes: int = MEMORY_BYTES
) -> LocalStore:
    """Return the graph of a folder, open for questions.

    Args:
        folder: what `kg build` wrote.
        disk: keep the engine's copy on disk (True), in memory (False), or as its size asks (None).
        memory_bytes: what one query may take.

    Raises:
        StoreError: when the folder is missing, empty, foreign or damaged; says what to do.
    """
    path = Path(folder)
    manifest = read_manifest(path)
    try:
        files.check_files(path, manifest, [GRAPH_NAME])
    except StoreError:
        newer = read_manifest(path)
        if newer.data == manifest.data:
            raise
        # A build replaced the graph between the two reads: the newer one is whole.
        manifest = newer
        files.check_files(path, manifest, [GRAPH_NAME])
    if disk is None:
        disk = manifest.quads >= DISK_QUADS
    return LocalStore(path, manifest, disk=disk, memory_bytes=memory_bytes)


def _to_result(answer: Answer) -> Result:
    if answer.kind == "rows":
        return Rows(answer.body, answer.truncated)
    if answer.kind == "triples":
        return Triples(answer.body, answer.truncated)
    return answer.value is True
