"""Decisions on facts and conflicts, replayed on what the collation made.

In: facts, conflicts, and the decisions that hold. Out: both as they are after the decisions, and
which decisions were applied. An accepted fact is asserted, whatever its status was; a rejected one
keeps its evidence, and has no direct triple. What can be corrected of an assertion/…: subject,
relation, object (ids and names of relations), value (words), title, status.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from kg.collation import ASSERTED, REJECTED, Conflict, Fact, ValueKey
from kg.ids import digest_of
from kg.judge.additions import RULE, evidence_of
from kg.judge.records import Decision
from kg.model import EntityId, Evidence, Findings, Value

STATUSES = frozenset({"asserted", "claimed", "disputed", "hypothetical", "negated"})
_VERDICTS = MappingProxyType({"accept": ASSERTED, "reject": REJECTED})


@dataclass(frozen=True, slots=True)
class Bench:
    """What decisions on facts are checked against.

    `is_entity` tells whether there is an entity of some id, `is_relation` whether the ontology has
    a relation of some name, `key_of` gives the key that equal values share.
    """

    findings: Sequence[Findings]
    is_entity: Callable[[EntityId], bool]
    is_relation: Callable[[str], bool]
    key_of: Callable[[Value], ValueKey]


def revise_facts(
    facts: Sequence[Fact], decisions: Iterable[Decision], bench: Bench
) -> tuple[tuple[Fact, ...], frozenset[str]]:
    """Return the facts, corrected and added to, sorted by id, and the ids of decisions applied."""
    held = {fact.id: fact for fact in facts}
    applied: set[str] = set()
    for decision in decisions:
        target = held.get(decision.part("target"))
        if decision.verdict == "add":
            made = _added(decision, bench)
        elif target is not None:
            made = _decided(target, decision, bench)
        else:
            continue
        if made is not None:
            applied.add(decision.id)
            if target is not None:
                del held[target.id]
            held[made.id] = _joined(held.get(made.id), made)
    return tuple(held[key] for key in sorted(held)), frozenset(applied)


def judge_facts(
    facts: Sequence[Fact], decisions: Iterable[Decision]
) -> tuple[tuple[Fact, ...], frozenset[str]]:
    """Return the facts, accepted or rejected, and the ids of the decisions that were applied.

    This comes after conflicts are found: what was decided about one side settles a conflict, and
    does not hide it.
    """
    closed = {item.part("target"): item for item in decisions if item.verdict in _VERDICTS}
    judged = tuple(
        replace(fact, statuses=(_VERDICTS[closed[fact.id].verdict],)) if fact.id in closed else fact
        for fact in facts
    )
    return judged, frozenset(closed[fact.id].id for fact in facts if fact.id in closed)


def settle(
    conflicts: Sequence[Conflict], decisions: Iterable[Decision]
) -> tuple[tuple[Conflict, ...], frozenset[str]]:
    """Return the conflicts, settled where a person decided them or one of their findings."""
    by_target = {item.part("target"): item for item in decisions if item.verdict in _VERDICTS}
    settled, applied = [], set[str]()
    for conflict in conflicts:
        names = [conflict.id, *(name for side in conflict.sides for name in side.findings)]
        found = [by_target[name] for name in names if name in by_target]
        applied.update(item.id for item in found)
        words = "; ".join(f"{item.who}, {item.when}: {item.why}" for item in found[:1])
        settled.append(replace(conflict, settled_by=words) if found else conflict)
    return tuple(settled), frozenset(applied)


def _decided(fact: Fact, decision: Decision, bench: Bench) -> Fact | None:
    """Return a fact as a decision corrects it, None where that cannot be."""
    if decision.verdict != "correct":
        return None
    field, value = decision.part("field"), decision.part("value")
    changed: Fact | None = None
    if field == "subject" and bench.is_entity(EntityId(value)):
        changed = replace(fact, subject=EntityId(value))
    elif field == "relation" and bench.is_relation(value):
        changed = replace(fact, relation=value)
    elif field == "object" and bench.is_entity(EntityId(value)):
        changed = replace(fact, object=EntityId(value), value=None, value_key=None)
    elif field == "value":
        words = Value(value)
        changed = replace(fact, object=None, value=words, value_key=bench.key_of(words))
    elif field == "title":
        others = tuple(pair for pair in fact.qualifiers if pair[0] != "title")
        changed = replace(fact, qualifiers=tuple(sorted((*others, ("title", value)))))
    elif field == "status" and value in STATUSES:
        changed = replace(fact, statuses=(value,))
    return None if changed is None else _renamed(changed)


def _added(decision: Decision, bench: Bench) -> Fact | None:
    """Return a fact that a person read in an article, None where the words are not there."""
    evidence = _found(decision, bench.findings)
    subject, relation = EntityId(decision.part("subject")), decision.part("relation")
    target = EntityId(decision.part("object"))
    if evidence is None or not bench.is_entity(subject) or not bench.is_relation(relation):
        return None
    if target and not bench.is_entity(target):
        return None
    value = None if target else _value_of(decision)
    return _renamed(
        Fact(
            id="",
            subject=subject,
            relation=relation,
            object=target or None,
            value=value,
            value_key=None if value is None else bench.key_of(value),
            statuses=(ASSERTED,),
            asserted_by=None,
            asserted_by_text=None,
            evidence=(evidence,),
            qualifiers=_qualifiers_of(decision),
            rules=(RULE,),
            relations=(),
        )
    )


def _value_of(decision: Decision) -> Value:
    """Return the value of an added fact; with a unit it is an amount."""
    words, unit = decision.part("value"), decision.part("unit")
    return Value(words, words, unit) if unit else Value(words)


def _qualifiers_of(decision: Decision) -> tuple[tuple[str, str], ...]:
    """Return the date of an added fact and what a date rests on, nothing where none is given."""
    given = (("date", decision.part("date")), ("dateBasis", decision.part("basis")))
    return tuple((key, words) for key, words in given if words)


def _found(decision: Decision, findings: Sequence[Findings]) -> Evidence | None:
    """Return where an article has the words of an added fact, at their first place."""
    for found in findings:
        if found.article.id == decision.part("article"):
            return evidence_of(found, decision.part("quote"))
    return None


def _renamed(fact: Fact) -> Fact:
    """Return a fact with the id that its content gives, and the mark that a person made it."""
    parts = (fact.subject, fact.relation, fact.object or "", *(fact.value_key or ("", "", "")))
    said = ("+".join(fact.statuses), fact.asserted_by or "", fact.asserted_by_text or "")
    rules = tuple(sorted({*fact.rules, RULE}))
    return replace(fact, id=f"assertion/{digest_of(*parts, *said)}", rules=rules)


def _joined(known: Fact | None, made: Fact) -> Fact:
    """Return a fact together with the one that says the same already."""
    if known is None:
        return made
    evidence = {*known.evidence, *made.evidence}
    return replace(
        known,
        statuses=made.statuses,
        evidence=tuple(sorted(evidence, key=lambda one: (one.article, one.start, one.end))),
        rules=tuple(sorted({*known.rules, *made.rules})),
        relations=tuple(sorted({*known.relations, *made.relations})),
    )
