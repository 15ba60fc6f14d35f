"""Roles of persons by syntax: the noun of role beside, before or behind a name, and whose it is.

In: the parse with its mentions. Out: roles with the person, the title in the words of the text, and
the body that the words around name. Nouns of role are lists of `kg/rules/offices.toml`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from kg.extract.arguments import arguments
from kg.extract.clauses import status_of
from kg.extract.tree import Tree, antecedent, case_of, left_edge, with_conjuncts
from kg.model import Mention
from kg.rules import load_rules

# So many characters before its sentence a body may be named that "the group" stands for.
_BACK = 250
_BODIES = ("Institution", "Prison", "Place")
_BEFORE_NOUN = frozenset({"compound", "amod", "nmod", "nmod:desc", "flat", "nmod:unmarked"})


@dataclass(frozen=True, slots=True)
class Role:
    """A role's words at their place, who has it, and the body beside it where there is one."""

    start: int
    end: int
    text: str
    person: Mention
    body: Mention | None
    negated: bool = False
    hypothetical: bool = False
    is_aside: bool = True


def find_roles(tree: Tree) -> Iterator[Role]:
    """Yield the roles that the parse shows, one for each noun of role and person."""
    for token in tree.doc:
        if not _is_role_noun(token):
            continue
        start, end = _title_span(tree, token)
        for holder in _holders(token):
            person = tree.pick(holder, ("Person",))
            if person is None or _covers(person, token) or role_list(person.name) is not None:
                continue
            body = _body(tree, token, person)
            status = status_of(tree, token)
            yield Role(
                start,
                end,
                tree.doc.text[start:end],
                person,
                body,
                status.negated,
                status.hypothetical and not _is_aside(token),
                _is_aside(token),
            )


def _is_aside(token: Token) -> bool:
    """Tell whether a role is told by the way, beside a name, and not as what the clause says."""
    return token.dep_ not in ("xcomp", "obl", "root", "ccomp") and not any(
        child.dep_ == "cop" for child in token.children
    )


def _is_role_noun(token: Token) -> bool:
    """Tell whether a token is a noun of role, and not only a part of one: "chief executive"."""
    if role_list(token.text) is None or not token.tag_.startswith("NN"):
        return token.lower_ in ("mp", "ceo", "mep") and role_list(token.text) is not None
    inner = token.dep_ in ("compound", "amod") and role_list(token.head.text) is not None
    return not (inner and token.head.i > token.i)


def role_list(word: str) -> str | None:
    """Return the list that a noun of role is in: heads, speakers, employment or membership."""
    lists = load_rules("offices").lists
    plain = word.lower()
    names = ("heads", "speakers", "employment", "membership")
    return next((name for name in names if plain in lists[name]), None)


def _holders(token: Token) -> Iterator[Token]:
    """Yield the tokens that stand for who has a role."""
    seen: set[int] = set()
    for item in (*arguments(token, "holder"), *_naming_title(token)):
        several = token.tag_ in ("NNS", "NNPS") or token.lower_ in ("sens.", "reps.")
        first = antecedent(item)
        for place in with_conjuncts(first) if several and first.i > token.i else (first,):
            if place.i != token.i and place.i not in seen:
                seen.add(place.i)
                yield place
    above = token.head
    inverted = token.dep_ == "nsubj" and any(child.dep_ == "cop" for child in above.children)
    second = token.dep_ == "conj" and any(_is_apposed_role(child) for child in above.children)
    if inverted or second:
        yield above


def _is_apposed_role(token: Token) -> bool:
    """Tell whether a token is a role in apposition, which a second role may follow."""
    return token.dep_ == "appos" and role_list(token.text) is not None


def _naming_title(token: Token) -> Iterator[Token]:
    """Yield the name that a title stands before, whatever the parser made of the two."""
    if token.dep_ in ("compound", "nmod:desc", "nmod", "flat", "amod") and token.head.i > token.i:
        yield token.head
    if token.i + 1 < len(token.doc) and token.nbor(1).text[:1].isupper():
        yield token.nbor(1)


