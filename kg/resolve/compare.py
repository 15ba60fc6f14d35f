"""Which nodes are one: blocking by surname, acronym or name, then points with reasons.

In: nodes, and the clusters made so far. Out: matches, one after another, so that each step sees
what the steps before have joined. Points and limits are data: kg/rules/resolve.toml.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from rapidfuzz.distance import JaroWinkler

from kg.model import ArticleId
from kg.resolve.cluster import Clusters, Match
from kg.resolve.institutions import propose_institutions
from kg.resolve.names import given_agree, plain, role_words, surname_keys
from kg.resolve.nodes import Node, NodeId, Nodes
from kg.rules import load_rules

# Two given names, or two surnames beside equal given names, are one misspelt above this
# Jaro-Winkler similarity ("Hollander" and "Hollender" have 0.93, "Jon" and "John" too).
_MISSPELT = 0.92
_SHORT = 5

# Nodes by surname and article.
Here = Mapping[tuple[str, ArticleId | None], list[Node]]


def propose(nodes: Nodes, clusters: Clusters) -> Iterator[Match]:
    """Yield the matches of all rules, surest first."""
    people = [node for node in nodes.of_type("Person") if not node.generic]
    doubles = _double_surnames(people)
    full = [node for node in people if node.person.is_full and node.id not in doubles]
    bare = [node for node in people if not node.person.is_full or node.id in doubles]
    yield from _full_names(full, nodes)
    by_surname, here = _index(full), _index_here(full)
    yield from _surnames_here(bare, here, clusters)
    yield from _surnames_elsewhere(bare, by_surname, here, nodes, clusters)
    yield from _given_names(bare, full, clusters)
    yield from _garbled(bare, full, by_surname, here, clusters)
    yield from _bare_alike(bare, nodes, clusters)
    yield from propose_institutions(nodes, clusters)


def _double_surnames(people: list[Node]) -> frozenset[NodeId]:
    """Return the nodes whose two words are the surnames of somebody in the same article."""
    surnames = {
        (node.article, key)
        for node in people
        if len(node.person.given) > 1
        for key in surname_keys(node.person)
    }
    return frozenset(node.id for node in people if (node.article, plain(node.name)) in surnames)


def _index(full: list[Node]) -> Mapping[str, list[Node]]:
    """Return the nodes with a full name by the surnames that later mentions may use."""
    index: dict[str, list[Node]] = defaultdict(list)
    for node in full:
        for key in surname_keys(node.person):
            index[key].append(node)
    return index


def _index_here(full: list[Node]) -> Here:
    """Return the nodes with a full name by surname and article."""
    index: dict[tuple[str, ArticleId | None], list[Node]] = defaultdict(list)
    for node in full:
        for key in surname_keys(node.person):
            index[key, node.article].append(node)
    return index


def _full_names(full: list[Node], nodes: Nodes) -> Iterator[Match]:
    """Yield full names that are one: equal, with other given names, or misspelt."""
    blocks: dict[str, list[Node]] = defaultdict(list)
    for node in full:
        for key in surname_keys(node.person):
            blocks[key].append(node)
        blocks[f"{node.person.given[0]}|{node.person.surname[:2]}"].append(node)
    for key in sorted(blocks):
        heads: dict[NodeId, Node] = {}
        for node in blocks[key]:
            for head in heads.values():
                reason = _same_full_name(head, node)
                if reason and _context_agrees(head, node, nodes):
                    yield Match(node.id, head.id, reason[0], reason[1])
                    break
            else:
                heads[node.id] = node


def _same_full_name(left: Node, right: Node) -> tuple[str, str] | None:
    """Return rule and reason where two full names can be one person's."""
    one, two = left.person, right.person
    if one == two:
        return "resolve/same-name", f"both are called “{left.name}”"
    shared = set(surname_keys(one)) & set(surname_keys(two))
    if shared and given_agree(one, two):
        return "resolve/given-names", f"“{right.name}” and “{left.name}” differ in given names only"
    if one.given == two.given and one.surname[:1] == two.surname[:1]:
        near = JaroWinkler.similarity(one.surname, two.surname)
        sizes = sorted((len(one.surname), len(two.surname)))
        if near >= _MISSPELT and sizes[0] >= _SHORT and not _is_part(one.surname, two.surname):
            return "resolve/spelling", f"“{right.name}” is nearly spelt like “{left.name}”"
    if one.surname == two.surname and one.given[0][0] == two.given[0][0]:
        near = JaroWinkler.similarity(one.given[0], two.given[0])
        if near >= _MISSPELT and len(one.given[0]) > 3:
            return "resolve/spelling", f"“{right.name}” is nearly spelt like “{left.name}”"
    return None


