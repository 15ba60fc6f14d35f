"""Pronouns, surnames and descriptions: who is meant, and why."""

import pytest
from speech_made import tell


@pytest.mark.parametrize(
    ("marked", "speaker"),
    [
        ("[Person Ana Ruiz] met [Person Tom Hall]. She said the ban was void.", "Ana Ruiz"),
        ("[Person Ana Ruiz] met [Person Tom Hall]. He said the ban was void.", "Tom Hall"),
        ("Secretary [Person Ana Ruiz] left. The secretary said the ban was void.", "Ana Ruiz"),
        ("[Person Ana Ruiz] spoke. Later [Person Ruiz] said the ban was void.", "Ana Ruiz"),
        (
            "The [Institution Health Department] met. The department said it was void.",
            "Health Department",
        ),
        ("The [Institution Herald] wrote on it. It also said the ban was void.", "Herald"),
        (
            "[Person Ana Ruiz], the governor, met [Person Tom Hall]. The governor said it was so.",
            "Ana Ruiz",
        ),
    ],
)
def test_reference_is_resolved_within_the_article(marked: str, speaker: str) -> None:
    told = tell(marked)
    assert speaker in [row[1] for row in told.rows()]


def test_reference_keeps_its_reason() -> None:
    told = tell("Secretary [Person Ana Ruiz] left. The secretary said the ban was void.")
    (mention,) = [item for item in told.mentions if item.form == "description" and item.antecedent]
    assert mention.reason == "Ana Ruiz is called secretary before"


def test_surname_of_two_people_stays_open() -> None:
    told = tell("[Person Ana Ruiz] met [Person Tom Ruiz]. [Person Ruiz] said the ban was void.")
    assert told.rows()[0][1] == "Ruiz"


def test_pronoun_without_anybody_before_gets_no_mention() -> None:
    told = tell("He said the ban was void.")
    assert [item for item in told.mentions if item.form == "pronoun"] == []


def test_pronoun_in_a_quotation_is_left_alone() -> None:
    told = tell("[Person Ana Ruiz] spoke: “He lied, she knows.”")
    assert [item for item in told.mentions if item.form == "pronoun"] == []


def test_speaker_before_wins_over_who_is_only_named_with_a_preposition() -> None:
    told = tell("“It is void,” [Person Ana Ruiz] said of [Person Maria Diaz]. “It is,” she added.")
    assert [row[1] for row in told.rows()] == ["Ana Ruiz", "Ana Ruiz"]
