"""Which mentions are one entity: within an article, across articles, and when not."""

import random

import pytest
from factories import make_article, make_mention

from kg.knowledge import load_knowledge
from kg.model import Findings, Mention, Resolution
from kg.resolve import resolve


def findings_of(
    text: str, *mentions: tuple[str, dict[str, object]]
) -> tuple[Findings, list[Mention]]:
    """Return the findings of one article; a mention is given by its words and fields."""
    article = make_article(text, source=f"{text[:20]}.txt")
    made: list[Mention] = []
    seen: dict[str, int] = {}
    for quote, fields in mentions:
        seen[quote] = seen.get(quote, 0) + 1
        made.append(make_mention(article, quote, nth=seen[quote], **fields))  # type: ignore[arg-type]
    return Findings(article, ((0, len(text)),), tuple(made), (), ()), made


def people(text: str, *names: str | tuple[str, str]) -> Findings:
    """Return findings of people; a pair is the words and a role."""
    items = [
        (name, {}) if isinstance(name, str) else (name[0], {"roles": (name[1],)}) for name in names
    ]
    return findings_of(text, *items)[0]  # type: ignore[arg-type]


def entities_by_quote(resolution: Resolution, *articles: Findings) -> dict[str, str | None]:
    """Return the entity of every quote; None where it stayed open."""
    links = resolution.links
    return {
        mention.evidence.quote: links[mention.id].entity if mention.id in links else None
        for found in articles
        for mention in found.mentions
    }


def meant(*articles: Findings) -> dict[str, str | None]:
    """Return the entity of every quote under the rules alone."""
    return entities_by_quote(resolve(articles, knowledge=load_knowledge()), *articles)


def test_surname_means_the_full_name_of_its_article() -> None:
    found = meant(people("Ana Ruiz came. Ruiz spoke.", "Ana Ruiz", "Ruiz"))
    assert found == {"Ana Ruiz": "person/ana-ruiz", "Ruiz": "person/ana-ruiz"}


def test_surname_of_two_people_stays_open() -> None:
    found = meant(people("Ana Ruiz met Leo Ruiz. Ruiz spoke.", "Ana Ruiz", "Leo Ruiz", "Ruiz"))
    assert found["Ruiz"] is None


def test_title_tells_two_people_of_one_surname_apart() -> None:
    president: dict[str, object] = {"roles": ("President",)}
    found, made = findings_of(
        "President Ana Ruiz met Leo Ruiz. President Ruiz spoke.",
        ("Ana Ruiz", president),
        ("Leo Ruiz", {"roles": ("lawyer",)}),
        ("President Ruiz", {"name": "Ruiz", **president}),
    )
    links = resolve([found], knowledge=load_knowledge()).links
    assert links[made[2].id].entity == links[made[0].id].entity


def test_surname_in_another_article_needs_common_ground() -> None:
    first, _ = findings_of(
        "Ana Ruiz met the BQS.",
        ("Ana Ruiz", {}),
        ("BQS", {"type": "Institution"}),
    )
    near, _ = findings_of("Ruiz left the BQS.", ("Ruiz", {}), ("BQS", {"type": "Institution"}))
    far = people("Ruiz won the cup.", "Ruiz")
    assert meant(first, near)["Ruiz"] == "person/ana-ruiz"
    assert meant(first, far)["Ruiz"] == "person/ruiz"


def test_full_names_with_other_given_names_are_one() -> None:
    found = meant(
        people("Kim Ana Ruiz Gomez won.", "Kim Ana Ruiz Gomez"),
        people("Kim Ruiz Gomez lost.", "Kim Ruiz Gomez"),
    )
    assert len(set(found.values())) == 1


def test_equal_names_with_other_offices_and_surroundings_are_two() -> None:
    found = resolve(
        [
            people("Judge Ana Ruiz ruled.", ("Ana Ruiz", "judge")),
            people("Striker Ana Ruiz scored.", ("Ana Ruiz", "striker")),
        ],
        knowledge=load_knowledge(),
    )
    ids = sorted(entity.id for entity in found.entities)
    assert len(ids) == 2
    assert ids[0] == "person/ana-ruiz"
    assert ids[1].startswith("person/ana-ruiz-")


@pytest.mark.parametrize(
    ("full", "garbled"),
    [("Lea Hollander", "Hollender"), ("Lea Hollander", "Hallender"), ("Ana Bukova", "Bukowa")],
)
def test_misspelt_surname_means_the_only_name_like_it(full: str, garbled: str) -> None:
    found = meant(people(f"{full} came. Later {garbled} spoke.", full, garbled))
    assert found[garbled] == found[full]


