"""What is said, by patterns on the words behind or before a verb of saying.

In: a scene, a segment, and the place of the verb. Out: the span of what is said, or None.
"""

import re

from kg.extract.scene import Scene, Span
from kg.rules import load_rules

SHORTEST_CONTENT = 3
_TOLD_THAT = re.compile(r"[^,;:.\"]{2,70}?\b(?=that\s)")


def content_after(scene: Scene, segment: Span, cue_span: Span, manner: str) -> Span | None:
    """Return what is said behind the verb, up to the end of the segment; None where nothing is."""
    book = load_rules("speech")
    at, end = cue_span[1], segment[1]
    rest = scene.masked[at:end]
    if manner == "tell" and (that := _TOLD_THAT.match(rest)):
        at += that.end()
    elif manner == "tell" and (hearer := _match(book.rule("speech/hearer").regex, rest)):
        at += hearer
    if when := _match(book.rule("speech/when-where").regex, scene.masked[at:end]):
        at += when
    lead = re.match(r"[\s,:]*(?:that\b[\s,]*)?", scene.masked[at:end])
    at += lead.end() if lead else 0
    end = _trim(scene.masked, at, end)
    words = scene.masked[at:end].split()
    quoted = '"' in scene.masked[at:end]
    no_content = book.rule("speech/no-content").regex
    clause = quoted or (lead is not None and "that" in lead[0])
    empty = not clause and no_content is not None and no_content.match(scene.masked[at:end])
    if empty or (len(words) < SHORTEST_CONTENT and not quoted):
        return None
    return (at, end)


def before_tag(scene: Scene, segment: Span, speaker: Span, cue_span: Span) -> Span | None:
    """Return what stands before a closing "…, the paper reported.", None where it is quoted."""
    lead = scene.masked[segment[0] : speaker[0]]
    said = re.sub(r",\s*(?:the|a|an)?\s*(?:[A-Z][\w’'.-]*\s){0,4}$", "", lead)
    rest = scene.masked[cue_span[1] : segment[1]]
    rest = rest[_match(load_rules("speech").rule("speech/hearer").regex, rest + ":") :]
    closes = re.match(
        r"[^\w\"]*$|\s+(?:on|in|to|last|this|Monday|Tuesday|Wednesday|Thursday|Friday)\b", rest
    )
    if said == lead or closes is None or len(said.split()) < SHORTEST_CONTENT or said.endswith('"'):
        return None
    return (segment[0], segment[0] + len(said))


def _trim(masked: str, at: int, end: int) -> int:
    """Return the end of what is said, without a source or another cue behind it."""
    rest = masked[at:end]
    cut = re.search(r",?\s+according to\b|,\s+(?:[A-Z][\w’'.-]*\s){1,4}(?:said|says|added)\b", rest)
    stop = at + cut.start() if cut else end
    return at + len(masked[at:stop].rstrip(" .,;:"))


def _match(pattern: re.Pattern[str] | None, words: str) -> int:
    """Return how many characters a pattern takes at the beginning, 0 for none."""
    hit = pattern.match(words) if pattern is not None else None
    return hit.end() if hit else 0
