"""Which earlier mention a pronoun most likely stands for.

In: a scene and the place of a pronoun. Out: the most prominent earlier mention that agrees with
it, with the reason. Prominent is who acts or speaks, recently, rather than whose name only
follows a preposition or stands in the genitive.
"""

import re
from collections.abc import Mapping, Sequence

from kg.extract.cues import cue_pattern
from kg.extract.scene import Scene, Span
from kg.model import Mention
from kg.rules import load_rules

# How far back a pronoun reaches: code points, and paragraphs.
FARTHEST = 1500
FARTHEST_PARAGRAPHS = 3
# Of earlier pronouns, so many are looked at.
NEAREST = 12
# Of earlier mentions, so many at most.
MOST_NAMES = 60
# Weights set by hand on news prose: speaking counts most, then being the subject, then nearness.
SPEAKS, ACTS, FIRST, OBLIQUE, GENITIVE, SEGMENT_BACK = 3.0, 2.0, 1.0, -1.5, -2.5, -1.0
PARAGRAPH_BACK = -0.5
# "The company broke the law, it said": who is spoken of is seldom who speaks.
SPOKEN_OF = -3.0
_TAG = re.compile(r"\s(?:also\s|has\s|had\s|later\s)?([a-z]+)\s*[,.;:—–]")
_ACTS = re.compile(
    r"\s(?:[a-z]+ly\s)?(?:has|had|have|is|was|will|would|did|does|could|can|may|[a-z]+(?:ed|s))\b"
)
# A name that is introduced at the head of its sentence, with who it is: "To Ana Ruiz, who runs …".
_TOPIC = re.compile(r",\s(?:who|whose|the|an?)\s")
PREPOSITION = re.compile(
    r"\b(?:of|to|with|by|for|about|from|against|on|at|in|than|like|under|after|before)"
    r"\s(?:[\w’'.-]+\s){0,3}$"
)


def genders_of(scene: Scene) -> Mapping[str, str]:
    """Return "he" or "she" for surnames for which the text or the given name tells it."""
    book = load_rules("coreference")
    by_name: dict[str, set[str]] = {}
    by_word: dict[str, set[str]] = {}
    for mention in scene.mentions:
        if mention.type != "Person" or mention.form != "name":
            continue
        start = mention.evidence.start
        title = scene.text[max(0, start - 16) : start].rstrip(" ,").split()[-1:]
        given = set(mention.name.split()[:-1])
        words = {*title, *given, *" ".join(mention.roles).split()}
        surname = mention.name.split()[-1]
        for gender in ("he", "she"):
            if given & set(book.lists[f"{gender}_names"]):
                by_name.setdefault(surname, set()).add(gender)
            if words & set(book.lists[gender]):
                by_word.setdefault(surname, set()).add(gender)
    # A word before a surname may belong to somebody else: "a woman whose mother Toller killed".
    found = {**by_word, **by_name}
    return {name: min(genders) for name, genders in found.items() if len(genders) == 1}


def gender_of(pronoun: str) -> str:
    """Return "he" or "she" for a personal pronoun in any case, other words in small letters.

    >>> gender_of("Her"), gender_of("it")
    ('she', 'it')
    """
    word = pronoun.lower()
    return load_rules("coreference").maps["pronouns"].get(word, word)


def pick_antecedent(
    scene: Scene,
    span: Span,
    types: tuple[str, ...],
    genders: Mapping[str, str],
    pronouns: Sequence[Mention],
) -> tuple[Mention, str] | None:
    """Return the mention that a pronoun stands for and why, or None where nobody fits."""
    word = gender_of(scene.text[slice(*span)])
    ranked: list[tuple[float, int, Mention]] = []
    earlier = [
        *scene.mentions_in(max(0, span[0] - FARTHEST), span[0])[-MOST_NAMES:],
        *(item for item in pronouns[-NEAREST:] if -FARTHEST < item.evidence.start - span[0] < 0),
    ]
    for mention in earlier:
        gender = genders.get(mention.name.split()[-1]) if mention.name else None
        if mention.form == "pronoun" and gender_of(mention.evidence.quote) in ("he", "she"):
            gender = gender_of(mention.evidence.quote)
        fits = mention.type in types and (
            gender is None or word not in ("he", "she") or gender == word
        )
        heading = scene.zones.kind_at(mention.evidence.start) == "heading"
        if fits and not heading and not scene.is_quoted(mention.evidence.start):
            score = _score(scene, span, mention)
            if score is not None:
                ranked.append((score, mention.evidence.start, mention))
    if not ranked:
        return None
    best = max(ranked, key=lambda item: item[:2])[2]
    return best, _reason(scene, span, best)


def _score(scene: Scene, span: Span, mention: Mention) -> float | None:
    """Return how prominent a mention is for a pronoun, higher is more; None where too far."""
    start, end = mention.evidence.start, mention.evidence.end
    paragraphs = scene.paragraph_at(span[0]) - scene.paragraph_at(start)
    if paragraphs > FARTHEST_PARAGRAPHS:
        return None
    segment = scene.segment_at(start)
    back = scene.segment_number(span[0]) - scene.segment_number(start)
    score = SEGMENT_BACK * back + PARAGRAPH_BACK * paragraphs
    if back == 0 and _is_tag(scene, span):
        score += SPOKEN_OF
    before, behind = scene.masked[segment[0] : start], scene.masked[end : segment[1]]
    if behind.startswith(("’s", "'s", "‘s", "’ ", "' ")) or mention.evidence.quote.endswith(
        ("’s", "'s")
    ):
        return score + GENITIVE
    if len(before.split()) <= 2 and _TOPIC.match(behind):
        return score + SPEAKS + FIRST
    if PREPOSITION.search(before):
        return score + OBLIQUE
    if is_beside_cue(before, behind):
        score += SPEAKS
    elif _ACTS.match(behind):
        score += ACTS
    others = [item for item in scene.mentions_in(segment[0], start) if item.type == mention.type]
    return score + (FIRST if not others else 0.0)


def _is_tag(scene: Scene, span: Span) -> bool:
    """Tell whether a pronoun and a verb of saying close or part a sentence: "…, it said."."""
    hit = _TAG.match(scene.masked, span[1])
    leads = scene.masked[max(0, span[0] - 3) : span[0]].rstrip().endswith(",")
    return leads and hit is not None and cue_pattern().fullmatch(hit[1]) is not None


def is_beside_cue(before: str, behind: str) -> bool:
    """Tell whether a verb of saying stands directly before or behind a name."""
    follows = re.match(
        r"(?:,[^,]{1,90},|,|\s(?:of|at|from)\s[A-Z][\w’' -]{2,60}?)?"
        r"(?:\s(?:also|has|had|later|then|[a-z]+ly)){0,2}\s([a-z]+)",
        behind,
    )
    if follows and cue_pattern().fullmatch(follows[1]):
        return True
    leads = re.search(r"\"[\s,]*([a-z]+)\s(?:[\w’'.-]+,?\s){0,6}$", before)
    return leads is not None and cue_pattern().fullmatch(leads[1]) is not None


def _reason(scene: Scene, span: Span, mention: Mention) -> str:
    """Return in words why a mention was chosen."""
    segment = scene.segment_at(mention.evidence.start)
    where = "the same sentence" if segment[0] <= span[0] < segment[1] else "an earlier sentence"
    speaks = is_beside_cue(
        scene.masked[segment[0] : mention.evidence.start],
        scene.masked[mention.evidence.end : segment[1]],
    )
    what = "who speaks" if speaks else "the most prominent name that agrees"
    return f"{mention.name}, {what} in {where}"
