"""Acts of saying and quotations put together: who said exactly which words.

In: a scene and its frames. Out: utterances, in order: quoted, part quoted, or reported.
A quotation belongs to the frame whose content holds it, to a cue beside it, or else to whoever
spoke last in its paragraph. Without any of these it is no speech (a title, a scare quote).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.extract.carried import CONTINUED, Frames, carried_frame
from kg.extract.frames import Frame
from kg.extract.marks import frame_beside, is_title
from kg.extract.quotations import Quotation
from kg.extract.scene import Scene, Span
from kg.extract.voices import Turn, find_turns, turn_frame
from kg.rules import load_rules

# Words between a cue and a quotation that belongs to it, in characters.
FARTHEST_CUE = 260
# At least two words, none of a time of day: "12:58", "11:30 am" and "9 a.m." say nothing.
_SAYING = re.compile(r"[^\W\d_]{2,}\W+\w|[$€£\d][\d.,]*\W+(?![ap]\.?m\b)[^\W\d_]{2,}")
# "Rep. Ana Ruiz", "Ms. Ruiz", "J. Ruiz": no sentence ends here.
_TITLE = re.compile(r"\b[A-Z][\w]{0,4}\.\s")


@dataclass(frozen=True, slots=True)
class Utterance:
    """Words that somebody said: their span, how they are given, and the frame that says whose.

    `frame` is the act of saying; for a quotation that goes on without a cue it is the earlier
    one, and `rule` says so. `pieces` are the spans of a quotation that its cue splits.
    """

    span: Span
    kind: str
    frame: Frame
    rule: str
    has_cue: bool = True
    pieces: tuple[Span, ...] = ()


def find_utterances(scene: Scene, frames: tuple[Frame, ...]) -> tuple[Utterance, ...]:
    """Return what is said in the article, quoted or reported, in order."""
    turns = find_turns(scene)
    spans = tuple(span for turn in turns for span in turn.spans)
    labels = tuple((turn.label[0], turn.spans[0][0]) for turn in turns)
    frames = tuple(item for item in frames if not _is_within(item.cue[0], labels))
    quoted = _quoted(scene, frames, spans)
    reported = tuple(_reported(scene, frames, quoted))
    spoken = tuple(_turns(turns))
    return tuple(
        sorted({*quoted, *reported, *spoken}, key=lambda item: (item.span, item.frame.cue))
    )


def _is_within(offset: int, spans: tuple[Span, ...]) -> bool:
    """Tell whether an offset lies in one of some spans, which are in order and apart."""
    number = bisect_right(spans, (offset, offset)) - 1
    near = spans[max(number, 0) : number + 2]
    return any(start <= offset < end for start, end in near)


def _turns(turns: tuple[Turn, ...]) -> Iterator[Utterance]:
    """Yield what the voices of a conversation say, a paragraph each."""
    for turn in turns:
        frame = turn_frame(turn)
        pieces = turn.spans if len(turn.spans) > 1 else ()
        for span in turn.spans:
            if span[0] < span[1]:
                yield Utterance(span, "direct", frame, frame.rule, pieces=pieces)


def _quoted(
    scene: Scene, frames: tuple[Frame, ...], turns: tuple[Span, ...]
) -> tuple[Utterance, ...]:
    """Return the utterances with quoted words; several quotations of one clause make one."""
    found: list[Utterance] = []
    by_segment: dict[int, list[Frame]] = {}
    for item in frames:
        by_segment.setdefault(scene.segment_number(item.cue[0]), []).append(item)
    for quotation in scene.quotations:
        in_turn = _is_within(quotation.inner_start, turns)
        if _is_named_work(scene, quotation, by_segment):
            continue
        segment = scene.segment_at(quotation.start)
        number = scene.segment_number(quotation.start)
        nearby = [*by_segment.get(number, ())]
        nearby += _next_cue(scene, by_segment.get(number + 1, ()), quotation, segment)
        frame = _frame_of(scene, quotation, nearby)
        if frame is None and in_turn:
            continue
        frame = frame or frame_beside(scene, quotation)
        utterance = _with_frame(scene, quotation, frame) if frame is not None else None
        utterance = utterance or _carried(scene, quotation, by_segment, found)
        if utterance is not None and not any(
            item.span[0] <= utterance.span[0] and utterance.span[1] <= item.span[1]
            for item in found[-8:]
        ):
            found.append(utterance)
    return tuple(_joined(scene, found))


def _is_named_work(scene: Scene, quotation: Quotation, frames: Frames) -> bool:
    """Tell whether quoted words name a work; in a headline that says who speaks, none do."""
    beside = frames.get(scene.segment_number(quotation.start), ())
    is_line = any(item.rule.startswith("headline/") for item in beside)
    return not is_line and is_title(scene, quotation)


def _next_cue(
    scene: Scene, frames: Sequence[Frame], quotation: Quotation, segment: Span
) -> list[Frame]:
    """Return the frame of a short sentence directly behind a question: “Why?” Ruiz asked."""
    if segment[1] > quotation.end + 2:
        return []
    following = scene.segment_at(min(segment[1] + 2, len(scene.text) - 1))
    if following[0] < quotation.end or following[0] - quotation.end > 2:
        return []
    return [
        item
        for item in frames
        if following[0] <= item.cue[0] < following[1]
        and item.content is None
        and following[1] - following[0] < FARTHEST_CUE
        and '"' not in scene.masked[following[0] : following[1]]
    ]


def _frame_of(scene: Scene, quotation: Quotation, nearby: list[Frame]) -> Frame | None:
    """Return the frame that a quotation belongs to, or None."""
    ranked = sorted(
        (rank, abs(item.cue[0] - quotation.start), item.cue, number)
        for number, item in enumerate(nearby)
        if (rank := _rank(scene, quotation, item)) is not None
    )
    return nearby[ranked[0][3]] if ranked else None


def _rank(scene: Scene, quotation: Quotation, frame: Frame) -> int | None:
    """Return how surely a quotation belongs to a frame, 0 for most, or None for not at all."""
    between = (
        scene.masked[frame.cue[1] : quotation.start]
        if frame.cue[1] <= quotation.start
        else scene.masked[quotation.end : frame.cue[0]]
    )
    if len(between) > FARTHEST_CUE:
        return None
    if frame.content is not None and _holds(frame.content, quotation):
        return 0
    if frame.cue[0] >= quotation.end:
        return 0 if _is_tag(scene, quotation, between) else None
    if re.search(r"[:,]\s*$", between) and ";" not in between:
        return 0 if between.rstrip().endswith(":") else 2
    if frame.content is not None and not re.search(r"[.;:!?]\s", between):
        return 3
    return 2 if frame.manner == "call" and not re.search(r"[,.;:]", between) else None


def _is_tag(scene: Scene, quotation: Quotation, between: str) -> bool:
    """Tell whether only the speaker's words stand between a quotation and the cue behind it."""
    inner = scene.text[quotation.inner_start : quotation.inner_end].rstrip()
    ends = inner.endswith(
        (",", "?", "!", "—", "–", "-", "…", "...")
    ) or between.lstrip().startswith((",", "—", "–"))
    between = _TITLE.sub("", between)
    return ends and '"' not in between and not re.search(r"[.;:!?]\s", between)


