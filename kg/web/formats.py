"""The forms in which answers are sent: media types, short names, and how each is written.

In: the result of a query. Out: bytes with their media type. Source: SPARQL 1.1 results in JSON,
XML, CSV and TSV; RDF 1.1 Turtle, N-Triples, JSON-LD, RDF/XML.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.web.negotiate import choose

if TYPE_CHECKING:
    from kg.store import Result

_UTF8 = "; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a result: its short name (as `kg.store` has it) and full media type."""

    name: str
    media: str

    @property
    def plain(self) -> str:
        """The media type without parameters."""
        return self.media.partition(";")[0]


# The first of each is sent to who does not mind.
ROWS = (
    Format("json", "application/sparql-results+json"),
    Format("xml", "application/sparql-results+xml"),
    Format("csv", f"text/csv{_UTF8}; header=present"),
    Format("tsv", f"text/tab-separated-values{_UTF8}"),
    Format("json", "application/json"),
    Format("xml", "application/xml"),
)
TRIPLES = (
    Format("ttl", f"text/turtle{_UTF8}"),
    Format("nt", "application/n-triples"),
    Format("jsonld", "application/ld+json"),
    Format("rdf", "application/rdf+xml"),
    Format("jsonld", "application/json"),
    Format("nt", f"text/plain{_UTF8}"),
)
# A truth value has a form of its own in JSON and XML only.
TRUTH = tuple(one for one in ROWS if one.name in {"json", "xml"})
_TRUTH: Mapping[str, str] = {
    "json": '{{"head":{{}},"boolean":{value}}}',
    "xml": '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<sparql xmlns="http://www.w3.org/2005/sparql-results#">'
    "<head></head><boolean>{value}</boolean></sparql>\n",
}


def offers_for(result: "Result") -> tuple[Format, ...]:
    """Return the forms that a result can take, the usual one first."""
    from kg.store import Rows

    if isinstance(result, bool):
        return TRUTH
    return ROWS if isinstance(result, Rows) else TRIPLES


def pick(accept: str, offers: tuple[Format, ...]) -> Format | None:
    """Return the form that an Accept header asks for, None where it is none of them."""
    chosen = choose(accept, [one.plain for one in offers])
    return next((one for one in offers if one.plain == chosen), None)


def named(name: str, offers: tuple[Format, ...]) -> Format | None:
    """Return the form of a short name ("csv"), None where there is none."""
    return next((one for one in offers if one.name == name), None)


def write(result: "Result", form: Format) -> bytes:
    """Return a result in one of its forms."""
    from kg.store import Rows

    if isinstance(result, bool):
        return _TRUTH[form.name].format(value="true" if result else "false").encode()
    if isinstance(result, Rows) and form.name == "json":
        return result.body  # what the worker sent is SPARQL 1.1 results in JSON already
    return result.to_format(form.name).encode()


def is_cut(result: "Result") -> bool:
    """Tell whether a limit cut the result."""
    return not isinstance(result, bool) and result.truncated
