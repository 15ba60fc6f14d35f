"""Every named query answers its question on the sample, in an order that never changes."""

import importlib
import re
import shlex
import sys
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad

import kg.query
from kg.errors import QueryError
from kg.query import find_query, named_queries, run
from kg.query.parameters import bind_parameters
from kg.store import Rows, Store, open_graph, write_graph
from kg.store.terms import BASE, NAMESPACE

# The sample graph belongs to the tests of the store.
sys.path.insert(0, str(Path(__file__).parent.parent / "store"))
store_samples = importlib.import_module("store_samples")
store = store_samples.store

NAMES = [query.name for query in named_queries()]
# The competency questions that this graph is built to answer.
COMPETENCY = {
    "Q01 Q03 Q04 Q05 Q06 Q08 Q10 Q11 Q13 Q14 Q15 Q17 Q18 Q19 Q20 Q21 Q23 Q24 Q26 Q28 Q29 Q32 Q34",
    "Q36 Q38 Q39",
}


# Arguments for the sample of the store's tests, where the examples are about the sample corpus.
SAMPLE_ARGUMENTS = {
    "connections": 'from="Cy Marsh" to="Bo Lind"',
    "evidence-by-institution": 'words="inmates"',
    "evidence-for": 'entity="Grey Rock"',
    "occupancy": 'prison="Grey Rock"',
    "only-source-of": 'about="Grey Rock"',
    "positions": 'target="the transfer offer"',
    "provisions-for-issue": 'issue="transfer of citizens"',
    "quantities": 'about="Grey Rock"',
    "reactions": 'by="Cy Marsh" to="Bo Lind"',
    "said-about": 'about="Grey Rock"',
    "quote-variants": 'words="legal"',
    "single-source": 'about="Grey Rock"',
    "statements-by": 'speaker="Stern"',
    "statements-by-medium": 'by="Cy Marsh"',
    "statements-of-institution": 'institution="Ministry of Justice of Northland" office="minister"',
    "surface-forms": 'entity="Lind"',
}


def ask(store: Store, name: str, **arguments: str) -> list[dict[str, str]]:
    rows = run(store, name, arguments)
    assert isinstance(rows, Rows)
    return [dict(zip(rows.columns, row, strict=True)) for row in rows.ids()]


def example_of(name: str) -> dict[str, str]:
    query = find_query(name)
    assert query is not None
    words = shlex.split(SAMPLE_ARGUMENTS.get(name, query.example))
    return dict(word.split("=", 1) for word in words)


def test_every_competency_question_has_a_query() -> None:
    answered = {question for query in named_queries() for question in query.competency}
    assert answered == set(" ".join(sorted(COMPETENCY)).split())
    assert len(answered) == 26


@pytest.mark.parametrize("name", NAMES)
def test_the_example_of_each_query_gives_rows_with_all_columns(store: Store, name: str) -> None:
    query = find_query(name)
    assert query is not None
    rows = run(store, name, example_of(name))
    assert isinstance(rows, Rows)
    assert rows.columns == tuple(column for column, _ in query.columns)
    assert len(rows) > 0


@pytest.mark.parametrize("name", NAMES)
def test_each_parameter_of_each_query_is_bound(store: Store, name: str) -> None:
    """Substitution works only for what is selected: a value nobody has must empty the answer."""
    query = find_query(name)
    assert query is not None
    given = bind_parameters(store, query, example_of(name))
    for parameter in query.parameters:
        other: object = NamedNode(BASE + "nobody")
        if parameter.type in {"text", "integer"}:
            other = "no such words" if parameter.type == "text" else 99
        rows = store.select(query.text, bindings={**given, parameter.name: other})
        columns = {column for column, _ in query.columns}
        assert len(rows) == 0, parameter.name
        assert parameter.name not in columns or parameter.type not in {"text", "integer"}


@pytest.mark.parametrize("name", NAMES)
def test_each_query_sorts_by_enough_to_be_the_same_in_any_store(
    tmp_path: Path, store: Store, name: str
) -> None:
    from store_samples import sample_articles, sample_quads

    from kg.model import Report

    folder = tmp_path / "graph"
    write_graph(folder, sample_quads(), sample_articles(), Report())
    with open_graph(folder, disk=True) as other:
        arguments = example_of(name)
        assert run(store, name, arguments) == run(other, name, arguments)


