"""A few builds and exports killed at random moments; by hand: `python -m benchmarks.kills`."""

import subprocess
import sys
from pathlib import Path

from held import PATIENCE

ROUNDS = "9"


def test_killed_builds_and_exports_lose_nothing(root: Path) -> None:
    """Group 110: every graph opens, nothing that was done is lost, a rerun ends the same."""
    # In a process of its own: it forks, which one with the threads of other tests must not do.
    command = [sys.executable, "-m", "benchmarks.kills", "--rounds", ROUNDS, "--seed", "3"]
    done = subprocess.run(
        command, cwd=root, capture_output=True, text=True, check=False, timeout=2 * PATIENCE
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 faults" in done.stdout
    assert done.stdout.count("3 rounds") == 3
