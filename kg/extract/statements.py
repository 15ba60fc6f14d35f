"""Who says what: quoted, reported, and in the article's own voice.

In: an article's context and mentions. Out: statements, and mentions made for speakers that no
mention named. With syntax the acts of saying come from the parse, and patterns on words add what
it missed; without syntax they come from the patterns alone.
"""

from bisect import bisect_right
from dataclasses import dataclass, replace

from kg.extract.context import Context
from kg.extract.enumerated import RULE, find_enumerated
from kg.extract.evidence import evidence_at, finding_id
from kg.extract.frames import Frame, cut_at_next
from kg.extract.headlines import headline_frames
from kg.extract.leanings import Said
from kg.extract.narration import Narrated, find_narrated
from kg.extract.plain_frames import plain_frames
from kg.extract.scene import Scene, Span, scene_of
from kg.extract.speakers import find_speaker
from kg.extract.syntax_frames import syntax_frames, unsaid_cues
from kg.extract.targets import find_target
from kg.extract.utterances import Utterance, find_utterances
from kg.extract.views import with_views
from kg.model import Mention, Statement
from kg.rules import load_rules


@dataclass(frozen=True, slots=True)
class _Spoken:
    """An utterance with the mention that says it, and those through whom it is reported."""

    utterance: Utterance
    speaker: Mention | None
    via: tuple[Mention, ...] = ()


def find_statements(
    context: Context, mentions: tuple[Mention, ...]
) -> tuple[tuple[Mention, ...], tuple[Statement, ...]]:
    """Return new mentions (speakers without a name, the target) and all statements, in order."""
    scene = scene_of(context, mentions)
    target = find_target(context, mentions)
    utterances = find_utterances(scene, frames_of(scene))
    spoken = _with_speakers(scene, utterances)
    utterances = tuple(item.utterance for item in spoken)
    said = [
        Said(
            _spoken_statement(scene, item),
            item.speaker,
            item.utterance.frame.lemma if item.utterance.has_cue else None,
            item.utterance.frame.cue if item.utterance.has_cue else None,
        )
        for item in spoken
    ]
    listed = tuple(find_enumerated(scene, [(item.utterance, item.speaker) for item in spoken]))
    said += [
        Said(_listed_statement(scene, span, giver), giver, None, None) for span, giver in listed
    ]
    narrated = find_narrated(scene, utterances, target)
    said += [
        Said(_narrated_statement(scene, item), None, None, None)
        for item in narrated
        if item.span not in {span for span, _ in listed}
    ]
    statements = with_views(scene, target, said)
    known = {mention.id for mention in mentions}
    made = [target, *(item.speaker for item in spoken)]
    extra = {item.id: item for item in made if item is not None and item.id not in known}
    ordered = {item.id: item for item in sorted(statements, key=_place)}
    return tuple(extra[key] for key in sorted(extra)), tuple(ordered.values())


def frames_of(scene: Scene) -> tuple[Frame, ...]:
    """Return the acts of saying: of headlines by their own patterns, and of all other sentences."""
    lines = headline_frames(scene)
    taken = {scene.segment_number(item.cue[0]) for item in lines}
    prose = (
        item for item in _prose_frames(scene) if scene.segment_number(item.cue[0]) not in taken
    )
    return tuple(sorted((*lines, *prose), key=lambda item: item.cue))


def _prose_frames(scene: Scene) -> tuple[Frame, ...]:
    """Return the acts of saying: from syntax where there is one, and what patterns add to it."""
    plain = plain_frames(scene)
    if not scene.context.has_syntax:
        return plain
    parsed = syntax_frames(scene)
    known = {frame.cue: frame for frame in plain}
    cues = {frame.cue for frame in parsed} | unsaid_cues(scene)
    agreed = (_named(scene, frame, known.get(frame.cue)) for frame in parsed)
    verbs = {token.idx for token in scene.context.doc if token.pos_ == "VERB"}
    added = (
        frame
        for frame in plain
        if frame.cue not in cues and (frame.cue[0] in verbs or frame.manner == "source")
    )
    return cut_at_next(scene, (*agreed, *added))


