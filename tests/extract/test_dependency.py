"""Dependency patterns: each finds its own examples and none of its counter-examples."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from spacy.tokens import Doc

from kg.analyze import Model, load_model
from kg.extract.dependency import compile_frame, find_by_syntax
from kg.extract.drafts import Draft
from kg.extract.tree import tree_of
from kg.model import ArticleId, Evidence, Mention, MentionId
from kg.rules import Rule, load_rules

SHIPPED = Path(__file__).parents[2] / "data" / "model"
MARKED = re.compile(r"\[([A-Z][A-Za-z]*) ([^\[\]]+)\]")
# Classes that examples may name instead of a type.
COARSE = {"Country": "Place", "AdvocacyOrganization": "Institution", "Legislature": "Institution"}
RULES = load_rules("verbs").rules
CASES = [
    pytest.param(rule, example, found, id=f"{rule.id}-{number}-{found}")
    for rule in RULES
    for found, examples in ((True, rule.matches), (False, rule.ignores))
    for number, example in enumerate(examples)
]


@pytest.fixture(scope="module")
def model() -> Model:
    """The shipped language model; its tests are left out where it is not there."""
    if not (SHIPPED / "model.onnx").exists():
        pytest.skip("no language model")
    return load_model(None)


def plain(example: str) -> str:
    """Return an example without its marks."""
    return MARKED.sub(r"\2", example)


def mentions_of(example: str) -> list[Mention]:
    """Return the marked words of an example as mentions."""
    found, shift = [], 0
    for number, hit in enumerate(MARKED.finditer(example)):
        start = hit.start() - shift
        shift += len(hit[0]) - len(hit[2])
        end = start + len(hit[2])
        evidence = Evidence(ArticleId("article/0"), start, end, hit[2], 0, 0, len(plain(example)))
        name = MentionId(f"mention/{number}")
        kind = COARSE.get(hit[1], hit[1])
        found.append(Mention(name, evidence, kind, hit[1], hit[2], "test"))
    return found


def drafts_of(model: Model, example: str) -> Sequence[Draft]:
    """Return what the patterns see in one marked sentence."""
    doc: Doc = model.parse(plain(example))
    return tuple(find_by_syntax(tree_of(doc, mentions_of(example))))


@pytest.mark.parametrize(("rule", "example", "found"), CASES)
def test_pattern_finds_its_examples_only(
    model: Model, rule: Rule, example: str, found: bool
) -> None:
    """`matches` are found by their rule, `ignores` are not."""
    rules = {draft.rule for draft in drafts_of(model, example)}
    assert (rule.id in rules) is found


def test_passive_and_active_name_the_same_parties(model: Model) -> None:
    """Who sues whom does not turn on voice."""
    active = drafts_of(model, "[Person Ana Ruiz] sued the [Institution Data Board] in May.")
    passive = drafts_of(model, "The [Institution Data Board] was sued by [Person Ana Ruiz].")
    assert [(item.subject, item.object) for item in active] == [("mention/0", "mention/1")]
    assert [(item.subject, item.object) for item in passive] == [("mention/1", "mention/0")]


def test_each_of_several_subjects_is_related(model: Model) -> None:
    """ "A and B sued C" makes two relations."""
    found = drafts_of(model, "[Person Ana Ruiz] and [Person Leo Lima] sued [Institution Acme].")
    assert sorted(item.subject for item in found) == ["mention/0", "mention/1"]


def test_negation_is_kept(model: Model) -> None:
    """ "did not sign" is a negated relation."""
    found = drafts_of(model, "[Person Leo Lima] did not sign the [LegalProvision Data Act].")
    assert [item.negated for item in found] == [True]


def test_modal_and_infinitive_are_hypothetical(model: Model) -> None:
    """ "would sign" and "plans to sign" have not happened."""
    for verb in ("would sign", "plans to sign"):
        found = drafts_of(model, f"[Person Leo Lima] {verb} the [LegalProvision Data Act].")
        assert [item.hypothetical for item in found] == [True]


def test_claim_names_its_speaker(model: Model) -> None:
    """What hangs on "argues that" is said by the one who argues."""
    example = (
        "[Person Ana Ruiz] argues that the [Institution Data Board] violated the "
        "[LegalProvision Privacy Act]."
    )
    found = [item for item in drafts_of(model, example) if item.relation == "violates"]
    assert [item.speaker for item in found] == ["mention/0"]


def test_what_is_said_beside_a_ban_is_not_negated_by_it(model: Model) -> None:
    """ "blocked the Act, saying it violates …": the court claims it, nothing denies it."""
    example = (
        "A judge on Tuesday blocked the plan, saying the [LegalProvision Media Act] probably "
        "violates the [LegalProvision First Amendment]."
    )
    found = [item for item in drafts_of(model, example) if item.relation == "violates"]
    assert [item.negated for item in found] == [False]


def test_wrong_notation_names_its_rule() -> None:
    """A pattern that cannot be read is refused with the id of its rule."""
    rule = Rule("verb.odd", "sue -> agent", "test", ("x",), (), None, {})
    with pytest.raises(ValueError, match=r"verb\.odd"):
        compile_frame(rule, {})
