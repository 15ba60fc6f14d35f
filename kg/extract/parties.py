"""What part a speaker has in the dispute: official, opposition, campaigner, trade, union, affected.

In: a scene and the noun of the thing at issue. Out: for each name the side on which such parts
mostly stand, with a weight. It says less than what somebody did or said, and is used only where
that does not tell a side. Titles, words of names and sides are data (rules/parties.toml).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from kg.extract.attitudes import OTHER
from kg.extract.scene import Scene
from kg.extract.ties import key_of
from kg.model import Mention
from kg.rules import alternation, load_rules

# How far around a name the words that tell a part are read (code points).
BEFORE, BEHIND = 70, 110
# How much of an article says who attacks the thing at issue (code points).
_OPENING = 1200
# Rules in the order in which they are believed.
_RULES = (
    *("opposition", "witness-against", "affected", "state-lawyer", "official", "party"),
    *("defender", "advocacy", "union", "industry"),
)
# Parts told by the words of a body's name, in the order in which they are believed.
_NAMES = ("union", "industry", "advocacy", "watchdog", "official")
_TRADES = frozenset({"Company", "Platform"})
_BODIES = frozenset({"GovernmentBody"})
# Who serves all, or tells the news, has no part.
_OUTSIDE = frozenset({"Court", "Legislature", "University", "MediaOrganization", "PoliticalParty"})


@dataclass(frozen=True, slots=True)
class Leaning:
    """The side on which somebody mostly stands by their part, how much it counts, and the part."""

    side: str
    weight: int
    part: str
    words: str


def kind_of(noun: str) -> str:
    """Return what kind of thing is at issue: a penalty, a license or another measure."""
    if noun in load_rules("stance").lists["penalties"]:
        return "penalty"
    return "license" if noun in load_rules("parties").lists["licenses"] else "measure"


def find_leanings(
    scene: Scene, noun: str, against: frozenset[str], sued: frozenset[str]
) -> Mapping[str, Leaning]:
    """Return the leaning of each name.

    Where trade is against a measure, those who campaign are for it; where a firm is sued, what it
    did is at issue.

    Args:
        scene: the article.
        noun: the noun of the thing at issue.
        against: the names of those known to be against it.
        sued: the names of those who are sued over it.

    """
    kind = kind_of(noun)
    parts: dict[str, tuple[str, str]] = {}
    for mention in scene.mentions:
        if mention.type in ("Person", "Institution", "Group") and not scene.is_quoted(
            mention.evidence.start
        ):
            for told in part_of(scene, mention):
                parts.setdefault(key_of(mention), told)
    if kind == "measure" and any(parts.get(key, ("",))[0] == "industry" for key in sued):
        kind = "license"
    is_trade = kind == "measure" and _is_trade_against(scene, parts, against)
    found = {}
    for key, (part, words) in parts.items():
        leaning = leaning_of(kind, part, words)
        if leaning is not None and is_trade and part in ("advocacy", "union"):
            leaning = Leaning(OTHER[leaning.side], leaning.weight, part, words)
        if leaning is not None:
            found[key] = leaning
    return found


def _is_trade_against(
    scene: Scene, parts: Mapping[str, tuple[str, str]], against: frozenset[str]
) -> bool:
    """Tell whether those who earn by a trade attack the thing at issue."""
    if any(parts.get(key, ("",))[0] == "industry" for key in against):
        return True
    regex = load_rules("parties").rule("parties/trade-attacks").regex
    return regex is not None and regex.search(scene.masked[:_OPENING]) is not None


def leaning_of(kind: str, part: str, words: str) -> Leaning | None:
    """Return the side on which a part mostly stands where such a thing is at issue, else None."""
    entry = load_rules("parties").maps["leanings"].get(f"{kind}/{part}")
    if entry is None and part == "watchdog":
        entry = load_rules("parties").maps["leanings"].get(f"{kind}/official")
    if entry is None:
        return None
    side, weight = entry.split()
    return Leaning(side, int(weight), part, words)


def part_of(scene: Scene, mention: Mention) -> Iterator[tuple[str, str]]:
    """Yield the parts that the words around one mention tell, with these words; surest first."""
    start, end = mention.evidence.start, mention.evidence.end
    first, last = scene.segment_at(start)
    before = scene.masked[max(first, start - BEFORE) : start]
    behind = scene.masked[end : min(last, end + BEHIND)]
    around = " ".join(f"{before}|{behind}".split("\n"))
    told = tuple(parts_in(around))
    if mention.type == "Person":
        yield from told
        for role in mention.roles:
            yield from parts_in(f"{role} |")
    elif mention.cls not in _OUTSIDE:
        yield from (item for item in told if item[0] in ("industry", "advocacy"))
    if mention.type != "Person" or mention.form == "description":
        yield from _by_name(mention)


def parts_in(around: str) -> Iterator[tuple[str, str]]:
    """Yield the parts that words around a name (the bar) tell, with these words."""
    book = load_rules("parties")
    former = book.rule("parties/former").regex
    if former is not None and former.search(around):
        return
    for name in _RULES:
        rule = book.rule(f"parties/{name}")
        hit = rule.regex.search(around) if rule.regex is not None else None
        if hit is not None:
            yield str(rule.extra["value"]), hit[0].strip(" |,")


def _by_name(mention: Mention) -> Iterator[tuple[str, str]]:
    """Yield the parts that the class of a body, or the words of its name, tell."""
    name = mention.name
    if mention.cls in _OUTSIDE:
        return
    if mention.cls in _TRADES:
        yield "industry", name
    is_head = _words("heads").search(name) is not None
    is_advocate = mention.cls == "AdvocacyOrganization" or _words("advocacy").search(name)
    if mention.cls in _BODIES and (is_head or not is_advocate):
        yield "watchdog", name
    if mention.cls == "AdvocacyOrganization":
        yield "advocacy", name
    yield from parts_of_name(name)


def parts_of_name(name: str) -> Iterator[tuple[str, str]]:
    """Yield the parts that the words of a name or description tell."""
    if _words("heads").search(name) is not None:
        yield "official", name
    for part in _NAMES:
        hit = _words(part).search(name)
        if hit is not None:
            yield part, hit[0]


@cache
def _words(part: str) -> re.Pattern[str]:
    """Return the pattern of the words that tell a part."""
    lists = load_rules("parties").lists
    words = lists[part] if part in lists else lists[f"{part}_words"]
    return re.compile(rf"(?<![\w-]){alternation(words)}(?![\w-])", re.IGNORECASE)
