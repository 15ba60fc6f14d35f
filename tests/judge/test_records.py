"""Judgements on disk: checked, appended, and the later one of two holds."""

import json
from pathlib import Path

import pytest

from kg.errors import RuleError, SettingsError
from kg.judge import Decision, append_decision, holding, make_decision, pairs_of, read_decisions

SIGNED = {"who": "Ana", "why": "read it", "when": "2025-02-07"}


def decision(verdict: str, **parts: str) -> Decision:
    """Return a decision that is signed."""
    return make_decision({"verdict": verdict, **parts, **SIGNED})


def test_decision_survives_the_file(tmp_path: Path) -> None:
    """What was written is what is read, in the order of writing."""
    path = tmp_path / "data" / "judgements.jsonl"
    written = (decision("reject", target="assertion/1"), decision("same", left="a", right="b"))
    for item in written:
        append_decision(path, item)
    assert read_decisions(path) == written


def test_missing_file_has_no_decisions(tmp_path: Path) -> None:
    """Nobody has decided anything yet."""
    assert read_decisions(tmp_path / "none.jsonl") == ()


@pytest.mark.parametrize("content", [b"PK\x03\x04\x88", b"\xff\xfe{\x00"])
def test_file_that_is_no_text_is_an_error_with_its_name(tmp_path: Path, content: bytes) -> None:
    """Another file named by mistake gives a message, not a traceback."""
    path = tmp_path / "judgements.jsonl"
    path.write_bytes(content)
    with pytest.raises(RuleError, match=r"judgements\.jsonl: is no file of judgements"):
        read_decisions(path)


def test_appending_mends_a_torn_last_line(tmp_path: Path) -> None:
    """A line without its end does not swallow the next one."""
    path = tmp_path / "judgements.jsonl"
    first = decision("reject", target="assertion/1")
    path.write_text(first.to_json(), encoding="utf-8")
    append_decision(path, decision("accept", target="assertion/2"))
    assert len(read_decisions(path)) == 2


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        "[]",
        '{"verdict": "reject"}',
        json.dumps({"verdict": "burn", "target": "x", **SIGNED}),
        json.dumps({"verdict": "reject", "target": 3, **SIGNED}),
        json.dumps({"verdict": "reject", "target": "", **SIGNED}),
        json.dumps({"verdict": "reject", "target": "x", **SIGNED, "why": "  "}),
        json.dumps({"verdict": "reject", "target": "x", **SIGNED, "when": "yesterday"}),
        json.dumps({"verdict": "reject", "target": "x", "color": "red", **SIGNED}),
    ],
)
def test_wrong_line_is_an_error_with_its_number(tmp_path: Path, line: str) -> None:
    """Nothing that somebody decided is skipped silently."""
    path = tmp_path / "judgements.jsonl"
    good = decision("reject", target="assertion/1").to_json()
    path.write_text(f"{good}\n\n{line}\n", encoding="utf-8")
    with pytest.raises(RuleError, match=r"judgements\.jsonl:3"):
        read_decisions(path)


def test_added_fact_has_an_object_or_a_value() -> None:
    """Neither and both make no sense."""
    parts = {"article": "article/1", "quote": "x", "subject": "a", "relation": "metWith"}
    assert decision("add", **parts, object="b").part("object") == "b"
    for wrong in ({}, {"object": "b", "value": "c"}):
        with pytest.raises(SettingsError, match="object or a value"):
            decision("add", **parts, **wrong)


def test_later_decision_on_the_same_thing_holds() -> None:
    """Whoever changes their mind writes one more line."""
    first, last = decision("reject", target="a"), decision("accept", target="a")
    other = decision("correct", target="a", field="stance", value="neutral")
    assert holding([first, other, last]) == (other, last)


def test_same_and_different_are_about_one_pair() -> None:
    """The order of the two does not matter."""
    first, last = decision("same", left="a", right="b"), decision("different", left="b", right="a")
    assert holding([first, last]) == (last,)
    assert [pair.verdict for pair in pairs_of(holding([first, last]))] == ["different"]


def test_undo_takes_a_decision_back() -> None:
    """An undo that fits nothing stays, so that it can be reported."""
    first = decision("reject", target="a")
    undo = decision("undo", target=first.id)
    assert holding([first, undo]) == ()
    assert holding([undo]) == (undo,)


def test_undone_undo_gives_the_decision_back() -> None:
    """Each line takes back the one that it names, the last line first."""
    first = decision("reject", target="a")
    undo = decision("undo", target=first.id)
    again = decision("undo", target=undo.id)
    assert holding([first, undo, again]) == (first,)
    assert holding([first, undo, again, decision("undo", target=again.id)]) == ()
    assert holding([first, undo, first]) == (first,)


def test_same_decision_twice_is_one() -> None:
    """Whoever presses twice has decided once, and takes both back at once."""
    first = decision("reject", target="a")
    assert holding([first, first]) == (first,)
    assert holding([first, first, decision("undo", target=first.id)]) == ()


def test_line_separators_in_a_reason_part_no_line(tmp_path: Path) -> None:
    """JSON lets U+2028 stand in a text; it ends no line."""
    path = tmp_path / "judgements.jsonl"
    item = make_decision({"verdict": "reject", "target": "a", **SIGNED, "why": "one\u2028two"})
    append_decision(path, item)
    assert read_decisions(path) == (item,)


def test_basis_of_a_date_is_one_of_three() -> None:
    """A typing error is told at once."""
    parts = {"article": "article/1", "quote": "x", "subject": "a", "relation": "startDate"}
    with pytest.raises(SettingsError, match="basis"):
        decision("add", **parts, value="2020", unit="date", basis="guessed")


def test_pair_reads_as_the_resolver_writes_it() -> None:
    """The line of an older file is a decision too."""
    fields = {"left": "a", "right": "b", "verdict": "same", **SIGNED}
    (pair,) = pairs_of([make_decision(fields)])
    assert (pair.left, pair.right, pair.verdict, pair.who) == ("a", "b", "same", "Ana")
