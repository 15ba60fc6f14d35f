"""Nouns that stand for a name: "the county" behind it, "a federal appeals court" before it.

In: an analyzed article with its mentions. Out: further mentions, each with its antecedent and the
reason. A definite noun means the last name that has it as a word, or the one name of its kind in
the text before; an indefinite one means the one name of its kind in the next sentences. Where two
would do, nothing is chosen. Nouns that are already mentions, and nouns that are told from others
of their kind ("the redistricting committee"), are left alone.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from kg.extract.context import Context
from kg.extract.evidence import evidence_at, mention_id
from kg.extract.tree import Tree, left_edge
from kg.model import Mention
from kg.rules import load_rules

# So many names before a noun are looked at, and so many characters behind one.
_BACK, _AHEAD = 60, 420
# A sentence before is looked at for so many characters.
_SENTENCE = 240
_TYPES = frozenset({"Institution", "Place", "Prison", "LegalProvision", "Group", "Person"})
_BY_WORD = frozenset({"Institution", "Place", "Prison", "LegalProvision"})


def find_definite(context: Context, tree: Tree, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Yield mentions for nouns that stand for a name before or behind them."""
    names = sorted(
        (item for item in mentions if item.type in _TYPES and item.form == "name"),
        key=lambda item: (item.evidence.start, item.id),
    )
    starts = [item.evidence.start for item in names]
    book = load_rules("definite")
    nouns = {*book.lists["same_word"], *book.maps["kinds"]}
    for token in tree.doc:
        word = token.lower_
        if not (token.tag_.startswith("NN") or word == "it") or tree.at(token):
            continue
        here = bisect_left(starts, token.idx)
        before = names[max(0, here - _BACK) : here]
        if word in nouns and _points_back(token):
            meant = _by_word(word, before) or _by_kind(word, before)
            rule = "definite/before"
        elif word == "it" and _is_law_of(token):
            meant = _law_before(tree, token, before)
            rule = "definite/it"
        elif word in book.maps["later"] and _is_indefinite(token):
            last = bisect_left(starts, token.idx + _AHEAD)
            meant = _later(tree, token, names[here:last], before)
            rule = "definite/behind"
        else:
            continue
        if meant is not None:
            yield _mention(context, token, *meant, rule)


def _points_back(token: Token) -> bool:
    """Tell whether a noun has "the" or "this" before it and nothing that limits it."""
    lists = load_rules("definite").lists
    if token.dep_ in ("compound", "flat", "nmod:desc") or not token.i:
        return False
    if any(_limits(child, lists["limiting"]) for child in token.children):
        return False
    before = token.nbor(-1)
    return before.lower_ in lists["pointing"] and before.dep_ == "det"


def _limits(child: Token, labels: Sequence[str]) -> bool:
    """Tell whether words tell a noun from others of its kind; what a comma sets off does not."""
    edge = child.left_edge
    return child.dep_ in labels and not (edge.i > child.head.i and edge.nbor(-1).text == ",")


def _is_indefinite(token: Token) -> bool:
    """Tell whether a noun has "a" before it and is the subject or agent of its clause."""
    article = any(child.dep_ == "det" and child.lower_ in ("a", "an") for child in token.children)
    return article and token.dep_ in ("nsubj", "nsubj:pass", "obl:agent", "obl")


def _by_word(word: str, before: Sequence[Mention]) -> tuple[Mention, str] | None:
    """Return the last name that has a noun as a word, with the reason."""
    if word not in load_rules("definite").lists["same_word"]:
        return None
    for item in reversed(before):
        if item.type in _BY_WORD and word in item.name.lower().split():
            return item, f"{item.name} has the word {word} in its name"
    return None


def _by_kind(word: str, before: Sequence[Mention]) -> tuple[Mention, str] | None:
    """Return the one name of a noun's kind, with the reason; the first kind that there is."""
    for kind in load_rules("definite").maps["kinds"].get(word, "").split():
        found = [item for item in before if f"{item.type}/{item.cls}" == kind]
        if found:
            one = len({item.known or item.name for item in found}) == 1
            reason = f"{found[-1].name} is the one {word} named before"
            return (found[-1], reason) if one else None
    return None


def _is_law_of(token: Token) -> bool:
    """Tell whether "it" undergoes what only laws do: "it was signed by the governor"."""
    lists = load_rules("definite").lists
    verb = token.head.lemma_.lower()
    undergoes = token.dep_ in ("nsubj:pass", "obj") and verb in lists["legislating"]
    return undergoes or (token.dep_ == "nsubj" and verb in lists["advancing"])


def _law_before(tree: Tree, token: Token, before: Sequence[Mention]) -> tuple[Mention, str] | None:
    """Return the one law that this sentence and the last name before "it", with the reason."""
    start = tree.sentence_of(token)[0] - _SENTENCE
    near = [
        item for item in before if item.type == "LegalProvision" and item.evidence.start >= start
    ]
    if len({item.known or item.name for item in near}) != 1:
        return None
    return near[-1], f"{near[-1].name} is the one law named just before"


def _later(
    tree: Tree, token: Token, behind: Sequence[Mention], before: Sequence[Mention]
) -> tuple[Mention, str] | None:
    """Return the one name of a noun's kind that follows closely, and none of it came before."""
    kinds = load_rules("definite").maps["later"][token.lower_].split()
    found = [item for item in behind if _is_of_kind(tree, item, kinds)]
    earlier = any(_is_of_kind(tree, item, kinds) for item in before)
    if not found or earlier or len({item.known or item.name for item in found}) > 1:
        return None
    if found[0].evidence.start < tree.sentence_of(token)[1]:
        return None
    return found[0], f"{found[0].name} is the one {token.lower_} named in the next sentences"


def _is_of_kind(tree: Tree, item: Mention, kinds: Sequence[str]) -> bool:
    """Tell whether a name is of one of some kinds; a judge is who is called so."""
    if item.type == "Person":
        return "Person/judge" in kinds and item.id in tree.judges
    return f"{item.type}/{item.cls}" in kinds


def _mention(context: Context, token: Token, meant: Mention, reason: str, rule: str) -> Mention:
    """Return the mention of a noun that stands for a name."""
    first = left_edge(token, ("case", "punct", "mark", "cc"))
    evidence = evidence_at(context, first.idx, token.idx + len(token))
    return Mention(
        id=mention_id(evidence, rule),
        evidence=evidence,
        type=meant.type,
        cls=meant.cls,
        name=meant.name,
        rule=rule,
        form="description",
        known=meant.known,
        antecedent=meant.id,
        reason=reason,
        generic=meant.generic,
    )
