"""What a worker of the cluster does to one source: what every process does, in a folder of its own.

In: the setup of a search, the files it needs, a source with its content. Out: JSON values and the
record of what was found, as bytes. The folder goes with the worker's process; a task that is run
twice gives the same.
"""

import json
import tempfile
from dataclasses import replace
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.parallel.search import Outcome, Search, Searcher, state_of
from kg.read.files import display

# Searches that one worker process keeps ready: models are large.
_READY = 2


def search_there(
    setup: str, reference: tuple[bytes, ...], source: str, content: bytes | None
) -> tuple[dict[str, Any], bytes]:
    """Return the outcome of one source and the record of its findings, empty where it has none.

    Args:
        setup: of the job as JSON, see `kg.parallel.Search.of`.
        reference: the contents of the user's reference files, in order.
        source: a file name or an address.
        content: of the file; None for an address, which is fetched here.

    Raises:
        KgError: code, model, rules or libraries here differ from those of the client.

    """
    searcher, folder = _searcher(setup, reference)
    with tempfile.TemporaryDirectory(dir=folder) as place:
        path = source
        if content is not None:
            path = str(Path(place) / Path(source).name)
            Path(path).write_bytes(content)
        outcome = searcher.find(path)
    if not outcome.record:
        return _under(source, outcome).to_json(), b""
    record = folder / outcome.record
    body = record.read_bytes()
    record.unlink()
    return outcome.to_json(), body


def _under(source: str, outcome: Outcome) -> Outcome:
    """Return an outcome without findings under the name that the client knows."""
    skip = outcome.skip
    if skip is not None and skip.stage == "read":
        skip = replace(skip, source=display(source))
    return replace(outcome, source=source, skip=skip)


@lru_cache(maxsize=_READY)
def _searcher(setup: str, reference: tuple[bytes, ...]) -> tuple[Searcher, Path]:
    """Return what searches here, and the folder where it keeps records."""
    folder = Path(tempfile.mkdtemp(dir=_temporary().name))
    files = [folder / f"{number}.ttl" for number in range(len(reference))]
    for path, body in zip(files, reference, strict=True):
        path.write_bytes(body)
    asked = json.loads(setup)
    state = state_of(asked["model"], files)
    if state != asked["state"]:
        message = f"a worker has kg {version('kg')} in state {state[:12]}, the client {asked['kg']}"
        raise KgError(
            f"{message} in state {asked['state'][:12]}; install the same kg, model and libraries"
        )
    there = {**asked, "folder": str(folder), "reference": [str(path) for path in files]}
    return Searcher(Search.of(there)), folder


@lru_cache(maxsize=1)
def _temporary() -> "tempfile.TemporaryDirectory[str]":
    """Return the folder of this process."""
    return tempfile.TemporaryDirectory(prefix="kg-worker-")
