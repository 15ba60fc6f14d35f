"""Answers as pictures: rows become bars, or points and lines, in plain SVG without any script.

In: columns and rows of RDF terms. Out: numbers and texts that a template writes as SVG, or None
where the rows have nothing to draw. Positions are seeded: the same rows give the same picture.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

# More bars or points than these nobody can tell apart.
MAX_BARS = 40
MAX_POINTS = 120
MAX_LABEL = 60
WIDTH, HEIGHT = 1400, 860
_MARGIN = 60
_NUMBERS = frozenset({"integer", "decimal", "double", "float", "int", "long", "short"})
Term = Any


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars of a chart: (label, value, share of the longest 0 to 100); `left_out` are not drawn."""

    label: str
    value: str
    bars: tuple[tuple[str, str, float], ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Web:
    """Points (x, y, label, iri), lines (x1, y1, x2, y2, name); `left_out` points are not drawn."""

    points: tuple[tuple[float, float, str, str], ...]
    lines: tuple[tuple[float, float, float, float, str], ...]
    left_out: int


def bars_of(
    columns: Sequence[str], rows: Sequence[Sequence[Term]], names: Mapping[str, str]
) -> Bars | None:
    """Return the bars of the first column of numbers; without one, how often each value stands.

    None where there are no rows.
    """
    if not rows or not columns:
        return None
    numeric = next((i for i in range(len(columns)) if _is_numeric(rows, i)), None)
    label = next((i for i in range(len(columns)) if i != numeric and not _is_long(rows, i)), 0)
    if numeric is None:
        counts = Counter(_text(row[label], names) for row in rows)
        pairs = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        found = [(name, float(count)) for name, count in pairs]
    else:
        found = [(_text(row[label], names), _number(row[numeric])) for row in rows]
    most = max((abs(value) for _, value in found), default=0.0) or 1.0
    kept = tuple(
        (name[:MAX_LABEL], f"{value:,.10g}", 100 * max(0.0, value) / most)
        for name, value in found[:MAX_BARS]
    )
    name = "how often" if numeric is None else columns[numeric]
    return Bars(columns[label], name, kept, max(0, len(found) - MAX_BARS))


def web_of(
    columns: Sequence[str], rows: Sequence[Sequence[Term]], names: Mapping[str, str]
) -> Web | None:
    """Return the things of each row as points, neighbors in a row joined; None without two."""
    import networkx

    places = [i for i in range(len(columns)) if _is_node(rows, i)]
    graph: networkx.Graph[str] = networkx.Graph()
    is_triples = {"subject", "property", "value"} == set(columns)
    ends = [0, 2] if is_triples else places[:2]
    if len(ends) < 2:
        return None
    for row in rows:
        left, right = row[ends[0]], row[ends[1]]
        if left is None or right is None:
            continue
        name = _text(row[1]) if is_triples else ""
        graph.add_edge(_text(left), _text(right), name=name)
        for term in (left, right):
            graph.nodes[_text(term)]["iri"] = term.value if _is_iri(term) else ""
            graph.nodes[_text(term)]["name"] = _text(term, names)
    if not graph:
        return None
    order = sorted(graph, key=lambda node: (-graph.degree(node), node))
    part = graph.subgraph(order[:MAX_POINTS])
    return _placed(part, order[:MAX_POINTS], max(0, len(order) - MAX_POINTS))


def _placed(part: Any, order: Sequence[str], left_out: int) -> Web:
    """Return the points and lines of a graph, spread over the picture."""
    from kg.network.layout import positions_of

    places = positions_of(list(order), [], [(start, end) for start, end in part.edges()])
    xs, ys = [x for x, _ in places.values()], [y for _, y in places.values()]
    spot = {
        node: (_scaled(x, xs, WIDTH), _scaled(y, ys, HEIGHT)) for node, (x, y) in places.items()
    }
    points = tuple(
        (*spot[node], part.nodes[node]["name"][:MAX_LABEL], part.nodes[node]["iri"])
        for node in order
    )
    lines = tuple(
        (*spot[start], *spot[end], data["name"])
        for start, end, data in sorted(part.edges(data=True), key=lambda edge: (edge[0], edge[1]))
    )
    return Web(points, lines, left_out)


def _scaled(value: float, among: Sequence[float], size: int) -> float:
    low, high = min(among), max(among)
    share = (value - low) / (high - low) if high > low else 0.5
    return round(_MARGIN + share * (size - 2 * _MARGIN), 1)


def _is_iri(term: Term) -> bool:
    return type(term).__name__ == "NamedNode"


def _is_node(rows: Sequence[Sequence[Term]], column: int) -> bool:
    """Tell whether a column names things: IRIs, or short texts that come again."""
    values = [row[column] for row in rows if row[column] is not None]
    return bool(values) and not _is_numeric(rows, column) and not _is_long(rows, column)


def _is_long(rows: Sequence[Sequence[Term]], column: int) -> bool:
    """Tell whether a column holds sentences rather than names."""
    texts = [_text(row[column]) for row in rows if row[column] is not None]
    return bool(texts) and sum(map(len, texts)) / len(texts) > MAX_LABEL


def _is_numeric(rows: Sequence[Sequence[Term]], column: int) -> bool:
    values = [row[column] for row in rows if row[column] is not None]
    return bool(values) and all(
        getattr(getattr(term, "datatype", None), "value", "").rpartition("#")[2] in _NUMBERS
        for term in values
    )


def _number(term: Term) -> float:
    try:
        value = float(term.value)
    except (AttributeError, ValueError):
        return 0.0
    return value if math.isfinite(value) else 0.0


def _text(term: Term, names: Mapping[str, str] = MappingProxyType({})) -> str:
    from kg.store.terms import shorten

    if term is None:
        return ""
    if _is_iri(term):
        return names.get(term.value) or shorten(term.value)
    return str(getattr(term, "value", term))
