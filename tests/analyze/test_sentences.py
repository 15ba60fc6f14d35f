"""Sentences: every example of the table, lines, wrapped text, limits."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analyze.models import shipped_folder
from kg.analyze.sentences import TABLE, blocks_of, read_marks, read_weights, sentences_of
from kg.analyze.tokens import words_of

WEIGHTS = read_weights(shipped_folder() / "sentences.json")


def split(text: str) -> list[str]:
    words = words_of(text)
    return [text[words[a][0] : words[b - 1][1]] for a, b in sentences_of(text, words, WEIGHTS)]


def rows() -> list[tuple[str, list[str]]]:
    with TABLE.open("rb") as file:
        return [(row["text"], row["sentences"]) for row in tomllib.load(file)["example"]]


@pytest.mark.parametrize(("text", "expected"), rows())
def test_sentences_of_the_table(text: str, expected: list[str]) -> None:
    assert split(text) == expected


@pytest.mark.parametrize("mark", sorted(read_marks().holding))
def test_sentence_does_not_end_after_a_holding_word(mark: str) -> None:
    """ "No." is a word of its own only before a number, "Sen." before anything."""
    text = f"They met {mark} Smith on Monday."
    if text[slice(*words_of(text)[2])] != mark:
        text = f"They met {mark} 24-1 on Monday."
    assert split(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\t ", []),
        ("One line\r\nAnother line", ["One line", "Another line"]),
        ("Caption text\nAP Photo/Jane Doe\nThe court ruled.",
         ["Caption text", "AP Photo/Jane Doe", "The court ruled."]),
        ("What is the law? It is old.", ["What is the law?", "It is old."]),
        ("“Is it legal?” she asked.", ["“Is it legal?” she asked."]),
        ("He said it was “cruel.” The judge agreed.",
         ["He said it was “cruel.”", "The judge agreed."]),
        ("The vote was 5.4 percent. Then it fell.", ["The vote was 5.4 percent.", "Then it fell."]),
        ("At 5 p.m. Rubio left. At 6 p.m. he spoke.",
         ["At 5 p.m. Rubio left.", "At 6 p.m. he spoke."]),
        ("The Eighth Amendment bars “cruel and unusual punishments.”",
         ["The Eighth Amendment bars “cruel and unusual punishments.”"]),
    ],
)  # fmt: skip
def test_sentences_of_news(text: str, expected: list[str]) -> None:
    assert split(text) == expected


WRAPPED = """\
The proposal to send prisoners who are citizens of the United States
to a prison abroad has no precedent. Lawyers said that it would not
survive in court, since the Constitution protects citizens from
banishment.
"""


def test_wrapped_lines_are_one_block() -> None:
    assert len(blocks_of(WRAPPED)) == 1


def test_sentence_goes_over_wrapped_lines() -> None:
    assert len(split(WRAPPED)) == 2


def test_wrapped_text_with_windows_line_ends_is_the_same() -> None:
    assert len(split(WRAPPED.replace("\n", "\r\n"))) == 2


def test_heading_before_a_short_line_is_its_own_block() -> None:
    text = "Some heading that is not so short and has no stop\nThe court has ruled."
    assert len(blocks_of(text)) == 2


def test_headlines_of_like_length_are_blocks() -> None:
    line = "Will the Court Let the State Send Prisoners Abroad?"
    assert len(blocks_of(f"{line}\n{line}\n{line}")) == 3


def test_list_items_are_blocks() -> None:
    text = "- " + "first item " * 5 + "\n- " + "second item " * 5
    assert len(blocks_of(text)) == 2


@given(st.text(max_size=300))
def test_every_word_is_in_one_sentence(text: str) -> None:
    words = words_of(text)
    found = sentences_of(text, words, WEIGHTS)
    assert [place for a, b in found for place in range(a, b)] == list(range(len(words)))


def test_long_text_without_a_stop_is_cut() -> None:
    text = "word " * 10_000
    longest = max(b - a for a, b in sentences_of(text, words_of(text), WEIGHTS))
    assert longest <= read_marks().max_words
