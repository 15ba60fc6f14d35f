"""What `kg` finds in the seed articles, scored against gold made by hand; floors only rise.

Needs the folder ../shared; skipped where it is absent. The floors are figures that were reached
(floors_*.json beside this file): one set with the shipped language model, one with patterns alone.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from kg.pipeline import BuildSettings, find

HERE = Path(__file__).parent


@pytest.mark.parametrize(
    ("model", "floors"), [(None, "floors_model.json"), ("blank", "floors_blank.json")]
)
def test_findings_reach_their_floors(
    shared: Path, tmp_path: Path, model: str | None, floors: str
) -> None:
    """No figure falls below what was reached before."""
    seeds = sorted(str(path) for path in (shared / "seeds").glob("*.txt"))
    assert len(seeds) == 5
    found = find(seeds, settings=BuildSettings(model=model))
    assert not found.report.skips
    findings = tmp_path / "findings.jsonl"
    findings.write_text("".join(f"{line}\n" for line in found.lines()), encoding="utf-8")
    command = [sys.executable, str(shared / "tools" / "score.py"), str(findings)]
    command += ["--gold", str(shared / "gold"), "--floor", str(HERE / floors)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
