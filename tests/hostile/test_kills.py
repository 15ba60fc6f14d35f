"""A few builds and exports killed at random moments; by hand: `python -m benchmarks.kills`."""

from pathlib import Path

from benchmarks.kills import prepare, run

ROUNDS, SEED = 12, 3


def test_killed_builds_and_exports_lose_nothing(tmp_path: Path) -> None:
    """Group 110: every graph opens, nothing that was done is lost, a rerun ends the same."""
    tally = run(prepare(tmp_path), ROUNDS, SEED)
    assert tally.faults == []
    assert sum(tally.rounds.values()) == ROUNDS
    assert sum(tally.killed.values()) >= ROUNDS // 2
