"""An article with what was found in it marked in its text, and one statement in its sentence.

In: a store and what names an article or statement. Out: `Reading` and `Saying`.
Offsets count code points of the article's text, half-open.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.model import Article
from kg.notebook.html import look, query, render
from kg.store.terms import BASE
from kg.vocab import load_terms

if TYPE_CHECKING:
    from kg.store import Store


@dataclass(frozen=True, slots=True)
class Span:
    """A marked place: `kind` is "mention" or "statement", `name` the entity or the speaker."""

    start: int
    end: int
    kind: str
    name: str
    reason: str = ""
    stance: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of text between two borders: what is named there, what stance is taken there.

    `stance` is None where nobody says it, "" where no stance is known; `labels` end statements.
    """

    text: str
    mention: str
    stance: str | None
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """An article of the graph with its marked spans, by start."""

    article: Article = field(repr=False)
    spans: tuple[Span, ...] = field(repr=False)

    def __repr__(self) -> str:
        kinds = [span.kind for span in self.spans]
        found = f"{kinds.count('mention')} mentions, {kinds.count('statement')} statements"
        return f"<{self.article.title or self.article.source}: {found}>"

    def _repr_html_(self) -> str:
        article = self.article
        about = (article.publisher, article.published, article.source, article.url)
        return render(
            "reading",
            title=article.title or article.source,
            about=" · ".join(part for part in about if part),
            parts=tuple(_parts(article.text, self.spans)),
        )


@dataclass(frozen=True, slots=True)
class Saying:
    """One statement: its words, who says them, what they are taken for, and the sentences."""

    text: str
    speaker: str
    stance: str
    modality: str
    sentences: tuple[str, ...]
    source: str

    def __repr__(self) -> str:
        return f"{self.speaker}: {self.text} [{self.stance}] ({self.source})"

    def _repr_html_(self) -> str:
        whole = " ".join(self.sentences)
        before, found, after = whole.partition(self.text)
        if not found:
            before, after = "", f" … {whole}"
        marks = [mark for mark in (look()["stances"].get(self.stance, ""), self.modality) if mark]
        return render(
            "saying", speaker=self.speaker, marks=marks, before=before, text=self.text, after=after,
            source=self.source,
        )  # fmt: skip


def reading_of(store: "Store", name: str) -> Reading:
    """Return an article by id, IRI, title, or source (all of it or its end).

    Raises:
        QueryError: no article, or more than one, has that name.

    """
    plain = name.removeprefix(BASE)
    articles = tuple(store.articles())
    same = [a for a in articles if plain in (a.id, a.source, a.title)]
    same = same or [a for a in articles if name and a.source.endswith(name)]
    if len(same) != 1:
        known = ", ".join(sorted(article.source for article in (same or articles))[:8])
        raise QueryError(f"{len(same)} articles are called {name[:100]!r}; there are: {known}")
    return Reading(same[0], tuple(_spans(store, same[0])))


def saying_of(store: "Store", name: str) -> Saying:
    """Return a statement by id or IRI, as the column `statement` of named questions has it.

    Raises:
        QueryError: there is no such statement.

    """
    from pyoxigraph import NamedNode

    iri = name if name.startswith(BASE) else f"{BASE}{name}"
    try:
        rows = store.select(query("saying"), bindings={"node": NamedNode(iri)}).dicts()
    except ValueError:
        rows = []
    if not rows:
        raise QueryError(f"there is no statement {name[:100]!r}; a named question lists them")
    first = rows[0]
    modality = str(first["modality"] or "").rpartition("#")[2]
    terms = load_terms()
    return Saying(
        text=str(first["text"]),
        speaker=str(first["speaker"] or first["title"] or first["source"]),
        stance=str(first["stance"] or "").rpartition("#")[2],
        modality=terms[modality].label if modality in terms else modality,
        sentences=tuple(dict.fromkeys(str(row["sentence"]) for row in rows)),
        source=str(first["title"] or first["source"]),
    )


def _spans(store: "Store", article: Article) -> Iterator[Span]:
    """Yield the mentions and statements of an article."""
    from pyoxigraph import NamedNode

    iri = f"{BASE}{article.id}"
    rows = store.select(query("spans"), bindings={"article": NamedNode(iri)}).dicts()
    for row in rows:
        stance = str(row["stance"] or "").rpartition("#")[2]
        borders = [(int(str(row["start"])), int(str(row["end"])))]
        if row["pieces"]:
            pairs = (piece.split("-") for piece in str(row["pieces"]).split())
            borders = sorted({(int(start), int(end)) for start, end in pairs} | set(borders))
        for start, end in borders:
            name, reason = str(row["name"] or ""), str(row["reason"] or "")
            yield Span(start, end, str(row["kind"]), name, reason, stance)


def _parts(text: str, spans: Sequence[Span]) -> Iterator[Part]:
    """Yield the text in pieces that lie wholly inside or outside each span."""
    borders = {0, len(text)} | {at for span in spans for at in (span.start, span.end)}
    cuts = sorted(at for at in borders if 0 <= at <= len(text))
    for start, end in pairwise(cuts):
        around = [span for span in spans if span.start <= start and end <= span.end]
        named = [span for span in around if span.kind == "mention"]
        said = [span for span in around if span.kind == "statement"]
        inner = min(named, key=lambda span: span.end - span.start, default=None)
        ends = [span for span in said if span.end == end]
        yield Part(
            text[start:end],
            "" if inner is None else " · ".join(filter(None, (inner.name, inner.reason))),
            min(said, key=lambda span: span.end - span.start).stance if said else None,
            tuple(dict.fromkeys(_label(span) for span in ends if span.name)),
        )


def _label(span: Span) -> str:
    """Return who says it and where they stand."""
    stance = look()["stances"].get(span.stance, "")
    return f"{span.name}, {stance}" if stance else span.name
