"""The graph in parts: what all articles share, and for each article its own, kept where unchanged.

In: findings, links and collation. Out: `Part`s, in the order of article ids, together the graph.
The part of an article is kept on disk under a name that all it depends on decides: its findings,
what its mentions mean, the shared links that inference looks at, and the code. Nothing else is
kept: what articles share is made anew, so that the graph equals one built from nothing.
"""

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cache import code_digest, replace_file
from kg.collation import Collation
from kg.findings import finding_line
from kg.graph import (
    Links,
    Run,
    Share,
    infer,
    judgement_quads,
    quads_of_article,
    shared_quads,
    shares_of,
)
from kg.ids import digest_of, sha256_of
from kg.judge import Decision
from kg.knowledge import Knowledge
from kg.model import Findings, Report, Resolution
from kg.resources import data_path
from kg.store import Part, to_part

if TYPE_CHECKING:
    from pyoxigraph import Quad

_SUFFIX = ".part.gz"
# Quick to write; lines shrink to a twentieth even so.
_COMPRESSION = 1
# Rooms and files whose code decides what a part holds.
_CODE = ("collate", "graph", "findings.py", "ids.py", "parts.py", "store/lines.py", "vocab.py")

# The code of all rooms.
_ALL = ("",)


@dataclass(frozen=True, slots=True)
class Matter:
    """All that a graph is made of.

    `contents` identify the findings, in their order.
    """

    findings: Sequence[Findings]
    contents: Sequence[str]
    resolution: Resolution
    collation: Collation
    knowledge: Knowledge
    run: Run
    decisions: Sequence[Decision] = ()


class Parts:
    """The parts of one graph; `used` are the names of the files that it consists of."""

    def __init__(self, matter: Matter, folder: Path | None) -> None:
        """Take what the graph is made of, and where parts are kept, None for nowhere."""
        self.used: set[str] = set()
        self._matter = matter
        self._folder = folder
        self._links = Links()
        self._entities = {entity.id: entity for entity in matter.resolution.entities}
        self._state = _state_of(matter.run, _CODE)

    def __iter__(self) -> Iterator[Part]:
        """Yield all parts, the shared one first; each may be dropped before the next."""
        matter = self._matter
        shared = shared_quads(
            matter.findings, matter.resolution, matter.collation, matter.knowledge, run=matter.run
        )
        decided = judgement_quads(matter.decisions)
        yield to_part(chain(self._links.passing(shared), decided))
        yield to_part(infer(self._links.store(), "shared"))
        shares = shares_of(matter.collation)
        for found, content in zip(matter.findings, matter.contents, strict=True):
            yield self._part_of(found, content, shares[found.article.id])

    def _part_of(self, found: Findings, content: str, share: Share) -> Part:
        """Return the part of one article, kept or new."""
        near = self._links.near(_named_by(found, self._matter.resolution))
        if self._folder is None:
            return self._made(found, share, near)
        name = self._name_of(found, content, share, near)
        self.used.add(name)
        part = _read(self._folder / name)
        if part is None:
            part = self._made(found, share, near)
            replace_file(self._folder / name, _packed(part))
        return part

    def _made(self, found: Findings, share: Share, near: Sequence["Quad"]) -> Part:
        """Return the part of one article, made anew."""
        from pyoxigraph import Store

        matter = self._matter
        quads = list(quads_of_article(found, matter.resolution, share, run=matter.run))
        store = Store()
        store.extend(near)
        store.extend(quad for quad in quads if self._links.is_used(quad))
        quads += infer(store, "article")
        line = finding_line(found, matter.resolution, self._entities, matter.knowledge)
        return to_part(quads, f"{line}\n".encode())

    def _name_of(self, found: Findings, content: str, share: Share, near: Sequence["Quad"]) -> str:
        """Return the name of the file of a part: all that the part depends on decides it."""
        article, links = found.article, self._matter.resolution.links
        means = [links.get(mention.id) for mention in found.mentions]
        entities = {link.entity for link in means if link is not None}
        words = (
            *(part for link in means if link for part in (link.entity, link.rule, link.reason)),
            *(str(place) for place, link in enumerate(means) if link is None),
            *(repr(self._entities.get(entity)) for entity in sorted(entities)),
        )
        parts = (self._state, content, *article.sources, *share.key(), *words)
        number = article.id.rpartition("/")[2]
        return f"{number}-{digest_of(*parts, *map(self._links.text_of, near))}{_SUFFIX}"


def inputs_of(
    run: Run, contents: Sequence[str], report: Report, decisions: Sequence[Decision]
) -> str:
    """Return a digest of all that decides a graph and its manifest.

    Args:
        run: what searched the articles.
        contents: what identifies the findings, in their order.
        report: what was read; its articles are those of the findings.
        decisions: the judgements that hold.

    """
    names = [article.sources for article in report.articles]
    parts = (*contents, names, replace(report, articles=()), decisions)
    return digest_of(_state_of(run, _ALL), version("pyoxigraph"), *map(repr, parts))


def _state_of(run: Run, rooms: Sequence[str]) -> str:
    """Return a digest of all that decides a graph besides findings; of the code of some rooms."""
    ontology = sha256_of(data_path("ontology.ttl").read_text(encoding="utf-8"))
    queries = sorted((Path(__file__).parent / "graph" / "infer").glob("*.rq"))
    rules = (query.read_text(encoding="utf-8") for query in queries)
    return digest_of(code_digest(rooms), ontology, run.id, *rules)


def _named_by(found: Findings, resolution: Resolution) -> set[str]:
    """Return the entities that the quads of an article lead to."""
    links = resolution.links
    named: set[str] = {links[item.id].entity for item in found.mentions if item.id in links}
    return named | {issue for statement in found.statements for issue in statement.issues}


def _packed(part: Part) -> bytes:
    """Return a part as bytes."""
    header = {
        "triples": part.triples,
        "quads": part.quads,
        "graphs": part.graphs,
        "sizes": [len(part.findings), *map(len, part.blocks)],
    }
    body = b"".join((json.dumps(header).encode("ascii"), b"\n", part.findings, *part.blocks))
    return gzip.compress(body, _COMPRESSION, mtime=0)


def _read(path: Path) -> Part | None:
    """Return a part that was kept, None where there is none or it is damaged."""
    try:
        body = gzip.decompress(path.read_bytes())
        start = body.index(b"\n") + 1
        header = json.loads(body[:start])
        pieces = []
        for size in header["sizes"]:
            pieces.append(body[start : start + size])
            start += size
        graphs = tuple(header["graphs"])
        return Part(tuple(pieces[1:]), header["triples"], header["quads"], graphs, pieces[0])
    except (OSError, EOFError, ValueError, TypeError, KeyError):
        return None
