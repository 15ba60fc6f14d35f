"""A table of an answer: names instead of IRIs, and the sentences behind what has any.

In: rows of a query and the store they came from. Out: `Table`, which shows itself in a notebook.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from kg.notebook.html import look, query, render, web_address
from kg.store.terms import NAMESPACE, shorten
from kg.vocab import load_terms

if TYPE_CHECKING:
    import pandas

    from kg.store import Rows, Store

# RFC 3987, section 2.2, less the characters that could end an IRI in SPARQL.
_IRI = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]{1,2000}")


# Characters of a line where a notebook shows no HTML.
_WIDTH = 120


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its words, the id or IRI behind them, an address, and (sentence, article) pairs."""

    label: str
    id: str = ""
    url: str = ""
    sentences: tuple[tuple[str, str], ...] = ()
    is_id: bool = False


@dataclass(frozen=True)
class Table:
    """The answer to a question: `rows` as they came, shown with names and sentences."""

    rows: "Rows"
    store: "Store" = field(repr=False)

    def to_pandas(self) -> "pandas.DataFrame":
        """Return a DataFrame with one column for each variable, IRIs as names of things."""
        return self.rows.to_pandas()

    @cached_property
    def cells(self) -> tuple[tuple[Cell, ...], ...]:
        """The first rows, as many as a notebook shows."""
        shown = self.rows.terms[: look()["limits"]["rows"]]
        known = _cells(self.store, (term for row in shown for term in row))
        words = self.rows.ids()
        return tuple(
            tuple(
                known.get(_iri(term)) or Cell(text) for term, text in zip(row, texts, strict=True)
            )
            for row, texts in zip(shown, words, strict=False)
        )

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        return self.rows.to_text(width=_WIDTH)

    def _repr_html_(self) -> str:
        count, shown = len(self.rows), len(self.cells)
        hidden = _hidden(self.rows.columns, self.cells)
        kept = [index for index, name in enumerate(self.rows.columns) if name not in hidden]
        rows = [_terse([row[index] for index in kept]) for row in self.cells]
        note = f"{count} row{'' if count == 1 else 's'}"
        note += " (cut off by a limit)" if self.rows.truncated else ""
        note += f", the first {shown} shown" if shown < count else ""
        note += f"; not shown, as empty or told already: {', '.join(hidden)}" if hidden else ""
        columns = [self.rows.columns[index] for index in kept]
        return render("table", columns=columns, rows=rows, note=note)


def _hidden(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[str]:
    """Return the columns that tell nothing: empty in all rows, or the same words as an earlier."""
    seen: list[tuple[str, ...]] = []
    hidden = []
    for index, name in enumerate(columns):
        labels = tuple(row[index].label for row in rows)
        told = any(row[index].sentences for row in rows)
        if rows and (not any(labels) or (labels in seen and not told)):
            hidden.append(name)
        seen.append(labels)
    return hidden


def _terse(row: Sequence[Cell]) -> list[Cell]:
    """Return a row in which nothing is said twice: a cell of known words shows its id instead."""
    cells: list[Cell] = []
    said = {cell.label for cell in row if not cell.id}
    for cell in row:
        new = tuple(pair for pair in cell.sentences if pair[0] not in said)
        again = bool(cell.sentences) and cell.label in said
        cells.append(replace(cell, label=cell.id, sentences=new, is_id=True) if again else cell)
    return cells


def _iri(term: object) -> str:
    """Return the IRI of a term, "" for one that has none."""
    import pyoxigraph

    return term.value if isinstance(term, pyoxigraph.NamedNode) else ""


def _cells(store: "Store", terms: Iterable[object]) -> Mapping[str, Cell]:
    """Return a cell for each IRI: those of the ontology by its labels, others by the graph's."""
    iris = sorted({iri for term in terms if (iri := _iri(term))})
    words = load_terms()
    cells = {iri: Cell(shorten(iri), iri, web_address(iri)) for iri in iris}
    for iri in iris:
        name = iri.removeprefix(NAMESPACE)
        if iri != name and name in words:
            cells[iri] = Cell(words[name].label, shorten(iri))
    asked = (iri for iri in iris if not iri.startswith(NAMESPACE) and _IRI.fullmatch(iri))
    for iri, rows in _asked(store, asked):
        cells[iri] = _cell(cells[iri], rows)
    return cells


def _asked(store: "Store", iris: Iterable[str]) -> Iterator[tuple[str, list[Mapping[str, object]]]]:
    """Yield what the graph knows of each IRI."""
    for some in _batches(tuple(iris), look()["limits"]["asked"]):
        nodes = " ".join(f"<{iri}>" for iri in some)
        by_iri: dict[str, list[Mapping[str, object]]] = {}
        for row in store.select(query("labels").replace("NODES", nodes)).dicts():
            by_iri.setdefault(str(row["node"]), []).append(row)
        yield from by_iri.items()


def _batches(items: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    yield from (items[start : start + size] for start in range(0, len(items), size))


def _cell(cell: Cell, rows: Sequence[Mapping[str, object]]) -> Cell:
    """Return a cell with what the graph knows of it."""
    first = rows[0]
    sentences = {
        (str(row["sentence"]), str(row["title"] or "")): None for row in rows if row["sentence"]
    }
    label = first["text"] or first["label"] or cell.label
    url = web_address(str(first["url"] or ""))
    return Cell(str(label), shorten(cell.id), url, tuple(sentences))
