"""On which side speakers stand, from what the article says they did."""

import pytest
from speech_made import tell

GREEN = "[Institution Green Tide]"
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


def test_speaker_keeps_a_side_within_an_article_and_the_rule_is_named() -> None:
    told = tell("The ban fell. “It is unlawful,” [Person Ana Ruiz] said. “Books matter to us.”")
    spoken = [item for item in told.statements if item.kind != "narrated"]
    assert [item.stance for item in spoken] == ["opposes", "opposes"]
    assert [item.stance_rule for item in spoken] == ["modality/unlawful", "side/same-speaker"]


@pytest.mark.parametrize(
    "words", ["We will have to make a decision,", "It is an offer made by Lima,"]
)
def test_who_has_not_decided_inherits_no_side(words: str) -> None:
    told = f"The ban fell. “It is a disgrace,” [Person Ana Ruiz] said. “{words}” she said."
    assert stances(told) == ["opposes", "neutral"]


@pytest.mark.parametrize(
    ("marked", "stance", "rule"),
    [
        (
            GREEN
            + " sued over the ban. “Read,” said [Person Ana Ruiz], a lawyer at "
            + GREEN
            + ".",
            "opposes",
            "side/affiliation",
        ),
        (
            GREEN + " backed the ban. “Books matter,” its director, [Person Ana Ruiz], said.",
            "supports",
            "side/affiliation",
        ),
        ("The bill passed. “Read,” said [Person Ana Ruiz], the bill's sponsor.", "supports", None),
        (
            "The ban fell. [Person Ana Ruiz] dismissed criticism of it. “Read,” she said.",
            "supports",
            None,
        ),
        (
            "Parents sued [Person Ana Ruiz] over the ban. “Books matter,” she said.",
            "supports",
            None,
        ),
        (
            "The suit, brought by [Person Ana Ruiz], fights the ban. “Read on,” she said.",
            "opposes",
            None,
        ),
        ("[Person Ana Ruiz]’s lawsuit hit the ban. “Books matter,” she said.", "opposes", None),
        ("The ban fell. [Person Ana Ruiz] was furious. “Books matter,” she said.", "opposes", None),
        (
            "[Person Ana Ruiz] asked the court to strike down the ban. “Read,” she said.",
            "opposes",
            None,
        ),
    ],
)
def test_ties_and_acts_give_a_side(marked: str, stance: str, rule: str | None) -> None:
    told = tell(marked)
    spoken = [item for item in told.statements if item.kind != "narrated"]
    assert [item.stance for item in spoken] == [stance]
    assert rule is None or spoken[0].stance_rule == rule


def test_breach_seen_by_who_fined_it_is_support_of_the_fine() -> None:
    told = "The fine stands. The [Institution Data Board] said the firm violated the law."
    assert stances(told) == ["supports"]
