"""Acts of saying by patterns on words, for articles without syntax.

In: a scene. Out: frames. A speaker is looked for directly before the verb (also across an
apposition), then, after quoted words, directly behind it.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import chain, islice

from kg.extract.contents import before_tag, content_after
from kg.extract.cues import Cue, cue_forms, cue_pattern
from kg.extract.frames import Frame
from kg.extract.scene import Scene, Span
from kg.extract.speakers import can_speak
from kg.rules import alternation, load_rules

# An apposition or a title longer than this is something else.
LONGEST_APPOSITION = 160
LONGEST_TITLE = 70
# More acts of saying in one sentence are no prose.
MOST_ACTS = 40
# "Ana Ruiz (D-Ohio) said"
_BRACKET = re.compile(r"\s\([^()\"]{1,40}\)$")
_NOUN_LEAD = re.compile(r"(?:\b(?:[Tt]he|[Aa]n?|[Tt]h(?:is|at|eir)|[Ii]ts|[Hh]is|[Hh]er)|[’']s)\s$")


def plain_frames(scene: Scene) -> tuple[Frame, ...]:
    """Return the acts of saying in the article's own words, in order."""
    found: list[Frame] = []
    for segment in scene.segments:
        acts = chain(_verbs(scene, segment), _sources(scene, segment))
        frames = list(islice(acts, MOST_ACTS))
        found.extend(_cut_at_next(scene, sorted(frames, key=lambda frame: frame.cue)))
    return tuple(found)


def _cut_at_next(scene: Scene, frames: list[Frame]) -> Iterator[Frame]:
    """Yield the frames of a segment, each with what is said up to the clause of the next one.

    "When A announced X, B called it Y" and "A said X, adding Y" are two acts side by side; only
    without a comma or conjunction before it does an act belong to what the other one said.
    """
    for number, frame in enumerate(frames):
        content = frame.content
        for other in frames[number + 1 :]:
            if content is None or not content[0] < other.cue[0] < content[1]:
                continue
            same = other.speaker is None or other.speaker[0] < content[0]
            begin = other.cue[0] if same or other.speaker is None else other.speaker[0]
            words = scene.masked[content[0] : begin]
            lead = re.search(
                r",?\s*(?:,|,\s(?:and|but|while|although|though|before)|\b(?:and|but|while))\s*$",
                words,
            )
            if lead or same:
                stop = content[0] + (lead.start() if lead else len(words.rstrip()))
                content = (content[0], stop) if stop - content[0] > 8 else None
        yield replace(frame, content=content)


def _verbs(scene: Scene, segment: Span) -> Iterator[Frame]:
    """Yield the frames of one segment's verbs of saying."""
    earlier: list[Frame] = []
    for hit in cue_pattern().finditer(scene.masked, *segment):
        cue = cue_forms()[hit[0].lower()]
        frame = _frame(scene, segment, hit.span(), cue, earlier)
        if frame is not None:
            earlier.append(frame)
            yield frame


def _frame(
    scene: Scene, segment: Span, cue_span: Span, cue: Cue, earlier: list[Frame]
) -> Frame | None:
    """Return the frame of one verb, or None where it says nothing or nobody says it."""
    form = scene.text[cue_span[0] : cue_span[1]].lower()
    before = _strip_between(scene.masked, segment[0], cue_span[0])
    if before is None:
        return None
    manner = _manner(scene, cue, cue_span, segment)
    content = content_after(scene, segment, cue_span, manner)
    if _is_noun(form, scene, cue_span, content):
        return None
    if cue.is_a("quote_only") and not _is_followed(scene.masked[cue_span[1] : segment[1]]):
        content = None
    speaker, behind = None, False
    if not form.endswith("ing"):
        speaker = _subject_before(scene, segment[0], before)
    if speaker is None and _follows_quotation(scene.masked, segment[0], cue_span[0]):
        speaker, behind = _subject_behind(scene, segment, cue_span[1]), True
        content = None
    if speaker is None and _joins(scene.masked, segment[0], before, form):
        speaker, behind = _shared(scene, segment, cue_span, earlier), False
    if speaker is None:
        return None
    if content is None and speaker is not None and not behind:
        content = before_tag(scene, segment, speaker, cue_span)
    rule = "speech/inverted" if behind else "speech/verb"
    return Frame(cue_span, cue.lemma, manner, speaker, None, content, rule, behind)


