"""What statements say that the law does to an act, and on whose word."""

import pytest
from factories import make_article, make_findings, make_mention, make_statement

from kg.collate.effects import Effects
from kg.debate import Effect
from kg.graph.effects import kind_of_right
from kg.model import Entity, EntityId, Link, Mention, Resolution


def resolution_of(*pairs: tuple[Mention, str]) -> Resolution:
    """Return links of mentions to entities, with the entities."""
    links = {item.id: Link(EntityId(entity), "test/link", "test") for item, entity in pairs}
    entities = tuple(Entity(EntityId(entity), m.type, m.cls, m.name) for m, entity in pairs)
    return Resolution(entities, links)


def effects_of(
    words: str,
    modality: str | None,
    *,
    kind: str = "direct",
    cue: str = "said",
    cls: str = "Person",
    law: str | None = None,
    who: str = "Lind",
) -> tuple[Effect, ...]:
    """Return the effects of one statement on "the plan", said by somebody."""
    article = make_article(f"{who} {cue} {words}\nThe plan stands.\n")
    speaker = make_mention(
        article, who, type="Institution" if cls == "Court" else "Person", cls=cls
    )
    plan = make_mention(article, "The plan", type="Proposal", name="plan")
    pairs = [(speaker, "speaker/x"), (plan, "proposal/plan")]
    laws: tuple[Mention, ...] = ()
    if law is not None:
        named = make_mention(article, law, type="LegalProvision", cls="Statute")
        laws = (named,)
        pairs.append((named, "law/named"))
    statement = make_statement(
        article,
        words,
        speaker=None if kind == "narrated" else speaker,
        kind=kind,
        cue=cue,
        target=plan,
        modality=modality,
        provisions=laws,
    )
    found = make_findings(article, mentions=(speaker, plan, *laws), statements=(statement,))
    return tuple(Effects([found], resolution_of(*pairs))[found.article.id])


@pytest.mark.parametrize(
    ("words", "modality", "kind", "act", "target"),
    [
        ("such plans are illegal", "asserts_unlawful", "bars", "such plans", True),
        ("this is unconstitutional", "asserts_unlawful", "bars", None, True),
        (
            "it is unconstitutional to deport a U.S. citizen.",
            "asserts_unlawful",
            "bars",
            "deport a U.S. citizen",
            False,
        ),
        ("You are not allowed to expel us", "asserts_unlawful", "bars", "expel us", False),
        (
            "citizens cannot be stripped of rights",
            "asserts_unlawful",
            "bars",
            "citizens … be stripped of rights",
            False,
        ),
        ("the plan is lawful", "asserts_lawful", "permits", "the plan", True),
        ("the law allows a tax", "asserts_lawful", "permits", "a tax", False),
        (
            "We back it, although such a scheme could face legal obstacles",
            "questions_legality",
            "unclear",
            "such a scheme",
            True,
        ),
        ("the Act prohibits strikes", "states_rule", "bars", "strikes", False),
        ("the Act guarantees a hearing", "states_rule", "requires", "a hearing", False),
        ("the Act permits searches", "states_rule", "permits", "searches", False),
        ("it must be approved first", "states_condition", "requires", "be approved first", False),
    ],
)
def test_effect_and_act(
    words: str, modality: str, kind: str, act: str | None, target: bool
) -> None:
    (effect,) = effects_of(words, modality)
    assert (effect.kind, effect.act_words) == (kind, act)
    assert effect.act == ("proposal/plan" if target else None)
    assert effect.tier == "claim"


@pytest.mark.parametrize(
    ("words", "modality"),
    [
        ("if it is legal, he would do it", "states_condition"),
        ("unless a court bars it, it goes on", "states_condition"),
        ("the plan is good", None),
    ],
)
def test_condition_is_no_effect(words: str, modality: str | None) -> None:
    assert [effect.kind for effect in effects_of(words, modality)] == []


def test_one_statement_can_state_several_rules() -> None:
    words = "the Act prohibits cruelty and guarantees a hearing"
    found = effects_of(words, "states_rule", law="the Act")
    assert {(item.kind, item.act_words, item.provision) for item in found} == {
        ("bars", "cruelty", "law/named"),
        ("requires", "a hearing", "law/named"),
    }


def test_law_that_is_judged_is_the_act_and_not_the_ground() -> None:
    (effect,) = effects_of("the Hat Act is unlawful", "asserts_unlawful", law="the Hat Act")
    assert (effect.provision, effect.act) == (None, "law/named")


def test_law_that_is_broken_is_the_ground() -> None:
    (effect,) = effects_of("the plan violates the Hat Act", "asserts_unlawful", law="Hat Act")
    assert (effect.provision, effect.act) == ("law/named", "proposal/plan")


@pytest.mark.parametrize(
    ("options", "tier"),
    [
        ({"cls": "Court", "cue": "ruled"}, "holding"),
        ({"cls": "Court", "cue": "said"}, "holding"),
        ({"cls": "Court", "cue": "alleges"}, "claim"),
        ({"who": "The judge", "cue": "ruled"}, "holding"),
        ({"who": "The appeals court", "cue": "said"}, "holding"),
        ({"who": "The judge", "cue": "joked"}, "claim"),
        ({"who": "The minister", "cue": "ruled"}, "claim"),
        ({"who": "A judge in dissent", "cue": "ruled"}, "claim"),
    ],
)
def test_tier_by_speaker(options: dict[str, str], tier: str) -> None:
    (effect,) = effects_of("the plan is unlawful", "asserts_unlawful", **options)
    assert effect.tier == tier


@pytest.mark.parametrize(
    ("words", "tier"),
    [
        ("Courts have ruled that citizens cannot be expelled", "holding"),
        ("The Supreme Court held that the plan is unlawful", "holding"),
        ("The plan is unlawful", "claim"),
        ("Lawyers say the court found the plan is unlawful", "claim"),
    ],
)
def test_tier_in_an_article_s_own_voice(words: str, tier: str) -> None:
    (effect,) = effects_of(words, "asserts_unlawful", kind="narrated")
    assert effect.tier == tier
    assert effect.speaker == effect.evidence.article


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Cruel and unusual punishment", "bars"),
        ("Non-refoulement", "bars"),
        ("Presidential immunity", "permits"),
        ("Due process", "requires"),
        ("Freedom of speech", "requires"),
    ],
)
def test_what_a_provision_does_that_protects_a_right(name: str, kind: str) -> None:
    assert kind_of_right(name) == kind
