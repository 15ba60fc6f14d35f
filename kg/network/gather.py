"""What a store holds, gathered once: entities, records, sentences and articles by id.

In: a store. Out: `Records`, from which `graph` makes nodes and edges.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.network.nouns import Quote, Source
from kg.network.rows import Queryable, Table, rows_of, table_of, to_id

# What a record says of itself; its further properties of the ontology are qualifiers of the fact.
_OWN = frozenset(
    {
        "type", "subject", "predicate", "object", "status", "assertedBy", "assertedByText",
        "evidence", "quote", "inArticle", "articleCount", "rule", "label", "confidence",
        "independentSourceCount", "restsOn",
    }
)  # fmt: skip
# Not facts about an entity but its names, kind and housekeeping.
_NOT_FACTS = frozenset(
    {
        "type", "label", "altLabel", "weakLabel", "demonym", "background", "sha256", "source",
        "seeAlso", "sameAs", "publisher", "datePublished", "url", "adjective", "ambiguityNote",
        "definition", "cue", "weakCue", "question", "answer", "articleCount",
    }
)  # fmt: skip
_VALUE_CLASSES = frozenset({"Quantity", "Words"})
# A sentence is cut around its words beyond this many code points: some "sentences" are tables.
SENTENCE_LENGTH = 1200
# What is shown of the sentence before and the sentence after, in code points.
CONTEXT_LENGTH = 180


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, where it stands in its article, and the article."""

    source: Source
    number: int
    text: str
    start: int | None
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Records:
    """All that the queries gave, by id; `entities` are the things with a label save articles."""

    entities: Table
    table: Table
    sentences: dict[str, Sentence]
    sources: dict[str, Source]

    def of_class(self, name: str) -> Iterator[str]:
        """Yield the ids of all records of a class, sorted."""
        return (key for key, record in self.table.items() if name in record.get("type", ()))

    def is_a(self, entity: str, *names: str) -> bool:
        """Return whether an entity is of any of some classes."""
        return not set(names).isdisjoint(self.entities.get(entity, {}).get("type", ()))

    def one(self, key: str, name: str) -> str | None:
        """Return the first value of a property of a record, or None."""
        values = self.table[key].get(name, ())
        return values[0] if values else None

    def is_value(self, term: str) -> bool:
        """Return whether the object of a fact is a value (date, amount, words), not an entity."""
        known = self.entities.get(term)
        return known is None or bool(_VALUE_CLASSES & set(known.get("type", ())))

    def label(self, term: str) -> str:
        """Return the label of an entity or amount; any other text as it is."""
        return self.entities[term]["label"][0] if term in self.entities else term

    def qualifiers(self, key: str) -> tuple[tuple[str, str], ...]:
        """Return the qualifiers of a fact (title, date, place …) as sorted (name, value) pairs."""
        return tuple(
            _qualifier(name, self.label(value))
            for name, values in self.table[key].items()
            if name not in _OWN and ":" not in name
            for value in values
        )

    def reference_values(self, known: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
        """Yield (relation, value) for the plain values that an entity has (year, citation …)."""
        for name, values in known.items():
            if name not in _NOT_FACTS and ":" not in name:
                yield from ((name, value) for value in values if self._is_plain(value))

    def _is_plain(self, value: str) -> bool:
        return value not in self.entities and "://" not in value

    def quotes(self, key: str, words: tuple[str, ...]) -> tuple[Quote, ...]:
        """Return the evidence of a record, in order of article and sentence."""
        start = self.one(key, "start")
        places = [
            self.sentences[i] for i in self.table[key].get("evidence", ()) if i in self.sentences
        ]
        places.sort(key=lambda place: (place.source.id, place.number, place.text))
        return tuple(
            _quote_of(place, words, None if start is None else int(start)) for place in places
        )


def gather(store: Queryable) -> Records:
    """Return all that the network needs from a store."""
    labelled = table_of(store, "entities")
    sources = {
        key: _source_of(key, known)
        for key, known in labelled.items()
        if "Article" in known.get("type", ())
    }
    sentences = {}
    for row in rows_of(store, "evidence"):
        article = _id(row["article"])
        source = sources.get(article, Source(article, article, None, None, None, article))
        number, start = row["number"], row["start"]
        raw = row["sentence"] or ""
        left = None if start is None else int(start) + len(raw) - len(raw.lstrip())
        sentences[_id(row["subject"])] = Sentence(
            source, int(number or 0), raw.strip(), left, row["before"] or "", row["after"] or ""
        )
    return Records(labelled, table_of(store, "records"), _in_context(sentences), sources)


def _in_context(sentences: dict[str, Sentence]) -> dict[str, Sentence]:
    """Return the sentences with their neighbors around them, where the graph has those."""
    at = {(place.source.id, place.number): place.text for place in sentences.values()}
    return {
        key: replace(
            place,
            before=_tail(at.get((place.source.id, place.number - 1), place.before)),
            after=_head(at.get((place.source.id, place.number + 1), place.after)),
        )
        for key, place in sentences.items()
    }


def _tail(text: str) -> str:
    """Return the end of what stands before a sentence, its lines joined."""
    words = " ".join(text.split())
    return words if len(words) <= CONTEXT_LENGTH else f"…{words[-CONTEXT_LENGTH:]}"


def _head(text: str) -> str:
    """Return the beginning of what stands after a sentence, its lines joined."""
    words = " ".join(text.split())
    return words if len(words) <= CONTEXT_LENGTH else f"{words[:CONTEXT_LENGTH]}…"


def _id(iri: str | None) -> str:
    return to_id(iri or "")


def _qualifier(name: str, value: str) -> tuple[str, str]:
    """Return a qualifier by name and value; one without a property of its own is "name: value"."""
    own, _, rest = value.partition(": ")
    return (own, rest) if name == "qualifier" and rest else (name, value)


def _source_of(key: str, known: dict[str, tuple[str, ...]]) -> Source:
    """Return an article as it is cited."""
    first = {name: values[0] for name, values in known.items()}
    url = first.get("url", "")
    return Source(
        key,
        first["label"],
        first.get("publisher"),
        first.get("datePublished"),
        url if url.startswith(("http://", "https://")) else None,
        first.get("sourceGroup", key),
    )


def _quote_of(place: Sentence, words: tuple[str, ...], start: int | None) -> Quote:
    """Return a sentence with the place of the words in it, by offset or else by search."""
    begin, end = 0, 0
    for text in sorted(words, key=lambda text: (-len(text), text)):
        begin, end = _span_at(place, text, start) or _span_found(place, text)
        if begin < end:
            break
    return _cut(place, begin, end)


def _span_at(place: Sentence, text: str, start: int | None) -> tuple[int, int] | None:
    """Return the part of a text that lies in this sentence, by offsets in the article, or None."""
    if start is None or place.start is None:
        return None
    left = start - place.start
    begin, end = max(0, left), min(len(place.text), left + len(text))
    is_there = begin < end and place.text[begin:end] == text[begin - left : end - left]
    return (begin, end) if is_there else None


def _span_found(place: Sentence, text: str) -> tuple[int, int]:
    """Return where a text lies in a sentence, all of it where the text holds it, (0, 0) if not."""
    at = place.text.find(text)
    if at >= 0:
        return at, at + len(text)
    return (0, len(place.text)) if place.text.strip() in text else (0, 0)


def _cut(place: Sentence, begin: int, end: int) -> Quote:
    """Return the quote, with an overlong sentence cut around its words."""
    if len(place.text) <= SENTENCE_LENGTH:
        return Quote(place.source, place.number, place.text, begin, end, place.before, place.after)
    left = max(0, min(begin - SENTENCE_LENGTH // 4, len(place.text) - SENTENCE_LENGTH))
    text = place.text[left : left + SENTENCE_LENGTH]
    front, back = "…" if left else "", "…" if left + SENTENCE_LENGTH < len(place.text) else ""
    shift = len(front) - left
    return Quote(
        place.source, place.number, front + text + back,
        begin + shift, min(end + shift, len(front) + len(text)),
        "" if left else place.before, "" if back else place.after,
    )  # fmt: skip
