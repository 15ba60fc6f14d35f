"""Quotations whose speaker stands in an earlier sentence, and what a cue stands in the midst of."""

import pytest
from speech_made import tell


@pytest.mark.parametrize(
    ("marked", "speaker", "words"),
    [
        (
            "[Person Ana Ruiz] said in a statement:\n“We will appeal. It is void.”",
            "Ana Ruiz",
            "“We will appeal. It is void.”",
        ),
        (
            "[Person Ana Ruiz] said the ban was void.\n“There is no law for it.”",
            "Ana Ruiz",
            "“There is no law for it.”",
        ),
        (
            "[Person Ana Ruiz] shook her head. “It is over. We go home.”",
            "Ana Ruiz",
            "“It is over. We go home.”",
        ),
        ("“It is void.” — Nadia Brandt, teacher", None, "“It is void.”"),
        (
            "“They may go. They have that right,” [Person Ana Ruiz] (D) said.",
            "Ana Ruiz",
            "“They may go. They have that right,”",
        ),
    ],
)
def test_quotation_without_a_cue_has_its_speaker(
    marked: str, speaker: str | None, words: str
) -> None:
    assert ("direct", speaker, words) in tell(marked).rows()


def test_quotation_behind_two_people_is_given_to_neither() -> None:
    told = tell("[Person Ana Ruiz] and [Person Tom Hall] left the hall. “It is over. We go.”")
    assert told.rows() == []


def test_inner_curly_marks_do_not_end_a_straight_quotation() -> None:
    told = tell('[Person Ana Ruiz] said: "He asked, “Do they know?” and left. It was odd."')
    assert told.rows()[0][2] == '"He asked, “Do they know?” and left. It was odd."'


def test_quotation_parted_by_its_cue_tells_all_its_pieces() -> None:
    told = tell("“It is void,” [Person Ana Ruiz] said. “It was always so. It will fall.”")
    assert [len(item.pieces) for item in told.statements] == [2, 2]


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("According to [Person Ana Ruiz], the ban was never lawful.", "the ban was never lawful"),
        ("In [Person Ana Ruiz]’s view, the ban was never lawful.", "the ban was never lawful"),
        ("The ban was never lawful, as [Person Ana Ruiz] put it.", "The ban was never lawful"),
        ("[Person Ana Ruiz] is sure: according to her, the ban is void.", "the ban is void"),
    ],
)
def test_source_beside_what_it_says(marked: str, words: str) -> None:
    assert tell(marked).rows() == [("indirect", "Ana Ruiz", words)]


def test_document_speaks_for_its_maker_with_the_reason() -> None:
    told = tell(
        "The [Institution Harbor Union] filed a lawsuit on Monday. "
        "The complaint says that the rule is void."
    )
    assert told.rows()[-1][:2] == ("indirect", "Harbor Union")
    (mention,) = [item for item in told.mentions if item.rule == "speaker/document"]
    assert mention.reason is not None
    assert "who made it" in mention.reason


def test_document_of_nobody_named_is_a_work() -> None:
    told = tell("A memo said that the order was unlawful.")
    assert [item.type for item in told.mentions if item.rule == "speaker/unnamed"] == ["Work"]


def test_judge_is_described_first_and_named_later() -> None:
    told = tell(
        "A federal judge said the ban was void. "
        "“There is no law for it,” Judge [Person Ana Ruiz] wrote."
    )
    assert [row[1] for row in told.rows()] == ["Ana Ruiz", "Ana Ruiz"]


def test_judge_stays_open_where_two_are_named_later() -> None:
    told = tell(
        "A federal judge said the ban was void. "
        "Judge [Person Ana Ruiz] and Judge [Person Tom Hall] agreed."
    )
    assert told.rows()[0][1] != "Ana Ruiz"
