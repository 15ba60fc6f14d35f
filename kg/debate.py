"""The nouns of a controversy: who stands where, what law is said to do, and with which arguments.

Made by `kg.collate`, read by `kg.graph`. All ids come from content.
Stances and effects are what articles report; that somebody holds a position says nothing of
whether it is right.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kg.model import ArticleId, EntityId, Evidence


@dataclass(frozen=True, slots=True)
class Stance:
    """That somebody takes a side on something in one article.

    `holder` is an entity, or the article where it speaks in its own voice; None for a speaker who
    could not be identified and is there as `holder_text` only. `target` is an entity or a position.
    `polarity` is a value of `Statement.stance`; `date` the article's date (ISO 8601).
    `statements`, `words` and `issues` are sorted; `evidence` is in the order of offsets.
    """

    id: str
    holder: str | None
    holder_text: str | None
    target: str
    polarity: str
    article: ArticleId
    date: str | None
    statements: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    words: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Effect:
    """What, in one statement, a provision is said to do to an act.

    `kind` is "bars", "permits", "requires" or "unclear"; `tier` is "holding" for what a court held
    and "claim" for what anybody else says, the article included. `provision` is None where the
    statement names none. `act` is the entity that the act is or belongs to, `act_words` the
    statement's words for it; `words` show the effect. `speaker` is as `Stance.holder`.
    """

    id: str
    kind: str
    tier: str
    provision: EntityId | None
    act: EntityId | None
    act_words: str | None
    words: str
    speaker: str | None
    speaker_text: str | None
    statement: str
    evidence: Evidence
    issues: tuple[str, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that must be given before something may be done, as a statement has it.

    `evidence` spans the words of this condition alone; `rule` found it. `rights` are those that it
    gives in other words ("able to challenge being sent away"), sorted.
    """

    id: str
    statement: str
    evidence: Evidence
    issues: tuple[str, ...]
    rule: str
    rights: tuple[EntityId, ...] = ()


@dataclass(frozen=True, slots=True)
class Position:
    """One answer to an issue; `kind` is a key of `labels` in rules/issues.toml.

    `targets` are the entities that statements with this position are about, sorted.
    """

    id: str
    issue: str
    kind: str
    targets: tuple[EntityId, ...]


@dataclass(frozen=True, slots=True)
class Argument:
    """Why a position is held: statements that name the same provisions or further issues.

    `rivals` are the positions that it speaks against. `provisions` and `themes` (issues) are its
    grounds; with neither, the statements give none. `evidence` is by article and offset.
    """

    id: str
    position: str
    rivals: tuple[str, ...]
    provisions: tuple[EntityId, ...]
    themes: tuple[str, ...]
    statements: tuple[str, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Debate:
    """All stances, positions, arguments and conditions by id, and the effects by article."""

    stances: tuple[Stance, ...] = ()
    effects: Mapping[ArticleId, Sequence[Effect]] = field(default_factory=dict)
    positions: tuple[Position, ...] = ()
    arguments: tuple[Argument, ...] = ()
    conditions: tuple[Condition, ...] = ()
