"""What a statement says of the thing at issue and of the law: side, lawfulness, provisions.

In: statements with their speakers, and the thing at issue. Out: the same statements with target,
stance, modality and the provisions that they name.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.extract.modality import Modality, find_modality
from kg.extract.scene import Scene
from kg.extract.sides import Sides, about_ruling, find_sides, on_penalty, turned
from kg.extract.stance import Stance, find_stance
from kg.extract.targets import makers_of
from kg.model import Evidence, Mention, MentionId, Statement


@dataclass(frozen=True, slots=True)
class Said:
    """A statement, who says it, and the verb of saying in its basic form (None without a cue)."""

    statement: Statement
    speaker: Mention | None
    lemma: str | None


@dataclass(frozen=True, slots=True)
class _Issue:
    """What the article is about, and who made it."""

    scene: Scene
    target: Mention | None
    makers: frozenset[str]
    sides: Sides


def with_views(scene: Scene, target: Mention | None, said: Sequence[Said]) -> tuple[Statement, ...]:
    """Return the statements with target, stance, modality and provisions, in the same order."""
    issue = _Issue(scene, target, makers_of(scene), find_sides(scene, target))
    return tuple(_with_view(issue, item) for item in said)


def _with_view(issue: _Issue, item: Said) -> Statement:
    """Return one statement with its views; the article's own voice takes no side."""
    evidence = item.statement.evidence
    modality = find_modality(_generalized(issue.scene, evidence))
    if item.statement.kind == "narrated":
        is_condition = modality is not None and modality.value == "states_condition"
        stance = Stance("conditional" if is_condition else "neutral", None)
    else:
        stance = _stance(issue, item, modality)
    is_sided = issue.target is not None or item.statement.kind == "narrated"
    return replace(
        item.statement,
        stance=stance.value if is_sided else None,
        stance_words=stance.words if is_sided else None,
        target=issue.target.id if issue.target is not None else None,
        modality=modality.value if modality is not None else None,
        provisions=_provisions(issue.scene, evidence),
    )


def _stance(issue: _Issue, item: Said, modality: Modality | None) -> Stance:
    """Return the stance of an utterance: from its words, else from its speaker's side."""
    speaker, words = item.speaker, item.statement.evidence.quote
    surname = speaker.name.split()[-1] if speaker is not None and speaker.name.split() else None
    own = find_stance(words, cue=item.lemma, modality=modality, is_maker=surname in issue.makers)
    noun = issue.target.name.lower().split()[-1] if issue.target and issue.target.name else None
    if modality is not None and own.value in ("supports", "opposes", "conditional"):
        return replace(own, value=on_penalty(own.value, noun, words))
    side = about_ruling(words, issue.sides) or issue.sides.of(speaker)
    if side is not None:
        return Stance(side.stance, side.words)
    return replace(own, value=turned(own.value, words, issue.sides, noun))


def _generalized(scene: Scene, evidence: Evidence) -> str:
    """Return the words of a statement with provisions by name turned into "the law".

    So that rules on lawfulness need not know how provisions are called.
    """
    words, last = "", evidence.start
    for item in scene.mentions_in(evidence.start, evidence.end):
        is_name = item.type == "LegalProvision" and item.cls not in ("Right", "LegalDoctrine")
        if is_name and item.evidence.start >= last and item.evidence.quote[:1].isupper():
            words += scene.text[last : item.evidence.start] + "law"
            last = item.evidence.end
    return words + scene.text[last : evidence.end]


def _provisions(scene: Scene, evidence: Evidence) -> tuple[MentionId, ...]:
    """Return the legal provisions named within a statement."""
    inside = scene.mentions_in(evidence.start, evidence.end)
    return tuple(item.id for item in inside if item.type == "LegalProvision")