@pytest.mark.parametrize("name", NAMES)
def test_no_line_of_a_query_is_too_long(name: str) -> None:
    path = Path(kg.query.__file__).parent / f"{name}.rq"
    assert max(map(len, path.read_text(encoding="utf-8").splitlines())) <= 100


def test_office_holder_finds_by_words_of_the_title(store: Store) -> None:
    (row,) = ask(store, "office-holder", office="justice", of="the ministry")
    assert (row["name"], row["title"]) == ("Ada Stern", "Justice Minister")
    assert row["quote"] == "Justice Minister Ada Stern"


def test_who_signed_keeps_claims_apart(store: Store) -> None:
    rows = ask(store, "who-signed", agreement="the Port Pact")
    assert [(row["party"], row["status"], row["assertedBy"]) for row in rows] == [
        ("person/ada-stern", "Asserted", ""),
        ("person/bo-lind", "Claimed", "org/north-ministry"),
    ]


def test_surface_forms_are_names_and_not_pronouns(store: Store) -> None:
    rows = ask(store, "surface-forms", entity="Bo Lind")
    assert [row["words"] for row in rows] == ["President Lind", "Linde"]
    assert rows[1]["reason"] == "one letter differs"
    assert len(ask(store, "surface-forms", entity="Bo Lind", article="article/" + "a" * 16)) == 1


def test_asserts_unlawful_has_articles_in_their_own_voice(store: Store) -> None:
    rows = ask(store, "asserts-unlawful")
    assert [row["speaker"] for row in rows] == ["person/ada-stern", "article/" + "b" * 16]
    assert rows[0]["provision"] == "law/usconst/amendment-6"
    about = ask(store, "asserts-unlawful", target="the offer")
    assert [row["speaker"] for row in about] == ["person/ada-stern"]
    assert ask(store, "asserts-unlawful", modality="AssertsLawful") == []


def test_statements_of_an_institution_include_those_who_speak_for_it(store: Store) -> None:
    institution = "Ministry of Justice of Northland"
    rows = ask(store, "statements-of-institution", institution=institution, office="")
    assert [row["role"] for row in rows] == ["Justice Minister"]
    assert ask(store, "statements-of-institution", institution=institution) == []


def test_positions_count_statements(store: Store) -> None:
    rows = ask(store, "positions")
    assert [(row["name"], row["stance"], row["statements"]) for row in rows] == [
        ("Ada Stern", "kg:Opposes", "1"),
        ("Bo Lind", "kg:Supports", "1"),
        ("Cy Marsh", "kg:Conditional", "1"),
    ]


def test_provisions_named_leave_out_background(store: Store) -> None:
    rows = ask(store, "provisions-named", **{"class": "ConstitutionalAmendment"})
    assert [row["provision"] for row in rows] == ["law/usconst/amendment-6"]


def test_without_a_class_all_classes_are_listed(store: Store) -> None:
    """A default class hid rights, statutes and all that is no person."""
    named = {row["provision"] for row in ask(store, "provisions-named")}
    assert named == {"law/usconst/amendment-6", "right/no-cruel-and-unusual-punishment"}
    kinds = {row["kind"] for row in ask(store, "entities")}
    assert {"kg:Person", "kg:Prison", "kg:LegalProvision"} <= kinds
    prisons = ask(store, "entities", **{"class": "Prison"})
    assert {row["entity"] for row in prisons} == {"prison/grey-rock"}


def test_a_denied_fact_is_one_row_with_all_that_it_is(store: Store) -> None:
    """One row a status showed what is denied, a second time, as what may be."""
    rows = ask(store, "facts", relation="houses")
    assert [row["status"] for row in rows] == ["Negated, Hypothetical"]


def test_right_to_provision_tells_inferred_and_unnamed(store: Store) -> None:
    (row,) = ask(store, "right-to-provision", right="cruel and unusual punishment")
    assert (row["provision"], row["named"]) == ("law/usconst/amendment-8", "the right")
    assert row["rule"] == "infer/right-to-amendment"
    both = ask(store, "right-to-provision", right="right to counsel")
    assert [row["named"] for row in both] == ["the provision"]


def test_issues_without_provision(store: Store) -> None:
    rows = ask(store, "issues-without-provision")
    assert [(row["issue"], row["statements"]) for row in rows] == [("issue/prison-cost", "1")]


def test_passages_have_offsets(store: Store) -> None:
    (row,) = ask(store, "passages", words="LEGAL", stance="Conditional")
    assert (row["source"], row["start"], row["end"]) == ("a.txt", "100", "123")


