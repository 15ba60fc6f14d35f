"""Which entity every mention means, for all articles together; nothing is overwritten.

In: the findings of all articles, reference knowledge, and people's judgements. Out: a
`Resolution`: entities, and for every mention that could be decided its link with rule and reason.
The outcome does not depend on the order of the articles.
"""

from collections.abc import Sequence

from kg.knowledge import Knowledge
from kg.model import Findings, Judgement, Resolution
from kg.resolve.cluster import Clusters
from kg.resolve.compare import propose
from kg.resolve.entities import to_resolution
from kg.resolve.events import propose_events
from kg.resolve.judgements import Verdicts, read_judgements
from kg.resolve.nodes import nodes_of
from kg.resolve.proposals import name_proposals, propose_proposals

__all__ = ["read_judgements", "resolve"]


def resolve(
    findings: Sequence[Findings], *, knowledge: Knowledge, judgements: Sequence[Judgement] = ()
) -> Resolution:
    """Return the entities of some articles and which of them every mention means.

    A judgement beats every rule; those that name nothing in these articles are given back as
    `unused`. A mention that could mean several entities has no link.

    Args:
        findings: what was found, at most once for each article.
        knowledge: reference entities, whose ids are kept.
        judgements: decisions of people; they may name entity ids or mention ids.
    """
    ordered = sorted(findings, key=lambda item: item.article.id)
    plain = _cluster(ordered, knowledge, Verdicts())
    if not judgements:
        return plain
    verdicts = Verdicts.of(judgements, ordered, plain)
    return _cluster(ordered, knowledge, verdicts)


def _cluster(ordered: Sequence[Findings], knowledge: Knowledge, verdicts: Verdicts) -> Resolution:
    """Return the resolution under some verdicts."""
    nodes = nodes_of(ordered, alone=verdicts.mentions)
    clusters = Clusters.of(nodes, apart=verdicts.apart)
    for left, right, why in verdicts.together:
        clusters.join_mentions(left, right, "judgement/same", why)
    for match in propose(nodes, clusters):
        clusters.join(match)
    for match in tuple(propose_proposals(ordered, clusters)):
        clusters.join(match)
    for match in tuple(propose_events(ordered, clusters)):
        clusters.join(match)
    name_proposals(ordered, clusters)
    return to_resolution(ordered, nodes, clusters, knowledge, verdicts)
