"""Persons' roles in, office relations out: who holds which office, of what, or works for whom.

A role counts when the institution or country stands beside or inside it ("Salvadoran Foreign
Minister …", "deputy director of the …"), or when reference knowledge says whose office it is
("Secretary of State"). A role alone ("the president") makes no relation.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.context import Context
from kg.extract.drafts import Draft
from kg.ids import slug_of
from kg.model import EntityId, Mention
from kg.rules import load_rules

# A role stands beside its person: this many characters before the name and behind it.
_BEFORE, _AFTER = 90, 160
_ORGS = ("Institution", "Place", "Prison")


@dataclass(frozen=True, slots=True)
class _Role:
    """A role's words at their place."""

    start: int
    end: int
    text: str


def find_offices(context: Context, mentions: Sequence[Mention]) -> Iterator[Draft]:
    """Yield a draft for each role of each person whose institution or country can be told."""
    orgs = sorted(
        (item for item in mentions if item.type in _ORGS), key=lambda item: item.evidence.start
    )
    starts = [item.evidence.start for item in orgs]
    for person in mentions:
        if person.type != "Person" or person.form != "name":
            continue
        for role in _roles_of(context, person):
            first = bisect_left(starts, role.start - _BEFORE)
            last = bisect_left(starts, role.end + _AFTER)
            org = _org_of(context, role, orgs[first:last])
            draft = _draft_of(context, person, role, org)
            if draft is not None:
                yield draft


def _roles_of(context: Context, person: Mention) -> Iterator[_Role]:
    """Yield a person's roles with their offsets, those that stand beside the name."""
    start, end = person.evidence.start, person.evidence.end
    text = context.article.text
    for words in person.roles:
        before = text.rfind(words, max(0, start - _BEFORE), end)
        found = before if before >= 0 else text.find(words, end, end + _AFTER)
        if found >= 0:
            yield _Role(found, found + len(words), words)


def _org_of(context: Context, role: _Role, orgs: Sequence[Mention]) -> Mention | None:
    """Return the institution or country that stands inside of or beside a role."""
    text = context.article.text
    book = load_rules("offices")
    before, after = (
        book.rule(name).regex for name in ("office.beside-before", "office.beside-after")
    )
    inside = [
        item for item in orgs if role.start <= item.evidence.start and item.evidence.end <= role.end
    ]
    if inside:
        return max(inside, key=lambda item: (item.type == "Institution", item.evidence.end))
    for item in orgs:
        gap = text[item.evidence.end : role.start]
        if item.evidence.end <= role.start and before is not None and before.match(gap):
            return item
    for item in orgs:
        gap = text[role.end : item.evidence.start]
        if item.evidence.start >= role.end and after is not None and after.match(gap):
            return item
    return None


def _draft_of(context: Context, person: Mention, role: _Role, org: Mention | None) -> Draft | None:
    """Return the relation that a role makes, or None where nothing says to whom."""
    relation, rule = _kind_of(role)
    office = _known_office(context, role)
    if relation is None and office is None:
        return None
    spans = [(role.start, role.end), (person.evidence.start, person.evidence.end)]
    target = org
    if org is not None:
        spans.append((org.evidence.start, org.evidence.end))
    title = role.text
    if org is not None and role.text.startswith(org.evidence.quote):
        title = role.text[len(org.evidence.quote) :].removeprefix("’s").removeprefix("'s").strip()
    if target is None and office is None:
        return None
    if relation == "memberOf" and target is not None and target.type == "Place":
        return None
    return Draft(
        start=min(start for start, _ in spans),
        end=max(end for _, end in spans),
        subject=person.id,
        relation=relation or "holdsOffice",
        object=target.id if target is not None else None,
        value=None,
        rule=rule if target is not None else "office.known",
        qualifiers=(("title", title or role.text), *_past(role)),
        is_settled=True,
        object_known=office if target is None else None,
    )


def _kind_of(role: _Role) -> tuple[str | None, str]:
    """Return the relation that the head noun of a role makes, and the rule."""
    words = slug_of(role.text).split("-")
    book = load_rules("offices")
    head = " ".join(words)
    before_of = head.split(" of ")[0].split(" for ")[0].split(" at ")[0]
    for name, relation in (
        ("heads", "holdsOffice"),
        ("employment", "worksFor"),
        ("membership", "memberOf"),
    ):
        for word in book.lists[name]:
            plain = " ".join(slug_of(word).split("-"))
            if (
                before_of == plain
                or before_of.endswith(f" {plain}")
                or before_of.startswith(f"{plain} ")
            ):
                return relation, f"office.{name}"
    return None, "office.known"


def _known_office(context: Context, role: _Role) -> EntityId | None:
    """Return the institution of an office that reference knowledge names."""
    for known in context.knowledge.by_office(role.text):
        for target in context.knowledge.facts(known.id, "officeOf"):
            return EntityId(target)
    return None


def _past(role: _Role) -> tuple[tuple[str, str], ...]:
    """Return the qualifier that marks a former office."""
    regex = load_rules("offices").rule("office.former").regex
    return (("tense", "past"),) if regex is not None and regex.search(role.text) else ()
