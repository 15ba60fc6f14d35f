"""Relation templates: each finds its own examples and none of its counter-examples."""

import pytest

from kg.extract.template import Slot, compile_template, encode, encode_example
from kg.rules import Rule, load_rules

FILES = ("relations", "proposals")
CASES = [
    pytest.param(name, rule, example, found, id=f"{rule.id}-{number}-{found}")
    for name in FILES
    for rule in load_rules(name).rules
    for found, examples in ((True, rule.matches), (False, rule.ignores))
    for number, example in enumerate(examples)
]


@pytest.mark.parametrize(("name", "rule", "example", "found"), CASES)
def test_template_finds_its_examples_only(name: str, rule: Rule, example: str, found: bool) -> None:
    """`matches` are found, `ignores` are not."""
    pattern = compile_template(rule, load_rules(name).lists)
    assert (pattern.search(encode_example(example).text) is not None) is found


def test_every_template_file_has_cases() -> None:
    """No rule file silently narrows the examples."""
    assert len(CASES) > 100


def test_encode_keeps_offsets_across_slots_and_folded_blanks() -> None:
    """An encoded character knows where it comes from, whatever was folded before it."""
    text = "The “big”  ban\nhurt Ana Ruiz  today."
    slots = [Slot(20, 28, "Person", 7)]
    encoded = encode(text, 0, len(text), slots)
    assert encoded.text == 'The "big" ban hurt ⟨Person=7⟩ today.'
    place = encoded.text.index("today")
    assert text[encoded.offsets[place] :] == "today."
    assert encoded.offsets[-1] == len(text)


def test_encode_leaves_inner_slots_out() -> None:
    """Of nested mentions the outer one is the slot."""
    text = "Salvadoran gang members"
    slots = [Slot(0, 10, "Place", 0), Slot(0, 23, "Group", 1)]
    assert encode(text, 0, len(text), slots).text == "⟨Group=1⟩"
