"""Quads as sorted lines of N-Quads: the form in which equal graphs are equal files.

In: quads in any order. Out: `Part`s, each some quads as blocks, and all parts merged into one
sorted run of lines. A block holds all lines of one subject, so blocks sort as their lines do, and
there are far fewer of them. What does not fit into memory is sorted in runs on disk.
Not done: the graph's own file is not written here (`disk`).
"""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import StoreError

if TYPE_CHECKING:
    import pyoxigraph

# Quads serialized at a time: bounds the memory beside the lines themselves.
BATCH = 10_000
# Bytes of lines that are sorted in memory; more go to disk in runs of this size.
RUN_BYTES = 512 * 1024**2


@dataclass(frozen=True, slots=True)
class Part:
    """Some quads as N-Quads: sorted blocks, each all lines of one subject with their line ends.

    `triples` counts lines of the default graph, `quads` all lines, `graphs` are the IRIs of the
    named graphs, sorted. `findings` is text for the file of findings, which goes with the quads.
    """

    blocks: tuple[bytes, ...]
    triples: int
    quads: int
    graphs: tuple[str, ...] = ()
    findings: bytes = b""


def to_part(quads: Iterable["pyoxigraph.Quad"], findings: bytes = b"") -> Part:
    """Return quads as a part, each once.

    Raises:
        StoreError: when a quad has a blank node.
    """
    import pyoxigraph

    plain = pyoxigraph.DefaultGraph()
    default, named, graphs = set[bytes](), set[bytes](), set[pyoxigraph.NamedNode]()
    rest = iter(quads)
    while batch := tuple(islice(rest, BATCH)):
        body = pyoxigraph.serialize(batch, format=pyoxigraph.RdfFormat.N_QUADS) or b""
        for quad, line in zip(batch, body.splitlines(keepends=True), strict=True):
            if b"_:" in line:
                _check_terms(quad)
            graph = quad.graph_name
            if graph == plain:
                default.add(line)
            elif isinstance(graph, pyoxigraph.NamedNode):
                named.add(line)
                graphs.add(graph)
    lines = sorted(default | named)
    names = tuple(sorted(graph.value for graph in graphs))
    return Part(tuple(_blocks_of(lines)), len(default), len(lines), names, findings)


def _check_terms(quad: "pyoxigraph.Quad") -> None:
    """Refuse blank nodes: they have no name by which two builds could be compared."""
    import pyoxigraph

    for term in (quad.subject, quad.object, quad.graph_name):
        if isinstance(term, pyoxigraph.BlankNode):
            raise StoreError(f"the graph has a blank node, in: {quad}")


def subject_of(line: bytes) -> bytes:
    """Return the subject of a line or block of N-Quads: an IRI has no spaces."""
    return line[: line.index(b" ")]


def _blocks_of(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield sorted lines in blocks."""
    for _, group in groupby(lines, key=subject_of):
        yield b"".join(group)


@dataclass(slots=True)
class Merger:
    """Merges parts into sorted blocks, each line once; counts are right once all were taken.

    `folder` is where runs go that do not fit into memory; it must be there.
    """

    folder: Path
    run_bytes: int = RUN_BYTES
    triples: int = 0
    quads: int = 0
    graphs: set[str] = field(default_factory=set)
    _blocks: list[bytes] = field(default_factory=list)
    _bytes: int = 0
    _runs: list[Path] = field(default_factory=list)

    def add(self, part: Part) -> None:
        """Take in a part."""
        self._blocks.extend(part.blocks)
        self._bytes += sum(map(len, part.blocks))
        self.triples += part.triples
        self.quads += part.quads
        self.graphs.update(part.graphs)
        if self._bytes > self.run_bytes:
            self._write_run()

    def blocks(self) -> Iterator[bytes]:
        """Yield all lines in blocks, sorted; can be called once."""
        self._blocks.sort()
        runs = [self._blocks, *map(_read_blocks, self._runs)]
        merged: Iterable[bytes] = heapq.merge(*runs) if len(runs) > 1 else self._blocks
        waiting: list[bytes] = []
        start = b""
        for block in merged:
            if waiting and block.startswith(start):
                waiting.append(block)
                continue
            if waiting:
                yield self._joined(waiting)
            waiting, start = [block], subject_of(block) + b" "
        if waiting:
            yield self._joined(waiting)

    def _joined(self, blocks: list[bytes]) -> bytes:
        """Return the blocks of one subject as one, each line once."""
        if len(blocks) == 1:
            return blocks[0]
        lines = sorted(line for block in blocks for line in block.splitlines(keepends=True))
        kept = [line for line, _ in groupby(lines)]
        for line, group in groupby(lines):
            again = sum(1 for _ in group) - 1
            self.quads -= again
            self.triples -= again if again and _is_default(line) else 0
        return b"".join(kept)

    def _write_run(self) -> None:
        """Write what is in memory to disk, sorted."""
        self._blocks.sort()
        path = self.folder / f"run-{len(self._runs)}"
        with path.open("wb") as file:
            file.writelines(self._blocks)
        self._runs.append(path)
        self._blocks, self._bytes = [], 0

    def clear(self) -> None:
        """Remove the runs."""
        for path in self._runs:
            path.unlink(missing_ok=True)


def _read_blocks(path: Path) -> Iterator[bytes]:
    """Yield the blocks of a run."""
    with path.open("rb") as file:
        yield from _blocks_of(file)


def _is_default(line: bytes) -> bool:
    """Tell whether a line is of the default graph."""
    import pyoxigraph

    quad = next(iter(pyoxigraph.parse(line, format=pyoxigraph.RdfFormat.N_QUADS)))
    return isinstance(quad.graph_name, pyoxigraph.DefaultGraph)
