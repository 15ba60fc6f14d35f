"""On which side speakers stand, from what the article says they did."""

import pytest
from speech_made import tell

RULED = "A court struck down the ban. "


def stances(marked: str) -> list[str | None]:
    """Return the stances of what speakers say, in order."""
    return [item.stance for item in tell(marked).statements if item.kind != "narrated"]


@pytest.mark.parametrize(
    ("marked", "stance"),
    [
        ("[Person Ana Ruiz] sued over the ban. “Books matter,” [Person Ana Ruiz] said.", "opposes"),
        ("[Person Ana Ruiz] signed the ban. “Books matter,” [Person Ana Ruiz] said.", "supports"),
        ("The ban fell. “Books matter,” said [Person Ana Ruiz], who sued in May.", "opposes"),
        ("The ban fell. Opponents said that books matter a lot.", "opposes"),
        (RULED + "[Person Ana Ruiz] hailed the ruling. “Books matter,” she said.", "opposes"),
        (RULED + "“We will appeal,” [Person Ana Ruiz] said.", "supports"),
        (RULED + "“Books matter,” Judge [Person Ana Ruiz] wrote.", "opposes"),
        ("The ban fell. “Books matter,” [Person Ana Ruiz] said.", "neutral"),
    ],
)
def test_side_of_a_speaker_gives_the_stance(marked: str, stance: str) -> None:
    assert stances(marked) == [stance]


def test_view_on_lawfulness_stays_with_the_words_that_state_it() -> None:
    """One wrongly attributed sentence must not turn all that its supposed speaker says."""
    told = "The ban fell. “It is unlawful,” [Person Ana Ruiz] said. “Books matter to us.”"
    assert stances(told) == ["opposes", "neutral"]


def test_breach_seen_by_who_fined_it_is_support_of_the_fine() -> None:
    told = "The fine stands. The [Institution Data Board] said the firm violated the law."
    assert stances(told) == ["supports"]
