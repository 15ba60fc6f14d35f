"""What a worker of the cluster does to some sources: what every process does, in a child.

In: the setup of a search, the files it needs, sources with their contents. Out: for each source
JSON values and the record of what was found, as bytes. The search runs in a process that dies
alone (`kg.parallel.LocalPool`), so an article never kills a worker. A task that is run twice gives
the same.
"""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.parallel.job import Done, Job
from kg.parallel.pool import LocalPool
from kg.parallel.search import Outcome, Search, state_of
from kg.read.files import display

# Searches that one worker keeps the files of.
_READY = 2


@dataclass(frozen=True, slots=True)
class Found:
    """What became of one source, see `kg.parallel.Done`; `record` is empty where it has none."""

    done: Done
    record: bytes = b""


def search_there(
    factory: str,
    setup: str,
    reference: tuple[bytes, ...],
    sources: Sequence[tuple[str, bytes | None]],
) -> list[Found]:
    """Return what becomes of some sources.

    Args:
        factory: of the job, see `kg.parallel.Job`.
        setup: of the job as JSON, see `kg.parallel.Search.of`.
        reference: the contents of the user's reference files, in order.
        sources: file names with their contents; addresses with None, which are fetched here.

    Raises:
        KgError: code, model, rules or libraries here differ from those of the client.

    """
    search = _search(setup, reference)
    with tempfile.TemporaryDirectory(dir=search.folder.parent) as place:
        names: dict[str, str] = {}
        for number, (source, content) in enumerate(sources):
            path = source
            if content is not None:
                path = str(Path(place) / str(number) / Path(source).name)
                Path(path).parent.mkdir()
                Path(path).write_bytes(content)
            names[path] = source
        job = Job(factory, search.job.setup)
        return [_found(done, names, search) for done in LocalPool(1).run(job, names)]


def _found(done: Done, names: dict[str, str], search: Search) -> Found:
    """Return what became of a file here, under the name that the client knows."""
    source = names[done.item]
    if done.value is None:
        return Found(Done(source, None, done.failure))
    outcome = Outcome.of(done.value)
    if not outcome.record:
        return Found(Done(source, _under(source, outcome).to_json()))
    record = search.folder / outcome.record
    body = record.read_bytes()
    return Found(Done(source, done.value), body)


def _under(source: str, outcome: Outcome) -> Outcome:
    """Return an outcome without findings under the name that the client knows."""
    skip = outcome.skip
    if skip is not None and skip.stage == "read":
        skip = replace(skip, source=display(source))
    return replace(outcome, source=source, skip=skip)


@lru_cache(maxsize=_READY)
def _search(setup: str, reference: tuple[bytes, ...]) -> Search:
    """Return the search as it is done here, with a folder where it keeps records."""
    folder = Path(tempfile.mkdtemp(dir=_temporary().name))
    files = [folder / f"{number}.ttl" for number in range(len(reference))]
    for path, body in zip(files, reference, strict=True):
        path.write_bytes(body)
    asked: dict[str, Any] = json.loads(setup)
    state = state_of(asked["model"], files)
    if state != asked["state"]:
        message = f"a worker has kg {version('kg')} in state {state[:12]}, the client {asked['kg']}"
        raise KgError(
            f"{message} in state {asked['state'][:12]}; install the same kg, model and libraries"
        )
    there = {"folder": str(folder / "records"), "reference": [str(path) for path in files]}
    return Search.of({**asked, **there})


@lru_cache(maxsize=1)
def _temporary() -> "tempfile.TemporaryDirectory[str]":
    """Return the folder of this process, which goes with it."""
    return tempfile.TemporaryDirectory(prefix="kg-worker-")
