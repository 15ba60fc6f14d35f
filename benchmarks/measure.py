"""Measures commands, each in a process of its own, and prints what was measured as a table."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took: seconds of wall and of CPU, with all its processes, and its output.

    `memory` is the largest resident set of the process itself in bytes, without its workers'.
    """

    wall: float
    cpu: float
    memory: int
    output: str


def measured(command: Sequence[str], *, allowed: tuple[int, ...] = (0,)) -> Cost:
    """Run a command to its end and return what it took.

    Raises:
        SystemExit: it failed.

    """
    begin = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        output = "" if process.stdout is None else process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in allowed:
        sys.exit(f"{' '.join(command)} ended with status {process.returncode}")
    cpu = usage.ru_utime + usage.ru_stime
    unit = 1 if sys.platform == "darwin" else 1024
    return Cost(time.monotonic() - begin, cpu, usage.ru_maxrss * unit, output)


def kg(*arguments: str | Path) -> list[str]:
    """Return a command line of kg with this interpreter."""
    return [sys.executable, "-m", "kg", *map(str, arguments)]


def print_table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows under their heads, columns aligned, numbers to the right."""
    cells = [[*head], *([_text(cell) for cell in row] for row in rows)]
    widths = [max(len(row[at]) for row in cells) for at in range(len(head))]
    for number, row in enumerate(cells):
        first, *rest = zip(row, widths, strict=True)
        print("  ".join([first[0].ljust(first[1]), *(cell.rjust(size) for cell, size in rest)]))
        if number == 0:
            print("  ".join("-" * size for size in widths))


def _text(cell: object) -> str:
    return f"{cell:.2f}" if isinstance(cell, float) else str(cell)
