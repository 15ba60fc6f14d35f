"""On which side of the controversy each speaker stands, from what the article says they did.

In: a scene and what it is about. Out: for each name the stance of its bearer towards the thing at
issue, with the words that show it. Who sued or voted against is against; who signed or defended
is for; a court that struck it down is against it. What somebody does about a *ruling* counts by
what the ruling did ("hailed the decision" that struck a law down: against the law).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.extract.scene import Scene
from kg.model import Mention
from kg.rules import alternation, load_rules

_OTHER = {"supports": "opposes", "opposes": "supports"}
# The lists of acts in rules/stance.toml, and what each means.
_ACTS = (
    ("acts_against", "opposes"),
    ("acts_for", "supports"),
    ("about_ruling", "supports"),
    ("against_ruling", "opposes"),
)
# How far behind an act its object is looked for (code points).
OBJECT_REACH = 70
_LEAD = r"(?:,[^,]{1,90},)?(?:\s(?:has|had|have|also|then|later|on\s\w+|[a-z]+ly)){0,3}\s"


@dataclass(frozen=True, slots=True)
class Side:
    """A stance with the words of the article that show it."""

    stance: str
    words: str


@dataclass(frozen=True, slots=True)
class Sides:
    """The side of each name, and what a ruling in the article does to the thing at issue."""

    by_name: Mapping[str, Side]
    ruling: str | None

    def of(self, mention: Mention | None) -> Side | None:
        """Return the side of who is mentioned, None where nothing tells it."""
        if mention is None:
            return None
        return self.by_name.get(_key(mention)) or next(_called(mention), None)


def find_sides(scene: Scene, target: Mention | None) -> Sides:
    """Return the sides that the article's own words tell."""
    noun = target.name.lower().split()[-1] if target is not None and target.name else ""
    ruling = _ruling(scene) if noun not in load_rules("stance").lists["ruling_nouns"] else None
    found: dict[str, Side] = {}
    for mention in scene.mentions:
        if scene.is_quoted(mention.evidence.start) or mention.type == "LegalProvision":
            continue
        for side in _told(scene, mention, ruling):
            found.setdefault(_key(mention), side)
    for mention in scene.mentions:
        if not scene.is_quoted(mention.evidence.start):
            for side in _by_office(scene, mention, ruling):
                found.setdefault(_key(mention), side)
    return Sides(found, ruling)


def turned(stance: str, words: str, sides: Sides, noun: str | None) -> str:
    """Return a stance read from words about a ruling as one towards the thing at issue."""
    lists = load_rules("stance").lists
    about = re.search(rf"\b{alternation(lists['ruling_nouns'])}\b", words.lower()) is not None
    own = noun is not None and noun in words.lower()
    return _OTHER.get(stance, stance) if about and not own and sides.ruling == "opposes" else stance


def about_ruling(words: str, sides: Sides) -> Side | None:
    """Return what words of winners or losers of a ruling say of the thing at issue, else None."""
    lists = load_rules("stance").lists
    for name, stance in (("lost", "opposes"), ("won", "supports")):
        hit = re.search(rf"\b{alternation(lists[name])}\b", words, re.IGNORECASE)
        if hit is not None:
            return Side(_OTHER[stance] if sides.ruling == "opposes" else stance, hit[0])
    return None


def on_penalty(stance: str, noun: str | None, words: str) -> str:
    """Return a stance read from lawfulness, turned where the thing at issue punishes a breach.

    "The firm broke the law" is for the fine; "the fine is unlawful" speaks of the fine itself.
    """
    is_penalty = noun in load_rules("stance").lists["penalties"]
    is_about_it = noun is not None and noun in words.lower()
    return _OTHER.get(stance, stance) if is_penalty and not is_about_it else stance


def _by_office(scene: Scene, mention: Mention, ruling: str | None) -> Iterator[Side]:
    """Yield the side that an office brings with it, where nothing else tells a side.

    Courts and judges speak for the ruling unless they dissent; lawyers of the state defend what
    is at issue.
    """
    book = load_rules("stance")
    start, end = mention.evidence.start, mention.evidence.end
    segment = scene.segment_at(start)
    around = " ".join((scene.masked[max(segment[0], start - 40) : start], *mention.roles))
    behind = scene.masked[end : min(segment[1], end + 60)]
    dissents = "dissent" in scene.masked[segment[0] : segment[1]]
    judge, state = (book.rule(f"stance/{name}").regex for name in ("judge", "state-lawyer"))
    is_judge = mention.type == "Person" and judge is not None and judge.search(around) is not None
    if ruling is not None and not dissents and (mention.cls == "Court" or is_judge):
        yield Side(ruling, mention.evidence.quote)
    elif mention.type == "Person" and state is not None and not is_judge:
        hit = state.search(around + "|" + behind)
        if hit is not None:
            yield Side("supports", hit[0].strip(" |,"))


def _key(mention: Mention) -> str:
    """Return the name by which a speaker is known again: the surname of a person."""
    words = mention.name.split()
    return words[-1] if mention.type == "Person" and words else mention.name


def _ruling(scene: Scene) -> str | None:
    """Return what the first ruling of the article does to the thing at issue."""
    book = load_rules("stance")
    found = []
    for name in ("struck-down", "upheld"):
        rule = book.rule(f"stance/{name}")
        hit = rule.regex.search(scene.masked) if rule.regex is not None else None
        if hit is not None:
            found.append((hit.start(), str(rule.extra["value"])))
    return min(found)[1] if found else None


def _told(scene: Scene, mention: Mention, ruling: str | None) -> Iterator[Side]:
    """Yield the sides that the words behind one mention, or its own, tell."""
    book = load_rules("stance")
    yield from _called(mention)
    end = scene.segment_at(mention.evidence.start)[1]
    behind = scene.masked[mention.evidence.end : end]
    party = book.rule("stance/party-of").regex
    if party is not None and (hit := party.match(behind)) is not None:
        yield Side("opposes", hit[0].strip(" ,"))
    yield from _acts(behind, ruling)
    if mention.cls == "Court":
        yield from _verdicts(behind)


def _called(mention: Mention) -> Iterator[Side]:
    """Yield the side that a description tells by itself: opponents, supporters."""
    lists = load_rules("stance").lists
    words = mention.name.lower().split()
    for name, stance in (("sides_against", "opposes"), ("sides_for", "supports")):
        if any(word in lists[name] for word in words):
            yield Side(stance, mention.evidence.quote)


def _acts(behind: str, ruling: str | None) -> Iterator[Side]:
    """Yield the sides that the verb behind a name tells."""
    lists = load_rules("stance").lists
    rulings = re.compile(rf"\b{alternation(lists['ruling_nouns'])}\b")
    for name, stance in _ACTS:
        hit = re.match(rf"{_LEAD}(?P<act>{alternation(lists[name])})\b", behind)
        if hit is None:
            continue
        about = rulings.search(behind, hit.end(), hit.end() + OBJECT_REACH) is not None
        is_turned = (about or name == "against_ruling") and ruling == "opposes"
        yield Side(_OTHER[stance] if is_turned else stance, hit["act"])


def _verdicts(behind: str) -> Iterator[Side]:
    """Yield the side of a court from its own verdict."""
    start = re.match(_LEAD, behind)
    for name in ("struck-down", "upheld") if start is not None else ():
        rule = load_rules("stance").rule(f"stance/{name}")
        hit = rule.regex.search(behind[:OBJECT_REACH]) if rule.regex is not None else None
        if hit is not None:
            yield Side(str(rule.extra["value"]), hit[0])
