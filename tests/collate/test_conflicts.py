"""Conflicts: what cannot be true at once, and what is hard to square, with both sides."""

from dataclasses import replace

import pytest
from collate_made import Made, collated, speech

from kg.collation import Collation, Conflict
from kg.model import Value


def kinds(collation: Collation) -> list[str]:
    """Return the kinds of all conflicts."""
    return sorted(conflict.kind for conflict in collation.conflicts)


def only(collation: Collation) -> Conflict:
    """Return the one conflict that there is."""
    (conflict,) = collation.conflicts
    return conflict


def office(
    source: str, place: str, name: str, *, title: str = "President", person: str = "Ann Roe"
) -> Made:
    """Return an article that gives a person an office of a place."""
    made = Made(f"{name}'s {title} {person} spoke, says {source}.\n", source=source)
    who = made.name(person, f"person/{person.lower().replace(' ', '-')}")
    where = made.name(name, place, cls="Country")
    made.fact(f"{name}'s {title} {person}", who, "holdsOffice", where, title=title)
    return made


def test_president_of_two_countries_is_a_conflict() -> None:
    """Both sides have their evidence, and nobody has settled it."""
    conflict = only(
        collated(office("a", "place/france", "France"), office("b", "place/spain", "Spain"))
    )
    assert conflict.kind == "IncompatibleOffices"
    assert [len(side.evidence) for side in conflict.sides] == [1, 1]
    assert "France" in conflict.reason
    assert conflict.settled_by is None


def test_office_that_one_article_has_against_three_is_disputed() -> None:
    """The fact stays, but is no longer asserted."""
    made = [office(name, "place/france", "France") for name in "abc"]
    collation = collated(*made, office("d", "place/spain", "Spain"))
    statuses = {fact.object: fact.statuses for fact in collation.facts}
    assert statuses == {"place/france": ("asserted",), "place/spain": ("disputed",)}


def test_one_against_one_disputes_nothing() -> None:
    """Without a majority both sides stand."""
    collation = collated(office("a", "place/france", "France"), office("b", "place/spain", "Spain"))
    assert all(fact.is_asserted for fact in collation.facts)


def test_copies_make_no_majority() -> None:
    """Three articles of one newsroom weigh as one."""
    made = [office(name, "place/france", "France") for name in "abc"]
    for item in made:
        item.article = replace(item.article, publisher="The Herald")
    collation = collated(*made, office("d", "place/spain", "Spain"))
    assert all(fact.is_asserted for fact in collation.facts)


def test_secretary_of_a_department_and_of_its_country_is_one_office() -> None:
    """An institution counts as its country."""
    one = office("a", "place/united-states", "America", title="Secretary of State")
    two = office("b", "org/us-state-department", "Department", title="Secretary of State")
    assert collated(one, two).conflicts == ()


def test_office_of_a_country_is_put_with_that_of_its_department() -> None:
    """ "U.S. Secretary of State" and "head of the department" are one fact of two articles."""
    one = office("a", "place/united-states", "America", title="Secretary of State")
    two = office("b", "org/us-state-department", "Department", title="Secretary of State")
    (fact,) = collated(one, two).facts
    assert (fact.object, len(fact.articles)) == ("org/us-state-department", 2)
    other = office("c", "org/us-state-department", "Department", title="Spokesperson")
    assert len(collated(one, other).facts) == 2


def test_two_presidents_of_one_country_are_a_conflict() -> None:
    """An office that one person holds has two holders."""
    one = office("a", "place/france", "France")
    two = office("b", "place/france", "France", person="Bo Lind")
    assert kinds(collated(one, two)) == ["IncompatibleOffices"]


def test_former_president_is_no_rival() -> None:
    """Who held the office before contradicts nobody."""
    one = office("a", "place/france", "France")
    two = office("b", "place/france", "The former France", person="Bo Lind")
    assert collated(one, two).conflicts == ()


