"""Which mention the words for a speaker are; new mentions for speakers without a name.

In: a scene and the span that names a speaker. Out: the mention that is meant, or one made here
("experts", "a reporter"). A document speaks for whoever made it, where the text tells who did.
"""

import re

from kg.extract.evidence import evidence_at, mention_id
from kg.extract.scene import Scene, Span
from kg.model import Evidence, Mention
from kg.rules import alternation, load_rules

RULE = "speaker/unnamed"
DOCUMENT = "speaker/document"
# A document that speaks was introduced at most so far before (code points).
FARTHEST_DOCUMENT = 2500
LONGEST_APPOSITION = 90
_APPOSED = re.compile(r"(?:\s(?:in|of|at|for|on)\s[\w’' -]{2,40})?,\s(?:[A-Z][\w.]*\s){0,2}")
_GENITIVE = re.compile(r"[’'‘](?:s\b|\s)|(?<=[’']s)\s")
_WRITTEN = re.compile(r",?\s(?:written|authored|penned|delivered|filed|issued|signed)\sby\s")
# "Two of the plaintiffs"
_SOME = re.compile(
    r"\w+\sof\s(?:the\s|its\s|their\s|his\s|her\s)?(?:[a-z’'-]+\s){0,2}?[a-z’'-]+s\b"
)
_OWNERS = ("coreference/owner-pronoun", "coreference/owners-pronoun")
_PLACED = re.compile(r"\b(?:in|at|with|before|against|to)\s(?:the\s)?$")


def can_speak(mention: Mention) -> bool:
    """Tell whether a mention is of a kind that says things; "their" of "their lawyer" does not."""
    return (
        mention.rule not in _OWNERS and mention.type in load_rules("speech").lists["speaker_types"]
    )


def find_speaker(scene: Scene, span: Span, head: Span | None = None) -> Mention | None:
    """Return the mention that a speaker phrase means, one made for it, or None.

    A mention that holds the head decides; then a person in the phrase ("spokesperson Ana Ruiz");
    then, for a document, its maker; then a new mention for what the phrase describes.
    """
    inside = tuple(item for item in scene.mentions_in(*span) if can_speak(item))
    if head is not None and (state := _state(scene, head)) is not None:
        return state
    at_head = _holding(scene, head or span)
    if head is not None and (named := _named_by_tree(scene, head, at_head)) is not None:
        return named
    tagged = _tagged(scene, head, at_head) if head is not None else None
    if tagged is not None:
        return tagged
    if at_head is not None and (head is not None or at_head.type == "Person"):
        return _named_behind(scene, at_head) or at_head
    person = _person_beside(scene, inside, span, head) or _apposed(scene, span)
    if person is not None:
        return person
    if head is None and inside:
        return inside[0]
    maker = _served(scene, span, head) or _maker(scene, span, head, inside)
    return _spoken_for(scene, span, head, maker) if maker else _unnamed(scene, span, head)


def _served(scene: Scene, span: Span, head: Span | None) -> Mention | None:
    """Return the body that an unnamed spokesperson speaks for: "a spokesman for the board"."""
    words = scene.text[slice(*(head or span))].lower().split()
    if head is None or not words or words[-1] not in load_rules("offices").lists["speakers"]:
        return None
    inside = [item for item in scene.mentions_in(*span) if item.type == "Institution"]
    return next((item for item in inside if item.evidence.start > head[1]), None)


def _spoken_for(scene: Scene, span: Span, head: Span | None, maker: Mention) -> Mention:
    """Return a mention of the document that speaks, taken for whoever made it, with the reason."""
    evidence = evidence_at(scene.context, *_short(scene.text, span, head))
    if evidence.start <= maker.evidence.start < evidence.end:
        return maker
    made = f"“{evidence.quote}” speaks for {maker.name}, named as who made it or is spoken for"
    return Mention(
        id=mention_id(evidence, DOCUMENT),
        evidence=evidence,
        type=maker.type,
        cls=maker.cls,
        name=maker.name,
        rule=DOCUMENT,
        form="description",
        antecedent=maker.id,
        reason=made,
        generic=maker.generic,
    )


def _state(scene: Scene, head: Span) -> Mention | None:
    """Return the country or city that speaks ("Moscow said"), where it is the head itself."""
    found = scene.mentions_in(max(0, head[0] - 60), head[1] + 1)
    return next(
        (item for item in found if item.type == "Place" and item.evidence.end == head[1]), None
    )


