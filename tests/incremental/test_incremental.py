"""Building again: only changed articles are searched, and the graph is that of a first build."""

import dataclasses
from pathlib import Path

import pytest

from kg.cache import Cache, code_digest
from kg.extract import extract
from kg.model import Article, Findings
from kg.pipeline import BuildSettings, build, find
from kg.store import read_manifest

SETTINGS = BuildSettings(model="blank", workers=1)
TEXTS = (
    "Ana Ruiz, mayor of Lyon, met Bo Lind on Monday, February 3, 2025.\n“It is wrong,” she said.",
    "The Fourteenth Amendment bars the plan, Bo Lind said. Grey Rock prison can hold 400 people.",
    "Congress passed the act in 1984. The court in Lyon struck it down, Ana Ruiz said.",
)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Return a folder with three articles."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for number, text in enumerate(TEXTS):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def searched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the articles that get searched, filled as they are."""
    names: list[str] = []

    def noting(article: Article, *rest: object) -> Findings:
        names.append(Path(article.source).name)
        return extract(article, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("kg.extract.extract", noting)
    return names


def sources(folder: Path) -> list[str]:
    """Return the articles of a folder."""
    return sorted(str(path) for path in folder.glob("*.txt"))


def graph_of(folder: Path) -> bytes:
    """Return the graph that lies in a folder."""
    return (folder / read_manifest(folder).data / "graph.nq").read_bytes()


def test_second_build_searches_nothing(articles: Path, searched: list[str], tmp_path: Path) -> None:
    """Nothing has changed."""
    for _ in range(2):
        build(sources(articles), tmp_path / "graph", settings=SETTINGS)
    assert searched == ["0.txt", "1.txt", "2.txt"]


def test_changed_added_and_removed_articles(
    articles: Path, searched: list[str], tmp_path: Path
) -> None:
    """Only what is new is searched; the graph equals one built from nothing."""
    build(sources(articles), tmp_path / "graph", settings=SETTINGS)
    searched.clear()
    (articles / "0.txt").write_text(TEXTS[0].replace("Lyon", "Lille"), encoding="utf-8")
    (articles / "1.txt").unlink()
    (articles / "3.txt").write_text("Cy Marsh sued the city of Lyon.", encoding="utf-8")
    build(sources(articles), tmp_path / "graph", settings=SETTINGS)
    assert searched == ["0.txt", "3.txt"]
    build(sources(articles), tmp_path / "fresh", settings=SETTINGS)
    assert graph_of(tmp_path / "graph") == graph_of(tmp_path / "fresh")
    old, new = (read_manifest(tmp_path / name) for name in ("graph", "fresh"))
    assert old.files == new.files


def test_build_without_cache_searches_all(
    articles: Path, searched: list[str], tmp_path: Path
) -> None:
    """Whoever does not trust the cache can do without."""
    settings = dataclasses.replace(SETTINGS, cache=False)
    for _ in range(2):
        build(sources(articles), tmp_path / "graph", settings=settings)
    assert len(searched) == 6
    assert not (tmp_path / "graph" / "cache").exists()


def test_damaged_cache_is_searched_again(
    articles: Path, searched: list[str], tmp_path: Path
) -> None:
    """A file that was cut, or holds something else, counts as none."""
    build(sources(articles), tmp_path / "graph", settings=SETTINGS)
    expected = graph_of(tmp_path / "graph")
    first, second, third = sorted((tmp_path / "graph" / "cache").glob("*.json.gz"))
    first.write_bytes(first.read_bytes()[:40])
    second.write_bytes(b"no gzip")
    third.write_bytes(second.read_bytes())
    searched.clear()
    build(sources(articles), tmp_path / "graph", settings=SETTINGS)
    assert len(searched) == 3
    assert graph_of(tmp_path / "graph") == expected


def test_files_of_removed_articles_go(articles: Path, tmp_path: Path) -> None:
    """The cache holds what the graph holds."""
    build(sources(articles), tmp_path / "graph", settings=SETTINGS)
    build(sources(articles)[:1], tmp_path / "graph", settings=SETTINGS)
    names = [path.name for path in (tmp_path / "graph" / "cache").iterdir()]
    assert sorted(name.partition(".")[2] for name in names) == ["json", "json.gz", "part.gz"]


def test_graph_of_the_same_is_kept_as_it_is(articles: Path, tmp_path: Path) -> None:
    """Nothing is written again, and the report is the same; a damaged graph is made anew."""
    first = build(sources(articles), tmp_path / "graph", settings=SETTINGS)
    data = tmp_path / "graph" / read_manifest(tmp_path / "graph").data
    before, made = graph_of(tmp_path / "graph"), (data / "graph.nq").stat().st_ino
    for part in (tmp_path / "graph" / "cache").glob("*.part.gz"):
        part.unlink()
    assert build(sources(articles), tmp_path / "graph", settings=SETTINGS) == first
    assert not list((tmp_path / "graph" / "cache").glob("*.part.gz"))
    assert (data / "graph.nq").stat().st_ino == made
    (data / "graph.nq").write_bytes(before[:-40])
    assert build(sources(articles), tmp_path / "graph", settings=SETTINGS) == first
    assert graph_of(tmp_path / "graph") == before


def test_other_name_makes_the_graph_anew(articles: Path, tmp_path: Path) -> None:
    """The findings are the same, the graph is not."""
    build(sources(articles), tmp_path / "graph", settings=SETTINGS)
    (articles / "copy.txt").write_text(TEXTS[0], encoding="utf-8")
    build(sources(articles), tmp_path / "graph", settings=SETTINGS)
    assert b"copy.txt" in graph_of(tmp_path / "graph")


def test_kept_findings_are_those_found(articles: Path, tmp_path: Path) -> None:
    """Every field survives."""
    found = find(sources(articles), settings=SETTINGS)
    cache = Cache(tmp_path / "cache", "state")
    for item in found.findings:
        cache.keep(cache.name_of(item.article), item)
    again = Cache(tmp_path / "cache", "state")
    kept = [again.get(again.name_of(item.article)) for item in found.findings]
    assert kept == list(found.findings)


def test_other_state_finds_nothing(articles: Path, tmp_path: Path) -> None:
    """Another model, rule or line of code makes everything new; so does another title."""
    found = find(sources(articles)[:1], settings=SETTINGS).findings[0]
    cache, other = Cache(tmp_path, "state"), Cache(tmp_path, "other")
    assert cache.name_of(found.article) != other.name_of(found.article)
    titled = dataclasses.replace(found.article, title="Other")
    assert cache.name_of(found.article) != cache.name_of(titled)
    assert len(code_digest()) == 16


def test_order_of_sources_does_not_matter(articles: Path, tmp_path: Path) -> None:
    """Neither for the first build nor for a later one."""
    build(sources(articles), tmp_path / "one", settings=SETTINGS)
    build(sources(articles)[::-1], tmp_path / "two", settings=SETTINGS)
    assert graph_of(tmp_path / "one") == graph_of(tmp_path / "two")
