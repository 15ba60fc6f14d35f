"""A verb of saying with its speaker and what is said: what both ways of finding speech produce."""

from dataclasses import dataclass

from kg.extract.scene import Span


@dataclass(frozen=True, slots=True)
class Frame:
    """One act of saying in the article's own words.

    Attributes:
        cue: the words that say that something is said ("told", "according to").
        manner: how it reports, one of `kg.extract.cues.MANNERS`, or "source" for "according to".
        speaker: the words that name who says it, None where none were found.
        head: the part of `speaker` that its grammar turns on; equals `speaker` without syntax.
        content: the words that tell what is said, None where they stand elsewhere (a quotation).
        rule: the id of the pattern that found it.
        behind: True where the speaker follows the cue (“…,” said Ruiz).
    """

    cue: Span
    lemma: str
    manner: str
    speaker: Span | None
    head: Span | None
    content: Span | None
    rule: str
    behind: bool = False
