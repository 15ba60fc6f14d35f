"""On which side of the controversy each speaker stands, from what the article says they did.

In: a scene and what it is about. Out: for each name the stance of its bearer towards the thing at
issue, with the words that show it and the rule. Who sued or voted against is against; who signed or
defended is for; who speaks for a body stands where it stands. What somebody does about a *ruling*
counts by what the ruling did ("hailed the decision" that struck a law down: against the law).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.extract.acting import Act, acts_behind, done_before, makes
from kg.extract.aims import RULING, SUIT, TARGET, Compass
from kg.extract.attitudes import OTHER, find_signs
from kg.extract.rulings import ruling_of, verdict_in
from kg.extract.scene import Scene
from kg.extract.ties import find_ties, key_of
from kg.model import Mention
from kg.rules import load_rules

# How far around a name the words that tell a side are looked for (code points).
BEFORE, BEHIND, VERDICT, ALLIED = 80, 160, 110, 110
_OFFICE_BEFORE, _OFFICE_BEHIND = 40, 60
_PARTIES = (
    *("party-of", "champion-of", "asks-against", "asks-for"),
    *("accuses-critics", "accuses-makers"),
)


@dataclass(frozen=True, slots=True)
class Side:
    """A stance with the words of the article that show it, and the rule that read them."""

    stance: str
    words: str
    rule: str


@dataclass(frozen=True, slots=True)
class Sides:
    """The side of each name, who shares whose side, and what words may be aimed at."""

    by_name: Mapping[str, Side]
    ties: Mapping[str, tuple[str, ...]]
    compass: Compass

    def of(self, mention: Mention | None) -> Side | None:
        """Return the side of who is mentioned, None where nothing tells it."""
        if mention is None:
            return None
        return self.by_name.get(key_of(mention)) or next(_called(mention), None)


def find_sides(scene: Scene, target: Mention | None) -> Sides:
    """Return the sides that the article's own words tell."""
    noun = target.name.lower().split()[-1] if target is not None and target.name else ""
    lists = load_rules("stance").lists
    is_decision = noun in lists["decisions"]
    compass = Compass(noun, None if is_decision else ruling_of(scene))
    found: dict[str, Side] = {}
    told = [item for item in scene.mentions if _may_tell(scene, item)]
    for finder in (_told, _by_office):
        for mention in told:
            for side in finder(scene, mention, compass):
                found.setdefault(key_of(mention), side)
    ties = find_ties(scene)
    return Sides(_shared(found, ties), ties, compass)


def _may_tell(scene: Scene, mention: Mention) -> bool:
    """Tell whether the words around a mention can tell a side: outside of quotations."""
    return mention.type in ("Person", "Institution", "Group", "Place") and not scene.is_quoted(
        mention.evidence.start
    )


def _shared(found: Mapping[str, Side], ties: Mapping[str, tuple[str, ...]]) -> Mapping[str, Side]:
    """Return the sides with those of tied names, where these agree."""
    every = dict(found)
    for name in sorted(ties):
        sides = [found[other] for other in ties[name] if other in found]
        if name not in found and len({side.stance for side in sides}) == 1:
            every[name] = replace(sides[0], rule="side/affiliation")
    return every


def _told(scene: Scene, mention: Mention, compass: Compass) -> Iterator[Side]:
    """Yield the sides that the words around one mention, or its own, tell."""
    book = load_rules("stance")
    yield from _called(mention)
    start, end = mention.evidence.start, mention.evidence.end
    first, last = scene.segment_at(start)
    behind = scene.masked[end : min(last, end + BEHIND)]
    before = scene.masked[max(first, start - BEFORE) : start]
    for name in _PARTIES:
        rule = book.rule(f"stance/{name}")
        if rule.regex is not None and (hit := rule.regex.match(behind)) is not None:
            side = str(rule.extra["value"])
            is_complaint = compass.noun in book.lists["penalties"] and "compl" in hit[0]
            yield Side(OTHER[side] if is_complaint else side, hit[0].strip(" ,"), f"side/{name}")
    yield from _allied(scene, mention, behind)
    if mention.cls == "Court":
        verdict = verdict_in(behind[:VERDICT])
        if verdict is not None:
            yield Side(verdict[0], verdict[1], "side/verdict")
    for act in (*acts_behind(behind, compass), *done_before(before, behind, compass)):
        yield _side_of(act)
    yield from _owned(behind, compass)
    yield from _felt(behind, compass)
    if makes(behind, compass.noun):
        yield Side("supports", compass.noun, "side/maker")


