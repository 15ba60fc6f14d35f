"""The graphs that have a name in a notebook.

In: the names of the notebook. Out: stores by name. Not done: no import of `kg.api`, which is
beside this door, not below it.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.store import Store


def graphs_of(names: Mapping[str, object]) -> dict[str, "Store"]:
    """Return the stores of all values that `kg.build` or `kg.open` gave, by name, sorted."""
    graphs = {}
    for name, value in sorted(names.items(), key=lambda item: str(item[0])):
        kind = type(value)
        if (kind.__module__, kind.__name__) == ("kg.api", "Graph") and not name.startswith("_"):
            graphs[name] = value._store  # type: ignore[attr-defined]
    return graphs
