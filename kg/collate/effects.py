"""What, in each statement, the law is said to do to an act: bar, permit, require, or left open.

In: findings and resolution. Out: `Effect`s, by id. The patterns are data (rules/issues.toml).
A condition ("if it is legal") says neither that an act is lawful nor that it is not: it gives no
effect, unless it says what the law demands ("must be approved").
Not done: nothing is said about what the law is; `tier` tells a court's holding from a claim.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.collate.voices import Voice, voice_of
from kg.debate import Effect
from kg.ids import digest_of
from kg.model import ArticleId, EntityId, Findings, Mention, MentionId, Resolution, Statement
from kg.rules import Rule, load_rules
from kg.vocab import load_terms, terms_above

HOLDING, CLAIM = "holding", "claim"
# Prefix of the rules on what a norm does, and the rule of an act that no words name.
_RULE, _UNNAMED = "rule/", "act/target"
_ENDS = " \t\n,:;-–—\"'“”‘’"
# Words of an act; what follows more than these belongs to something else.
_LONGEST_ACT = 120


@dataclass(frozen=True, slots=True)
class _Reading:
    """One effect in the words of a statement, before it is linked."""

    kind: str
    act: str | None
    words: str
    rule: str


@dataclass(frozen=True, slots=True)
class _Scene:
    """What the statements of one article are read against."""

    mentions: Mapping[MentionId, Mention]
    resolution: Resolution
    classes: Mapping[EntityId, str]

    def entity(self, mention: MentionId | None) -> EntityId | None:
        """Return the entity that a mention means, if it is linked."""
        link = None if mention is None else self.resolution.links.get(mention)
        return None if link is None else link.entity


class Effects(Mapping[ArticleId, Sequence[Effect]]):
    """The legal effects that statements state, by article, each by id.

    They are found when they are asked for: an article whose part of the graph is kept needs none.
    """

    def __init__(self, findings: Sequence[Findings], resolution: Resolution) -> None:
        self._found = {item.article.id: item for item in findings}
        self._resolution = resolution
        self._classes = {entity.id: entity.cls for entity in resolution.entities}

    def __getitem__(self, article: ArticleId) -> Sequence[Effect]:
        """Return the effects of one article."""
        found = self._found[article]
        mentions = {item.id: item for item in found.mentions}
        scene = _Scene(mentions, self._resolution, self._classes)
        effects = {
            effect.id: effect
            for statement in found.statements
            for effect in _effects_of(statement, scene)
        }
        return tuple(effects[key] for key in sorted(effects))

    def __iter__(self) -> Iterator[ArticleId]:
        """Yield the ids of all articles."""
        return iter(self._found)

    def __len__(self) -> int:
        """Return the number of articles."""
        return len(self._found)


def tier_of(statement: Statement, voice: Voice, cls: str | None) -> str:
    """Return whether a statement reports what a court held, or what somebody claims.

    Args:
        statement: what is said.
        voice: who says it.
        cls: the class of the speaker's entity, None where it is not linked.

    """
    book = load_rules("issues")
    words = " ".join(statement.evidence.quote.split())
    if _finds(book.rule("tier/dissent"), f"{words} {voice.text or ''}"):
        return CLAIM
    if statement.kind == "narrated":
        return HOLDING if _finds(book.rule("tier/courts-have-ruled"), words) else CLAIM
    cue = (statement.cue or "").casefold()
    if cue in book.lists["pleading"]:
        return CLAIM
    if cls in load_terms() and "Court" in terms_above(str(cls)):
        return HOLDING
    named = re.findall(r"[a-z]+", (voice.text or "").casefold())
    if named[-1:] and named[-1] in book.lists["courts"]:
        return HOLDING
    return HOLDING if cue in book.lists["ruling"] and {*named} & {*book.lists["judges"]} else CLAIM


def _finds(rule: Rule, words: str) -> bool:
    """Tell whether a rule's pattern is in some words."""
    return rule.regex is not None and rule.regex.search(words) is not None


def _effects_of(statement: Statement, scene: _Scene) -> Iterator[Effect]:
    """Yield the effects of one statement: one for each reading and provision."""
    voice = voice_of(statement, scene.mentions, scene.resolution)
    tier = tier_of(statement, voice, scene.classes.get(EntityId(voice.holder or "")))
    for reading in _readings(statement):
        act = _act_of(statement, reading, scene)
        for provision in _provisions(statement, reading, scene) or (None,):
            if provision is not None and provision == act:
                continue
            parts = (statement.id, reading.kind, reading.act, reading.words, provision)
            yield Effect(
                id=f"effect/{digest_of(*parts)}",
                kind=reading.kind,
                tier=tier,
                provision=provision,
                act=act,
                act_words=reading.act,
                words=reading.words,
                speaker=voice.holder,
                speaker_text=voice.text,
                statement=statement.id,
                evidence=statement.evidence,
                issues=statement.issues,
                rule=reading.rule,
            )


