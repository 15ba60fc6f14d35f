"""What `kg` finds, scored against gold made by hand; floors only rise.

Five collections: the seed articles, tests/worked and tests/worked2, on which rules were worked
out, the twelve texts of tests/unseen, which were annotated before any run, and those of
tests/blind, whose single errors nobody looks at (a failure prints totals only). The scorer and
the seeds lie in ../shared; where that is absent the tests are skipped. The floors are figures
that were reached (floors_*.json beside this file; those of tests/blind at the first run): with
the shipped language model, and with patterns alone.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from kg.pipeline import BuildSettings, find

HERE = Path(__file__).parent


SETS = {
    "blind": ("{root}/tests/blind/text", "{root}/tests/blind/gold", 12),
    "seeds": ("{shared}/seeds", "{shared}/gold", 5),
    "unseen": ("{root}/tests/unseen/text", "{root}/tests/unseen/gold", 12),
    "worked": ("{root}/tests/worked/text", "{root}/tests/worked/gold", 16),
    "worked2": ("{root}/tests/worked2/text", "{root}/tests/worked2/gold", 14),
}


@pytest.mark.parametrize("collection", sorted(SETS))
@pytest.mark.parametrize("model", ["model", "blank"])
def test_findings_reach_their_floors(
    root: Path, shared: Path, tmp_path: Path, model: str, collection: str
) -> None:
    """No figure falls below what was reached before."""
    texts, gold, count = SETS[collection]
    folder = Path(texts.format(root=root, shared=shared))
    sources = sorted(str(path) for path in folder.glob("*.txt"))
    assert len(sources) == count
    settings = BuildSettings(model=None if model == "model" else model)
    found = find(sources, settings=settings)
    assert not found.report.skips
    findings = tmp_path / "findings.jsonl"
    findings.write_text("".join(f"{line}\n" for line in found.lines()), encoding="utf-8")
    command = [sys.executable, str(shared / "tools" / "score.py"), str(findings)]
    command += ["--gold", gold.format(root=root, shared=shared)]
    command += ["--floor", str(HERE / f"floors_{collection}_{model}.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
