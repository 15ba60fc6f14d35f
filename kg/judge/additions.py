"""What a person adds to an article: things that it names, and what somebody says in it.

In: the findings of an article, the links of its mentions, and a decision "mark" or "say". Out: the
findings with the addition, or None where it cannot be: the article has not these words, or nobody
in it is of that id. Words that an article has twice mean their first place.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from kg.ids import digest_of
from kg.judge.records import Decision
from kg.model import (
    Entity,
    EntityId,
    Evidence,
    Findings,
    Link,
    Mention,
    MentionId,
    Statement,
)

RULE = "judgement"
STANCES = frozenset({"supports", "opposes", "conditional", "neutral"})
MODALITIES = frozenset(
    {"asserts_unlawful", "asserts_lawful", "questions_legality", "states_condition", "states_rule"}
)
_QUOTED = ("“", '"', "„", "«")


@dataclass(frozen=True, slots=True)
class Mark:
    """A mention that a person made, the link of it, and the entity where it is a new one."""

    mention: Mention
    link: Link
    entity: Entity | None


def evidence_of(found: Findings, quote: str) -> Evidence | None:
    """Return where an article has some words, at their first place; None where it has them not."""
    text = found.article.text
    start = text.find(quote) if quote.strip() else -1
    if start < 0:
        return None
    end = start + len(quote)
    number, borders = 0, (start, end)
    for at, (first, last) in enumerate(found.sentences):
        if first <= start < last:
            number, borders = at, (first, max(last, end))
    evidence = Evidence(found.article.id, start, end, quote, number, *borders)
    evidence.check(text)
    return evidence


def marked(
    found: Findings,
    decision: Decision,
    known: Callable[[EntityId], Entity | None],
    type_of: Callable[[str], str | None],
) -> Mark | None:
    """Return the mention that a decision "mark" adds, None where it cannot be.

    Args:
        found: the findings of the article that the decision names.
        decision: what was decided.
        known: gives an entity by its id, None where there is none yet.
        type_of: gives the coarse type of a class, None for an unknown class.

    """
    evidence = evidence_of(found, decision.part("quote"))
    entity = known(EntityId(decision.part("entity")))
    is_new = entity is None
    kind = type_of(decision.part("class")) if is_new else None
    if entity is None and kind is not None:
        name = decision.part("name") or decision.part("quote")
        entity = Entity(EntityId(decision.part("entity")), kind, decision.part("class"), name)
    if evidence is None or entity is None:
        return None
    digest = digest_of(evidence.article, evidence.start, evidence.end, RULE, entity.id)
    mention = Mention(
        id=MentionId(f"mention/{digest}"),
        evidence=evidence,
        type=entity.type,
        cls=entity.cls,
        name=entity.name,
        rule=RULE,
    )
    link = Link(entity.id, RULE, f"{decision.who}: {decision.why}")
    return Mark(mention, link, entity if is_new else None)


def said(
    found: Findings, decision: Decision, links: Mapping[MentionId, Link], issues: frozenset[str]
) -> Statement | None:
    """Return the statement that a decision "say" adds, None where it cannot be.

    The speaker is an entity that the article names, or the article itself.
    """
    evidence = evidence_of(found, decision.part("quote"))
    stance, modality = decision.part("stance"), decision.part("modality")
    listed = tuple(sorted(decision.part("issues").split()))
    if evidence is None or not {stance} <= {"", *STANCES} or not {modality} <= {"", *MODALITIES}:
        return None
    speaker = nearest(evidence, EntityId(decision.part("speaker")), found, links)
    target = nearest(evidence, EntityId(decision.part("target")), found, links)
    is_own = decision.part("speaker") == found.article.id
    if (speaker is None and not is_own) or (target is None and decision.part("target")):
        return None
    if not issues.issuperset(listed):
        return None
    spoken = "direct" if evidence.quote.startswith(_QUOTED) else "indirect"
    digest = digest_of(evidence.article, evidence.start, evidence.end, RULE)
    return Statement(
        id=f"statement/{digest}",
        evidence=evidence,
        kind="narrated" if speaker is None else spoken,
        speaker=None if speaker is None else speaker.id,
        speaker_text=None if speaker is None else speaker.evidence.quote,
        cue=None,
        rule=RULE,
        stance=stance or None,
        modality=modality or None,
        target=None if target is None else target.id,
        issues=listed,
    )


def with_statement(found: Findings, statement: Statement) -> Findings:
    """Return findings with one more statement, in text order."""
    statements = {item.id: item for item in (*found.statements, statement)}
    ordered = sorted(statements.values(), key=lambda item: (item.evidence.start, item.id))
    return replace(found, statements=tuple(ordered))


def nearest(
    evidence: Evidence, entity: EntityId, found: Findings, links: Mapping[MentionId, Link]
) -> Mention | None:
    """Return the mention of an entity that stands closest to some words of an article."""
    there = [
        mention
        for mention in found.mentions
        if mention.id in links and links[mention.id].entity == entity
    ]
    return min(
        there,
        key=lambda item: (abs(item.evidence.start - evidence.start), item.id),
        default=None,
    )
