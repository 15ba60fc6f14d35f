"""Writes bound values and the usual prefixes into a query for an engine that has no parameters.

In: a query and terms by variable. Out: the query, in which each variable stands replaced by its
term wherever a pattern or an expression uses it, as pyoxigraph's substitution does.
The query is cut into tokens (`guard`) and terms are written by an RDF library, so that no value
can end its token: nothing is pasted. A variable that is selected keeps its column by a VALUES in
the outermost group.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.store.guard import Token, tokenize

_HEADS = ("select", "ask", "construct", "describe")


@dataclass(slots=True)
class _Group:
    """A group in curly brackets: whether it is a subquery, and its depth in round brackets."""

    depth: int
    is_select: bool = False
    tokens: int = 0


def bind(text: str, terms: Mapping[str, str], prefixes: Mapping[str, str], base: str) -> str:
    """Return a query with its prologue and with terms, in N-Triples form, for variables.

    >>> bind("SELECT ?x { ?x a ?c }", {"c": "<urn:c>"}, {}, "")
    'SELECT ?x { VALUES ?c { <urn:c> } ?x a <urn:c> }'
    """
    tokens = tuple(tokenize(text))
    bound = _replace(text, tokens, terms) if terms else text
    return _prologue(tokens, prefixes, base) + bound


def form_of(text: str) -> str:
    """Return "select", "ask", "construct" or "describe", "" for a text that is none of them."""
    return _form(tuple(tokenize(text)))


def _form(tokens: Sequence[Token]) -> str:
    found = next((token.text for token in tokens if token.is_word(*_HEADS)), "")
    return found.casefold()


def _prologue(tokens: Sequence[Token], prefixes: Mapping[str, str], base: str) -> str:
    """Return the declarations that the query itself does not make."""
    declared = {after.text for token, after in pairwise(tokens) if token.is_word("prefix")}
    used = {token.text.partition(":")[0] for token in tokens if token.kind == "name"}
    lines = [
        f"PREFIX {name}: <{iri}>\n"
        for name, iri in sorted(prefixes.items())
        if name in used and f"{name}:" not in declared
    ]
    if base and not any(token.is_word("base") for token in tokens):
        lines.insert(0, f"BASE <{base}>\n")
    return "".join(lines)


def _replace(text: str, tokens: Sequence[Token], terms: Mapping[str, str]) -> str:
    parts: list[str] = []
    done = 0
    for start, end, new in _edits(tokens, terms):
        parts += [text[done:start], new]
        done = end
    return "".join([*parts, text[done:]])


def _edits(tokens: Sequence[Token], terms: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, text) for what changes, in order."""
    values = "".join(f" VALUES ?{name} {{ {terms[name]} }}" for name in _named(tokens, terms))
    groups: list[_Group] = []
    is_construct = _form(tokens) == "construct"
    opened = 0
    for index, token in enumerate(tokens):
        if token.text == "{" and token.kind == "sign":
            groups.append(_Group(token.depth))
            opened += 1
            if opened == (2 if is_construct else 1):
                yield token.start + 1, token.start + 1, values
            continue
        if token.text == "}" and token.kind == "sign" and groups:
            groups.pop()
            continue
        if groups:
            groups[-1].is_select |= groups[-1].tokens == 0 and token.is_word("select")
            groups[-1].tokens += 1
        term = terms.get(token.text[1:]) if token.kind == "variable" else None
        if term is None or not groups or _is_name(tokens, index, groups[-1]):
            continue
        if index >= 2 and tokens[index - 2].is_word("bound"):
            yield tokens[index - 2].start, tokens[index + 1].start + 1, "(true)"
        else:
            yield token.start, token.start + len(token.text), term


def _named(tokens: Sequence[Token], terms: Mapping[str, str]) -> Iterable[str]:
    used = {token.text[1:] for token in tokens if token.kind == "variable"}
    return sorted(used & set(terms))


def _is_name(tokens: Sequence[Token], index: int, group: _Group) -> bool:
    """Tell whether a variable is named here (selected, grouped by, bound), not used."""
    before = tokens[index - 1]
    if before.is_word("as", "values"):
        return True
    return group.is_select and tokens[index].depth == group.depth
