"""Quotation marks of every kind, whole and broken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.paragraphs import paragraphs_of
from kg.extract.quotations import find_quotations, mask_quotations


def words(text: str) -> list[str]:
    """Return the quoted words of a text."""
    return [text[item.inner_start : item.inner_end] for item in find_quotations(text)]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('He said: "No."', ["No."]),
        ("He said: “No.”", ["No."]),
        ("Er sagte: „Nein.“", ["Nein."]),
        ("Il a dit : «Non.»", ["Non."]),
        ("‘We won’t go,’ she said.", ["We won’t go,"]),
        ("'We won't go,' she said.", ["We won't go,"]),
        ("''It is over,'' she said.", ["It is over,"]),
        ("``It is over,'' she said.", ["It is over,"]),
        ("”It is over,” she said.", ["It is over,"]),
        ('He told them "we are done.”', ["we are done."]),
        ("“He said ‘no’ twice,” she said.", ["He said ‘no’ twice,"]),
        ("\"They said, 'Take them,' to us.\"", ["They said, 'Take them,' to us."]),
    ],
)
def test_quotation_of_every_kind_of_mark(text: str, quoted: list[str]) -> None:
    assert words(text) == quoted


@pytest.mark.parametrize(
    "text", ["the dogs’ owner", "Trump‘s plan", "in the ’90s it was", "it’s theirs", 'a 6" nail']
)
def test_apostrophe_and_inch_mark_open_nothing(text: str) -> None:
    assert words(text) == []


def test_unclosed_quotation_ends_with_its_paragraph() -> None:
    text = "Ruiz said: “It is over. We go.\nNothing more."
    assert words(text) == ["It is over. We go."]
    assert not find_quotations(text)[0].closed


def test_unclosed_quotation_ends_before_the_next_one_opens() -> None:
    assert words("“It is over. Then he left. “Why?” she asked.") == ["It is over.", "Why?"]


def test_closing_mark_without_an_opening_one_takes_the_sentence_before_it() -> None:
    assert words('He replied, "A lot." Many countries.”') == ["A lot.", "Many countries."]


def test_quotation_that_goes_on_in_the_next_paragraph_says_so() -> None:
    first, second = find_quotations("“It is over, he thinks.\n“We go home.” Then he left.")
    assert (first.closed, second.continues) == (False, True)


def test_mask_hides_quoted_words_and_keeps_the_length() -> None:
    text = "He said “no way” to her."
    assert mask_quotations(text, find_quotations(text)) == 'He said "······" to her.'


def test_wrapped_lines_make_one_paragraph() -> None:
    text = "\n".join(["The court held on Monday that the order of the state", "was void. " * 5] * 3)
    assert len(paragraphs_of(text)) == 1


def test_lines_of_a_list_stay_apart() -> None:
    text = "\n".join(["It can hold 40,000 inmates but housed far fewer then", "Built in 2022"] * 2)
    assert len(paragraphs_of(text)) == 4


@given(st.text(alphabet="ab .,?\n\"'“”‘’„«»", max_size=120))
def test_quotations_are_ordered_and_inside_of_the_text(text: str) -> None:
    """Any text: quotations follow one another, and each holds its words."""
    last = 0
    for item in find_quotations(text):
        assert last <= item.start <= item.inner_start < item.inner_end <= item.end <= len(text)
        last = item.end
    assert len(mask_quotations(text, find_quotations(text))) == len(text)
