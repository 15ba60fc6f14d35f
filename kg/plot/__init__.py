"""Plots of what a graph answers, for a page in black and white, with words for who cannot see them.

In: an open store. Out: a `Plot`, which writes itself as SVG, PNG or PDF and shows itself in a
notebook. The same graph gives the same bytes with the same matplotlib.
Words, marks and limits are in `style.toml`, queries in the `.rq` files beside it.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kg.errors import SettingsError
from kg.plot.canvas import Plot

if TYPE_CHECKING:
    from kg.store import Store

__all__ = ["NAMES", "Plot", "Plots"]

# Plots by name, each with the parameters it takes and whether it must have them.
NAMES: Mapping[str, Mapping[str, bool]] = {
    "timeline": {"about": False},
    "positions": {"target": False},
    "issue": {"issue": True},
    "sources": {},
}


class Plots:
    """The plots of one graph: `graph.plot`.

    Each method raises SettingsError where matplotlib is not installed, and QueryError for a name
    that nothing or more than one thing has. Where there is nothing to draw, the plot says so.
    """

    def __init__(self, store: "Store") -> None:
        self._store = store

    def timeline(self, about: str | None = None) -> Plot:
        """Return what happened when, and how exact each date is.

        Args:
            about: id or any name of something that takes part; None for all.

        """
        from kg.plot.timeline import timeline_of

        return timeline_of(self._store, about)

    def positions(self, target: str | None = None) -> Plot:
        """Return how many statements of each speaker are for, against, or on a condition.

        Args:
            target: id or any name of a proposal; None for the one with most statements.

        """
        from kg.plot.positions import positions_of

        return positions_of(self._store, target)

    def issue(self, issue: str) -> Plot:
        """Return the answers to a legal issue with their grounds and who gives them.

        Args:
            issue: id or name of an issue, as in the named question "positions-on-issue".

        """
        from kg.plot.issue import issue_of

        return issue_of(self._store, issue)

    def sources(self) -> Plot:
        """Return which facts stand in several articles, and how each article puts them."""
        from kg.plot.sources import sources_of

        return sources_of(self._store)

    def named(self, name: str, **parameters: str) -> Plot:
        """Return a plot by its name and parameters, as `kg plot` takes them.

        Raises:
            SettingsError: no such plot, a parameter it does not take, or one that is missing.

        """
        if name not in NAMES:
            raise SettingsError(f"there is no plot {name!r}; choose one of {', '.join(NAMES)}")
        takes = NAMES[name]
        if unknown := sorted(set(parameters) - set(takes)):
            has = ", ".join(takes) or "none"
            raise SettingsError(f"the plot {name} has no parameter {unknown[0]!r}; it has: {has}")
        if missing := [key for key, must in takes.items() if must and key not in parameters]:
            raise SettingsError(f"the plot {name} needs {missing[0]}=…")
        plot: Plot = getattr(self, name)(**parameters)
        return plot

    def __repr__(self) -> str:
        return f"<plots of {self._store.name}: {', '.join(f'{name}()' for name in NAMES)}>"
