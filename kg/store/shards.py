"""A graph as several files of N-Quads, for loaders that take many files at once.

In: an open `Store`. Out: NAME-1-of-N.nq to NAME-N-of-N.nq, numbers with equally many digits. All
lines of one subject are in one file, which a checksum of the subject alone decides; so the same
graph always gives the same files, and most files of a changed graph stay as they were.
"""

import zlib
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import SettingsError, StoreError
from kg.store.exports import replacing
from kg.store.lines import subject_of

if TYPE_CHECKING:
    from kg.store.base import Store

_SUFFIX = ".nq"
# So many files can be open at once on any system.
MOST_SHARDS = 200


def shard_paths(path: Path | str, shards: int) -> tuple[Path, ...]:
    """Return the files that an export in shards writes.

    Raises:
        SettingsError: the suffix is not ".nq", or there are too few or too many shards.

    >>> [path.name for path in shard_paths("graph.nq", 2)]
    ['graph-1-of-2.nq', 'graph-2-of-2.nq']
    """
    target = Path(path)
    if target.suffix.lower() != _SUFFIX:
        raise SettingsError(f"{target}: only N-Quads are written in shards; name a {_SUFFIX} file")
    if not 1 <= shards <= MOST_SHARDS:
        raise SettingsError(f"the number of shards is 1 to {MOST_SHARDS}, not {shards}")
    digits = len(str(shards))
    return tuple(
        target.with_stem(f"{target.stem}-{number:0{digits}}-of-{shards}")
        for number in range(1, shards + 1)
    )


def export_shards(store: "Store", path: Path | str, shards: int) -> tuple[Path, ...]:
    """Write the graph as N-Quads into several files and return them.

    Args:
        store: the graph.
        path: the name of the one file that they would be, ending in ".nq".
        shards: how many files, 1 to MOST_SHARDS.

    Raises:
        SettingsError: as `shard_paths`; also for a graph on a server.
        StoreError: when a file cannot be written.
    """
    from kg.store.local import LocalStore

    paths = shard_paths(path, shards)
    if not isinstance(store, LocalStore):
        raise SettingsError(f"shards are made of a graph folder, not of {store.name}")
    try:
        with ExitStack() as stack:
            files = [stack.enter_context(replacing(target)) for target in paths]
            _deal(store.graph_path, [file.write for file in files])
    except OSError as error:
        message = f"{path} cannot be written in shards: {error.strerror or error}"
        raise StoreError(message, path=Path(path)) from error
    return paths


def _deal(graph: Path, writers: list[Callable[[bytes], int]]) -> None:
    """Give each line of a graph to the writer of its subject."""
    last, write = b"", writers[0]
    with graph.open("rb") as lines:
        for line in lines:
            if not line.startswith(last) or not last:
                subject = subject_of(line)
                last, write = subject + b" ", writers[zlib.crc32(subject) % len(writers)]
            write(line)
