"""How values of `kg` look in a notebook once the extension is loaded.

In: the shell. Out: formatters for rows, cards and articles, which have no store of their own: they
are shown with names and sentences where one graph alone is at hand.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from kg.card import Card
from kg.model import Article
from kg.notebook.html import look, render
from kg.notebook.reading import reading_of
from kg.notebook.tables import Table
from kg.store import Rows
from kg.store.terms import shorten
from kg.vocab import load_terms

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from kg.notebook.magic import SparqlMagic


def register(shell: "InteractiveShell", magic: "SparqlMagic") -> None:
    """Tell the shell how rows, cards and articles look."""

    def rows(value: Rows) -> str:
        graph = magic.only_graph()
        plain = value._repr_html_()
        return plain if graph is None else Table(value, graph)._repr_html_()

    def article(value: Article) -> str | None:
        graph = magic.only_graph()
        if graph is None or value.id not in graph.article_ids:
            return None
        return reading_of(graph, value.id)._repr_html_()

    formatters: Mapping[type, Callable[..., str | None]] = {
        Rows: rows, Card: card_html, Article: article,
    }  # fmt: skip
    if shell.display_formatter is None:
        return
    formatter = shell.display_formatter.formatters["text/html"]
    for kind, show in formatters.items():
        formatter.for_type(kind, show)


def card_html(card: Card) -> str:
    """Return the card of an entity as HTML, each line with its sentence."""
    types = sorted({shorten(line["value"]) for line in card.about if line["kind"] == "type"})
    aliases = [line["value"] for line in card.about if line["kind"] == "alias"]
    limit = look()["limits"]["card"]
    sections = []
    for key, heading in look()["sections"].items():
        rows = card.sections[key]
        lines = [{"head": _head(key, row), "sentence": row["sentence"], "source": _source(row)}
                 for row in rows[:limit]]  # fmt: skip
        sections.append((heading, lines, len(rows)))
    about = " · ".join((", ".join(types), shorten(card.iri), ", ".join(aliases)))
    return render("card", name=card.name, about=about, sections=sections)


def _head(key: str, row: Mapping[str, str]) -> str:
    """Return what a line of a card says."""
    if key == "facts":
        subject = row["subjectLabel"] or shorten(row["subject"])
        value = row["objectLabel"] or shorten(row["object"])
        relation = shorten(row["relation"]).removeprefix("kg:")
        terms = load_terms()
        relation = terms[relation].label if relation in terms else relation
        status = ", ".join(shorten(part).removeprefix("kg:") for part in row["status"].split(", "))
        told = f"{subject} {relation} {value}"
        return told if status == "Asserted" else f"{told} [{status.lower()}]"
    stance = look()["stances"].get(row["stance"].rpartition("#")[2], "")
    who = f"{row.get('speakerLabel') or 'the article'}: " if key == "said-of" else ""
    return f"{who}{row['text']}" + (f" [{stance}]" if stance else "")


def _source(row: Mapping[str, str]) -> str:
    """Return article, publisher and date of a line."""
    return " · ".join(part for part in (row["article"], row["publisher"], row["date"]) if part)
