"""The graph in parts, kept or new, is the graph as a whole: inference, findings and judgements."""

import dataclasses
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.corpus import generate, make
from kg.collate import collate
from kg.findings import finding_lines
from kg.graph import Run, build_quads
from kg.knowledge import load_knowledge
from kg.model import Findings, Resolution
from kg.parts import Matter, Parts
from kg.pipeline import BuildSettings, build
from kg.resolve import resolve
from kg.store import Part, read_manifest, to_part
from kg.store.lines import Merger

RUN = Run("1", "none", "none")
COUNT = 24
SETTINGS = BuildSettings(model="blank", workers=1)


def in_order(count: int, *, edition: int = 0) -> tuple[Findings, ...]:
    """Return generated findings by article id; `edition` changes one of them."""
    found = [*generate(count, range(1, count)), make(0, count, edition=edition)]
    return tuple(sorted(found, key=lambda item: item.article.id))


def matter_of(findings: Sequence[Findings]) -> Matter:
    """Return what a graph of some findings is made of."""
    knowledge = load_knowledge()
    resolution = resolve(findings, knowledge=knowledge)
    collation = collate(findings, resolution, knowledge)
    contents = [found.article.id for found in findings]
    return Matter(findings, contents, resolution, collation, knowledge, RUN)


def merged(parts: Sequence[Part], folder: Path) -> bytes:
    """Return the lines of some parts."""
    merger = Merger(folder)
    for part in parts:
        merger.add(part)
    return b"".join(merger.blocks())


def test_parts_are_the_graph(tmp_path: Path) -> None:
    """What is inferred from an article's own quads is what is inferred from all of them."""
    matter = matter_of(in_order(COUNT))
    quads = build_quads(
        matter.findings, matter.resolution, matter.collation, matter.knowledge, run=RUN
    )
    whole = to_part(quads)
    assert any(block.count(b"touchesProvision") for block in whole.blocks)
    assert merged(list(Parts(matter, None)), tmp_path) == b"".join(whole.blocks)


def test_parts_have_the_findings() -> None:
    """In the order of article ids."""
    matter = matter_of(in_order(6))
    lines = finding_lines(matter.findings, matter.resolution, matter.knowledge)
    expected = "".join(f"{line}\n" for line in lines).encode()
    assert b"".join(part.findings for part in Parts(matter, None)) == expected


def test_unchanged_parts_are_read_and_others_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A changed article costs its own part, and those of articles that link otherwise for it."""
    list(Parts(matter_of(in_order(COUNT)), tmp_path))
    before = {path.name for path in tmp_path.iterdir()}
    parts = Parts(matter_of(in_order(COUNT)), tmp_path)
    list(parts)
    assert parts.used == before
    changed = Parts(matter_of(in_order(COUNT, edition=1)), tmp_path)
    fresh = list(Parts(matter_of(in_order(COUNT, edition=1)), None))
    assert list(changed) == fresh
    assert 1 <= len(changed.used - before) < COUNT / 2


def test_part_of_other_links_is_made_anew(tmp_path: Path) -> None:
    """What a mention means, and why, is part of what is kept."""
    matter = matter_of(in_order(3))
    first = Parts(matter, tmp_path)
    list(first)
    mention = matter.findings[0].mentions[0].id
    link = dataclasses.replace(matter.resolution.links[mention], reason="for another reason")
    links = {**matter.resolution.links, mention: link}
    resolution = Resolution(matter.resolution.entities, links)
    second = Parts(dataclasses.replace(matter, resolution=resolution), tmp_path)
    assert b"for another reason" in b"".join(block for part in second for block in part.blocks)
    assert len(second.used - first.used) == 1


def test_damaged_part_is_made_anew(tmp_path: Path) -> None:
    """A file that was cut, or holds something else, counts as none."""
    matter = matter_of(in_order(3))
    expected = list(Parts(matter, tmp_path))
    first, second, _ = sorted(tmp_path.iterdir())
    first.write_bytes(first.read_bytes()[:100])
    second.write_bytes(b"no gzip")
    assert list(Parts(matter, tmp_path)) == expected


def test_every_change_gives_the_graph_from_nothing(tmp_path: Path) -> None:
    """An article changed, added, removed, and all in another order."""
    articles = tmp_path / "articles"
    articles.mkdir()
    for found in in_order(COUNT):
        (articles / found.article.source).write_text(found.article.text, encoding="utf-8")

    def check(name: str) -> None:
        sources = [str(path) for path in articles.glob("*.md")]
        random.Random(name).shuffle(sources)
        build(sources, tmp_path / "graph", settings=SETTINGS)
        build(sorted(sources), tmp_path / name, settings=SETTINGS)
        kept, fresh = (read_manifest(tmp_path / folder) for folder in ("graph", name))
        assert kept.files == fresh.files
        assert kept.notes == fresh.notes
        assert (kept.quads, kept.triples, kept.graphs) == (
            fresh.quads,
            fresh.triples,
            fresh.graphs,
        )

    check("first")
    edited = make(0, COUNT, edition=1).article
    (articles / edited.source).write_text(edited.text, encoding="utf-8")
    check("changed")
    added = make(COUNT, COUNT).article
    (articles / added.source).write_text(added.text, encoding="utf-8")
    check("added")
    (articles / edited.source).unlink()
    check("removed")
