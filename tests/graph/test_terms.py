"""Terms that all syntaxes carry: hostile names, dates, links, and characters that XML lacks."""

import pytest
from graph_made import one_article, quads_of
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Quad, RdfFormat, parse, serialize

from kg.graph import terms
from kg.model import Value
from kg.vocab import PREFIXES, carried

HOSTILE = (
    '<script>alert("x")</script>',
    '" . <a:a> <b:b> <c:c> . #',
    "> ; DROP ALL",
    "line\nbreak\rand\ttab\\n",
    "nul\x00and\x01controls\x1f",
    "bidi \u202eoverride\u2066",
    "broken \ud800 surrogate",
    "not \ufffe a \uffff character",
    "emoji 👩‍⚖️ and 漢字",
    "{{7*7}} %s ${x} %00 %zz",
    "x" * 10_000,
)


def hostile_quads(name: str) -> list[Quad]:
    """Return the graph of an article in which everything has this name."""
    found = one_article(f"{name} spoke.", name, value=Value(name), entity=f"person/{name}")
    return quads_of(*found)


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("syntax", [RdfFormat.N_QUADS, RdfFormat.TRIG], ids=["nq", "trig"])
def test_hostile_names_survive_writing_and_reading(name: str, syntax: RdfFormat) -> None:
    """Whatever an article or an id holds, the graph can be written, read, and is the same."""
    quads = quads_of(
        *one_article(f"{name} spoke.", name, value=Value(name), entity=f"person/{name}")
    )
    text = serialize(quads, format=syntax)
    assert text is not None
    assert set(parse(input=text, format=syntax)) == set(quads)


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_names_can_be_carried_by_xml(name: str) -> None:
    """RDF/XML has the fewest characters of all syntaxes."""
    quads = quads_of(
        *one_article(f"{name} spoke.", name, value=Value(name), entity=f"person/{name}")
    )
    default = [quad.triple for quad in quads if isinstance(quad.graph_name, DefaultGraph)]
    text = serialize(default, format=RdfFormat.RDF_XML)
    assert text is not None
    again = {quad.triple for quad in parse(input=text, format=RdfFormat.RDF_XML)}
    assert len(again) == len(set(default))


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec=None), min_size=1, max_size=40).filter(str.strip))
def test_any_text_gives_a_graph_that_can_be_read_again(words: str) -> None:
    """Any characters at all, as text, name, publisher and id."""
    name = words.strip()
    quads = quads_of(*one_article(f"{name}\n", name, entity=f"person/{name}"))
    text = serialize(quads, format=RdfFormat.N_QUADS)
    assert text is not None
    assert list(parse(input=text, format=RdfFormat.N_QUADS)) == quads


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec=None), max_size=60), st.data())
def test_offsets_of_carried_text_are_those_of_the_text(words: str, data: st.DataObject) -> None:
    """Any span of any text: replaced characters keep their places."""
    start = data.draw(st.integers(0, len(words)))
    end = data.draw(st.integers(start, len(words)))
    assert carried(words)[start:end] == carried(words[start:end])


@pytest.mark.parametrize(
    ("iso", "datatype"),
    [
        ("2025", "gYear"),
        ("2025-02", "gYearMonth"),
        ("2025-02-28", "date"),
        ("2025-02-30", "string"),
        ("2025-13", "string"),
        ("0000", "string"),
        ("next week", "string"),
        ("٢٠٢٥", "string"),
        ("2025-02-28T10:00", "string"),
    ],
)
def test_date_has_the_type_of_its_precision(iso: str, datatype: str) -> None:
    """A day that is in no calendar is only words."""
    literal = terms.date(iso)
    assert literal.datatype.value == PREFIXES["xsd"] + datatype
    assert literal.value == iso


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "/etc/passwd", "", "http://", "https://[broken", "data:text/html,x"],
)
def test_link_is_made_of_web_addresses_only(address: str) -> None:
    """What a browser would run or read from disk never becomes a link."""
    assert terms.link(address) is None


@pytest.mark.parametrize(
    "address", ["https://a.example/x y", 'https://a.example/"><b>', "https://a.example/%zz?ü=\x00"]
)
def test_link_encodes_what_an_iri_cannot_hold(address: str) -> None:
    """An odd address stays one address."""
    made = terms.link(address)
    assert made is not None
    assert made.value.isascii()
    assert list(parse(input=f"<a:a> <b:b> {made} .", format=RdfFormat.N_TRIPLES))
