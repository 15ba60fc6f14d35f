"""Damaged folders, two writers, full disks, small limits, signals: the graph stays whole."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from held import GOOD, PATIENCE, build, copied, kg, sound, talk_of

from kg.store import open_graph, read_manifest, writing

# Fixtures: pytest finds them by their names in this module.
FIXTURES = (
    copied,
    sound,
)

OTHER = GOOD.replace("Lyon", "Turin")


def test_damaged_file_is_named_and_mended_by_a_build(copied: Path) -> None:
    """Group 108: whatever is cut, lost or flipped, no command goes on with less than all."""
    folder = copied / "kg-graph"
    digest = read_manifest(folder).digest
    data = folder / read_manifest(folder).data
    for damage in ("truncate", "delete", "flip"):
        path = data / "graph.nq"
        body = path.read_bytes()
        if damage == "delete":
            path.unlink()
        else:
            half = len(body) // 2
            flipped = body[:half] + bytes([body[half] ^ 1]) + body[half + 1 :]
            path.write_bytes(body[:half] if damage == "truncate" else flipped)
        done = kg("query", "ASK {}", cwd=copied)
        assert done.returncode == 1, damage
        assert "damaged: graph.nq" in talk_of(done)
        assert "kg build" in talk_of(done)
        assert build("good.txt", cwd=copied).returncode == 0
        assert read_manifest(folder).digest == digest


def test_cache_of_garbage_does_not_change_the_graph(copied: Path) -> None:
    """Group 108: what builds keep for the next one is checked, and made anew."""
    folder = copied / "kg-graph"
    digest = read_manifest(folder).digest
    for number, path in enumerate(sorted((folder / "cache").iterdir())):
        path.write_bytes(path.read_bytes()[:50] if number % 2 else b"\x1f\x8b garbage")
    assert build("good.txt", cwd=copied).returncode == 0
    assert read_manifest(folder).digest == digest


def test_second_build_says_who_builds(copied: Path) -> None:
    """Group 109: and questions are answered from the last complete graph meanwhile."""
    with writing(copied / "kg-graph"):
        done = build("good.txt", cwd=copied)
        assert done.returncode == 1
        assert f"in use by pid {os.getpid()}" in talk_of(done)
        assert kg("query", "ASK {}", cwd=copied).stdout == b"true\n"


def limited(folder: Path, resource_name: str, value: int) -> "subprocess.CompletedProcess[bytes]":
    """Build another article under a limit of the system."""
    (folder / "good.txt").write_text(OTHER, encoding="utf-8")
    code = (
        "import resource, runpy, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        f"resource.setrlimit(resource.{resource_name}, ({value}, {value}));"
        "sys.argv = ['kg', 'build', 'good.txt', '--model', 'blank', '--workers', '1'];"
        "runpy.run_module('kg', run_name='__main__')"
    )
    return subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, check=False, timeout=PATIENCE
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [("RLIMIT_FSIZE", 3000), ("RLIMIT_FSIZE", 60_000), ("RLIMIT_NOFILE", 64), ("RLIMIT_AS", 2**30)],
)
def test_build_under_a_limit_succeeds_or_keeps_the_earlier_graph(
    copied: Path, name: str, value: int
) -> None:
    """Group 111: never a half graph, never a traceback."""
    before = read_manifest(copied / "kg-graph").digest
    done = limited(copied, name, value)
    assert done.returncode in {0, 1, 3}, talk_of(done)
    assert "Traceback" not in talk_of(done)
    with open_graph(copied / "kg-graph") as store:
        store.check()
        assert (store.manifest.digest == before) == (done.returncode != 0)
    (copied / "good.txt").write_text(GOOD, encoding="utf-8")
    assert build("good.txt", cwd=copied).returncode == 0
    assert read_manifest(copied / "kg-graph").digest == before


@pytest.fixture
def small_disk(tmp_path: Path) -> list[Path]:
    """Return a file system of its own with little room; skipped where none may be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(place)]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        pytest.skip("no file system may be mounted here")
    return [place]


