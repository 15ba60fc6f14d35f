"""Mentions and statements in, relations out: who holds which office, what lies where, who met whom.

Most relations are templates over typed slots (`kg/rules/relations.toml`); offices and proposals
have files of their own. What a template proposes is checked against the types and the reference
knowledge before it is kept.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from kg.extract.affiliations import find_affiliations
from kg.extract.context import Context
from kg.extract.dates import DateSpan, find_dates
from kg.extract.definite import find_definite
from kg.extract.dependency import find_by_syntax
from kg.extract.drafts import Draft, finish
from kg.extract.events import find_events
from kg.extract.evidence import evidence_at
from kg.extract.hierarchy import find_parts_of_laws
from kg.extract.offices import find_offices
from kg.extract.posts import find_posts
from kg.extract.proposals import find_proposals
from kg.extract.publishers import find_publishers, publisher_of
from kg.extract.quantities import QuantitySpan, find_quantities
from kg.extract.template import Slot, compile_template, encode, overlapping
from kg.extract.tree import tree_of
from kg.model import EntityId, Mention, Relation, Statement, Value
from kg.rules import Rule, load_rules

_RIGHTS = frozenset({"Right", "LegalDoctrine"})
# A subject may stand a little behind its predicate: "A 23-hectare mega-prison built in …".
_AHEAD = 80
# So many characters around two places tell whether they stand in a list.
_LISTED = 24
_PARTIES = frozenset({"PoliticalParty", "PoliticalGroup"})
_WIDE_PLACES = frozenset({"Country", "Region"})


def find_relations(
    context: Context, mentions: Sequence[Mention], statements: Sequence[Statement]
) -> tuple[tuple[Mention, ...], tuple[Relation, ...]]:
    """Return mentions that only relations bring in, and all relations in text order."""
    extra, proposals = find_proposals(context, mentions, statements)
    tree = tree_of(context.doc, mentions) if context.has_syntax else None
    happened: tuple[Draft, ...] = ()
    if tree is not None:
        extra = (*extra, *find_definite(context, tree, mentions))
        mentions = (*mentions, *extra)
        tree = tree_of(context.doc, mentions)
        events, happened = find_events(context, tree, mentions, find_dates(context))
        extra = (*extra, *events)
    drafts = [
        *happened,
        *find_offices(context, mentions, tree),
        *find_affiliations(context, mentions, tree),
        *find_parts_of_laws(context, mentions),
        *find_posts(context, mentions, tree),
        *find_publishers(context, mentions),
        *(find_by_syntax(tree, find_dates(context)) if tree is not None else ()),
        *_from_templates(context, mentions),
        *proposals,
    ]
    return extra, finish(context, drafts, statements)


def _from_templates(context: Context, mentions: Sequence[Mention]) -> Iterator[Draft]:
    """Yield what the templates see, sentence by sentence."""
    table: list[Mention | DateSpan | QuantitySpan] = [
        *mentions,
        *find_dates(context),
        *find_quantities(context),
    ]
    made = (_slot_of(item, number) for number, item in enumerate(table))
    slots = [slot for slot in made if slot is not None]
    patterns = _patterns()
    by_sentence = _split(slots, context.sentences)
    for number, (start, end) in enumerate(context.sentences):
        encoded = encode(context.article.text, start, end, by_sentence[number])
        for rule, pattern in patterns:
            for hit in _longest(pattern, encoded.text):
                span = encoded.offsets[hit.start()], encoded.offsets[hit.end()]
                groups = {
                    key: table[int(value)] if value and value.isdigit() else value
                    for key, value in hit.groupdict().items()
                }
                draft = _draft_of(context, rule, groups, span, mentions)
                if draft is not None:
                    yield draft


def _longest(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield the hits of a pattern; of those that end at one place the first: it has the subject.

    In "Ruiz, of the Green Party, criticized the plan" the party ends there too, but begins later.
    """
    ends: set[int] = set()
    for hit in overlapping(pattern, text):
        if hit.end() not in ends:
            ends.add(hit.end())
            yield hit


def _slot_of(item: Mention | DateSpan | QuantitySpan, number: int) -> Slot | None:
    """Return the slot of a mention, date or quantity; dates that are mentions too come once."""
    if isinstance(item, Mention):
        if item.type == "Quantity":
            return None
        return Slot(item.evidence.start, item.evidence.end, item.type, number)
    kind = "Date" if isinstance(item, DateSpan) else "Quantity"
    return Slot(item.start, item.end, kind, number)


def _split(slots: Sequence[Slot], sentences: Sequence[tuple[int, int]]) -> list[list[Slot]]:
    """Return the slots of each sentence, in one pass over both."""
    found: list[list[Slot]] = [[] for _ in sentences]
    ordered = sorted(slots, key=lambda slot: slot.start)
    here = 0
    for number, (start, end) in enumerate(sentences):
        while here < len(ordered) and ordered[here].start < end:
            if ordered[here].start >= start:
                found[number].append(ordered[here])
            here += 1
    return found


def _draft_of(
    context: Context,
    rule: Rule,
    groups: Mapping[str, object],
    span: tuple[int, int],
    mentions: Sequence[Mention],
) -> Draft | None:
    """Return the draft of one hit, or None where types or knowledge speak against it."""
    subject = groups.get("subject")
    if subject is None:
        subject = _system(context, rule, span[0], mentions) or _nearest(rule, span[0], mentions)
    target = groups.get("object")
    if not isinstance(subject, Mention) or subject is target:
        return None
    if isinstance(target, Mention) and not _is_allowed(context, rule, subject, target):
        return None
    value, qualifiers = _value_of(rule, groups)
    if not isinstance(target, Mention) and value is None:
        return None
    return Draft(
        start=min(span[0], subject.evidence.start) if _is_near(subject, span) else span[0],
        end=span[1],
        subject=subject.id,
        relation=str(rule.extra["relation"]),
        object=target.id if isinstance(target, Mention) else None,
        value=None if isinstance(target, Mention) else value,
        rule=rule.id,
        qualifiers=qualifiers,
        is_claim=bool(rule.extra.get("claim")),
    )


