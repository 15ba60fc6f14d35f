"""Quotations that marks, not verbs, give to their speakers: “No,” then a dash and a name.

In: a scene and a quotation. Out: the frame that the marks beside it make, or None.
"""

import re

from kg.extract.frames import Frame
from kg.extract.prominence import PREPOSITION
from kg.extract.quotations import Quotation
from kg.extract.scene import Scene
from kg.rules import load_rules

_DASH = re.compile(r"\s*[―—–]\s*|\s*--?\s+")


def frame_beside(scene: Scene, quotation: Quotation) -> Frame | None:
    """Return the act of saying of a quotation behind a colon or before a dash and a name."""
    return _colon(scene, quotation) or _signed(scene, quotation)


def _signed(scene: Scene, quotation: Quotation) -> Frame | None:
    """Return the frame of a quotation with its speaker behind a dash, at the end of its line."""
    end = scene.paragraphs[scene.paragraph_at(quotation.start)][1]
    dash = _DASH.match(scene.masked, quotation.end, end)
    if dash is None:
        return None
    for mention in scene.mentions_in(dash.end(), end):
        near = mention.evidence.start - dash.end() < 30
        alone = re.match(r"\s*(?:$|[,(])", scene.masked[mention.evidence.end : end])
        if near and alone and mention.type in load_rules("speech").lists["speaker_types"]:
            span = (mention.evidence.start, mention.evidence.end)
            return Frame(dash.span(), "—", "say", span, None, None, "speech/signed", behind=True)
    return None


def _colon(scene: Scene, quotation: Quotation) -> Frame | None:
    """Return the act of saying of a quotation behind a colon without a verb of saying.

    "Asked about it, Ruiz laughed: “No.”": the last person, body or group before the colon speaks,
    unless only a preposition or genitive brings it in.
    """
    segment = scene.segment_at(quotation.start)
    lead = scene.masked[segment[0] : quotation.start].rstrip()
    if not lead.endswith(":"):
        return None
    colon = segment[0] + len(lead) - 1
    for mention in reversed(scene.mentions_in(segment[0], colon)):
        before = scene.masked[segment[0] : mention.evidence.start]
        behind = scene.masked[mention.evidence.end : colon]
        speaks = mention.type in load_rules("speech").lists["speaker_types"]
        acts = re.match(r"(?:,[^,]{1,90},)?\s[a-z]", behind)
        if speaks and acts and not PREPOSITION.search(before):
            span = (mention.evidence.start, mention.evidence.end)
            return Frame((colon, colon + 1), ":", "say", span, None, None, "speech/colon")
    return None
