"""What one changed article costs: `python -m benchmarks.change --articles 1000`.

Generated articles are built with the shipped language model; then nothing, one article, one more
and one less are changed, and each time the graph is built again. The last column is the share of
the first build, by CPU seconds with all processes, which other load disturbs least.
"""

import argparse
import tempfile
from pathlib import Path

from benchmarks.corpus import make
from benchmarks.measure import Cost, kg, measured, print_table
from kg.store import read_manifest


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        articles = folder / "articles"
        articles.mkdir()
        total = options.articles
        for number in range(total):
            _write(articles, number, total)
        rows = [("from nothing", _build(folder, options))]
        rows.append(("nothing changed", _build(folder, options)))
        _write(articles, total // 2, total, edition=1)
        rows.append(("one changed", _build(folder, options)))
        _write(articles, total, total)
        rows.append(("one added", _build(folder, options)))
        (articles / f"{total // 3:07}.md").unlink()
        rows.append(("one removed", _build(folder, options)))
        print(f"{total} articles, {options.workers} workers")
        _print(rows)
        if options.check:
            kept = read_manifest(folder / "graph").digest
            _build(folder, options, graph="fresh")
            same = kept == read_manifest(folder / "fresh").digest
            print(f"the graph from nothing is {'the same' if same else 'ANOTHER'}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--model", default="kg")
    parser.add_argument("--check", action="store_true", help="compare with a build from nothing")
    return parser.parse_args()


def _write(articles: Path, number: int, total: int, *, edition: int = 0) -> None:
    text = make(number, total, edition=edition).article.text
    (articles / f"{number:07}.md").write_text(text, encoding="utf-8")


def _build(folder: Path, options: argparse.Namespace, *, graph: str = "graph") -> Cost:
    workers, model = str(options.workers), options.model
    where = ("--graph", folder / graph, "--workers", workers, "--model", model)
    return measured(kg("build", folder / "articles", *where))


def _print(rows: list[tuple[str, Cost]]) -> None:
    whole = rows[0][1]
    head = ("build", "wall s", "CPU s", "peak MB", "% of wall", "% of CPU")
    print_table(
        head,
        [
            (
                name,
                cost.wall,
                cost.cpu,
                cost.memory // 10**6,
                100 * cost.wall / whole.wall,
                100 * cost.cpu / whole.cpu,
            )
            for name, cost in rows
        ],
    )


if __name__ == "__main__":
    main()