def valued(source: str, relation: str, value: Value, *, around: str = "") -> Made:
    """Return an article that gives a prison a value."""
    text = f"Grey Rock {around} {value.text}"
    made = Made(f"{text}, says {source}.\n", source=source)
    rock = made.name("Grey Rock", "prison/grey-rock", cls="Prison")
    made.fact(text, rock, relation, value)
    return made


YEAR, OTHER_YEAR = Value("2023", "2023", "date"), Value("2022", "2022", "date")
MONTH = Value("May 2023", "2023-05", "date")
MANY, FEW = Value("40,000", 40000, "person"), Value("12,000", 12000, "person")
ABOUT_MANY, A_CELL = Value("39,800", 39800, "person"), Value("80 a cell", 80, "person")


@pytest.mark.parametrize(
    ("relation", "left", "right", "kind"),
    [
        ("openedOn", YEAR, OTHER_YEAR, "IncompatibleDates"),
        ("openedOn", YEAR, MONTH, None),
        ("hasCapacity", MANY, FEW, "IncompatibleAmounts"),
        ("hasCapacity", MANY, ABOUT_MANY, None),
        ("hasCapacity", MANY, A_CELL, None),
        ("hasTerm", Value("a fee"), Value("two years"), None),
    ],
)
def test_values_conflict_beyond_rounding_and_precision(
    relation: str, left: Value, right: Value, kind: str | None
) -> None:
    """A year and a day in it agree, and so do round numbers and exact ones."""
    found = kinds(collated(valued("a", relation, left), valued("b", relation, right)))
    assert found == ([kind] if kind else [])


def test_asserted_and_denied() -> None:
    """One article says that they met, another that they did not."""

    def met(source: str, *, negated: bool) -> Made:
        made = Made(f"Ann met Bob, {source}.\n", source=source)
        ann, bob = made.name("Ann", "person/ann"), made.name("Bob", "person/bob")
        made.fact("Ann met Bob", ann, "metWith", bob, negated=negated)
        return made

    assert kinds(collated(met("a", negated=False), met("b", negated=True))) == ["AssertedAndDenied"]
    assert collated(met("a", negated=True), met("b", negated=True)).conflicts == ()


def test_country_against_reference_knowledge_is_disputed() -> None:
    """What is known beforehand beats a single article."""
    made = Made("Paris lies in Spain.\n")
    paris = made.name("Paris", "place/france", cls="Country")
    spain = made.name("Spain", "place/spain", cls="Country")
    made.fact("Paris lies in Spain", paris, "locatedIn", spain)
    collation = collated(made)
    assert only(collation).kind == "AgainstReference"
    assert [fact.statuses for fact in collation.facts] == [("disputed",)]


def test_same_words_of_two_speakers() -> None:
    """Each speaker is a side."""
    one = speech("a", "Sending prisoners abroad would raise grave concerns.", speaker="Ann")
    two = speech("b", "If prisoners are sent abroad, it will cause grave concerns.", speaker="Bob")
    conflict = only(collated(one, two))
    assert conflict.kind == "AttributionConflict"
    assert [side.value for side in conflict.sides] == ["Ann", "Bob"]


def test_differing_quotation_of_one_speech() -> None:
    """Quoted words differ; the same words, or a paraphrase beside a quotation, do not conflict."""
    quote = "The mayor broke the old ordinance twice in one year."
    other = "The mayor has broken the ordinance twice in a single year."
    assert kinds(collated(speech("a", quote), speech("b", other))) == ["WordingDifference"]
    assert collated(speech("a", quote), speech("b", quote)).conflicts == ()
    assert collated(speech("a", quote), speech("b", other, kind="indirect")).conflicts == ()


def test_speaker_who_is_sure_and_unsure() -> None:
    """The same person calls it lawful and makes it depend on the law."""
    one = speech("a", "All of it is in line with our laws.", modality="asserts_lawful")
    two = speech("b", "If we get the legal right, we go ahead.", modality="states_condition")
    assert kinds(collated(one, two)) == ["StrengthDifference"]


