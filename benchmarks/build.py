"""Stages after reading, and how they grow: `python -m benchmarks.build --articles 1000 10000`.

Findings are generated (`benchmarks.corpus`), so that no language model is needed, and go through
resolving, collating and writing as in `kg build`. Each size runs in a process of its own. The last
line gives the exponents of growth from one size to the next: 1 is linear. The findings themselves
are made beforehand and are not in the times, but in the memory.
"""

import argparse
import gc
import json
import math
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from benchmarks.corpus import generate
from benchmarks.measure import measured, print_table
from kg.collate import collate
from kg.graph import Run
from kg.knowledge import load_knowledge
from kg.model import Report
from kg.parts import Matter, Parts
from kg.resolve import resolve
from kg.store import writing

Result = TypeVar("Result")
STAGES = ("resolve", "collate", "write", "again")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, nargs="+", default=[1000, 10000])
    parser.add_argument("--until", choices=STAGES, default=STAGES[-1], help="the last stage")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one is not None:
        print(json.dumps(_measure(options.one, options.until)))
        return
    rows = []
    for count in options.articles:
        command = [sys.executable, "-m", "benchmarks.build", "--one", str(count)]
        rows.append(json.loads(measured([*command, "--until", options.until]).output))
        print(f"{count} articles: {rows[-1]}", file=sys.stderr)
    _print(rows, STAGES[: STAGES.index(options.until) + 1])


def _measure(count: int, until: str) -> dict[str, float]:
    """Return CPU seconds of each stage, memory after it in MB, and sizes."""
    knowledge = load_knowledge()
    findings = tuple(sorted(generate(count), key=lambda found: found.article.id))
    row: dict[str, float] = {"articles": count, "findings MB": _memory()}
    gc.disable()

    def timed(stage: str, work: Callable[[], Result]) -> Result:
        begin = time.process_time()
        result = work()
        row[f"{stage} s"] = time.process_time() - begin
        row[f"{stage} MB"] = _memory()
        return result

    resolution = timed("resolve", lambda: resolve(findings, knowledge=knowledge))
    if until == STAGES[0]:
        return row
    collation = timed("collate", lambda: collate(findings, resolution, knowledge))
    contents = [found.article.id for found in findings]
    matter = Matter(findings, contents, resolution, collation, knowledge, Run("", "", ""))
    articles = [found.article for found in findings]
    with tempfile.TemporaryDirectory() as name:
        cache = Path(name) / "cache"
        cache.mkdir()
        for stage in STAGES[2 : STAGES.index(until) + 1]:
            with writing(Path(name) / "graph") as writer:
                manifest = timed(
                    stage, lambda: writer.write(Parts(matter, cache), articles, Report())
                )
                row["quads"] = manifest.quads
    return row


def _memory() -> int:
    """Return the largest resident set so far in MB."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit // 10**6


def _print(rows: Sequence[dict[str, float]], stages: Sequence[str]) -> None:
    columns = ["articles", *(["quads"] if "quads" in rows[0] else []), "findings MB"]
    columns += [f"{stage} {unit}" for stage in stages for unit in ("s", "MB")]
    lines: list[list[object]] = [[row[column] for column in columns] for row in rows]
    for before, after in pairwise(rows):
        step = math.log(after["articles"] / before["articles"])
        lines.append(
            ["exponent"]
            + [math.log(after[column] / before[column]) / step for column in columns[1:]]
        )
    print_table(columns, lines)


if __name__ == "__main__":
    main()
