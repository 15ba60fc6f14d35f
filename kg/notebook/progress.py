"""A progress line for `kg.build` in a notebook; nothing elsewhere.

In: stage, done and total of a build. Out: one display of the cell, updated in place.
"""

import sys
import time
from typing import Any

from kg.notebook.html import render

# A display is drawn at most so often.
_REDRAW_SECONDS = 0.2


class Bar:
    """One display of a cell; holds its handle and when it was drawn."""

    def __init__(self) -> None:
        self._handle: Any = None
        self._stage, self._last = "", 0.0

    def __call__(self, stage: str, done: int, total: int, skipped: int = 0) -> None:
        """Show that `done` of `total` have passed a stage, some of them skipped."""
        from IPython.display import display

        now = time.monotonic()
        if stage == self._stage and done < total and now - self._last < _REDRAW_SECONDS:
            return
        self._stage, self._last = stage, now
        line = f"{stage}: {done} of {total}" + (f", {skipped} skipped" if skipped else "")
        bundle = {
            "text/plain": line,
            "text/html": render("progress", line=line, done=done, total=max(total, 1)),
        }
        if self._handle is None:
            show: Any = display
            self._handle = show(bundle, raw=True, display_id=True)
        else:
            self._handle.update(bundle, raw=True)


def in_notebook() -> bool:
    """Tell whether this process is the kernel of a notebook."""
    if "IPython" not in sys.modules:
        return False
    from IPython.core.getipython import get_ipython

    return getattr(get_ipython(), "kernel", None) is not None
