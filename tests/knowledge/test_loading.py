"""Loading reference files: every mistake is named with its file and line."""

from pathlib import Path

import pytest

from kg.errors import RuleError
from kg.knowledge import load_knowledge

HEAD = """@base <https://w3id.org/legalkg/id/> .
@prefix kg: <https://w3id.org/legalkg/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
GOOD = '<law/test-act> a kg:Statute ;\n    skos:prefLabel "Test Act of Nowhere"@en .\n'

# What is wrong: the text, the line it must be reported on, a word of the reason.
MISTAKES = {
    "syntax": ('<law/t> a kg:Statute\n    skos:prefLabel "T" .\n', 6, "not Turtle"),
    "unknown predicate": (GOOD.replace(" .\n", " ;\n    kg:colour 1 .\n"), 7, "kg/ontology"),
    "unknown class": (GOOD.replace("kg:Statute", "kg:Statue"), 5, "unknown class"),
    "no class": ('<law/t>\n    skos:prefLabel "Test"@en .\n', 5, "exactly one class"),
    "no name": ("<law/t> a kg:Statute .\n", 5, "exactly one skos:prefLabel"),
    "two names": (GOOD.replace("@en .", '@en, "Other"@en .'), 5, "exactly one skos:prefLabel"),
    "empty name": (GOOD.replace("Test Act of Nowhere", ""), 6, "not a label"),
    "broken link": (GOOD.replace(" .\n", " ;\n    kg:partOf <law/none> .\n"), 7, "no file defines"),
    "link to elsewhere": (GOOD.replace(" .\n", " ;\n    kg:partOf <x:y> .\n"), 7, "not an entity"),
    "link as text": (GOOD.replace(" .\n", ' ;\n    kg:partOf "usconst" .\n'), 7, "kind entity"),
    "text as link": (GOOD.replace(" .\n", " ;\n    kg:citation <law/usconst> .\n"), 7, "kind text"),
    "no address": (GOOD.replace(" .\n", " ;\n    kg:partOf [] .\n"), 7, "without an address"),
    "year": (GOOD.replace(" .\n", " ;\n    kg:year 99 .\n"), 7, "not a year"),
    "year as text": (GOOD.replace(" .\n", ' ;\n    kg:year "1999" .\n'), 7, "not a year"),
    "date": (GOOD.replace(" .\n", ' ;\n    kg:date "2025-02-30"^^xsd:date .\n'), 7, "not a date"),
    "name of another": (
        GOOD.replace("Test Act of Nowhere", "Eighth Amendment"),
        6,
        "ambiguityNote",
    ),
    "foreign subject": (GOOD.replace("law/test-act", "https://example.org/a"), 5, "not an entity"),
}


def _file(folder: Path, text: str) -> Path:
    path = folder / "own.ttl"
    path.write_text(HEAD + text, encoding="utf-8")
    return path


@pytest.mark.parametrize("mistake", sorted(MISTAKES))
def test_mistake_is_named_with_file_and_line(tmp_path: Path, mistake: str) -> None:
    text, line, reason = MISTAKES[mistake]
    path = _file(tmp_path, text)
    with pytest.raises(RuleError) as caught:
        load_knowledge([path])
    assert caught.value.path == str(path)
    assert caught.value.line == line
    assert reason.split("/")[-1] in str(caught.value)


def test_file_of_the_user_is_known_beside_the_shipped_ones(tmp_path: Path) -> None:
    knowledge = load_knowledge([_file(tmp_path, GOOD)])
    assert knowledge.by_label("test act of nowhere")[0].id == "law/test-act"
    assert knowledge.by_label("Eighth Amendment")


def test_file_of_the_user_adds_a_name_to_a_shipped_entity(tmp_path: Path) -> None:
    text = '<law/usconst/amendment-8> skos:altLabel "Amendment the Eighth"@en .\n'
    knowledge = load_knowledge([_file(tmp_path, text)])
    assert knowledge.by_label("Amendment the Eighth")[0].name == "Eighth Amendment"


def test_name_that_a_user_takes_from_another_is_reported_in_the_file_of_the_user(
    tmp_path: Path,
) -> None:
    path = _file(tmp_path, '<law/usconst/amendment-8> skos:altLabel "Ninth Amendment"@en .\n')
    with pytest.raises(RuleError, match="ambiguityNote") as caught:
        load_knowledge([path])
    assert (caught.value.path, caught.value.line) == (str(path), 5)


def test_shared_name_with_a_note_is_allowed_and_gives_both(tmp_path: Path) -> None:
    text = GOOD.replace("Test Act of Nowhere", "Eighth Amendment")
    text = text.replace(" .\n", ' ;\n    kg:ambiguityNote "Another one."@en .\n')
    found = load_knowledge([_file(tmp_path, text)]).by_label("Eighth Amendment")
    assert [known.id for known in found] == ["law/test-act", "law/usconst/amendment-8"]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", None])
def test_unreadable_file_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "own.ttl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(RuleError, match="cannot be read"):
        load_knowledge([path])


def test_order_of_files_does_not_count(tmp_path: Path) -> None:
    first, second = tmp_path / "first.ttl", tmp_path / "second.ttl"
    first.write_text(HEAD + GOOD, encoding="utf-8")
    second.write_text(HEAD + GOOD.replace("test-act", "b").replace("Test Act", "B Act"), "utf-8")
    one, other = load_knowledge([first, second]), load_knowledge([second, first])
    assert list(one.entities.values()) == list(other.entities.values())
