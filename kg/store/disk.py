"""Writes bytes so that they are on the disk when the function returns.

In: a path and bytes. Out: their SHA-256. Raises OSError as the system does.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

# Bytes that are written and digested at a time.
_BLOCK = 1024 * 1024
# So many files are synced one by one.
_FEW = 64


def write_chunks(path: Path, chunks: Iterable[bytes]) -> str:
    """Write bytes to a new file as they come and return its SHA-256."""
    digest = hashlib.sha256()
    with path.open("xb") as file:
        for chunk in _in_blocks(chunks):
            file.write(chunk)
            digest.update(chunk)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def _in_blocks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield small pieces together, so that each is not a call to the system."""
    waiting: list[bytes] = []
    size = 0
    for chunk in chunks:
        waiting.append(chunk)
        size += len(chunk)
        if size > _BLOCK:
            yield b"".join(waiting)
            waiting, size = [], 0
    yield b"".join(waiting)


def write_file(path: Path, body: bytes, *, is_synced: bool = True) -> str:
    """Write a file and return its SHA-256; it may be lost with the power unless `is_synced`."""
    with path.open("wb") as file:
        file.write(body)
        file.flush()
        if is_synced:
            os.fsync(file.fileno())
    return hashlib.sha256(body).hexdigest()


def write_many(
    folder: Path, bodies: Iterable[tuple[str, bytes]], *, earlier: Path | None
) -> dict[str, str]:
    """Write many files and return the SHA-256 of each by name.

    A file that `earlier`, another folder, has with the same content is linked, not written.
    """
    digests, written = {}, list[Path]()
    for name, body in bodies:
        digests[name] = hashlib.sha256(body).hexdigest()
        if earlier is None or not _linked(earlier / name, folder / name, body):
            write_file(folder / name, body, is_synced=False)
            written.append(folder / name)
    _sync_files(written)
    return digests


def _linked(source: Path, target: Path, body: bytes) -> bool:
    """Give a file a second name if it has this content, and tell whether that could be done."""
    try:
        if source.read_bytes() != body:
            return False
        os.link(source, target)
    except OSError:
        return False
    return True


def _sync_files(paths: Sequence[Path]) -> None:
    """Bring files to the disk; many of them with all else, which is cheaper than one by one."""
    if len(paths) > _FEW and hasattr(os, "sync"):
        os.sync()
        return
    for path in paths:
        with path.open("rb") as file:
            os.fsync(file.fileno())


def sync(folder: Path) -> None:
    """Make the names in a folder survive a loss of power, where the system can do that."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
