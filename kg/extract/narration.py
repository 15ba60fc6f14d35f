"""Statements in the article's own voice about the controversy.

In: a scene, what others say in it, and what it is about. Out: spans of sentences, or of their
leading clauses, that no one else says and that turn on law, rights or the thing at issue.
Headings, questions, captions and boilerplate are left out.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.modality import find_modality
from kg.extract.scene import Scene, Span
from kg.extract.targets import is_about
from kg.extract.utterances import Utterance
from kg.model import Mention
from kg.rules import alternation, load_rules

SHORTEST_WORDS = 6
# A word is a topic word of an article when it stands there so often.
TOPIC_COUNT = 3
TOPIC_WORDS = 3
_CLAUSE_END = re.compile(r",\s(?:and|but|while|although|so|yet)\s*$")


@dataclass(frozen=True, slots=True)
class Narrated:
    """A span in the article's own voice, with the rule that chose it."""

    span: Span
    rule: str


def find_narrated(
    scene: Scene, utterances: tuple[Utterance, ...], target: Mention | None
) -> tuple[Narrated, ...]:
    """Return what the article itself says about the controversy, in order."""
    topics = _topics(scene)
    found = []
    for span in _own_words(scene, utterances):
        rule = _reason(scene, span, target, topics)
        if rule is not None:
            found.append(Narrated(span, rule))
    return tuple(found)


def _own_words(scene: Scene, utterances: tuple[Utterance, ...]) -> Iterator[Span]:
    """Yield the sentences, or leading clauses, that nobody in the article says."""
    beside: dict[int, list[Utterance]] = {}
    for item in utterances:
        last = scene.segment_number(item.span[1] - 1)
        for number in range(scene.segment_number(item.span[0]), last + 1):
            beside.setdefault(number, []).append(item)
    for number, segment in enumerate(scene.segments):
        inside = beside.get(number, [])
        if not inside:
            span: Span | None = segment
        else:
            first = min(inside, key=lambda item: item.span)
            begins = [first.span[0], first.frame.cue[0]]
            if first.frame.speaker is not None:
                begins.append(first.frame.speaker[0])
            ahead = [at for at in begins if at >= segment[0]]
            span = _leading(scene, segment[0], min(ahead)) if ahead else None
        if span is not None and _is_prose(scene, span, whole=not inside):
            yield _without_connective(scene.text, span)
        drawn = _drawn(scene, segment, inside)
        if drawn is not None:
            yield drawn


def _leading(scene: Scene, start: int, end: int) -> Span | None:
    """Return the clause before what somebody says, where a comma and conjunction end it."""
    hit = _CLAUSE_END.search(scene.masked[start:end])
    return (start, start + hit.start()) if hit else None


def _drawn(scene: Scene, segment: Span, inside: Sequence[Utterance]) -> Span | None:
    """Return what the article itself draws from somebody's words: ", which means that …"."""
    regex = load_rules("narration").rule("narration/consequence").regex
    if not inside or regex is None:
        return None
    end = max(item.span[1] for item in inside)
    hit = regex.match(scene.text[end : segment[1]]) if end < segment[1] else None
    return None if hit is None else (end + hit.end(), segment[1])


def _is_prose(scene: Scene, span: Span, *, whole: bool) -> bool:
    """Tell whether a span is a sentence of the article's text, not a heading or boilerplate."""
    book = load_rules("narration")
    words = scene.text[span[0] : span[1]]
    no_prose, finite = book.rule("narration/no-prose").regex, book.rule("narration/finite").regex
    if len(words.split()) < SHORTEST_WORDS or words.endswith(("?", ":")):
        return False
    if (no_prose is not None and no_prose.search(words)) or (
        finite is not None and not finite.search(words)
    ):
        return False
    if scene.zones.kind_at(span[0]) != "body":
        return False
    ends = words.rstrip("\"”»’')").endswith((".", "!", "…"))
    return ends or not whole or _is_list_item(scene, span, words)


def _is_list_item(scene: Scene, span: Span, words: str) -> bool:
    """Tell whether a line without a full stop is a sentence: lower case, with an auxiliary."""
    capitals = sum(word[:1].isupper() for word in words.split())
    auxiliary = re.search(
        r"\b(?:is|are|was|were|has|would|could|can|cannot|will|must|may)\b", words
    )
    alone = scene.paragraphs[scene.paragraph_at(span[0])][1] - span[1] < 3
    return alone and auxiliary is not None and capitals * 2 < len(words.split())


def _reason(scene: Scene, span: Span, target: Mention | None, topics: frozenset[str]) -> str | None:
    """Return the id of the rule by which a sentence is about the controversy, or None."""
    book = load_rules("narration")
    words = scene.text[span[0] : span[1]]
    modality = find_modality(words)
    if modality is not None:
        return modality.rule
    if any(item.type == "LegalProvision" for item in scene.mentions_in(*span)):
        return "narration/provision"
    for name in ("open", "legal"):
        rule = book.rule(f"narration/{name}")
        if rule.regex is not None and rule.regex.search(words):
            return rule.id
    if is_about(scene, *span, target):
        return "narration/target"
    return "narration/topic" if len(_content_words(words) & topics) >= TOPIC_WORDS else None


def _topics(scene: Scene) -> frozenset[str]:
    """Return the content words that the article uses again and again."""
    names = {
        word
        for item in scene.mentions
        if item.type == "Person"
        for word in item.name.lower().split()
    }
    counts = Counter(
        word for start, end in scene.segments for word in _content_words(scene.text[start:end])
    )
    return frozenset(word for word, count in counts.items() if count >= TOPIC_COUNT) - names


def _content_words(words: str) -> frozenset[str]:
    """Return the content words of some words, in lower case, plural endings left out."""
    stop = frozenset(load_rules("narration").lists["stop_words"])
    found = (word.lower() for word in re.findall(r"[^\W\d_]{3,}", words))
    return frozenset(word.removesuffix("s") for word in found if word not in stop)


def _without_connective(text: str, span: Span) -> Span:
    """Return a span without the connective that ties it to the sentence before."""
    words = alternation(load_rules("narration").lists["connectives"])
    hit = re.match(rf"(?:[-•*]\s*)?(?:{words}\s+)?", text[span[0] : span[1]])
    return (span[0] + (hit.end() if hit else 0), span[1])