def _named(scene: Scene, frame: Frame, other: Frame | None) -> Frame:
    """Return a frame with the speaker that patterns found, where that is the better one.

    It is where the tree's subject names nobody, and where a name stands between that subject and
    the verb, directly before the verb.
    """
    if other is None or other.speaker is None or frame.speaker is None:
        return frame
    between = scene.masked[other.speaker[1] : frame.cue[0]]
    is_nearer = frame.speaker[1] <= other.speaker[0] and "," not in between and not other.behind
    if (is_nearer and other.speaker[1] <= frame.cue[0]) or _speaker(scene, frame) is None:
        return replace(frame, speaker=other.speaker, head=other.head)
    return frame


def _with_speakers(scene: Scene, utterances: tuple[Utterance, ...]) -> tuple[_Spoken, ...]:
    """Return the utterances with their speakers and chains."""
    speakers = {item.frame.cue: _speaker(scene, item.frame) for item in utterances}
    found = []
    beside: dict[int, list[Utterance]] = {}
    for item in utterances:
        beside.setdefault(scene.segment_number(item.span[0]), []).append(item)
    turns = [item for item in utterances if item.frame.manner == "turn"]
    starts = [item.span[0] for item in turns]
    for item in utterances:
        number = bisect_right(starts, item.frame.cue[0]) - 1
        outer = [
            other
            for other in (
                *beside.get(scene.segment_number(item.frame.cue[0]), ()),
                *turns[max(number, 0) : number + 1],
            )
            if other.frame.cue != item.frame.cue
            and other.span[0] <= item.frame.cue[0] < other.span[1]
        ]
        nearest_first = sorted(outer, key=lambda other: other.span[1] - other.span[0])
        via = (speakers[other.frame.cue] for other in dict.fromkeys(nearest_first))
        chain = tuple(mention for mention in via if mention is not None)
        speaker = speakers[item.frame.cue]
        is_act = item.frame.manner == "thing" and item.kind == "indirect"
        if not is_act or (speaker is not None and speaker.type != "Place" and not outer):
            found.append(_Spoken(item, speaker, chain))
    return tuple(found)


def _place(statement: Statement) -> tuple[int, int, str]:
    """Return the sort key of a statement: its place in the text."""
    return (statement.evidence.start, statement.evidence.end, statement.id)


def _speaker(scene: Scene, frame: Frame) -> Mention | None:
    """Return who speaks in a frame."""
    return find_speaker(scene, frame.speaker, frame.head) if frame.speaker is not None else None


def _spoken_statement(scene: Scene, item: _Spoken) -> Statement:
    """Return the statement of one utterance, its views yet to be read."""
    frame, speaker = item.utterance.frame, item.speaker
    evidence = evidence_at(scene.context, *item.utterance.span)
    return Statement(
        id=finding_id("statement", evidence, speaker.id if speaker else None),
        evidence=evidence,
        kind=item.utterance.kind,
        speaker=speaker.id if speaker else None,
        speaker_text=_who(scene, frame.speaker),
        cue=_words(scene, frame.cue) if item.utterance.has_cue else None,
        rule=item.utterance.rule,
        via=tuple(mention.id for mention in item.via),
        pieces=item.utterance.pieces,
    )


def _who(scene: Scene, span: Span | None) -> str | None:
    """Return the words for a speaker without when it was: "A federal judge on Thursday"."""
    words = _words(scene, span)
    regex = load_rules("speech").rule("speech/speaker-time").regex
    return words if words is None or regex is None else regex.sub("", words) or words


def _narrated_statement(scene: Scene, item: Narrated) -> Statement:
    """Return a statement in the article's own voice."""
    evidence = evidence_at(scene.context, *item.span)
    return Statement(
        id=finding_id("statement", evidence, "narrated"),
        evidence=evidence,
        kind="narrated",
        speaker=None,
        speaker_text=None,
        cue=None,
        rule=item.rule,
    )


def _listed_statement(scene: Scene, span: Span, giver: Mention) -> Statement:
    """Return a sentence that goes on with somebody's list, as theirs."""
    evidence = evidence_at(scene.context, *span)
    return Statement(
        id=finding_id("statement", evidence, giver.id),
        evidence=evidence,
        kind="indirect",
        speaker=giver.id,
        speaker_text=giver.evidence.quote,
        cue=None,
        rule=RULE,
    )


def _words(scene: Scene, span: Span | None) -> str | None:
    """Return the words of a span, None for no span."""
    return scene.text[span[0] : span[1]] if span is not None else None
