"""A document with another pipeline's labels in, the same words with ours out.

The tables are in ``schemes.toml``. Relations are renamed, and words turned round where ClearNLP
and Universal Dependencies disagree on which of two words leads; names are renamed or dropped.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

TABLE = Path(__file__).with_name("schemes.toml")
_VERBAL = frozenset({"VERB", "AUX", "ADJ", "ADV"})


@dataclass
class _Tree:
    """Heads (a root leads itself), relations and what is needed to turn words round."""

    heads: list[int]
    deps: list[str]
    pos: list[str]
    lemmas: list[str]


def find_scheme(labels: frozenset[str]) -> str | None:
    """Return the scheme that `labels` of a parser belong to, ``None`` if it is unknown."""
    for scheme in read_table()["scheme"]:
        if labels & set(scheme["signs"]):
            return str(scheme["id"])
    return None


def to_ud(doc: Doc, scheme: str) -> Doc:
    """Return a copy of `doc` with our relations and names; text and tokens stay the same."""
    tree = _Tree(
        [token.head.i for token in doc],
        [token.dep_ for token in doc],
        [token.pos_ for token in doc],
        [token.lemma_ for token in doc],
    )
    table = read_table()
    if scheme == "clearnlp":
        for rule in table["lift"]:
            _lift_all(tree, rule)
        tree.deps = [table["clearnlp"].get(dep, dep) for dep in tree.deps]
    return Doc(
        doc.vocab,
        words=[token.text for token in doc],
        spaces=[bool(token.whitespace_) for token in doc],
        pos=tree.pos,
        tags=[token.tag_ for token in doc],
        lemmas=[token.lemma_ or token.lower_ for token in doc],
        heads=tree.heads,
        deps=["root" if dep == "ROOT" else dep or "dep" for dep in tree.deps],
        ents=_names_of(doc, table["names"]),
    )


@lru_cache(maxsize=1)
def read_table() -> dict[str, Any]:
    """Return the tables of this module (``schemes.toml``)."""
    with TABLE.open("rb") as file:
        return tomllib.load(file)


def _lift_all(tree: _Tree, rule: dict[str, Any]) -> None:
    """Turn round every pair of words that `rule` describes."""
    for inner, dep in enumerate(tree.deps):
        outer = tree.heads[inner]
        if dep not in rule["inner"] or outer == inner:
            continue
        is_outer = tree.deps[outer] in rule.get("outer", ())
        is_light = "lemma" in rule and tree.lemmas[outer] == rule["lemma"]
        if is_outer or is_light:
            _lift(tree, rule, outer, inner)


def _lift(tree: _Tree, rule: dict[str, Any], outer: int, inner: int) -> None:
    above, relation = tree.heads[outer], tree.deps[outer]
    new = rule["verb"] if tree.pos[above] in _VERBAL else rule["noun"]
    is_root = above == outer
    if rule["children"]:
        for place, head in enumerate(tree.heads):
            if head == outer and place not in (inner, outer):
                tree.heads[place] = inner
    tree.heads[inner] = inner if is_root else above
    tree.deps[inner] = relation if is_root or not new else new
    tree.heads[outer], tree.deps[outer] = inner, rule["mark"]


def _names_of(doc: Doc, table: dict[str, str]) -> list[str]:
    names = ["O"] * len(doc)
    for span in doc.ents:
        label = table.get(span.label_, span.label_ if span.label_ in table.values() else "")
        if label:
            names[span.start] = f"B-{label}"
            names[span.start + 1 : span.end] = [f"I-{label}"] * (span.end - span.start - 1)
    return names
