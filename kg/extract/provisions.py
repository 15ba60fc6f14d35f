"""Which legal provisions a statement rests on.

In: a scene, a statement's words, and what was said before. Out: mentions of provisions: those that
the words name, those that they mean by a noun or pronoun ("the ordinance", "that article", "it does
not allow …"), and those cited for them beside a quotation ("…, citing Article 37").
Of a section, its act is not counted too; a right that only says what a report is about ("human
rights groups") is none.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kg.extract.scene import Scene, Span
from kg.model import Evidence, Mention, MentionId
from kg.rules import Rule, alternation, load_rules

# How far behind a provision the noun stands that makes it a topic ("human rights abuses").
_BEHIND = 24
# How far back a pronoun may mean a provision (code points).
_BACK = 400
_TYPE = "LegalProvision"
# Nouns for parts of laws: the last one named is meant.
_PARTS = frozenset({"provision", "section", "article", "clause"})


def provisions_of(
    scene: Scene, evidence: Evidence, target: Mention | None
) -> tuple[MentionId, ...]:
    """Return the provisions that a statement rests on, in the order of the text, each once."""
    span = (evidence.start, evidence.end)
    named = [item for item in _laws_in(scene, *span) if not _is_topic(scene, item)]
    named = [item for item in named if not _is_owner(item, named)]
    found = [*named, *_meant(scene, span, target), *_cited(scene, span)]
    if not found:
        found = list(_pointed_at(scene, span))
    once: dict[str, MentionId] = {}
    for item in found:
        once.setdefault(str(item.known or item.name), item.id)
    return tuple(once.values())


def _laws_in(scene: Scene, start: int, end: int) -> list[Mention]:
    """Return the provisions named between two offsets."""
    return [item for item in scene.mentions_in(start, end) if item.type == _TYPE]


def _rule(name: str) -> Rule:
    """Return a rule of rules/provisions.toml."""
    return load_rules("provisions").rule(f"provisions/{name}")


def _is_topic(scene: Scene, mention: Mention) -> bool:
    """Tell whether a right only says what something else is about: "human rights abuses"."""
    end = mention.evidence.end
    hit = _rule("topic").regex
    is_right = mention.cls in ("Right", "LegalDoctrine")
    return is_right and hit is not None and bool(hit.match(scene.text[end : end + _BEHIND]))


def _is_owner(mention: Mention, named: Sequence[Mention]) -> bool:
    """Tell whether a law is named only as that of a part: "Article 6 of the Charter"."""
    known = str(mention.known or "")
    inner = mention.evidence
    return any(
        other is not mention
        and other.evidence.start <= inner.start
        and inner.end <= other.evidence.end
        and (other.evidence.start, other.evidence.end) != (inner.start, inner.end)
        for other in named
    ) or any(known and str(other.known or "").startswith(f"{known}/") for other in named)


def _meant(scene: Scene, span: Span, target: Mention | None) -> Iterator[Mention]:
    """Yield the laws that definite nouns mean: "the ordinance", "that article"."""
    for hit in _definite().finditer(scene.text, *span):
        if any(
            item.evidence.start < hit.end() and hit.start() < item.evidence.end
            for item in _laws_in(scene, *span)
        ):
            continue
        law = _law_called(scene, hit["noun"].lower(), hit.start(), target)
        if law is not None:
            yield law


def _law_called(scene: Scene, noun: str, at: int, target: Mention | None) -> Mention | None:
    """Return the law that a noun means at a place; None where the article does not decide it.

    It is the law at issue where that is one, else the last one before that is called so by its
    name, or is a part of that kind, else the only one in the article that is called so.
    """
    if target is not None and target.type == _TYPE and _fits(target, noun):
        return target
    named = [item for item in scene.mentions if item.type == _TYPE and item.form == "name"]
    called = [item for item in named if _is_called(item, noun)]
    parts = called or [item for item in named if noun in _PARTS and _fits(item, noun)]
    before = [item for item in parts if item.evidence.start < at]
    if before:
        return before[-1]
    if len({item.known or item.name for item in called}) == 1:
        return called[0]
    return None


def _fits(law: Mention, noun: str) -> bool:
    """Tell whether a law can be called by a noun: by its name, or by its class."""
    classes = load_rules("provisions").maps["classes"].get(noun, "").split()
    return _is_called(law, noun) or law.cls in classes


def _is_called(law: Mention, noun: str) -> bool:
    """Tell whether a noun heads a law's name: "Ordinance 7", not "order" of "Public Order Act"."""
    head = law.name.lower().split(" of ")[0].split()
    return any(
        word == noun and (place == len(head) - 1 or head[place + 1][0].isdigit())
        for place, word in enumerate(head)
    )


def _cited(scene: Scene, span: Span) -> Iterator[Mention]:
    """Yield the provisions cited for a statement in the sentence around it."""
    first, last = scene.segment_at(span[0])
    regex = _rule("citing").regex
    for item in _laws_in(scene, first, last):
        start = item.evidence.start
        is_outside = not span[0] <= start < span[1]
        before = scene.masked[max(first, start - _BEHIND) : start]
        if is_outside and regex is not None and regex.search(before):
            yield item


def _pointed_at(scene: Scene, span: Span) -> Iterator[Mention]:
    """Yield the provision that "it" means before a verb of law: the only one just before."""
    regex = _rule("pronoun").regex
    if regex is None or not regex.match(scene.text[slice(*span)]):
        return
    before = _laws_in(scene, max(0, span[0] - _BACK), span[0])
    last = [item for item in before if item.form == "name" or item.cls == "Constitution"]
    if last:
        yield last[-1]


@cache
def _definite() -> re.Pattern[str]:
    """Return the pattern of definite nouns for a provision."""
    nouns = alternation(tuple(sorted(load_rules("provisions").maps["classes"])))
    return re.compile(
        rf"\b(?:the|this|that|said)\s(?P<noun>{nouns})\b(?![\s-](?:firm|school|enforcement))",
        re.IGNORECASE,
    )
