"""What the article is about: the proposal, law, order or ruling that stances are towards.

In: context and mentions. Out: one mention, and who made the thing. The noun that definite
phrases of the article use most ("the plan", "Ruiz’s order") decides; a law that is named twice
or more stands for itself.
"""

import re
from bisect import bisect_right
from collections import Counter

from kg.extract.context import Context
from kg.extract.evidence import evidence_at, mention_id
from kg.extract.scene import Scene
from kg.model import Evidence, Mention
from kg.rules import alternation, load_rules

RULE = "target/most-frequent"
# A law must be named so often to be what the article is about.
NAMED_OFTEN = 3
# An amendment with a number, and a person called Bill, are nothing at issue.
_STANDING = re.compile(
    r"(?:st|nd|rd|th)\s[Aa]mendment$|\b(?:Mayor|Gov\.|Rep\.|Sen\.|President)\sBill$"
)
_LAWS = ("Statute", "ExecutiveAct", "Regulation", "Treaty")


def find_target(context: Context, mentions: tuple[Mention, ...]) -> Mention | None:
    """Return the mention of the thing at issue, made here where there is none; else None."""
    named = _named_law(mentions)
    phrases, is_sure = _phrases(context.article.text)
    if named is not None and len(phrases) < NAMED_OFTEN:
        return named
    proposed = None if is_sure else _from_verb(context)
    counts = Counter(noun for _, _, noun in phrases)
    if not phrases or (proposed is not None and max(counts.values()) < NAMED_OFTEN):
        return named or proposed or _only_law(mentions)
    order = load_rules("stance").lists["target_nouns"]
    second = load_rules("stance").lists["weak_targets"]
    rulings = load_rules("stance").lists["decisions"]
    weights = {
        item: count / 8 if item in rulings else count / 2 if item in second else count
        for item, count in counts.items()
    }
    noun = min(weights, key=lambda item: (-weights[item], order.index(item)))
    places = [(start, end) for start, end, other in phrases if other == noun]
    for mention in mentions:
        span = (mention.evidence.start, mention.evidence.end)
        is_thing = mention.type in ("Proposal", "Agreement") or mention.cls in _LAWS
        near = bisect_right(places, span[0], key=lambda place: place[1])
        if is_thing and near < len(places) and places[near][0] < span[1]:
            return mention
    evidence = evidence_at(context, *places[0])
    words = re.sub(r"^(?:the|this|that|such|an?)\s", "", evidence.quote, flags=re.IGNORECASE)
    return _proposal(evidence, words)


def _from_verb(context: Context) -> Mention | None:
    """Return the thing that a verb proposes where no noun names it: "has offered to jail …"."""
    nouns = load_rules("stance").maps["proposing_nouns"]
    verbs = alternation(tuple(nouns))
    pattern = (
        rf"\b(?:(?:has|have|had|is|are)\s)?(?:also\s)?(?P<verb>{verbs})\s(?:to|that|[a-z]+ing)\b"
    )
    hit = re.search(pattern, context.article.text)
    if hit is None:
        return None
    return _proposal(evidence_at(context, *hit.span("verb")), nouns[hit["verb"]])


def _proposal(evidence: Evidence, name: str) -> Mention:
    """Return a new mention of the thing at issue."""
    return Mention(
        id=mention_id(evidence, RULE),
        evidence=evidence,
        type="Proposal",
        cls="Proposal",
        name=name,
        rule=RULE,
        form="description",
    )


def is_about(scene: Scene, start: int, end: int, target: Mention | None) -> bool:
    """Tell whether a span names the thing at issue, by its noun or by name."""
    if target is None:
        return False
    words = scene.text[start:end].lower()
    noun = target.name.lower().split()[-1]
    return noun in words or target.name.lower() in words


def makers_of(scene: Scene) -> frozenset[str]:
    """Return the names of those who, in the article's own words, proposed or enacted something."""
    verbs = alternation(load_rules("stance").lists["proposing"])
    pattern = re.compile(rf"(?:\s(?:has|had|have|also|even|formally|first))*\s{verbs}\b")
    found = set()
    for mention in scene.mentions:
        behind = pattern.match(scene.masked, mention.evidence.end)
        if mention.type == "Person" and behind and not scene.is_quoted(mention.evidence.start):
            found.add(mention.name.split()[-1])
    return frozenset(found)


def _named_law(mentions: tuple[Mention, ...]) -> Mention | None:
    """Return the first mention of the law that is named most, if it is named often."""
    laws = [item for item in mentions if item.cls in _LAWS and item.form == "name"]
    counts = Counter(str(item.known or item.name) for item in laws)
    if not counts:
        return None
    best = min(counts, key=lambda key: (-counts[key], key))
    first = next(item for item in laws if str(item.known or item.name) == best)
    return first if counts[best] >= NAMED_OFTEN else None


def _only_law(mentions: tuple[Mention, ...]) -> Mention | None:
    """Return the first law named in an article that has no other noun for what it is about."""
    return next((item for item in mentions if item.cls in _LAWS and item.form == "name"), None)


def _phrases(text: str) -> tuple[list[tuple[int, int, str]], bool]:
    """Return the phrases for a thing at issue (start, end, noun), and whether they are sure ones.

    Definite ones in small letters count first ("the plan"), then those of headlines, then "a plan";
    nouns that are as often for something else ("the system") only where there are no others.
    """
    nouns = alternation(load_rules("stance").lists["target_nouns"])
    stops = load_rules("stance").lists["no_modifiers"]
    modifiers = rf"(?:(?!{alternation(stops)}\b)[\w’'-]+\s){{0,3}}?"
    owner = r"(?<![\w.])[\w.]{1,40}(?<!n)[’'‘]s?"
    definite = rf"(?:\b(?:[Tt]h(?:e|is|at|eir)|[Ss]uch an?|[Hh]is|[Hh]er|[Ii]ts)|{owner})\s"
    weak = load_rules("stance").lists["weak_targets"]
    first: list[tuple[int, int, str]] = []
    for lead, flags in ((definite, 0), (definite, re.IGNORECASE), (r"\b[Aa]n?\s", 0)):
        pattern = re.compile(rf"{lead}{modifiers}(?P<noun>{nouns})(?![\w’'-])", flags)
        found = [
            (hit.start(), hit.end(), hit["noun"].lower())
            for hit in pattern.finditer(text)
            if not _STANDING.search(hit[0]) and not _is_person(hit, text)
        ]
        if not found or _is_law_in_general(found, text):
            continue
        if any(noun not in weak for _, _, noun in found):
            return found, lead == definite
        first = first or found
    return first, False


def _is_person(hit: re.Match[str], text: str) -> bool:
    """Tell whether a "Bill" is somebody's given name."""
    is_name = hit["noun"] == "Bill" and hit[0][:4].lower() not in ("the ", "this")
    return is_name and re.match(r"\s[A-Z][a-z]", text[hit.end() : hit.end() + 3]) is not None


def _is_law_in_general(found: list[tuple[int, int, str]], text: str) -> bool:
    """Tell whether the only phrase is one bare "the law": that means law as such, not one law."""
    start, end, noun = found[0]
    return len(found) == 1 and noun == "law" and text[start:end].lower() == "the law"
