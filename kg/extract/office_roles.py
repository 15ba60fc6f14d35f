"""Roles of persons by syntax: the noun of role beside, before or behind a name, and whose it is.

In: the parse with its mentions. Out: roles with the person, the title in the words of the text, and
the body that the words around name. Nouns of role are lists of `kg/rules/offices.toml`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from kg.extract.arguments import arguments
from kg.extract.clauses import status_of
from kg.extract.office_titles import stands_before_name, title_span
from kg.extract.tree import Tree, antecedent, case_of, with_conjuncts
from kg.model import Mention
from kg.rules import load_rules

# So many characters before its sentence a body may be named that "the group" stands for.
_BACK = 250
# Blanks, genitive and the like between a body and the title it belongs to.
_GAP = 3
# How a name hangs on a noun for its kind: "the party Alianza".
_NAMING = ("compound", "amod", "appos", "flat")
_BODIES = ("Institution", "Prison", "Place")


@dataclass(frozen=True, slots=True)
class Role:
    """A role's words at their place, who has it, and the body beside it where there is one.

    `tie` is what ties role and body: a preposition, "owner" ("its president") or "title".
    """

    start: int
    end: int
    text: str
    person: Mention
    body: Mention | None
    negated: bool = False
    hypothetical: bool = False
    is_aside: bool = True
    tie: str = ""


def find_roles(tree: Tree) -> Iterator[Role]:
    """Yield the roles that the parse shows, one for each noun of role and person."""
    for token in tree.doc:
        if not _is_role_noun(token):
            continue
        for holder in _holders(token):
            person = tree.pick(holder, ("Person",))
            if person is None or _covers(tree, person, token) or role_list(person.name) is not None:
                continue
            start, end = title_span(tree, token, person)
            body, tie = _body(tree, token, person, start)
            status = status_of(tree, token)
            yield Role(
                start,
                end,
                tree.text[start:end],
                person,
                body,
                status.negated,
                status.hypothetical and not _is_aside(token),
                _is_aside(token),
                tie,
            )


def _is_aside(token: Token) -> bool:
    """Tell whether a role is told by the way, beside a name, and not as what the clause says."""
    told = token.dep_ == "xcomp" or (token.dep_ == "obl" and case_of(token) == "as")
    return not told and not any(child.dep_ == "cop" for child in token.children)


def _is_role_noun(token: Token) -> bool:
    """Tell whether a token is a noun of role, and not only a part of one: "chief executive"."""
    noun = token.tag_.startswith("NN") or token.dep_ == "nmod:desc" or token.text.isupper()
    if role_list(token.text) is None or not noun:
        return False
    if token.i + 1 < len(token.doc) and role_list(token.nbor(1).text) is not None:
        return False
    inner = token.dep_ in ("compound", "amod") and role_list(token.head.text) is not None
    return not (inner and token.head.i > token.i)


def role_list(word: str) -> str | None:
    """Return the list that a noun of role is in: heads, speakers, employment or membership."""
    return _role_lists().get(word.lower())


@cache
def _role_lists() -> Mapping[str, str]:
    """Return each noun of role with the first list that has it."""
    lists = load_rules("offices").lists
    names = ("membership", "employment", "speakers", "heads")
    return {word: name for name in names for word in lists[name]}


def _holders(token: Token) -> Iterator[Token]:
    """Yield the tokens that stand for who has a role; the name right behind it leaves no other."""
    named = tuple(_naming_title(token))
    if _stands_alone(token):
        return
    seen: set[int] = set()
    for item in named or (*arguments(token, "holder"), *_beside(token)):
        several = token.tag_ in ("NNS", "NNPS") or token.lower_ in ("sens.", "reps.")
        first = antecedent(item)
        for place in with_conjuncts(first) if several and first.i > token.i else (first,):
            if place.i != token.i and place.i not in seen:
                seen.add(place.i)
                yield place


def _stands_alone(token: Token) -> bool:
    """Tell whether a noun of role is a person of its own: "the Secretary and Minister Ruiz"."""
    if token.i == 0 or token.i + 1 >= len(token.doc):
        return False
    before, behind = token.nbor(-1), token.nbor(1)
    return before.lower_ == "the" and behind.dep_ == "cc" and stands_before_name(token)


def _beside(token: Token) -> Iterator[Token]:
    """Yield who has a role in "whose president is Ruiz", and in "a judge and a teacher"."""
    above = token.head
    inverted = token.dep_ == "nsubj" and any(child.dep_ == "cop" for child in above.children)
    own = any(child.dep_ in ("appos", "flat", "nmod:poss") for child in token.children)
    roles = any(_is_apposed_role(child) for child in above.children)
    second = token.dep_ == "conj" and roles and not own
    yield from _second_subject(token)
    if inverted or second:
        yield above


def _second_subject(token: Token) -> Iterator[Token]:
    """Yield the name behind a role and a comma that the parse takes for a second subject."""
    if token.dep_ != "nsubj" or token.i + 2 >= len(token.doc) or token.nbor(1).text != ",":
        return
    for place in token.doc[token.i + 2 : token.i + 5]:
        if place.dep_ == "nsubj" and place.head.i == token.head.i:
            yield place


def _is_apposed_role(token: Token) -> bool:
    """Tell whether a token is a role in apposition, which a second role may follow."""
    return token.dep_ == "appos" and role_list(token.text) is not None


def _naming_title(token: Token) -> Iterator[Token]:
    """Yield the name that a title stands before, whatever the parser made of the two."""
    following = token.nbor(1) if token.i + 1 < len(token.doc) else None
    if following is not None and following.text[:1].isupper() and following.tag_.startswith("NN"):
        yield following
        if stands_before_name(token):
            yield token.head


def _body_of_list(tree: Tree, token: Token) -> Mention | None:
    """Return the body before "and its" in "the county and its sheriff"."""
    owned = any(
        child.lower_ in load_rules("offices").lists["body_pronouns"] for child in token.children
    )
    if not owned:
        return None
    owner = next((child for child in token.lefts if child.dep_ == "nmod:poss"), token)
    if owner.i > 1 and owner.nbor(-1).lower_ == "and":
        return tree.name_at(owner.nbor(-2), _BODIES)
    first = token.head if token.dep_ == "conj" else None
    first = next((child for child in token.lefts if child.dep_ == "appos"), first)
    return tree.pick(first, _BODIES) if first is not None else None


def _body(tree: Tree, token: Token, person: Mention, start: int) -> tuple[Mention | None, str]:
    """Return the body that a role is in and what ties them: a preposition, "owner" or "title"."""
    found = _named_body(tree, token, person, start)
    if found is None and token.dep_ == "conj" and role_list(token.head.text) is not None:
        found = _named_body(tree, token.head, person, 0)
    return found or (None, "")


def _named_body(
    tree: Tree, token: Token, person: Mention, start: int
) -> tuple[Mention, str] | None:
    """Return the body of one noun of role: behind it, its owner, part of the title, or meant."""
    places = list(_body_places(token))
    for child, tie in places:
        found = _named(tree, antecedent(child), person)
        if found is None and tie in ("owner", "for") and role_list(token.text) == "speakers":
            found = tree.pick(child, ("Person",))
        if found is not None and (tie != "title" or found.evidence.end + _GAP >= start):
            return found, tie
    listed = _body_of_list(tree, token)
    if listed is not None:
        return listed, "owner"
    for child, tie in places:
        found = _meant(tree, antecedent(child), person)
        if found is not None:
            return found, tie
    return None


def _body_places(token: Token) -> Iterator[tuple[Token, str]]:
    """Yield the words that may name a role's body, the surest first, with what ties them."""
    lists = load_rules("offices").lists
    behind = [
        (child, case_of(child)) for child in token.children if child.i > token.i and _is_nmod(child)
    ]
    before = [item for item in token.children if item.dep_ in ("compound", "nmod", "amod")]
    if stands_before_name(token):
        before += [item for item in token.head.children if item.i < token.i]
    yield from ((item, case) for item, case in behind if case in lists["owner_prepositions"])
    yield from ((item, "owner") for item in token.children if item.dep_ == "nmod:poss")
    yield from ((item, "title") for item in before if item.i < token.i)
    for name in _naming_title(token):
        yield from ((item, "of") for item in name.children if case_of(item) == "of")
    yield from ((item, case) for item, case in behind if case in lists["place_prepositions"])


