"""A short run of the fuzz targets, the same each time, and a test for each earlier finding."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from benchmarks.fuzz import Target, expect_quick, tried
from kg.errors import RuleError
from kg.judge import read_decisions

EXECUTIONS = {
    "txt": 60,
    "md": 60,
    "html": 25,
    "pdf": 5,
    "prose": 40,
    "judgement": 60,
    "query": 60,
    "http": 30,
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Target]]:
    """Return the targets, with a graph and a server."""
    with tried(tmp_path_factory.mktemp("fuzz")) as all_targets:
        yield all_targets


@pytest.mark.parametrize("name", EXECUTIONS)
def test_broken_input_is_answered_or_refused_in_time(found: dict[str, Target], name: str) -> None:
    """For hours by hand: python -m benchmarks.fuzz --minutes 120."""
    target = found[name]

    @settings(
        max_examples=EXECUTIONS[name], deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(target.inputs)
    def try_one(data: object) -> None:
        expect_quick(target.check, data)

    try_one()


def test_every_target_is_tried(found: dict[str, Target]) -> None:
    assert set(EXECUTIONS) == set(found)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("[" * 100_000, "nested too deep"),
        ('{"verdict": "undo", "verdict": "undo"}', "given twice"),
        ('{"verdict": "undo", "target": "\\ud800", "who": "a", "why": "b", "when": "2025-01-01"}',
         "surrogate"),
        ("NaN", "verdict"),
    ],
)  # fmt: skip
def test_judgement_nested_without_end_is_named(tmp_path: Path, line: str, reason: str) -> None:
    """Findings of the first run: a RecursionError, and an id that could not be made."""
    path = tmp_path / "judgements.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(RuleError, match=reason) as caught:
        read_decisions(path)
    assert f"{path}:1" in str(caught.value)