def _holds(content: Span, quotation: Quotation) -> bool:
    """Tell whether what is said holds a quotation, its beginning, or a part of only that."""
    if content[0] <= quotation.start < content[1]:
        return True
    if quotation.start <= content[0] and content[1] <= quotation.end:
        return True
    shared = min(content[1], quotation.end) - max(content[0], quotation.start)
    return shared * 2 > quotation.end - quotation.start


def _with_frame(scene: Scene, quotation: Quotation, frame: Frame) -> Utterance:
    """Return the utterance of a quotation: all of what is said, or only its quoted words."""
    span = (quotation.start, quotation.end)
    if frame.content is None or not _belongs(scene, quotation, frame):
        kind = "mixed" if frame.manner in ("call", "about") else "direct"
        return Utterance(span, kind, frame, frame.rule)
    around = next((part for part in frame.parts if _holds(part, quotation)), frame.content)
    content = (min(around[0], span[0]), max(around[1], span[1]))
    lead = scene.masked[content[0] : span[0]].strip(" ,")
    inner = scene.text[quotation.inner_start : quotation.inner_end].rstrip()
    is_whole = inner.endswith((",", ".", "?", "!")) and (not lead or _is_when(lead))
    if is_whole and frame.manner in ("say", "tell", "weak", "thing"):
        return Utterance(span, "direct", frame, frame.rule)
    colon = scene.masked[content[0] : span[0]].rstrip().endswith(":")
    others = scene.masked[content[0] : span[0]] + scene.masked[span[1] : content[1]]
    if frame.manner == "call":
        return Utterance(_phrase(scene, span, content), "mixed", frame, frame.rule)
    if colon or not re.search(r"\w", re.sub(r'"·*"', "", others)):
        return Utterance(span, "direct", frame, frame.rule)
    if frame.manner in ("about", "show"):
        return Utterance(span, "mixed", frame, frame.rule)
    return Utterance(content, "mixed", frame, frame.rule)


