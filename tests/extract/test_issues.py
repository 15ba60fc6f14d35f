"""Which issues a statement raises: by cues with gaps, weak cues, provisions, and the main issue."""

from pathlib import Path

import pytest
from factories import make_article, make_mention, make_statement

from kg.extract.context import Context
from kg.extract.issues import find_issues
from kg.knowledge import Knowledge, Known, load_knowledge
from kg.knowledge.schema import load_schema
from kg.model import Article, EntityId, Mention, Statement


def issue(name: str, *facts: tuple[str, str]) -> Known:
    """Return an issue of reference knowledge."""
    facts = tuple(sorted(facts))
    return Known(EntityId(f"issue/{name}"), "LegalIssue", "LegalIssue", name, (name,), facts=facts)


OWN_ISSUE = """
@base <https://w3id.org/legalkg/id/> .
@prefix kg: <https://w3id.org/legalkg/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
<issue/harbor-fees> a kg:LegalIssue ;
    skos:prefLabel "Harbor fees"@en ;
    kg:question "May a port charge this fee?"@en ;
    kg:cue "quay toll*"@en ;
    kg:turnsOn <right/fair-trial> ;
    dct:source <https://example.org/harbors> .
"""

KNOWLEDGE = Knowledge.of(
    (
        issue(
            "exile",
            ("cue", "deport* ... citizen*"),
            ("cue", "Exile Act"),
            ("turnsOn", "law/charter"),
            ("turnsOn", "law/shared"),
        ),
        issue("removal", ("cue", "deport*"), ("turnsOn", "law/shared")),
        issue("cost", ("cue", "taxpayer*"), ("weakCue", "fee"), ("turnsOn", "law/shared")),
    ),
    load_schema(),
)


def raised(
    article: Article,
    *statements: Statement,
    mentions: tuple[Mention, ...] = (),
    knowledge: Knowledge = KNOWLEDGE,
) -> list[tuple[str, ...]]:
    """Return the issues of some statements, without their prefix."""
    context = Context(article, None, knowledge, has_syntax=False, sentences=((0, 1),))  # type: ignore[arg-type]
    found = find_issues(context, mentions, statements)
    return [tuple(name.removeprefix("issue/") for name in item.issues) for item in found]


def raised_by(words: str, *, behind: str = "") -> tuple[str, ...]:
    """Return the issues of one statement, with further words in its article."""
    article = make_article(f"{words}\n{behind}\n")
    return raised(article, make_statement(article, words))[0]


@pytest.mark.parametrize(
    ("words", "issues"),
    [
        ("they deport citizens", ("exile",)),
        ("Deporting a few U.S. citizens is wrong", ("exile",)),
        ("deporting them. Citizens wait", ("removal",)),
        ("deportation is slow", ("removal",)),
        ("to deport one two three four five six citizens", ("removal",)),
        ("the Exile Act of old", ("exile",)),
        ("in exile, they act", ()),
        ("the undeportable", ()),
        ("nothing of this", ()),
    ],
)
def test_cues_raise_issues(words: str, issues: tuple[str, ...]) -> None:
    assert raised_by(words) == issues


def test_weak_cue_needs_a_sure_one_in_the_article() -> None:
    assert raised_by("for a fee") == ()
    assert raised_by("for a fee", behind="Taxpayers object.") == ("cost",)


def test_short_cue_within_a_longer_one_of_another_issue_does_not_count() -> None:
    assert raised_by("deport all citizens, then deport others") == ("exile", "removal")


def test_provision_raises_the_issue_that_turns_on_it() -> None:
    article = make_article("It breaks the Charter.\n")
    law = make_mention(article, "Charter", type="LegalProvision", known="law/charter")
    statement = make_statement(article, "It breaks the Charter", provisions=(law,))
    assert raised(article, statement, mentions=(law,)) == [("exile",)]


def test_provision_of_many_issues_raises_only_what_words_raise_too() -> None:
    article = make_article("It breaks the Pact.\nTaxpayers object.\n")
    law = make_mention(article, "Pact", type="LegalProvision", known="law/shared")
    statement = make_statement(article, "It breaks the Pact", provisions=(law,))
    assert raised(article, statement, mentions=(law,)) == [("cost",)]


