"""Provisions that statements name, mean or cite, and doctrines that are only described."""

import pytest
from names_made import mentions_in
from speech_made import tell

from kg.rules import Rule, load_rules

EXAMPLES = [
    pytest.param(rule, words, found, id=f"{rule.id}-{number}-{found}")
    for name in ("doctrines", "provisions")
    for rule in load_rules(name).rules
    for found, examples in ((True, rule.matches), (False, rule.ignores))
    for number, words in enumerate(examples)
]


@pytest.mark.parametrize(("rule", "words", "found"), EXAMPLES)
def test_rule_finds_its_examples_only(rule: Rule, words: str, found: bool) -> None:
    assert rule.regex is not None
    assert (rule.regex.search(words) is not None) is found


def provisions(marked: str) -> list[str]:
    """Return the names of the provisions of all that people say in a marked text."""
    told = tell(marked)
    names = {item.id: item.name for item in told.mentions}
    spoken = [item for item in told.statements if item.kind != "narrated"]
    return [names[law] for item in spoken for law in item.provisions]


@pytest.mark.parametrize(
    ("marked", "names"),
    [
        ("[Person Ana Ruiz] said the [LegalProvision Dam Act] is old.", ["Dam Act"]),
        (
            "The [LegalProvision Dam Ordinance] won. [Person Ana Ruiz] says the ordinance is ill.",
            ["Dam Ordinance"],
        ),
        (
            "The [LegalProvision Public Order Act] fell. [Person Ana Ruiz] said the order is bad.",
            [],
        ),
        (
            "“Rivers are free,” [Person Ana Ruiz] wrote, citing the [LegalProvision Dam Act].",
            ["Dam Act"],
        ),
        (
            "[Person Ana Ruiz] has a [LegalProvision Dam Act]. “It does not allow it,” she says.",
            ["Dam Act"],
        ),
        ("The [LegalProvision Dam Act] passed. “It rained,” [Person Ana Ruiz] said.", []),
    ],
)
def test_statement_rests_on_what_it_names_means_or_cites(marked: str, names: list[str]) -> None:
    assert provisions(marked) == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Under the rules, citizens cannot be deported for debts.", "no expulsion of citizens"),
        ("They were held for weeks without a hearing.", "due process"),
        ("She may not be sent to a country where she could be tortured.", "non-refoulement"),
    ],
)
def test_right_that_is_only_described_is_found(text: str, name: str) -> None:
    laws = [item.name for item in mentions_in(text) if item.type == "LegalProvision"]
    assert name in laws


def test_law_of_a_country_joined_to_international_law_is_found_too() -> None:
    laws = {item.name for item in mentions_in("It is lawful under American and international law.")}
    assert {"U.S. law", "international law"} <= laws