def _is_when(lead: str) -> bool:
    """Tell whether words only say when or where something was said."""
    rule = load_rules("speech").rule("speech/when-where").regex
    hit = rule.match(lead + ":") if rule is not None else None
    return hit is not None and hit.end() >= len(lead)


def _belongs(scene: Scene, quotation: Quotation, frame: Frame) -> bool:
    """Tell whether a quotation stands within what is said, or goes on with it."""
    if frame.content is None or _holds(frame.content, quotation):
        return frame.content is not None
    between = scene.masked[frame.content[1] : quotation.start]
    return frame.cue[1] <= frame.content[1] <= quotation.start and ":" not in between


def _phrase(scene: Scene, span: Span, content: Span) -> Span:
    """Return the phrase that a thing is called: from the quoted words to the end of the clause."""
    rest = scene.masked[span[1] : content[1]]
    stop = re.search(r"[,;:.]|\s(?:and|but|while|when|after|because|as|in|on|at)\s", rest)
    end = span[1] + (stop.start() if stop else len(rest))
    return (span[0], max(span[1], end))


def _carried(
    scene: Scene, quotation: Quotation, frames: Frames, found: list[Utterance]
) -> Utterance | None:
    """Return a quotation without a cue as speech of whom an earlier sentence names, or None."""
    last = next(
        ((item.span, item.frame) for item in reversed(found) if item.kind == "direct"), None
    )
    frame = carried_frame(scene, quotation, frames, last)
    if frame is None:
        return None
    span = (quotation.start, quotation.end)
    return Utterance(span, "direct", frame, frame.rule, has_cue=frame.rule != CONTINUED)


def _joined(scene: Scene, found: list[Utterance]) -> Iterator[Utterance]:
    """Yield the utterances, with all pieces told for a quotation that its cue splits."""
    run: list[Utterance] = []
    for item in found:
        if run and not _is_split(scene, run[-1], item):
            yield from _with_pieces(run)
            run = []
        run.append(item)
    yield from _with_pieces(run)


def _with_pieces(run: list[Utterance]) -> Iterator[Utterance]:
    """Yield the utterances of one quotation, with the spans of all and of what stands unquoted."""
    spans = {item.span for item in run}
    others = (part for item in run for part in item.frame.parts)
    spans |= {part for part in others if not any(part[0] < b and a < part[1] for a, b in spans)}
    pieces = tuple(sorted(spans)) if len(spans) > 1 else ()
    for item in run:
        yield replace(item, pieces=pieces)


def _is_split(scene: Scene, first: Utterance, second: Utterance) -> bool:
    """Tell whether only the act of saying stands between two pieces of what somebody says.

    It is within the sentence ("A, she said, b.") or behind it (“A,” she said. “B.”).
    """
    same = first.frame.cue == second.frame.cue
    loose = second.kind == "mixed" and not second.frame.parts
    if not same or loose or scene.paragraph_at(first.span[0]) != scene.paragraph_at(second.span[0]):
        return False
    between = scene.masked[first.span[1] : second.span[0]]
    cue = first.frame.cue
    holds = first.span[1] <= cue[0] and cue[1] <= second.span[0]
    return not between.strip(" .,;—–-") or (
        holds and scene.segment_number(second.span[0]) - scene.segment_number(cue[0]) <= 1
    )


def _reported(
    scene: Scene, frames: tuple[Frame, ...], quoted: tuple[Utterance, ...]
) -> Iterator[Utterance]:
    """Yield reported speech: frames whose content holds no quotation that is an utterance."""
    ends = [item.span[1] for item in quoted]
    for frame in frames:
        content = frame.content
        if content is None or frame.manner in ("about", "show", "call"):
            continue
        colon = re.search(r':\s*"', scene.masked[content[0] : content[1]])
        end = content[0] + colon.start() if colon else content[1]
        first = bisect_left(ends, content[0] + 1)
        taken = [item for item in quoted[first : first + 8] if item.span[0] < end]
        if not taken and _SAYING.search(scene.masked[content[0] : end]):
            parts = frame.parts if not colon else ()
            yield Utterance((content[0], end), "indirect", frame, frame.rule, pieces=parts)
