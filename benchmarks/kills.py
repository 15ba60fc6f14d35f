"""Builds and exports killed at random moments: `python -m benchmarks.kills --rounds 1000`.

Each round starts a build or an export of a few generated articles in a process of its own, kills
it (or one of its workers) with SIGKILL after a random part of the time that it takes, looks at
what is left, and runs it again. Faults are: a graph that does not open or is not whole; findings
that were reported done and are gone or half; an export that is neither the old file nor the new
one; a second run that ends in another graph than an undisturbed one.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.corpus import generate
from kg.cache import Cache
from kg.errors import KgError
from kg.pipeline import BuildSettings, build
from kg.store import open_graph, read_manifest
from kg.store.exports import export_graph

ARTICLES, EARLIER = 5, 2
SUFFIXES = (".nq", ".ttl", ".trig", ".jsonld", ".rdf", ".graphml", ".gexf")
# One round in so many starts real worker processes, which takes twenty times as long.
_WORKERS_EVERY = 20
# Moments are drawn from a little more than the time that a run takes, so that its end is hit too.
_BEYOND = 1.1
_KILLED = -signal.SIGKILL


@dataclass(frozen=True, slots=True)
class Yard:
    """The folder that all happens in: articles, an earlier graph, the graph to reach, exports."""

    folder: Path
    digest: str
    earlier: str
    exports: dict[str, bytes]
    seconds: dict[str, float]

    @property
    def articles(self) -> Path:
        """The folder of the articles."""
        return self.folder / "articles"

    @property
    def sources(self) -> list[str]:
        """The names of the articles."""
        return sorted(map(str, self.articles.iterdir()))


@dataclass(slots=True)
class Tally:
    """How many rounds of each kind there were, how many were killed at work, and all faults."""

    rounds: Counter[str] = field(default_factory=Counter)
    killed: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        tally = run(prepare(Path(folder)), options.rounds, options.seed, say=print)
    for kind, count in sorted(tally.rounds.items()):
        print(f"{kind:8} {count:6} rounds, {tally.killed[kind]:6} killed at work")
    print(f"{len(tally.faults)} faults, {time.monotonic() - begun:.0f} s")
    print("\n".join(tally.faults))
    return 1 if tally.faults else 0


def prepare(folder: Path) -> Yard:
    """Return a yard with what undisturbed runs give, and how long they take."""
    articles = folder / "articles"
    articles.mkdir()
    for found in generate(ARTICLES):
        (articles / found.article.source).write_text(found.article.text, encoding="utf-8")
    sources = sorted(map(str, articles.iterdir()))
    # In this process: what is loaded now need not be loaded by the processes it forks.
    build(sources[:EARLIER], folder / "earlier", settings=_settings())
    build(sources, folder / "reached", settings=_settings())
    exports = {}
    with open_graph(folder / "reached") as store:
        for suffix in SUFFIXES:
            (path,) = export_graph(store, folder / f"export{suffix}")
            exports[suffix] = path.read_bytes()
    digest = read_manifest(folder / "reached").digest
    earlier = read_manifest(folder / "earlier").digest
    yard = Yard(folder, digest, earlier, exports, {})
    for kind, work in (("build", _build), ("export", _exporter(yard, ".trig"))):
        begun = time.monotonic()
        os.waitpid(_fork(work, yard, folder / "timed")[0], 0)
        yard.seconds[kind] = time.monotonic() - begun
    return yard


def run(yard: Yard, rounds: int, seed: int, *, say: Callable[[str], None] | None = None) -> Tally:
    """Return what became of some rounds, the moments of which a seed decides."""
    chance, tally = random.Random(seed), Tally()
    for number in range(rounds):
        kind = ("build", "rebuild", "export")[number % 3]
        if number % _WORKERS_EVERY == _WORKERS_EVERY - 1:
            kind = ("workers", "worker")[number // _WORKERS_EVERY % 2]
        place = yard.folder / f"round-{number}"
        found, killed = _ROUNDS[kind](yard, place, chance)
        tally.rounds[kind] += 1
        tally.killed[kind] += killed
        tally.faults += [f"round {number}, {kind}: {fault}" for fault in found]
        if say is not None and number % 50 == 49:
            say(f"{number + 1} rounds, {len(tally.faults)} faults")
        subprocess.run(["rm", "-rf", str(place)], check=True)
    return tally


def _build_round(yard: Yard, place: Path, chance: random.Random) -> tuple[list[str], bool]:
    """Kill a build in an empty folder, or over an earlier graph where one is there."""
    had = yard.earlier if place.exists() else None
    pid, told = _fork(_build, yard, place)
    time.sleep(chance.random() * _BEYOND * yard.seconds["build"])
    killed = _end(pid)
    done = _read_all(told).splitlines()
    faults = _look(yard, place, had, len(done))
    return faults + _again(yard, place), killed


def _rebuild_round(yard: Yard, place: Path, chance: random.Random) -> tuple[list[str], bool]:
    """Kill a build over an earlier graph of fewer articles."""
    build(yard.sources[:EARLIER], place, settings=_settings())
    return _build_round(yard, place, chance)


def _export_round(yard: Yard, place: Path, chance: random.Random) -> tuple[list[str], bool]:
    """Kill an export over an earlier file."""
    suffix = chance.choice(SUFFIXES)
    target = place.with_suffix(suffix)
    target.write_bytes(b"old")
    pid, told = _fork(_exporter(yard, suffix), yard, place)
    time.sleep(chance.random() * _BEYOND * yard.seconds["export"])
    killed = _end(pid)
    acknowledged = bool(_read_all(told))
    left, wanted = target.read_bytes(), yard.exports[suffix]
    faults = []
    if left not in (b"old", wanted) or (acknowledged and left != wanted):
        faults.append(f"{target.name} is neither the old file nor the new one")
    os.waitpid(_fork(_exporter(yard, suffix), yard, place)[0], 0)
    if target.read_bytes() != wanted:
        faults.append(f"{target.name} is not as an undisturbed export writes it")
    for path in yard.folder.glob(f"*{place.name}*{suffix}*"):
        path.unlink()
    return faults, killed


def _workers_round(yard: Yard, place: Path, chance: random.Random) -> tuple[list[str], bool]:
    """Kill the parent of a build with worker processes."""
    with _started(yard, place) as process:
        time.sleep(chance.random() * _BEYOND * _seconds_with_workers(yard))
        process.kill()
        killed = process.wait() == _KILLED
    return _look(yard, place, None, 0) + _again(yard, place), killed


def _worker_round(yard: Yard, place: Path, chance: random.Random) -> tuple[list[str], bool]:
    """Kill one worker process of a build, which has to come to its end without it."""
    with _started(yard, place) as process:
        time.sleep(chance.random() * _BEYOND * _seconds_with_workers(yard))
        children = _children(process.pid)
        for child in children[:1]:
            os.kill(child, signal.SIGKILL)
        status = process.wait()
    faults = [] if status == 0 else [f"a build that lost a worker ended with status {status}"]
    return faults + _again(yard, place), bool(children)


_ROUNDS = {
    "build": _build_round,
    "rebuild": _rebuild_round,
    "export": _export_round,
    "workers": _workers_round,
    "worker": _worker_round,
}


def _look(yard: Yard, place: Path, had: str | None, done: int) -> list[str]:
    """Return what is wrong with what a killed build left; `done` articles were reported."""
    faults = []
    if had is not None or (place / "manifest.json").exists():
        try:
            with open_graph(place) as store:
                store.check()
                if store.manifest.digest not in (had, yard.digest):
                    faults.append("another graph than the old and the new one")
        except KgError as error:
            faults.append(f"the graph does not open: {error}")
    records = sorted((place / "cache").glob("[!.]*.json.gz"))
    if len(records) < done:
        faults.append(f"{done} articles were reported done, {len(records)} are kept")
    if any(Cache(place / "cache").get(path.name) is None for path in records):
        faults.append("a record is half")
    return faults


def _again(yard: Yard, place: Path) -> list[str]:
    """Build once more, undisturbed, and return what is wrong then."""
    build(yard.sources, place, settings=_settings())
    with open_graph(place) as store:
        store.check()
        faults = [] if store.manifest.digest == yard.digest else ["the second run's graph differs"]
    return faults + [f"{path.name} was left" for path in place.glob("new-*")]


def _settings() -> BuildSettings:
    return BuildSettings(model="blank", workers=1)


def _build(yard: Yard, place: Path, tell: Callable[[], None]) -> None:
    """Build, telling each article that is done."""
    told = 0

    def progress(stage: str, done: int, total: int, skipped: int = 0) -> None:  # noqa: ARG001
        nonlocal told
        while stage == "extract" and told < done:
            told += 1
            tell()

    build(yard.sources, place, settings=_settings(), progress=progress)


def _exporter(yard: Yard, suffix: str) -> Callable[[Yard, Path, Callable[[], None]], None]:
    """Return what exports the graph beside a place, and tells when it is done."""

    def work(_: Yard, place: Path, tell: Callable[[], None]) -> None:
        with open_graph(yard.folder / "reached") as store:
            export_graph(store, place.with_suffix(suffix))
        tell()

    return work


def _fork(
    work: Callable[[Yard, Path, Callable[[], None]], None], yard: Yard, place: Path
) -> tuple[int, int]:
    """Do work in a process of its own; return its id and the end of a pipe that it tells into."""
    told, telling = os.pipe()
    if (pid := os.fork()) != 0:
        os.close(telling)
        return pid, told
    status = 1
    try:
        os.close(told)
        work(yard, place, lambda: os.write(telling, b"done\n"))
        status = 0
    finally:
        os._exit(status)


def _end(pid: int) -> bool:
    """Kill a process and tell whether it was still at work."""
    os.kill(pid, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == _KILLED


def _read_all(handle: int) -> str:
    with os.fdopen(handle) as file:
        return file.read()


def _started(yard: Yard, place: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "kg", "build", str(yard.articles), "--graph", str(place)]
    return subprocess.Popen(
        [*command, "--model", "blank", "--workers", "2"], stderr=subprocess.DEVNULL
    )


def _seconds_with_workers(yard: Yard) -> float:
    """Return how long a build with worker processes takes, measured when it is first asked."""
    if "workers" not in yard.seconds:
        begun = time.monotonic()
        with _started(yard, yard.folder / "timed-workers") as process:
            process.wait()
        yard.seconds["workers"] = time.monotonic() - begun
    return yard.seconds["workers"]


def _children(pid: int) -> list[int]:
    """Return the processes that a process has started."""
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii")
    except OSError:
        return []
    return [int(child) for child in text.split()]


if __name__ == "__main__":
    sys.exit(main())
