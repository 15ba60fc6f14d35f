"""Quotations that stand alone: an earlier sentence tells whose they are.

In: a scene, a quotation without an act of saying beside it, and the acts of the sentences before.
Out: the frame whose speaker goes on, or None where the quotation is no speech (a title, a scare
quote). Three ways: behind a paragraph that ends with a colon; behind somebody who spoke last;
behind a sentence in which somebody acts.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.extract.frames import Frame
from kg.extract.marks import frame_at_colon, frame_before
from kg.extract.quotations import Quotation
from kg.extract.scene import Scene, Span
from kg.extract.zones import is_title_case
from kg.rules import load_rules

# A quotation without a cue continues the speech of at most so many paragraphs before.
FARTHEST_PARAGRAPH = 2
# So many segments before a quotation are looked at for who spoke last.
FARTHEST_SEGMENT = 12
CONTINUED = "speech/continued"
_WORD = re.compile(r"\w")

Frames = Mapping[int, Sequence[Frame]]


def carried_frame(
    scene: Scene, quotation: Quotation, frames: Frames, last: tuple[Span, Frame] | None
) -> Frame | None:
    """Return the act of saying that a quotation without one beside it goes on with, or None.

    Args:
        scene: the article.
        quotation: what is quoted.
        frames: the acts of saying by the number of their segment.
        last: span and act of the last direct quotation before this one.
    """
    if not _is_alone(scene, quotation):
        return None
    led = _led(scene, quotation, frames)
    if led is not None:
        return led
    text = scene.text[quotation.inner_start : quotation.inner_end].rstrip()
    is_whole = text.endswith(load_rules("quotes").lists["after_sentence"])
    if is_title_case(text) and quotation.opens and not is_whole:
        return None
    spoken = _spoken_last(scene, quotation, frames, last)
    if spoken is not None:
        return replace(spoken, rule=CONTINUED)
    return frame_before(scene, quotation)


def _is_alone(scene: Scene, quotation: Quotation) -> bool:
    """Tell whether a segment holds nothing but a quotation."""
    segment = scene.segment_at(quotation.start)
    before = scene.masked[segment[0] : quotation.start]
    behind = scene.masked[quotation.end : segment[1]]
    return _WORD.search(before) is None and _WORD.search(behind) is None


def _led(scene: Scene, quotation: Quotation, frames: Frames) -> Frame | None:
    """Return the act of saying of the paragraph before, where a colon ends it: "He said:"."""
    number = scene.segment_number(quotation.start)
    if number == 0 or not quotation.opens:
        return None
    segment = scene.segments[number - 1]
    lead = scene.masked[segment[0] : segment[1]].rstrip()
    if not lead.endswith(":"):
        return None
    acts = [item for item in frames.get(number - 1, ()) if item.speaker is not None]
    if acts:
        return max(acts, key=lambda item: item.cue)
    return frame_at_colon(scene, segment, segment[0] + len(lead) - 1)


def _spoken_last(
    scene: Scene, quotation: Quotation, frames: Frames, last: tuple[Span, Frame] | None
) -> Frame | None:
    """Return the last act of saying before a quotation: reported after the last direct one, or it.

    Of acts within one another, the outer one counts.
    """
    if quotation.continues and last is not None:
        return last[1]
    number = scene.segment_number(quotation.start)
    first = max(0, number - FARTHEST_SEGMENT)
    if last is not None:
        first = max(first, scene.segment_number(last[0][0]) + 1)
    for place in range(number - 1, first - 1, -1):
        if scene.paragraph_at(scene.segments[place][0]) < quotation.paragraph - 1:
            break
        acts = _outer([item for item in frames.get(place, ()) if item.speaker is not None])
        if acts:
            return acts[-1]
    if last is None:
        return None
    near = quotation.paragraph - scene.paragraph_at(last[0][0]) <= FARTHEST_PARAGRAPH
    return last[1] if near else None


def _outer(acts: Sequence[Frame]) -> list[Frame]:
    """Return the acts that are not a part of what another one says, in order."""
    contents = [item.content for item in acts if item.content is not None]
    return sorted(
        (item for item in acts if not any(start <= item.cue[0] < end for start, end in contents)),
        key=lambda item: item.cue,
    )
