"""Clusters out of which entities are made: ids, names, aliases, and a reason for every mention.

In: findings, nodes, clusters, reference knowledge. Out: the `Resolution`. Ids come from content:
the reference id, or type and best name; equal ids of two clusters get a digest.
"""

from collections import Counter
from collections.abc import Sequence

from kg.ids import digest_of, slug_of
from kg.knowledge import Knowledge
from kg.model import Entity, EntityId, Findings, Link, Mention, MentionId, Resolution
from kg.resolve.cluster import Clusters
from kg.resolve.judgements import Verdicts
from kg.resolve.names import person_of
from kg.resolve.nodes import Node, NodeId, Nodes
from kg.rules import load_rules


def to_resolution(
    ordered: Sequence[Findings],
    nodes: Nodes,
    clusters: Clusters,
    knowledge: Knowledge,
    verdicts: Verdicts,
) -> Resolution:
    """Return entities sorted by id, and the links of all mentions that are decided."""
    groups = _groups(nodes, clusters)
    ids = _ids(groups, knowledge)
    entities = [_entity(ids[root], members, knowledge) for root, members in groups.items()]
    links: dict[MentionId, Link] = {}
    for found in ordered:
        for mention in found.mentions:
            key = nodes.of_mention.get(mention.id)
            if key is not None and key not in clusters.unsure:
                entity = ids[clusters.root(key)]
                links[mention.id] = _link(mention, key, entity, clusters)
    used = {link.entity for link in links.values()}
    kept = sorted((item for item in entities if item.id in used), key=lambda item: item.id)
    return Resolution(tuple(kept), links, verdicts.unused)


def _groups(nodes: Nodes, clusters: Clusters) -> dict[NodeId, list[Node]]:
    """Return the nodes of each cluster by its root."""
    groups: dict[NodeId, list[Node]] = {}
    for key in sorted(nodes.by_id):
        groups.setdefault(clusters.root(key), []).append(nodes.by_id[key])
    return groups


def _best_name(members: list[Node]) -> str:
    """Return the best name of a cluster: full before short, frequent before rare."""
    given = [node.given_name for node in members if node.given_name]
    if given:
        return min(given)
    counts: Counter[str] = Counter()
    for node in members:
        counts.update(node.names)
    if not counts:
        return members[0].name
    if members[0].type == "Person":
        full = {name for name in counts if person_of(name).is_full}
        counts = Counter(
            {name: count for name, count in counts.items() if name in full or not full}
        )
    elif members[0].type in ("Institution", "Prison", "LegalProvision"):
        spelled = {name for name in counts if " " in name}
        counts = Counter(
            {name: count for name, count in counts.items() if name in spelled or not spelled}
        )
    return min(counts, key=lambda name: (-counts[name], -len(name), name))


def _main_node(members: list[Node]) -> Node:
    """Return the node that decides type and class: the one of reference data, else the largest."""
    return min(members, key=lambda node: (node.known is None, -len(node.mentions), node.id))


def _plain_id(members: list[Node]) -> EntityId:
    """Return the id of a cluster by content, before collisions are looked at."""
    main = _main_node(members)
    if main.known is not None:
        return main.known
    maps = load_rules("resolve").maps
    prefix = maps["class_prefixes"].get(main.cls) or maps["prefixes"].get(main.type, "thing")
    slug = slug_of(_best_name(members))
    if main.generic and not any(node.given_name for node in members):
        slug = f"{slug}-{digest_of(main.article)[:8]}"
    return EntityId(f"{prefix}/{slug}")


def _ids(groups: dict[NodeId, list[Node]], knowledge: Knowledge) -> dict[NodeId, EntityId]:
    """Return the id of every cluster; of several with one id the largest keeps it plain."""
    by_id: dict[EntityId, list[NodeId]] = {}
    for root, members in groups.items():
        by_id.setdefault(_plain_id(members), []).append(root)
    ids: dict[NodeId, EntityId] = {}
    for plain, roots in by_id.items():
        roots.sort(
            key=lambda root: (_main_node(groups[root]).known is None, -_size(groups[root]), root)
        )
        taken = plain in knowledge.entities and _main_node(groups[roots[0]]).known is None
        for place, root in enumerate(roots):
            alone = place == 0 and not taken
            ids[root] = (
                plain if alone else EntityId(f"{plain}-{digest_of(*groups[root][0].id)[:8]}")
            )
    return ids


def _size(members: list[Node]) -> int:
    """Return the number of mentions of a cluster."""
    return sum(len(node.mentions) for node in members)


def _entity(entity: EntityId, members: list[Node], knowledge: Knowledge) -> Entity:
    """Return one entity; what reference data says of it comes first."""
    main = _main_node(members)
    known = knowledge.entities.get(entity)
    name = known.name if known is not None else _best_name(members)
    aliases = {alias for node in members for alias in node.names}
    aliases |= {
        mention.evidence.quote
        for node in members
        for mention in node.mentions
        if mention.form == "name" and "\n" not in mention.evidence.quote
    }
    return Entity(
        id=entity,
        type=known.type if known is not None else main.type,
        cls=known.cls if known is not None else main.cls,
        name=name,
        aliases=tuple(sorted(aliases - {name})),
        same_as=known.same_as if known is not None else (),
    )


def _link(mention: Mention, key: NodeId, entity: EntityId, clusters: Clusters) -> Link:
    """Return why a mention means its entity."""
    match = clusters.why.get(key)
    if match is not None:
        return Link(entity, match.rule, match.reason)
    if mention.antecedent is not None:
        reason = mention.reason or "it stands for another mention of its article"
        return Link(entity, "resolve/antecedent", reason)
    if mention.known is not None:
        reason = mention.reason or "reference data has this name"
        return Link(entity, "resolve/reference", reason)
    return Link(entity, "resolve/name", f"it is called “{mention.name}”")
