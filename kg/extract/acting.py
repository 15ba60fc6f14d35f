"""What somebody does about the thing at issue: sues over it, signs it, praises it, runs it.

In: the words behind and before a name. Out: acts with the side that they show. The object of an act
decides: who dismisses the criticism of a plan is for the plan.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from kg.extract.aims import RULING, SUIT, TARGET, Compass
from kg.extract.attitudes import OTHER, verbs_of
from kg.extract.inflection import verb_forms
from kg.rules import alternation, load_rules

# How far behind an act its object is looked for (code points).
OBJECT_REACH = 90
# Lists of rules/stance.toml and rules/attitudes.toml; what each means; whether it needs an object.
_ACTS = (
    ("stance", "against_ruling", "opposes", False),
    ("stance", "about_ruling", "supports", False),
    ("stance", "acts_against", "opposes", False),
    ("stance", "acts_for", "supports", True),
    ("stance", "acts_denying", "opposes", True),
    ("attitudes", "verbs_against", "opposes", False),
    ("attitudes", "verbs_for", "supports", False),
)
_LEAD = (
    r"(?:\s\([^()]{1,20}\))?(?:,[^,]{1,90},)?(?:,?\s(?:who|which))?"
    r"(?:\s(?:has|had|have|also|then|later|quickly|again|now|on\s\w+|fully|both|who|[a-z]+ly)){0,3}\s"
)
_POINTS = re.compile(r"\s(?:it|them|this)\b")
_AGAINST = frozenset(
    {
        "challenged",
        "opposed",
        "condemned",
        "criticized",
        "criticised",
        "denounced",
        "fought",
        "attacked",
    }
)
_SUING = frozenset({"brought", "filed"})


@dataclass(frozen=True, slots=True)
class Act:
    """A side that an act shows, its words, and the rule that read it."""

    side: str
    words: str
    rule: str


def acts_behind(behind: str, compass: Compass) -> Iterator[Act]:
    """Yield what the verb behind a name says that its bearer did."""
    for book, name, side, needs_object in _ACTS:
        hit = _pattern(book, name).match(behind)
        if hit is None:
            continue
        stop = re.search(r"[.;]\s|[\"”“]", behind[hit.end() :])
        reach = min(OBJECT_REACH, stop.start() if stop is not None else OBJECT_REACH)
        rest = behind[hit.end() : hit.end() + reach]
        aims = compass.aims_in(rest)
        aim = aims[0].kind if aims else None
        points = aim is None and _POINTS.match(rest) is not None
        wanted = SUIT if name == "acts_denying" else TARGET
        if needs_object and aim != wanted and (wanted == SUIT or not points):
            continue
        is_suing = name == "acts_against" and aim in (SUIT, RULING)
        if aim is None and (
            name == "against_ruling" or (name == "about_ruling" and compass.ruling)
        ):
            aim = RULING
        turned = compass.turned(side, None if is_suing and aim == SUIT else aim)
        if turned is not None or aim == RULING:
            yield Act(turned or side, hit["act"], "side/act")


def done_before(before: str, behind: str, compass: Compass) -> Iterator[Act]:
    """Yield what was done by, or to, whom the words before a name lead to."""
    book = load_rules("stance")
    done = book.rule("stance/done-by").regex
    hit = done.search(before) if done is not None else None
    if hit is not None:
        act = hit["act"].lower()
        aims = compass.aims_in(before[: hit.start()])
        is_suit = act in _SUING or (bool(aims) and aims[-1].kind == SUIT)
        if is_suit or act in _AGAINST or (aims and aims[-1].kind == "target"):
            side = "opposes" if is_suit or act in _AGAINST else "supports"
            yield Act(side, hit["act"], "side/done-by")
    around = f"{before.rstrip()} |{behind}"
    for name, words in (
        *(("defendant", before), ("told-to-stop", around), ("taken-to-court", around)),
        *(("sponsor-before", before), ("represented-by", before)),
    ):
        rule = book.rule(f"stance/{name}")
        hit = rule.regex.search(words) if rule.regex is not None else None
        if hit is not None:
            side = str(rule.extra["value"])
            is_complaint = "complaint" in hit[0] and compass.noun in book.lists["penalties"]
            yield Act(OTHER[side] if is_complaint else side, hit[0].strip(" |"), f"side/{name}")


def makes(behind: str, noun: str) -> bool:
    """Tell whether the verb behind a name is that of the thing at issue: "banned", for a ban."""
    pattern = _making(noun) if noun else None
    return pattern is not None and pattern.match(behind) is not None


@lru_cache(maxsize=64)
def _making(noun: str) -> re.Pattern[str] | None:
    """Return the pattern of the verb by which a thing is made, None where there is none."""
    lists = load_rules("stance")
    verb = lists.maps["verbs_of_nouns"].get(noun)
    if verb is None and noun not in lists.lists["verbal_nouns"]:
        return None
    return re.compile(rf"{_LEAD}{alternation(verb_forms(verb or noun)[1:])}\b")


@cache
def _pattern(book: str, name: str) -> re.Pattern[str]:
    """Return the pattern of all forms of the verbs of a list behind a name."""
    irregular = load_rules("attitudes").maps["irregular"]
    forms = (
        verbs_of(name)
        if book == "attitudes"
        else tuple(
            form
            for lemma in load_rules(book).lists[name]
            for form in verb_forms(lemma, irregular.get(lemma.split()[0]))
        )
    )
    return re.compile(rf"{_LEAD}(?P<act>{alternation(tuple(dict.fromkeys(forms)))})\b")
