"""Whose words a statement gives: an entity, the article itself, or somebody named only in words.

In: a statement with the mentions and the resolution. Out: its `Voice`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kg.model import Mention, MentionId, Resolution, Statement


@dataclass(frozen=True, slots=True, order=True)
class Voice:
    """Who speaks: `holder` is the id of an entity or article; `text` what the article calls it."""

    holder: str | None
    text: str | None


def voice_of(
    statement: Statement, mentions: Mapping[MentionId, Mention], resolution: Resolution
) -> Voice:
    """Return who says a statement; the article where it speaks in its own voice.

    A pronoun that could not be resolved names nobody.
    """
    if statement.speaker is None:
        own = statement.evidence.article if statement.kind == "narrated" else None
        return Voice(own, statement.speaker_text)
    link = resolution.links.get(statement.speaker)
    if link is not None:
        return Voice(link.entity, statement.speaker_text)
    mention = mentions.get(statement.speaker)
    if mention is not None and mention.form == "pronoun":
        return Voice(None, None)
    return Voice(None, statement.speaker_text or (mention.name if mention is not None else None))
