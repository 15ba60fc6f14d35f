"""Events: who took part, where and when, from verbs and nouns alike."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from kg.analyze import Model, load_model
from kg.extract.context import Context
from kg.extract.dates import find_dates
from kg.extract.drafts import finish
from kg.extract.events import find_events
from kg.extract.tree import tree_of
from kg.knowledge import load_knowledge
from kg.model import Article, ArticleId, Evidence, Mention, MentionId, Relation
from kg.rules import Rule, load_rules

SHIPPED = Path(__file__).parents[2] / "data" / "model"
MARKED = re.compile(r"\[([A-Z][A-Za-z]*) ([^\[\]]+)\]")
# Examples are read with a date, so that events that need one are found.
PUBLISHED = "2025-06-20"
CASES = [
    pytest.param(rule, example, found, id=f"{rule.id}-{number}-{found}")
    for rule in load_rules("events").rules
    for found, examples in ((True, rule.matches), (False, rule.ignores))
    for number, example in enumerate(examples)
]


@pytest.fixture(scope="module")
def model() -> Model:
    """The shipped language model; its tests are left out where it is not there."""
    if not (SHIPPED / "model.onnx").exists():
        pytest.skip("no language model")
    return load_model(None)


def events_in(
    model: Model, example: str
) -> tuple[Mapping[MentionId, Mention], tuple[Relation, ...]]:
    """Return all mentions of a marked text by id, and the relations of its events."""
    text = MARKED.sub(r"\2", example)
    mentions, shift = [], 0
    for number, hit in enumerate(MARKED.finditer(example)):
        start = hit.start() - shift
        shift += len(hit[0]) - len(hit[2])
        evidence = Evidence(
            ArticleId("article/0"), start, start + len(hit[2]), hit[2], 0, 0, len(text)
        )
        cls = "Court" if "Court" in hit[2] else hit[1]
        mentions.append(Mention(MentionId(f"m/{number}"), evidence, hit[1], cls, hit[2], "test"))
    article = Article(ArticleId("article/0"), "a.txt", "0", text, published=PUBLISHED)
    doc = model.parse(text)
    borders = tuple((sent.start_char, sent.end_char) for sent in doc.sents)
    context = Context(article, doc, load_knowledge(), True, borders)
    fresh, drafts = find_events(context, tree_of(doc, mentions), mentions, find_dates(context))
    return {item.id: item for item in (*mentions, *fresh)}, finish(context, drafts, ())


def facts_of(model: Model, example: str) -> set[tuple[str, str, str]]:
    """Return (subject, relation, object) in words; events by their names."""
    mentions, relations = events_in(model, example)
    return {
        (
            mentions[item.subject].name,
            item.relation,
            mentions[item.object].name if item.object else str(item.value and item.value.amount),
        )
        for item in relations
    }


@pytest.mark.parametrize(("rule", "example", "found"), CASES)
def test_pattern_finds_its_examples_only(
    model: Model, rule: Rule, example: str, found: bool
) -> None:
    """`matches` are found by their rule, `ignores` are not."""
    told = example.rstrip(".") + " on May 3, 2024." if found else example
    _, relations = events_in(model, told)
    _, plain = events_in(model, example)
    assert (rule.id in {item.rule for item in (*relations, *plain)}) is found


def test_event_has_participants_place_and_time(model: Model) -> None:
    """Who, by whom, where and when all hang on one node."""
    found = facts_of(
        model,
        "[Person Ana Ruiz] was arrested by [Institution The Navy] in [Place Lyon] on May 3, 2024.",
    )
    event = "arrest of Ana Ruiz"
    assert found == {
        ("Ana Ruiz", "participatedIn", event),
        ("The Navy", "participatedIn", event),
        (event, "tookPlaceAt", "Lyon"),
        (event, "startDate", "2024-05-03"),
    }


def test_relative_date_is_resolved_and_marked(model: Model) -> None:
    """ "Tuesday" is a day before the article's own, and says that it was counted."""
    _, relations = events_in(model, "[Person Ana Ruiz] was arrested on Tuesday.")
    (date,) = [item for item in relations if item.relation == "startDate"]
    assert date.value is not None
    assert date.value.amount == "2025-06-17"
    assert ("dateBasis", "relative") in date.qualifiers


def test_noun_and_verb_tell_of_one_event(model: Model) -> None:
    """ "was arrested" and "the arrest of" bear one name."""
    mentions, _ = events_in(
        model, "[Person Ana Ruiz] was arrested. The arrest of [Person Ana Ruiz] drew protests."
    )
    assert len([item for item in mentions.values() if item.type == "Event"]) == 2
    assert {item.name for item in mentions.values() if item.type == "Event"} == {
        "arrest of Ana Ruiz"
    }


def test_two_days_are_two_events(model: Model) -> None:
    """Two arrests of one person do not become one."""
    mentions, _ = events_in(
        model,
        "[Person Ana Ruiz] was arrested on May 3, 2024. "
        "[Person Ana Ruiz] was arrested on June 9, 2024.",
    )
    assert len({item.name for item in mentions.values() if item.type == "Event"}) == 2


@pytest.mark.parametrize(
    ("text", "negated", "hypothetical"),
    [
        ("[Person Ana Ruiz] was not arrested.", True, False),
        ("[Person Ana Ruiz] would be arrested if it passed.", False, True),
        ("[Person Ana Ruiz] was arrested.", False, False),
    ],
)
def test_unreal_event_keeps_its_mark(
    model: Model, text: str, negated: bool, hypothetical: bool
) -> None:
    """What did not happen, or may, is no plain fact."""
    _, relations = events_in(model, text)
    assert relations
    assert {(item.negated, item.hypothetical) for item in relations} == {(negated, hypothetical)}


def test_group_in_general_makes_no_event(model: Model) -> None:
    """ "deporting citizens is illegal" tells of nothing that happened."""
    mentions, _ = events_in(model, "Deporting [Group US citizens] is illegal.")
    assert not [item for item in mentions.values() if item.type == "Event"]
