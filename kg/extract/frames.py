"""A verb of saying with its speaker and what is said: what both ways of finding speech produce."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kg.extract.scene import Scene, Span

# More acts of saying than this are not nested or side by side in one sentence.
MOST_NESTED = 8


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
        parts: what is said, where the cue stands in its midst ("The ban, she said, is void").
    """

    cue: Span
    lemma: str
    manner: str
    speaker: Span | None
    head: Span | None
    content: Span | None
    rule: str
    behind: bool = False
    parts: tuple[Span, ...] = ()


def cut_at_next(scene: Scene, frames: Iterable[Frame]) -> tuple[Frame, ...]:
    """Return the frames in order, with what is said ended before ", adding" or "and called".

    Such a verb is an act of the same speaker beside the first one, not a part of what is said.
    """
    ordered = sorted(frames, key=lambda frame: frame.cue)
    for number, inner in enumerate(ordered):
        start = scene.segment_at(inner.cue[0])[0]
        for place in range(number - 1, max(-1, number - 1 - MOST_NESTED), -1):
            outer = ordered[place]
            if outer.cue[0] < start:
                break
            content = outer.content
            if content is None or not content[0] < inner.cue[0] < content[1]:
                continue
            lead = scene.masked[max(start, content[0]) : inner.cue[0]].rstrip()
            end = _end_before(scene, inner, outer, lead)
            if end is not None and end > 0:
                ordered[place] = replace(outer, content=(content[0], content[0] + end))
                ordered[number] = replace(inner, speaker=outer.speaker, head=outer.head)
    return tuple(ordered)


def _end_before(scene: Scene, inner: Frame, outer: Frame, lead: str) -> int | None:
    """Return how long what is said is before an act beside it; None where it is part of it."""
    word = scene.text[inner.cue[0] : inner.cue[1]]
    if lead.endswith((",", '"')) and word.endswith("ing"):
        return len(lead.removesuffix(","))
    shared = inner.speaker is None or outer.content is None or inner.speaker[0] < outer.content[0]
    joined = lead.endswith((" and", " but"))
    return len(lead[:-4].rstrip(" ,")) if joined and shared else None
