"""Web pages: text without markup, metadata where the page states it."""

from pathlib import Path

import pytest

from kg.errors import UnreadableSource
from kg.model import Article
from kg.read import read_article

PROSE = (
    "The court said that the order “violates” the law, and it is for Congress to change it. " * 5
)
PAGE = f"""<!DOCTYPE html><html lang="en-GB"><head><title>Order stands | The Daily</title>
<meta property="og:title" content="Order stands">
<meta property="og:site_name" content="The Daily">
<meta property="article:published_time" content="2025-03-02T10:00:00Z">
<link rel="canonical" href="https://news.example/order-stands">
<script>var x = "never text";</script></head>
<body><nav><a href="/">Menu</a></nav><article><h1>Order stands</h1>
<p>{PROSE}</p><p>Second paragraph: {PROSE}</p><script>alert("never text")</script>
</article><footer>Contact</footer></body></html>"""


def _read(folder: Path, data: bytes, name: str = "a.html") -> Article:
    path = folder / name
    path.write_bytes(data)
    return read_article(str(path))


def test_page_gives_its_text_without_markup(tmp_path: Path) -> None:
    text = _read(tmp_path, PAGE.encode()).text
    assert "order “violates” the law" in text
    assert not any(mark in text for mark in ("<", "never text", "Menu"))


def test_page_gives_its_metadata(tmp_path: Path) -> None:
    article = _read(tmp_path, PAGE.encode())
    assert (article.title, article.publisher, article.published, article.url, article.language) == (
        "Order stands", "The Daily", "2025-03-02", "https://news.example/order-stands", "en",
    )  # fmt: skip


def test_declared_charset_is_used_where_the_page_is_not_utf8(tmp_path: Path) -> None:
    page = PAGE.replace("<head>", '<head><meta charset="windows-1251">', 1).replace("law", "закон")
    page = page.replace("“", "«").replace("”", "»")
    assert "закон" in _read(tmp_path, page.encode("cp1251")).text


def test_declared_charset_that_lies_does_no_harm(tmp_path: Path) -> None:
    page = PAGE.replace("<head>", '<head><meta charset="koi8-r">', 1)
    assert "“violates”" in _read(tmp_path, page.encode()).text


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><nav>Menu</nav></body></html>",
        "<html></html>",
        "<html><body>" + "<div>" * 90_000 + PROSE,
        "<html><body>" + "<i>" * 200_000 + PROSE,
        "words, but no page",
        '<html><body><img src="data:' + "A" * 1_000_000 + '"></body></html>',
    ],
)
def test_page_without_an_article_is_refused_quickly(tmp_path: Path, page: str) -> None:
    with pytest.raises(UnreadableSource, match=r"has no article text|more than 100000 tags"):
        _read(tmp_path, page.encode())


def test_entities_that_unfold_are_not_unfolded(tmp_path: Path) -> None:
    entities = '<!ENTITY a "lol">' + "".join(
        f'<!ENTITY {chr(97 + n)} "{f"&{chr(96 + n)};" * 20}">' for n in range(1, 8)
    )
    body = f"<html><body><article><p>{PROSE}</p><p>&h;</p></article></body></html>"
    page = f'<?xml version="1.0"?><!DOCTYPE html [{entities}]>{body}'
    assert len(_read(tmp_path, page.encode()).text) < 10_000


def test_controls_and_surrogates_do_not_get_into_the_text(tmp_path: Path) -> None:
    page = PAGE.replace("Second", "&#1;&#xD800;&#xFFFE;&#x1f;Second\x02")
    text = _read(tmp_path, page.encode()).text
    assert all(char == "\n" or char.isprintable() for char in text)


def test_reference_that_browsers_show_as_an_apostrophe_is_one(tmp_path: Path) -> None:
    text = _read(tmp_path, PAGE.replace("Second", "Ann&#146;s").encode()).text
    assert "Ann’s paragraph" in text


def test_title_with_markup_stays_one_line_of_text(tmp_path: Path) -> None:
    page = PAGE.replace('content="Order stands"', 'content="A&lt;script&gt;\n&#10;b"')
    title = _read(tmp_path, page.encode()).title
    assert title is not None
    assert "\n" not in title
