"""Quotations that marks or places, not verbs, give to their speakers: “No,” then a dash and a name.

In: a scene and a quotation. Out: the frame that what stands beside it makes, or None.
"""

import re

from kg.extract.frames import Frame
from kg.extract.prominence import PREPOSITION
from kg.extract.quotations import Quotation
from kg.extract.scene import Scene, Span
from kg.model import Mention
from kg.rules import load_rules

# A title has no more words than this.
LONGEST_TITLE = 8
_ACTS = re.compile(r"(?:,[^,]{1,90},)?\s[a-z]")
_DASH = re.compile(r"\s*[―—–]\s*|\s*--?\s+")
# A name that ends a line, with who it is behind a comma or in brackets.
_NAME = re.compile(
    r"((?:[A-Z][\w.’'-]*\s?){1,5})(?<!\s)(?:,[^.\n]{2,80}|\s\([^)\n]{1,60}\))?\.?\s*$"
)


def frame_beside(scene: Scene, quotation: Quotation) -> Frame | None:
    """Return the act of saying of a quotation behind a colon or before a dash and a name."""
    return _colon(scene, quotation) or _signed(scene, quotation)


def frame_before(scene: Scene, quotation: Quotation) -> Frame | None:
    """Return the act of saying of a quotation behind a sentence in which somebody acts.

    "Ruiz shook her head. “It is over.”": who acts there speaks, where no other is named.
    """
    number = scene.segment_number(quotation.start)
    if number == 0:
        return None
    segment = scene.segments[number - 1]
    if scene.paragraph_at(segment[0]) != quotation.paragraph:
        return None
    found = [item for item in scene.mentions_in(*segment) if _speaks(item)]
    mention = found[0] if found else None
    if mention is None or any(_differs(item, mention) for item in found):
        return None
    before = scene.masked[segment[0] : mention.evidence.start]
    behind = scene.masked[mention.evidence.end : segment[1]]
    if '"' in before or PREPOSITION.search(before) or _ACTS.match(behind) is None:
        return None
    span = (mention.evidence.start, mention.evidence.end)
    place = (segment[1], segment[1])
    return Frame(place, "", "say", span, None, None, "speech/actor-before")


def _speaks(mention: Mention) -> bool:
    """Tell whether a mention is of a kind that says things."""
    return mention.type in load_rules("speech").lists["speaker_types"]


def _differs(one: Mention, other: Mention) -> bool:
    """Tell whether two people are surely not the same one."""
    return one.type == other.type == "Person" and one.name.split()[-1:] != other.name.split()[-1:]


def is_title(scene: Scene, quotation: Quotation) -> bool:
    """Tell whether quoted words are the name of a work or program: on “The Morning Show,”."""
    book = load_rules("quotes")
    words = re.findall(r"[^\W_][\w’'-]*", scene.text[quotation.inner_start : quotation.inner_end])
    names = [word for word in words if word.lower() not in book.lists["small_words"]]
    if not names or len(words) > LONGEST_TITLE or any(not word[0].isupper() for word in names):
        return False
    before = scene.masked[max(0, quotation.start - 40) : quotation.start].split()
    rule = book.rule("quotes/before-title").regex
    lead = " ".join(before[-2:])
    return len(names) > 1 and rule is not None and rule.search(lead) is not None


def _signed(scene: Scene, quotation: Quotation) -> Frame | None:
    """Return the frame of a quotation with its speaker behind a dash, at the end of its line."""
    end = scene.paragraphs[scene.paragraph_at(quotation.start)][1]
    dash = _DASH.match(scene.masked, quotation.end, end)
    if dash is None:
        return None
    for mention in scene.mentions_in(dash.end(), end):
        near = mention.evidence.start - dash.end() < 30
        alone = re.match(r"\s*(?:$|[,.(])", scene.masked[mention.evidence.end : end])
        if near and alone and _speaks(mention):
            span = (mention.evidence.start, mention.evidence.end)
            return Frame(dash.span(), "—", "say", span, None, None, "speech/signed", behind=True)
    name = _NAME.match(scene.masked, dash.end(), end)
    if name is None or not quotation.opens:
        return None
    return Frame(dash.span(), "—", "say", name.span(1), None, None, "speech/signed", behind=True)


def _colon(scene: Scene, quotation: Quotation) -> Frame | None:
    """Return the act of saying of a quotation directly behind a colon."""
    segment = scene.segment_at(quotation.start)
    lead = scene.masked[segment[0] : quotation.start].rstrip()
    if not lead.endswith(":"):
        return None
    return frame_at_colon(scene, segment, segment[0] + len(lead) - 1)


def frame_at_colon(scene: Scene, segment: Span, colon: int) -> Frame | None:
    """Return the act of saying of what stands behind a colon without a verb of saying.

    "Asked about it, Ruiz laughed: “No.”": the last person, body or group before the colon speaks,
    unless only a preposition or genitive brings it in.
    """
    for mention in reversed(scene.mentions_in(segment[0], colon)):
        before = scene.masked[segment[0] : mention.evidence.start]
        behind = scene.masked[mention.evidence.end : colon]
        if _speaks(mention) and _ACTS.match(behind) and not PREPOSITION.search(before):
            span = (mention.evidence.start, mention.evidence.end)
            return Frame((colon, colon + 1), ":", "say", span, None, None, "speech/colon")
    return None
