"""Where an earlier page drew things, so that what stays does not jump in the next one.

In: an HTML file that `kg view` wrote. Out: a place for each entity id. A file that is none of ours
gives no places.
"""

import json
import math
from pathlib import Path

_BEGIN = '<script type="application/json" id="kg-nodes">'
_END = "</script>"
# A page of the most nodes has some 20 MB.
_MOST_BYTES = 200_000_000
# Further out than any page draws.
_MOST_PIXELS = 1_000_000.0

Places = dict[str, tuple[float, float]]


def places_in(path: Path) -> Places:
    """Return the place of each entity on an earlier page, by id; none where there is no page."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            return {}
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return {}
    _, found, rest = text.partition(_BEGIN)
    try:
        nodes = json.loads(rest.partition(_END)[0]) if found else []
    except (ValueError, RecursionError):
        return {}
    rows = nodes if isinstance(nodes, list) else []
    return {str(row["entity"]): (row["x"], row["y"]) for row in rows if _is_placed(row)}


def _is_placed(row: object) -> bool:
    if not isinstance(row, dict) or "entity" not in row:
        return False
    return all(
        isinstance(row.get(axis), int | float)
        and math.isfinite(row[axis])
        and abs(row[axis]) <= _MOST_PIXELS
        for axis in ("x", "y")
    )
