"""Who takes which side and position: nothing is merged that somebody says differently."""

import itertools

from factories import make_article, make_evidence, make_findings, make_mention, make_statement

from kg.collate.positions import find_debate
from kg.debate import Debate
from kg.model import Article, EntityId, Findings, Link, Mention, MentionId, Resolution, Statement

ISSUE, THEME = "issue/exile", "issue/cost"


class World:
    """Articles about one plan, made line by line: (speaker, words, modality, stance, issues)."""

    def __init__(self) -> None:
        self.findings: list[Findings] = []
        self.links: dict[MentionId, Link] = {}

    def article(
        self, source: str, *lines: tuple[str, str, str | None, str | None, tuple[str, ...]]
    ) -> None:
        """Add an article; a speaker "" is the article itself, "?" nobody known."""
        text = f"{source} on the plan\n" + "".join(f"{who} {words}\n" for who, words, *_ in lines)
        article = make_article(text, source=source, published="2025-02-03")
        plan = self.link(make_mention(article, "the plan", type="Proposal"), "proposal/plan")
        mentions, statements = [plan], []
        for who, words, modality, stance, issues in lines:
            speaker = make_mention(article, f"{who} {words}", name=who) if who else None
            if speaker is not None:
                mentions.append(speaker)
                if who != "?":
                    self.link(speaker, f"person/{who.casefold()}")
            statements.append(
                self.statement(article, words, speaker, modality, stance, issues, plan)
            )
        self.findings.append(
            make_findings(article, mentions=tuple(mentions), statements=tuple(statements))
        )

    def link(self, mention: Mention, entity: str) -> Mention:
        """Link a mention to an entity and return it."""
        self.links[mention.id] = Link(EntityId(entity), "test/link", "test")
        return mention

    def statement(
        self,
        article: Article,
        words: str,
        speaker: Mention | None,
        modality: str | None,
        stance: str | None,
        issues: tuple[str, ...],
        plan: Mention,
    ) -> Statement:
        """Return one statement."""
        made = make_statement(
            article,
            words,
            speaker=speaker,
            kind="direct" if speaker is not None else "narrated",
            stance=stance,
            target=plan,
            modality=modality,
            issues=issues,
        )
        sides = stance not in {None, "neutral"}
        changed = {"stance_words": words if sides else None, "speaker_text": None}
        return Statement(
            **{name: changed.get(name, getattr(made, name)) for name in made.__slots__}
        )

    def debate(self) -> Debate:
        """Return the debate of all articles."""
        return find_debate(self.findings, Resolution((), self.links))


def both_sides() -> World:
    """Return two articles in which Ana and Bo differ, and Bo differs from himself."""
    world = World()
    world.article(
        "one",
        ("Ana", "it is illegal", "asserts_unlawful", "opposes", (ISSUE,)),
        ("Bo", "a great plan", None, "supports", (ISSUE,)),
        ("", "Rain fell", None, "neutral", ()),
    )
    world.article(
        "two",
        ("Bo", "a costly plan", None, "opposes", (ISSUE, THEME)),
        ("Cy", "fine if legal", "states_condition", "conditional", (ISSUE,)),
    )
    return world


def holders(debate: Debate, position: str) -> set[str | None]:
    return {stance.holder for stance in debate.stances if stance.target == position}


def test_positions_answer_the_issue() -> None:
    debate = both_sides().debate()
    assert [position.id for position in debate.positions] == [
        "position/exile/conditional",
        "position/exile/opposes",
        "position/exile/supports",
        "position/exile/unlawful",
    ]
    assert {position.targets for position in debate.positions} == {("proposal/plan",)}


def test_agents_hold_positions() -> None:
    debate = both_sides().debate()
    assert holders(debate, "position/exile/unlawful") == {"person/ana"}
    assert holders(debate, "position/exile/supports") == {"person/bo"}
    assert holders(debate, "position/exile/conditional") == {"person/cy"}


def test_who_says_different_things_keeps_all_of_them() -> None:
    stances = [item for item in both_sides().debate().stances if item.holder == "person/bo"]
    towards = {(item.polarity, item.article) for item in stances if item.target == "proposal/plan"}
    assert {polarity for polarity, _ in towards} == {"supports", "opposes"}
    assert len({article for _, article in towards}) == 2
    assert {item.date for item in stances} == {"2025-02-03"}


def test_neutral_words_of_an_article_are_nobody_s_stance() -> None:
    found = both_sides().debate().stances
    assert {item.holder for item in found} == {"person/ana", "person/bo", "person/cy"}


def test_argument_has_the_other_issue_as_its_theme_and_its_rival() -> None:
    debate = both_sides().debate()
    (cost,) = [item for item in debate.arguments if item.themes]
    assert (cost.position, cost.themes) == ("position/exile/opposes", (THEME,))
    assert cost.rivals == ("position/exile/supports",)
    assert [item.quote for item in cost.evidence] == ["a costly plan"]


def test_condition_argues_neither_for_lawful_nor_unlawful() -> None:
    debate = both_sides().debate()
    (condition,) = [item for item in debate.arguments if item.position.endswith("conditional")]
    assert condition.rivals == ()
    assert not [
        item for some in debate.effects.values() for item in some if "if legal" in item.words
    ]


def test_stance_without_words_gives_no_argument() -> None:
    world = World()
    world.article("one", ("Ana", "I wrote it", None, "supports", (ISSUE,)))
    (found,) = world.findings
    bare = {"stance_words": None}
    statements = tuple(
        Statement(**{name: bare.get(name, getattr(item, name)) for name in item.__slots__})
        for item in found.statements
    )
    world.findings = [make_findings(found.article, mentions=found.mentions, statements=statements)]
    debate = world.debate()
    assert holders(debate, "position/exile/supports") == {"person/ana"}
    assert debate.arguments == ()


def test_unknown_speaker_is_kept_in_words() -> None:
    world = World()
    world.article("one", ("?", "it is illegal", "asserts_unlawful", "opposes", (ISSUE,)))
    stances = world.debate().stances
    assert {(item.holder, item.holder_text) for item in stances} == {(None, "?")}


def test_order_of_articles_does_not_matter() -> None:
    world = both_sides()
    expected = world.debate()
    for findings in itertools.permutations(world.findings):
        assert find_debate(findings, Resolution((), world.links)) == expected


def test_evidence_of_a_stance_is_that_of_its_statements() -> None:
    world = both_sides()
    found = world.findings[0]
    (stance,) = [
        item for item in world.debate().stances if item.target == "position/exile/unlawful"
    ]
    assert stance.evidence == (make_evidence(found.article, "it is illegal"),)
