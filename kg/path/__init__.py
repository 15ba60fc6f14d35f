"""How two entities are connected: the way with the most meaning, a sentence for each step.

In: a store and two entities by id, IRI or name. Out: a `Way` of steps, or none.
A step through a fact is short, one through a claim longer, one through what somebody says of
something longer still, and standing in one sentence is the longest; so the shortest way is the one
that means most. Countries, in which everything meets, cost extra in between.
Source: E. W. Dijkstra, Numerische Mathematik 1 (1959).
"""

import heapq
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import combinations
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.query import find_entity
from kg.store import Store
from kg.vocab import id_of

if TYPE_CHECKING:
    from kg.store import Rows

# Length of a step by what it rests on; what is denied or rejected connects nothing.
_LENGTHS: Mapping[str, int] = MappingProxyType(
    {
        "Asserted": 2,
        "background": 3,
        "Claimed": 4,
        "Disputed": 5,
        "Hypothetical": 5,
        "Statement": 6,
        "together": 40,
    }
)
_TOGETHER = "together"
_COUNTRY_TOLL = 6
# Sentences that list more entities than this connect none of them.
_CROWD = 10


@dataclass(frozen=True, slots=True)
class Step:
    """One step: `relation` from one entity to the other, "<-" before it where it runs against it.

    `status` says what it rests on; `sentence` and `source` are empty for reference knowledge.
    """

    start: str
    relation: str
    end: str
    status: str
    sentence: str
    source: str


@dataclass(frozen=True, slots=True)
class Way:
    """The steps from one entity to another, names in place of ids; empty where there is none."""

    start: str
    end: str
    steps: tuple[Step, ...]

    def to_json(self) -> str:
        """Return the way as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n"

    def to_text(self) -> str:
        """Return the way for reading in a terminal."""
        if not self.steps:
            return f"{self.start} and {self.end} are not connected\n"
        lines = []
        for number, step in enumerate(self.steps, start=1):
            lines.append(f"{number}. {step.start} {step.relation} {step.end} [{step.status}]")
            if step.sentence:
                lines.append(f"   “{' '.join(step.sentence.split())}” · {step.source}")
        return "\n".join(lines) + "\n"


@dataclass(frozen=True, slots=True)
class _Edge:
    """One connection of two nodes; the shorter is found first, equal ones by their words."""

    length: int
    relation: str
    status: str
    sentence: str
    source: str

    @property
    def order(self) -> tuple[int, str, str, str]:
        """Return what edges between the same nodes are chosen by."""
        return self.length, self.relation, self.source, self.sentence


_Net = dict[str, dict[str, _Edge]]


def path_between(store: Store, start: str, end: str) -> Way:
    """Return the way between two entities that means most.

    Raises:
        QueryError: where nothing or more than one entity has a name.

    """
    first, last = find_entity(store, start).value, find_entity(store, end).value
    if first == last:
        raise QueryError(f"both names mean {id_of(first)}; a way leads to something else")
    names, countries = _names(store)
    net = _net_of(store)
    found = _shortest(net, first, last, countries)
    steps = tuple(
        Step(names[one], edge.relation, names[two], edge.status, edge.sentence, edge.source)
        for one, edge, two in found
    )
    return Way(names[first], names[last], steps)


def _names(store: Store) -> tuple[dict[str, str], frozenset[str]]:
    """Return the names of all nodes, and which are countries."""
    names: dict[str, str] = {}
    countries = set()
    for row in _rows(store, "names"):
        names.setdefault(row["entity"], row["name"])
        if row["isCountry"] in {"true", "True"}:
            countries.add(row["entity"])
    return names, frozenset(countries)


def _rows(store: Store, name: str) -> Iterator[Mapping[str, str]]:
    """Yield the rows of one query beside this file, values as words."""
    text = (Path(__file__).parent / f"{name}.rq").read_text(encoding="utf-8")
    rows: Rows = store.select(text)
    for row in rows:
        values = ("" if value is None else str(value) for value in row)
        yield dict(zip(rows.columns, values, strict=True))


def _net_of(store: Store) -> _Net:
    """Return the shortest connection of each two nodes that have one."""
    net: _Net = defaultdict(dict)
    for query in ("facts", "statements", "reference"):
        for row in _rows(store, query):
            status = row["status"].rpartition("#")[2]
            length = _LENGTHS.get(status)
            if length is None or row["from"] == row["to"]:
                continue
            relation = row["relation"].rpartition("#")[2]
            words = (status, row["sentence"], row["source"])
            _link(net, row["from"], row["to"], _Edge(length, f"— {relation} →", *words))
            _link(net, row["to"], row["from"], _Edge(length, f"← {relation} —", *words))
    for one, two, edge in _together(store):
        _link(net, one, two, edge)
        _link(net, two, one, edge)
    return net


def _together(store: Store) -> Iterator[tuple[str, str, _Edge]]:
    """Yield entities that stand in one sentence."""
    sentences: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for row in _rows(store, "mentions"):
        sentences[row["evidence"]].append(row)
    for rows in sentences.values():
        entities = sorted({row["entity"] for row in rows})
        if len(entities) > _CROWD:
            continue
        words = (_TOGETHER, rows[0]["sentence"], rows[0]["source"])
        edge = _Edge(_LENGTHS[_TOGETHER], "— in one sentence with —", *words)
        for one, two in combinations(entities, 2):
            yield one, two, edge


def _link(net: _Net, one: str, two: str, edge: _Edge) -> None:
    """Keep the better of two connections."""
    known = net[one].get(two)
    if known is None or edge.order < known.order:
        net[one][two] = edge


def _shortest(
    net: _Net, first: str, last: str, countries: frozenset[str]
) -> list[tuple[str, _Edge, str]]:
    """Return the steps of the shortest way; of equal ones the one whose ids come first."""
    heap: list[tuple[int, int, str, str]] = [(0, 0, first, "")]
    came: dict[str, str] = {}
    while heap:
        length, count, node, before = heapq.heappop(heap)
        if node in came:
            continue
        came[node] = before
        if node == last:
            break
        toll = _COUNTRY_TOLL if node in countries and node != first else 0
        for other, edge in net.get(node, {}).items():
            if other not in came:
                heapq.heappush(heap, (length + edge.length + toll, count + 1, other, node))
    steps: list[tuple[str, _Edge, str]] = []
    node = last
    while came.get(node):
        steps.append((came[node], net[came[node]][node], node))
        node = came[node]
    return steps[::-1]
