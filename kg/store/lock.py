"""One writer at a time: a lock on a graph folder that ends with the process that holds it.

In: the folder. Out: a held lock, or StoreError "in use by pid N".
The lock is the operating system's, so that a killed build leaves none behind; the process id in
the file is only there to be named. Readers need no lock: what they read is never changed.
"""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from kg.errors import StoreError

LOCK_NAME = ".lock"


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder, which must exist, as long as the block runs.

    Raises:
        StoreError: when another process builds there, or the folder cannot be written.
    """
    path = folder / LOCK_NAME
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)
    except OSError as error:
        raise StoreError(f"{folder} cannot be written: {error.strerror}", path=folder) from error
    try:
        if not _try_lock(handle):
            raise _in_use(folder, path)
        os.truncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
        os.truncate(handle, 0)
    finally:
        os.close(handle)


def _try_lock(handle: int) -> bool:
    """Take the lock without waiting; False where another process has it."""
    try:
        import fcntl
    except ImportError:  # Windows: no second opener can write, which is enough for a warning
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _in_use(folder: Path, path: Path) -> StoreError:
    with contextlib.suppress(OSError):
        pid = path.read_text(encoding="ascii", errors="replace").strip()
        if pid.isdecimal():
            message = f"{folder} is in use by pid {pid}, which builds it; wait until it is done"
            return StoreError(message, path=folder, pid=int(pid))
    return StoreError(f"{folder} is in use by another process; wait until it is done", path=folder)
