"""The words of a title: a noun of role with what limits it, without the name it belongs to.

In: a noun of role in the parse, and the person. Out: the characters of "deputy director of the
prisons office", also where the parser hangs the words before a name on the name itself.
"""

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extract.tree import Tree
from kg.model import Mention
from kg.rules import load_rules

_BEFORE_NOUN = frozenset({"compound", "amod", "nmod", "nmod:desc", "flat", "nmod:unmarked"})
_BEHIND_NOUN = ("nmod", "flat", "compound", "amod")
_ASIDES = frozenset({"acl:relcl", "acl", "appos", "parataxis", "punct", "advcl", "conj"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def title_span(tree: Tree, token: Token, person: Mention) -> tuple[int, int]:
    """Return the characters of a title, never those of the person's own name."""
    first, last = _first_of(token), _last_of(token)
    borders = person.evidence.start, person.evidence.end
    words = [
        item
        for item in tree.doc[first.i : last.i + 1]
        if not (borders[0] <= item.idx < borders[1]) or item.i == token.i
    ]
    kept = list(_around(words, token))
    return kept[0].idx, kept[-1].idx + len(kept[-1])


def stands_before_name(token: Token) -> bool:
    """Tell whether a noun of role is a title in front of a name: "Senator Ruiz"."""
    return token.dep_ in _BEFORE_NOUN and token.head.i > token.i


def _around(words: list[Token], token: Token) -> Iterator[Token]:
    """Yield the unbroken run of words around a token that has no verb and no name's gap in it."""
    place = next(number for number, item in enumerate(words) if item.i == token.i)
    first = place
    while first > 0 and _follows(words[first - 1], words[first]):
        first -= 1
    last = place
    while last + 1 < len(words) and _follows(words[last], words[last + 1]):
        last += 1
    yield from words[first : last + 1]


def _follows(left: Token, right: Token) -> bool:
    """Tell whether two tokens are neighbors inside of one title."""
    ends = left.tag_ in _FINITE or right.tag_ in _FINITE or "\n" in left.whitespace_ + left.text
    return right.i == left.i + 1 and not ends


def _first_of(token: Token) -> Token:
    """Return the first word of a title, through what hangs on it or, with it, on the name."""
    groups = [tuple(reversed(tuple(token.lefts)))]
    if stands_before_name(token):
        beside = reversed(tuple(token.head.lefts))
        groups.append(tuple(item for item in beside if item.i < token.i))
    first = token
    for group in groups:
        for child in group:
            if child.dep_ not in _BEFORE_NOUN or child.right_edge.i != first.i - 1:
                break
            first = child.left_edge
    while first.i > 0 and _is_title_word(first.nbor(-1)):
        first = first.nbor(-1)
    while first.i < token.i and token.text[0].isupper() and _is_plain(first):
        first = first.nbor(1)
    while first.i < token.i and first.dep_ in ("case", "det", "punct", "cc"):
        first = first.nbor(1)
    return first


def _is_plain(token: Token) -> bool:
    """Tell whether a word in front of a capitalized title is no part of it: "lead Sens. Ruiz"."""
    return token.text[0].islower() and not _is_title_word(token)


def _is_title_word(token: Token) -> bool:
    """Tell whether a word only ever stands in a title: "Assistant", "Attorney" in front of one."""
    modifiers = load_rules("names").lists["title_modifiers"]
    nouns = load_rules("offices").lists["title_starts"]
    return token.text in modifiers or token.lower_ in nouns


def _last_of(token: Token) -> Token:
    """Return the last word of a title: of "Secretary of State", of "chief of police in Lyon"."""
    last = token
    for child in token.rights:
        if not child.dep_.startswith(_BEHIND_NOUN):
            break
        last = _end_of(child)
    return last


def _end_of(token: Token) -> Token:
    """Return the last token of a phrase, without clauses and asides at its end."""
    last = token
    for child in token.rights:
        if child.dep_ in _ASIDES:
            break
        last = _end_of(child)
    return last
