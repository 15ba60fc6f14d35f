"""Who speaks in transcripts and interviews, by the label before a colon: "RUIZ: We appeal".

In: a scene. Out: turns, each with its label and the spans of what is said, and mentions for labels
that no other mention names. A text counts as a conversation only where several labels, each of a
person or of a part in a conversation, begin its paragraphs: a list of fields is none.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from kg.extract.evidence import evidence_at, mention_id
from kg.extract.frames import Frame
from kg.extract.scene import Scene, Span
from kg.model import Mention
from kg.rules import load_rules

RULE = "voices/label"
# Fewer labelled paragraphs than this are no conversation.
FEWEST_TURNS = 3
# Of the paragraphs from the first to the last label, at least this share has a label where the
# ones without belong to the turn before.
SHARE_LABELED = 0.4


@dataclass(frozen=True, slots=True)
class Turn:
    """What one voice says at a time: the span of its label, and of each of its paragraphs."""

    label: Span
    spans: tuple[Span, ...]


def find_turns(scene: Scene) -> tuple[Turn, ...]:
    """Return the turns of a conversation in text order, () for any other text."""
    labels = tuple(_labels(scene))
    names = [_plain(scene, label) for label, _, _ in labels]
    counts = Counter(_last(name) for name in names)
    known = _surnames(scene)
    sure = {name for name in names if _is_voice(name, counts[_last(name)], known)}
    if len(sure) > 1:
        sure |= {name for name in names if name.isupper()}
    if sure:  # who asks may be a newspaper, in the words of its name
        sure |= {name for name in names if counts[_last(name)] > 1}
    turns = tuple(item for item in labels if _plain(scene, item[0]) in sure)
    if len(turns) < FEWEST_TURNS or len(sure) < 2:
        return ()
    inner = turns[-1][2] - turns[0][2] + 1
    is_whole = len(turns) >= SHARE_LABELED * inner
    found = []
    for (label, start, number), following in pairwise((*turns, ((0, 0), 0, turns[-1][2] + 1))):
        stop = following[2] if is_whole else number + 1
        spans = [(start, scene.paragraphs[number][1]), *scene.paragraphs[number + 1 : stop]]
        found.append(Turn(label, tuple(_bare(scene.text, span) for span in spans)))
    return tuple(found)


def turn_frame(turn: Turn) -> Frame:
    """Return the act of saying of a turn: its label stands for speaker and cue."""
    cue = (turn.label[1], turn.label[1] + 1)
    return Frame(cue, ":", "turn", turn.label, turn.label, turn.spans[0], RULE)


def label_mentions(scene: Scene) -> Iterator[Mention]:
    """Yield a mention for each label that no mention of a person covers yet.

    A surname in capitals stands for the person of that surname; the voice that answers "Q:" for
    the person whom the text before names most often.
    """
    turns = find_turns(scene)
    known = dict(_surnames(scene)) if turns else {}
    for turn in turns:
        name = _plain(scene, turn.label)
        beside = scene.mentions_in(*turn.label)
        paper = _is_paper(name) and any(item.name == name for item in beside)
        if paper or any(item.type == "Person" for item in beside):
            continue
        meant = known.get(_last(name))
        reason = f"{name} is the label of {meant.name}, by surname" if meant else None
        if meant is None and name in load_rules("voices").lists["answering"]:
            meant = _interviewed(scene, turns[0].label[0])
            reason = f"{meant.name}, named most often before the first question" if meant else None
        evidence = evidence_at(scene.context, *turn.label)
        is_paper = meant is None and _is_paper(name)
        is_name = is_paper or (meant is None and name.isupper() and " " in name)
        mention = Mention(
            id=mention_id(evidence, RULE),
            evidence=evidence,
            type="Institution" if is_paper else "Person",
            cls="MediaOrganization" if is_paper else "Person",
            name=meant.name if meant else name.title() if name.isupper() else name,
            rule=RULE,
            form="name" if is_name else "description",
            antecedent=meant.id if meant else None,
            reason=reason,
            generic=meant is None and not is_name,
        )
        if is_name and not is_paper:
            known[_last(name)] = mention
        yield mention


def _labels(scene: Scene) -> Iterator[tuple[Span, int, int]]:
    """Yield span of label, start of the words, and number of each paragraph with a label."""
    rule = load_rules("voices").rule(RULE).regex
    for number, (start, end) in enumerate(scene.paragraphs):
        hit = rule.match(scene.text[start : min(end, start + 200)]) if rule is not None else None
        if hit is not None and start + hit.end() < end:
            yield (start + hit.start("label"), start + hit.end("label")), start + hit.end(), number


def _plain(scene: Scene, label: Span) -> str:
    """Return a label without its article, roles in their common form: "THE COURT" → "Court"."""
    words = scene.text[slice(*label)].strip().rstrip(".").split()
    words = words[1:] if len(words) > 1 and words[0].lower() == "the" else words
    roles = {word.casefold(): word for word in load_rules("voices").lists["role_labels"]}
    return roles.get(" ".join(words).casefold(), " ".join(words))


def _is_paper(name: str) -> bool:
    """Tell whether a label is the name of who asks: several words, none of a part or a person."""
    given = load_rules("firstnames").lists["first_names"]
    roles = load_rules("voices").lists["role_labels"]
    several = " " in name and not name.isupper()
    return several and name.split(maxsplit=1)[0] not in given and not set(name.split()) & set(roles)


def _last(name: str) -> str:
    """Return the last word of a label in small letters, "" for none."""
    words = name.split()
    return words[-1].casefold() if words else ""


def _is_voice(name: str, count: int, known: Mapping[str, Mention]) -> bool:
    """Tell whether a label names a person of the article or a part in a conversation."""
    if name in load_rules("voices").lists["role_labels"]:
        return True
    is_long = len(_last(name)) > 1
    return is_long and (_last(name) in known or (count > 1 and name.isupper()))


def _surnames(scene: Scene) -> Mapping[str, Mention]:
    """Return the first person named in full by each surname, in small letters."""
    found: dict[str, Mention] = {}
    for item in scene.mentions:
        if item.type == "Person" and item.form == "name" and item.name.split():
            surname = item.name.split()[-1].casefold()
            if surname not in found or (" " in item.name and " " not in found[surname].name):
                found[surname] = item
    return found


def _interviewed(scene: Scene, end: int) -> Mention | None:
    """Return the person named most often before the first label, the earliest of equals."""
    people = [item for item in scene.mentions_in(0, end) if item.type == "Person"]
    counts = Counter(item.name.split()[-1] for item in people if item.name.split())
    best = max(counts, key=lambda name: counts[name]) if counts else None
    named = (item for item in people if item.form == "name" and item.name.split()[-1:] == [best])
    return max(named, key=lambda item: len(item.name), default=None)


def _bare(text: str, span: Span) -> Span:
    """Return a span without white space and a quotation mark that only opens the paragraph."""
    start, end = span
    while start < end and (text[start].isspace() or text[start] in '“"«'):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
