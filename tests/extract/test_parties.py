"""On which side speakers stand by their part in the dispute, and by whom they answer."""

import pytest
from speech_made import tell


def stances(marked: str) -> list[tuple[str | None, str | None]]:
    """Return stance and rule of what speakers say, in order."""
    spoken = (item for item in tell(marked).statements if item.kind != "narrated")
    return [(item.stance, item.stance_rule) for item in spoken]


@pytest.mark.parametrize(
    ("before", "behind", "stance", "rule"),
    [
        ("Resources Minister ", "", "supports", "side/official"),
        ("Opposition leader ", "", "opposes", "side/opposition"),
        ("Former mayor ", "", "neutral", None),
        ("", ", a nurse, was fined in May and", "opposes", "side/affected"),
        ("The city's solicitor, ", ",", "supports", "side/official"),
        ("The chief public defender, ", ",", "opposes", "side/defender"),
    ],
)
def test_part_in_a_dispute_gives_a_side_where_nothing_else_does(
    before: str, behind: str, stance: str, rule: str | None
) -> None:
    told = f"The ban came in May. {before}[Person Ana Ruiz]{behind} said that trees are green."
    assert stances(told) == [(stance, rule)]


def test_act_counts_more_than_a_part() -> None:
    told = "The ban fell. Minister [Person Ana Ruiz] sued over the ban. “Books matter,” she said."
    assert [stance for stance, _ in stances(told)] == ["opposes"]


def test_answer_takes_the_other_side() -> None:
    told = (
        "The ban came. “It is a disgrace,” [Person Ana Ruiz] said.\n\n"
        "But [Person Tom Hall] said that trees are green."
    )
    assert [stance for stance, _ in stances(told)] == ["opposes", "supports"]


def test_topic_sentence_tells_the_side_of_who_is_quoted_next() -> None:
    told = (
        "The ban came in May.\n\nTenants have rallied behind the city. "
        "[Person Ana Ruiz] said that trees are green."
    )
    assert stances(told) == [("supports", "side/topic")]
