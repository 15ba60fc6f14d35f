"""The text as the search for speech sees it: quoted words masked, cut into segments.

In: context and mentions. Out: a `Scene`. A segment is a sentence, except that one with its
quotation, even of several sentences, is never cut: '"A. B," she said.' is one segment.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kg.extract.context import Context
from kg.extract.datelines import find_datelines
from kg.extract.paragraphs import paragraphs_of
from kg.extract.quotations import Quotation, find_quotations, mask_quotations
from kg.extract.zones import Zones, find_zones
from kg.model import Mention
from kg.rules import load_rules

Span = tuple[int, int]
# Longer than any sentence with its quotations; text without full stops is cut here.
LONGEST_SEGMENT = 2500
# The end of a sentence: no title or initial before the full stop ("Ms.", "U.S.").
_STOP = re.compile(r"(?:\w[a-z]{3}|\d|[)”\"])[.?!]\s+$|[?!]\s+$")
_AFTER_QUOTATION = re.compile(r"[\s.]*(?:[A-Z“„«\"‘]|$)")


@dataclass(frozen=True, slots=True)
class Scene:
    """One article, ready for finding speech. All spans are offsets of the article's text."""

    context: Context
    mentions: tuple[Mention, ...]
    quotations: tuple[Quotation, ...]
    masked: str
    paragraphs: tuple[Span, ...]
    segments: tuple[Span, ...]
    quotation_starts: tuple[int, ...]
    mention_starts: tuple[int, ...]
    zones: Zones
    tagged: tuple[tuple[int, int, str], ...]

    @property
    def text(self) -> str:
        """Return the article's text."""
        return self.context.article.text

    def segment_number(self, offset: int) -> int:
        """Return the number of the segment that holds an offset (or ends before it)."""
        return max(bisect_right(self.segments, (offset, len(self.text) + 1)) - 1, 0)

    def segment_at(self, offset: int) -> Span:
        """Return the segment that holds an offset (the one before it, between two)."""
        return self.segments[self.segment_number(offset)]

    def paragraph_at(self, offset: int) -> int:
        """Return the number of the paragraph that holds an offset."""
        return max(bisect_right(self.paragraphs, (offset, len(self.text) + 1)) - 1, 0)

    def is_quoted(self, offset: int) -> bool:
        """Tell whether an offset lies within quoted words."""
        number = bisect_right(self.quotation_starts, offset) - 1
        return number >= 0 and offset < self.quotations[number].end

    def quotations_in(self, start: int, end: int) -> tuple[Quotation, ...]:
        """Return the quotations that lie wholly between two offsets."""
        first = bisect_left(self.quotation_starts, start)
        last = bisect_left(self.quotation_starts, end)
        return tuple(item for item in self.quotations[first:last] if item.end <= end)

    def tagged_at(self, offset: int) -> tuple[int, int, str] | None:
        """Return start, end and label of what the language model names at an offset, or None."""
        number = bisect_right(self.tagged, (offset, len(self.text) + 1, "")) - 1
        found = self.tagged[number] if number >= 0 else None
        return found if found is not None and offset < found[1] else None

    def mentions_in(self, start: int, end: int) -> tuple[Mention, ...]:
        """Return the mentions that lie wholly between two offsets, in order."""
        first = bisect_left(self.mention_starts, start)
        last = bisect_left(self.mention_starts, end)
        return tuple(item for item in self.mentions[first:last] if item.evidence.end <= end)


def scene_of(context: Context, mentions: tuple[Mention, ...]) -> Scene:
    """Return the scene of an article."""
    text = context.article.text
    quotations = find_quotations(text)
    paragraphs = paragraphs_of(text)
    ordered = tuple(
        sorted(mentions, key=lambda item: (item.evidence.start, -item.evidence.end, item.id))
    )
    return Scene(
        context=context,
        mentions=ordered,
        quotations=quotations,
        masked=mask_quotations(text, quotations),
        paragraphs=paragraphs,
        segments=_segments(context, paragraphs, quotations),
        quotation_starts=tuple(item.start for item in quotations),
        mention_starts=tuple(item.evidence.start for item in ordered),
        zones=find_zones(text),
        # Read once: spaCy walks over the whole article each time that it is asked for its names.
        tagged=tuple((ent.start_char, ent.end_char, ent.label_) for ent in context.doc.ents),
    )


def _segments(
    context: Context, paragraphs: tuple[Span, ...], quotations: tuple[Quotation, ...]
) -> tuple[Span, ...]:
    """Return the segments: paragraphs cut at sentence borders outside of quotations."""
    text = context.article.text
    starts = tuple(item.start for item in quotations)
    borders = {start for start, _ in paragraphs}
    for start, _ in context.sentences:
        number = bisect_right(starts, start) - 1
        if number < 0 or start >= quotations[number].end:
            borders.add(start)
        elif start <= quotations[number].inner_start:
            borders.add(quotations[number].start)
    borders.update(item.end for item in find_datelines(context))
    borders.update(item.end for item in quotations if _ends_sentence(text, item))
    borders.update(item.start for item in quotations if _begins_sentence(text, item))
    ordered = sorted(borders)
    found: list[Span] = []
    for start, end in paragraphs:
        cuts = [start, *ordered[bisect_right(ordered, start) : bisect_left(ordered, end)], end]
        for left, right in pairwise(cuts):
            words = text[left:right]
            if words.strip():
                begin = left + len(words) - len(words.lstrip())
                found.extend(_bounded(text, begin, left + len(words.rstrip())))
    return tuple(found)


def _bounded(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield a segment, cut at blanks where it is longer than any sentence."""
    while end - start > LONGEST_SEGMENT:
        cut = text.rfind(" ", start + 1, start + LONGEST_SEGMENT)
        cut = cut if cut > start else start + LONGEST_SEGMENT
        yield (start, cut)
        start = cut + (text[cut] == " ")
    yield (start, end)


def _begins_sentence(text: str, quotation: Quotation) -> bool:
    """Tell whether a quotation of whole sentences follows on the end of another one."""
    inner = text[quotation.inner_start : quotation.inner_end].strip()
    whole = inner[:1].isupper() and inner.endswith(load_rules("quotes").lists["after_sentence"])
    return whole and _STOP.search(text, max(0, quotation.start - 12), quotation.start) is not None


def _ends_sentence(text: str, quotation: Quotation) -> bool:
    """Tell whether a sentence ends with a quotation and a new one begins behind it."""
    stops = load_rules("quotes").lists["after_sentence"]
    inner = text[quotation.inner_start : quotation.inner_end].rstrip()
    return inner.endswith(stops) and _AFTER_QUOTATION.match(text, quotation.end) is not None
