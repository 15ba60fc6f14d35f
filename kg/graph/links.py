"""What inference about one article has to look at: links that all share, near what it names.

In: the quads that belong to no single article. Out: those that rules speak of, and for an article
those that can be reached from what it names, along the predicates of the rules.
So what follows for an article depends on its own quads and on these alone.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from kg.graph.inference import load_inference_rules
from kg.vocab import expand, iri_of

if TYPE_CHECKING:
    from pyoxigraph import Quad, Store

_NAME = re.compile(r"\^?\b[a-z]+:[A-Za-z]+")
_TYPE = "rdf:type"
# Predicates of records (assertions, effects, quotes …): no way leads over them from an entity.
_OF_RECORDS = ("kg:evidence", "kg:inArticle", "kg:provision", "kg:statedIn", "oa:hasSource")
# Lines of a rule without a term that its conditions name.
_NO_PATTERN = ("#", "PREFIX")


class Links:
    """The shared links that rules of inference look at; filled by `passing`."""

    def __init__(self) -> None:
        names = _names()
        self._named = frozenset(expand(name.removeprefix("^")) for name in names)
        self._back = frozenset(expand(name[1:]) for name in names if name.startswith("^"))
        self._type = expand(_TYPE)
        self._of_records = frozenset(map(expand, _OF_RECORDS))
        self._quads: list[Quad] = []
        self._from: dict[str, list[tuple[int, str]]] = {}
        self._near: dict[str, frozenset[int]] = {}

    def passing(self, quads: Iterable["Quad"]) -> Iterator["Quad"]:
        """Yield some quads as they are, and keep those that rules look at."""
        for quad in quads:
            if self.is_used(quad) and quad.predicate.value not in self._of_records:
                self._keep(quad)
            yield quad

    def is_used(self, quad: "Quad") -> bool:
        """Tell whether some rule looks at quads like this one."""
        predicate = quad.predicate.value
        if predicate == self._type:
            return getattr(quad.object, "value", None) in self._named
        return predicate in self._named and not hasattr(quad.object, "datatype")

    def near(self, entities: Iterable[str]) -> tuple["Quad", ...]:
        """Return the links that can be reached from some entities, by id, in a fixed order."""
        found: set[int] = set()
        for entity in entities:
            found |= self._reach(iri_of(entity))
        return tuple(self._quads[number] for number in sorted(found))

    @staticmethod
    @lru_cache(maxsize=100_000)
    def text_of(quad: "Quad") -> str:
        """Return a quad as text."""
        return str(quad)

    def store(self) -> "Store":
        """Return a store of all these links."""
        from pyoxigraph import Store

        store = Store()
        store.extend(self._quads)
        return store

    def _keep(self, quad: "Quad") -> None:
        """Remember a link from its subject, and from its object where rules go that way."""
        from pyoxigraph import DefaultGraph

        number = len(self._quads)
        self._quads.append(quad)
        if quad.graph_name != DefaultGraph():
            return
        subject, value = str(getattr(quad.subject, "value", "")), str(quad.object.value)  # type: ignore[union-attr]
        self._from.setdefault(subject, []).append((number, value))
        if quad.predicate.value in self._back:
            self._from.setdefault(value, []).append((number, subject))

    def _reach(self, start: str) -> frozenset[int]:
        """Return the numbers of the links that can be reached from a node."""
        known = self._near.get(start)
        if known is not None:
            return known
        found: set[int] = set()
        seen, todo = {start}, [start]
        while todo:
            for number, target in self._from.get(todo.pop(), ()):
                found.add(number)
                if target not in seen:
                    seen.add(target)
                    todo.append(target)
        self._near[start] = frozenset(found)
        return self._near[start]


@cache
def _names() -> frozenset[str]:
    """Return the prefixed names in all rules, "^" before those that are followed backward."""
    found = {_TYPE}
    for rule in load_inference_rules():
        for line in rule.query.splitlines():
            if not line.lstrip().startswith(_NO_PATTERN):
                found.update(_NAME.findall(line))
    return frozenset(found)
