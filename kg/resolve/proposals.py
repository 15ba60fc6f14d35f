"""Proposals of several articles that are one, and a name for each: "Nayib Bukele's offer".

In: findings and clusters. Out: matches. "The offer" of one article and "the plan" of another are
the same thing only where both articles say who makes it, and agree in one more thing of it: whom
it covers, what it uses, who considers it, or two of those who speak about it. A shared maker alone
is not enough: people propose many things.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from kg.model import Findings, MentionId
from kg.resolve.cluster import Clusters, Match
from kg.resolve.nodes import NodeId

RULE = "proposal/maker-and-more"
_MAKER = "proposed"
# Relations from a proposal to what it is about, and from others to the proposal.
_FROM = frozenset({"coversGroup", "wouldUseFacility", "offeredTo"})
_TO = frozenset({"considering"})
# Of those who speak about a proposal the first so many, by id, are compared in pairs.
_SPEAKERS = 8

Pairs = Sequence[tuple[MentionId, MentionId]]
Anchors = Mapping[NodeId, frozenset[NodeId]]


def propose_proposals(findings: Sequence[Findings], clusters: Clusters) -> Iterator[Match]:
    """Yield matches between proposals in a fixed order, at a cost linear in the findings."""
    makers = _anchors(_made(findings), clusters)
    things = _anchors(_about(findings), clusters)
    speakers = _anchors(_spoken(findings), clusters)
    first: dict[tuple[NodeId, ...], NodeId] = {}
    for proposal in sorted(makers):
        voices = sorted(speakers.get(proposal, frozenset()))[:_SPEAKERS]
        keys = [(thing,) for thing in sorted(things.get(proposal, frozenset()))]
        for key in [*keys, *combinations(voices, 2)]:
            for maker in sorted(makers[proposal]):
                other = first.setdefault((maker, *key), proposal)
                if other != proposal:
                    names = " and ".join(clusters.nodes.by_id[item].name for item in key)
                    maker_name = clusters.nodes.by_id[maker].name
                    reason = f"both are made by {maker_name}, and both articles have {names} for it"
                    yield Match(proposal, other, RULE, reason)


def name_proposals(findings: Sequence[Findings], clusters: Clusters) -> None:
    """Give each cluster of proposals the name of its maker with its most frequent noun."""
    nodes = clusters.nodes
    counts: dict[NodeId, Counter[NodeId]] = defaultdict(Counter)
    for proposal, maker in _made(findings):
        left, right = nodes.of_mention.get(proposal), nodes.of_mention.get(maker)
        if left is not None and right is not None and nodes.by_id[left].type == "Proposal":
            counts[clusters.root(left)][clusters.root(right)] += 1
    for root, makers in counts.items():
        best = min(
            (nodes.by_id[key].type != "Person", -count, key) for key, count in makers.items()
        )[2]
        nouns: Counter[str] = Counter()
        for member in clusters.members[root]:
            nouns.update(_noun_of(name) for name in nodes.by_id[member].names.elements())
        noun = min(nouns, key=lambda word: (-nouns[word], word))
        names = [nodes.by_id[key].name for key in clusters.members[best]]
        owner = max(names, key=lambda name: (len(name.split()), len(name), name))
        nodes.by_id[root].given_name = f"{owner}'s {noun}"


def _noun_of(name: str) -> str:
    """Return the head noun of a proposal's phrase, in lower case."""
    return name.rsplit(maxsplit=1)[-1].lower() if name.split() else name


def _made(findings: Sequence[Findings]) -> list[tuple[MentionId, MentionId]]:
    """Return (proposal, maker) of all relations that say who proposes."""
    return [
        (item.object, item.subject)
        for found in findings
        for item in found.relations
        if item.relation == _MAKER and item.object is not None and not item.negated
    ]


def _about(findings: Sequence[Findings]) -> list[tuple[MentionId, MentionId]]:
    """Return (proposal, thing) of all relations that say what a proposal is about."""
    found_pairs = []
    for found in findings:
        for item in found.relations:
            if item.object is None or item.negated:
                continue
            if item.relation in _FROM:
                found_pairs.append((item.subject, item.object))
            elif item.relation in _TO:
                found_pairs.append((item.object, item.subject))
    return found_pairs


def _spoken(findings: Sequence[Findings]) -> list[tuple[MentionId, MentionId]]:
    """Return (proposal, speaker) of all statements that take a stance."""
    return [
        (item.target, item.speaker)
        for found in findings
        for item in found.statements
        if item.target is not None and item.speaker is not None and item.stance is not None
    ]


def _anchors(pairs: Pairs, clusters: Clusters) -> Anchors:
    """Return for each cluster of proposals the clusters that stand beside it in some pairs."""
    nodes = clusters.nodes
    found: dict[NodeId, set[NodeId]] = defaultdict(set)
    for proposal, other in pairs:
        left, right = nodes.of_mention.get(proposal), nodes.of_mention.get(other)
        if left is not None and right is not None and nodes.by_id[left].type == "Proposal":
            found[clusters.root(left)].add(clusters.root(right))
    return {key: frozenset(items) for key, items in found.items()}
