"""Builds by real processes that are killed, interrupted, or lose a worker on the way."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from benchmarks.corpus import generate
from kg.store import read_manifest

COUNT = 24
INTERRUPTED = 130


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with generated articles."""
    folder = tmp_path_factory.mktemp("articles")
    for found in generate(COUNT):
        (folder / found.article.source).write_text(found.article.text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def expected(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the digest of the graph that one process builds in peace."""
    folder = tmp_path_factory.mktemp("expected")
    with started(articles, folder, "--workers", "1") as process:
        assert process.wait() == 0
    return read_manifest(folder).digest


@contextmanager
def started(articles: Path, folder: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    """Start a build with the blank model, and make sure that it ends."""
    command = [sys.executable, "-m", "kg", "build", str(articles), "--graph", str(folder), "-v"]
    with subprocess.Popen(
        [*command, "--model", "blank", *options], stderr=subprocess.PIPE, text=True, bufsize=1
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_for_some(process: subprocess.Popen[str]) -> None:
    """Return when some articles have been searched, and others not."""
    assert process.stderr is not None
    shown = ""
    while letter := process.stderr.read(1):
        shown += letter
        if re.search(rf"extract .* [1-9]\d*/{COUNT}", shown):
            return
    pytest.fail(f"the build ended too early: {shown}")


def children_of(pid: int) -> list[int]:
    """Return the processes that a process has started."""
    path = Path(f"/proc/{pid}/task/{pid}/children")
    threads = [path, *Path(f"/proc/{pid}/task").glob("*/children")]
    if not path.exists():
        pytest.skip("this system does not tell the children of a process")
    return sorted({int(child) for thread in threads for child in thread.read_text().split()})


def records(folder: Path) -> dict[str, int]:
    """Return the records of what was found in articles, with their inodes."""
    return {path.name: path.stat().st_ino for path in (folder / "cache").glob("*.json.gz")}


def test_killed_build_goes_on_where_it_stopped(
    articles: Path, expected: str, tmp_path: Path
) -> None:
    """What was found stays found, and the graph is the same in the end."""
    with started(articles, tmp_path, "--workers", "2") as process:
        wait_for_some(process)
        process.kill()
        process.wait()
    before = records(tmp_path)
    assert 0 < len(before) < COUNT
    with started(articles, tmp_path, "--workers", "2") as process:
        assert process.wait() == 0
    after = records(tmp_path)
    assert len(after) == COUNT
    assert {name: after[name] for name in before} == before
    assert read_manifest(tmp_path).digest == expected


def test_killed_worker_loses_no_article(articles: Path, expected: str, tmp_path: Path) -> None:
    """The article that it was at is searched by another."""
    with started(articles, tmp_path, "--workers", "2") as process:
        wait_for_some(process)
        os.kill(children_of(process.pid)[0], signal.SIGKILL)
        assert process.stderr is not None
        told = process.stderr.read()
        assert process.wait() == 0
    assert f"{COUNT} articles" in told
    assert read_manifest(tmp_path).digest == expected


def test_interrupted_build_stops_at_once_and_cleanly(articles: Path, tmp_path: Path) -> None:
    """One line says so, and no worker is left."""
    with started(articles, tmp_path, "--workers", "2") as process:
        wait_for_some(process)
        workers = children_of(process.pid)
        process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        told = process.stderr.read()
        assert process.wait() == INTERRUPTED
    assert "Traceback" not in told
    assert workers
    assert not any(Path(f"/proc/{pid}").exists() for pid in workers)


def test_workers_do_not_change_the_graph(articles: Path, expected: str, tmp_path: Path) -> None:
    """Four workers, and the files in another order."""
    files = sorted(articles.glob("*.md"), reverse=True)
    names = tmp_path / "names"
    names.write_text("".join(f"{path}\n" for path in files), encoding="utf-8")
    command = [sys.executable, "-m", "kg", "build", "-", "--graph", str(tmp_path / "graph")]
    with names.open() as stdin:
        done = subprocess.run(
            [*command, "--model", "blank", "--workers", "4"], stdin=stdin, check=False
        )
    assert done.returncode == 0
    assert read_manifest(tmp_path / "graph").digest == expected
