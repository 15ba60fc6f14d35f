"""Who says what in headlines: "Ruiz: Ban is illegal", "Ban Is Illegal, Ruiz Says".

In: a scene. Out: frames for its first line and headings. Such lines leave out verbs, or set them
in capitals, so that neither the tree nor the patterns for prose read them.
"""

import re
from collections.abc import Iterator

from kg.extract.cues import cue_forms
from kg.extract.frames import Frame
from kg.extract.scene import Scene, Span
from kg.rules import alternation, load_rules

# A headline has no more characters than this.
LONGEST = 220
# Words of what a headline says.
FEWEST_WORDS = 2


def headline_frames(scene: Scene) -> tuple[Frame, ...]:
    """Return the acts of saying of the headline and headings, in order."""
    found = (_frame(scene, span) for span in _headlines(scene))
    return tuple(frame for frame in found if frame is not None)


def _headlines(scene: Scene) -> Iterator[Span]:
    """Yield the first paragraph, where it is one line of a headline's length, and headings."""
    for number, (start, end) in enumerate(scene.paragraphs):
        inner = scene.masked[start:end].rstrip(" .?!")
        is_one = re.search(r"[.!?]\s", inner) is None and len(scene.paragraphs) > 1
        first = number == 0 and is_one
        if end - start <= LONGEST and (first or scene.zones.kind_at(start) == "heading"):
            yield start, end


def _frame(scene: Scene, line: Span) -> Frame | None:
    """Return the act of saying of one line, by the first pattern that fits."""
    book = load_rules("headlines")
    words = scene.masked[slice(*line)]
    for rule in book.rules:
        for hit in rule.regex.finditer(words) if rule.regex is not None else ():
            who = (line[0] + hit.start("who"), line[0] + hit.end("who"))
            what = (line[0] + hit.start("what"), line[0] + hit.end("what"))
            cue = (line[0] + hit.start("cue"), line[0] + hit.end("cue"))
            if _is_cue(scene, cue) and _speaks(scene, who) and _says(scene, what):
                return Frame(cue, _lemma(scene, cue), "say", who, None, what, rule.id)
    return None


def _is_cue(scene: Scene, cue: Span) -> bool:
    """Tell whether a colon or a verb of saying stands there."""
    word = scene.text[slice(*cue)]
    found = cue_forms().get(word.lower())
    return word == ":" or (found is not None and found.is_a("say") and not found.is_a("call"))


def _lemma(scene: Scene, cue: Span) -> str:
    """Return the verb of a cue, the colon for a colon."""
    word = scene.text[slice(*cue)].lower()
    return cue_forms()[word].lemma if word in cue_forms() else word


def _speaks(scene: Scene, who: Span) -> bool:
    """Tell whether words name somebody: a mention begins or ends them, or a noun that speaks."""
    lists = load_rules("speech").lists
    if scene.text[slice(*who)].casefold() in load_rules("headlines").lists["labels"]:
        return False
    for item in scene.mentions_in(*who):
        at_border = item.evidence.end == who[1] or item.evidence.start == who[0]
        if at_border and item.type in lists["speaker_types"]:
            return True
    nouns = alternation((*lists["speaker_nouns"], *lists["document_nouns"]))
    words = scene.text[slice(*who)]
    return re.search(rf"\b{nouns}$", words, re.IGNORECASE) is not None


def _says(scene: Scene, what: Span) -> bool:
    """Tell whether words make a clause: quoted in part, or with a verb, and no bare question."""
    words = scene.masked[slice(*what)]
    if len(words.split()) < FEWEST_WORDS and '"' not in words:
        return False
    book = load_rules("narration")
    finite = book.rule("narration/finite").regex
    asks = re.match(r"(?:What|How|Why|Who|When|Where|Here|Inside|Live|Watch)\b", words)
    return '"' in words or (
        asks is None and finite is not None and finite.search(words) is not None
    )
