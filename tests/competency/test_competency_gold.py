"""The 26 competency questions, asked of the graph of the seeds; needs ../shared.

What is wrong with each answer: PYTHONPATH=tests python -m competency [--judged]
"""

from collections.abc import Sequence
from pathlib import Path

import pytest

from kg.judge import read_decisions
from kg.model import Report
from kg.pipeline import BuildSettings, build
from kg.store import open_graph

from .asked import HERE, Gold, Outcome, ask_all, read_gold, read_parts
from .corroboration import counts

JUDGEMENTS = HERE / "judgements.jsonl"
# Questions answered exactly by what is found; the floor only rises.
ANSWERED = 23
# Facts of the gold that are found, and the share of them that as many articles tell as in the gold.
FOUND, COUNTED = 55, 0.78
# The longest run of words of a source that may stand in this repository.
LONGEST_RUN = 11


@pytest.fixture(scope="module")
def gold(shared: Path) -> Gold:
    """Return the gold of the seeds."""
    return read_gold(shared / "gold")


def outcomes_of(
    shared: Path, folder: Path, gold: Gold, judgements: Path | None
) -> tuple[tuple[Outcome, ...], Report]:
    """Return how all questions are answered, and the report of the build."""
    sources = sorted(str(path) for path in (shared / "seeds").glob("*.txt"))
    assert len(sources) == 5
    report = build(sources, folder, settings=BuildSettings(judgements=judgements))
    with open_graph(folder) as store:
        return ask_all(store, gold), report


def wrong(outcomes: Sequence[Outcome]) -> dict[str, list[str]]:
    """Return what is wrong with each question that is not answered exactly."""
    found: dict[str, list[str]] = {}
    for item in outcomes:
        if not item.is_right:
            lines = found.setdefault(item.part.question, [])
            lines += [f"missing {one}" for one in item.missing]
            lines += [f"too much: {one}" for one in item.extra]
    return found


def test_every_question_of_the_gold_is_asked(gold: Gold) -> None:
    """No question is left out for being hard."""
    asked = {part.question for part in read_parts()}
    assert asked == set(gold.answers)
    assert len(asked) == 26


def test_most_questions_are_answered_without_judgements(
    shared: Path, tmp_path: Path, gold: Gold
) -> None:
    """What is found answers them exactly; the facts in it are counted as in the gold."""
    folder = tmp_path / "graph"
    outcomes, _ = outcomes_of(shared, folder, gold, None)
    misses = wrong(outcomes)
    assert len(gold.answers) - len(misses) >= ANSWERED, misses
    with open_graph(folder) as store:
        found, miscounted = counts(store, shared / "gold", gold)
    assert found >= FOUND
    assert 1 - len(miscounted) / found >= COUNTED, miscounted


def test_all_questions_are_answered_with_judgements(
    shared: Path, tmp_path: Path, gold: Gold
) -> None:
    """A person mends the rest, and every judgement still fits the articles."""
    outcomes, report = outcomes_of(shared, tmp_path / "graph", gold, JUDGEMENTS)
    assert wrong(outcomes) == {}
    assert [note for note in report.notes if note.startswith("judgement does not apply")] == []


def test_judgements_quote_few_words() -> None:
    """The file is data about the sources, not a copy of them."""
    decisions = read_decisions(JUDGEMENTS)
    assert len(decisions) >= 20
    assert max(len(item.part("quote").split()) for item in decisions) <= LONGEST_RUN