def test_statement_on_lawfulness_without_a_subject_is_about_the_main_issue() -> None:
    article = make_article("They would deport citizens.\nThis is illegal.\nIt rains.\n")
    statements = (
        make_statement(article, "This is illegal", modality="asserts_unlawful"),
        make_statement(article, "It rains"),
    )
    assert raised(article, *statements) == [("exile",), ()]


def test_order_of_statements_does_not_matter() -> None:
    article = make_article("They deport citizens.\nTaxpayers object.\n")
    one = make_statement(article, "They deport citizens")
    two = make_statement(article, "Taxpayers object")
    assert raised(article, one, two) == list(reversed(raised(article, two, one)))


def test_hostile_text_takes_linear_time() -> None:
    words = "deport " * 20_000 + "a-" * 20_000 + " " * 20_000
    assert raised_by(words.strip()) == ("removal",)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("the ban on carrying a handgun in parks", "gun-rights"),
        ("the fine for profiling without consent under data protection rules", "data-protection"),
        ("the clinic may no longer offer abortions", "reproductive-rights"),
        ("the new map dilutes voters, a gerrymander", "voting-rights"),
        ("the tariffs exceed his authority", "trade-and-tariffs"),
        ("sending asylum seekers to a third state", "asylum"),
        ("the European Union met", ""),
        ("they strike a deal", ""),
    ],
)
def test_shipped_issues(words: str, name: str) -> None:
    article = make_article(words + "\n")
    found = raised(article, make_statement(article, words), knowledge=load_knowledge())[0]
    assert any(item.startswith(name) for item in found) if name else found == ()


def test_user_adds_an_issue_with_a_reference_file(tmp_path: Path) -> None:
    """An issue of the user's own is raised by its words, beside the shipped ones."""
    path = tmp_path / "own.ttl"
    path.write_text(OWN_ISSUE, encoding="utf-8")
    knowledge = load_knowledge((path,))
    article = make_article("The quay tolls anger skippers, who call them a monopoly.\n")
    statement = make_statement(article, "The quay tolls anger skippers, who call them a monopoly")
    assert raised(article, statement, knowledge=knowledge) == [("antitrust", "harbor-fees")]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("they carry a handgun in the park", "gun-rights"),
        ("the abortion ban must go", "reproductive-rights"),
        ("the merger would hurt shoppers", "antitrust"),
        ("his extradition to Peru", "extradition"),
        ("this is an attack on press freedom", "press-freedom"),
        ("inmates are made to do unpaid prison labor", "forced-labor-of-prisoners"),
        ("the rent cap takes our homes", "takings-and-housing"),
        ("they read mail without a warrant", "surveillance"),
        ("another book ban in the county", "schools-and-education"),
        ("the tariffs hit farmers", "trade-and-tariffs"),
        ("the oil field ignores climate targets", "environment-and-climate"),
        ("voters lose their ballots under the voting rights law", "voting-rights"),
    ],
)
def test_shipped_issues_cover_many_legal_fields(words: str, name: str) -> None:
    article = make_article(f"{words}.\n")
    found = raised(article, make_statement(article, words), knowledge=load_knowledge())
    assert any(name in issue or issue in name for issue in found[0]), found


def test_provision_of_many_fields_raises_no_field_by_itself() -> None:
    """A case about water was one about tariffs, by the clause on commerce among the states."""
    clause = "law/usconst/article-1/section-8/clause-3"
    for behind, issues in (("", ()), ("The tariffs went up.", ("trade-and-tariffs",))):
        article = make_article(f"It breaks the Commerce Clause\n{behind}\n")
        law = make_mention(article, "Commerce Clause", type="LegalProvision", known=clause)
        statement = make_statement(article, "It breaks the Commerce Clause", provisions=(law,))
        found = raised(article, statement, mentions=(law,), knowledge=load_knowledge())
        assert found == [issues]