def test_flat_and_hedged_claims_on_one_issue() -> None:
    """ "Unlawful" and "could be challenged" are not the same claim."""

    def claim(source: str, quote: str, modality: str, plan: str) -> Made:
        made = Made(f"{source}: The plan is out.\n{quote}\n", source=source)
        target = made.name("The plan", plan, cls="Proposal")
        speaker = made.name(source, f"person/{source}")
        issues = ("issue/gun-rights",)
        made.says(quote, speaker, modality=modality, issues=issues, target=target)
        return made

    flat = claim("ann", "It is unlawful.", "asserts_unlawful", "proposal/x")
    hedged = claim("bob", "It could be challenged.", "questions_legality", "proposal/x")
    elsewhere = claim("cid", "It could be challenged.", "questions_legality", "proposal/y")
    conflict = only(collated(flat, hedged))
    assert (conflict.kind, conflict.about) == ("StrengthDifference", ("issue/gun-rights",))
    assert collated(flat, elsewhere).conflicts == ()


def test_different_legal_grounds_of_one_issue() -> None:
    """Articles that share no provision rest the question on different ground."""

    def grounded(source: str, law: str) -> Made:
        made = Made(f"{source}: {law} forbids it.\n", source=source)
        provision = made.name(law, f"law/{law.lower()}", cls="Statute")
        plan = made.name("it.", "proposal/x", cls="Proposal")
        made.says(
            f"{law} forbids it.",
            None,
            kind="narrated",
            modality="states_rule",
            provisions=(provision,),
            issues=("issue/x",),
            target=plan,
        )
        return made

    assert kinds(collated(grounded("a", "Alpha"), grounded("b", "Beta"))) == ["ScopeDifference"]
    assert collated(grounded("a", "Alpha"), grounded("b", "Alpha")).conflicts == ()


def test_denied_plan_that_is_considered() -> None:
    """ "No plans" and "is considering" do not fit."""
    one = speech("a", "There were no plans to ship prisoners of the county abroad.")
    two = speech("b", "It is considering to ship county prisoners abroad.", speaker="Bob")
    assert kinds(collated(one, two)) == ["AssertedAndDenied"]


def test_overcrowded_prison_with_room() -> None:
    """Words and numbers do not fit; a full prison may be crowded."""

    def crowded(population: int) -> Collation:
        said = valued("a", "confinementCondition", Value("overcrowding"), around="has")
        room = valued("b", "hasCapacity", Value("400", 400, "person"), around="can hold")
        held = valued(
            "c", "hasPopulation", Value(str(population), population, "person"), around="held"
        )
        return collated(said, room, held)

    assert kinds(crowded(150)) == ["Tension"]
    assert crowded(420).conflicts == ()


def test_limited_offer_that_covers_others() -> None:
    """ "Only convicts" and "deportees" do not fit."""
    made = Made("The plan takes only convicts.\nThe plan covers deportees.\n")
    plan = made.name("The plan", "proposal/plan", cls="Proposal")
    group = made.name("deportees", "group/deportees", cls="Group")
    made.fact("only convicts", plan, "hasTerm", Value("only convicts"))
    made.fact("covers deportees", plan, "coversGroup", group)
    assert kinds(collated(made)) == ["ScopeDifference"]


def test_offer_that_is_called_settled() -> None:
    """The proposer has agreed in one sentence and offers in another."""
    made = Made("Ann offered it.\nAnn has agreed to take them.\nThe plan stands.\n")
    ann = made.name("Ann", "person/ann")
    made.name("Ann", "person/ann", nth=2)
    plan = made.name("The plan", "proposal/plan", cls="Proposal")
    made.fact("Ann offered it", ann, "proposed", plan)
    assert kinds(collated(made)) == ["Tension"]
