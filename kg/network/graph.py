"""Rows of a store become a networkx MultiDiGraph: entities, what links them, and the sentences.

In: a store that answers SPARQL. Out: one node for each entity, one edge for each assertion,
inference, piece of reference knowledge, and stance of a speaker; `Quote`s as evidence.
Not done: no positions, no colors, no choice of what to show (see `layout`, `style`, `choose`).
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from kg.network.debates import DEBATE_CLASSES, questions_of
from kg.network.gather import Records, gather
from kg.network.named import mentions_of, roles_of
from kg.network.nouns import Detail, Quote, Saying, Source
from kg.network.rows import Queryable
from kg.network.style import load_style
from kg.vocab import load_terms, terms_above

if TYPE_CHECKING:
    import networkx

# From the strongest doubt to none: an assertion that is negated and claimed is drawn as negated.
_KIND_BY_STATUS = (
    ("Negated", "negated"),
    ("Hypothetical", "hypothetical"),
    ("Claimed", "claimed"),
    ("Asserted", "fact"),
)
_STANCES = ("Supports", "Opposes", "Conditional")

Edge = tuple[str, str, str, dict[str, Any]]


def network_of(store: Queryable) -> "networkx.MultiDiGraph[str]":
    """Return the network of a store.

    Nodes are keyed by entity id and carry `id`, `label`, `type` (coarse), `cls`, `aliases`,
    `roles`, `definition`, `background`, `links` (http addresses), `details` (facts with values),
    `mentions` (quotes).
    Edges are keyed by the id of what they rest on and carry `id`, `relation`, `kind` (a key of
    `style.toml`), `status` (names of the ontology), `qualifiers`, `asserted_by`, `evidence`,
    `sayings` (statement ids), `sources` (how many independent ones). `graph.graph` has `sayings`
    (id → Saying), `sources` and `questions`.
    """
    records = gather(store)
    sayings = tuple(_saying_of(records, key) for key in records.of_class("Statement"))
    edges = [*_assertions(records), *_inferences(records), *_stances(records, sayings)]
    edges += _reference(records, {(edge[0], edge[1], edge[3]["relation"]) for edge in edges})
    graph = _nodes_of(records, edges, sayings)
    for start, end, key, attributes in sorted(edges, key=lambda edge: edge[:3]):
        if start in graph and end in graph:
            graph.add_edge(start, end, key=key, **attributes)
    graph.graph["sayings"] = {saying.id: saying for saying in sayings}
    _clear_background(graph)
    graph.graph["questions"] = questions_of(records)
    graph.graph["sources"] = tuple(records.sources[key] for key in sorted(records.sources))
    return graph


def _nodes_of(
    records: Records, edges: Iterable[Edge], sayings: Iterable[Saying]
) -> "networkx.MultiDiGraph[str]":
    """Return a network of the entities that articles speak of or that have a link, unlinked."""
    import networkx

    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    mentions, roles = mentions_of(records), roles_of(records)
    used = {end for edge in edges for end in edge[:2]} | set(mentions)
    for saying in sayings:
        used.update(saying.targets, saying.provisions, saying.issues)
    details = _details(records)
    used.update(entity for entity, own in details.items() if any(d.evidence for d in own))
    for entity in sorted(used):
        if entity in records.entities and not records.is_value(entity):
            graph.add_node(
                entity,
                **_node_of(records, entity),
                roles=roles.get(entity, ()),
                details=details.get(entity, ()),
                mentions=mentions.get(entity, ()),
            )
    return graph


def _edge(
    start: str, end: str, key: str, relation: str, kind: str,
    evidence: tuple[Quote, ...] = (), /, **more: object,
) -> Edge:  # fmt: skip
    """Return an edge with all its attributes, those not given left empty."""
    attributes: dict[str, Any] = {
        "id": key,
        "relation": relation,
        "kind": kind,
        "status": (),
        "qualifiers": (),
        "asserted_by": (),
        "rule": None,
        "evidence": evidence,
        "sayings": (),
        "sources": 0,
    }
    attributes.update(more)
    groups = {quote.source.group for quote in attributes["evidence"]}
    attributes["sources"] = attributes["sources"] or len(groups)
    return start, end, key, attributes


def _clear_background(graph: "networkx.MultiDiGraph[str]") -> None:
    """Mark as said what an article speaks of, though reference knowledge brought it in."""
    for node, data in graph.nodes(data=True):
        around = (*graph.in_edges(node, data=True), *graph.out_edges(node, data=True))
        if data["mentions"] or any(edge[2]["evidence"] for edge in around):
            data["background"] = False


def _node_of(records: Records, entity: str) -> dict[str, Any]:
    """Return what a node carries about the entity itself."""
    known = records.entities[entity]
    label = known["label"][0]
    types = [name for name in known.get("type", ()) if ":" not in name]
    kind = load_style().type_of(types)
    classes = [name for name in types if name not in load_style().types]
    links = (*known.get("url", ()), *known.get("seeAlso", ()), *known.get("sameAs", ()))
    return {
        "id": entity,
        "label": label,
        "type": kind,
        "cls": classes[0] if classes else kind,
        "aliases": tuple(name for name in known.get("altLabel", ()) if name != label),
        "definition": next(iter(known.get("definition", ())), None),
        "background": "true" in known.get("background", ()),
        "links": tuple(link for link in links if link.startswith(("http://", "https://"))),
    }


def _told(records: Records, cls: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield (record, subject, relation, object) of all records of a class, by id."""
    for key in records.of_class(cls):
        names = ("subject", "predicate", "object")
        start, relation, end = (records.one(key, name) or "" for name in names)
        if start and relation and end:
            yield key, start, relation, end


