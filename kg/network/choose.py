"""What a page shows, and what first: importance, first view, neighbourhood.

In: the network. Out: entity ids in order. Nothing here depends on the order of the input.
"""

import math
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeAlias

from kg.errors import KgError
from kg.network.style import load_style

if TYPE_CHECKING:
    import networkx

    Network: TypeAlias = networkx.MultiDiGraph[str]

# What a link adds to the importance of its ends: a stance says most about a controversy, and
# what is only known beforehand says nothing of what the articles are about.
_WEIGHTS = {
    "opposes": 3.0, "supports": 3.0, "conditional": 3.0, "fact": 1.0, "claimed": 0.8,
    "negated": 0.6, "hypothetical": 0.6, "says": 1.0, "inferred": 0.2, "reference": 0.1,
}  # fmt: skip


def order_of(graph: "Network") -> tuple[str, ...]:
    """Return all nodes, the most important first; ties in the order of ids."""
    scores = scores_of(graph)
    return tuple(sorted(graph, key=lambda node: (-scores[node], node)))


def scores_of(graph: "Network") -> dict[str, float]:
    """Return the importance of each node: its links by kind and evidence, and its mentions."""
    scores = {node: math.log1p(len(data["mentions"])) for node, data in graph.nodes(data=True)}
    for start, end, data in graph.edges(data=True):
        weight = _WEIGHTS.get(data["kind"], 0.5) * (1 + math.log1p(len(data["evidence"])))
        scores[start] += weight
        scores[end] += weight
    return scores


def first_view(graph: "Network", order: tuple[str, ...], size: int) -> tuple[str, ...]:
    """Return the nodes to show at first: the most important of the main types, linked together.

    Of what only reference knowledge has, a few at most are shown, however many links it has.
    A node without a link to another one of them is left out: it would float about alone.
    """
    main = [node for node in order if load_style().types[graph.nodes[node]["type"]]["first"]]
    unsaid = [node for node in main if graph.nodes[node]["background"]]
    spared = set(unsaid[load_style().limits["unsaid"] :])
    main = [node for node in main if node not in spared]
    chosen = main[:size]
    for extra in main[size : 3 * size]:
        linked = _linked(graph, chosen)
        if len(linked) >= size:
            break
        chosen = [*linked, extra] if len(linked) < len(chosen) else [*chosen, extra]
    return tuple(_linked(graph, chosen) or main[:size] or list(order[:size]))


def neighbourhood(graph: "Network", around: str, depth: int) -> "Network":
    """Return the part of the network at most `depth` links away from an entity."""
    import networkx

    near = networkx.single_source_shortest_path_length(
        graph.to_undirected(as_view=True), around, cutoff=depth
    )
    part = graph.subgraph(sorted(near)).copy()
    part.graph.update(graph.graph)
    return part


def entity_named(graph: "Network", text: str) -> str:
    """Return the id of the entity that is meant by an id or any name, accents and case aside.

    Raises:
        KgError: nothing is called so; the message offers the nearest names.
    """
    if text in graph:
        return text
    wanted = fold(text)
    ranked: list[tuple[int, int, str]] = []
    for place, node in enumerate(order_of(graph)):
        data = graph.nodes[node]
        if fold(data["label"]) == wanted:
            ranked.append((0, place, node))
        elif any(fold(alias) == wanted for alias in data["aliases"]):
            ranked.append((1, place, node))
    if not ranked:
        near = _near(graph, wanted)
        hint = f"; did you mean {near}?" if near else ""
        raise KgError(f"nothing in the graph is called {text!r}{hint}", name=text)
    return min(ranked)[2]


def fold(text: str) -> str:
    """Return a text for comparing: without accents, case and runs of spaces.

    >>> fold("  Peña  NIETO ")
    'pena nieto'
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    table = load_style().fold
    kept = (table.get(char, char) for char in plain if not unicodedata.combining(char))
    return " ".join("".join(kept).split())


def _linked(graph: "Network", nodes: Iterable[str]) -> list[str]:
    """Return those of some nodes that have a link to another one of them."""
    inside = list(nodes)
    among = set(inside)
    return [
        node
        for node in inside
        if any(other in among and other != node for other in _around(graph, node))
    ]


def _around(graph: "Network", node: str) -> Iterable[str]:
    yield from graph.successors(node)
    yield from graph.predecessors(node)


def _near(graph: "Network", wanted: str) -> str:
    """Return up to three names that hold the words looked for, or look like them."""
    import difflib

    names = {fold(graph.nodes[node]["label"]): node for node in reversed(order_of(graph))}
    close = [name for name in names if wanted in name][:3]
    close = close or difflib.get_close_matches(wanted, list(names), n=3)
    return ", ".join(graph.nodes[names[name]]["label"] for name in close)
