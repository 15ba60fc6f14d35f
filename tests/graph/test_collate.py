"""Collation: equal relations of several articles are one fact with all their evidence."""

import itertools
from decimal import Decimal

import pytest
from factories import make_article, make_findings, make_mention, make_relation
from graph_sample import first, link, second, world

from kg.collate import collate
from kg.collate.values import key_of, number_of
from kg.errors import VocabularyError
from kg.model import EntityId, Findings, Link, MentionId, Relation, Resolution, Value


def fact_of(relation: str, **options: object) -> tuple[Findings, Resolution]:
    """Return one article that says one thing of Ann and Bob."""
    article = make_article("Cy says Ann met Bob.")
    ann, bob = make_mention(article, "Ann"), make_mention(article, "Bob")
    made = make_relation(article, "Ann met Bob", ann, relation, bob, **options)  # type: ignore[arg-type]
    found = make_findings(article, mentions=(ann, bob), relations=(made,))
    return found, Resolution((), link((ann, "person/ann"), (bob, "person/bob")))


def test_same_fact_of_two_articles_is_one() -> None:
    """Both sentences are kept as its evidence."""
    findings, resolution = world()
    facts = [fact for fact in collate(findings, resolution).facts if fact.relation == "hasCapacity"]
    assert len(facts) == 1
    assert len(facts[0].articles) == 2
    assert [evidence.quote for evidence in facts[0].evidence] == [
        evidence.quote
        for evidence in sorted(facts[0].evidence, key=lambda item: (item.article, item.start))
    ]


def test_symmetric_relation_is_the_same_from_both_sides() -> None:
    """The first article has it one way round, the second the other."""
    findings, resolution = world()
    facts = [fact for fact in collate(findings, resolution).facts if fact.relation == "metWith"]
    assert [(fact.subject, fact.object) for fact in facts] == [
        ("person/ana-ruiz", "person/bo-lind")
    ]
    assert len(facts[0].articles) == 2


def test_order_of_articles_and_relations_does_not_matter() -> None:
    """Every order gives the same collation."""
    findings, resolution = world()
    expected = collate(findings, resolution)
    for some in itertools.permutations(findings):
        turned = [
            Findings(
                item.article,
                item.sentences,
                item.mentions,
                item.statements,
                tuple(reversed(item.relations)),
            )
            for item in some
        ]
        assert collate(turned, resolution) == expected


@pytest.mark.parametrize(
    ("options", "statuses"),
    [
        ({}, ("asserted",)),
        ({"negated": True}, ("negated",)),
        ({"hypothetical": True}, ("hypothetical",)),
        ({"negated": True, "hypothetical": True}, ("hypothetical", "negated")),
    ],
)
def test_status_follows_from_the_relation(
    options: dict[str, object], statuses: tuple[str, ...]
) -> None:
    """Only what is neither denied nor imagined nor claimed is asserted."""
    found, resolution = fact_of("metWith", **options)
    (fact,) = collate([found], resolution).facts
    assert fact.statuses == statuses
    assert fact.is_asserted == (statuses == ("asserted",))


def test_claim_of_somebody_unknown_stays_a_claim() -> None:
    """A claimant who is linked to nobody is kept in words."""
    article = make_article("Critics say Ann met Bob.")
    ann, bob = make_mention(article, "Ann"), make_mention(article, "Bob")
    critics = make_mention(article, "Critics", type="Group")
    made = make_relation(article, "Ann met Bob", ann, "metWith", bob, asserted_by=critics)
    found = make_findings(article, mentions=(ann, bob, critics), relations=(made,))
    resolution = Resolution((), link((ann, "person/ann"), (bob, "person/bob")))
    (fact,) = collate([found], resolution).facts
    assert fact.statuses == ("claimed",)
    assert (fact.asserted_by, fact.asserted_by_text) == (None, "Critics")


def test_claims_of_two_parties_are_two_facts() -> None:
    """Or else one could not tell which sentence has whose claim."""
    article = make_article("Cy says Ann met Bob. Di says Ann met Bob.")
    ann, bob = make_mention(article, "Ann"), make_mention(article, "Bob")
    relations = []
    links = link((ann, "person/ann"), (bob, "person/bob"))
    for name in ("Cy", "Di"):
        claimant = make_mention(article, name)
        links |= link((claimant, f"person/{name.lower()}"))
        made = make_relation(article, "Ann met Bob", ann, "metWith", bob, asserted_by=claimant)
        relations.append(made)
    found = make_findings(article, mentions=(ann, bob), relations=tuple(relations))
    facts = collate([found], Resolution((), links)).facts
    assert {fact.asserted_by for fact in facts} == {"person/cy", "person/di"}


