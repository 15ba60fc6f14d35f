"""Who says what: kinds, spans and speakers, in articles without syntax."""

import pytest
from speech_made import tell


@pytest.mark.parametrize(
    ("marked", "row"),
    [
        ('"It is over," said [Person Ana Ruiz].', ("direct", "Ana Ruiz", '"It is over,"')),
        ("[Person Ana Ruiz] said: “It is over.”", ("direct", "Ana Ruiz", "“It is over.”")),
        (
            "“It is over,” [Person Ana Ruiz], a judge in Lima, told reporters.",
            ("direct", "Ana Ruiz", "“It is over,”"),
        ),
        (
            "[Person Ana Ruiz] said the ban was “too broad” for her.",
            ("mixed", "Ana Ruiz", "the ban was “too broad” for her"),
        ),
        ("[Person Ana Ruiz] called the ban a “joke.”", ("mixed", "Ana Ruiz", "“joke.”")),
        (
            "[Person Ana Ruiz] told [Institution NPR] on Monday that the ban would fall.",
            ("indirect", "Ana Ruiz", "the ban would fall"),
        ),
        (
            "The ban would fall, according to [Person Ana Ruiz].",
            ("indirect", "Ana Ruiz", "The ban would fall"),
        ),
        (
            "According to [Institution Amnesty], the ban hurts families.",
            ("indirect", "Amnesty", "the ban hurts families"),
        ),
        (
            "The two met at his house, the [Institution Herald] reported.",
            ("indirect", "Herald", "The two met at his house"),
        ),
        (
            "However, many legal experts insist that the ban is void.",
            ("indirect", "many legal experts", "the ban is void"),
        ),
        (
            "[Person Ruiz] shared the post with the caption: “Great idea!!”",
            ("direct", "Ruiz", "“Great idea!!”"),
        ),
    ],
)
def test_statement_with_kind_speaker_and_span(marked: str, row: tuple[str, str, str]) -> None:
    assert tell(marked).rows() == [row]


def test_quotation_split_by_its_cue_keeps_both_pieces() -> None:
    told = tell('"The ban," [Person Ana Ruiz] said, "is over."')
    assert [row[2] for row in told.rows()] == ['"The ban,"', '"is over."']
    assert {len(item.pieces) for item in told.statements} == {2}


def test_second_quotation_of_a_paragraph_goes_on_with_its_speaker() -> None:
    told = tell('"It is over," said [Person Ana Ruiz]. "We go home."')
    assert told.rows()[1] == ("direct", "Ana Ruiz", '"We go home."')
    assert told.statements[1].cue is None


def test_quotation_over_two_paragraphs_has_one_speaker() -> None:
    told = tell("[Person Ana Ruiz] said: “It is over.\n“We go home.”")
    assert [row[1] for row in told.rows()] == ["Ana Ruiz", "Ana Ruiz"]


def test_adding_shares_the_subject_of_its_clause() -> None:
    told = tell("[Person Ana Ruiz] said the ban was void, adding that she would sue.")
    assert told.rows() == [
        ("indirect", "Ana Ruiz", "the ban was void"),
        ("indirect", "Ana Ruiz", "she would sue"),
    ]


def test_chain_keeps_outer_and_inner_speaker() -> None:
    told = tell("[Person Ana Ruiz] said [Person Tom Hall] warned that the ban was void.")
    outer, inner = told.statements
    assert told.speaker(outer) == "Ana Ruiz"
    assert outer.evidence.quote == "Tom Hall warned that the ban was void"
    assert (told.speaker(inner), inner.via) == ("Tom Hall", (outer.speaker,))


@pytest.mark.parametrize(
    "marked",
    [
        "The law prohibits “cruel and unusual punishment” there.",
        "[Person Ana Ruiz] wrote a novel called “The Last Word” in May.",
        "The so-called “gag rule” fell.",
        "The plan is said to be “dead” by now.",
        "[Person Ana Ruiz] did not say whether the house would burn.",
    ],
)
def test_words_that_nobody_says_are_no_speech(marked: str) -> None:
    assert tell(marked).rows() == []


def test_first_person_inside_of_a_quotation_is_no_speaker() -> None:
    told = tell("“I said we would go, and you said no,” [Person Ana Ruiz] said.")
    assert [row[1] for row in told.rows()] == ["Ana Ruiz"]


def test_lawsuit_speaks_for_who_filed_it() -> None:
    told = tell(
        "The [Institution ACLU] filed a lawsuit on Monday. The lawsuit says the ban is void."
    )
    assert told.rows() == [("indirect", "ACLU", "the ban is void")]


def test_unnamed_speakers_become_generic_mentions() -> None:
    told = tell("Human rights groups warn that the ban would do harm.")
    (mention,) = [item for item in told.mentions if item.type == "Group"]
    assert (mention.name, mention.cls, mention.generic) == (
        "Human rights groups",
        "SpeakerGroup",
        True,
    )


def test_own_voice_is_narrated_where_it_turns_on_law() -> None:
    told = tell("Legally, citizens cannot be deported from the country. It rained in Lima then.")
    statement = told.only()
    assert (statement.kind, statement.speaker, statement.modality) == (
        "narrated",
        None,
        "asserts_unlawful",
    )


@pytest.mark.parametrize(
    "line",
    ["Is It Legal to Ban It?", "What the Law Says", "© AP Photo / Ana Ruiz, at a court in Lima."],
)
def test_headings_and_credits_are_not_narrated(line: str) -> None:
    assert tell(line).statements == ()


def test_provisions_within_a_statement_are_kept() -> None:
    told = tell("[Person Ana Ruiz] said the ban broke the [LegalProvision First Amendment].")
    assert len(told.only().provisions) == 1


def test_target_is_what_definite_phrases_name_most() -> None:
    told = tell("[Person Ana Ruiz] said the ban is void. The ban hurts. The plan is old.")
    (target,) = [item for item in told.mentions if item.type == "Proposal"]
    assert target.evidence.quote == "the ban"
    assert {item.target for item in told.statements} == {target.id}


@pytest.mark.parametrize(
    "text", ["", "\n\n", "“", '"""""', "said said said", "X said that", "🙂 “🙂”"]
)
def test_odd_text_gives_no_error(text: str) -> None:
    assert tell(text).rows() == []


def test_time_grows_with_the_length_only() -> None:
    """Ten thousand sentences without a full stop or mark end in reasonable time."""
    assert len(tell("Ruiz said that she would go and so " * 4000).text) > 100_000


def test_sentence_that_goes_on_with_a_list_is_of_who_gave_it() -> None:
    """ "These include …" behind what an agency lists is the agency's."""
    told = tell(
        "“We help everybody,” the [Institution Port Agency] said on its website.\n\n"
        "These include visits to ships and a list of doctors in town."
    )
    assert told.rows()[-1][:2] == ("indirect", "Port Agency")
    alone = tell("The harbor has many services.\n\nThese include visits to ships and a list.")
    assert alone.rows() == []
