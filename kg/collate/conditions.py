"""Single conditions: what must be given before something may be done, one by one.

In: the statements of articles that state a condition. Out: `Condition`s, by id, each with its own
words and place. The patterns are data (rules/conditions.toml).
Not done: equal conditions of several articles stay apart; none is judged met.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.debate import Condition
from kg.ids import digest_of
from kg.model import EntityId, Findings, Statement
from kg.rules import load_rules

_MODALITY = "states_condition"
# The first rule finds what is asked, the others have the group `condition`.
_ENDS = " \t\n,:;-–—\"'“”‘’"


def find_conditions(findings: Sequence[Findings]) -> tuple[Condition, ...]:
    """Return all conditions that statements of some articles state, by id."""
    found = (
        condition
        for item in findings
        for statement in item.statements
        if statement.modality == _MODALITY
        for condition in conditions_of(statement)
    )
    return tuple(sorted(found, key=lambda item: item.id))


def conditions_of(statement: Statement) -> Iterator[Condition]:
    """Yield the conditions of one statement in text order; of overlapping ones the first rule's."""
    taken: list[tuple[int, int]] = []
    words = statement.evidence.quote
    asked, *rules = load_rules("conditions").rules
    if asked.regex is not None and asked.regex.search(words) is not None:
        return
    for rule in rules:
        for hit in rule.regex.finditer(words) if rule.regex is not None else ():
            start, end = _trimmed(words, *hit.span("condition"))
            if start < end and not any(start < last and first < end for first, last in taken):
                taken.append((start, end))
                yield _condition(statement, start, end, rule.id)


def _trimmed(words: str, start: int, end: int) -> tuple[int, int]:
    """Return a span without white space and quotation marks at its ends."""
    inner = words[start:end]
    start += len(inner) - len(inner.lstrip(_ENDS))
    return start, start + len(inner.strip(_ENDS))


def _condition(statement: Statement, start: int, end: int, rule: str) -> Condition:
    """Return the condition at some characters of a statement's words."""
    evidence = statement.evidence
    first = evidence.start + start
    placed = replace(
        evidence, start=first, end=evidence.start + end, quote=evidence.quote[start:end]
    )
    return Condition(
        id=f"condition/{digest_of(statement.id, first, placed.end)}",
        statement=statement.id,
        evidence=placed,
        issues=statement.issues,
        rule=rule,
        rights=_rights_in(placed.quote),
    )


def _rights_in(words: str) -> tuple[EntityId, ...]:
    """Return the rights that the words of a condition give without naming them."""
    rights = load_rules("conditions").maps["rights"]
    return tuple(
        EntityId(right)
        for right, pattern in sorted(rights.items())
        if re.search(pattern, words, re.IGNORECASE)
    )
