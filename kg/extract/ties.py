"""Who speaks for whom: a person beside the body, group or person whose side is theirs.

In: a scene. Out: for each name those with whom it shares a side: "Ana Ruiz, a lawyer at Green
Tide", "Green Tide's director, Ana Ruiz", "Its director, Ana Ruiz". Courts, parliaments, parties,
universities and newspapers bind nobody.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import islice

from kg.extract.scene import Scene
from kg.model import Mention
from kg.rules import load_rules

# What may stand between a person and a body, at most (code points).
REACH = 90
# An owner that is a pronoun names somebody this far before.
PRONOUN_REACH = 500
_UNBOUND = frozenset(
    {"Court", "Legislature", "PoliticalParty", "University", "MediaOrganization", "Platform"}
)


def key_of(mention: Mention) -> str:
    """Return the name by which a speaker is known again: the surname of a person."""
    words = mention.name.split()
    if mention.type == "Person" and words:
        return words[-1]
    return str(mention.known or mention.name)


def find_ties(scene: Scene) -> Mapping[str, tuple[str, ...]]:
    """Return for each name those with whom it shares a side, sorted."""
    found: dict[str, set[str]] = defaultdict(set)
    for person in scene.mentions:
        if person.type != "Person" or scene.is_quoted(person.evidence.start):
            continue
        for body in (*_beside(scene, person), *_owners(scene, person), *_short(scene, person)):
            if key_of(body) != key_of(person):
                found[key_of(person)].add(key_of(body))
                found[key_of(body)].add(key_of(person))
    return {key: tuple(sorted(names)) for key, names in sorted(found.items())}


def _beside(scene: Scene, person: Mention) -> Iterator[Mention]:
    """Yield the bodies beside one mention of a person that it speaks for."""
    book = load_rules("stance")
    behind, before = (book.rule(f"stance/tie-{name}").regex for name in ("behind", "before"))
    start, end = person.evidence.start, person.evidence.end
    near = scene.mentions_in(max(0, start - REACH), min(len(scene.text), end + REACH))
    for body in near:
        if not _binds(body):
            if body.type == "Person" and _stands_for(scene, person, body):
                yield body
            continue
        if body.evidence.start >= end and behind is not None:
            gap, pattern = scene.masked[end : body.evidence.start], behind
        elif body.evidence.end <= start and before is not None:
            gap, pattern = scene.masked[body.evidence.end : start], before
        else:
            continue
        if pattern.search(gap):
            yield body


def _stands_for(scene: Scene, person: Mention, other: Mention) -> bool:
    """Tell whether one person is the lawyer, spokesperson or family of another."""
    book = load_rules("stance")
    start, end = person.evidence.start, person.evidence.end
    if other.evidence.end <= start:
        gap, name = scene.masked[other.evidence.end : start], "tie-person-before"
    elif end <= other.evidence.start:
        gap, name = scene.masked[end : other.evidence.start], "tie-person-behind"
    else:
        return False
    regex = book.rule(f"stance/{name}").regex
    return regex is not None and regex.search(gap) is not None


def _owners(scene: Scene, person: Mention) -> Iterator[Mention]:
    """Yield whom a pronoun before a role means: the last fitting mention before it.

    "Their lawyer" acts for several people, who need have no name; a body is not meant.
    """
    rule = load_rules("stance").rule("stance/tie-pronoun")
    start = person.evidence.start
    left = max(0, start - REACH)
    hit = rule.regex.search(scene.masked[left:start]) if rule.regex is not None else None
    if hit is None or hit.end() != start - left:
        return
    at = left + hit.start()
    wants_person = hit["pronoun"].lower() in ("his", "her")
    counsel = load_rules("stance").rule("stance/counsel").regex
    if hit["pronoun"].lower() == "their" and counsel is not None and counsel.search(hit[0]):
        return
    before = scene.mentions_in(max(0, at - PRONOUN_REACH), at)
    if wants_person:
        first = scene.segments[max(scene.segment_number(at) - 1, 0)][0]
        subjects = [item for item in before if item.evidence.start >= first]
        before = (*before, *reversed(subjects))
    for other in reversed(before):
        fits = other.type == "Person" if wants_person else _binds(other)
        if fits and not scene.is_quoted(other.evidence.start):
            yield other
            return


def _short(scene: Scene, person: Mention) -> Iterator[Mention]:
    """Yield the last body before that a noun means: "association president Ana Ruiz"."""
    book = load_rules("stance")
    start, end = person.evidence.start, person.evidence.end
    places = (
        ("tie-short", scene.masked[max(0, start - REACH) : start]),
        ("tie-short-behind", scene.masked[end : end + REACH]),
    )
    for name, words in places:
        rule = book.rule(f"stance/{name}")
        hit = rule.regex.search(words) if rule.regex is not None else None
        if hit is not None:
            word = hit["word"].lower()
            before = (item for item in reversed(scene.mentions_in(0, start)) if _binds(item))
            yield from islice((item for item in before if word in item.name.lower().split()), 1)


def _binds(mention: Mention) -> bool:
    """Tell whether those who speak for a body share its side."""
    return mention.type in ("Institution", "Group") and mention.cls not in _UNBOUND