def _is_nmod(token: Token) -> bool:
    """Tell whether a token limits a noun by a preposition."""
    return token.dep_.startswith("nmod") and token.dep_ != "nmod:poss"


def _meant(tree: Tree, token: Token, person: Mention) -> Mention | None:
    """Return the body that "its" or "the group" stands for: the last one named, close before."""
    lists = load_rules("offices").lists
    word = token.lower_
    if word not in lists["body_nouns"] and word not in lists["body_pronouns"]:
        return None
    start = tree.sentence_of(token)[0] - _BACK
    for body in reversed(tree.bodies_before(token.idx)):
        if body.evidence.start < start or body.id == person.id:
            break
        public = body.cls in ("Court", "GovernmentBody", "Legislature")
        free = word in lists["body_pronouns"] or (word in lists["any_body"] and not public)
        if free or word in body.evidence.quote.lower():
            return body
    return None


def _named(tree: Tree, token: Token, person: Mention) -> Mention | None:
    """Return the body named at a token or in its phrase; words such as "State" name none."""
    for item in (token, *(child for child in token.children if child.dep_ in _NAMING)):
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


def _covers(tree: Tree, person: Mention, token: Token) -> bool:
    """Tell whether a noun of role stands for a person by itself: "the secretary and Ana Ruiz"."""
    others = [item for item in tree.at(token) if item.type == "Person" and item.form != "name"]
    start = person.evidence.start
    return any(item.id == person.id or item.evidence.end <= start for item in others)
