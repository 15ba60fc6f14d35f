"""Issues, stances and legal effects in the graph: queryable by tier, and sound."""

import pytest
from factories import make_article, make_findings, make_mention, make_statement
from graph_made import ask, quads_of
from graph_sample import link
from pyoxigraph import NamedNode, Quad, Store

from kg.graph import terms
from kg.model import Entity, EntityId, Findings, Resolution
from kg.validate import validate

TEXT = (
    "“The pact breaks the Eighth Amendment,” Lind said.\n"
    "The pact is a gift, Ruiz said.\n"
    "If it is legal, do it, Cole said.\n"
    "The High Court ruled that the pact is void.\n"
)


def world() -> tuple[list[Findings], Resolution]:
    """Return one article with two sides, a condition, and a court."""
    article = make_article(TEXT, source="debate.txt", title="Debate", published="2025-02-03")
    names = {"Lind": "person/lind", "Ruiz": "person/ruiz", "Cole": "person/cole"}
    people = {name: make_mention(article, name) for name in names}
    court = make_mention(article, "The High Court", type="Institution", cls="Court")
    law = make_mention(
        article, "Eighth Amendment", type="LegalProvision", cls="ConstitutionalAmendment"
    )
    pact = make_mention(article, "The pact", type="Proposal")
    issues = ("issue/pact",)
    statements = (
        make_statement(
            article,
            "“The pact breaks the Eighth Amendment,”",
            speaker=people["Lind"],
            stance="opposes",
            target=pact,
            modality="asserts_unlawful",
            provisions=(law,),
            issues=issues,
        ),
        make_statement(
            article,
            "The pact is a gift",
            speaker=people["Ruiz"],
            stance="supports",
            target=pact,
            issues=issues,
        ),
        make_statement(
            article,
            "If it is legal, do it",
            speaker=people["Cole"],
            stance="conditional",
            target=pact,
            modality="states_condition",
            issues=issues,
        ),
        make_statement(
            article,
            "the pact is void",
            speaker=court,
            cue="ruled",
            target=pact,
            modality="asserts_unlawful",
            issues=issues,
        ),
    )
    mentions = (*people.values(), court, law, pact)
    entities = (
        *(Entity(EntityId(key), "Person", "Person", name) for name, key in names.items()),
        Entity(EntityId("org/high-court"), "Institution", "Court", "High Court"),
        Entity(
            EntityId("law/usconst/amendment-8"),
            "LegalProvision",
            "ConstitutionalAmendment",
            "Eighth Amendment",
        ),
        Entity(EntityId("proposal/pact"), "Proposal", "Proposal", "the pact"),
        Entity(EntityId("issue/pact"), "LegalIssue", "LegalIssue", "The pact"),
    )
    links = link(
        *((people[name], key) for name, key in names.items()),
        (court, "org/high-court"),
        (law, "law/usconst/amendment-8"),
        (pact, "proposal/pact"),
    )
    found = make_findings(article, mentions=mentions, statements=statements)
    return [found], Resolution(entities, links)


@pytest.fixture(scope="module")
def quads() -> list[Quad]:
    """Return the graph of the article."""
    return quads_of(*world())


def problems(quads: list[Quad]) -> set[str]:
    """Return the checks that find something."""
    texts = {found.article.id: found.article.text for found in world()[0]}
    return {problem.check for problem in validate(quads, texts).problems}


def without(quads: list[Quad], predicate: str, kind: str) -> list[Quad]:
    """Return quads without a property of all nodes of a kind ("stance/")."""
    return [
        quad
        for quad in quads
        if not (quad.predicate == terms.name(predicate) and f"/id/{kind}" in str(quad.subject))
    ]


def test_graph_conforms(quads: list[Quad]) -> None:
    assert problems(quads) == set()


def test_claim_is_in_its_tier_with_provision_act_and_speaker(quads: list[Quad]) -> None:
    assert ask(
        quads,
        """?effect a kg:LegalEffect ; kg:tier kg:ClaimTier ; kg:effect kg:Bars ;
        kg:provision <law/usconst/amendment-8> ; kg:act <proposal/pact> ;
        kg:saidBy <person/lind> ; kg:statedIn/kg:legalEffect ?effect ;
        kg:evidence/kg:exact ?words""",
    )


def test_holding_of_a_court_is_no_claim(quads: list[Quad]) -> None:
    assert ask(quads, "?effect kg:tier kg:HoldingTier ; kg:saidBy <org/high-court>")
    assert not ask(quads, "?effect kg:tier kg:ClaimTier ; kg:saidBy <org/high-court>")