def _is_part(one: str, two: str) -> bool:
    """Tell whether one surname begins the other: Harris and Harrison are two names."""
    return one.startswith(two) or two.startswith(one)


def _context_agrees(left: Node, right: Node, nodes: Nodes) -> bool:
    """Tell whether nothing speaks against one person: a common role, or common surroundings."""
    if left.articles & right.articles:
        return True
    one, two = role_words(tuple(left.roles)), role_words(tuple(right.roles))
    if not one or not two or one & two:
        return True
    return bool(_surroundings(left, nodes) & _surroundings(right, nodes))


def _surroundings(node: Node, nodes: Nodes) -> frozenset[NodeId]:
    """Return what else the articles of a node mention, as far as it is one for all articles."""
    found: set[NodeId] = set()
    for article in node.articles:
        found |= nodes.context.get(article, frozenset())
    return frozenset(key for key in found if key[0] in ("known", "name") and key != node.id)


def _roots(nodes: list[Node], clusters: Clusters) -> dict[NodeId, Node]:
    """Return one node for each cluster among some nodes."""
    found: dict[NodeId, Node] = {}
    for node in nodes:
        found.setdefault(clusters.root(node.id), node)
    return found


def _surnames_here(bare: list[Node], here: Here, clusters: Clusters) -> Iterator[Match]:
    """Yield surnames whose full name stands in the same article."""
    for node in bare:
        roots = _roots(here.get((plain(node.name), node.article), []), clusters)
        if len(roots) > 1:
            roots = {key: item for key, item in roots.items() if _shares_role(item, node)}
            if len(roots) != 1:
                clusters.unsure.add(node.id)
                continue
        for target in roots.values():
            reason = f"“{target.name}” is the only person with the surname “{node.name}” here"
            yield Match(node.id, target.id, "resolve/surname", reason)


def _shares_role(left: Node, right: Node) -> bool:
    """Tell whether two nodes have a word of office in common."""
    return bool(role_words(tuple(left.roles)) & role_words(tuple(right.roles)))


def _surnames_elsewhere(
    bare: list[Node],
    by_surname: Mapping[str, list[Node]],
    here: Here,
    nodes: Nodes,
    clusters: Clusters,
) -> Iterator[Match]:
    """Yield surnames whose full name stands in other articles only, if one person bears it."""
    heads = dict(by_surname)
    for node in bare:
        if node.id in clusters.unsure or clusters.root(node.id) != node.id:
            continue
        if (plain(node.name), node.article) in here:
            continue
        roots = _roots(heads.get(plain(node.name), []), clusters)
        heads[plain(node.name)] = list(roots.values())  # clusters only grow: one of each will do
        if len(roots) > 1:
            roots = {key: item for key, item in roots.items() if _shares_role(item, node)}
        if len(roots) != 1:
            continue
        target = next(iter(roots.values()))
        shared = _surroundings(node, nodes) & _surroundings(target, nodes)
        if _shares_role(node, target) or shared:
            reason = f"“{target.name}” is the only person with that surname in these articles"
            yield Match(node.id, target.id, "resolve/surname-elsewhere", reason)


