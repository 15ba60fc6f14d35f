"""Judgements replayed: mentions, statements, facts and conflicts as a person has them."""

import pytest
from collate_made import Made, resolution_of
from test_records import decision

from kg.collate import collate
from kg.collation import Collation, Fact
from kg.judge import Decision, revise_findings
from kg.model import Findings, Resolution


@pytest.fixture
def made() -> Made:
    """Return an article in which Ann met Bob and said something."""
    article = Made("Ann met Bob in May.\nCid stood by.\n“It is lawful,” Ann said.\n")
    ann, bob = article.name("Ann", "person/ann"), article.name("Bob", "person/bob")
    article.name("Cid", "person/cid")
    article.fact("Ann met Bob", ann, "metWith", bob)
    article.says("“It is lawful,”", ann, modality="asserts_lawful")
    return article


def revised(made: Made, *decisions: Decision) -> tuple[Findings, Resolution, frozenset[str]]:
    """Return the article after some decisions."""
    findings, resolution, applied = revise_findings([made.found()], resolution_of(made), decisions)
    return findings[0], resolution, applied


def collated(made: Made, *decisions: Decision) -> Collation:
    """Return the collation of the article after some decisions."""
    return collate([made.found()], resolution_of(made), None, decisions)


def only(collation: Collation) -> Fact:
    """Return the one fact that there is."""
    (fact,) = collation.facts
    return fact


def test_rejected_statement_goes(made: Made) -> None:
    """The words stay in the article, and nobody is said to have said them."""
    item = decision("reject", target=made.statements[0].id)
    found, _, applied = revised(made, item)
    assert found.statements == ()
    assert applied == {item.id}


def test_speaker_is_corrected(made: Made) -> None:
    """The nearest mention of the right speaker takes the place."""
    target = made.statements[0].id
    found, resolution, _ = revised(
        made, decision("correct", target=target, field="speaker", value="person/cid")
    )
    speaker = found.statements[0].speaker
    assert speaker is not None
    assert resolution.links[speaker].entity == "person/cid"
    assert found.statements[0].speaker_text == "Cid"


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("modality", "none", None),
        ("modality", "states_rule", "states_rule"),
        ("stance", "supports", "supports"),
    ],
)
def test_stance_and_modality_are_corrected(
    made: Made, field: str, value: str, expected: str | None
) -> None:
    """ "none" takes the value away."""
    item = decision("correct", target=made.statements[0].id, field=field, value=value)
    found, _, applied = revised(made, item)
    assert getattr(found.statements[0], field) == expected
    assert applied == {item.id}


@pytest.mark.parametrize(
    ("field", "value"),
    [("speaker", "person/nobody"), ("stance", "furious"), ("color", "red")],
)
def test_correction_that_cannot_be_is_not_applied(made: Made, field: str, value: str) -> None:
    """It is left over, so that the build reports it."""
    item = decision("correct", target=made.statements[0].id, field=field, value=value)
    found, _, applied = revised(made, item)
    assert found == made.found()
    assert applied == frozenset()


def test_link_is_rejected_and_corrected(made: Made) -> None:
    """An entity that nothing means any more is gone."""
    first, last = made.mentions[0].id, made.mentions[1].id
    _, resolution, applied = revised(
        made,
        decision("reject", target=first),
        decision("correct", target=last, field="entity", value="person/cid"),
    )
    assert first not in resolution.links
    assert resolution.links[last].entity == "person/cid"
    assert [entity.id for entity in resolution.entities] == ["person/cid"]
    assert len(applied) == 2


def test_rejected_fact_is_not_asserted(made: Made) -> None:
    """It keeps its evidence."""
    target = only(collated(made)).id
    fact = only(collated(made, decision("reject", target=target)))
    assert fact.statuses == ("rejected",)
    assert len(fact.evidence) == 1


def test_accepted_claim_is_asserted(made: Made) -> None:
    """A person vouches for it."""
    made.relations.clear()
    ann, bob, cid = made.mentions
    made.fact("Ann met Bob", ann, "metWith", bob, asserted_by=cid)
    target = only(collated(made)).id
    collation = collated(made, decision("accept", target=target))
    assert only(collation).is_asserted
    assert len(collation.judged) == 1


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("object", "person/cid", ("person/ann", "metWith", "person/cid")),
        ("subject", "person/cid", ("person/cid", "metWith", "person/bob")),
        ("relation", "sued", ("person/ann", "sued", "person/bob")),
    ],
)
def test_fact_is_corrected(
    made: Made, field: str, value: str, expected: tuple[str, str, str]
) -> None:
    """The corrected fact has the evidence of the old one, and tells that a person made it."""
    before = only(collated(made))
    after = only(collated(made, decision("correct", target=before.id, field=field, value=value)))
    assert (after.subject, after.relation, after.object) == expected
    assert after.evidence == before.evidence
    assert after.id != before.id
    assert "judgement" in after.rules


def test_fact_is_added_with_its_evidence(made: Made) -> None:
    """The words must be in the article, and the entities must be known."""
    article = made.article.id
    parts = {"article": article, "subject": "person/cid", "relation": "metWith"}
    good = decision("add", **parts, object="person/ann", quote="Cid stood by")
    unquoted = decision("add", **parts, object="person/ann", quote="Cid sat")
    unknown = decision("add", **parts, object="person/zoe", quote="Cid stood by")
    collation = collated(made, good, unquoted, unknown)
    assert collation.judged == {good.id}
    (fact,) = (fact for fact in collation.facts if fact.subject == "person/cid")
    (evidence,) = fact.evidence
    assert (evidence.quote, evidence.sentence) == ("Cid stood by", 1)


def test_added_amount_equals_the_one_found() -> None:
    """A number with a unit is the same value however it came in."""
    made = Made("Grey Rock can hold 400 people.\n")
    made.name("Grey Rock", "prison/grey-rock", cls="Prison")
    parts = {"subject": "prison/grey-rock", "relation": "hasCapacity", "value": "400"}
    item = decision(
        "add", **parts, unit="person", article=made.article.id, quote="can hold 400 people"
    )
    assert only(collated(made, item)).value_key == ("amount", "400", "person")


def test_decision_on_one_side_settles_a_conflict(made: Made) -> None:
    """The conflict stays, and tells who decided it and why."""
    ann, bob, _ = made.mentions
    made.fact("Ann met Bob in May", ann, "metWith", bob, negated=True)
    before = collated(made)
    assert [conflict.settled_by for conflict in before.conflicts] == [None]
    denied = next(fact for fact in before.facts if "negated" in fact.statuses)
    after = collated(made, decision("reject", target=denied.id))
    words = [conflict.settled_by for conflict in after.conflicts]
    assert words == ["Ana, 2025-02-07: read it"]


def test_decision_on_what_is_gone_is_not_applied(made: Made) -> None:
    """The article changed, and with it the id."""
    item = decision("reject", target="assertion/0000000000000000")
    assert collated(made, item).judged == frozenset()
    assert revised(made, item)[2] == frozenset()
