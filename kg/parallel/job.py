"""What an executor is given and gives back: plain values that cross every border as JSON.

In: the name of a factory with its setup, and items. Out: for each item what the work gave, or why
its process did not live to give anything.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Protocol

Work = Callable[[str], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Job:
    """Work to be done to each of many items, in whatever process.

    `factory` is "package.module:function"; called with `setup` (JSON values) once in each process,
    it returns what is then called with every item and gives JSON values.
    """

    factory: str
    setup: Mapping[str, Any] = field(default_factory=dict)

    def start(self) -> Work:
        """Return the work, ready in this process."""
        module, _, name = self.factory.partition(":")
        work: Work = getattr(import_module(module), name)(dict(self.setup))
        return work


@dataclass(frozen=True, slots=True)
class Done:
    """One item that was worked on: `value` is what that gave.

    `value` is None where the process died twice on this item; `failure` then says how.
    """

    item: str
    value: Mapping[str, Any] | None
    failure: str | None = None


class Executor(Protocol):
    """Does a job to many items, in any order and anywhere."""

    def run(self, job: Job, items: Iterable[str]) -> Iterator[Done]:
        """Yield each item as it is done; an item that kills its process stops no other.

        An error that the work raises ends the run. A run that is not finished, because it was
        closed or an error came, leaves no process behind.
        """
