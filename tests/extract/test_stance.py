"""Stance and lawfulness from the words of a statement."""

import pytest

from kg.extract.aims import Compass
from kg.extract.inflection import verb_forms
from kg.extract.modality import find_modality
from kg.extract.stance import (
    Stance,
    signs_in,
    stance_of_condition,
    stance_of_law,
    stance_of_words,
)
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


NO_RULING = Compass("plan", None)
STRUCK = Compass("ban", "opposes")


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("an incredible offer", "supports"),
        ("it is not dangerous", "supports"),
        ("I do not support it", "opposes"),
        ("a slap in the face for nurses", "opposes"),
        ("it is long overdue", "supports"),
        ("the plan must be withdrawn", "opposes"),
        ("it should be upheld", "supports"),
        ("we will fight this plan", "opposes"),
        ("the mayor will sign the bill", "supports"),
        ("it holds dangerous criminals", None),
        ("we will fight crime", None),
        ("the plan is old", None),
        ("not only cruel but useless", "opposes"),
    ],
)
def test_stance_of_words(words: str, value: str | None) -> None:
    found = stance_of_words(words, NO_RULING)
    assert (found.value if found is not None else None) == value


@pytest.mark.parametrize(
    ("words", "lead", "value"),
    [
        ("a dangerous mistake", " the ruling ", "supports"),
        ("a dangerous mistake", " the ban ", "opposes"),
        ("the ruling is a triumph", "", "opposes"),
        ("the lawsuit is frivolous", "", "supports"),
        ("activist judges will not stop us", "", "supports"),
        ("we are disappointed", "", "supports"),
        ("we are delighted", "", "opposes"),
    ],
)
def test_words_count_by_what_they_are_aimed_at(words: str, lead: str, value: str) -> None:
    """Who blames the ruling that struck a ban down is for the ban."""
    found = stance_of_words(words, STRUCK, lead=lead)
    assert found is not None
    assert found.value == value


def test_stance_of_words_says_which_words_and_which_rule() -> None:
    found = stance_of_words("the plan is cruel", NO_RULING)
    assert found == Stance("opposes", "cruel", "stance/words", is_explicit=True)


def test_not_appealing_is_no_praise_of_the_ruling() -> None:
    """Words of winners and losers mean nothing when negated."""
    assert stance_of_words("we have not decided whether to appeal", STRUCK) is None


@pytest.mark.parametrize(
    ("words", "value", "compass"),
    [
        ("it is unconstitutional", "opposes", NO_RULING),
        ("it is perfectly legal", "supports", NO_RULING),
        ("The fine is unlawful", "opposes", Compass("fine", None)),
        ("sharing the data was unlawful", "supports", Compass("fine", None)),
        ("sharing the data was unlawful", "opposes", NO_RULING),
        ("the injunction violates the law", "supports", STRUCK),
    ],
)
def test_view_on_lawfulness_decides_the_stance(words: str, value: str, compass: Compass) -> None:
    """ "The fine is unlawful" is against the fine; "they broke the law" is for it."""
    modality = find_modality(words)
    assert modality is not None
    found = stance_of_law(words, modality, compass)
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("I would do it if it is legal", "conditional"),
        ("they would sue if the mayor signs it", "opposes"),
        ("serious concerns would arise if they were sent there", "opposes"),
    ],
)
def test_condition_is_conditional_unless_it_threatens(words: str, value: str) -> None:
    modality = find_modality(words)
    assert modality is not None
    assert stance_of_condition(modality, signs_in(words)).value == value


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("ban", ("ban", "bans", "banned", "banning")),
        ("defy", ("defy", "defies", "defied", "defying")),
        ("praise", ("praise", "praises", "praised", "praising")),
        ("vote against", ("vote against", "votes against", "voted against", "voting against")),
        ("dismiss", ("dismiss", "dismisses", "dismissed", "dismissing")),
    ],
)
def test_forms_of_verbs(verb: str, forms: tuple[str, ...]) -> None:
    assert verb_forms(verb) == forms


def test_lexicon_is_broad() -> None:
    """A lexicon cut down by mistake would pass every other test here."""
    lists = load_rules("attitudes").lists
    assert sum(len(words) for words in lists.values()) > 1200