def test_reference_says_what_the_provision_protects(quads: list[Quad]) -> None:
    pattern = """?effect kg:tier kg:ReferenceTier ; kg:provision <law/usconst/amendment-8> ;
        kg:act <right/no-cruel-punishment> ; kg:effect kg:Bars"""
    assert ask(quads, pattern)
    assert not ask(quads, pattern + " ; kg:inArticle ?article")


def test_provision_is_never_linked_to_an_act_directly(quads: list[Quad]) -> None:
    law, pact = terms.node("law/usconst/amendment-8"), terms.node("proposal/pact")
    assert not [quad for quad in quads if (quad.subject, quad.object) == (law, pact)]


def test_condition_has_a_position_and_no_effect(quads: list[Quad]) -> None:
    assert ask(quads, "?stance kg:holder <person/cole> ; kg:target/kg:answer 'conditional'")
    assert not ask(quads, "?effect kg:saidBy <person/cole>")


def test_issue_has_both_sides(quads: list[Quad]) -> None:
    for answer in ("unlawful", "supports"):
        assert ask(quads, f"<issue/pact> kg:position [ kg:answer '{answer}' ]")


def test_stance_towards_the_target_has_date_and_evidence(quads: list[Quad]) -> None:
    assert ask(
        quads,
        """?stance a kg:Stance ; kg:holder <person/ruiz> ; kg:target <proposal/pact> ;
        kg:polarity kg:Supports ; kg:reportedOn '2025-02-03'^^xsd:date ; kg:statedIn ?statement ;
        kg:evidence ?sentence ; kg:inArticle ?article""",
    )


def test_only_arguments_argue_and_nothing_is_two_things_of_ibis(quads: list[Quad]) -> None:
    store = Store()
    store.extend(quads)
    kinds: dict[str, set[str]] = {}
    for quad in store.quads_for_pattern(None, terms.name("rdf:type"), None):
        assert isinstance(quad.object, NamedNode)
        kinds.setdefault(str(quad.subject), set()).add(quad.object.value.rpartition("#")[2])
    for predicate in ("kg:arguesFor", "kg:arguesAgainst"):
        for quad in store.quads_for_pattern(None, terms.name(predicate), None):
            assert kinds[str(quad.subject)] == {"Argument"}
            assert kinds[str(quad.object)] == {"Position"}
    for classes in kinds.values():
        assert len(classes & {"LegalIssue", "Position", "Argument", "Stance"}) <= 1


@pytest.mark.parametrize(
    ("predicate", "kind", "check"),
    [
        ("kg:holder", "stance/", "shape/Stance"),
        ("kg:polarity", "stance/", "shape/Stance"),
        ("kg:statedIn", "stance/", "shape/Stance"),
        ("kg:tier", "effect/", "shape/LegalEffect"),
        ("kg:evidence", "effect/", "shape/LegalEffect"),
        ("kg:answer", "position/", "shape/Position"),
        ("kg:position", "issue/", "position-of-one-issue"),
        ("kg:arguesFor", "argument/", "shape/Argument"),
        ("kg:statedIn", "argument/", "shape/Argument"),
    ],
)
def test_missing_part_is_found(quads: list[Quad], predicate: str, kind: str, check: str) -> None:
    assert check in problems(without(quads, predicate, kind))


def test_agent_that_opposes_a_position_itself_is_found(quads: list[Quad]) -> None:
    position = terms.node("position/pact/unlawful")
    wrong = terms.triple(terms.node("person/lind"), "kg:arguesAgainst", position)
    assert "shape/ArguesOnly" in problems([*quads, wrong])


def test_condition_taken_for_an_assertion_is_found(quads: list[Quad]) -> None:
    condition = next(
        quad.subject
        for quad in quads
        if quad.predicate == terms.name("kg:modality")
        and quad.object == terms.name("kg:StatesCondition")
    )
    effect = next(
        quad.subject
        for quad in quads
        if quad.predicate == terms.name("kg:effect") and quad.object == terms.name("kg:Bars")
    )
    assert isinstance(condition, NamedNode)
    assert isinstance(effect, NamedNode)
    wrong = terms.triple(condition, "kg:legalEffect", effect)
    assert "condition-is-no-assertion" in problems([*quads, wrong])


def test_reference_effect_in_somebody_s_mouth_is_found(quads: list[Quad]) -> None:
    effect = next(
        quad.subject
        for quad in quads
        if quad.predicate == terms.name("kg:tier") and quad.object == terms.name("kg:ReferenceTier")
    )
    assert isinstance(effect, NamedNode)
    wrong = terms.triple(effect, "kg:saidBy", terms.node("person/lind"))
    assert "tier-fits" in problems([*quads, wrong])
