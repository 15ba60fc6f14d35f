"""Offices, parties and parts of laws: what stands beside a name, and what makes no relation."""

from pathlib import Path

import pytest

from kg.analyze import Model, load_model
from kg.extract import extract
from kg.knowledge import Knowledge, load_knowledge
from kg.model import Article, ArticleId, Findings, Relation

SHIPPED = Path(__file__).parents[2] / "data" / "model"


@pytest.fixture(scope="module")
def model() -> Model:
    """The shipped language model; its tests are left out where it is not there."""
    if not (SHIPPED / "model.onnx").exists():
        pytest.skip("no language model")
    return load_model(None)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """The shipped reference knowledge."""
    return load_knowledge()


def findings_of(text: str, model: Model, knowledge: Knowledge) -> Findings:
    """Return what is found in a text."""
    article = Article(ArticleId("article/0"), "test.txt", "0" * 64, text)
    return extract(article, model.parse(text), knowledge)


def facts(found: Findings, relation: str) -> list[tuple[str, str]]:
    """Return (subject, object or value) of one relation, in words."""
    names = {item.id: item.name for item in found.mentions}

    def target(item: Relation) -> str:
        if item.object is not None:
            return names[item.object]
        return str(item.object_known or (item.value and item.value.text))

    return [
        (names[item.subject], target(item)) for item in found.relations if item.relation == relation
    ]


def test_title_without_a_body_is_what_a_person_holds(model: Model, knowledge: Knowledge) -> None:
    """The title itself is the value where nothing says of what."""
    found = findings_of("Mayor Ana Ruiz opened the session on Monday.", model, knowledge)
    assert facts(found, "holdsOffice") == [("Ana Ruiz", "Mayor")]


def test_apposition_names_the_body(model: Model, knowledge: Knowledge) -> None:
    """The body behind "of" is the object, the title a qualifier."""
    text = "Sara Holm, executive director of the Refugee Council, praised the judges."
    found = findings_of(text, model, knowledge)
    assert facts(found, "holdsOffice") == [("Sara Holm", "Refugee Council")]
    assert dict(found.relations[0].qualifiers)["title"].startswith("executive director")


def test_spokesperson_speaks_for_the_body(model: Model, knowledge: Knowledge) -> None:
    """Those who speak for a body hold no office in it."""
    text = "Sara Holm, a spokeswoman for the Refugee Council, praised the judges."
    found = findings_of(text, model, knowledge)
    assert facts(found, "spokespersonFor") == [("Sara Holm", "Refugee Council")]
    assert facts(found, "holdsOffice") == []


def test_title_of_one_name_is_not_its_neighbor_s(model: Model, knowledge: Knowledge) -> None:
    """In "Ruiz and Senator Holm" only Holm is a senator."""
    text = "Ana Ruiz and Senator Sara Holm met the press in Texas."
    found = findings_of(text, model, knowledge)
    assert {subject for subject, _ in facts(found, "holdsOffice")} == {"Sara Holm"}


def test_letter_behind_a_name_tells_the_party(model: Model, knowledge: Knowledge) -> None:
    """News style prints the party as a letter."""
    found = findings_of("Sen. Sara Holm (R-Texas) opposed the bill.", model, knowledge)
    assert facts(found, "memberOf") == [("Sara Holm", "org/republican-party")]


def test_section_is_part_of_its_act(model: Model, knowledge: Knowledge) -> None:
    """A section named with its act is a part of it."""
    text = "The suit rests on Section 2 of the Voting Rights Act."
    found = findings_of(text, model, knowledge)
    parts = [item for item in found.relations if item.relation == "partOf"]
    known = {item.id: item.known for item in found.mentions}
    assert [known[item.subject] for item in parts] == ["law/voting-rights-act/section-2"]


def test_dateline_is_no_agent(model: Model, knowledge: Knowledge) -> None:
    """The place of a dateline did not do what the sentence tells."""
    text = "LYON, France - The Supreme Court on Monday ordered Hungary to pay."
    found = findings_of(text, model, knowledge)
    agents = {subject for subject, _ in facts(found, "ordered")}
    assert agents
    assert all("Court" in agent for agent in agents)


def test_claim_within_speech_names_its_speaker(model: Model, knowledge: Knowledge) -> None:
    """What somebody says a law violates is their word."""
    text = "“The Texas Heartbeat Act violates the First Amendment,” said Sara Holm, a lawyer."
    found = findings_of(text, model, knowledge)
    claims = [item for item in found.relations if item.relation == "violates"]
    assert claims
    assert all(item.asserted_by is not None for item in claims)


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Sen. Ruiz, the sponsor, said the act protects wells.", "Sen."),
        ("Sen. Ana Ruiz spoke. State Sen. Sara Holm left the U.S. Senate race.", "Sen."),
        ("Sen. Ana Ruiz spoke in Congress on Monday.", "org/us-senate"),
        ("U.S. Sen. Ana Ruiz spoke on Monday.", "org/us-senate"),
    ],
)
def test_bare_title_is_of_no_body_the_text_does_not_name(
    model: Model, knowledge: Knowledge, text: str, held: str
) -> None:
    """A state's senator became one of the United States."""
    found = findings_of(text, model, knowledge)
    assert facts(found, "holdsOffice")[0][1] == held


def test_judge_holds_the_office_and_not_the_country(model: Model, knowledge: Knowledge) -> None:
    text = "U.S. District Judge Lena Holm denied a stay."
    found = findings_of(text, model, knowledge)
    assert ("Lena Holm", "place/united-states") not in facts(found, "holdsOffice")
    assert ("Lena Holm", "United States") not in facts(found, "holdsOffice")
    assert "District Judge" in dict(found.relations[0].qualifiers)["title"]


def spoken(found: Findings) -> list[tuple[str, str | None]]:
    """Return (words, who said them) of what somebody says."""
    said = [item for item in found.statements if item.speaker_text is not None]
    return [(item.evidence.quote, item.speaker_text) for item in said]


def test_what_a_court_denies_is_not_said(model: Model, knowledge: Knowledge) -> None:
    """ "Denied a stay" and "cited a case" became statements."""
    text = "Judge Lena Holm denied a request for a stay. The court cited Hughes v. Oklahoma."
    assert spoken(findings_of(text, model, knowledge)) == []
    text = "The mayor denied that the law is unfair."
    assert spoken(findings_of(text, model, knowledge)) == [("the law is unfair", "The mayor")]


@pytest.mark.parametrize(
    ("who", "when"),
    [("A federal judge", "on Thursday"), ("An appeals court", "late Monday")],
)
def test_when_it_was_said_is_no_part_of_the_name(
    model: Model, knowledge: Knowledge, who: str, when: str
) -> None:
    found = findings_of(f"{who} {when} said that the law is invalid.", model, knowledge)
    assert spoken(found) == [("the law is invalid", who)]
