"""Relations in the making: what a pattern proposes, and what keeps a claim from becoming a fact.

A `Draft` says what a pattern saw. `finish` adds the evidence and the three marks that keep
"has no power to", "would be" and "the lawsuit says" from becoming plain facts.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.extract.context import Context
from kg.extract.evidence import evidence_at, finding_id
from kg.model import EntityId, Evidence, MentionId, Relation, Statement, Value
from kg.rules import load_rules

# So far before a trigger "not", "would" and the like are looked for; few clauses are longer.
_WINDOW = 60
_QUOTED = frozenset({"direct", "mixed", "indirect"})


@dataclass(frozen=True, slots=True)
class Draft:
    """A relation that a pattern proposes; `start` and `end` span all its words.

    `is_settled` is True where the pattern itself has looked at negation and hypothesis, and then
    says so in `negated`, `hypothetical` and `speaker` (who claims it). `is_claim` marks what is
    never a plain fact where anybody in the sentence can be said to claim it ("violates");
    `is_aside` what a writer tells by the way ("Mayor Ruiz") even where they report what others say.
    """

    start: int
    end: int
    subject: MentionId
    relation: str
    object: MentionId | None
    value: Value | None
    rule: str
    qualifiers: tuple[tuple[str, str], ...] = ()
    is_settled: bool = False
    object_known: EntityId | None = None
    negated: bool = False
    hypothetical: bool = False
    speaker: MentionId | None = None
    is_claim: bool = False
    is_aside: bool = False


def finish(
    context: Context, drafts: Iterable[Draft], statements: Sequence[Statement]
) -> tuple[Relation, ...]:
    """Return relations with evidence and marks, sorted by place; equal ones of a sentence once."""
    found: dict[str, Relation] = {}
    seen: set[tuple[object, ...]] = set()
    near = _Near(statements)
    for draft in drafts:
        evidence = evidence_at(context, draft.start, draft.end)
        target = draft.object or draft.object_known or (draft.value and draft.value.text)
        key = (evidence.sentence, draft.subject, draft.relation, target)
        if key in seen:
            continue
        seen.add(key)
        words = _clause_before(context, draft) + context.article.text[draft.start : draft.end]
        speaker = draft.speaker or _speaker_around(
            draft, near.around(evidence.sentence_start, evidence.sentence_end), evidence
        )
        whole = context.article.text[evidence.sentence_start : evidence.sentence_end]
        lost = draft.is_claim and speaker is None and _has_cue("relation-status.reported", whole)
        relation = Relation(
            id=finding_id("relation", evidence, draft.subject, draft.relation, target),
            evidence=evidence,
            subject=draft.subject,
            relation=draft.relation,
            object=draft.object,
            value=draft.value,
            rule=draft.rule,
            qualifiers=tuple(sorted(draft.qualifiers)),
            negated=draft.negated
            or (not draft.is_settled and _has_cue("relation-status.negated", words)),
            hypothetical=draft.hypothetical
            or lost
            or (not draft.is_settled and _has_cue("relation-status.hypothetical", words)),
            asserted_by=speaker,
            object_known=draft.object_known,
        )
        found.setdefault(relation.id, relation)
    return tuple(sorted(found.values(), key=lambda item: (item.evidence.start, item.id)))


def _clause_before(context: Context, draft: Draft) -> str:
    """Return the words of the same clause that stand before a draft."""
    sentence = evidence_at(context, draft.start, draft.end)
    start = max(sentence.sentence_start, draft.start - _WINDOW)
    before = context.article.text[start : draft.start]
    for mark in (";", ":", "“", '"', ", but ", ", and ", " — "):
        before = before.rpartition(mark)[2]
    return before


def _has_cue(rule_id: str, words: str) -> bool:
    """Tell whether a status rule finds its cue in some words."""
    regex = load_rules("relation-status").rule(rule_id).regex
    return regex is not None and regex.search(words) is not None


def _speaker_around(
    draft: Draft, statements: Sequence[Statement], evidence: Evidence
) -> MentionId | None:
    """Return the speaker of the innermost reported statement that holds a draft's words.

    `statements` are those near the draft. For a claim, one that shares the sentence is enough.
    """
    kinds = ("direct",) if draft.is_aside else _QUOTED
    reported = [item for item in statements if item.kind in kinds and item.speaker is not None]
    around = [
        item
        for item in reported
        if item.evidence.start <= draft.start and draft.end <= item.evidence.end
    ]
    if not around and draft.is_claim:
        around = [
            item
            for item in reported
            if item.evidence.start < evidence.sentence_end
            and evidence.sentence_start < item.evidence.end
        ]
    inner = min(around, key=lambda item: item.evidence.end - item.evidence.start, default=None)
    return inner.speaker if inner else None


class _Near:
    """Statements by place, so that each draft looks at those close by only."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        """Sort the statements by where they begin."""
        self._items = sorted(statements, key=lambda item: (item.evidence.start, item.id))
        self._starts = [item.evidence.start for item in self._items]
        spans = (item.evidence.end - item.evidence.start for item in self._items)
        self._longest = max(spans, default=0)

    def around(self, start: int, end: int) -> Sequence[Statement]:
        """Return the statements that may overlap a stretch of the text."""
        first = bisect_left(self._starts, start - self._longest)
        return self._items[first : bisect_left(self._starts, end)]