def test_corroborated_facts_join_each_article_with_its_own_words(store: Store) -> None:
    rows = ask(store, "corroborated-facts")
    assert [(row["article"][-1], row["quote"]) for row in rows] == [
        ("a", "President Lind"),
        ("b", "Northland’s president"),
    ]


def test_timeline_is_in_order_with_what_each_date_rests_on(store: Store) -> None:
    rows = ask(store, "timeline")
    assert [(row["date"], row["basis"]) for row in rows] == [
        ("2022-03", "stated"),
        ("2024-04", "stated"),
        ("2024-05-06", "relative"),
        ("2024-05-07", "stated"),
    ]
    assert [row["what"] for row in ask(store, "timeline", about="the summit")] == ["event/summit"]


def test_occupancy_is_worked_out(store: Store) -> None:
    (row,) = ask(store, "occupancy")
    assert (row["free"], row["percent"], row["asOf"]) == ("200", "75", "2024-04")


def test_connections_go_over_works_that_cite_each_other(store: Store) -> None:
    arguments = {"from": "Cy Marsh", "to": "Bo Lind"}
    (row,) = ask(store, "connections", **arguments)
    relations = [row[f"relation{number}"] for number in (1, 2, 3)]
    assert relations == ["published", "cites", "<-published"]
    direct = ask(store, "connections", **{"from": "Bo Lind", "to": "Ada Stern"})
    assert [(row["steps"], row["relation1"]) for row in direct[:2]] == [
        ("1", "metWith"),
        ("2", "<-signedBy"),
    ]


def test_claims_tell_who_claims(store: Store) -> None:
    (row,) = ask(store, "claims", by="the ministry")
    assert row["claimedBy"] == "org/north-ministry"
    assert {row["status"] for row in ask(store, "claims")} == {
        "kg:Claimed",
        "kg:Hypothetical",
        "kg:Negated",
    }


def test_who_claims_a_denial_does_not_claim_the_fact(tmp_path: Path) -> None:
    quads = [*store_samples.sample_quads()]
    denied = next(one for one in quads if one.object == NamedNode(NAMESPACE + "Claimed"))
    quads.append(Quad(denied.subject, denied.predicate, NamedNode(NAMESPACE + "Negated")))
    write_graph(tmp_path / "g", quads, store_samples.sample_articles(), store_samples.REPORT, b"{}")
    with open_graph(tmp_path / "g") as graph:
        subject = {row["subject"] for row in ask(graph, "claims", status="Negated")}
        assert "agreement/port-pact" in subject
        claimed = {row["subject"] for row in ask(graph, "claims", status="Claimed")}
        assert "agreement/port-pact" not in claimed


def test_words_of_nobody_who_is_identified_are_nobody_elses(tmp_path: Path) -> None:
    """A statement without a speaker was once given to all who spoke for or against."""
    said, speaker = f"{BASE}statement/4", f"{NAMESPACE}speaker"
    every = store_samples.sample_quads()
    quads = [one for one in every if (one.subject.value, one.predicate.value) != (said, speaker)]
    assert len(quads) < len([*store_samples.sample_quads()])
    write_graph(tmp_path / "g", quads, store_samples.sample_articles(), store_samples.REPORT, b"{}")
    with open_graph(tmp_path / "g") as graph:
        rows = ask(graph, "opponents", stance="Supports")
    assert [(row["speaker"], row["name"]) for row in rows] == [("", "Lind")]


def test_reactions_tell_to_what_and_on_which_platform(store: Store) -> None:
    (row,) = ask(store, "reactions", by="Cy Marsh")
    assert (row["reactsTo"], row["author"]) == ("work/lind-post", "person/bo-lind")
    assert (row["medium"], row["text"]) == ("org/chatter", "“If it is legal, fine.”")
    assert ask(store, "reactions", to="Ada Stern") == []


def test_conditions_stand_one_by_one(store: Store) -> None:
    (row,) = ask(store, "conditions", issue="transfer of citizens")
    assert (row["condition"], row["speaker"]) == ("it is legal", "person/cy-marsh")
    assert ask(store, "conditions", issue="prison cost") == []


def test_unstated_amounts_have_words_and_no_figure(store: Store) -> None:
    (row,) = ask(store, "unstated-amounts")
    assert (row["amount"], row["words"], row["assertedBy"]) == (
        "",
        "relatively low",
        "person/bo-lind",
    )


