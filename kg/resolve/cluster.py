"""Nodes that are one entity: a union-find that remembers why, and what must stay apart.

In: nodes and matches. Out: clusters. A match across a "different" judgement is refused, and one
between two entities of reference knowledge too unless a person made it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

from kg.model import EntityId, MentionId
from kg.resolve.nodes import NodeId, Nodes


@dataclass(frozen=True, slots=True)
class Match:
    """Two nodes that are one entity, by which rule, and why in a sentence."""

    left: NodeId
    right: NodeId
    rule: str
    reason: str


@dataclass(slots=True)
class Clusters:
    """Nodes joined so far; `why` has for a joined node the match that joined it first."""

    nodes: Nodes
    parent: dict[NodeId, NodeId]
    members: dict[NodeId, list[NodeId]]
    known: dict[NodeId, EntityId | None]
    apart: dict[NodeId, set[NodeId]]
    why: dict[NodeId, Match] = field(default_factory=dict)
    unsure: set[NodeId] = field(default_factory=set)

    @classmethod
    def of(cls, nodes: Nodes, *, apart: Iterable[tuple[MentionId, MentionId]] = ()) -> Self:
        """Return clusters of one node each; mentions in `apart` must not come together."""
        keep: dict[NodeId, set[NodeId]] = {}
        for left, right in apart:
            one, two = nodes.of_mention.get(left), nodes.of_mention.get(right)
            if one is not None and two is not None and one != two:
                keep.setdefault(one, set()).add(two)
                keep.setdefault(two, set()).add(one)
        keys = sorted(nodes.by_id)
        return cls(
            nodes=nodes,
            parent={key: key for key in keys},
            members={key: [key] for key in keys},
            known={key: nodes.by_id[key].known for key in keys},
            apart=keep,
        )

    def root(self, key: NodeId) -> NodeId:
        """Return the node that stands for a cluster."""
        while self.parent[key] != key:
            self.parent[key] = self.parent[self.parent[key]]
            key = self.parent[key]
        return key

    def may_join(self, left: NodeId, right: NodeId) -> bool:
        """Tell whether two clusters may become one."""
        one, two = self.root(left), self.root(right)
        if self.known[one] is not None and self.known[two] is not None:
            return self.known[one] == self.known[two]
        return self._are_let(one, two)

    def _are_let(self, one: NodeId, two: NodeId) -> bool:
        """Tell whether no person holds two clusters apart."""
        if not self.apart:
            return True
        others = set(self.members[two])
        return not any(self.apart.get(key, set()) & others for key in self.members[one])

    def join(self, match: Match, *, is_judged: bool = False) -> bool:
        """Join the clusters of two nodes and return True, or False where that is refused."""
        one, two = self.root(match.left), self.root(match.right)
        if one == two:
            return True
        if not (self._are_let(one, two) if is_judged else self.may_join(one, two)):
            return False
        self.why.setdefault(match.left, match)
        keep, drop = sorted((one, two))
        self.parent[drop] = keep
        small, large = sorted((self.members[keep], self.members.pop(drop)), key=len)
        large.extend(small)  # the small list into the large one: joins stay near-linear
        self.members[keep] = large
        self.known[keep] = self.known[keep] or self.known[drop]
        return True

    def join_mentions(self, left: MentionId, right: MentionId, rule: str, reason: str) -> bool:
        """Join the clusters of two mentions, as a person decided."""
        one, two = self.nodes.of_mention.get(left), self.nodes.of_mention.get(right)
        if one is None or two is None:
            return False
        return self.join(Match(one, two, rule, reason), is_judged=True)