def _manner(scene: Scene, cue: Cue, cue_span: Span, segment: Span) -> str:
    """Return how a verb reports here, where it can report in several ways."""
    rest = scene.masked[cue_span[1] : segment[1]]
    if cue.is_a("tell") and load_rules("speech").rule("speech/hearer").regex.match(rest):  # type: ignore[union-attr]
        return "tell"
    for manner in ("call", "about", "show", "weak"):
        if cue.is_a(manner) and not cue.is_a("say"):
            return manner
    return "tell" if cue.is_a("tell") and not cue.is_a("say") else "say"


def _strip_between(masked: str, start: int, end: int) -> int | None:
    """Return where the subject before a verb ends; None behind a passive or infinitive."""
    book = load_rules("speech")
    start = max(start, end - LONGEST_APPOSITION)
    left = _BRACKET.sub("", masked[start:end].rstrip())
    between = re.compile(rf"(?:^|\s)(?:{alternation(book.lists['between'])}|\w+ly)$")
    while (hit := between.search(left)) is not None:
        left = left[: hit.start()].rstrip()
    last = left.rsplit(None, 1)[-1].lower() if left else ""
    if last in book.lists["passive"] or last in ("to", "not", "n’t"):
        return None
    return start + len(left)


def _is_followed(rest: str) -> bool:
    """Tell whether a that-clause or quoted words follow directly behind a verb."""
    return re.match(r"[\s,:]*(?:that\b|\")", rest) is not None


def _is_noun(form: str, scene: Scene, cue_span: Span, content: Span | None) -> bool:
    """Tell whether a form that is also a noun ("claims") is one: no that or quotation follows."""
    before = scene.masked[max(0, cue_span[0] - 30) : cue_span[0]]
    if _NOUN_LEAD.search(before) is not None:
        return True
    if form not in load_rules("speech").lists["plain_past"]:
        return False
    rest = scene.masked[cue_span[1] : cue_span[1] + 8].lstrip(" ,:")
    return content is None or not rest.startswith(("that ", '"'))


def _subject_before(scene: Scene, start: int, at: int) -> Span | None:
    """Return the speaker whose words end at `at`, or stand before an apposition that ends there."""
    left = scene.masked[start:at]
    if not left.strip():
        return None
    if left.endswith(","):
        return _before_apposition(scene, start, at - 1)
    if re.search(r",?\s(?:who|which)$", left):
        at = start + len(re.sub(r",?\s(?:who|which)$", "", left))
    for mention in reversed(scene.mentions_in(start, at)):
        if mention.evidence.end == at and can_speak(mention):
            return (mention.evidence.start, at)
    return _unnamed(scene.masked, start, at)


def _before_apposition(scene: Scene, start: int, comma: int) -> Span | None:
    """Return the nearest name followed by a comma before an apposition that ends at `comma`."""
    for mention in reversed(scene.mentions_in(start, comma)):
        gap = scene.masked[mention.evidence.end : comma]
        if '"' in gap or comma - mention.evidence.end > LONGEST_APPOSITION:
            return None
        if gap.startswith(",") and can_speak(mention) and mention.form != "pronoun":
            return (mention.evidence.start, mention.evidence.end)
    return None


def _unnamed(masked: str, start: int, at: int) -> Span | None:
    """Return the words of an unnamed speaker ("many legal experts") that end at `at`."""
    nouns = speaker_nouns()
    pattern = re.compile(
        rf"(?:(?<=\s)|^)(?:(?:[Tt]he|[Aa]n?|[Ss]ome|[Mm]any|[Oo]ther|[Ss]everal|[Mm]ost|[Tt]wo|[Bb]oth)\s)?"
        rf"(?:(?!(?:and|but|or|that|of|for)\b)[\w’'.-]+\s){{0,3}}{nouns}$",
        re.IGNORECASE,
    )
    hit = pattern.search(masked[max(start, at - 80) : at])
    return (max(start, at - 80) + hit.start(), at) if hit else None


