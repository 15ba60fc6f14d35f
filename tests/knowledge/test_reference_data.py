"""The shipped reference files: complete, sourced, and named as news names things."""

from collections import Counter
from pathlib import Path

import pytest

from kg.knowledge import Knowledge, Known, load_knowledge
from kg.model import EntityId

# Least number of entities of each class that issue 2 asks for.
LEAST = {
    "ConstitutionalAmendment": 27,
    "ConstitutionalArticle": 7,
    "ConstitutionalClause": 40,
    "Statute": 60,
    "Treaty": 25,
    "CourtCase": 40,
    "Right": 30,
    "Prison": 45,
    "Country": 190,
    "State": 51,
    "City": 180,
    "MediaOrganization": 60,
    "AdvocacyOrganization": 40,
    "PoliticalParty": 30,
    "Court": 40,
    "Office": 50,
    "LegalIssue": 20,
    "Gang": 20,
}


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.mark.parametrize(("cls", "least"), sorted(LEAST.items()))
def test_there_are_enough_of_each_class(knowledge: Knowledge, cls: str, least: int) -> None:
    assert Counter(known.cls for known in knowledge.entities.values())[cls] >= least


def test_every_entity_has_a_public_source(knowledge: Knowledge) -> None:
    without = [
        known.id
        for known in knowledge.entities.values()
        if not any(source.startswith("https://") for source in known.values("source"))
    ]
    assert without == []


def test_every_law_of_a_year_has_a_plausible_one(knowledge: Knowledge) -> None:
    years = [int(year) for known in knowledge.entities.values() for year in known.values("year")]
    assert len(years) > 300
    assert min(years) >= 1215
    assert max(years) <= 2025


def test_no_person_is_known_beforehand(knowledge: Knowledge) -> None:
    assert not any(known.type == "Person" for known in knowledge.entities.values())


def test_every_file_is_sorted_into_its_own_subject(root: Path) -> None:
    names = {path.stem for path in (root / "data" / "reference").glob("*.ttl")}
    laws = {"usconst", "rights", "acts", "cases", "issues"}
    bodies = {"institutions-us", "institutions-world", "organizations", "media", "parties"}
    places = {"places-countries", "places-us", "places-world", "prisons"}
    assert names == laws | bodies | places | {"offices", "groups"}


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("Eighth Amendment", "law/usconst/amendment-8"),
        ("the 8th Amendment", "law/usconst/amendment-8"),
        ("Amendment VIII", "law/usconst/amendment-8"),
        ("Twenty-fifth Amendment", "law/usconst/amendment-25"),
        ("22nd Amendment", "law/usconst/amendment-22"),
        ("Article III", "law/usconst/article-3"),
        ("Supremacy Clause", "law/usconst/article-6/clause-2"),
        ("due process of law", "right/due-process"),
        ("Cruel and Unusual Punishment", "right/no-cruel-and-unusual-punishment"),
        ("access to the courts", "right/access-to-courts"),
        ("Section 2 of the Voting Rights Act", "law/voting-rights-act/section-2"),
        ("Title 8", "law/usc/8"),
        ("Alien Enemies Act of 1798", "law/alien-enemies-act"),
        ("UN Convention Against Torture", "law/convention-against-torture"),
        ("GDPR", "law/gdpr"),
        ("Trop v. Dulles", "law/case/trop-v-dulles"),
        ("Roe v Wade", "law/case/roe-v-wade"),
        ("Department of State", "org/us-state-department"),
        ("9th U.S. Circuit Court of Appeals", "org/us-court-of-appeals-9th"),
        ("Strasbourg court", "org/ecthr"),
        ("ACLU", "org/aclu"),
        ("The New York Times", "org/new-york-times"),
        ("Terrorism Confinement Center", "prison/cecot"),
        ("Louisiana State Penitentiary", "prison/angola"),
        ("Guantánamo Bay", "prison/guantanamo-bay-detention-camp"),
        ("Salvadoran prisons", "prison/el-salvador-prison-system"),
        ("U.S.", "place/united-states"),
        ("Netherlands", "place/netherlands"),
        ("The Hague", "place/the-hague"),
        ("Latin America", "place/latin-america"),
        ("MS-13", "group/ms-13"),
        ("lawful permanent residents", "group/legal-residents"),
    ],
)
def test_news_wording_finds_its_entity(knowledge: Knowledge, text: str, entity: str) -> None:
    assert [known.id for known in knowledge.by_label(text)] == [entity]


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("Salvadorian", "place/el-salvador"),
        ("American", "place/united-states"),
        ("Britons", "place/united-kingdom"),
        ("Dutch", "place/netherlands"),
    ],
)
def test_demonym_finds_its_country(knowledge: Knowledge, text: str, entity: str) -> None:
    assert [known.id for known in knowledge.by_demonym(text)] == [entity]