def _assertions(records: Records) -> list[Edge]:
    """Return an edge for each assertion between two entities."""
    edges = []
    disputed = {
        finding
        for side in records.of_class("ConflictSide")
        for finding in records.table[side].get("finding", ())
    }
    for key, start, relation, end in _told(records, "Assertion"):
        if not records.is_value(end):
            record = records.table[key]
            status = record.get("status", ())
            edges.append(
                _edge(
                    start, end, key, relation,
                    "disputed" if key in disputed else _kind_of(status, relation),
                    sources=int(records.one(key, "independentSourceCount") or 0),
                    status=status,
                    qualifiers=records.qualifiers(key),
                    asserted_by=record.get("assertedBy") or record.get("assertedByText", ()),
                    rule=records.one(key, "rule"),
                    evidence=records.quotes(key, record.get("quote", ())),
                )
            )  # fmt: skip
    return edges


def _details(records: Records) -> dict[str, tuple[Detail, ...]]:
    """Return the facts with a value, by subject, in order of relation and value."""
    found: dict[str, dict[tuple[str, str, str], Detail]] = {}
    for key, start, relation, end in _told(records, "Assertion"):
        if records.is_value(end):
            record = records.table[key]
            detail = Detail(
                relation,
                records.label(end),
                _kind_of(record.get("status", ()), relation),
                records.qualifiers(key),
                records.quotes(key, record.get("quote", ())),
            )
            found.setdefault(start, {})[relation, detail.value, key] = detail
    for entity, known in records.entities.items():
        own = found.setdefault(entity, {})
        told = {place[:2] for place in own}
        for relation, value in records.reference_values(known):
            if (relation, value) not in told:
                own[relation, value, ""] = Detail(relation, value, "reference", (), ())
    return {entity: tuple(own[place] for place in sorted(own)) for entity, own in found.items()}


def _kind_of(status: tuple[str, ...], relation: str) -> str:
    """Return how an assertion of such a status is drawn; a fact of support as a stance."""
    kind = next((kind for name, kind in _KIND_BY_STATUS if name in status), "fact")
    above = terms_above(relation) if kind == "fact" and relation in load_terms() else ()
    return next((stance for stance in ("supports", "opposes") if stance in above), kind)