def test_one_article_alone_gives_the_numbers(store: Store) -> None:
    (row,) = ask(store, "only-source-of", about="Grey Rock")
    assert row["source"] == "b.txt"
    assert row["relations"] == "hasCapacity, hasPopulation"


def test_stated_facts_count_claims_too_but_no_denials(store: Store) -> None:
    facts = {(row["relation"], row["object"]) for row in ask(store, "stated-facts", articles="1")}
    assert ("kg:signedBy", "person/bo-lind") in facts
    assert ("kg:houses", "group/citizens") not in facts
    (both,) = ask(store, "stated-facts", articles="2")
    assert (both["subject"], both["count"]) == ("person/bo-lind", "2")


def test_stance_matrix_has_each_statement_of_a_kind_of_speaker(store: Store) -> None:
    rows = ask(store, "stance-matrix", target="the transfer offer")
    assert [(row["name"], row["statement"]) for row in rows] == [
        ("Ada Stern", "statement/1"),
        ("Bo Lind", "statement/4"),
        ("Cy Marsh", "statement/2"),
    ]
    assert ask(store, "stance-matrix", **{"class": "Institution"}) == []


def test_a_file_with_a_head_is_asked_like_a_named_query(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    source = Path(kg.query.__file__).parent / "statements-by.rq"
    path.write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    assert run(store, str(path), {"speaker": "Stern"}) == run(
        store, "statements-by", {"speaker": "Stern"}
    )


def test_a_file_without_a_head_is_plain_sparql(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "plain.rq"
    path.write_text("# mine\nASK { ?s a kg:Person }", encoding="utf-8")
    assert run(store, path) is True


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("oponents", r"no query called 'oponents'; did you mean opponents\?"),
        ("zzz", "kg query --list"),
        ("../store/nodes", "no query called"),
        ("none.rq", "cannot be read"),
        ("hello there", "begins with SELECT"),
    ],
)
def test_what_is_no_query_is_told_so(store: Store, query: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        run(store, query)


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", b"#" * 70_000])
def test_a_file_that_is_no_query_is_named(store: Store, tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "bad.rq"
    path.write_bytes(body)
    with pytest.raises(QueryError, match=re.escape(str(path))):
        run(store, path)


def test_conflicts_have_the_words_of_both_sides(store: Store) -> None:
    rows = ask(store, "conflicts", kind="AttributionConflict")
    assert [(row["claim"], row["source"]) for row in rows] == [
        ("Bo Lind", "b.txt"),
        ("Cy Marsh", "a.txt"),
    ]
    assert {row["settled"] for row in rows} == {"false"}
    (settled,) = ask(store, "conflicts", about="Grey Rock")
    assert settled["settledBy"].startswith("Ana, 2024-06-01")


def test_quote_variants_stand_side_by_side(store: Store) -> None:
    rows = ask(store, "quote-variants", words="GREAT")
    assert [(row["variant"], row["by"]) for row in rows] == [
        ("“If it is legal, fine.”", "person/cy-marsh"),
        ("it great", "person/bo-lind"),
    ]
    assert ask(store, "quote-variants", speaker="Bo Lind") == ask(store, "quote-variants")
    assert ask(store, "quote-variants", speaker="Ada Stern") == []


def test_independent_facts_count_sources_that_do_not_copy(store: Store) -> None:
    assert [row["fact"] for row in ask(store, "independent-facts")] == ["assertion/5"]
    assert len(ask(store, "independent-facts", sources="1")) == 2


def test_chronicle_keeps_precision_and_basis(store: Store) -> None:
    rows = ask(store, "chronicle")
    assert [row["date"] for row in rows] == sorted(row["date"] for row in rows)
    events = {row["what"]: row["precision"] for row in rows if row["kind"] == "event"}
    assert events == {"startDate 2022-03": "month", "startDate 2024-05-06": "day"}
    said = {row["who"] for row in rows if row["kind"] == "statement"}
    assert said == {"Ada Stern", "Bo Lind", "Cy Marsh"}
    assert {row["who"] for row in ask(store, "chronicle", about="Cy Marsh")} == {"Cy Marsh"}


def test_judgements_name_what_was_corrected(store: Store) -> None:
    rows = ask(store, "judgements", about="Ada Stern")
    assert [row["correction"] for row in rows] == ["title: Justice Minister"]
    assert len(ask(store, "judgements")) == 2
