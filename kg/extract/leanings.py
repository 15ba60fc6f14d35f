"""On which side a statement stands where its own words do not tell: by its speaker.

In: statements with what their words say, and the parts that speakers have. Out: the same, neutral
and doubtful ones with the side that all evidence on a speaker tells: what the same speaker says
elsewhere, what those say who speak for the same body, the part in the dispute, and at last how the
sentence joins on to what was said just before. Who leaves the law open takes no side.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.extract.aims import Compass
from kg.extract.attitudes import OTHER
from kg.extract.modality import Modality
from kg.extract.parties import Leaning, kind_of, leaning_of, parts_in, parts_of_name
from kg.extract.scene import Scene, Span
from kg.extract.stance import Stance, stance_of_words
from kg.extract.ties import key_of
from kg.model import Mention, Statement
from kg.rules import load_rules

# What a statement counts for its speaker's side: by an act, by words aimed at the thing, by others.
_ACT, _AIMED, _WORDS = 4, 2, 1
# What somebody else on the same side counts, and what it takes to overrule doubtful words.
_TIED, _SURE = 0.75, 2
# So far before a statement somebody may have spoken to whom it answers (code points).
_ANSWER = 500
# A first sentence that tells the side of who is quoted next is at most so long (code points).
_TOPIC = 160
_SIDED = ("supports", "opposes")


@dataclass(frozen=True, slots=True)
class Said:
    """A statement, who says it, the verb of saying in its basic form, and where that stands.

    The last two are None without a cue of its own.
    """

    statement: Statement
    speaker: Mention | None
    lemma: str | None
    cue: Span | None


@dataclass(frozen=True, slots=True)
class View:
    """What one statement was found to say."""

    said: Said
    stance: Stance
    modality: Modality | None


@dataclass(frozen=True, slots=True)
class Parties:
    """Who shares whose side, the part of each name, and the noun of the thing at issue."""

    ties: Mapping[str, tuple[str, ...]]
    leanings: Mapping[str, Leaning]
    compass: Compass

    @property
    def noun(self) -> str:
        """Return the noun of the thing at issue."""
        return self.compass.noun


def with_leanings(
    scene: Scene, views: Sequence[View], parties: Parties, is_open: Callable[[View], bool]
) -> tuple[View, ...]:
    """Return the views, neutral and doubtful ones with the side of their speaker."""
    sides = _sides(views, parties, _topics(scene, views, parties))
    found = [_leaned(view, sides, parties, is_open) for view in views]
    return _answering(scene, found, is_open)


def _topics(
    scene: Scene, views: Sequence[View], parties: Parties
) -> tuple[tuple[str, Stance], ...]:
    """Return what the first sentences of paragraphs tell of who speaks in them, by name.

    "Business owners were relieved." says where the owner stands who is quoted next.
    """
    found = []
    done: set[tuple[str, int]] = set()
    for view in views:
        key, start = _key(view), view.said.statement.evidence.start
        begin = scene.paragraphs[scene.paragraph_at(start)][0]
        first, last = scene.segment_at(begin)
        is_later = last <= start and (view.said.cue is None or last <= view.said.cue[0])
        if key is None or not is_later or (key, begin) in done or last - first > _TOPIC:
            continue
        if '"' in scene.text[first:last] or "”" in scene.text[first:last]:
            continue
        done.add((key, begin))
        stance = _stance_of_topic(scene.masked[first:last], parties.compass)
        if stance is not None:
            found.append((key, stance))
    return tuple(found)


def _stance_of_topic(words: str, compass: Compass) -> Stance | None:
    """Return the stance that a sentence tells of those it speaks of."""
    for name in ("allied", "allied-against"):
        rule = load_rules("parties").rule(f"parties/{name}")
        hit = rule.regex.search(words) if rule.regex is not None else None
        if hit is not None:
            return Stance(str(rule.extra["value"]), hit[0], "side/topic")
    stance = stance_of_words(words, compass)
    return replace(stance, rule="side/topic") if stance is not None else None


def _sides(
    views: Sequence[View], parties: Parties, topics: Sequence[tuple[str, Stance]]
) -> Mapping[str, Stance]:
    """Return for each name the side that all evidence tells, with the surest words for it."""
    own: dict[str, Counter[str]] = defaultdict(Counter)
    words: dict[tuple[str, str], Stance] = {}
    for view in views:
        key = _key(view)
        if key is not None and view.stance.value in _SIDED:
            own[key][view.stance.value] += _weight(view.stance)
            words.setdefault(
                (key, view.stance.value), replace(view.stance, rule="side/same-speaker")
            )
    for key, stance in topics:
        own[key][stance.value] += _AIMED
        words.setdefault((key, stance.value), stance)
    for key, leaning in parties.leanings.items():
        own[key][leaning.side] += leaning.weight
        stance = Stance(leaning.side, leaning.words, f"side/{leaning.part}")
        words.setdefault((key, leaning.side), stance)
    found = {}
    for key in sorted({*own, *parties.ties}):
        points = Counter(own.get(key, ()))
        for other in parties.ties.get(key, ()):
            for side, count in own.get(other, Counter()).items():
                points[side] += count * _TIED  # type: ignore[assignment]
        lead = points["supports"] - points["opposes"]
        if not lead:
            continue
        side = "supports" if lead > 0 else "opposes"
        of_others = (words.get((other, side)) for other in parties.ties.get(key, ()))
        shown = words.get((key, side)) or next((item for item in of_others if item), None)
        if shown is not None:
            rule = shown.rule if (key, side) in words else "side/affiliation"
            found[key] = replace(shown, rule=rule, is_explicit=abs(lead) >= _SURE)
    return found


def _weight(stance: Stance) -> int:
    """Return what the stance of one statement counts for its speaker's side."""
    if (stance.rule or "").startswith("side/"):
        return _ACT
    return _AIMED if stance.is_explicit else _WORDS


