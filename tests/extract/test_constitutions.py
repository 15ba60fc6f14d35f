"""Whose constitution "the Constitution" is: that of the country spoken of, not one's own."""

import pytest
from names_made import known_of, mentions_in

BRAZIL = (
    "BRASILIA — Brazil's top court ruled that the decree violates the Constitution. "
    "The Constitution protects the home, a Brazilian judge wrote."
)
SOUTH_AFRICA = (
    "The court in South Africa asked whether section 25 of the Constitution is breached. "
    "The act “offends the Constitution and the rule of law,” a lawyer said."
)
UNITED_STATES = (
    "Congress in Washington may not do so, a lawyer in the United States said. "
    "The Constitution forbids it."
)


@pytest.mark.parametrize(
    ("text", "law"),
    [
        (BRAZIL, "Constitution of Brazil"),
        (SOUTH_AFRICA, "Constitution of South Africa"),
        (UNITED_STATES, "Constitution of the United States"),
    ],
)
def test_the_constitution_is_that_of_the_country_spoken_of(text: str, law: str) -> None:
    named = {
        mention.name
        for mention in mentions_in(text)
        if mention.cls == "Constitution" and mention.evidence.quote.endswith("onstitution")
    }
    assert named == {law}


def test_a_constitution_named_with_its_country_keeps_it_abroad() -> None:
    text = "Brazil and Brazilians were told of it. Brazil's paper cites the U.S. Constitution."
    named = {item.name for item in mentions_in(text) if item.cls == "Constitution"}
    assert named == {"Constitution of the United States"}


def test_an_article_of_the_constitution_is_one_of_that_country() -> None:
    text = "Brazil's top court in Brazil ruled that it violates Article 5 of the Constitution."
    part = known_of(mentions_in(text), "Article 5 of the Constitution")
    assert part == "law/constitution-of-brazil/article-5"
