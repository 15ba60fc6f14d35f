"""Single conditions within what somebody says, with the rights that they give in other words."""

import pytest
from factories import make_article, make_findings, make_statement

from kg.collate.conditions import find_conditions
from kg.debate import Condition


def conditions_in(words: str, modality: str = "states_condition") -> tuple[Condition, ...]:
    """Return the conditions of one statement in text order."""
    article = make_article(f"Ruiz said {words}\n")
    said = make_statement(article, words, speaker=None, kind="direct", modality=modality)
    found = find_conditions([make_findings(article, statements=(said,))])
    for item in found:
        item.evidence.check(article.text)
    return tuple(sorted(found, key=lambda item: item.evidence.start))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "“A pact must be signed with Peru and it must be clear that nobody is harmed.”",
            ["A pact must be signed with Peru", "it must be clear that nobody is harmed"],
        ),
        ("“I would sign it if the court allows it.”", ["the court allows it"]),
        ("it would require the consent of both states", ["the consent of both states"]),
        ("“If the U.S. Senate agrees, we go.”", ["the U.S. Senate agrees"]),
        ("“Those concerned, he said, left.”", []),
        ("what would happen if it were lawful", []),
        ("the session lasts until March 9", []),
    ],
)
def test_each_condition_stands_alone(words: str, expected: list[str]) -> None:
    """A further verb of obligation begins another condition; a question states none."""
    assert [item.evidence.quote for item in conditions_in(words)] == expected


def test_only_statements_of_conditions_are_read() -> None:
    """ "Must" alone is a rule or a wish."""
    assert conditions_in("“Schools must close.”", modality="states_rule") == ()


@pytest.mark.parametrize(
    ("words", "rights"),
    [
        ("“They must be able to challenge being sent away.”", ("right/challenge-removal",)),
        ("“Each prisoner must see a lawyer first.”", ("right/counsel",)),
        ("“The house must be sold first.”", ()),
    ],
)
def test_condition_gives_a_right_in_other_words(words: str, rights: tuple[str, ...]) -> None:
    """A right that is paraphrased is no mention, and is found all the same."""
    (item,) = conditions_in(words)
    assert item.rights == rights