def _key(view: View) -> str | None:
    """Return the name by which the speaker of a statement is known; None for the article."""
    if view.said.statement.kind == "narrated" or view.said.speaker is None:
        return None
    return key_of(view.said.speaker)


def _leaned(
    view: View, sides: Mapping[str, Stance], parties: Parties, is_open: Callable[[View], bool]
) -> View:
    """Return a view, a neutral or doubtful one with the side of its speaker."""
    key, stance = _key(view), view.stance
    side = sides.get(key) if key is not None else _by_description(view, parties)
    if side is None or view.said.statement.kind == "narrated" or is_open(view):
        return view
    is_doubtful = stance.rule == "stance/words" and not stance.is_explicit and side.is_explicit
    if stance.value == "neutral" or (is_doubtful and side.value != stance.value):
        return replace(view, stance=side)
    return view


def _by_description(view: View, parties: Parties) -> Stance | None:
    """Return the side of who is only described, by the words of the description."""
    words = view.said.statement.speaker_text or ""
    for part, shown in (*parts_in(f"{words} |"), *parts_of_name(words)):
        leaning = leaning_of(kind_of(parties.noun), part, shown)
        if leaning is not None:
            return Stance(leaning.side, shown, f"side/{part}")
    return None


def _answering(
    scene: Scene, views: Sequence[View], is_open: Callable[[View], bool]
) -> tuple[View, ...]:
    """Return the views, neutral ones with the side that follows from who spoke just before."""
    places = sorted(range(len(views)), key=lambda place: views[place].said.statement.evidence.start)
    found = list(views)
    last: View | None = None
    for place in places:
        view = found[place]
        if view.said.statement.kind == "narrated":
            continue
        if view.stance.value == "neutral" and last is not None and not is_open(view):
            side = _answer(scene, last, view)
            if side is not None:
                view = found[place] = replace(view, stance=side)
        if view.stance.value in _SIDED:
            last = view
    return _repeated(found, is_open)


def _repeated(views: Sequence[View], is_open: Callable[[View], bool]) -> tuple[View, ...]:
    """Return the views, neutral ones with the side that an answer told of their speaker."""
    told = {
        key: view.stance
        for view in reversed(views)
        if view.stance.rule in ("side/answer", "side/paragraph") and (key := _key(view)) is not None
    }
    return tuple(
        replace(view, stance=replace(told[key], rule="side/same-speaker"))
        if view.stance.value == "neutral"
        and (key := _key(view)) is not None
        and key in told
        and not is_open(view)
        else view
        for view in views
    )


def _answer(scene: Scene, before: View, view: View) -> Stance | None:
    """Return the side of who speaks next: another, after words of contrast, or the same."""
    old, new = before.said.statement.evidence, view.said.statement.evidence
    if new.start - old.end > _ANSWER or _key(before) == _key(view):
        return None
    book = load_rules("parties")
    first = scene.segment_number(old.end - 1) + 1
    segments = scene.segments[first : scene.segment_number(new.start) + 1]
    for name, turned in (("contrast", True), ("agreement", False)):
        regex = book.rule(f"parties/{name}").regex
        for start, end in segments:
            hit = regex.search(scene.masked[start:end]) if regex is not None else None
            if hit is not None:
                side = OTHER[before.stance.value] if turned else before.stance.value
                return Stance(side, hit[0], "side/answer")
    if scene.paragraph_at(old.start) == scene.paragraph_at(new.start):
        return replace(before.stance, rule="side/paragraph", is_explicit=False)
    return None
