"""What a clause says of its own truth: negated, hypothetical, or claimed by somebody.

In: the verb or noun that makes a relation. Out: `Status`. The words that negate, suppose and report
are lists of `kg/rules/verbs.toml`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from kg.extract.arguments import arguments, is_verb, subjects
from kg.extract.tree import Tree
from kg.model import MentionId
from kg.rules import load_rules

# Clauses above a verb are read so far up.
_DEPTH = 8
_UP = ("ccomp", "xcomp", "advcl", "acl", "parataxis", "conj", "csubj", "acl:relcl", "obj", "obl")
_SPEAKERS = ("Person", "Institution", "Group", "Work", "Place", "LegalProvision")


@dataclass(frozen=True, slots=True)
class Status:
    """How a clause is meant; `speaker` is the mention that claims it, None in the text's voice."""

    negated: bool = False
    hypothetical: bool = False
    speaker: MentionId | None = None


def status_of(tree: Tree, trigger: Token) -> Status:
    """Return how the clause of a verb or noun is meant."""
    negated = _is_negated(trigger)
    hypothetical = _is_supposed(trigger)
    if trigger.dep_ in ("nsubj", "nsubj:pass") and not is_verb(trigger):
        hypothetical = hypothetical or _is_supposed(trigger.head)
    speaker, reported = None, False
    for below, above in _clauses_above(trigger):
        lemma = above.lemma_.lower()
        clausal = below.dep_ in ("ccomp", "xcomp", "acl", "advcl", "parataxis")
        accused = below.dep_ == "advcl" and lemma in _words("accusing")
        if accused or (clausal and lemma in _words("reporting") and below.dep_ != "advcl"):
            reported = True
            speaker = speaker or _speaker(tree, above)
        elif clausal and not reported and lemma in _words("undoing"):
            # "barred from selling", but not "blocked the ban, saying that it violates …".
            negated = True
        open_end = below.dep_ in ("xcomp", "ccomp") or (below.dep_ == "acl" and below.tag_ == "VB")
        if open_end and lemma in _words("wishing"):
            hypothetical = True
        if is_verb(above) and below.dep_ in ("xcomp", "ccomp") and lemma not in _words("reporting"):
            negated = negated or _is_negated(above)
            hypothetical = hypothetical or _is_supposed(above)
    lost = reported and speaker is None
    return Status(negated, hypothetical or lost, speaker)


def _clauses_above(trigger: Token) -> Iterator[tuple[Token, Token]]:
    """Yield each step from a clause to the one it depends on, inside of one assertion.

    A relative clause, and what is coordinated or added behind, is asserted of its own, but what
    reports or supposes the whole of it still counts.
    """
    below = trigger
    for _ in range(_DEPTH):
        above = below.head
        if above is below or below.dep_ == "acl:relcl":
            return
        if below.dep_ == "conj" and any(
            child.dep_ in ("nsubj", "nsubj:pass", "mark") for child in below.children
        ):
            marked = any(child.dep_ == "mark" for child in below.children)
            if not marked and above.dep_ != "ccomp":
                return
        yield below, above
        below = above


def _is_negated(token: Token) -> bool:
    """Tell whether a clause holds "not", "never", or an argument with "no"."""
    for child in token.children:
        if child.lower_ in _words("negation") and child.dep_ in (
            "advmod",
            "aux",
            "det",
            "cc:preconj",
        ):
            return True
        if child.dep_ == "mark" and child.lower_ == "without":
            return True
        if child.dep_ in ("nsubj", "nsubj:pass", "obj") and any(
            word.lower_ in ("no", "neither", "none") for word in (child, *child.children)
        ):
            return True
    return False


def _is_supposed(token: Token) -> bool:
    """Tell whether a clause is modal, conditional, a command, or an infinitive."""
    for child in token.children:
        if child.dep_ == "aux" and child.lemma_.lower() in _words("modals"):
            return True
        if child.dep_ == "mark" and child.lower_ in _words("conditions"):
            return True
        if child.dep_ == "aux:pass" and child.tag_ == "VB":
            return True
    if token.tag_ == "VB" and token.dep_ == "root" and not subjects(token):
        return True
    infinitive = any(child.dep_ == "mark" and child.lower_ == "to" for child in token.children)
    if infinitive and token.dep_ in ("xcomp", "acl", "advcl", "ccomp", "conj", "csubj"):
        return token.head.lemma_.lower() not in _words("doing")
    return False


def _speaker(tree: Tree, verb: Token) -> MentionId | None:
    """Return the mention that a verb or noun of reporting names as its speaker."""
    for token in arguments(verb, "agent"):
        mention = tree.pick(token, _SPEAKERS)
        if mention is not None:
            return mention.id
    if not is_verb(verb):
        own = tree.name_at(verb, ("Work",))
        return own.id if own is not None else None
    return None


def _words(name: str) -> tuple[str, ...]:
    """Return one word list of the verbs' rule file."""
    return load_rules("verbs").lists[name]
