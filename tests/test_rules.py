"""Every rule finds its own examples and leaves its counter-examples alone."""

import re
from pathlib import Path

import pytest

import kg.rules
from kg.errors import RuleError
from kg.rules import Rule, load_rules, rule_files

# Fewer rules than these would mean that files were lost, not that rules became better.
FEWEST_RULES = 80


def all_rules() -> list[Rule]:
    """Return every rule that has a regular expression, of every file."""
    return [
        rule for name in rule_files() for rule in load_rules(name).rules if rule.regex is not None
    ]


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)
def test_rule_finds_its_examples_and_nothing_else(rule: Rule) -> None:
    assert rule.regex is not None
    missed = [text for text in rule.matches if not rule.regex.search(text)]
    wrong = [text for text in rule.ignores if rule.regex.search(text)]
    assert (missed, wrong) == ([], [])


def test_rules_are_all_there() -> None:
    assert len(all_rules()) >= FEWEST_RULES


def test_rule_ids_are_unique_over_all_files() -> None:
    ids = [rule.id for name in rule_files() for rule in load_rules(name).rules]
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize(
    "name", ["citations", "firstnames", "names", "nominals", "organizations", "places", "zones"]
)
def test_word_lists_have_no_word_twice(name: str) -> None:
    for key, words in load_rules(name).lists.items():
        assert len(words) == len(set(words)), key


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)
def test_rule_needs_no_long_time_on_repeated_words(rule: Rule) -> None:
    """Nested repetition would take minutes here; a linear pattern takes milliseconds."""
    assert rule.regex is not None
    for piece in ("Alpha of the ", "a ", "1, ", "’s “", "Section 1 and ", "\n", "A."):
        assert isinstance(list(rule.regex.finditer(piece * 400)), list)


def test_unknown_rule_is_an_error() -> None:
    with pytest.raises(StopIteration):
        load_rules("zones").rule("zones/none")


def test_broken_rule_file_is_named_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken.toml").write_text(
        '[[rule]]\nid = "a"\npattern = "("\nsource = "s"\nmatches = ["x"]\nignores = []\n'
    )
    monkeypatch.setattr(kg.rules, "_FOLDER", tmp_path)
    with pytest.raises(RuleError, match=re.escape("broken.toml:2")):
        load_rules("broken")