def _inferences(records: Records) -> list[Edge]:
    """Return an edge for each triple that rules inferred, with the first of the rules."""
    edges: dict[tuple[str, str, str], Edge] = {}
    for key, start, relation, end in _told(records, "Inference"):
        rule = records.one(key, "rule")
        edge = _edge(start, end, key, relation, "inferred", rule=rule)
        edges.setdefault((start, relation, end), edge)
    return list(edges.values())


def _reference(records: Records, told: set[tuple[str, str, str]]) -> list[Edge]:
    """Return an edge for each link between entities that no article states: reference knowledge."""
    edges = []
    for start, known in records.entities.items():
        for relation, values in known.items():
            for end in values:
                is_link = end in records.entities and ":" not in relation
                if is_link and (start, end, relation) not in told:
                    key = f"reference/{relation}/{start}/{end}"
                    edges.append(_edge(start, end, key, relation, *_ground(records, start, end)))
    return edges


def _ground(records: Records, start: str, end: str) -> tuple[str, tuple[Quote, ...]]:
    """Return kind and evidence of a link that no assertion states: of the debate, or reference."""
    pleas = [key for key in (start, end) if key in records.table]
    if not any(records.is_a(key, *DEBATE_CLASSES) for key in (start, end)):
        return "reference", ()
    return "argues", tuple(dict.fromkeys(q for key in pleas for q in records.quotes(key, ())))


def _saying_of(records: Records, key: str) -> Saying:
    """Return one statement."""
    record = records.table[key]
    kinds = [name for name in record["type"] if name.endswith("Statement") and name != "Statement"]
    return Saying(
        id=key,
        kind=kinds[0] if kinds else "Statement",
        text=records.one(key, "text") or "",
        speaker=records.one(key, "speaker"),
        speaker_text=records.one(key, "speakerText"),
        cue=records.one(key, "cue"),
        via=record.get("via", ()),
        stance=records.one(key, "stance"),
        targets=record.get("target", ()),
        modality=records.one(key, "modality"),
        provisions=record.get("provision", ()),
        issues=record.get("issue", ()),
        evidence=records.quotes(key, record.get("text", ())),
    )


def _stances(records: Records, sayings: tuple[Saying, ...]) -> list[Edge]:
    """Return an edge from each speaker to what its statements are for, against, or about."""
    grouped: dict[tuple[str, str, str, str], list[Saying]] = {}
    for saying in sayings:
        for end, relation, kind in _ends_of(saying):
            if saying.speaker is not None and end != saying.speaker:
                grouped.setdefault((saying.speaker, end, relation, kind), []).append(saying)
    edges = []
    for (start, end, relation, kind), group in sorted(grouped.items()):
        if kind == "says" and start in records.sources:
            continue  # the article's own voice speaks of everything: that is no edge
        edges.append(
            _edge(
                start, end, f"saying/{relation}/{start}/{end}", relation, kind,
                status=tuple(sorted({saying.stance for saying in group if saying.stance})),
                evidence=_merged(group),
                sayings=tuple(saying.id for saying in group),
            )
        )  # fmt: skip
    return edges


def _ends_of(saying: Saying) -> list[tuple[str, str, str]]:
    """Return (entity, relation, kind) for all that a statement points at."""
    stance = saying.stance if saying.stance in _STANCES else None
    relation = {None: "speaksOf", "Conditional": "setsConditionFor"}.get(stance) or stance or ""
    relation = relation[0].lower() + relation[1:]
    ends = [(end, relation, stance.lower() if stance else "says") for end in saying.targets]
    legal = saying.modality or "invokes"
    ends += [(end, legal[0].lower() + legal[1:], "says") for end in saying.provisions]
    return ends + [(end, "speaksOn", "says") for end in saying.issues]


def _merged(group: list[Saying]) -> tuple[Quote, ...]:
    """Return the quotes of several statements, each once, in order."""
    return tuple(dict.fromkeys(quote for saying in group for quote in saying.evidence))


__all__ = ["Detail", "Quote", "Saying", "Source", "network_of"]
