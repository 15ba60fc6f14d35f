"""Parts merged into sorted lines, in memory and in runs on disk."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad
from store_samples import sample_quads

from kg.store.lines import RUN_BYTES, Merger, Part, to_part

NAMES = [NamedNode(f"http://x.example/{name}") for name in ("a", "a-b", "a/b", "ab", "b")]


def parts() -> list[Part]:
    """Return parts that share subjects and lines."""
    quads = [
        Quad(one, two, value, *graph)
        for one in NAMES
        for two in NAMES[:2]
        for value in (NAMES[0], Literal("a <b> .\n_:c"), Literal("x y"))
        for graph in ((), (NAMES[4],))
    ]
    return [to_part(quads[:30]), to_part(quads[15:45]), to_part(quads[40:]), to_part(quads[:5])]


@pytest.mark.parametrize("run_bytes", [RUN_BYTES, 2000, 1])
def test_merged_parts_are_sorted_and_each_line_once(tmp_path: Path, run_bytes: int) -> None:
    """However much fits into memory; the counts are those of what is left."""
    merger = Merger(tmp_path, run_bytes)
    for part in parts():
        merger.add(part)
    lines = b"".join(merger.blocks()).splitlines(keepends=True)
    every = {line for part in parts() for block in part.blocks for line in block.splitlines(True)}
    assert lines == sorted(every)
    assert merger.quads == len(lines)
    assert merger.triples == sum(line.count(b"http://x.example/b> .") == 0 for line in lines)
    merger.clear()
    assert not list(tmp_path.iterdir())


def test_part_has_its_counts_and_graphs() -> None:
    """Blocks are the lines of one subject each."""
    part = to_part([*sample_quads(), *sample_quads()])
    assert part.quads == sum(block.count(b"\n") for block in part.blocks)
    assert part.quads == len(set(sample_quads()))
    subjects = [block.split(b" ", 1)[0] for block in part.blocks]
    assert subjects == sorted(set(subjects))
    assert all(
        line.startswith(subject)
        for subject, block in zip(subjects, part.blocks, strict=True)
        for line in block.splitlines()
    )
