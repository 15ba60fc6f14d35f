"""Names, titles, roles, groups and prisons, in articles without a language model."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from names_made import context_for, known_of, mentions_in, quotes_of

from kg.extract.coreference import resolve_references
from kg.extract.mentions import find_mentions

TITLES = [
    ("Secretary of State Marco Ruiz met Ana Doe.", "Marco Ruiz", "Secretary of State"),
    ("“No,” said Judge Ana Ruiz.", "Ana Ruiz", "Judge"),
    ("It was drafted by ACLU attorney Lea Gomez.", "Lea Gomez", "ACLU attorney"),
    ("State Department spokesperson Tim Bray said so.", "Tim Bray", None),
    (
        "Ana Ruiz, deputy director of the group's program, said so.",
        "Ana Ruiz",
        "deputy director of",
    ),
    ("Ana Ruiz, 34, a nurse in Lyon, said so.", "Ana Ruiz", "nurse in Lyon"),
    ("The home secretary, James Carver, said so.", "James Carver", "home secretary"),
]


@pytest.mark.parametrize(("text", "name", "role"), TITLES)
def test_person_has_name_and_role(text: str, name: str, role: str | None) -> None:
    person = next(item for item in mentions_in(text) if item.type == "Person")
    assert person.name == name
    assert role is None or any(found.startswith(role) for found in person.roles)


def test_surname_is_found_again_with_its_title() -> None:
    found = mentions_in("Ana Ruiz won. On Monday President Ruiz spoke. Then Ruiz left.")
    assert quotes_of(found, "Person") == ["Ana Ruiz", "President Ruiz", "Ruiz"]


@pytest.mark.parametrize(
    "text",
    [
        "El Salvador’s President spoke.",
        "A Salvadoran court met on Monday.",
        "The Supreme Court ruled.",
        "Monday was quiet. However, Congress met.",
        "Stone Tower stands in Manhattan.",
    ],
)
def test_no_person_is_made_of_other_names(text: str) -> None:
    assert quotes_of(mentions_in(text), "Person") == []


def test_model_person_that_is_a_country_is_no_person() -> None:
    found = mentions_in(
        "El Salvador’s President Ana Ruiz spoke.",
        names=[("El Salvador’s President Ana Ruiz", "Person")],
    )
    assert quotes_of(found, "Person") == ["Ana Ruiz"]
    assert quotes_of(found, "Place") == ["El Salvador"]


def test_administration_is_a_government_not_a_person() -> None:
    found = mentions_in("The Ruiz administration sued. Ruiz was silent.")
    assert [(item.type, item.evidence.quote) for item in found] == [
        ("Institution", "Ruiz administration"),
        ("Person", "Ruiz"),
    ]


def test_government_of_a_country_is_one_by_name_and_demonym() -> None:
    found = mentions_in("The Spanish government agreed. Spain’s government paid.")
    ids = {item.known for item in found if item.type == "Institution"}
    assert len(ids) == 1


def test_glued_words_of_the_web_are_cut() -> None:
    found = mentions_in("Photo: Ana Ruiz.\nAna RuizA guard waits in Lima. Ana Ruiz was there.")
    assert "Ana Ruiz" in quotes_of(found, "Person")
    assert "Ana RuizA" not in quotes_of(found, "Person")


def test_misspelt_surname_is_a_person() -> None:
    found = mentions_in("Lea Hollander spoke. Later Hollender said so.")
    assert quotes_of(found, "Person") == ["Lea Hollander", "Hollender"]


def test_keyword_line_in_lower_case_names_people_and_countries() -> None:
    found = mentions_in("Ruiz won the vote in Lima on Monday.\n\nana ruiz\nel salvador\n")
    assert "ana ruiz" in quotes_of(found, "Person")
    assert "el salvador" in quotes_of(found, "Place")


def test_acronym_in_brackets_stands_for_its_name_everywhere() -> None:
    found = mentions_in("The Board of Quiet Streets (BQS) met. The BQS agreed.")
    full, first, later = (item for item in found if item.type == "Institution")
    assert (first.antecedent, later.antecedent) == (full.id, full.id)
    assert first.reason


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("He was sent to Blackwater Correctional Facility.", "Blackwater Correctional Facility"),
        ("She is held in the Blackmoor prison.", "Blackmoor"),
        ("They toured Stone Hill Penitentiary.", "Stone Hill Penitentiary"),
    ],
)
def test_prison_is_known_by_its_noun(text: str, quote: str) -> None:
    assert quotes_of(mentions_in(text), "Prison") == [quote]


def test_the_prison_stands_for_the_one_prison_named() -> None:
    text = "He was sent to Blackwater Correctional Facility. The notorious prison is full."
    named, described = (item for item in mentions_in(text) if item.type == "Prison")
    assert described.antecedent == named.id
    assert described.form == "description"


def test_two_prisons_leave_the_prison_open() -> None:
    text = "He knows Blackwater Jail and Stone Hill Jail. The notorious prison is full."
    assert quotes_of(mentions_in(text), "Prison") == ["Blackwater Jail", "Stone Hill Jail"]


def test_country_counts_inside_a_group() -> None:
    found = mentions_in("They are Salvadoran asylum seekers.")
    assert quotes_of(found, "Group") == ["Salvadoran asylum seekers"]
    assert quotes_of(found, "Place") == ["Salvadoran"]


def test_place_inside_another_name_is_no_place() -> None:
    found = mentions_in("The Texas Quiet Streets Project sued.")
    assert quotes_of(found, "Place") == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("The plan is Washington’s “backyard”.", "place/united-states"),
        ("A march was held in Washington on Friday.", "place/washington-dc"),
    ],
)
def test_capital_is_a_government_or_a_city(text: str, place: str) -> None:
    assert known_of(mentions_in(text), "Washington") == place


def test_language_is_no_country() -> None:
    assert quotes_of(mentions_in("A list of lawyers who speak English."), "Place") == []


def test_court_of_another_country_is_not_that_of_the_united_states() -> None:
    found = mentions_in("Pakistan’s Supreme Court met. The Supreme Court agreed.")
    ids = {item.known for item in found if item.type == "Institution"}
    assert len(ids) == 1
    assert "org/us-supreme-court" not in ids


def test_letter_is_a_platform_after_a_post_only() -> None:
    assert quotes_of(mentions_in("In a post on X, he agreed."), "Institution") == ["X"]
    assert quotes_of(mentions_in("Malcolm X spoke of X rays."), "Institution") == []


@pytest.mark.parametrize(
    ("text", "kind", "cls"),
    [
        ("Veskara, a group that sued, won.", "Institution", "AdvocacyOrganization"),
        ("It was the telecoms regulator Veskara that ruled.", "Institution", "GovernmentBody"),
        ("They met in Veskara, a town near the border.", "Place", "City"),
    ],
)
def test_noun_beside_a_name_says_what_it_is(text: str, kind: str, cls: str) -> None:
    item = next(one for one in mentions_in(text) if one.evidence.quote == "Veskara")
    assert (item.type, item.cls) == (kind, cls)


def test_lists_of_institutions_are_cut() -> None:
    found = mentions_in("He left the Council on Quiet Streets and the Loud Bells Commission.")
    assert quotes_of(found, "Institution") == ["Council on Quiet Streets", "Loud Bells Commission"]


def test_person_of_a_party_is_no_part_of_its_name() -> None:
    found = mentions_in("It was won by Robert Solano of the Quiet Streets Party.")
    assert quotes_of(found, "Person") == ["Robert Solano"]
    assert quotes_of(found, "Institution") == ["Quiet Streets Party"]


def test_page_furniture_gives_no_people() -> None:
    found = mentions_in("Subscribe\nShare\nAbout Us\n© 2025 Ana Ruiz All rights reserved.\n")
    assert quotes_of(found, "Person") == []


def test_no_span_has_two_mentions_of_one_type() -> None:
    text = "Texas Gov. Ana Ruiz of Texas told the Senate that U.S. citizens in Texas prisons …"
    spans = [(item.evidence.start, item.evidence.end, item.type) for item in mentions_in(text)]
    assert len(spans) == len(set(spans))


@pytest.mark.parametrize("text", ["", " \n ", "’s", "😀", "A" * 5000, "\u200b\x00", "İ İ Ana Ruiz"])
def test_odd_texts_are_read(text: str) -> None:
    for item in mentions_in(text):
        item.evidence.check(text)


# Words that start, end or bend names; any order of them must keep offsets true.
PIECES = ["Ana Ruiz", "President", "said", "U.S.", "the", "Section 2 of", "Act", "v.", "“", "”"]
PIECES += ["\n", "Article III", "citizens", "’s", "El Salvador", "(BQS)", ",", ".", "😀", "Court"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*PIECES, "of", "prison"]), max_size=25))
def test_offsets_are_true_in_any_order_of_words(words: list[str]) -> None:
    text = " ".join(words)
    for item in mentions_in(text):
        item.evidence.check(text)


def test_names_in_another_script_are_not_believed() -> None:
    """The model knows Latin letters only: what it marks in Cyrillic is a guess."""
    from kg.extract.tagged import _is_latin

    assert _is_latin("Farabundo Martí Front 13")
    assert not _is_latin("Заголовок")


def test_short_name_of_a_company_is_the_company() -> None:
    """One company became a person, a place and two bodies."""
    text = "Red Mesa Foods won. Then Red Mesa Foods LLC sued. Red Mesa Foods's lawyer left."
    context = context_for(text, names=[("Red Mesa Foods", "Person")])
    found = resolve_references(context, find_mentions(context))
    short = [item for item in found if item.evidence.quote.startswith("Red Mesa Foods")]
    assert {(item.type, item.name) for item in short} == {("Institution", "Red Mesa Foods LLC")}
    assert len(short) == 3
