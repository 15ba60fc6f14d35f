"""Checks that a relation rule names in `kinds`, on what its pattern proposes.

In: subject, object and status of a hit. Out: whether it may stand. The words are lists of
`kg/rules/verbs.toml`.
"""

from collections.abc import Callable, Mapping

from kg.extract.clauses import Status
from kg.extract.tree import Tree
from kg.model import Mention
from kg.rules import Rule, load_rules


def is_allowed(
    rule: Rule, subject: Mention, target: Mention | None, status: Status, tree: Tree
) -> bool:
    """Tell whether subject and object differ and fit all checks of a rule."""
    if target is not None and _is_same(subject, target):
        return False
    kinds = rule.extra.get("kinds", ())
    return all(_CHECKS[kind](subject, target, status, tree) for kind in kinds)


def _is_same(left: Mention, right: Mention) -> bool:
    """Tell whether two mentions are one, by id, reference, reference to each other, or words."""
    if right.id in (left.id, left.antecedent) or right.antecedent == left.id:
        return True
    known = left.known is not None and left.known == right.known
    return known or (left.antecedent is not None and left.antecedent == right.antecedent)


def judges(subject: Mention, tree: Tree) -> bool:
    """Tell whether a mention is a court or judge."""
    words = subject.evidence.quote.lower()
    courts = load_rules("verbs").lists["court_words"]
    named = subject.type == "Institution" and any(word in words for word in courts)
    return subject.cls == "Court" or subject.id in tree.judges or named


def _judges(subject: Mention, target: Mention | None, status: Status, tree: Tree) -> bool:
    """Tell whether the subject is a court or judge."""
    del target, status
    return judges(subject, tree)


def _no_judge(subject: Mention, target: Mention | None, status: Status, tree: Tree) -> bool:
    """Tell whether the subject is no court or judge: to reject a request is not to oppose it."""
    return not _judges(subject, target, status, tree)


def _single_or_real(subject: Mention, target: Mention | None, status: Status, tree: Tree) -> bool:
    """Tell whether groups are spoken of as what has happened to them, not what may."""
    del tree
    group = subject.type == "Group" or (target is not None and target.type == "Group")
    return not (group and (status.hypothetical or status.negated))


def _right(subject: Mention, target: Mention | None, status: Status, tree: Tree) -> bool:
    """Tell whether a provision that is forbidden or protected is a right, not a further law."""
    del subject, status, tree
    law = target is not None and target.type == "LegalProvision"
    return not law or (target is not None and target.cls in ("Right", "LegalDoctrine"))


def _court(subject: Mention, target: Mention | None, status: Status, tree: Tree) -> bool:
    """Tell whether the object is a court."""
    del subject, status, tree
    words = target.evidence.quote.lower() if target is not None else ""
    named = any(word in words for word in load_rules("verbs").lists["court_words"])
    return target is not None and (target.cls == "Court" or named)


def _country(subject: Mention, target: Mention | None, status: Status, tree: Tree) -> bool:
    """Tell whether the object is a country."""
    del subject, status, tree
    return target is not None and target.cls == "Country"


def _no_right(subject: Mention, target: Mention | None, status: Status, tree: Tree) -> bool:
    """Tell whether the object is no right or doctrine: "restored the rule of law" is no ruling."""
    del subject, status, tree
    return target is None or target.cls not in ("Right", "LegalDoctrine")


def _advocates(subject: Mention, target: Mention | None, status: Status, tree: Tree) -> bool:
    """Tell whether the object is a body that goes to court for others."""
    del subject, status, tree
    party = target is not None and target.form == "pronoun"  # "their lawyer"
    return target is not None and target.cls == "AdvocacyOrganization" and not party


def _no_advocates(subject: Mention, target: Mention | None, status: Status, tree: Tree) -> bool:
    """Tell whether the object is no body that goes to court for others."""
    return not _advocates(subject, target, status, tree)


def _no_case(subject: Mention, target: Mention | None, status: Status, tree: Tree) -> bool:
    """Tell whether the object is a law or plan, and no judgment or right."""
    del subject, status, tree
    return target is not None and target.cls not in ("CourtCase", "Right", "LegalDoctrine")


def _legislature(subject: Mention, target: Mention | None, status: Status, tree: Tree) -> bool:
    """Tell whether the subject is a chamber or other legislature."""
    del target, status, tree
    return subject.cls == "Legislature"


_CHECKS: Mapping[str, Callable[[Mention, Mention | None, Status, Tree], bool]] = {
    "judge": _judges,
    "no-judge": _no_judge,
    "country": _country,
    "no-right": _no_right,
    "no-case": _no_case,
    "legislature": _legislature,
    "advocates": _advocates,
    "no-advocates": _no_advocates,
    "court": _court,
    "right": _right,
    "single-or-real": _single_or_real,
}
