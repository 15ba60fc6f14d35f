"""Checks that are queries: each row of checks/NAME.rq is a problem.

In: a store. Out: problems. A file begins with the lines "# name:", "# what:" and "# remedy:".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import RuleError
from kg.validate.problem import Problem, short

if TYPE_CHECKING:
    from pyoxigraph import QuerySolution, Store

_FOLDER = Path(__file__).parent / "checks"
_HEADER = ("name", "what", "remedy")


@dataclass(frozen=True, slots=True)
class Check:
    """One query with what its rows mean."""

    name: str
    what: str
    remedy: str
    query: str


@cache
def load_checks() -> tuple[Check, ...]:
    """Return all checks, sorted by name.

    Raises:
        RuleError: a file lacks a line of its header, or has another name than it says.

    """
    return tuple(_check_of(path) for path in sorted(_FOLDER.glob("*.rq")))


def check_queries(store: "Store") -> Iterator[Problem]:
    """Yield a problem for each row that a check finds."""
    for check in load_checks():
        for row in rows_of(store, check.query):
            focus, path = row["focus"].value, row["path"].value
            yield Problem(check.name, short(focus), short(path), check.what, check.remedy)


def rows_of(store: "Store", query: str) -> "list[QuerySolution]":
    """Return the rows of a SELECT query."""
    from pyoxigraph import QuerySolutions

    answer = store.query(query)
    return list(answer) if isinstance(answer, QuerySolutions) else []


def _check_of(path: Path) -> Check:
    """Return the check of one file."""
    query = path.read_text(encoding="utf-8")
    lines = (line[2:].partition(":") for line in query.splitlines() if line.startswith("# "))
    header = {key: value.strip() for key, _, value in lines}
    if set(header) != set(_HEADER) or header["name"] != path.stem:
        raise RuleError(str(path), 1, f"its header needs {_HEADER}, with the name {path.stem}")
    return Check(header["name"], header["what"], header["remedy"], query)