def _allied(scene: Scene, mention: Mention, behind: str) -> Iterator[Side]:
    """Yield the side of who stands with those who answer for the thing, or with their opponents."""
    for name in ("allied", "allied-against"):
        rule = load_rules("parties").rule(f"parties/{name}")
        hit = rule.regex.search(behind[:ALLIED]) if rule.regex is not None else None
        if hit is None:
            continue
        start = mention.evidence.end
        between = scene.mentions_in(start, start + hit.start())
        if not any(item.type in ("Person", "Institution") for item in between):
            yield Side(str(rule.extra["value"]), hit[0], f"side/{name}")


def _side_of(act: Act) -> Side:
    """Return the side of who acts."""
    return Side(act.side, act.words, act.rule)


def _owned(behind: str, compass: Compass) -> Iterator[Side]:
    """Yield the side of whose plan, or whose lawsuit, it is."""
    rule = load_rules("stance").rule("stance/owner")
    if not behind.startswith(("’", "'", "‘")) or rule.regex is None:
        return
    hit = rule.regex.match(behind)
    aims = compass.aims_in(hit[0]) if hit is not None else ()
    for aim in aims[:1]:
        is_own = aim.kind == TARGET
        if is_own or aim.kind == SUIT:
            side = "supports" if is_own else "opposes"
            yield Side(side, behind[: aim.end].strip(" ’'s"), "side/owner")


def _felt(behind: str, compass: Compass) -> Iterator[Side]:
    """Yield the side of who is glad or sorry, mostly about the newest ruling."""
    rule = load_rules("stance").rule("stance/feels")
    hit = rule.regex.match(behind) if rule.regex is not None else None
    for sign in find_signs(hit["state"])[:1] if hit is not None else ():
        if sign.kind in ("glad", "sorry"):
            side = compass.turned(sign.side, RULING) or sign.side
            yield Side(side, sign.words, "side/feeling")


def _called(mention: Mention) -> Iterator[Side]:
    """Yield the side that a description tells by itself: opponents, supporters."""
    words = tuple(mention.name.lower().split())
    stance = _stance_of_name(words) if mention.type != "LegalProvision" else None
    if stance is not None:
        yield Side(stance, mention.evidence.quote, "side/description")


@lru_cache(maxsize=1024)
def _stance_of_name(words: tuple[str, ...]) -> str | None:
    """Return the side that the words of a description tell, None for none."""
    lists = load_rules("stance").lists
    for name, stance in (("sides_against", "opposes"), ("sides_for", "supports")):
        if any(word in lists[name] for word in words):
            return stance
    return None


def _by_office(scene: Scene, mention: Mention, compass: Compass) -> Iterator[Side]:
    """Yield the side that an office brings with it, where nothing else tells a side.

    Courts and judges speak for the ruling, those who dissent against it; lawyers of the state
    defend what is at issue.
    """
    book = load_rules("stance")
    start, end = mention.evidence.start, mention.evidence.end
    segment = scene.segment_at(start)
    before = scene.masked[max(segment[0], start - _OFFICE_BEFORE) : start]
    around = " ".join((before, *mention.roles))
    behind = scene.masked[end : min(segment[1], end + _OFFICE_BEHIND)]
    dissents = "dissent" in scene.masked[segment[0] : segment[1]]
    judge, state = (book.rule(f"stance/{name}").regex for name in ("judge", "state-lawyer"))
    is_judge = mention.type == "Person" and judge is not None and judge.search(around) is not None
    names = mention.name.lower().split()[-1:]
    is_court = mention.cls == "Court" or bool({*names} & {*load_rules("issues").lists["judges"]})
    if compass.ruling is not None and (is_judge or (is_court and not dissents)):
        side = OTHER[compass.ruling] if dissents else compass.ruling
        yield Side(side, mention.evidence.quote, "side/court")
    elif mention.type == "Person" and state is not None and not is_judge:
        hit = state.search(around + "|" + behind)
        if hit is not None:
            yield Side("supports", hit[0].strip(" |,"), "side/state-lawyer")
