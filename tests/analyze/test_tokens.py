"""Words: every example of the table, and offsets for any text."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analyze.tokens import read_table, words_of


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in words_of(text)]


def examples(kind: str) -> list[tuple[str, str]]:
    table = read_table()
    rows = [(entry["id"], text) for entry in table["pattern"] for text in entry.get(kind, [])]
    return rows + [("clitics", text) for text in table["clitics"].get(kind, [])]


@pytest.mark.parametrize(("rule", "word"), examples("whole"))
def test_words_keeps_whole(rule: str, word: str) -> None:
    assert cut(f"Then {word} came") == ["Then", word, "came"]


@pytest.mark.parametrize(("rule", "parts"), examples("cut"))
def test_words_cuts_as_its_example_says(rule: str, parts: str) -> None:
    expected = parts.split("|")
    spaced = " ".join(expected)
    glued = parts.replace("|", "")
    assert cut(glued) == expected or cut(spaced) == expected


def test_every_pattern_has_an_example() -> None:
    for entry in read_table()["pattern"]:
        assert entry.get("whole") or entry.get("cut"), entry["id"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("El Salvador’s President", ["El", "Salvador", "’s", "President"]),
        ("the prisoners’ rights", ["the", "prisoners", "’", "rights"]),
        ("He can't go.", ["He", "ca", "n't", "go", "."]),
        ("They cannot.", ["They", "can", "not", "."]),
        ("“No,” he said.", ["“", "No", ",", "”", "he", "said", "."]),
        ("$6 million (5%)", ["$", "6", "million", "(", "5", "%", ")"]),
        ("No. 24-1, Roe v. Wade", ["No.", "24", "-", "1", ",", "Roe", "v.", "Wade"]),
        ("Sen. J. D. Vance", ["Sen.", "J.", "D.", "Vance"]),
        ("the U.S. and the U.K.", ["the", "U.S.", "and", "the", "U.K."]),
        ("U.S.-born", ["U.S.", "-", "born"]),
        ("MS-13", ["MS", "-", "13"]),
        ("8 U.S.C. § 1231(h)", ["8", "U.S.C.", "§", "1231", "(", "h", ")"]),
        ("he/she", ["he", "/", "she"]),
        ("wait… what?!", ["wait", "…", "what", "?!"]),
        ("two\u200bparts", ["two\u200bparts"]),
    ],
)
def test_words_of_news(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@given(st.text(max_size=200))
def test_words_leave_out_only_white_space(text: str) -> None:
    spans = words_of(text)
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    kept = "".join(text[start:end] for start, end in spans)
    assert kept == "".join(text.split())


@pytest.mark.parametrize(
    "text",
    ["a" * 100_000, "." * 100_000, "’" * 100_000, "a." * 50_000, "1," * 50_000, "a-" * 50_000,
     "http://" * 15_000, "a@" * 50_000, "n't" * 30_000, "\u200d" * 100_000, "😀" * 50_000,
     "Mr." * 30_000, "a.b@c" * 20_000, "(" * 100_000],
)  # fmt: skip
def test_words_of_hostile_text_take_bounded_time(text: str) -> None:
    start = time.process_time()
    spans = words_of(text)
    assert time.process_time() - start < 5.0
    assert "".join(text[a:b] for a, b in spans) == text