def test_full_disk_keeps_the_earlier_graph_at_every_stage(
    small_disk: list[Path], sound: Path
) -> None:
    """Group 111: with less and less room, until there is none."""
    (place,) = small_disk
    try:
        shutil.copytree(sound, place / "copy")
        folder = place / "copy"
        before = read_manifest(folder / "kg-graph").digest
        (folder / "good.txt").write_text(OTHER, encoding="utf-8")
        statuses = []
        for room in (0, 20_000, 150_000, 400_000):
            free = os.statvfs(place).f_bavail * os.statvfs(place).f_frsize
            (place / "fill").write_bytes(bytes(max(0, free - room)))
            done = build("good.txt", cwd=folder)
            statuses.append(done.returncode)
            assert done.returncode in {0, 1, 3}, talk_of(done)
            assert "Traceback" not in talk_of(done)
            with open_graph(folder / "kg-graph") as store:
                store.check()
                assert (store.manifest.digest == before) == (done.returncode != 0)
            (place / "fill").unlink()
            if done.returncode == 0:
                break
        assert statuses[0] != 0
        assert build("good.txt", cwd=folder).returncode == 0
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    """Group 111: a file system that is read only."""
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    done = kg("build", "good.txt", "--model", "blank", "--graph", "/proc/kg", cwd=tmp_path)
    assert done.returncode == 1
    assert "/proc/kg cannot be made" in talk_of(done)


@pytest.mark.parametrize(
    "env",
    [
        {"HOME": "", "USER": "", "LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0"},
        {"HOME": "/nowhere", "TZ": "Pacific/Kiritimati"},
    ],
    ids=["ascii without a home", "far east with a lost home"],
)
def test_surroundings_do_not_change_the_graph(copied: Path, env: dict[str, str]) -> None:
    """Group 111: no home, no locale, another day: the same graph, and words come out whole."""
    before = read_manifest(copied / "kg-graph").digest
    shutil.rmtree(copied / "kg-graph")
    done = kg("build", "good.txt", "--model", "blank", "--workers", "1", cwd=copied, env=env)
    assert done.returncode == 0, talk_of(done)
    assert read_manifest(copied / "kg-graph").digest == before
    shown = kg("show", "Ana Ruiz", cwd=copied, env=env)
    assert shown.returncode == 0
    assert "“The fine is unlawful,”" in shown.stdout.decode("utf-8")


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_build_that_is_told_to_end_ends_cleanly(tmp_path: Path, number: int, status: int) -> None:
    """Group 111: with the status of the signal, no half files, and no process left."""
    for count in range(60):
        (tmp_path / f"{count}.txt").write_text(f"{count} {GOOD}", encoding="utf-8")
    command = [sys.executable, "-m", "kg", "build", ".", "--model", "blank", "-v", "--workers", "2"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        said = b""
        while not re.search(rb"extract .* [1-9]\d*/60", said):
            letter = process.stderr.read(1)
            assert letter, said
            said += letter
        workers = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        process.send_signal(number)
        said = process.stderr.read()
        assert process.wait(PATIENCE) == status
    assert b"Traceback" not in said
    assert b"an earlier graph is as it was" in said
    assert [worker for worker in workers if Path(f"/proc/{worker}").exists()] == []
    assert list((tmp_path / "kg-graph").glob("new-*")) == []


def test_reader_that_leaves_is_no_error(copied: Path) -> None:
    """Group 111: `kg query … | head`."""
    query = "SELECT ?s ?p ?o { ?s ?p ?o . ?a ?b ?c } LIMIT 200000"
    command = f"{sys.executable} -m kg query '{query}' --format csv | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=copied, capture_output=True, check=False, timeout=PATIENCE,
    )  # fmt: skip
    assert done.stdout.startswith(b"s,p,o")
    assert done.stderr == b""


def test_clock_is_not_asked(copied: Path) -> None:
    """Group 111: a graph has no moment of its making, so a jump of the clock changes nothing."""
    manifest = json.loads((copied / "kg-graph" / "manifest.json").read_text(encoding="utf-8"))
    text = json.dumps(manifest)
    assert re.search(r"\b20\d\d-\d\d-\d\dT", text) is None