def test_known_object_needs_no_mention() -> None:
    """A rule may give a reference entity that the text does not name."""
    article = make_article("Secretary Ann spoke.")
    ann = make_mention(article, "Ann")
    made = make_relation(article, "Secretary Ann", ann, "holdsOffice", Value("Secretary"))
    given = Relation(
        id=made.id,
        evidence=made.evidence,
        subject=made.subject,
        relation=made.relation,
        object=None,
        value=None,
        rule=made.rule,
        object_known=EntityId("org/us-state-department"),
    )
    found = make_findings(article, mentions=(ann,), relations=(given,))
    (fact,) = collate([found], Resolution((), link((ann, "person/ann")))).facts
    assert fact.object == "org/us-state-department"


@pytest.mark.parametrize("missing", ["subject", "object", "different"])
def test_relation_without_two_entities_is_left_out_with_a_reason(missing: str) -> None:
    """Nothing is lost silently."""
    found, resolution = fact_of("metWith")
    relation = found.relations[0]
    links: dict[MentionId, Link] = dict(resolution.links)
    if missing == "subject":
        del links[relation.subject]
    elif missing == "object":
        del links[MentionId(str(relation.object))]
    else:
        links[relation.subject] = Link(EntityId("person/bob"), "test", "same")
    collation = collate([found], Resolution((), links))
    assert collation.facts == ()
    assert [item.relation for item in collation.left_out] == [relation.id]
    assert {"different": "same"}.get(missing, missing) in collation.left_out[0].reason


def test_unknown_relation_is_refused() -> None:
    """A relation that the ontology lacks never enters the graph."""
    found, resolution = fact_of("befriended")
    with pytest.raises(VocabularyError, match="befriended"):
        collate([found], resolution)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (Value("40,000 inmates", 40000, "person"), Value("40 000 people", "40,000", "person")),
        (Value("40,000", 40000.0, "person"), Value("forty thousand", 40000, "Person")),
        (Value("$1.50", "1.50", "USD"), Value("$1.5", 1.5, "USD")),
        (Value("Feb. 3", "2025-02-03", "date"), Value("2025-02-03")),
        (Value("in 2022", 2022, "year"), Value("2022", "2022", "date")),
        (Value("“Maximum  security.”"), Value("maximum security")),
        (Value("none", 0, "person"), Value("zero", "0.00", "person")),
    ],
)
def test_equal_values_have_one_key(left: Value, right: Value) -> None:
    """Wording, thousands separators, idle zeros and quotation marks do not count."""
    assert key_of(left) == key_of(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (Value("40,000", 40000, "person"), Value("40,000", 40000, "USD")),
        (Value("40,000", 40000, "person"), Value("40,500", 40500, "person")),
        (Value("2025-02", "2025-02", "date"), Value("2025-02-03", "2025-02-03", "date")),
        (Value("2022", 2022, "person"), Value("2022", 2022, "year")),
        (Value("a fee"), Value("no fee")),
    ],
)
def test_different_values_have_two_keys(left: Value, right: Value) -> None:
    """Units, amounts and precision count."""
    assert key_of(left) != key_of(right)


@pytest.mark.parametrize("amount", ["many", "NaN", "Infinity", "1e999999999", "", "--1"])
def test_amount_that_is_no_number_is_words(amount: str) -> None:
    """Neither an error nor a gigabyte of zeros."""
    assert number_of(amount) is None
    assert key_of(Value("x", amount, "person"))[0] == "words"


def test_number_is_exact() -> None:
    """Decimal fractions stay what the article has."""
    assert number_of("1,234.50") == Decimal("1234.5")


def test_value_has_the_wording_of_most_articles() -> None:
    """Of equally frequent ones the shortest."""
    findings, resolution = world()
    fact = next(item for item in collate(findings, resolution).facts if item.value is not None)
    assert fact.value is not None
    assert fact.value.text == "40,000 people"


def test_no_findings_give_no_facts() -> None:
    """An empty corpus is not an error."""
    assert collate([], Resolution((), {})).facts == ()


def test_each_article_alone_gives_its_own_facts() -> None:
    """The number of facts together is smaller than the sum, for two are shared."""
    findings, resolution = world()
    alone = [len(collate([found], resolution).facts) for found in (first()[0], second()[0])]
    assert alone == [4, 2]
    assert len(collate(findings, resolution).facts) == 4
