"""What the nodes and edges of a network carry: frozen values, made by `kg.network.graph` only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """An article as a reader cites it; `url` is an http(s) address or None, `date` ISO 8601.

    Articles that depend on one another (reprints, one agency report) share a `group`.
    """

    id: str
    title: str
    publisher: str | None
    date: str | None
    url: str | None
    group: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of an article and the words in it that count.

    `start` and `end` are code points within `sentence`, half-open; equal where the words are not
    to be found in this one sentence. `number` is the 0-based number of the sentence. `before` and
    `after` are what stands around it in the article, cut; empty at its ends.
    """

    source: Source
    number: int
    sentence: str
    start: int
    end: int
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Detail:
    """A fact whose object is a value, not an entity: a date, an amount, words."""

    relation: str
    value: str
    kind: str
    qualifiers: tuple[tuple[str, str], ...]
    evidence: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Saying:
    """One statement: who says what, for or against what, under which law.

    `speaker`, `via`, `targets`, `provisions` and `issues` are entity ids; `kind`, `stance` and
    `modality` are local names of the ontology ("DirectStatement", "Opposes", "AssertsUnlawful").
    """

    id: str
    kind: str
    text: str
    speaker: str | None
    speaker_text: str | None
    cue: str | None
    via: tuple[str, ...]
    stance: str | None
    targets: tuple[str, ...]
    modality: str | None
    provisions: tuple[str, ...]
    issues: tuple[str, ...]
    evidence: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a position: an entity, or else words for a speaker or an article's own voice."""

    entity: str | None
    text: str
    evidence: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """An argument for a position: its provisions, further issues, and sentences, all by id."""

    id: str
    provisions: tuple[str, ...]
    themes: tuple[str, ...]
    evidence: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A position on an issue: who holds it, on which grounds, against which other positions."""

    id: str
    label: str
    kind: str
    rivals: tuple[str, ...]
    holders: tuple[Holder, ...]
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A legal issue with the answers that speakers give to it; those held by most come first."""

    issue: str
    question: str
    answers: tuple[Answer, ...]
