"""Whether words are for or against what an article is about.

In: the words of a statement, those around them that name what they speak of, and the compass of
the article. Out: supports, opposes or conditional, with the words that show it and the rule, or
None. Words whose aim is named count as explicit; they are believed before anything else.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.aims import RULING, SUIT, TARGET, Aim, Compass, nearest
from kg.extract.attitudes import OTHER, Sign, find_signs
from kg.extract.modality import Modality
from kg.rules import load_rules

# What a view on lawfulness means for the thing at issue.
_BY_MODALITY = {"asserts_unlawful": "opposes", "asserts_lawful": "supports"}
# Rules of rules/stance.toml that find a demand or an intention, and how much one counts.
_INTENTS = ("demand", "demand-for", "intent", "intent-for")
_INTENT_WEIGHT = 3
# What signs of these lists are aimed at where no noun tells it; of the second always.
_AIMS = {"glad": RULING, "sorry": RULING, "suit_blame": SUIT}
_FIXED = {"court_blame": RULING}
# Lists whose words make a condition a warning: "concerns would arise if they were sent".
_WORRIES = frozenset({"nouns_weak", "nouns_against", "adjectives_against"})


@dataclass(frozen=True, slots=True)
class Stance:
    """A value of `stance`, the words that show it, and the rule by which they do."""

    value: str
    words: str | None
    rule: str | None = None
    is_explicit: bool = False


def stance_of_law(words: str, modality: Modality, compass: Compass) -> Stance | None:
    """Return the stance that a view on lawfulness brings with it; None where it brings none.

    "The fine is unlawful" is against the fine, "the firm broke the law" for it. It is explicit
    where its subject is the thing at issue, a ruling on it, or a suit against it.
    """
    value = _BY_MODALITY.get(modality.value)
    if value is None:
        return None
    plain = " ".join(words.split())
    at = max(plain.find(modality.words), 0)
    before = [aim for aim in compass.aims_in(plain) if aim.start < at]
    aim = before[0].kind if before else None
    if aim is None and compass.noun in load_rules("stance").lists["penalties"]:
        return Stance(OTHER[value], modality.words, modality.rule)
    side = compass.turned(value, aim) or value
    return Stance(side, modality.words, modality.rule, is_explicit=aim is not None)


def stance_of_condition(modality: Modality, signs: Sequence[Sign]) -> Stance:
    """Return the stance of words with a condition: conditional, unless they only threaten.

    "We will sue if it passes" and "serious concerns would arise if they were sent" are against it.
    """
    threats = [sign for sign in signs if sign.kind == "intent" and sign.side == "opposes"]
    one_sided = bool(signs) and all(
        sign.side == "opposes" and sign.kind in _WORRIES for sign in signs
    )
    if threats or (modality.rule == "modality/condition-main" and one_sided):
        sign = (threats or list(signs))[0]
        return Stance("opposes", sign.words, "stance/threat", is_explicit=True)
    return Stance("conditional", modality.words, modality.rule, is_explicit=True)


def stance_of_words(
    words: str, compass: Compass, *, lead: str = "", before: str | None = None
) -> Stance | None:
    """Return the stance that words of approval and blame show, None where there are none.

    Args:
        words: what is said.
        compass: what the words may be aimed at.
        lead: words that name its object ("called the ruling …").
        before: the sentence before, where what is said begins with "it" or "this".

    """
    signs = signs_in(words)
    if not signs:
        return None
    aims = compass.aims_in(words)
    behind = [aim for aim in compass.aims_in(before or "") if aim.kind != SUIT]
    outer = compass.aims_in(lead) or tuple(behind[-1:])
    is_penalty = compass.noun in load_rules("stance").lists["penalties"]
    points: Counter[str] = Counter()
    shown: dict[str, str] = {}
    is_explicit = False
    for sign in signs:
        aim, told = _aim_of(sign, aims, outer, is_penalty=is_penalty)
        side = compass.turned(sign.side, aim)
        if side is None:
            side = OTHER[sign.side] if sign.kind in _FIXED else None
            side = sign.side if side is None and not told else side
        if side is not None:
            points[side] += sign.weight + told
            shown.setdefault(side, sign.words)
            is_explicit |= told
    if not points or points["supports"] == points["opposes"]:
        return None
    best = max(points, key=lambda side: (points[side], side))
    return Stance(best, shown[best], "stance/words", is_explicit)


def signs_in(words: str) -> tuple[Sign, ...]:
    """Return the words of approval, blame, demand and intention, in order."""
    plain = find_signs(words)
    found = []
    for name in _INTENTS:
        rule = load_rules("stance").rule(f"stance/{name}")
        inner = words.lstrip("\"“‘'")
        shift = len(words) - len(inner)
        for hit in rule.regex.finditer(inner) if rule.regex is not None else ():
            start, end = hit.start() + shift, hit.end() + shift
            kind = name.split("-")[0]
            side = str(rule.extra["value"])
            found.append(Sign(start, end, words[start:end].strip(), side, _INTENT_WEIGHT, kind))
    intents = [item for item in found if not _is_negated(words, item)]
    apart = [
        sign
        for sign in plain
        if not any(item.start < sign.end and sign.start < item.end for item in intents)
    ]
    return tuple(sorted((*apart, *intents), key=lambda sign: (sign.start, sign.end)))


def _is_negated(words: str, sign: Sign) -> bool:
    """Tell whether a demand or intention is denied: "will not fight", "should not be"."""
    around = {*words[max(0, sign.start - 12) : sign.end].lower().replace("’", "'").split()}
    return bool(around & {"not", "never", "won't", "wouldn't", "shouldn't", "mustn't"})


def _aim_of(
    sign: Sign, aims: Sequence[Aim], outer: Sequence[Aim], *, is_penalty: bool
) -> tuple[str | None, bool]:
    """Return what a sign is aimed at, and whether words name it."""
    if sign.kind in _FIXED:
        return _FIXED[sign.kind], True
    if sign.kind == "sorry" and is_penalty:
        return TARGET, False
    aim = nearest(aims, sign.start, sign.end) or (outer[-1].kind if outer else None)
    if aim is None or (sign.kind == "suit_blame" and aim != SUIT):
        return _AIMS.get(sign.kind), sign.kind == "suit_blame"
    return aim, True
