"""Other label schemes: ClearNLP trees and OntoNotes names become ours."""

import pytest
import spacy
from spacy.tokens import Doc

from kg.analyze.schemes import find_scheme, read_table, to_ud

VOCAB = spacy.blank("en").vocab


def make_doc(rows: list[tuple[str, str, str, int]], ents: list[str] | None = None) -> Doc:
    """Rows of (word, part of speech, relation, head)."""
    words, pos, deps, heads = (list(column) for column in zip(*rows, strict=True))
    lemmas = [{"is": "be", "was": "be"}.get(word, word) for word in words]
    return Doc(VOCAB, words=words, pos=pos, deps=deps, heads=heads, lemmas=lemmas, ents=ents)


def arcs(doc: Doc) -> list[tuple[str, str, str]]:
    return [(token.text, token.dep_, token.head.text) for token in doc]


def test_preposition_hangs_below_its_noun() -> None:
    doc = make_doc([("Rubio", "PROPN", "nsubj", 1), ("spoke", "VERB", "ROOT", 1),
                    ("in", "ADP", "prep", 1), ("Panama", "PROPN", "pobj", 2)])  # fmt: skip
    assert arcs(to_ud(doc, "clearnlp")) == [
        ("Rubio", "nsubj", "spoke"), ("spoke", "root", "spoke"),
        ("in", "case", "Panama"), ("Panama", "obl", "spoke"),
    ]  # fmt: skip


def test_preposition_below_a_noun_makes_nmod() -> None:
    doc = make_doc([("president", "NOUN", "ROOT", 0), ("of", "ADP", "prep", 0),
                    ("Panama", "PROPN", "pobj", 1)])  # fmt: skip
    assert arcs(to_ud(doc, "clearnlp"))[2] == ("Panama", "nmod", "president")


def test_copula_hangs_below_its_predicate() -> None:
    doc = make_doc([("It", "PRON", "nsubj", 1), ("is", "AUX", "ROOT", 1),
                    ("illegal", "ADJ", "acomp", 1), (".", "PUNCT", "punct", 1)])  # fmt: skip
    assert arcs(to_ud(doc, "clearnlp")) == [
        ("It", "nsubj", "illegal"), ("is", "cop", "illegal"), ("illegal", "root", "illegal"),
        (".", "punct", "illegal"),
    ]  # fmt: skip


def test_agent_of_a_passive() -> None:
    doc = make_doc([("He", "PRON", "nsubjpass", 2), ("was", "AUX", "auxpass", 2),
                    ("sued", "VERB", "ROOT", 2), ("by", "ADP", "agent", 2),
                    ("them", "PRON", "pobj", 3)])  # fmt: skip
    found = to_ud(doc, "clearnlp")
    assert [token.dep_ for token in found] == ["nsubj:pass", "aux:pass", "root", "case",
                                               "obl:agent"]  # fmt: skip


def test_universal_relations_stay() -> None:
    doc = make_doc([("Rubio", "PROPN", "nsubj", 1), ("spoke", "VERB", "ROOT", 1)])
    assert arcs(to_ud(doc, "ud")) == [("Rubio", "nsubj", "spoke"), ("spoke", "root", "spoke")]


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [("PERSON", "Person"), ("GPE", "Place"), ("NORP", "Group"), ("DATE", ""), ("LAW", ""),
     ("Person", "Person"), ("UNHEARD", "")],
)  # fmt: skip
def test_names_are_mapped(theirs: str, ours: str) -> None:
    doc = make_doc([("A", "PROPN", "ROOT", 0), ("B", "PROPN", "flat", 0)],
                   [f"B-{theirs}", f"I-{theirs}"])  # fmt: skip
    found = [(span.text, span.label_) for span in to_ud(doc, "ud").ents]
    assert found == ([("A B", ours)] if ours else [])


def test_text_stays() -> None:
    doc = Doc(VOCAB, words=["a", "\n", "b"], spaces=[True, False, False])
    assert to_ud(doc, "ud").text == doc.text


@pytest.mark.parametrize(
    ("labels", "scheme"),
    [({"nsubj", "obl"}, "ud"), ({"nsubj", "dobj"}, "clearnlp"), ({"SB", "OA"}, None)],
)
def test_scheme_is_recognized(labels: set[str], scheme: str | None) -> None:
    assert find_scheme(frozenset(labels)) == scheme


def test_every_name_of_the_table_is_ours_or_dropped() -> None:
    ours = {"", "Person", "Organization", "Place", "Event", "Work", "Group", "Misc"}
    assert set(read_table()["names"].values()) <= ours
