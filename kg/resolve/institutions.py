"""Which institutions, laws and prisons are one: acronyms, years, slips of spelling.

In: nodes and clusters. Out: matches. Blocked by acronym, by name without year, and by first word.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

from rapidfuzz.distance import JaroWinkler

from kg.resolve.cluster import Clusters, Match
from kg.resolve.names import acronym_of, initials_of
from kg.resolve.nodes import Node, NodeId, Nodes

_YEAR = re.compile(r",? (?:of )?(?:1[2-9]|20)\d\d$")
# Long names of one type that differ by a slip have at least this Jaro-Winkler similarity.
_SLIP = 0.97
_LONG = 16


def propose_institutions(nodes: Nodes, clusters: Clusters) -> Iterator[Match]:
    """Yield the matches among institutions, laws and prisons."""
    named = [
        node
        for node in nodes.of_type("Institution", "Prison", "LegalProvision", "Group")
        if not node.generic and node.id[0] in ("name", "known")
    ]
    yield from _explained(named, clusters)
    yield from _acronyms(named, clusters)
    yield from _years([node for node in named if node.type == "LegalProvision"])
    yield from _slips([node for node in named if node.id[0] == "name"])


def _is_acronym(node: Node) -> bool:
    """Tell whether a node is called by capitals only."""
    name = node.name.replace(".", "")
    return 2 <= len(name) <= 10 and name.isupper() and name.isalpha()


def _explained(named: list[Node], clusters: Clusters) -> Iterator[Match]:
    """Yield acronyms that some article explains in brackets and another uses alone."""
    meanings: dict[tuple[str, str], set[NodeId]] = defaultdict(set)
    for node in named:
        for mention in node.mentions:
            if mention.antecedent is not None and mention.form == "name":
                meanings[node.type, mention.name].add(node.id)
    for node in named:
        found = meanings.get((node.type, node.name), set())
        roots = sorted({clusters.root(key) for key in found} - {clusters.root(node.id)})
        if len(roots) == 1 and node.known is None:
            target = clusters.nodes.by_id[roots[0]]
            reason = f"another article says that “{node.name}” stands for “{target.name}”"
            yield Match(node.id, target.id, "resolve/acronym-elsewhere", reason)


def _acronyms(named: list[Node], clusters: Clusters) -> Iterator[Match]:
    """Yield acronyms whose letters are the initials of one name in their articles."""
    by_initials: dict[tuple[str, str], list[Node]] = defaultdict(list)
    for node in named:
        if " " in node.name:
            for key in sorted({acronym_of(node.name), initials_of(node.name)}):
                by_initials[node.type, key].append(node)
    for node in named:
        if not _is_acronym(node) or node.known is not None or len(node.name) < 3:
            continue
        found = [
            item
            for item in by_initials.get((node.type, node.name.replace(".", "")), [])
            if item.articles & node.articles
        ]
        if len({clusters.root(item.id) for item in found}) == 1:
            reason = f"“{node.name}” has the initials of “{found[0].name}”"
            yield Match(node.id, found[0].id, "resolve/acronym", reason)


def _years(laws: list[Node]) -> Iterator[Match]:
    """Yield laws named with and without their year, where one year only is named."""
    by_base: dict[str, list[Node]] = defaultdict(list)
    for node in laws:
        by_base[_YEAR.sub("", node.name).casefold()].append(node)
    for base in sorted(by_base):
        dated = [node for node in by_base[base] if _YEAR.search(node.name)]
        bare = [node for node in by_base[base] if not _YEAR.search(node.name)]
        if len(dated) == 1:
            for node in bare:
                reason = f"“{node.name}” is named with one year only"
                yield Match(node.id, dated[0].id, "resolve/year", reason)


def _slips(named: list[Node]) -> Iterator[Match]:
    """Yield long names that differ by a slip of spelling."""
    blocks: dict[tuple[str, str, int], list[Node]] = defaultdict(list)
    for node in named:
        words = node.name.split()
        if len(node.name) >= _LONG and len(words) > 1:
            blocks[node.type, words[0].casefold(), len(words)].append(node)
    for key in sorted(blocks):
        heads: list[Node] = []
        for node in blocks[key]:
            near = next((item for item in heads if _is_slip(item.name, node.name)), None)
            if near is None:
                heads.append(node)
            else:
                reason = f"“{node.name}” is nearly spelt like “{near.name}”"
                yield Match(node.id, near.id, "resolve/spelling", reason)


def _is_slip(one: str, two: str) -> bool:
    """Tell whether two long names differ in a letter or two, and not in a number."""
    if re.findall(r"\d+", one) != re.findall(r"\d+", two):
        return False
    differing = [
        (left, right)
        for left, right in zip(one.split(), two.split(), strict=True)
        if left.casefold() != right.casefold()
    ]
    if len(differing) != 1 or min(map(len, differing[0])) < 6:
        return False
    return JaroWinkler.similarity(one, two) >= _SLIP and differing[0][0][0] == differing[0][1][0]
