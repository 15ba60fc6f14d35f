"""Judgements of people: they beat rules, are replayed, and those that name nothing are reported."""

from pathlib import Path

import pytest
from factories import make_article, make_mention

from kg.errors import RuleError
from kg.knowledge import load_knowledge
from kg.model import Findings, Judgement, Mention
from kg.resolve import read_judgements, resolve
from kg.resolve.judgements import Verdicts

LINE = (
    '{"left": "a", "right": "b", "verdict": "same", "why": "w", "who": "n", "when": "2025-01-01"}'
)


def judgement(left: str, right: str, verdict: str) -> Judgement:
    """Return a judgement of somebody."""
    return Judgement(left, right, verdict, why="I know them", who="an editor", when="2025-01-02")


def article_of(text: str, *names: str) -> tuple[Findings, list[Mention]]:
    """Return the findings of an article with some people."""
    article = make_article(text)
    mentions = [make_mention(article, name) for name in names]
    return Findings(article, ((0, len(text)),), tuple(mentions), (), ()), mentions


def test_same_joins_two_entities() -> None:
    found, (left, right) = article_of("Ana Ruiz and Bea Solano came.", "Ana Ruiz", "Bea Solano")
    made = resolve(
        [found],
        knowledge=load_knowledge(),
        judgements=[judgement("person/ana-ruiz", "person/bea-solano", "same")],
    )
    assert made.links[left.id].entity == made.links[right.id].entity
    assert len(made.entities) == 1


def test_same_takes_all_that_the_two_have() -> None:
    """No article is left behind where one of the two is named in several."""
    first, (full, _) = article_of("Ana Ruiz and Bea Ruiz came.", "Ana Ruiz", "Bea Ruiz")
    second, (one,) = article_of("Sen. Ruiz left.", "Sen. Ruiz")
    third, (two,) = article_of("Sen. Ruiz spoke.", "Sen. Ruiz")
    plain = resolve([first, second, third], knowledge=load_knowledge())
    left, right = (plain.links[mention.id].entity for mention in (full, one))
    verdicts = Verdicts.of([judgement(left, right, "same")], [first, second, third], plain)
    joined = {name for left, right, _ in verdicts.together for name in (left, right)}
    assert joined == {full.id, one.id, two.id}


def test_different_keeps_a_surname_from_its_name() -> None:
    found, (full, short) = article_of("Ana Ruiz came. Later Ruiz spoke.", "Ana Ruiz", "Later Ruiz")
    short_mention = make_mention(found.article, "Ruiz", nth=2)
    found = Findings(found.article, found.sentences, (full, short_mention), (), ())
    made = resolve(
        [found],
        knowledge=load_knowledge(),
        judgements=[judgement(short_mention.id, full.id, "different")],
    )
    assert made.links[full.id].entity != made.links[short_mention.id].entity
    assert short.id != short_mention.id


def test_different_splits_two_articles_with_one_name() -> None:
    first, (left,) = article_of("Ana Ruiz came.", "Ana Ruiz")
    second, (right,) = article_of("Then Ana Ruiz left.", "Ana Ruiz")
    plain = resolve([first, second], knowledge=load_knowledge())
    assert plain.links[left.id].entity == plain.links[right.id].entity
    made = resolve(
        [first, second],
        knowledge=load_knowledge(),
        judgements=[judgement(left.id, right.id, "different")],
    )
    assert made.links[left.id].entity != made.links[right.id].entity


def test_judgement_that_names_nothing_is_given_back() -> None:
    found, _ = article_of("Ana Ruiz came.", "Ana Ruiz")
    unused = judgement("person/nobody", "person/ana-ruiz", "same")
    made = resolve([found], knowledge=load_knowledge(), judgements=[unused])
    assert made.unused == (unused,)


def test_judgement_is_the_reason_of_its_link() -> None:
    found, (left, right) = article_of("Ana Ruiz and Bea Solano came.", "Ana Ruiz", "Bea Solano")
    made = resolve(
        [found], knowledge=load_knowledge(), judgements=[judgement(left.id, right.id, "same")]
    )
    reasons = {link.reason for link in made.links.values()}
    assert "an editor: I know them" in reasons


def test_missing_file_has_no_judgements(tmp_path: Path) -> None:
    assert read_judgements(tmp_path / "none.jsonl") == ()


def test_file_is_read_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "judgements.jsonl"
    path.write_text(f"{LINE}\n\n{LINE}\n")
    assert len(read_judgements(path)) == 2


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"left": "a"}', LINE.replace("same", "maybe"), LINE.replace('"w"', "3")]
)
def test_wrong_line_is_named_with_its_number(tmp_path: Path, line: str) -> None:
    path = tmp_path / "judgements.jsonl"
    path.write_text(f"{LINE}\n{line}\n")
    with pytest.raises(RuleError, match=r"judgements\.jsonl:2:"):
        read_judgements(path)
