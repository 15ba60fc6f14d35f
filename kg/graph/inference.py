"""What follows from what is known: SPARQL rules, each named, and marked in the graph as inferred.

In: a store with what articles and reference knowledge say. Out: further quads; the store itself
stays as it is. An inferred triple is in the default graph and in `graph/inferred`, never in the
graph of an article, and a node of class kg:Inference tells the rule and what it used.
Rules are the files infer/*.rq. A rule of the scope "article" draws what follows for one article, or
a statement in it, from that article's own quads and from shared ones that these lead to
(`kg.graph.links`); one of the scope "shared" looks at no article at all. Each rule constructs nodes
with rdf:subject, rdf:predicate, rdf:object and prov:used, and looks only at what is there
beforehand, so their order does not matter.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import RuleError
from kg.graph import terms
from kg.ids import digest_of

if TYPE_CHECKING:
    from pyoxigraph import NamedNode, Quad, Store

_FOLDER = Path(__file__).parent / "infer"
_SCOPES = ("article", "shared")
_PARTS = ("rdf:subject", "rdf:predicate", "rdf:object")


@dataclass(frozen=True, slots=True)
class InferenceRule:
    """One rule: `name` ("right-to-provision"), its `meaning` in words, its `scope` and SPARQL."""

    name: str
    meaning: str
    scope: str
    query: str


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A triple that a rule draws; rules draw no literals."""

    subject: "NamedNode"
    predicate: "NamedNode"
    object: "NamedNode"

    @property
    def order(self) -> tuple[str, str, str]:
        """Return what drawn triples are sorted by."""
        return self.subject.value, self.predicate.value, self.object.value


@cache
def load_inference_rules() -> tuple[InferenceRule, ...]:
    """Return all rules, sorted by name.

    Raises:
        RuleError: a file lacks its "# name:", "# meaning:" or "# scope:" line, or has a wrong one.

    """
    return tuple(_rule_of(path) for path in sorted(_FOLDER.glob("*.rq")))


def infer(store: "Store", scope: str | None = None) -> list["Quad"]:
    """Return what the rules add to a store, sorted by rule and triple; nothing that it has already.

    Args:
        store: a graph without inferred triples.
        scope: "article" or "shared" for the rules of that scope; None for all.

    """
    found: list[Quad] = []
    seen: set[_Drawn] = set()
    for rule in load_inference_rules():
        if scope not in (None, rule.scope):
            continue
        drawn = _drawn_by(rule, store)
        for direct in sorted(drawn, key=lambda item: item.order):
            if direct not in seen:
                seen.add(direct)
                found.extend(_marked(direct))
            found.extend(_provenance(rule, direct, drawn[direct]))
    return found


def _rule_of(path: Path) -> InferenceRule:
    """Return the rule of one file."""
    query = path.read_text(encoding="utf-8")
    header = {
        key.strip("# "): value.strip()
        for key, _, value in (
            line.partition(":") for line in query.splitlines() if line.startswith("#")
        )
    }
    if header.get("name") != path.stem or not header.get("meaning"):
        raise RuleError(str(path), 1, f"needs the lines '# name: {path.stem}' and '# meaning: …'")
    if header.get("scope") not in _SCOPES:
        raise RuleError(str(path), 1, f"needs the line '# scope: …' with {' or '.join(_SCOPES)}")
    return InferenceRule(path.stem, header["meaning"], header["scope"], query)


def _drawn_by(rule: InferenceRule, store: "Store") -> dict[_Drawn, set["NamedNode"]]:
    """Return the new triples of one rule, each with the nodes that it was drawn from."""
    from pyoxigraph import BlankNode, NamedNode, Quad, QueryTriples

    nodes: dict[str, dict[str, list[NamedNode]]] = {}
    answer = store.query(rule.query)
    for item in answer if isinstance(answer, QueryTriples) else ():
        if isinstance(item.subject, BlankNode) and isinstance(item.object, NamedNode):
            parts = nodes.setdefault(item.subject.value, {})
            parts.setdefault(item.predicate.value, []).append(item.object)
    drawn: dict[_Drawn, set[NamedNode]] = {}
    for parts in nodes.values():
        subject, predicate, value = (parts[terms.name(part).value][0] for part in _PARTS)
        if Quad(subject, predicate, value) not in store:
            used = parts.get(terms.name("prov:used").value, ())
            drawn.setdefault(_Drawn(subject, predicate, value), set()).update(used)
    return drawn


def _marked(direct: _Drawn) -> Iterator["Quad"]:
    """Yield an inferred triple for the default graph and for the graph of inferences."""
    from pyoxigraph import Quad

    graph = terms.node(terms.INFERRED_GRAPH)
    yield Quad(direct.subject, direct.predicate, direct.object)
    yield Quad(direct.subject, direct.predicate, direct.object, graph)


def _provenance(rule: InferenceRule, direct: _Drawn, used: set["NamedNode"]) -> Iterator["Quad"]:
    """Yield the node that tells which rule drew a triple from what."""
    node = terms.node(f"inference/{digest_of(rule.name, *direct.order)}")
    yield terms.triple(node, "rdf:type", terms.name("kg:Inference"))
    yield terms.triple(node, "rdf:type", terms.name("rdf:Statement"))
    for part, value in zip(_PARTS, (direct.subject, direct.predicate, direct.object), strict=True):
        yield terms.triple(node, part, value)
    yield terms.triple(node, "kg:rule", terms.text(f"infer/{rule.name}"))
    for item in sorted(used, key=lambda item: item.value):
        yield terms.triple(node, "prov:used", item)
