"""A real scheduler with real workers on loopback: same findings, dead workers, poison, refusals."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.cluster import Cluster
from kg.errors import KgError, SettingsError
from kg.parallel import Done, Executor, InProcess, Job, LocalPool
from kg.parallel.search import Search, state_of

HERE = Path(__file__).parent
TEXTS = {
    "a.txt": "Mayor Ana Ruiz said the curfew law violates the First Amendment.",
    "b.txt": "The Supreme Court struck down the ban on Monday, Judge Tom Lee wrote.",
    "c.txt": "Governor Eva Holt signed the Water Rights Act in Ohio.",
    "empty.txt": "",
}


class Machines:
    """A scheduler and workers, each a process of its own on loopback."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.processes: list[subprocess.Popen[bytes]] = []
        file = folder / "scheduler.json"
        self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
                    "--scheduler-file", str(file))  # fmt: skip
        self.file = file
        self.address = self._address()

    def add_worker(self, *options: str) -> subprocess.Popen[bytes]:
        return self._start(
            "worker", "--scheduler-file", str(self.file), "--nthreads", "1", "--no-dashboard",
            "--host", "127.0.0.1", "--local-directory", str(self.folder), *options,
        )  # fmt: skip

    def close(self) -> None:
        for process in reversed(self.processes):
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE), *sys.path])},
        )
        self.processes.append(process)
        return process

    def _address(self) -> str:
        import json
        import threading

        for _ in range(600):
            try:
                return str(json.loads(self.file.read_text())["address"])
            except (OSError, ValueError):
                threading.Event().wait(0.1)
        pytest.fail("the scheduler does not start")


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[Machines]:
    """Return a scheduler without workers."""
    running = Machines(tmp_path)
    yield running
    running.close()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    """Return a scheduler with two workers that no test harms."""
    running = Machines(tmp_path_factory.mktemp("cluster"))
    running.add_worker("--nworkers", "2")
    yield running
    running.close()


@pytest.fixture
def sources(tmp_path: Path) -> list[str]:
    """Return files to search, one of them empty."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [str(folder / name) for name in TEXTS]


def job_in(folder: Path, **changes: str) -> Job:
    search = Search(folder, state_of("blank", ()), "blank")
    return Job(search.job.factory, {**search.job.setup, **changes})


def outcomes(executor: Executor, folder: Path, sources: list[str]) -> dict[str, Done]:
    return {Path(done.item).name: done for done in executor.run(job_in(folder), sources)}


def records(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_cluster_finds_what_this_process_finds(
    cluster: Machines, sources: list[str], tmp_path: Path
) -> None:
    there = outcomes(Cluster(cluster.address), tmp_path / "there", sources)
    here = outcomes(InProcess(), tmp_path / "here", sources)
    pool = outcomes(LocalPool(2), tmp_path / "pool", sources)
    assert len(there) == len(sources)
    assert there == here == pool
    assert len(records(tmp_path / "there")) == 3
    assert records(tmp_path / "there") == records(tmp_path / "here")


def test_a_worker_that_dies_loses_nothing(
    machines: Machines, sources: list[str], tmp_path: Path
) -> None:
    first = machines.add_worker()
    run = Cluster(machines.address).run(job_in(tmp_path / "there"), sources * 9)
    done = [next(run)]
    machines.add_worker()
    os.killpg(first.pid, signal.SIGKILL)
    done += run
    assert len(done) == 9 * len(sources)
    assert all(item.value is not None for item in done)


def test_an_article_that_kills_its_workers_is_named_and_the_others_are_done(
    cluster: Machines, sources: list[str], tmp_path: Path
) -> None:
    deadly = tmp_path / "articles" / "deadly.txt"
    deadly.write_text("Kills.", encoding="utf-8")
    job = job_in(tmp_path / "there")
    poisoned = Job("deadly:searcher", job.setup)
    run = Cluster(cluster.address).run(poisoned, [*sources, str(deadly)])
    found = {Path(done.item).name: done for done in run}
    assert found["deadly.txt"].value is None
    assert "killed by SIGKILL" in str(found["deadly.txt"].failure)
    assert all(found[name].value is not None for name in TEXTS)


def test_a_cluster_that_lost_all_workers_is_not_waited_for(
    machines: Machines, sources: list[str], tmp_path: Path
) -> None:
    worker = machines.add_worker()
    impatient = Cluster(machines.address, wait_seconds=60, lost_seconds=1)
    run = impatient.run(job_in(tmp_path / "there"), sources * 9)
    next(run)
    os.killpg(worker.pid, signal.SIGKILL)
    with pytest.raises(KgError, match="lost all its workers"):
        list(run)


def test_a_worker_with_another_state_is_refused_with_both(
    cluster: Machines, sources: list[str], tmp_path: Path
) -> None:
    job = job_in(tmp_path / "there", state="0" * 64)
    with pytest.raises(KgError, match=r"in state \w{12}, the client .* in state 000000"):
        list(Cluster(cluster.address).run(job, sources))


def test_a_file_that_cannot_be_read_here_is_named(cluster: Machines, tmp_path: Path) -> None:
    missing = str(tmp_path / "missing.txt")
    (done,) = Cluster(cluster.address).run(job_in(tmp_path / "there"), [missing])
    assert done.value is not None
    assert done.value["skip"]["stage"] == "read"


def test_a_scheduler_without_workers_is_not_waited_for_in_vain(
    machines: Machines, sources: list[str], tmp_path: Path
) -> None:
    empty = Cluster(machines.address, wait_seconds=0.2)
    with pytest.raises(KgError, match="has no workers; start some with: dask worker"):
        list(empty.run(job_in(tmp_path), sources))


def test_no_scheduler_is_a_clear_error(sources: list[str], tmp_path: Path) -> None:
    nobody = Cluster("tcp://127.0.0.1:9", wait_seconds=0.2)
    with pytest.raises(KgError, match=r"no scheduler answers at tcp://127\.0\.0\.1:9"):
        list(nobody.run(job_in(tmp_path), sources))


@pytest.mark.parametrize("address", ["host:8786", "http://a:1", "tcp://a", "tcp://", "x"])
def test_what_is_no_scheduler_is_refused(address: str) -> None:
    with pytest.raises(SettingsError, match="give tcp://HOST:8786"):
        Cluster(address)


def test_an_open_line_to_another_machine_is_warned_of(caplog: pytest.LogCaptureFixture) -> None:
    Cluster("tcp://127.0.0.1:8786")
    Cluster("tls://far.example:8786")
    assert not caplog.records
    Cluster("tcp://far.example:8786")
    assert "not encrypted" in caplog.text