def _readings(statement: Statement) -> tuple[_Reading, ...]:
    """Return what a statement says of lawfulness, in its own words."""
    book = load_rules("issues")
    words = " ".join(statement.evidence.quote.split())
    modality = statement.modality or ""
    kind = book.maps["effects"].get(modality)
    if kind is not None:
        act, rule = _act_words(words, modality)
        return (_Reading(kind, act, words, rule),)
    if modality == "states_rule":
        return tuple(_rule_readings(words))
    if modality == "states_condition":
        return tuple(item for item in _rule_readings(words) if item.kind == "requires")[:1]
    return ()


def _rule_readings(words: str) -> Iterator[_Reading]:
    """Yield what a norm is said to do, once for each verb."""
    for rule in load_rules("issues").rules:
        if rule.id.startswith(_RULE) and rule.regex is not None:
            for hit in rule.regex.finditer(words):
                act = _upto_next_verb(hit["act"])
                yield _Reading(str(rule.extra["effect"]), act, hit[0][:_LONGEST_ACT], rule.id)


def _upto_next_verb(act: str) -> str:
    """Return the words of an act up to where the next verb of law begins."""
    cuts = [
        hit.start()
        for rule in load_rules("issues").rules
        if rule.id.startswith(_RULE) and rule.regex is not None
        for hit in [rule.regex.search(act)]
        if hit is not None and hit.start() > 0
    ]
    kept = act[: min(cuts, default=len(act))].rstrip(_ENDS)
    return _trimmed(re.sub(r"\s+(?:and|or|but|that|which)$", "", kept))


def _trimmed(act: str) -> str:
    """Return the words of an act without marks around them; "U.S." keeps its period."""
    return re.sub(r"(?<![A-Z])\.$", "", act.strip(_ENDS)).strip(_ENDS)


def _act_words(words: str, modality: str) -> tuple[str | None, str]:
    """Return the words for the act whose lawfulness is spoken of, and the rule that found them.

    A mere pronoun is no words.
    """
    book = load_rules("issues")
    for rule in book.rules:
        fits = rule.extra.get("modality", modality) == modality
        is_act = rule.id.startswith("act/") and fits
        hit = rule.regex.search(words) if is_act and rule.regex is not None else None
        if hit is None:
            continue
        act = _trimmed(hit["act"])
        if hit.groupdict().get("subject"):
            act = f"{hit['subject'].strip(_ENDS)} … {act}"
        is_pronoun = (
            act.casefold().split()[-1:] and act.casefold().split()[-1] in book.lists["deictic"]
        )
        return (None if is_pronoun else act or None), rule.id
    return None, _UNNAMED


def _act_of(statement: Statement, reading: _Reading, scene: _Scene) -> EntityId | None:
    """Return the entity that the act is: a right or law that its words name, or what is at issue.

    Words for some other act lead to no entity, nor does an article that points at nothing.
    """
    for mention in _judged(statement, reading, scene):
        if (entity := scene.entity(mention)) is not None:
            return entity
    target = scene.mentions.get(statement.target) if statement.target is not None else None
    book = load_rules("issues")
    if target is None or statement.modality not in book.maps["effects"]:
        return None
    act = (reading.act or "").casefold().split()
    if not act:
        unsaid = reading.rule == _UNNAMED and statement.kind == "narrated"
        return None if unsaid else scene.entity(target.id)
    noun = target.name.casefold().split()[-1:]
    names_it = bool(noun) and noun[0] in act
    return scene.entity(target.id) if names_it or act[0] in book.lists["deictic"] else None


def _judged(statement: Statement, reading: _Reading, scene: _Scene) -> tuple[MentionId, ...]:
    """Return the provisions that belong to the act itself: "the law violates …", "bars torture".

    In a rule these are rights alone: a law that a rule's object names is a law all the same.
    """
    if reading.act is None or not (reading.rule == "act/subject" or reading.rule.startswith(_RULE)):
        return ()
    inside = (
        item for item in statement.provisions if _is_in(scene.mentions.get(item), reading.act)
    )
    if reading.rule == "act/subject":
        return tuple(inside)
    return tuple(item for item in inside if scene.mentions[item].cls == "Right")


def _is_in(mention: Mention | None, words: str) -> bool:
    """Tell whether the words of a mention stand in others."""
    return mention is not None and " ".join(mention.evidence.quote.split()) in words


def _provisions(statement: Statement, reading: _Reading, scene: _Scene) -> tuple[EntityId, ...]:
    """Return the provisions that a statement rests on, sorted, without what is judged or granted.

    A right that another rule of the same statement grants is none of this one's.
    """
    own = set(_judged(statement, reading, scene))
    if reading.rule.startswith(_RULE):
        own |= {item for item in statement.provisions if _is_right(scene.mentions.get(item))}
    linked = {scene.entity(item) for item in statement.provisions if item not in own}
    return tuple(sorted(item for item in linked if item is not None))


def _is_right(mention: Mention | None) -> bool:
    """Tell whether a mention names a right."""
    return mention is not None and mention.cls == "Right"
