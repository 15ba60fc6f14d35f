"""What the processes of the tests do to their items."""

import ctypes
import os
import resource
import signal
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kg.errors import KgError

_MEMORY = 400_000_000


def factory(setup: Mapping[str, Any]) -> Callable[[str], dict[str, Any]]:
    """Return work that does what its item says; `setup` names a folder for notes."""
    if setup.get("broken"):
        raise KgError("nothing works here")
    notes = Path(setup["notes"])

    def work(item: str) -> dict[str, Any]:
        with (notes / "tried").open("a") as file:
            file.write(f"{item}\n")
        if item == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        if item == "segfault":
            ctypes.string_at(0)
        if item == "memory":
            resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            _fill_memory()
        if item == "once" and not (notes / "once").exists():
            (notes / "once").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if item == "hang":
            signal.pause()
        if item == "wrong":
            raise KgError("this item is wrong")
        print("noise that must not disturb")  # noqa: T201
        return {"item": item, "pid": os.getpid()}

    return work


def _fill_memory() -> None:
    """Take memory until there is none, as the kernel would punish it."""
    try:
        blocks = []
        while True:
            blocks.append(bytearray(10_000_000))
    except MemoryError:
        os.kill(os.getpid(), signal.SIGKILL)
