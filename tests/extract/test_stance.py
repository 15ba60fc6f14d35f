"""Stance and lawfulness from the words of a statement."""

import pytest

from kg.extract.modality import find_modality
from kg.extract.stance import find_stance
from kg.rules import Rule, load_rules

FILES = ("coreference", "modality", "narration", "quotes", "speech", "stance")
EXAMPLES = [
    pytest.param(rule, words, found, id=f"{rule.id}-{number}-{found}")
    for name in FILES
    for rule in load_rules(name).rules
    for found, examples in ((True, rule.matches), (False, rule.ignores))
    for number, words in enumerate(examples)
]


@pytest.mark.parametrize(("rule", "words", "found"), EXAMPLES)
def test_rule_finds_its_examples_only(rule: Rule, words: str, found: bool) -> None:
    assert rule.regex is not None
    assert (rule.regex.search(words) is not None) is found


def test_every_rule_file_has_examples() -> None:
    assert len(EXAMPLES) > 90


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("such plans are illegal", "asserts_unlawful"),
        ("the rule violates the First Amendment", "asserts_unlawful"),
        ("it likely violates federal law", "asserts_unlawful"),
        ("the order has no legal basis", "asserts_unlawful"),
        ("the state cannot ban the books", "asserts_unlawful"),
        ("there is nothing unlawful in it", "asserts_lawful"),
        ("the order does not violate the Constitution", "asserts_lawful"),
        ("the move is entirely legal", "asserts_lawful"),
        ("it may violate federal law", "questions_legality"),
        ("the plan raises legal questions", "questions_legality"),
        ("it is unclear whether the law allows it", "questions_legality"),
        ("he would do it if it is legal", "states_condition"),
        ("it can go on only if a court agrees", "states_condition"),
        ("the Fourth Amendment protects homes", "states_rule"),
        ("he met illegal immigrants", None),
        ("he went home early", None),
    ],
)
def test_modality_of_words(words: str, value: str | None) -> None:
    found = find_modality(words)
    assert (found.value if found is not None else None) == value


@pytest.mark.parametrize(
    ("words", "cue", "value"),
    [
        ("an incredible offer", None, "supports"),
        ("it would raise serious concerns", None, "opposes"),
        ("it is not dangerous", None, "supports"),
        ("I do not support it", None, "opposes"),
        ("it holds dangerous criminals", None, "neutral"),
        ("the plan", "denounce", "opposes"),
        ("the plan", "hail", "supports"),
        ("the plan is old", "say", "neutral"),
    ],
)
def test_stance_of_words(words: str, cue: str | None, value: str) -> None:
    assert find_stance(words, cue=cue, modality=None, is_maker=False).value == value


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("I would do it if it is legal", "conditional"),
        ("it is unconstitutional", "opposes"),
        ("it is perfectly legal", "supports"),
    ],
)
def test_view_on_lawfulness_decides_the_stance(words: str, value: str) -> None:
    found = find_stance(words, cue="say", modality=find_modality(words), is_maker=False)
    assert found.value == value
    assert found.words is not None


def test_who_made_the_thing_supports_it() -> None:
    assert (
        find_stance("it starts soon", cue="say", modality=None, is_maker=True).value == "supports"
    )


def test_penalty_called_unlawful_is_opposed_and_breach_called_unlawful_supports_it() -> None:
    """ "The fine is unlawful" is against the fine; "they broke the law" is for it."""
    from kg.extract.sides import on_penalty

    assert on_penalty("opposes", "fine", "The fine is unlawful") == "opposes"
    assert on_penalty("opposes", "fine", "sharing the data was unlawful") == "supports"
    assert on_penalty("opposes", "plan", "sharing the data was unlawful") == "opposes"