def _subject_behind(scene: Scene, segment: Span, at: int) -> Span | None:
    """Return the speaker directly behind an inverted verb."""
    for mention in scene.mentions_in(at, min(segment[1], at + LONGEST_TITLE * 2)):
        gap = scene.masked[at : mention.evidence.start]
        if can_speak(mention) and re.fullmatch(r"\s+(?:[\w’'.-]+\s+){0,8}", gap):
            return (mention.evidence.start, mention.evidence.end)
        if "," in gap or '"' in gap:
            break
    nouns = speaker_nouns()
    hit = re.match(rf"\s+((?:[\w’'-]+\s){{0,4}}{nouns})\b", scene.masked[at : segment[1]])
    return (at + hit.start(1), at + hit.end(1)) if hit else None


def _follows_quotation(masked: str, start: int, at: int) -> bool:
    """Tell whether the words directly before `at` are quoted."""
    return masked[start:at].rstrip(" ,—–-").endswith('"')


def _joins(masked: str, start: int, at: int, form: str) -> bool:
    """Tell whether a verb shares the subject of the clause before it: ", adding", "and said"."""
    left = masked[start:at]
    return form.endswith("ing") or re.search(r"(?:\band|\bbut|,)$", left.rstrip()) is not None


def _shared(scene: Scene, segment: Span, cue_span: Span, earlier: list[Frame]) -> Span | None:
    """Return the subject of an earlier verb of the segment, or else its first speaker."""
    if earlier:
        return earlier[-1].speaker
    for mention in scene.mentions_in(segment[0], cue_span[0]):
        if can_speak(mention) and not scene.is_quoted(mention.evidence.start):
            return (mention.evidence.start, mention.evidence.end)
    return None


def _sources(scene: Scene, segment: Span) -> Iterator[Frame]:
    """Yield the frames of "according to …"; what is said is the rest of the segment."""
    book = load_rules("speech")
    for name in ("according-to", "in-view", "as-put"):
        rule = book.rule(f"speech/{name}")
        for hit in rule.regex.finditer(scene.masked, *segment) if rule.regex is not None else ():
            owned = "owner" in hit.groupdict()
            end = hit.end() if owned else _source_end(scene, segment, hit.end())
            speaker = hit.span("owner") if owned else (hit.end(), end)
            content = _beside_source(scene, segment, hit.start(), end)
            if content[1] - content[0] > 10 and not _is_bare_cue(scene, content):
                yield Frame(hit.span(), "according", "source", speaker, None, content, rule.id)


def _is_bare_cue(scene: Scene, content: Span) -> bool:
    """Tell whether words end in a verb of saying: "But he said, as Ruiz put it, that …"."""
    last = scene.masked[slice(*content)].rsplit(None, 1)[-1:]
    return bool(last) and cue_pattern().fullmatch(last[0]) is not None


def _beside_source(scene: Scene, segment: Span, start: int, end: int) -> Span:
    """Return what a source says: the words before it, or those behind it where it leads."""
    before = (segment[0], segment[0] + len(scene.masked[segment[0] : start].rstrip(" ,")))
    words = scene.masked[before[0] : before[1]]
    clause = max(words.rfind(":"), words.rfind("; ")) + 1
    after = (end + 1, segment[0] + len(scene.masked[segment[0] : segment[1]].rstrip(" .")))
    leads = len(words[clause:].split()) < 3 and '"' not in words[clause:]
    return _skip_lead(scene.masked, after if leads else before)


def _skip_lead(masked: str, content: Span) -> Span:
    """Return a span without a connective and its comma at the beginning ("However, …")."""
    lead = re.match(
        r"[\s,]*(?:(?:However|But|And|Still|Meanwhile),?\s+)?", masked[content[0] : content[1]]
    )
    return (content[0] + (lead.end() if lead else 0), content[1])


def _source_end(scene: Scene, segment: Span, at: int) -> int:
    """Return where the phrase ends that names a source."""
    stop = re.search(r"[,;:]|\.$|$|\"", scene.masked[at : segment[1]])
    return at + (stop.start() if stop else 0)


@cache
def speaker_nouns() -> str:
    """Return a pattern part for nouns that speak: people and documents."""
    lists = load_rules("speech").lists
    return alternation((*lists["speaker_nouns"], *lists["document_nouns"]))
