"""What a person adds to an article: things that it names, statements, issues and provisions."""

import pytest
from collate_made import Made, resolution_of
from test_records import decision

from kg.judge import Decision, revise_findings
from kg.knowledge import load_knowledge
from kg.model import Findings, Resolution

TRANSFER = "issue/transfer-of-prisoners-abroad"


@pytest.fixture
def made() -> Made:
    """Return an article in which Ann is named, a speech is held and a right stands."""
    article = Made("Ann came.\nThe Lima speech was short: it is unlawful.\nA right to counsel.\n")
    article.name("Ann", "person/ann")
    article.name("right to counsel", "right/counsel", cls="LegalProvision")
    return article


def revised(made: Made, *decisions: Decision) -> tuple[Findings, Resolution, int]:
    """Return the article after some decisions, and how many were applied."""
    findings, resolution, applied = revise_findings(
        [made.found()], resolution_of(made), decisions, load_knowledge()
    )
    return findings[0], resolution, len(applied)


def mark(made: Made, **parts: str) -> Decision:
    """Return a decision that the article names an entity."""
    given = {"quote": "The Lima speech", "entity": "event/lima-speech", "class": "Event", **parts}
    return decision("mark", article=made.article.id, **given)


def say(made: Made, **parts: str) -> Decision:
    """Return a decision that somebody says something in the article."""
    given = {"quote": "it is unlawful", "speaker": "person/ann", **parts}
    return decision("say", article=made.article.id, **given)


def test_new_thing_is_marked_in_the_text(made: Made) -> None:
    """Its mention has the words as evidence, and the link says who decided and why."""
    found, resolution, applied = revised(made, mark(made))
    (entity,) = [item for item in resolution.entities if item.id == "event/lima-speech"]
    assert (entity.type, entity.name, applied) == ("Event", "The Lima speech", 1)
    (mention,) = [item for item in found.mentions if item.rule == "judgement"]
    assert resolution.links[mention.id].reason == "Ana: read it"
    assert mention.evidence.quote == "The Lima speech"


@pytest.mark.parametrize(
    "parts",
    [{"quote": "The Rome speech"}, {"class": "Elephant"}, {"quote": " "}],
)
def test_mark_that_cannot_be_is_not_applied(made: Made, parts: dict[str, str]) -> None:
    """Words that are not there, and classes that there are not, stay with nothing."""
    if parts.get("quote") == " ":
        parts = {"quote": ". . ."}
    found, _, applied = revised(made, mark(made, **parts))
    assert (found, applied) == (made.found(), 0)


def test_known_entity_needs_no_class(made: Made) -> None:
    """What reference knowledge has is taken from there."""
    item = decision("mark", article=made.article.id, quote="Lima", entity="place/peru")
    _, resolution, applied = revised(made, item)
    assert applied == 1
    assert "place/peru" in {entity.id for entity in resolution.entities}


def test_statement_is_added(made: Made) -> None:
    """It has the speaker's nearest mention, and what the person says of it."""
    item = say(made, stance="opposes", modality="asserts_unlawful", issues=TRANSFER)
    found, resolution, applied = revised(made, item)
    (statement,) = found.statements
    assert applied == 1
    assert (statement.kind, statement.stance) == ("indirect", "opposes")
    assert (statement.modality, statement.issues) == ("asserts_unlawful", (TRANSFER,))
    assert statement.speaker is not None
    assert resolution.links[statement.speaker].entity == "person/ann"


def test_article_may_speak_itself(made: Made) -> None:
    """Then the statement is narrated and has no speaker."""
    found, _, applied = revised(made, say(made, speaker=made.article.id))
    assert applied == 1
    assert (found.statements[0].kind, found.statements[0].speaker) == ("narrated", None)


@pytest.mark.parametrize(
    "parts",
    [
        {"speaker": "person/bob"},
        {"quote": "it is lawful"},
        {"stance": "angry"},
        {"modality": "maybe"},
        {"issues": "issue/none"},
        {"target": "proposal/none"},
    ],
)
def test_statement_that_cannot_be_is_not_added(made: Made, parts: dict[str, str]) -> None:
    """The build reports the judgement instead."""
    found, _, applied = revised(made, say(made, **parts))
    assert (found.statements, applied) == ((), 0)


def test_issues_and_provisions_are_corrected(made: Made) -> None:
    """Issues are those of reference knowledge, provisions those that the article names."""
    made.says("it is unlawful", None, kind="narrated")
    target = made.statements[0].id

    def correct(field: str, value: str) -> Decision:
        return decision("correct", target=target, field=field, value=value)

    found, _, applied = revised(
        made, correct("issues", TRANSFER), correct("provisions", "right/counsel")
    )
    assert applied == 2
    assert found.statements[0].issues == (TRANSFER,)
    assert len(found.statements[0].provisions) == 1
    _, _, none = revised(made, correct("issues", "issue/x"), correct("provisions", "law/x"))
    assert none == 0
