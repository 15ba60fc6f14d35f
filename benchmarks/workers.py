"""Workers side by side: `python -m benchmarks.workers --articles 100 --workers 1 2`.

Each build starts from nothing, with the shipped language model, on generated articles. `speed` is
that of the first row times so many. The cores must be idle for that column to mean anything.
"""

import argparse
import tempfile
from pathlib import Path

from benchmarks.corpus import generate
from benchmarks.measure import kg, measured, print_table
from kg.store import read_manifest


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--model", default="kg")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "articles").mkdir()
        for found in generate(options.articles):
            path = folder / "articles" / found.article.source
            path.write_text(found.article.text, encoding="utf-8")
        rows: list[tuple[object, ...]] = []
        first = 0.0
        for workers in options.workers:
            graph = folder / f"graph-{workers}"
            cost = measured(
                kg(
                    "build",
                    folder / "articles",
                    *("--graph", graph, "--workers", str(workers), "--model", options.model),
                )
            )
            first = first or cost.wall
            digest = read_manifest(graph).digest[:12]
            pace = options.articles / cost.wall
            rows.append((workers, cost.wall, cost.cpu, pace, first / cost.wall, digest))
        print_table(("workers", "wall s", "CPU s", "articles/s", "speed", "graph"), rows)


if __name__ == "__main__":
    main()
