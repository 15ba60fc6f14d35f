"""The issue map of the sample corpus: both sides, three tiers, and who stands where."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.pipeline import build
from kg.query import run
from kg.store import Rows, Store, open_graph

TRANSFER = "Transfer of prisoners or citizens abroad"


@pytest.fixture(scope="module")
def corpus(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Return the graph of the sample corpus."""
    folder = tmp_path_factory.mktemp("issues") / "graph"
    sources = sorted(str(path) for path in (root / "data" / "articles").glob("*.md"))
    build(sources, folder)
    with open_graph(folder) as store:
        yield store


def ask(store: Store, name: str, **arguments: str) -> list[dict[str, str]]:
    rows = run(store, name, arguments)
    assert isinstance(rows, Rows)
    return [dict(zip(rows.columns, row, strict=True)) for row in rows.ids()]


def test_issue_map_names_both_sides(corpus: Store) -> None:
    rows = ask(corpus, "positions-on-issue", issue=TRANSFER)
    holders: dict[str, set[str]] = {}
    for row in rows:
        holders.setdefault(row["answer"], set()).add(row["holder"])
    assert "person/lee-gelernt" in holders["unlawful"]
    assert "person/donald-trump" in holders["conditional"]
    assert {"person/nayib-bukele", "person/elon-musk"} <= holders["supports"]
    assert "person/manuel-flores" in holders["opposes"]
    assert all(row["article"] and row["text"] for row in rows)


def test_arguments_for_and_against_rest_on_sentences(corpus: Store) -> None:
    rows = ask(corpus, "arguments-for-issue", issue=TRANSFER)
    assert {row["side"] for row in rows if row["answer"] == "supports"} == {"for", "against"}
    assert any(row["provision"] == "law/usconst" for row in rows if row["answer"] == "unlawful")
    assert all(row["text"] and row["sentence"] for row in rows)


def test_provision_said_to_bar_an_act_with_who_says_so(corpus: Store) -> None:
    rows = ask(corpus, "legal-effects", provision="law/usconst", tier="ClaimTier")
    said = {(row["effect"], row["itsSpeaker"], row["actWords"]) for row in rows}
    assert ("kg:Bars", "person/lee-gelernt", "deport US citizens") in said


def test_holdings_are_apart_from_claims(corpus: Store) -> None:
    held = ask(corpus, "holdings")
    assert any("stripped of their citizenship" in row["words"] for row in held)
    claimed = ask(corpus, "legal-effects", tier="ClaimTier")
    assert not {row["words"] for row in held} & {row["words"] for row in claimed}


def test_each_tier_can_be_asked_for(corpus: Store) -> None:
    tiers = {row["itsTier"] for row in ask(corpus, "claims-by-tier")}
    assert tiers == {"kg:ReferenceTier", "kg:HoldingTier", "kg:ClaimTier"}
    eighth = ask(corpus, "legal-effects", provision="Eighth Amendment", tier="ReferenceTier")
    assert all(row["itsSpeaker"] == "" for row in eighth)


def test_conditions_are_no_effects(corpus: Store) -> None:
    words = " ".join(row["words"] for row in ask(corpus, "legal-effects"))
    assert "If this were legally possible" not in words
    assert "if it were legal" not in words
