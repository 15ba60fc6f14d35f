"""Sentences that something rests on, as annotations that other programs read.

In: an open `Store`. Out: a JSON-LD document, one AnnotationCollection with one page: for each
sentence an annotation whose target is its place in the article (words and offsets, code points)
and whose bodies are the facts, statements and mentions that rest on it.
Source: W3C Web Annotation Data Model, 23 February 2017, sections 3.1, 4.2.4, 4.2.5 and 5.
"""

import json
from collections import defaultdict
from typing import TYPE_CHECKING

from kg.store.terms import BASE, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.store.base import Store

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
# The end of a file's name that asks for this format.
SUFFIX = ".annotations.jsonld"
_WANTED = ("exact", "prefix", "suffix", "start", "end")


def to_annotations(store: "Store") -> str:
    """Return all evidence of a graph as one JSON-LD document, sorted by the sentences' IRIs."""
    values, resting = _read(store)
    kind = f"{PREFIXES['kg']}Evidence"
    sentences = sorted(iri for iri, fields in values.items() if kind in fields.get("type", ()))
    items = [_annotation(iri, values, sorted(resting[iri])) for iri in sentences]
    page = {"id": f"{BASE}annotations/1", "type": "AnnotationPage", "startIndex": 0, "items": items}
    collection = {
        "@context": CONTEXT,
        "id": f"{BASE}annotations",
        "type": "AnnotationCollection",
        "label": "sentences that the graph rests on",
        "total": len(items),
        "first": page,
    }
    return json.dumps(collection, ensure_ascii=False, indent=1) + "\n"


Values = dict[str, dict[str, list[str]]]


def _read(store: "Store") -> tuple[Values, dict[str, set[str]]]:
    """Return what is said of each sentence and its selectors, and what rests on each sentence."""
    oa, evidence = PREFIXES["oa"], f"{PREFIXES['kg']}evidence"
    names = {f"{oa}{name}": name for name in (*_WANTED, "hasSource", "hasSelector")}
    names[f"{PREFIXES['rdf']}type"] = "type"
    values: Values = defaultdict(lambda: defaultdict(list))
    resting: dict[str, set[str]] = defaultdict(set)
    for quad in store.quads():
        if getattr(quad.graph_name, "value", ""):
            continue
        subject, predicate = str(getattr(quad.subject, "value", "")), quad.predicate.value
        value = str(getattr(quad.object, "value", ""))
        if predicate == evidence:
            resting[value].add(subject)
        elif predicate in names and subject.startswith(f"{BASE}evidence/"):
            values[subject][names[predicate]].append(value)
    return values, resting


def _annotation(
    iri: str, values: "Mapping[str, Mapping[str, list[str]]]", bodies: list[str]
) -> dict[str, object]:
    """Return the annotation of one sentence."""
    target: dict[str, object] = {"id": iri, "type": "SpecificResource"}
    target["source"] = values[iri]["hasSource"][0]
    selectors = sorted(values[iri]["hasSelector"])
    target["selector"] = [_selector(values[selector]) for selector in selectors]
    found: dict[str, object] = {"id": f"{iri}/annotation", "type": "Annotation"}
    if bodies:
        found |= {"motivation": "describing", "body": bodies}
    return {**found, "target": target}


def _selector(fields: "Mapping[str, list[str]]") -> dict[str, object]:
    """Return a selector by quotation or by position."""
    found: dict[str, object] = {"type": fields["type"][0].removeprefix(PREFIXES["oa"])}
    for name in _WANTED:
        if fields.get(name):
            value = fields[name][0]
            found[name] = int(value) if name in ("start", "end") else value
    return found
