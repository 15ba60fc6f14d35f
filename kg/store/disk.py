"""Writes bytes so that they are on the disk when the function returns.

In: a path and bytes. Out: their SHA-256. Raises OSError as the system does.
"""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path


def write_lines(path: Path, lines: Iterable[bytes]) -> str:
    """Write lines without their line ends to a new file and return its SHA-256."""
    digest = hashlib.sha256()
    with path.open("xb") as file:
        for line in lines:
            file.write(line + b"\n")
            digest.update(line + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def write_file(path: Path, body: bytes) -> str:
    """Write a file and return its SHA-256."""
    with path.open("wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    return hashlib.sha256(body).hexdigest()


def sync(folder: Path) -> None:
    """Make the names in a folder survive a loss of power, where the system can do that."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
