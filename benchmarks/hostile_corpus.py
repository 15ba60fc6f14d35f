"""Good and bad files in one folder: `python -m benchmarks.hostile_corpus --good 10000 --bad 500`.

In: how many of each. Out: how many articles are in the graph, how many files are named with a
reason, the exit status, time and peak memory. Fails unless all good ones are in, each bad one is
named once, and the status is 3.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.measure import kg, measured
from kg.cli.failure import PARTLY
from kg.store import read_manifest

_GOOD = (
    "The Data Board fined the city of Lyon on Monday over case {number}.\n\n"
    "“The fine is unlawful,” said Ana Ruiz, mayor of Lyon.\n"
)


def _noise(number: int, length: int = 400) -> bytes:
    """Return bytes that look random and are the same each time."""
    return bytes((number * 31 + place * 7919 + place // 251) % 256 for place in range(length))


# Kinds of bad files: suffix and content for a number.
_BAD: tuple[tuple[str, Callable[[int], bytes]], ...] = (
    (".txt", lambda _: b""),
    (".txt", lambda number: b"PK\x03\x04" + _noise(number)),
    (".txt", lambda number: b"\xff\xfe" + _noise(number, 4000)),
    (".txt", lambda number: b"\0" + _noise(number)),
    (".txt", lambda _: b"words " * 200_000),
    (".md", lambda _: b"---\ntitle: [a\n---\ntext\n"),
    (".html", lambda _: b"<html><body><p>404 Not Found</p></body></html>"),
    (".html", lambda _: b"<div>" * 100_001),
    (".html", lambda number: b"\x1f\x8b" + _noise(number)),
    (".pdf", lambda number: b"%PDF-1.7\n" + _noise(number)),
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--good", type=int, default=10_000)
    parser.add_argument("--bad", type=int, default=500)
    parser.add_argument("--workers", default="2")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder / "articles", options.good, options.bad)
        command = kg("build", folder / "articles", "--graph", folder / "graph")
        cost = measured(
            [*command, "--model", "blank", "--workers", options.workers], allowed=(PARTLY,)
        )
        manifest = read_manifest(folder / "graph")
    named = len({skip[0] for skip in manifest.skips})
    print(f"{len(manifest.articles)} of {options.good} good files are articles of the graph")
    print(f"{named} of {options.bad} bad files are named with a reason, exit status {PARTLY}")
    print(f"{cost.wall:.0f} s, {cost.cpu:.0f} s of CPU, {cost.memory / 1e6:.0f} MB at most")
    return 0 if (len(manifest.articles), named) == (options.good, options.bad) else 1


def make(folder: Path, good: int, bad: int) -> None:
    """Write so many good and bad files into a new folder."""
    folder.mkdir()
    for number in range(good):
        text = _GOOD.format(number=number)
        (folder / f"good-{number:06}.txt").write_text(text, encoding="utf-8")
    for number in range(bad):
        suffix, content = _BAD[number % len(_BAD)]
        (folder / f"bad-{number:06}{suffix}").write_bytes(content(number))


if __name__ == "__main__":
    sys.exit(main())