def _title_span(tree: Tree, token: Token) -> tuple[int, int]:
    """Return the characters of a title: the noun with what limits it, without the name itself."""
    if token.dep_ in ("nmod:desc", "compound", "flat", "amod") and token.head.i > token.i:
        siblings = [
            item
            for item in token.head.children
            if item.i < token.i and item.dep_ in ("nmod:desc", "compound", "amod", "nmod")
        ]
        first = min([left_edge(item) for item in (token, *siblings)], key=lambda item: item.i)
        if any(item.is_punct for item in tree.doc[first.i : token.i] if item.text not in "-–."):
            first = left_edge(token)
        return first.idx, token.idx + len(token)
    first, last = token, token
    for child in reversed(tuple(token.lefts)):
        if child.dep_ not in _BEFORE_NOUN or child.right_edge.i != first.i - 1:
            break
        first = child.left_edge
    for child in token.rights:
        if not child.dep_.startswith(("nmod", "flat", "compound", "amod")):
            break
        last = _end_of(child)
    return first.idx, last.idx + len(last)


def _end_of(token: Token) -> Token:
    """Return the last token of a phrase, without clauses and asides at its end."""
    last = token
    for child in token.rights:
        if child.dep_ in ("acl:relcl", "acl", "appos", "parataxis", "punct", "advcl"):
            break
        last = _end_of(child)
    return last


def _body_of_list(tree: Tree, token: Token) -> Mention | None:
    """Return the body before "and its" in "the county and its sheriff"."""
    owned = any(
        child.lower_ in load_rules("offices").lists["body_pronouns"] for child in token.children
    )
    if not owned:
        return None
    first = token.head if token.dep_ == "conj" else None
    first = next((child for child in token.lefts if child.dep_ == "appos"), first)
    return tree.pick(first, _BODIES) if first is not None else None


def _body(tree: Tree, token: Token, person: Mention) -> Mention | None:
    """Return the body that a role is in: behind "of" or "for", owner, or part of the title."""
    lists = load_rules("offices").lists
    behind = [child for child in token.children if child.i > token.i and _is_nmod(child)]
    owners = [child for child in token.children if child.dep_ == "nmod:poss"]
    before = [child for child in token.children if child.dep_ in ("compound", "nmod", "amod")]
    if token.dep_ == "nmod:desc":
        before += [child for child in token.head.children if child.i < token.i]
    strong = [child for child in behind if case_of(child) in lists["owner_prepositions"]]
    weak = [child for child in behind if case_of(child) in lists["place_prepositions"]]
    for child in (*strong, *owners, *before, *weak):
        found = _named(tree, antecedent(child), person)
        if found is not None:
            return found
    listed = _body_of_list(tree, token)
    if listed is not None:
        return listed
    for child in (*strong, *owners, *before):
        found = _meant(tree, antecedent(child), person)
        if found is not None:
            return found
    return None


def _is_nmod(token: Token) -> bool:
    """Tell whether a token limits a noun by a preposition."""
    return token.dep_.startswith("nmod") and token.dep_ != "nmod:poss"


def _meant(tree: Tree, token: Token, person: Mention) -> Mention | None:
    """Return the body that "its" or "the group" stands for: the last one named, close before."""
    lists = load_rules("offices").lists
    word = token.lower_
    if word not in lists["body_nouns"] and word not in lists["body_pronouns"]:
        return None
    start = token.sent.start_char - _BACK
    for body in reversed(tree.bodies_before(token.idx)):
        if body.evidence.start < start or body.id == person.id:
            break
        generic = word in lists["any_body"] or word in lists["body_pronouns"]
        if generic or word in body.evidence.quote.lower():
            return body
    return None


def _named(tree: Tree, token: Token, person: Mention) -> Mention | None:
    """Return the body named at a token or in its phrase; words such as "State" name none."""
    for item in (token, *(child for child in token.children if child.dep_ in ("compound", "amod"))):
        found = tree.name_at(item, _BODIES)
        if found is not None and found.evidence.quote.lower() not in _no_owners():
            return found if found.id != person.id else None
    for child in token.children:
        if child.dep_ == "nmod" and child.i > token.i and tree.name_at(child, ("Institution",)):
            return tree.name_at(child, ("Institution",))
    return None


def _no_owners() -> tuple[str, ...]:
    """Return the words that look like a body and are only part of a title."""
    return load_rules("offices").lists["no_owners"]


def _covers(person: Mention, token: Token) -> bool:
    """Tell whether a noun of role is itself part of a person's mention, other than as its title."""
    start, end = person.evidence.start, person.evidence.end
    inside = start <= token.idx < end
    return inside and person.form != "name"
