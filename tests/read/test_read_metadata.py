"""What a text states about itself, and what it does not."""

from pathlib import Path

import pytest

from kg.model import Article
from kg.read import read_article
from kg.read.metadata import iso_date

BODY = "\nThe court said that it is the law of the land, and that it was for the states.\n"


def _read(folder: Path, text: str) -> Article:
    path = folder / "a.txt"
    path.write_text(text, encoding="utf-8")
    return read_article(str(path))


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("Published February 4, 2025" + BODY, "2025-02-04"),
        ("A title\n4 February 2025" + BODY, "2025-02-04"),
        ("18:52 GMT 06.02.2025" + BODY, "2025-02-06"),
        ("2025-02-06T18:52+0000\n2025-02-06T18:52+0000" + BODY, "2025-02-06"),
        ("WASHINGTON, Feb. 4, 2025 (AP) — The" + BODY, "2025-02-04"),
        ("By Ann Lee | March 3, 2025" + BODY, "2025-03-03"),
        ("# A title\n\n*April 14, 2025*\n" + BODY, "2025-04-14"),
        ("Source: https://news.example/2025/02/06/order" + BODY, "2025-02-06"),
        ("On Monday, February 3, 2025, they met." + BODY, None),
        ("Updated February 4, 2025" + BODY, None),
        ("02/04/2025" + BODY, None),
        ("2024-02-30" + BODY, None),
        ("February 4, 2025" + BODY + "February 5, 2025" + BODY, None),
        ("Published: May 1, 2025\nMay 3, 2025" + BODY, "2025-05-01"),
        ("© 2025 The Daily. All rights reserved." + BODY, None),
    ],
)
def test_date_of_publication(tmp_path: Path, text: str, published: str | None) -> None:
    assert _read(tmp_path, text).published == published


@pytest.mark.parametrize(
    ("text", "publisher"),
    [
        ("Publisher: The Daily" + BODY, "The Daily"),
        (BODY + "The Daily has contacted the department, by e-mail, for comment.", "The Daily"),
        (BODY + "© 2025 Outlook All rights reserved. 18+", "Outlook"),
        (
            "Outlook World\nOutlook World" + BODY + "© 2025 Outlook All rights reserved.",
            "Outlook World",
        ),
        (BODY + "He has contacted the department for comment.", None),
        (BODY + "© AP Photo / Ann Lee", None),
        ("Source: https://news.example/a" + BODY, None),
    ],
)
def test_publisher(tmp_path: Path, text: str, publisher: str | None) -> None:
    assert _read(tmp_path, text).publisher == publisher


def test_address_on_a_line_counts_where_it_spells_a_headline(tmp_path: Path) -> None:
    url = "https://news.example/20250206/will-the-courts-rule-1121.html"
    other = "https://news.example/20250205/quite-another-story-1120.html"
    article = _read(tmp_path, f"{other}\n{url}\nWill the Court’s Rule?\n{BODY}")
    assert (article.url, article.title, article.published) == (
        url, "Will the Court’s Rule?", "2025-02-06",
    )  # fmt: skip


def test_address_that_spells_no_headline_does_not_count(tmp_path: Path) -> None:
    text = "https://news.example/quite-another-story.html\nWill the court rule?" + BODY
    assert (_read(tmp_path, text).url, _read(tmp_path, text).title) == (None, None)


def test_first_line_of_a_paragraph_is_no_title(tmp_path: Path) -> None:
    assert _read(tmp_path, "Court blocks order" + BODY).title is None


def test_line_above_a_blank_line_is_the_title(tmp_path: Path) -> None:
    """Lists of articles name the headline, not the file, where a text begins with one."""
    text = "Court blocks order on water" + "\n" + BODY
    assert _read(tmp_path, text).title == "Court blocks order on water"


@pytest.mark.parametrize("value", ["0000-01-01", "99999", "2025-13", "soon", "2025-2-4", ""])
def test_what_is_no_date_is_none(value: str) -> None:
    assert iso_date(value) is None


def test_seeds_state_what_the_gold_says(shared: Path) -> None:
    found = [read_article(str(path)) for path in sorted((shared / "seeds").glob("*.txt"))]
    assert [article.publisher for article in found] == [
        None, "Newsweek", None, None, "Sputnik International",
    ]  # fmt: skip
    assert [article.published for article in found] == [None, None, None, None, "2025-02-06"]
