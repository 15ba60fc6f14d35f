"""Persons' roles in, office relations out: who holds which office, of what, or works for whom.

Roles come from the parse (`office_roles`) and from the mentions themselves. The body that stands
beside or inside a role is the object; else the one that reference knowledge gives for a title of
its own ("Secretary of State"); else the title itself is what the person holds.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extract.bare_titles import judge_of_land, may_be_of_a_state
from kg.extract.context import Context
from kg.extract.drafts import Draft
from kg.extract.office_roles import Role, find_roles, role_list
from kg.extract.tree import Tree
from kg.ids import slug_of
from kg.model import EntityId, Mention, Value
from kg.rules import load_rules

# A role stands beside its person: this many characters before the name and behind it.
_BEFORE, _AFTER = 90, 160
_ORGS = ("Institution", "Place", "Prison")
_RELATIONS = {
    "heads": "holdsOffice",
    "speakers": "spokespersonFor",
    "employment": "worksFor",
    "membership": "memberOf",
}


def find_offices(
    context: Context, mentions: Sequence[Mention], tree: Tree | None
) -> Iterator[Draft]:
    """Yield a draft for each role of each person."""
    countries = _countries(context, mentions)
    seen: set[tuple[str, str]] = set()
    bodies = _Bodies(mentions)
    verbatim = tuple(_verbatim(context, mentions, bodies))
    parsed = find_roles(tree) if tree is not None else ()
    found = [_with_tail(context, _whole(role, verbatim)) for role in parsed]
    from_tree = [
        role if role.body else replace(role, body=bodies.beside(context, role.start, role.end))
        for role in found
    ]
    done = {role.person.id for role in from_tree}
    rest = (role for role in verbatim if role.person.id not in done)
    for role in (*from_tree, *rest):
        head = _head_of(role.text)
        key = (role.person.id, head)
        if not head or key in seen:
            continue
        seen.add(key)
        draft = _draft_of(context, judge_of_land(role, head), head, countries)
        if draft is not None:
            yield draft
            yield from _leading(role, draft, head)


def _leading(role: Role, draft: Draft, head: str) -> Iterator[Draft]:
    """Yield that who is at the head of a body leads it: "Ana Ruiz, president of the League"."""
    lists = load_rules("offices").lists
    title = _title(role).lower()
    words = title.split(" of ")[0].split(" for ")[0].split()
    words = [word for word in words if word not in lists["before_leaders"]]
    body = role.body
    leads = head in lists["leaders"] and " ".join(words) in (*lists["leaders"], "")
    if body is None or draft.object != body.id or not leads or dict(draft.qualifiers).get("tense"):
        return
    _, part, rest = title.partition(" of ")
    own = rest.removeprefix("the ").split(" ")[0]
    if part and own not in body.evidence.quote.lower() and own not in lists["before_leaders"]:
        return  # "head of policy" leads no body
    of_party = body.cls == "PoliticalParty" and body.evidence.end <= role.start
    if body.type == "Institution" and body.cls not in ("Court", "Legislature") and not of_party:
        yield replace(draft, relation="leads", rule="office.leaders")


def _whole(role: Role, verbatim: Sequence[Role]) -> Role:
    """Return a role with all words of its title: "Secretary of State", not "Secretary"."""
    for other in verbatim:
        holds = other.start <= role.start and role.end <= other.end
        if other.person.id == role.person.id and holds:
            return replace(role, start=other.start, end=other.end, text=other.text)
    return role


def _with_tail(context: Context, role: Role) -> Role:
    """Return a role with the rest of its title before the name: "of State" in "Secretary of State".

    The parse may tie that to the name instead.
    """
    regex = load_rules("offices").rule("office.tail").regex
    text, start = context.article.text, role.person.evidence.start
    near = role.end <= start <= role.end + _BEFORE
    hit = regex.match(text[role.end : start]) if regex is not None and near else None
    if hit is None:
        return role
    end = role.end + len(hit["tail"])
    return replace(role, end=end, text=text[role.start : end])


class _Bodies:
    """The institutions and places of an article by place."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        """Sort the mentions that can have offices."""
        found = (item for item in mentions if item.type in _ORGS)
        self._items = sorted(found, key=lambda item: item.evidence.start)
        self._starts = [item.evidence.start for item in self._items]

    def beside(self, context: Context, start: int, end: int) -> Mention | None:
        """Return the body that stands inside of or beside some words."""
        first = bisect_left(self._starts, start - _BEFORE)
        last = bisect_left(self._starts, end + _AFTER)
        return _org_of(context, (start, end), self._items[first:last])


def _verbatim(context: Context, mentions: Sequence[Mention], bodies: _Bodies) -> Iterator[Role]:
    """Yield the roles that the mentions of persons carry, at their place in the text."""
    for person in mentions:
        if person.type != "Person" or person.form != "name":
            continue
        for start, end, text in _places_of(context, person):
            yield Role(start, end, text, person, bodies.beside(context, start, end))


def _places_of(context: Context, person: Mention) -> Iterator[tuple[int, int, str]]:
    """Yield a person's roles with their offsets, those that stand beside the name."""
    start, end = person.evidence.start, person.evidence.end
    text = context.article.text
    stops = set(load_rules("offices").lists["no_title_words"])
    for words in person.roles:
        if stops & set(words.lower().split()):
            continue
        before = text.rfind(words, max(0, start - _BEFORE), end)
        found = before if before >= 0 else text.find(words, end, end + _AFTER)
        if found >= 0:
            yield found, found + len(words), words