def _is_near(subject: Mention, span: tuple[int, int]) -> bool:
    """Tell whether a subject belongs to the words of the hit, not to an earlier sentence."""
    return span[0] <= subject.evidence.start < span[1]


def _system(
    context: Context, rule: Rule, position: int, mentions: Sequence[Mention]
) -> Mention | None:
    """Return the one prison system of the article, where its sentence has "prisons" before."""
    if not rule.extra.get("systems"):
        return None
    start = evidence_at(context, position, position + 1).sentence_start
    words = context.article.text[start:position].lower().split()
    if not set(words) & set(load_rules("relations").lists["several_prisons"]):
        return None
    found = [item for item in mentions if item.cls == "PrisonSystem"]
    return found[0] if len({item.known or item.name for item in found}) == 1 else None


def _nearest(rule: Rule, position: int, mentions: Sequence[Mention]) -> Mention | None:
    """Return the last mention of the type that a rule without subject slot asks for."""
    _, _, kind = str(rule.extra.get("subject", "")).partition(":")
    before = [
        item
        for item in mentions
        if item.type == kind
        and (item.cls == kind or rule.extra.get("systems"))
        and item.evidence.start <= position + _AHEAD
    ]
    return max(before, key=lambda item: (item.evidence.start, item.id), default=None)


def _value_of(
    rule: Rule, groups: Mapping[str, object]
) -> tuple[Value | None, tuple[tuple[str, str], ...]]:
    """Return the literal of a hit with its qualifiers; None where the unit is not the one asked."""
    qualifiers: list[tuple[str, str]] = []
    date = groups.get("date")
    if isinstance(date, DateSpan):
        qualifiers += [("date", date.value), ("dateBasis", date.basis)]
    value = groups.get("value")
    if isinstance(value, DateSpan):
        qualifiers.append(("dateBasis", value.basis))
        return Value(value.value, value.value, "date"), tuple(qualifiers)
    if isinstance(value, QuantitySpan):
        wanted = rule.extra.get("unit")
        if wanted not in (None, value.kind) and (wanted, value.kind) != ("person", "count"):
            return None, ()
        unit = "person" if wanted == "person" else value.unit
        return Value(value.text, value.amount, unit), tuple(qualifiers)
    if isinstance(value, str):
        return Value(value), tuple(qualifiers)
    return None, tuple(qualifiers)


def _is_allowed(context: Context, rule: Rule, subject: Mention, target: Mention) -> bool:
    """Tell whether subject and object fit the checks that a rule names in `kinds`."""
    checks: Mapping[str, Callable[[], bool]] = {
        "contained": lambda: _may_contain(context, subject, target),
        "demonym": lambda: target.rule.endswith("demonym"),
        "Gang": lambda: subject.cls == "Gang",
        "right-of-provision": lambda: subject.cls in _RIGHTS and target.cls not in _RIGHTS,
        "Prison": lambda: subject.type == "Prison" or subject.cls == "Court",
        "own-work": lambda: publisher_of(context, target) is None,
        "party": lambda: target.cls in _PARTIES,
        "court": lambda: subject.cls == "Court",
        "case": lambda: target.cls == "CourtCase",
    }
    return all(checks[kind]() for kind in rule.extra.get("kinds", ()) if kind in checks)


def _may_contain(context: Context, inner: Mention, outer: Mention) -> bool:
    """Tell whether "inner, outer" can mean that the one lies in the other.

    What reference knowledge has decides; two countries side by side are a list.
    """
    if inner.known and outer.known:
        facts = context.knowledge.facts
        held = {*facts(inner.known, "partOf"), *facts(inner.known, "locatedIn")}
        if held:
            return outer.known in held or _reaches(context, held, outer.known)
    if inner.cls == outer.cls and inner.cls != "Place":
        return False
    if outer.cls not in ("Country", "State") and _is_listed(context.article.text, inner, outer):
        return False
    return inner.cls not in _WIDE_PLACES and outer.cls in ("Country", "State", "Region", "Place")


def _is_listed(text: str, first: Mention, second: Mention) -> bool:
    """Tell whether two places side by side stand in a list: "Leeds, Hull, and Selby"."""
    listed = load_rules("places").rule("places/list").regex
    start, end = first.evidence.start, second.evidence.end
    before = f"{text[max(0, start - _LISTED) : start]}X"
    return listed is not None and (
        any(hit.end() == len(before) for hit in listed.finditer(before))
        or listed.match(f"X{text[end : end + _LISTED]}") is not None
    )


def _reaches(context: Context, inner: set[str], outer: EntityId) -> bool:
    """Tell whether one further step of reference knowledge leads from one place to another."""
    facts = context.knowledge.facts
    return any(
        outer in (*facts(EntityId(item), "partOf"), *facts(EntityId(item), "locatedIn"))
        for item in inner
    )


@cache
def _patterns() -> tuple[tuple[Rule, re.Pattern[str]], ...]:
    """Return the rules of relations with their compiled templates."""
    book = load_rules("relations")
    return tuple((rule, compile_template(rule, book.lists)) for rule in book.rules)