def _tagged(scene: Scene, head: Span, at_head: Mention | None) -> Mention | None:
    """Return a person that the language model names at the head, where no person is found there."""
    if at_head is not None and at_head.type != "Institution":
        return None
    entity = scene.tagged_at(head[0])
    if entity is None or entity[2] != "Person":
        return None
    inside = at_head is None or entity[1] < at_head.evidence.end
    evidence = evidence_at(scene.context, *entity[:2])
    return _new_person(evidence, evidence.quote) if inside else None


def _new_person(evidence: Evidence, name: str) -> Mention:
    """Return a mention of a person who is named but was not found before."""
    rule = "speaker/tagged"
    return Mention(mention_id(evidence, rule), evidence, "Person", "Person", name, rule)


def _named_by_tree(scene: Scene, head: Span, at_head: Mention | None) -> Mention | None:
    """Return who is named in an apposition to a common noun: "her critic, the senator Ana Ruiz"."""
    doc = scene.context.doc
    is_name = at_head is not None and at_head.form == "name" and at_head.type == "Person"
    token = doc.char_span(*head) if scene.context.has_syntax and not is_name else None
    if token is None or len(token) != 1 or not token[0].text.islower():
        return None
    for child in token[0].children:
        if child.dep_ in ("appos", "flat") and child.i > token[0].i:
            for item in scene.mentions_in(max(0, child.idx - 60), child.idx + 90):
                starts = item.evidence.start <= child.idx < item.evidence.end
                if item.type == "Person" and item.form == "name" and starts:
                    return item
    return None


def _named_behind(scene: Scene, mention: Mention) -> Mention | None:
    """Return the name behind a description: "the judge, Ana Ruiz, said"."""
    if mention.form == "name" or not mention.generic:
        return None
    return _apposed(scene, (mention.evidence.start, mention.evidence.end))


def _apposed(scene: Scene, span: Span) -> Mention | None:
    """Return the person named in an apposition directly behind a phrase."""
    for item in scene.mentions_in(span[1], min(span[1] + LONGEST_APPOSITION, len(scene.text))):
        gap = scene.masked[span[1] : item.evidence.start]
        is_name = item.type == "Person" and item.form == "name"
        if is_name and _APPOSED.fullmatch(gap):
            return item
        if "." in gap.replace("Dr.", "").replace("Mr.", ""):
            return None
    return None


def _holding(scene: Scene, head: Span) -> Mention | None:
    """Return the longest speaker mention that covers the head."""
    covering = [
        item
        for item in scene.mentions_in(max(0, head[0] - 120), head[1] + 120)
        if can_speak(item)
        and item.evidence.start <= head[0]
        and (head[1] <= item.evidence.end or item.evidence.start == head[0])
    ]
    return max(
        covering,
        key=lambda item: (item.evidence.end - item.evidence.start, item.type == "Person"),
        default=None,
    )


def _person_beside(
    scene: Scene, inside: tuple[Mention, ...], span: Span, head: Span | None
) -> Mention | None:
    """Return a person named in the phrase, directly behind its head or at one of its ends."""
    people = [item for item in inside if item.type == "Person" and item.form == "name"]
    for item in people:
        owns = _GENITIVE.match(scene.masked, item.evidence.end) is not None
        leads = item.evidence.start == span[0] and not owns
        apposed = item.evidence.end == span[1] and scene.masked.endswith(
            ", ", 0, item.evidence.start
        )
        if head is None or leads or apposed or 0 <= item.evidence.start - head[1] <= 3:
            return item
    return None


def _maker(
    scene: Scene, span: Span, head: Span | None, inside: tuple[Mention, ...]
) -> Mention | None:
    """Return who made a document that speaks ("the lawsuit filed by the union says …")."""
    nouns = alternation(load_rules("speech").lists["document_nouns"])
    words = scene.text[head[0] : head[1]] if head is not None else scene.text[span[0] : span[1]]
    if re.search(rf"\b{nouns}$", words, re.IGNORECASE) is None:
        return None
    written = _WRITTEN.match(scene.masked, (head or span)[1])
    if written is not None and (makers := _makers(scene, written.end(), written.end() + 60)):
        return makers[0]
    for item in inside:
        if not _PLACED.search(scene.masked[span[0] : item.evidence.start]):
            return item
    return _maker_before(scene, span, words.split()[-1].lower())