@pytest.mark.parametrize(
    ("full", "other"),
    [
        ("Ana Harrison", "Harris"),
        ("Leo Mueller", "Miller"),
        ("Ana Clarke", "Clark"),
        ("Ana Ruiz", "Rufo"),
    ],
)
def test_another_surname_is_another_person(full: str, other: str) -> None:
    found = meant(people(f"{full} came. Later {other} spoke.", full, other))
    assert found[other] != found[full]


def test_misspelt_name_with_the_same_title_means_the_office_holder() -> None:
    president: dict[str, object] = {"roles": ("President",)}
    found, made = findings_of(
        "President Ana Mokele met Leo Mokeley. President Mockley spoke.",
        ("Ana Mokele", president),
        ("Leo Mokeley", {"roles": ("lawyer",)}),
        ("President Mockley", {"name": "Mockley", **president}),
    )
    links = resolve([found], knowledge=load_knowledge()).links
    assert links[made[2].id].entity == links[made[0].id].entity


def test_double_surname_means_its_bearer() -> None:
    found = meant(
        people("Ana Maria Ruiz Gomez came. Ruiz Gomez spoke.", "Ana Maria Ruiz Gomez", "Ruiz Gomez")
    )
    assert len(set(found.values())) == 1


def test_reference_id_joins_articles() -> None:
    fields: dict[str, object] = {"type": "Institution", "known": "org/aclu"}
    first, _ = findings_of("The ACLU sued.", ("ACLU", fields))
    second, _ = findings_of("The Union won.", ("Union", fields))
    assert meant(first, second) == {"ACLU": "org/aclu", "Union": "org/aclu"}


def test_acronym_explained_in_one_article_holds_in_another() -> None:
    article = make_article("The Board of Quiet Streets (BQS) met.")
    full = make_mention(article, "Board of Quiet Streets", type="Institution")
    short = make_mention(article, "BQS", type="Institution", antecedent=full)
    first = Findings(article, ((0, len(article.text)),), (full, short), (), ())
    second, _ = findings_of("The BQS agreed.", ("BQS", {"type": "Institution"}))
    assert meant(first, second)["BQS"] == "org/board-of-quiet-streets"


def test_law_without_its_year_is_the_one_with_it() -> None:
    fields: dict[str, object] = {"type": "LegalProvision", "cls": "Statute"}
    first, _ = findings_of("The Quiet Act 1998 holds.", ("Quiet Act 1998", fields))
    second, _ = findings_of("The Quiet Act fell.", ("Quiet Act", fields))
    assert len(set(meant(first, second).values())) == 1


def test_description_means_its_antecedent() -> None:
    article = make_article("Ana Ruiz came. The judge spoke.")
    full = make_mention(article, "Ana Ruiz")
    judge = make_mention(article, "The judge", form="description", antecedent=full)
    found = Findings(article, ((0, len(article.text)),), (full, judge), (), ())
    assert meant(found)["The judge"] == "person/ana-ruiz"


def test_every_link_has_a_rule_and_a_reason() -> None:
    resolution = resolve(
        [people("Ana Ruiz came. Ruiz spoke.", "Ana Ruiz", "Ruiz")], knowledge=load_knowledge()
    )
    assert all(link.rule and link.reason for link in resolution.links.values())
    assert len(resolution.links) == 2


def test_outcome_does_not_depend_on_the_order_of_articles() -> None:
    articles = [
        people("Ana Ruiz came. Ruiz spoke.", "Ana Ruiz", "Ruiz"),
        people("Leo Ruiz left. Ruiz wept.", "Leo Ruiz", "Ruiz"),
        people("Anna Ruiz came.", "Anna Ruiz"),
        people("Ruiz is back.", "Ruiz"),
        people("Lea Hollander came. Hollender spoke.", "Lea Hollander", "Hollender"),
    ]
    plain = resolve(articles, knowledge=load_knowledge())
    for seed in range(5):
        mixed = random.Random(seed).sample(articles, len(articles))
        again = resolve(mixed, knowledge=load_knowledge())
        assert (again.entities, dict(again.links)) == (plain.entities, dict(plain.links))


def test_many_people_are_resolved_in_nearly_linear_time() -> None:
    """Two thousand people; comparing all pairs would be two million comparisons."""
    names = [f"Name{chr(97 + i % 26)} Sur{i // 26:03d}{chr(97 + i % 7)}" for i in range(2000)]
    text = ". ".join(names)
    resolution = resolve([people(text, *names)], knowledge=load_knowledge())
    assert len(resolution.links) == 2000
