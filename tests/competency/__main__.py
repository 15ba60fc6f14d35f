"""Prints for each competency question whether the graph of the seeds answers it, and what is wrong.

PYTHONPATH=tests python -m competency [--judged] [--graph DIR]
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from kg.pipeline import BuildSettings, build
from kg.store import open_graph

from .asked import HERE, Outcome, ask_all, read_gold

SHARED = HERE.parent.parent.parent / "shared"
JUDGEMENTS = HERE / "judgements.jsonl"


def main() -> int:
    """Build the graph of the seeds, ask all questions, and print what is wrong with each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--judged", action="store_true", help="replay the judgements")
    parser.add_argument("--graph", type=Path, help="ask this graph instead of building one")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        graph = chosen.graph or Path(folder) / "graph"
        if chosen.graph is None:
            sources = sorted(str(path) for path in (SHARED / "seeds").glob("*.txt"))
            settings = BuildSettings(judgements=JUDGEMENTS if chosen.judged else None)
            for note in build(sources, graph, settings=settings).notes:
                sys.stderr.write(f"{note}\n")
        with open_graph(graph) as store:
            outcomes = ask_all(store, read_gold(SHARED / "gold"))
    sys.stdout.write(table_of(outcomes))
    return 0


def table_of(outcomes: Sequence[Outcome]) -> str:
    """Return one line a question, and one for each thing that is wrong with its answer."""
    questions = sorted({item.part.question for item in outcomes})
    lines, right = [], 0
    for question in questions:
        parts = [item for item in outcomes if item.part.question == question]
        is_right = all(item.is_right for item in parts)
        right += is_right
        lines.append(f"{question} {'right' if is_right else 'wrong'}")
        for item in parts:
            name = "/".join((item.part.query, *item.part.path))
            lines += [f"    {name} misses {one}" for one in item.missing]
            lines += [f"    {name} has too much: {one}" for one in item.extra]
    return "\n".join((*lines, f"{right} of {len(questions)} right", ""))


if __name__ == "__main__":
    sys.exit(main())