def _maker_before(scene: Scene, span: Span, noun: str) -> Mention | None:
    """Return who an earlier sentence says made the document: the last one that it names.

    "X filed a lawsuit", "in a lawsuit, X said", "a report by X".
    """
    nouns = alternation(_synonyms(noun))
    made = alternation(load_rules("speech").lists["made"])
    start = max(0, span[0] - FARTHEST_DOCUMENT)
    found: list[tuple[int, Mention]] = []
    before = rf"\b(?:{made}|in|through)\s(?:[\w’'-]+\s){{0,5}}?{nouns}\b"
    for hit in re.finditer(before, scene.masked[start : span[0]], re.IGNORECASE):
        at = start + hit.start()
        found.extend((at, item) for item in _makers(scene, max(start, at - 160), at)[-1:])
    behind = rf"\b{nouns}\s(?:[\w’'-]+\s){{0,3}}?(?:by|from)\s"
    for hit in re.finditer(behind, scene.masked[start : span[0]], re.IGNORECASE):
        at = start + hit.end()
        found.extend((at, item) for item in _makers(scene, at, min(span[0], at + 60))[:1])
    if "lawsuit" in _synonyms(noun):
        found.extend(_suing(scene, start, span[0]))
    return max(found, key=lambda item: item[0])[1] if found else None


def _suing(scene: Scene, start: int, end: int) -> list[tuple[int, Mention]]:
    """Return who sued, with the place, from the sentences before a lawsuit speaks."""
    found = []
    for hit in re.finditer(r"\b(?:sued|sues|are suing|is suing)\b", scene.masked[start:end]):
        at = start + hit.start()
        segment = scene.segment_at(at)
        makers = _makers(scene, segment[0], at)[:1]
        phrase = (segment[0], segment[0] + len(scene.masked[segment[0] : at].rstrip()))
        maker = makers[0] if makers else _unnamed(scene, phrase, None)
        if maker is not None:
            found.append((at, maker))
    return found


def _makers(scene: Scene, start: int, end: int) -> list[Mention]:
    """Return the mentions of one segment between two offsets that can make a document."""
    segment = scene.segment_at(end - 1)
    inside = scene.mentions_in(max(start, segment[0]), end)
    return [item for item in inside if can_speak(item) and item.form != "pronoun"]


def _synonyms(noun: str) -> tuple[str, ...]:
    """Return the nouns for the same kind of document."""
    groups = load_rules("speech").maps["documents"].values()
    return next((tuple(group.split()) for group in groups if noun in group.split()), (noun,))


def _unnamed(scene: Scene, span: Span, head: Span | None) -> Mention | None:
    """Return a new mention for a speaker that is only described, or None for other words."""
    words = scene.text[head[0] : head[1]] if head is not None else scene.text[span[0] : span[1]]
    kind = _kind_of((words.split() or [""])[-1])
    if kind is None and head is None and (noun := _first_noun(words)) is not None:
        kind = _kind_of(noun[1])
        span = (span[0], span[0] + noun[0])
    if kind is None and words.lower() in load_rules("verbs").lists["quantity_nouns"]:
        some = _SOME.match(scene.masked, span[0], span[1])
        kind, head = (("Group", "SpeakerGroup"), None) if some else (None, head)
        span = some.span() if some else span
    if kind is None:
        return None
    evidence = evidence_at(scene.context, *_short(scene.text, span, head))
    return Mention(
        id=mention_id(evidence, RULE),
        evidence=evidence,
        type=kind[0],
        cls=kind[1],
        name=re.sub(r"^(?:[Tt]he|[Aa]n?)\s", "", evidence.quote),
        rule=RULE,
        form="description",
        generic=True,
    )


def _kind_of(noun: str) -> tuple[str, str] | None:
    """Return type and class of a speaker by its noun: a person, a group, or a document."""
    lists = load_rules("speech").lists
    if noun.lower() in lists["person_nouns"]:
        return "Person", "Person"
    if noun in lists["speaker_nouns"] or noun.lower() in lists["speaker_nouns"]:
        return "Group", "SpeakerGroup"
    return ("Work", "Work") if noun.lower() in lists["document_nouns"] else None


def _first_noun(words: str) -> tuple[int, str] | None:
    """Return where the first noun that speaks ends, with it: "a memo" of "a memo seen by …"."""
    lists = load_rules("speech").lists
    nouns = alternation((*lists["speaker_nouns"], *lists["document_nouns"]))
    hit = re.match(rf"\s*(?:[\w’'.-]+\s){{0,4}}?({nouns})\b(?=\s|$|,)", words)
    return (hit.end(), hit[1]) if hit else None


def _short(text: str, span: Span, head: Span | None) -> Span:
    """Return a phrase without what stands behind its head (relative clauses, places)."""
    end = head[1] if head is not None else span[1]
    lead = re.match(r"[\s,;:]*(?:(?:by|from|for|with|to)\s)?", text[span[0] : end])
    return (span[0] + (lead.end() if lead else 0), end)
