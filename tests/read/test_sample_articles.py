"""The sample corpus: it reads, is retold and not copied, and says so."""

import re
from pathlib import Path

from kg.model import Article
from kg.read import list_sources, read_article

# So many equal words in a row are a sentence taken over, not a fact.
RUN = 12


def _articles(root: Path) -> list[Article]:
    return [read_article(source) for source in list_sources([str(root / "data" / "articles")])]


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


def test_five_articles_are_read_with_title_and_language(root: Path) -> None:
    articles = _articles(root)
    assert len({article.id for article in articles}) == 5
    assert all(article.title and article.language == "en" for article in articles)


def test_publisher_and_date_stand_where_the_source_states_them(root: Path) -> None:
    found = [(article.publisher, article.published) for article in _articles(root)]
    assert found == [
        (None, None), ("Newsweek", None), (None, None), (None, None),
        ("Sputnik International", "2025-02-06"),
    ]  # fmt: skip


def test_articles_are_as_long_as_news_items(root: Path) -> None:
    for article in _articles(root):
        assert 300 <= len(article.text.split()) <= 700, article.source


def test_articles_say_that_they_are_retold(root: Path) -> None:
    for path in sorted((root / "data" / "articles").glob("*.md")):
        assert "note: Retold for kg from a news article" in path.read_text(encoding="utf-8")


def test_no_sentence_is_taken_over(root: Path, shared: Path) -> None:
    seeds = sorted((shared / "seeds").glob("*.txt"))
    assert len(seeds) == 5
    taken = set().union(*(_runs(seed.read_text(encoding="utf-8")) for seed in seeds))
    for article in _articles(root):
        assert not [" ".join(run) for run in _runs(article.text) & taken], article.source
