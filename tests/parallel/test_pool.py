"""Processes that work on items: what one of them dies of costs one item, and nothing is left."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import KgError
from kg.parallel import Done, InProcess, Job, LocalPool


@pytest.fixture
def job(tmp_path: Path) -> Job:
    """Return the job of `pool_work`, with a folder for its notes."""
    return Job("parallel.pool_work:factory", {"notes": str(tmp_path)})


def numbers(count: int) -> list[str]:
    """Return items that do no harm."""
    return [f"item {number}" for number in range(count)]


def by_item(results: Iterator[Done]) -> dict[str, Done]:
    """Return results by item, each once."""
    found: dict[str, Done] = {}
    for done in results:
        assert done.item not in found
        found[done.item] = done
    return found


def is_alive(pid: int) -> bool:
    """Tell whether a process is there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_pool_does_all_items(job: Job, workers: int) -> None:
    """What libraries print in a worker does not come between its answers."""
    found = by_item(LocalPool(workers).run(job, numbers(30)))
    assert sorted(found) == sorted(numbers(30))
    pids = {done.value["pid"] for done in found.values() if done.value is not None}
    assert 1 <= len(pids) <= workers
    assert os.getpid() not in pids


def test_in_process_needs_no_process(job: Job) -> None:
    """The same job, here."""
    found = by_item(InProcess().run(job, numbers(3)))
    assert {done.value["pid"] for done in found.values() if done.value} == {os.getpid()}


@pytest.mark.parametrize(
    ("item", "how"), [("killed", "SIGKILL"), ("segfault", "SIGSEGV"), ("memory", "SIGKILL")]
)
def test_dying_worker_costs_one_item(job: Job, tmp_path: Path, item: str, how: str) -> None:
    """The item is tried again alone, and then named; all others are done."""
    items = [*numbers(5), item, *numbers(12)[5:]]
    found = by_item(LocalPool(2).run(job, items))
    assert [name for name, done in found.items() if done.value is None] == [item]
    assert how in str(found[item].failure)
    tried = (tmp_path / "tried").read_text().split("\n")
    assert tried.count(item) == 2
    assert tried[-2] == item  # the second time after all others


def test_item_that_hangs_costs_itself(job: Job) -> None:
    """Its process is killed when the time for one item is over; the others are done."""
    found = by_item(LocalPool(2, seconds=3.0).run(job, [*numbers(4), "hang"]))
    assert [name for name, done in found.items() if done.value is None] == ["hang"]
    assert found["hang"].failure == "it took longer than 3 s"


def test_several_deaths_do_not_add_up(job: Job) -> None:
    """Two bad items, and one that only fell victim to the circumstances."""
    found = by_item(LocalPool(2).run(job, ["killed", "once", *numbers(8), "segfault"]))
    assert {name for name, done in found.items() if done.value is None} == {"killed", "segfault"}
    assert found["once"].value is not None


def test_error_of_the_work_ends_the_run(job: Job) -> None:
    """An error that was raised on purpose is no death."""
    with pytest.raises(KgError, match="this item is wrong"):
        list(LocalPool(2).run(job, [*numbers(3), "wrong", *numbers(200)]))


def test_job_that_cannot_start_says_why(tmp_path: Path) -> None:
    """The reason comes from the worker."""
    job = Job("parallel.pool_work:factory", {"notes": str(tmp_path), "broken": True})
    with pytest.raises(KgError, match="nothing works here"):
        list(LocalPool(2).run(job, numbers(3)))


def test_stopped_run_leaves_no_process(job: Job) -> None:
    """Whoever stops listening, or is interrupted, has no orphans."""
    run = LocalPool(2).run(job, numbers(10_000))
    pids = {done.value["pid"] for _, done in zip(range(50), run, strict=False) if done.value}
    assert all(is_alive(pid) for pid in pids)
    run.close()  # type: ignore[attr-defined]
    assert not any(is_alive(pid) for pid in pids)