def _given_names(bare: list[Node], full: list[Node], clusters: Clusters) -> Iterator[Match]:
    """Yield people called by a given name of theirs, if one person of the article bears it."""
    bearers: dict[tuple[ArticleId | None, str], list[Node]] = defaultdict(list)
    for node in full:
        for word in node.person.given:
            if len(word) > 3:
                bearers[node.article, word].append(node)
    for node in bare:
        if node.id in clusters.unsure or clusters.root(node.id) != node.id:
            continue
        roots = _roots(bearers.get((node.article, plain(node.name)), []), clusters)
        if len(roots) == 1:
            target = next(iter(roots.values()))
            reason = f"“{target.name}” is the only person called “{node.name}” here"
            yield Match(node.id, target.id, "resolve/given-name", reason)


def _garbled(
    bare: list[Node],
    full: list[Node],
    by_surname: Mapping[str, list[Node]],
    here: Here,
    clusters: Clusters,
) -> Iterator[Match]:
    """Yield surnames that are a misspelling of a full name's in the same article."""
    beside: dict[ArticleId | None, list[Node]] = defaultdict(list)
    for node in full:
        beside[node.article].append(node)
    limit = float(load_rules("resolve").maps["similarities"]["alike"])
    for node in bare:
        surname = node.person.surname
        if (surname, node.article) in here:
            continue
        near = [
            item
            for item in beside[node.article]
            if item.person.surname[:1] == surname[:1]
            and JaroWinkler.similarity(item.person.surname, surname) >= limit
        ]
        roots = _roots(near, clusters)
        scored = sorted(
            ((_points(node, item, len(roots), by_surname), item.id) for item in roots.values()),
            key=lambda pair: (-pair[0], pair[1]),
        )
        enough = int(load_rules("resolve").maps["weights"]["enough"])
        if scored and scored[0][0] >= enough and (len(scored) == 1 or scored[1][0] < scored[0][0]):
            target = clusters.nodes.by_id[scored[0][1]]
            yield Match(node.id, target.id, "resolve/garbled", _reason(node, target))


def _reason(node: Node, target: Node) -> str:
    """Return why a misspelt surname is a person's."""
    shared = sorted(role_words(tuple(node.roles)) & role_words(tuple(target.roles)))
    office = f", and both are called {shared[0]}" if shared else ""
    return f"“{node.name}” is nearly spelt like “{target.name}”, no other name here is{office}"


def _points(node: Node, target: Node, candidates: int, by_surname: Mapping[str, list[Node]]) -> int:
    """Return the points for one misspelt name, by the weight table."""
    book = load_rules("resolve")
    weights = {key: int(value) for key, value in book.maps["weights"].items()}
    limits = {key: float(value) for key, value in book.maps["similarities"].items()}
    one, two = node.person.surname, target.person.surname
    near = JaroWinkler.similarity(one, two)
    level = next(key for key in ("nearly_equal", "close", "alike") if near >= limits[key])
    points = weights[level] + weights["same_article"]
    points += weights["only_candidate"] if candidates == 1 else 0
    if _shares_role(node, target):
        points += weights["shared_role"]
    elif node.roles and target.roles:
        points += weights["other_role"]
    points += weights["known_elsewhere"] if one in by_surname else 0
    common = {item.casefold() for item in book.lists["common_surnames"]}
    points += weights["common_surname"] if one in common else 0
    points += weights["part_of"] if _is_part(one, two) else 0
    points += weights["short"] if min(len(one), len(two)) < _SHORT else 0
    return points


def _bare_alike(bare: list[Node], nodes: Nodes, clusters: Clusters) -> Iterator[Match]:
    """Yield equal surnames of several articles that never give a full name."""
    heads: dict[str, list[Node]] = defaultdict(list)
    for node in bare:
        if node.id in clusters.unsure or clusters.root(node.id) != node.id:
            continue
        for head in heads[node.person.surname]:
            shared = _surroundings(node, nodes) & _surroundings(head, nodes)
            if _shares_role(node, head) or shared:
                reason = f"both are called “{node.name}”, and their articles have names in common"
                yield Match(node.id, head.id, "resolve/same-surname", reason)
                break
        else:
            heads[node.person.surname].append(node)
