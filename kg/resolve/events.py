"""Events of several articles that are one: equal kind, common participants, no two dates.

In: findings and clusters. Out: matches. Two participants are enough, or one with the same day; what
happens to a person once ("death") needs no more than that person.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from kg.model import Findings, MentionId
from kg.resolve.cluster import Clusters, Match
from kg.resolve.nodes import NodeId
from kg.rules import load_rules

RULE = "resolve/event"
# A day has so many characters in ISO 8601; of an event's participants the first so many are paired.
_DAY, _PAIRED = 10, 6


def propose_events(findings: Sequence[Findings], clusters: Clusters) -> Iterator[Match]:
    """Yield matches between events in a fixed order, at a cost linear in the findings."""
    people = _participants(findings, clusters)
    days = _days(findings, clusters)
    once = load_rules("resolve").lists["once"]
    first: dict[tuple[object, ...], NodeId] = {}
    for event in sorted(people):
        kind = _kind(clusters, event)
        here = sorted(people[event])[:_PAIRED]
        keys: list[tuple[object, ...]] = [(kind, *pair) for pair in combinations(here, 2)]
        keys += [(kind, person, day) for person in here for day in sorted(days.get(event, ()))]
        keys += [(kind, person) for person in here if kind in once and len(here) == 1]
        for key in keys:
            other = first.setdefault(key, event)
            if other != event and _fit(days.get(event), days.get(other)):
                named = " and ".join(_names(clusters, key))
                yield Match(event, other, RULE, f"both tell of a {kind} with {named}")


def _names(clusters: Clusters, key: tuple[object, ...]) -> Iterator[str]:
    """Yield the names of the participants in a key, and its day."""
    for item in key[1:]:
        yield clusters.nodes.by_id[item].name if isinstance(item, tuple) else str(item)


def _kind(clusters: Clusters, event: NodeId) -> str:
    """Return what an event is called: "meeting" of "lengthy meeting" and "meeting of Ana Ruiz"."""
    name = clusters.nodes.by_id[event].name.split(" of ")[0]
    return name.rsplit(maxsplit=1)[-1].lower() if name.split() else name


def _fit(left: set[str] | None, right: set[str] | None) -> bool:
    """Tell whether two events can be on one day: one of them has none, or they share one."""
    return not left or not right or bool(left & right)


def _participants(findings: Sequence[Findings], clusters: Clusters) -> Mapping[NodeId, set[NodeId]]:
    """Return the clusters that took part in each event."""
    found: dict[NodeId, set[NodeId]] = defaultdict(set)
    for item in (relation for one in findings for relation in one.relations):
        if item.relation == "participatedIn" and item.object is not None and not item.negated:
            event, person = _node(clusters, item.object), _node(clusters, item.subject)
            if event is not None and person is not None:
                found[event].add(person)
    return found


def _days(findings: Sequence[Findings], clusters: Clusters) -> Mapping[NodeId, set[str]]:
    """Return the days of each event, as far as they are known to the day."""
    found: dict[NodeId, set[str]] = defaultdict(set)
    for item in (relation for one in findings for relation in one.relations):
        day = str(item.value.amount) if item.value is not None else ""
        event = _node(clusters, item.subject)
        if item.relation == "startDate" and len(day) == _DAY and event is not None:
            found[event].add(day)
    return found


def _node(clusters: Clusters, mention: MentionId) -> NodeId | None:
    """Return the cluster that a mention belongs to."""
    key = clusters.nodes.of_mention.get(mention)
    return clusters.root(key) if key is not None else None
