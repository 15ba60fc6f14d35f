"""What a query gave, as values for Python and in the formats of SPARQL 1.1.

In: the bytes that a worker sent. Out: `Rows` of a SELECT, `Triples` of a CONSTRUCT or DESCRIBE.
CSV, TSV, JSON and XML are exact; text for a terminal and for a notebook is made harmless
(`tables`). Not done: no files are written (`exports`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from kg.errors import SettingsError
from kg.store import tables
from kg.store.terms import PREFIXES, Value, shorten, to_python

if TYPE_CHECKING:
    import pandas
    import pyoxigraph

ROW_FORMATS = ("table", "csv", "tsv", "json", "xml")
TRIPLE_FORMATS = ("ttl", "nt", "jsonld", "rdf", "xml", "json")


@dataclass(frozen=True)
class Rows(Sequence[tuple[Value | None, ...]]):
    """Rows of a SELECT: a sequence of tuples of Python values, None where a variable is unbound.

    `body` is SPARQL 1.1 results in JSON. `truncated` is true when a limit cut the rows.
    """

    body: bytes = field(repr=False)
    truncated: bool = False

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns, without "?"."""
        return tuple(variable.value for variable in self._solutions().variables)

    @cached_property
    def terms(self) -> tuple[tuple["pyoxigraph.NamedNode | object | None", ...], ...]:
        """The rows as RDF terms of pyoxigraph."""
        return tuple(tuple(solution) for solution in self._solutions())

    @cached_property
    def values(self) -> tuple[tuple[Value | None, ...], ...]:
        """The rows as Python values; an IRI is its text."""
        return tuple(
            tuple(None if term is None else to_python(term) for term in row) for row in self.terms
        )

    def __len__(self) -> int:
        return len(self.terms)

    def __getitem__(self, index: int) -> tuple[Value | None, ...]:  # type: ignore[override]
        return self.values[index]

    def __iter__(self) -> Iterator[tuple[Value | None, ...]]:
        return iter(self.values)

    def column(self, name: str) -> tuple[Value | None, ...]:
        """Return the values of one column.

        Raises:
            KeyError: when there is no such column.
        """
        if name not in self.columns:
            raise KeyError(name)
        index = self.columns.index(name)
        return tuple(row[index] for row in self.values)

    def dicts(self) -> list[dict[str, Value | None]]:
        """Return the rows as dictionaries by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.values]

    def ids(self) -> tuple[tuple[str, ...], ...]:
        """Return the rows as people read them: "person/x", "kg:Person", "" where unbound."""
        return tuple(tuple(_to_words(term) for term in row) for row in self.terms)

    def to_format(self, name: str, *, width: int | None = None) -> str:
        """Return the rows as "table" (`width` in columns), "csv", "tsv", "json" or "xml".

        Raises:
            SettingsError: when there is no such format.
        """
        if name == "table":
            return self.to_text(width=width)
        if name not in ROW_FORMATS:
            raise _no_format(name, ROW_FORMATS, "rows")
        return self._serialize(name)

    def to_text(self, *, width: int | None = None) -> str:
        """Return a table for a terminal of that many columns (None: as wide as it gets)."""
        return tables.to_text(self.columns, self.ids(), width=width)

    def to_csv(self, *, for_spreadsheet: bool = False) -> str:
        """Return CSV as SPARQL 1.1 has it; for a spreadsheet, no cell can start a formula."""
        if not for_spreadsheet:
            return self._serialize("csv")
        cells = ((tables.disarm(cell) for cell in row) for row in self._csv_cells())
        return tables.to_csv(self.columns, cells)

    def to_tsv(self) -> str:
        """Return tab-separated values as SPARQL 1.1 has them."""
        return self._serialize("tsv")

    def to_json(self) -> str:
        """Return SPARQL 1.1 results in JSON."""
        return self._serialize("json")

    def to_xml(self) -> str:
        """Return SPARQL 1.1 results in XML; characters that XML cannot hold become U+FFFD."""
        return self._serialize("xml")

    def to_pandas(self) -> "pandas.DataFrame":
        """Return a pandas DataFrame with one column for each variable.

        Raises:
            SettingsError: when pandas is not installed.
        """
        try:
            import pandas
        except ImportError as error:
            message = 'pandas is not installed; run: pip install "kg[notebook]"'
            raise SettingsError(message) from error
        return pandas.DataFrame([list(row) for row in self.values], columns=list(self.columns))

    def __str__(self) -> str:
        return self.to_text()

    def _repr_html_(self) -> str:
        return tables.to_html(self.columns, self.ids(), truncated=self.truncated)

    def _solutions(self) -> "pyoxigraph.QuerySolutions":
        import pyoxigraph

        results = pyoxigraph.parse_query_results(self.body, pyoxigraph.QueryResultsFormat.JSON)
        if not isinstance(results, pyoxigraph.QuerySolutions):
            raise TypeError("an answer of yes or no has no rows")
        return results

    def _serialize(self, name: str) -> str:
        import pyoxigraph

        result_format = getattr(pyoxigraph.QueryResultsFormat, name.upper())
        text = (self._solutions().serialize(format=result_format) or b"").decode()
        return tables.replace_non_xml(text) if name == "xml" else text

    def _csv_cells(self) -> Iterator[list[str]]:
        for row in self.terms:
            yield ["" if term is None else str(getattr(term, "value", term)) for term in row]


@dataclass(frozen=True)
class Triples:
    """Triples of a CONSTRUCT or DESCRIBE; `body` is N-Triples."""

    body: bytes = field(repr=False)
    truncated: bool = False

    @cached_property
    def triples(self) -> tuple["pyoxigraph.Triple", ...]:
        """The triples in the order of their N-Triples lines."""
        import pyoxigraph

        quads = pyoxigraph.parse(self._sorted(), pyoxigraph.RdfFormat.N_TRIPLES)
        return tuple(quad.triple for quad in quads)

    def __len__(self) -> int:
        return self.body.count(b"\n")

    def __iter__(self) -> Iterator["pyoxigraph.Triple"]:
        return iter(self.triples)

    def to_format(self, name: str) -> str:
        """Return the triples as "ttl", "nt", "jsonld" ("json") or "rdf" ("xml").

        Raises:
            SettingsError: when there is no such format.
        """
        import pyoxigraph

        formats = {
            "ttl": pyoxigraph.RdfFormat.TURTLE,
            "nt": pyoxigraph.RdfFormat.N_TRIPLES,
            "jsonld": pyoxigraph.RdfFormat.JSON_LD,
            "json": pyoxigraph.RdfFormat.JSON_LD,
            "rdf": pyoxigraph.RdfFormat.RDF_XML,
            "xml": pyoxigraph.RdfFormat.RDF_XML,
        }
        if name not in formats:
            raise _no_format(name, TRIPLE_FORMATS, "triples")
        if name == "nt":
            return self._sorted().decode()
        prefixes = dict(PREFIXES)
        body = pyoxigraph.serialize(self.triples, format=formats[name], prefixes=prefixes)
        text = (body or b"").decode()
        return tables.replace_non_xml(text) if name in {"rdf", "xml"} else text

    def __str__(self) -> str:
        return self.to_format("ttl")

    def _sorted(self) -> bytes:
        return b"".join(sorted(self.body.splitlines(keepends=True)))


def _to_words(term: object) -> str:
    import pyoxigraph

    if term is None:
        return ""
    if isinstance(term, pyoxigraph.NamedNode):
        return shorten(term.value)
    return term.value if isinstance(term, pyoxigraph.Literal) else str(term)


def _no_format(name: str, known: Sequence[str], what: str) -> SettingsError:
    return SettingsError(f"{what} cannot be written as {name!r}; choose one of {', '.join(known)}")