def test_word_of_many_meanings_is_only_a_weak_name(knowledge: Knowledge) -> None:
    for word in ("X", "Time", "AP", "State", "America", "Section 2", "The Sun"):
        assert not any(known.type == "Institution" for known in knowledge.by_label(word))
    assert "org/x" in {known.id for known in knowledge.by_weak_label("X")}


def test_every_shared_sure_name_has_its_note(knowledge: Knowledge) -> None:
    owners: dict[str, list[Known]] = {}
    for label, known, strength in knowledge.labels():
        if strength == "sure":
            owners.setdefault(label, []).append(known)
    shared = {label: found for label, found in owners.items() if len(found) > 1}
    assert "Georgia" in shared
    for found in shared.values():
        assert any(known.values("ambiguityNote") for known in found)


def test_every_amendment_is_dated_cited_and_part_of_the_constitution(knowledge: Knowledge) -> None:
    for number in range(1, 28):
        known = knowledge.by_label(f"Amendment {_roman(number)}")[0]
        assert known.id == f"law/usconst/amendment-{number}"
        assert "law/usconst" in known.values("partOf")
        assert known.values("year")
        assert known.values("citation") == (f"U.S. Const. amend. {_roman(number)}",)
        assert known.values("seeAlso")


def test_amendments_protect_the_rights_that_name_them(knowledge: Knowledge) -> None:
    right = "right/no-cruel-and-unusual-punishment"
    assert right in knowledge.facts("law/usconst/amendment-8", "protects")
    assert "law/usconst/amendment-8" in knowledge.facts(right, "rightUnder")


def test_every_country_has_people_and_most_a_capital(knowledge: Knowledge) -> None:
    countries = [known for known in knowledge.entities.values() if known.cls == "Country"]
    assert [known.id for known in countries if not known.demonyms] == []
    assert sum(bool(known.values("capital")) for known in countries) >= len(countries) - 2


def test_every_prison_has_a_country_or_region(knowledge: Knowledge) -> None:
    prisons = [known for known in knowledge.entities.values() if known.type == "Prison"]
    assert [p.id for p in prisons if not p.values("country") and not p.values("locatedIn")] == []


def test_title_leads_to_its_office_and_body(knowledge: Knowledge) -> None:
    offices = {known.id for known in knowledge.by_office("Secretary of State")}
    assert "office/us-secretary-of-state" in offices
    body = knowledge.facts("office/us-secretary-of-state", "officeOf")
    assert body == ("org/us-state-department",)


def test_generic_office_belongs_to_no_body(knowledge: Knowledge) -> None:
    generic = [known for known in knowledge.offices if known.values("generic")]
    assert len(generic) > 30
    assert not any(known.values("officeOf") for known in generic)


def test_every_issue_asks_has_cues_and_turns_on_something(knowledge: Knowledge) -> None:
    for issue in knowledge.issues:
        assert issue.values("question")[0].endswith("?")
        assert len(issue.values("cue")) >= 8
        assert issue.values("turnsOn")


@pytest.mark.parametrize(
    ("predicate", "types"),
    [
        ("capital", {"Place"}),
        ("country", {"Place"}),
        ("jurisdiction", {"Place"}),
        ("locatedIn", {"Place"}),
        ("officeOf", {"Institution"}),
        ("operatedBy", {"Institution"}),
        ("protects", {"LegalProvision"}),
        ("rightUnder", {"LegalProvision"}),
        ("interprets", {"LegalProvision"}),
        ("turnsOn", {"LegalProvision"}),
    ],
)
def test_links_lead_to_the_right_kind_of_thing(
    knowledge: Knowledge, predicate: str, types: set[str]
) -> None:
    targets = {
        EntityId(value)
        for known in knowledge.entities.values()
        for value in known.values(predicate)
    }
    assert targets
    assert [target for target in targets if knowledge.entities[target].type not in types] == []


def test_protects_leads_only_to_rights_and_doctrines(knowledge: Knowledge) -> None:
    for known in knowledge.entities.values():
        for right in known.values("protects"):
            assert right.startswith("right/")


def _roman(number: int) -> str:
    tens, ones = divmod(number, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]
