"""Transcripts, interviews and headlines: who speaks where no sentence says it."""

import pytest
from speech_made import tell

TRANSCRIPT = """[Person Ana Ruiz] spoke to the host, [Person Tom Hall], about the law.
TOM HALL: Is it lawful?
RUIZ: No. The court called it “void” last year.
HALL: Others disagree.
MODERATOR: Thank you both."""

INTERVIEW = """[Person Mary Okafor], a lawyer, spoke about the suit of [Person Tom Hall].
[Person Okafor] leads the case.
Q: What does it ask for?
A: It asks for wages.
Q: Will you win?
A: We think so."""


def test_labels_of_a_transcript_name_its_voices() -> None:
    rows = tell(TRANSCRIPT).rows()
    assert rows == [
        ("direct", "Tom Hall", "Is it lawful?"),
        ("direct", "Ana Ruiz", "No. The court called it “void” last year."),
        ("mixed", "court", "“void” last year"),
        ("direct", "Tom Hall", "Others disagree."),
        ("direct", "Moderator", "Thank you both."),
    ]


def test_label_keeps_the_reason_for_whom_it_is_taken() -> None:
    told = tell(TRANSCRIPT)
    reasons = {item.evidence.quote: item.reason for item in told.mentions if item.antecedent}
    assert reasons["RUIZ"] == "RUIZ is the label of Ana Ruiz, by surname"


def test_answers_of_an_interview_are_of_whom_it_introduces() -> None:
    rows = tell(INTERVIEW).rows()
    assert [row[1] for row in rows] == ["Q", "Mary Okafor", "Q", "Mary Okafor"]


def test_fields_of_a_form_are_no_voices() -> None:
    assert (
        tell("Date: Monday\nPlace: Salem\nTopic: The ban on sales\nContact: The office").rows()
        == []
    )


def test_turn_of_several_paragraphs_is_told_as_one() -> None:
    told = tell(TRANSCRIPT.replace("HALL: Others", "And it is still so today.\nHALL: Others"))
    pieces = [item.pieces for item in told.statements if item.evidence.quote.startswith("And it")]
    assert [len(item) for item in pieces] == [2]


@pytest.mark.parametrize(
    ("headline", "row"),
    [
        ("[Person Ruiz]: Ban is illegal", ("indirect", "Ruiz", "Ban is illegal")),
        ("[Person Ruiz] on the ban: ‘It Is Void’", ("direct", "Ruiz", "‘It Is Void’")),
        ("Ban is illegal, says [Person Ruiz]", ("indirect", "Ruiz", "Ban is illegal")),
        ("Ban Is Illegal, [Person Ruiz] Says", ("indirect", "Ruiz", "Ban Is Illegal")),
        ("[Person Ruiz] Says Ban Is Illegal", ("indirect", "Ruiz", "Ban Is Illegal")),
        ("[Person Ruiz] leaves: what to know about the ban", None),
        ("The Latest: Ban is illegal", None),
    ],
)
def test_headline_says_who_says_what(
    headline: str, row: tuple[str, str | None, str] | None
) -> None:
    rows = tell(f"{headline}\nThe weather was fine on Monday.").rows()
    assert rows == ([row] if row is not None else [])
