"""Finding entities by name: what counts in a name and what does not."""

from pathlib import Path

import pytest

from kg.knowledge import Knowledge, load_knowledge

OWN = """@base <https://w3id.org/legalkg/id/> .
@prefix kg: <https://w3id.org/legalkg/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<org/zed> a kg:AdvocacyOrganization ; skos:prefLabel "Zed People's Co-operative"@en ;
    skos:altLabel "ZPC"@en, "The Zed"@en ; kg:weakLabel "Zed"@en .
<office/zed> a kg:Office ; skos:prefLabel "zed keeper"@en ; kg:officeOf <org/zed> .
<issue/zed> a kg:LegalIssue ; skos:prefLabel "ZPC"@en .
"""


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    path = tmp_path_factory.mktemp("own") / "own.ttl"
    path.write_text(OWN, encoding="utf-8")
    return load_knowledge([path])


@pytest.mark.parametrize(
    "text",
    [
        "Zed People's Co-operative",
        "Zed People’s Co-operative",
        "Zed\u00a0People's  Co\u2011operative",
        "the ZED people's co-operative",
        "ZPC",
        "the ZPC",
        "The Zed",
        "the Zed",
    ],
)
def test_typography_case_and_article_do_not_count(knowledge: Knowledge, text: str) -> None:
    assert [known.id for known in knowledge.by_label(text)] == ["org/zed"]


@pytest.mark.parametrize("text", ["zpc", "Zed", "", "the ", "Zed People"])
def test_other_words_are_not_found(knowledge: Knowledge, text: str) -> None:
    assert knowledge.by_label(text) == ()


def test_weak_name_is_found_apart(knowledge: Knowledge) -> None:
    assert [known.id for known in knowledge.by_weak_label("Zed")] == ["org/zed"]
    assert knowledge.by_weak_label("ZPC") == ()


def test_offices_and_issues_keep_their_labels_apart(knowledge: Knowledge) -> None:
    assert knowledge.by_label("zed keeper") == ()
    assert [known.id for known in knowledge.by_office("Zed Keeper")] == ["office/zed"]
    names = {label for label, known, _ in knowledge.labels() if known.type == "Office"}
    assert names == set()


def test_labels_tell_their_strength(knowledge: Knowledge) -> None:
    own = {
        label: strength for label, known, strength in knowledge.labels() if known.id == "org/zed"
    }
    assert own["Zed"] == "weak"
    assert own["ZPC"] == "sure"


def test_facts_of_an_unknown_entity_are_none(knowledge: Knowledge) -> None:
    assert knowledge.facts("org/nobody", "partOf") == ()
    assert knowledge.facts("office/zed", "officeOf") == ("org/zed",)


def test_class_leads_to_its_coarse_type(knowledge: Knowledge) -> None:
    assert knowledge.type_of("ConstitutionalAmendment") == "LegalProvision"
    assert knowledge.type_of("Person") == "Person"
    with pytest.raises(KeyError):
        knowledge.type_of("Amendment")


def test_predicate_leads_to_its_address(knowledge: Knowledge) -> None:
    assert knowledge.predicate_iri("partOf") == "https://w3id.org/legalkg/ontology#partOf"
    assert knowledge.predicate_iri("source") == "http://purl.org/dc/terms/source"


def test_schema_names_only_terms_of_the_ontology(knowledge: Knowledge, root: Path) -> None:
    ontology = (root / "ontology.ttl").read_text(encoding="utf-8")
    terms = [f"kg:{cls}" for cls in knowledge.schema.types]
    own = knowledge.schema.namespace
    terms += [f"kg:{name}" for name, iri in knowledge.schema.iris.items() if iri.startswith(own)]
    assert [term for term in terms if f"\n{term} a " not in ontology] == []
