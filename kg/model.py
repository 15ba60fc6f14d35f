"""The nouns that walk between the stages: frozen, and complete in themselves.

An `Article` is read, analyzed, and searched; what is found are `Mention`, `Statement` and
`Relation`, each with its `Evidence`, together the `Findings` of that article.
`Resolution` then says which entity every mention means, for all articles together.
All offsets count Unicode code points of `Article.text`, half-open.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NewType

from kg.errors import EvidenceError

ArticleId = NewType("ArticleId", str)
EntityId = NewType("EntityId", str)
MentionId = NewType("MentionId", str)


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it was read; its text never changes after that.

    `source` is the name it was read under (file name or address), `sources` all such names in
    order; `published` is an ISO 8601 date (YYYY, YYYY-MM or YYYY-MM-DD) or None; `language` an
    ISO 639-1 code.
    """

    id: ArticleId
    source: str
    sha256: str
    text: str
    sources: tuple[str, ...] = ()
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words of an article that a finding rests on.

    `sentence` is the 0-based number of the sentence that holds `start`;
    `sentence_start` and `sentence_end` are that sentence's borders, stretched to hold the quote.
    Made only by `kg.extract.evidence`, which checks that `text[start:end] == quote`.
    """

    article: ArticleId
    start: int
    end: int
    quote: str
    sentence: int
    sentence_start: int
    sentence_end: int

    def check(self, text: str) -> None:
        """Raise EvidenceError unless the article's text has these words at these offsets."""
        if text[self.start : self.end] != self.quote:
            raise EvidenceError(
                f"{self.article}: the text at {self.start}-{self.end} is not {self.quote[:60]!r}"
            )


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a text that names or describes something.

    `type` is one of the eleven coarse types of findings.md, `cls` a class of ontology.ttl.
    `name` is the mention's own best name (title and genitive stripped: "President Bukele’s" →
    "Bukele"). `known` is the reference entity that a rule or label already decided.
    `form`: "name" (proper name), "description" ("the secretary", "the group's lawyer"),
    or "pronoun". `antecedent` is the earlier or later mention of the same article that this one
    was taken for, with `reason` in words. `roles` are verbatim roles ("Secretary of State").
    `optional` marks boilerplate zones (bylines, navigation) that count for less.
    """

    id: MentionId
    evidence: Evidence
    type: str
    cls: str
    name: str
    rule: str
    form: str = "name"
    known: EntityId | None = None
    antecedent: MentionId | None = None
    reason: str | None = None
    roles: tuple[str, ...] = ()
    generic: bool = False
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody says, as the article has it.

    `evidence` spans what is said, never the "he said" around it. `speaker` and `via` are mentions;
    a narrated statement has no speaker: it is the article's own voice. Values of `kind`, `stance`
    and `modality` are those of findings.md. `pieces` are the (start, end) spans of a quotation
    that the cue splits, the first one included; empty when there is one piece. `stance_rule` is the
    rule that told the stance: by its words ("stance/…"), or by the speaker's side ("side/…").
    """

    id: str
    evidence: Evidence
    kind: str
    speaker: MentionId | None
    speaker_text: str | None
    cue: str | None
    rule: str
    via: tuple[MentionId, ...] = ()
    stance: str | None = None
    stance_words: str | None = None
    target: MentionId | None = None
    modality: str | None = None
    provisions: tuple[MentionId, ...] = ()
    issues: tuple[str, ...] = ()
    confidence: float | None = None
    pieces: tuple[tuple[int, int], ...] = ()
    stance_rule: str | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """A literal: an amount with its unit, a date (ISO 8601), or plain words.

    `unit` is "person", "USD", "hectare", "percent", "date", "year" … or None for words.
    """

    text: str
    amount: float | int | str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """Subject, relation, object or value, as one place of one article states it.

    `relation` is a name of findings.md. Exactly one of `object`, `value` and `object_known` is set;
    the last is the reference entity that a rule gives where the text does not name it (the
    department of a "Secretary of State").
    `qualifiers` are sorted (key, value) pairs: title, date, date_basis, place …
    `asserted_by` is the mention of the party that claims it, None in the article's own voice.
    """

    id: str
    evidence: Evidence
    subject: MentionId
    relation: str
    object: MentionId | None
    value: Value | None
    rule: str
    qualifiers: tuple[tuple[str, str], ...] = ()
    negated: bool = False
    hypothetical: bool = False
    asserted_by: MentionId | None = None
    confidence: float | None = None
    object_known: EntityId | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """All that was found in one article, before anything is linked to other articles."""

    article: Article
    sentences: tuple[tuple[int, int], ...]
    mentions: tuple[Mention, ...]
    statements: tuple[Statement, ...]
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Entity:
    """Something that mentions mean. `background` is true where only reference data brings it in."""

    id: EntityId
    type: str
    cls: str
    name: str
    aliases: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    background: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """Why a mention was taken for an entity: `rule` is an id, `reason` a sentence."""

    entity: EntityId
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's decision that two things are the same or different; it beats every rule.

    `left` and `right` are entity ids or mention ids; `verdict` is "same" or "different";
    `when` is an ISO 8601 date.
    """

    left: str
    right: str
    verdict: str
    why: str
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """Which entity every mention means; mentions that stayed ambiguous are absent from `links`.

    `unused` are judgements that named nothing in these articles.
    """

    entities: tuple[Entity, ...]
    links: Mapping[MentionId, Link]
    unused: tuple[Judgement, ...] = ()


@dataclass(frozen=True, slots=True)
class Skip:
    """An article that could not be read or searched: which, at what stage, and why."""

    source: str
    stage: str
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did: read = in the graph + skipped + duplicates."""

    articles: tuple[Article, ...] = ()
    skips: tuple[Skip, ...] = ()
    duplicates: tuple[tuple[str, str], ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