def _org_of(context: Context, role: tuple[int, int], orgs: Sequence[Mention]) -> Mention | None:
    """Return the institution or country that stands inside of or beside a role."""
    text = context.article.text
    start, end = role
    before, after = (
        load_rules("offices").rule(name).regex
        for name in ("office.beside-before", "office.beside-after")
    )
    stops = load_rules("offices").lists["no_owners"]
    orgs = [item for item in orgs if item.evidence.quote.lower() not in stops]
    inside = [item for item in orgs if start <= item.evidence.start and item.evidence.end <= end]
    if inside:
        return max(inside, key=lambda item: (item.type == "Institution", item.evidence.end))
    for item in orgs:
        gap = text[item.evidence.end : start]
        if item.evidence.end <= start and before is not None and before.match(gap):
            return item
    for item in orgs:
        gap = text[end : item.evidence.start]
        if item.evidence.start >= end and after is not None and after.match(gap):
            return item
    return None


def _draft_of(context: Context, role: Role, head: str, countries: Sequence[str]) -> Draft | None:
    """Return the relation that a role makes; None for occupations of nobody in particular."""
    kind = role_list(head)
    office = _known_office(context, role, countries, head)
    if kind is None and office is None:
        return None
    relation = _RELATIONS[kind] if kind else "holdsOffice"
    lists = load_rules("offices").lists
    if head in lists["lawyers"] and role.tie in ("for", "owner"):
        return None
    body = None if head in lists["legislators"] else role.body
    if body is not None and body.type == "Place" and kind in ("membership", "employment"):
        body = None
    titled = head == "member" and not role.text.lower().startswith("member")
    if body is None and (kind == "employment" or (kind == "membership" and not titled)):
        return None
    if body is None and kind != "heads":
        relation = "holdsOffice"
    spans = [(role.start, role.end), (role.person.evidence.start, role.person.evidence.end)]
    if body is not None and body.evidence.start >= role.start - _BEFORE:
        spans.append((body.evidence.start, body.evidence.end))
    names_body = " of " in role.text and _is_land_of(context, body, office)
    known = office if body is None or names_body else None
    body = None if known is not None else body
    title = _title(role)
    return Draft(
        start=min(start for start, _ in spans),
        end=max(end for _, end in spans),
        subject=role.person.id,
        relation=relation,
        object=body.id if body is not None else None,
        value=Value(title) if body is None and known is None else None,
        rule=f"office.{kind or 'known'}" if known is None else "office.known",
        qualifiers=(("title", title), *_past(role)),
        is_settled=True,
        object_known=known,
        negated=role.negated,
        hypothetical=role.hypothetical,
        is_aside=role.is_aside,
    )


def _is_land_of(context: Context, body: Mention | None, office: EntityId | None) -> bool:
    """Tell whether a place is only the country of an office: "U.S. Secretary of State"."""
    if office is None or body is None or body.type != "Place":
        return False
    return str(body.known) in context.knowledge.facts(office, "jurisdiction")


def _title(role: Role) -> str:
    """Return the words of a role without the owner in front of it."""
    words = " ".join(role.text.split())
    if role.body is not None and words.startswith(role.body.evidence.quote):
        rest = re.sub(r"^['’]s?\s", "", words[len(role.body.evidence.quote) :]).strip()
        words = rest or words
    return words


def _head_of(text: str) -> str:
    """Return the noun of role that a title turns on: "director" of "legal director of the ACLU"."""
    before = re.split(r"\s(?:of|for|at|in|on|to|with)\s|,", text, maxsplit=1)[0]
    words = [word.lower() for word in before.split()]
    for size in (2, 1):
        joined = " ".join(words[-size:]) if len(words) >= size else ""
        if joined and role_list(joined):
            return joined
    return " ".join(slug_of(before).split("-"))


def _known_office(
    context: Context, role: Role, countries: Sequence[str], head: str
) -> EntityId | None:
    """Return the body of an office that reference knowledge names.

    A title that several countries have counts where its country is named, one that stands for the
    office only weakly ("the attorney general") where the article names that country most, and the
    office's body too.
    """
    for known in context.knowledge.by_office(" ".join(role.text.split())):
        places = context.knowledge.facts(known.id, "jurisdiction")
        weak = role.text not in known.labels
        near = countries[:1] if weak else countries
        bodies = context.knowledge.facts(known.id, "officeOf")
        if weak and not set(bodies) & set(countries):
            continue
        if may_be_of_a_state(context, role, head, bodies, countries):
            continue
        shared = weak or bool(known.values("ambiguityNote"))
        if places and near and not set(places) & set(near) and (shared or len(near) > 1):
            continue
        for target in bodies:
            return EntityId(target)
    return None


def _countries(context: Context, mentions: Sequence[Mention]) -> tuple[str, ...]:
    """Return the countries that an article names, most named first, then the bodies it names."""
    votes: Counter[str] = Counter()
    for mention in mentions:
        if mention.known is None or mention.type not in _ORGS:
            continue
        if mention.cls == "Country":
            votes[mention.known] += 1
        for predicate in ("jurisdiction", "partOf", "locatedIn"):
            for place in context.knowledge.facts(mention.known, predicate):
                known = context.knowledge.entities.get(EntityId(place))
                if known is not None and known.cls == "Country":
                    votes[place] += 1
    bodies = sorted({item.known for item in mentions if item.known and item.type in _ORGS})
    return (*sorted(votes, key=lambda place: (-votes[place], place)), *bodies)


def _past(role: Role) -> tuple[tuple[str, str], ...]:
    """Return the qualifier that marks a former office."""
    regex = load_rules("offices").rule("office.former").regex
    return (("tense", "past"),) if regex is not None and regex.search(role.text) else ()
