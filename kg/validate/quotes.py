"""Every quotation of a graph against the text of its article, character by character.

In: a store and the texts of its articles. Out: problems, and how much was compared.
A character that RDF cannot carry counts as equal to its stand-in (see `kg.vocab.carried`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.ids import sha256_of
from kg.model import ArticleId
from kg.validate.problem import Problem, short
from kg.validate.queries import rows_of
from kg.vocab import carried, iri_of

if TYPE_CHECKING:
    from pyoxigraph import QuerySolution, Store

_FOLDER = Path(__file__).parent / "spans"
_CHECK = "quote"
_REBUILD = "The article or the graph was changed; build the graph again from the articles."
# Characters of a quotation that a message shows.
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Quoted:
    """The outcome: problems, and how many nodes of each kind were compared."""

    problems: tuple[Problem, ...]
    counts: Mapping[str, int]


def check_quotes(store: "Store", texts: Mapping[ArticleId, str]) -> Quoted:
    """Compare all spans and quotations of a graph with the articles' texts."""
    by_iri = {iri_of(article): text for article, text in texts.items()}
    readable = {iri: carried(text) for iri, text in by_iri.items()}
    problems = list(_article_problems(store, by_iri))
    counts = {"article": _count(store, "article")}
    for kind in ("evidence", "mention", "statement"):
        rows = _rows(store, kind)
        counts[kind] = len({row["node"].value for row in rows})
        problems.extend(_span_problems(rows, readable))
    rows = _rows(store, "assertion")
    counts["assertion"] = len({row["node"].value for row in rows})
    problems.extend(_quote_problems(rows, readable))
    return Quoted(tuple(problems), counts)


def _rows(store: "Store", kind: str) -> list["QuerySolution"]:
    """Return the rows of spans/KIND.rq."""
    return rows_of(store, (_FOLDER / f"{kind}.rq").read_text(encoding="utf-8"))


def _count(store: "Store", kind: str) -> int:
    """Return how many nodes spans/KIND.rq gives."""
    return len({row["node"].value for row in _rows(store, kind)})


def _article_problems(store: "Store", texts: Mapping[str, str]) -> Iterator[Problem]:
    """Yield articles whose text is missing or has another digest than the graph says."""
    for row in _rows(store, "article"):
        iri, digest = row["node"].value, row["sha256"].value
        if iri not in texts:
            yield _problem(iri, "", "the text of this article is not there")
        elif sha256_of(texts[iri]) != digest:
            yield _problem(iri, "kg:sha256", "the article's text is not the one that was read")


def _span_problems(rows: list["QuerySolution"], texts: Mapping[str, str]) -> Iterator[Problem]:
    """Yield spans whose words are not those of the text at their offsets."""
    for row in rows:
        text = texts.get(row["article"].value)
        words, start, end = row["exact"].value, row["start"].value, row["end"].value
        if text is None:
            continue  # told once, for the article
        if not (start.isdecimal() and end.isdecimal()) or text[int(start) : int(end)] != words:
            what = f"the text at {start}-{end} is not “{words[:_SHOWN]}”"
            yield _problem(row["node"].value, "", what)


def _quote_problems(rows: list["QuerySolution"], texts: Mapping[str, str]) -> Iterator[Problem]:
    """Yield assertions with a quotation that none of their articles has, if all texts are there."""
    articles: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        key = row["node"].value, row["exact"].value
        articles.setdefault(key, set()).add(row["article"].value)
    for (node, words), places in articles.items():
        if places <= texts.keys() and not any(words in texts[place] for place in places):
            yield _problem(node, "kg:quote", f"no article of it has “{words[:_SHOWN]}”")


def _problem(iri: str, path: str, what: str) -> Problem:
    """Return a problem of this check."""
    return Problem(_CHECK, short(iri), path, what, _REBUILD)
