"""Mentions laid over the parse: which mention stands at a token, and what stands around it.

In: an analyzed article and its mentions. Out: look-ups from tokens to mentions that see through
coordination ("Ruiz and Lima"), apposition ("the home secretary, Ana Ruiz"), and nouns of quantity
("dozens of veterans"). Labels are those of Universal Dependencies.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.model import Mention, MentionId
from kg.rules import load_rules

# Longer lists than this are not read to their end.
_DATELINE = re.compile(r"[^\W\d_a-z]{3}[^\n.]{0,60}?[.]?[^\n.]{0,30}[ ](?:[—–]|--?)[ ]")
_LONGEST_DATELINE = 80
_LONGEST_LIST = 12
# So many institutions before a word are looked at.
_NEAR = 8
# A sentence before is looked at for so many characters.
_SENTENCE = 200
_RELATIVE = frozenset({"who", "whom", "which", "that", "whose"})


@dataclass(frozen=True, slots=True)
class Tree:
    """The parse of an article with the mentions at each token; `heads` counts more than `inside`.

    `heads` has the mentions whose head a token is, `inside` those that it lies in, longest first;
    `sentences` are their borders in characters; `bodies` and `people` are named institutions and
    persons in text order, `judges` the mentions that mean a judge.
    """

    doc: Doc
    text: str
    heads: Mapping[int, tuple[Mention, ...]]
    inside: Mapping[int, tuple[Mention, ...]]
    bodies: tuple[Mention, ...]
    judges: frozenset[MentionId]
    people: tuple[Mention, ...]
    sentences: tuple[tuple[int, int], ...]

    def sentence_of(self, token: Token) -> tuple[int, int]:
        """Return the borders, in characters, of the sentence that a token is in."""
        number = bisect_right(self.sentences, token.idx, key=lambda item: item[0])
        return self.sentences[max(number - 1, 0)]

    def bodies_before(self, position: int) -> tuple[Mention, ...]:
        """Return the last institutions named before a character, in text order."""
        last = bisect_left(self.bodies, position, key=lambda item: item.evidence.start)
        return self.bodies[max(0, last - _NEAR) : last]

    def at(self, token: Token) -> tuple[Mention, ...]:
        """Return the mentions at a token, those that it is the head of first."""
        found = (*self.heads.get(token.i, ()), *self.inside.get(token.i, ()))
        return tuple(dict.fromkeys(found))

    def pick(self, token: Token, types: Sequence[str]) -> Mention | None:
        """Return the mention that an argument stands for, by the first type that there is."""
        for place in _places(token):
            for kind in types:
                for mention in self.at(place):
                    if mention.type == kind:
                        return mention
        if "Person" in types and token.lower_ in ("his", "her", "him"):
            return self._only_person_before(token)
        return self._named_beside(token, types)

    def _named_beside(self, token: Token, types: Sequence[str]) -> Mention | None:
        """Return the name in "the Evin prison": a proper noun before a noun for its kind."""
        if token.lemma_.lower() not in load_rules("verbs").lists["kind_nouns"]:
            return None
        for child in token.lefts:
            mention = self.name_at(child, types) if child.dep_ == "compound" else None
            if mention is not None and mention.type != "Place":
                return mention
        return None

    def _only_person_before(self, token: Token) -> Mention | None:
        """Return whom "his" means where this and the last sentence name one person before it."""
        start = self.sentence_of(token)[0] - _SENTENCE
        last = bisect_left(self.people, token.idx, key=lambda item: item.evidence.start)
        acting = (child for child in token.head.children if child.dep_.startswith("nsubj"))
        others = {item.id for child in acting for item in self.at(child)}
        own = others if token.lower_ == "him" else set()
        near = [
            item
            for item in self.people[max(0, last - _NEAR) : last]
            if item.evidence.start >= start and item.id not in own
        ]
        here = [item for item in near if item.evidence.start >= self.sentence_of(token)[0]]
        for people in (here, near):
            if people:
                names = {item.antecedent or item.name for item in people}
                return people[-1] if len(names) == 1 else None
        return None

    def name_at(self, token: Token, types: Sequence[str]) -> Mention | None:
        """Return the mention whose own words a token belongs to."""
        return next((item for item in self.at(token) if item.type in types), None)


def tree_of(doc: Doc, mentions: Sequence[Mention]) -> Tree:
    """Return the tree of an analyzed article."""
    heads: dict[int, list[Mention]] = defaultdict(list)
    inside: dict[int, list[Mention]] = defaultdict(list)
    text = doc.text
    starts = [token.idx for token in doc]
    ordered = sorted(
        mentions, key=lambda item: (item.evidence.start - item.evidence.end, item.evidence.start)
    )
    for mention in ordered:
        if mention.type in ("Place", "Institution") and _is_dateline(text, mention):
            continue
        tokens = _tokens_of(doc, starts, mention)
        if not tokens:
            continue
        heads[_head_of(tokens).i].append(mention)
        for token in tokens:
            inside[token.i].append(mention)
    return Tree(
        doc,
        text,
        {key: tuple(found) for key, found in heads.items()},
        {key: tuple(found) for key, found in inside.items()},
        _named(mentions, "Institution"),
        _judges(mentions),
        _named(mentions, "Person"),
        tuple((sent.start_char, sent.end_char) for sent in doc.sents),
    )


def _is_dateline(text: str, mention: Mention) -> bool:
    """Tell whether a mention is in the dateline: "LYON, May 3 (Agency) - …"."""
    line = text.rfind("\n", 0, mention.evidence.start) + 1
    hit = _DATELINE.match(text, line) if mention.evidence.start - line < _LONGEST_DATELINE else None
    return hit is not None and mention.evidence.end <= hit.end()


def _tokens_of(doc: Doc, starts: Sequence[int], mention: Mention) -> tuple[Token, ...]:
    """Return the tokens that a mention covers or cuts."""
    first = max(bisect_right(starts, mention.evidence.start) - 1, 0)
    last = bisect_left(starts, mention.evidence.end)
    return tuple(doc[number] for number in range(first, last))


def _head_of(tokens: Sequence[Token]) -> Token:
    """Return the first token that hangs on nothing inside of the others."""
    own = {token.i for token in tokens}
    roots = (item for item in tokens if item.head.i not in own or item.head.i == item.i)
    return next(roots, tokens[0])


def _named(mentions: Sequence[Mention], kind: str) -> tuple[Mention, ...]:
    """Return the names of one type in text order."""
    found = [item for item in mentions if item.type == kind and item.form == "name"]
    return tuple(sorted(found, key=lambda item: (item.evidence.start, item.id)))


def _judges(mentions: Sequence[Mention]) -> frozenset[MentionId]:
    """Return the mentions of persons whose role, or another mention's of them, is a judge's."""
    words = frozenset(load_rules("verbs").lists["judge_words"])
    people = [item for item in mentions if item.type == "Person"]
    found: set[MentionId] = set()
    for item in people:
        texts = (item.evidence.quote, *item.roles)
        ends = {text.lower().split(" of ")[0].split()[-1] for text in texts if text.strip()}
        if words & ends or item.evidence.quote.split()[0].lower() in words:
            found.update({item.id, item.antecedent or item.id})
    for item in people:
        if item.antecedent in found:
            found.add(item.id)
    return frozenset(found)


def with_conjuncts(token: Token) -> tuple[Token, ...]:
    """Return a token and those coordinated with it from there on."""
    found = [token]
    for item in found:
        found.extend(child for child in item.children if _is_coordinated(item, child))
        if len(found) > _LONGEST_LIST:
            break
    return tuple(found)


def _is_coordinated(token: Token, child: Token) -> bool:
    """Tell whether a child is coordinated; what parsers call apposition in front is a list too."""
    return child.dep_ == "conj" or (child.dep_ == "appos" and child.i < token.i)


def antecedent(token: Token) -> Token:
    """Return the noun that a relative pronoun stands for; any other token itself."""
    if token.lower_ not in _RELATIVE or token.dep_ in ("mark", "det"):
        return token
    for above in token.ancestors:
        if above.dep_ == "acl:relcl":
            return _named_last(above.head, token) if token.lower_ == "which" else above.head
    return token


def _named_last(noun: Token, pronoun: Token) -> Token:
    """Return what "which" stands for: of "a lawyer with the union, which", the union."""
    lists = load_rules("offices").lists
    roles = (*lists["heads"], *lists["employment"], *lists["speakers"], *lists["membership"])
    if noun.lower_ not in roles:
        return noun
    behind = [item for item in noun.children if noun.i < item.i < pronoun.i]
    return next((item for item in reversed(behind) if item.dep_.startswith("nmod")), noun)


def is_relative(token: Token) -> bool:
    """Tell whether a token is a relative pronoun."""
    return token.lower_ in _RELATIVE and token.dep_ not in ("mark", "det")


def case_of(token: Token) -> str:
    """Return the preposition of a noun in lower case: "against", "on behalf of"; "" without."""
    for place in (token, *(child for child in token.lefts if child.dep_ == "appos")):
        for child in place.children:
            if child.dep_ == "case":
                return child.lower_
    return ""


def left_edge(token: Token, skip: Sequence[str] = ("det", "case", "punct", "mark", "cc")) -> Token:
    """Return the first token of a noun's phrase behind article and preposition."""
    here = next(iter(token.subtree))
    stops = {child.i for child in token.children if child.dep_ in skip}
    while here.i < token.i and here.i in stops:
        here = here.nbor(1)
    return here


def phrase_of(token: Token) -> tuple[int, int]:
    """Return the characters of a noun's phrase without relative clauses, lists and appositions."""
    out = frozenset({"acl:relcl", "appos", "conj", "parataxis", "punct", "cop", "nsubj", "cc"})
    first = left_edge(token, ("det", "case", "punct", "mark", "cc", "cop", "nsubj", "advmod"))
    last = token
    for child in token.rights:
        if child.dep_ in out:
            break
        last = child.right_edge
    return first.idx, last.idx + len(last)


def _places(token: Token) -> Iterator[Token]:
    """Yield a token and the nouns beside it that may bear the name instead."""
    yield token
    nested = [child for child in token.children if child.dep_ in ("appos", "nmod:desc", "flat")]
    yield from nested
    if token.dep_ == "appos":
        yield token.head
    if token.lemma_.lower() in load_rules("verbs").lists["quantity_nouns"]:
        yield from (
            child
            for child in token.children
            if child.dep_.startswith("nmod") and case_of(child) == "of"
        )
