"""The content of words, and the rules by which utterances and credits are told apart."""

import time

import pytest

from kg.collate.words import concept_of, content_of, stems_of, words_of
from kg.rules import Rule, load_rules

RULES = load_rules("collate").rules


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_keeps_its_examples(rule: Rule) -> None:
    """What must be found is found, what must not is not."""
    assert rule.regex is not None
    assert [text for text in rule.matches if not rule.regex.search(text)] == []
    assert [text for text in rule.ignores if rule.regex.search(text)] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
@pytest.mark.parametrize("piece", ["no ", "by a, ", "A ", "also had ", "("])
def test_rule_is_quick_on_hostile_text(rule: Rule, piece: str) -> None:
    """No pattern takes more than linear time on repetitions."""
    assert rule.regex is not None
    start = time.process_time()
    rule.regex.search(piece * 20_000)
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("prisons", "jails"),
        ("deported", "deporting"),
        ("citizen’s", "Citizens"),
        ("legally", "law"),
    ],
)
def test_words_of_one_content_are_one(left: str, right: str) -> None:
    """Number, tense, genitive and common synonyms do not count."""
    assert concept_of(left) == concept_of(right) != ""


def test_small_words_have_no_content() -> None:
    """What is left is what is said."""
    assert content_of("It is the court that has said so.") == ("court",)


def test_stems_keep_synonyms_apart() -> None:
    """A phrase is known by its very words."""
    assert stems_of("our jails") != stems_of("our prisons")


def test_words_of_any_script_are_words() -> None:
    """Nothing is lost, and nothing fails."""
    assert words_of("Суд решил: “да”.") == ("суд", "решил", "да")
    assert words_of("… — !") == ()
