"""Markdown: front matter is strict, the text behind it loses only the marks of emphasis."""

from pathlib import Path

import pytest

from kg.errors import UnreadableSource
from kg.model import Article
from kg.read import read_article

FRONT = """---
title: "Judges: order stands"
publisher: The Daily
date: Feb. 4, 2025
url: https://news.example/a
language: en-US
tags: [law, courts]
authors:
  - Ann Lee
# a comment
note: Retold.
---
"""
BODY = "\nFirst.\r\n\n---\nkey: value\n"


def _read(folder: Path, text: str) -> Article:
    path = folder / "a.md"
    path.write_bytes(text.encode())
    return read_article(str(path))


def test_text_is_what_stands_behind_the_front_matter_unchanged(tmp_path: Path) -> None:
    assert _read(tmp_path, FRONT + BODY).text == BODY


def test_front_matter_gives_the_metadata(tmp_path: Path) -> None:
    article = _read(tmp_path, FRONT + BODY)
    assert (article.title, article.publisher, article.published, article.url, article.language) == (
        "Judges: order stands", "The Daily", "2025-02-04", "https://news.example/a", "en",
    )  # fmt: skip


def test_front_matter_may_be_missing(tmp_path: Path) -> None:
    assert _read(tmp_path, "Words: only.\n").text == "Words: only.\n"


def test_first_heading_is_the_title_where_nothing_else_is(tmp_path: Path) -> None:
    assert _read(tmp_path, "## Not this\n# A title #\nWords.").title == "A title"


@pytest.mark.parametrize("date", ["2025", "2025-02", "2025-02-04", "2025-02-04T10:00:00Z"])
def test_date_keeps_its_precision(tmp_path: Path, date: str) -> None:
    assert _read(tmp_path, f"---\ndate: {date}\n---\nWords.").published == date[:10]


@pytest.mark.parametrize(
    ("front", "reason"),
    [
        ("---\ntitle: x\n", "line 1: front matter begins with ---"),
        ("---\ntitle: x\nno colon here\n---\n", "line 3: front matter must be key: value"),
        ("---\ntitle: x\nTitle: y\n---\n", "line 3: Title is given twice"),
        ("---\ndate: 2024-02-30\n---\n", "line 2: '2024-02-30' is not a date"),
        ("---\ndate: yesterday\n---\n", "line 2: 'yesterday' is not a date"),
        ("---\nurl: javascript:alert(1)\n---\n", "line 2: the url must begin with"),
        ("---\nurl: http://[x\n---\n", "line 2: the url must begin with"),
        ('---\ntitle: "open\n---\n', "line 2: the quote of title is not closed"),
        ("---\ntitle: !!python/object:os.system\n---\n", "line 2: title must be one plain value"),
        ("---\ntitle: *alias\n---\n", "line 2: title must be one plain value"),
    ],
)
def test_broken_front_matter_is_named_with_its_line(
    tmp_path: Path, front: str, reason: str
) -> None:
    with pytest.raises(UnreadableSource) as caught:
        _read(tmp_path, f"{front}Words.\n")
    assert reason in str(caught.value)


def test_nothing_behind_the_front_matter_is_empty(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match="is empty"):
        _read(tmp_path, "---\ntitle: x\n---\n\n")


def test_marks_of_emphasis_are_no_words(tmp_path: Path) -> None:
    """A case in asterisks became a person called so."""
    marked = "# The *Ruiz* rule\n\nIn *Ruiz v. Lyon*, **the _whole_ court** said 2 * 3 * 4.\n"
    article = _read(tmp_path, f"{marked}\n* one\n* two snake_case_name\n")
    plain = "# The Ruiz rule\n\nIn Ruiz v. Lyon, the whole court said 2 * 3 * 4.\n"
    assert article.text == f"{plain}\n* one\n* two snake_case_name\n"
    assert article.title == "The Ruiz rule"


def test_many_marks_take_no_long_time(tmp_path: Path) -> None:
    text = "*a " * 40_000 + "_b " * 30_000
    assert _read(tmp_path, text).text == text


def test_markup_stays_text(tmp_path: Path) -> None:
    text = "<script>alert(1)</script> [x](javascript:y)\n" + ">" * 10_000
    assert _read(tmp_path, text).text == text
