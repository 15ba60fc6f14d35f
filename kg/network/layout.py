"""Where the nodes lie: computed before the page is written, the same every time.

In: nodes in order of importance and the links between them. Out: a place for each, in pixels at
zoom 1, x to the right and y down. No two nodes of the result come nearer than a label needs.

The first view is laid out by stress majorization (Gansner, Koren, North: Graph Drawing by Stress
Majorization, 2004: distances on paper as distances in the network), then boxes that overlap are
pushed apart. The rest is put down around it, each near the nodes it is linked to.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Places = NDArray[numpy.float64]

# A node with a label of two lines below it, with air: the first view is shown at a zoom near 0.8.
BOX = (150.0, 68.0)
# Length of one link at zoom 1. Wider than high, as screens are.
LINK = 118.0
WIDTH_TO_HEIGHT = 1.6
# The window that the first view is to fill, in times of what its boxes cover; and how far nodes
# are moved towards filling it evenly, from 0 (as the stress has it) to 1.
ROOM = 1.1
EVENNESS = 0.5
# The part of the first view that must have had a place for the places to be kept.
KEPT = 0.5
_ROUNDS = 120
_PUSHES = 200
# The golden angle: points on a spiral at this angle never lie behind one another.
_ANGLE = math.pi * (3 - math.sqrt(5))


def positions_of(
    first: Sequence[str],
    rest: Sequence[str],
    links: Iterable[tuple[str, str]],
    earlier: Mapping[str, tuple[float, float]] | None = None,
) -> dict[str, tuple[float, float]]:
    """Return a place for each node, rounded to whole pixels.

    Where most of the first view had a place in an `earlier` page, what had one keeps it, and only
    what is new is put down beside it; otherwise all is laid out anew.
    """
    pairs = sorted({(min(pair), max(pair)) for pair in links if pair[0] != pair[1]})
    known = {node: earlier[node] for node in (*first, *rest) if node in earlier} if earlier else {}
    keeps = sum(node in known for node in first) > KEPT * len(first)
    places = dict(known) if keeps else _core(list(first), pairs)
    rest = [node for node in (*first, *rest) if node not in places]
    near: dict[str, list[str]] = {}
    for left, right in pairs:
        near.setdefault(left, []).append(right)
        near.setdefault(right, []).append(left)
    return _around(places, rest, near)


def _core(nodes: list[str], pairs: list[tuple[str, str]]) -> dict[str, tuple[float, float]]:
    """Return the places of the first view."""
    import numpy

    if not nodes:
        return {}
    number = {node: index for index, node in enumerate(nodes)}
    inside = [(number[a], number[b]) for a, b in pairs if a in number and b in number]
    distances = _distances(len(nodes), inside)
    places = _majorized(_spiral(len(nodes)), distances) * LINK
    places = _apart(_spread(_landscape(places - places.mean(axis=0))))
    places = numpy.round(places - (places.max(axis=0) + places.min(axis=0)) / 2)
    return {node: (float(places[i, 0]), float(places[i, 1])) for i, node in enumerate(nodes)}


def _spiral(size: int) -> "Places":
    """Return a start for the layout that needs no random numbers."""
    import numpy

    turns = numpy.arange(size)
    radius = numpy.sqrt(turns + 0.5)
    return numpy.stack([radius * numpy.cos(turns * _ANGLE), radius * numpy.sin(turns * _ANGLE)], 1)


def _distances(size: int, pairs: list[tuple[int, int]]) -> "Places":
    """Return the number of links between all nodes, a few where there is no way between them."""
    import numpy

    near: list[list[int]] = [[] for _ in range(size)]
    for left, right in pairs:
        near[left].append(right)
        near[right].append(left)
    far = numpy.full((size, size), numpy.inf)
    for start in range(size):
        edge, steps = [start], 0.0
        far[start, start] = 0.0
        while edge:
            steps += 1
            edge = [
                node
                for node in sorted({n for e in edge for n in near[e]})
                if far[start, node] > steps
            ]
            far[start, edge] = steps
    reached = far[numpy.isfinite(far)]
    far[~numpy.isfinite(far)] = max(2.0, min(float(reached.max()) + 1.0, 4.0))
    # A node with many links needs a wider circle around it.
    crowd = numpy.array([1 + 0.09 * max(0, len(links) - 4) ** 0.8 for links in near])
    wanted: Places = far * numpy.sqrt(crowd[:, None] * crowd[None, :])
    return wanted


def _majorized(places: "Places", distances: "Places") -> "Places":
    """Return places whose distances come near to those wanted, near pairs counting most.

    One node after the other goes where all others want it (section 2.3 of the paper): plain sums
    only, so that no library for linear algebra can make the result differ between machines.
    """
    import numpy

    weights = 1.0 / numpy.maximum(distances, 1e-9) ** 2
    numpy.fill_diagonal(weights, 0.0)
    total = numpy.maximum(weights.sum(axis=1), 1e-9)
    for _ in range(_ROUNDS):
        for node in range(len(places)):
            gaps = places[node] - places
            length = numpy.maximum(numpy.hypot(gaps[:, 0], gaps[:, 1]), 1e-9)
            wish = places + gaps * (distances[node] / length)[:, None]
            places[node] = (weights[node][:, None] * wish).sum(axis=0) / total[node]
    return places


def _landscape(places: "Places") -> "Places":
    """Return places turned so that they are widest from left to right, the first node at left."""
    import numpy

    wide, high = float((places[:, 0] ** 2).sum()), float((places[:, 1] ** 2).sum())
    angle = -0.5 * math.atan2(2 * float((places[:, 0] * places[:, 1]).sum()), wide - high)
    sine, cosine = math.sin(angle), math.cos(angle)
    turned: Places = places @ numpy.array([[cosine, sine], [-sine, cosine]])
    turned *= numpy.where(turned[0] > 0, -1.0, 1.0)
    return turned


def _spread(places: "Places") -> "Places":
    """Return places that fill a window evenly: the crowd in the middle goes out to the corners.

    Each coordinate is moved part of the way to where its rank would put it, so what is left of,
    right of, above and below one another stays so.
    """
    import numpy

    size = len(places)
    height = math.sqrt(size * BOX[0] * BOX[1] * ROOM / WIDTH_TO_HEIGHT)
    window = numpy.array([height * WIDTH_TO_HEIGHT, height])
    ranks = numpy.argsort(numpy.argsort(places, axis=0, kind="stable"), axis=0, kind="stable")
    even = ((ranks + 0.5) / size - 0.5) * window
    reach = numpy.maximum(numpy.abs(places).max(axis=0), 1e-9)
    spread: Places = EVENNESS * even + (1 - EVENNESS) * places / reach * window / 2
    return spread


def _apart(places: "Places") -> "Places":
    """Return places whose boxes do not overlap: pushed along the shorter way, then spread."""
    import numpy

    box = numpy.array(BOX)
    size = len(places)
    tie = numpy.sign(numpy.arange(size)[:, None] - numpy.arange(size)[None, :])
    for _ in range(_PUSHES):
        gaps = places[:, None, :] - places[None, :, :]
        overlap = box - numpy.abs(gaps)
        hit: NDArray[numpy.bool_] = numpy.asarray((overlap > 0).all(axis=2))
        numpy.fill_diagonal(hit, False)
        if not hit.any():
            return places
        share = overlap / box
        sideways = share[:, :, 0] < share[:, :, 1]
        axis = numpy.stack([sideways, ~sideways], axis=2)
        direction = numpy.where(gaps == 0, tie[:, :, None], numpy.sign(gaps))
        push = numpy.where(hit[:, :, None] & axis, overlap * direction, 0.0)
        places = places + 0.52 * push.sum(axis=1) / numpy.maximum(hit.sum(axis=1), 1)[:, None]
    while _overlaps(places):
        places = places * 1.06
    return places


def _overlaps(places: "Places") -> bool:
    """Return whether any two boxes overlap; boxes at the very same place count as apart."""
    import numpy

    gaps = numpy.abs(places[:, None, :] - places[None, :, :])
    hit = (gaps < numpy.array(BOX)).all(axis=2) & (gaps > 0).any(axis=2)
    return bool(hit.any())


def _around(
    places: dict[str, tuple[float, float]], rest: Sequence[str], near: dict[str, list[str]]
) -> dict[str, tuple[float, float]]:
    """Return places for all: the rest on a grid of boxes, each in a free one near its links."""
    taken = {cell for place in places.values() for cell in _cells_under(place)}
    order = _by_distance(2 + math.isqrt(4 * len(taken) + 4 * len(rest)))
    middle = (0.0, 0.0)
    for node in rest:
        known = [places[other] for other in near.get(node, ()) if other in places]
        x = sum(place[0] for place in known) / len(known) if known else middle[0]
        y = sum(place[1] for place in known) / len(known) if known else middle[1]
        column, row = round(x / BOX[0]), round(y / BOX[1])
        cell = next(
            (column + dx, row + dy) for dx, dy in order if (column + dx, row + dy) not in taken
        )
        taken.add(cell)
        places[node] = (cell[0] * BOX[0], cell[1] * BOX[1])
    return places


def _cells_under(place: tuple[float, float]) -> list[tuple[int, int]]:
    """Return the cells of the grid that a box at a place touches."""
    columns = {math.floor(place[0] / BOX[0]), math.ceil(place[0] / BOX[0])}
    rows = {math.floor(place[1] / BOX[1]), math.ceil(place[1] / BOX[1])}
    return [(column, row) for column in sorted(columns) for row in sorted(rows)]


def _by_distance(reach: int) -> list[tuple[int, int]]:
    """Return steps on the grid, the nearest first, as far as `reach` columns and rows."""
    steps = [(dx, dy) for dx in range(-reach, reach + 1) for dy in range(-reach, reach + 1)]
    steps.sort(key=lambda step: (math.hypot(step[0] * BOX[0], step[1] * BOX[1]), step))
    return steps
