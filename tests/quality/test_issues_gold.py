"""Which issues statements raise, against gold made by hand; needs ../shared, skipped without it.

The gold has issues of its own; they are mapped to those of the reference file. Its questions of
policy are no legal issues: they neither count as missed nor make an issue wrong.
"""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.model import Findings, Statement
from kg.pipeline import find

ABROAD, REMOVAL = "transfer-of-prisoners-abroad", "deportation-and-removal"
SAME = {
    "citizen-transfer": ABROAD,
    "extradition-exception": ABROAD,
    "noncitizen-third-country": REMOVAL,
    "prison-conditions": "prison-conditions",
    "humane-treatment-duty": "prison-conditions",
    "due-process-counsel": "due-process-and-fair-trial",
    "citizenship-stripping": "citizenship",
    "torture-persecution-risk": "asylum-and-non-refoulement",
    "international-law": "international-law",
}
POLICY = {"policy-merits", "us-decision"}
# Figures that were reached; they only rise.
PRECISION, RECALL = 0.85, 0.78


def names(issues: list[str]) -> set[str]:
    """Return gold issues without their prefix."""
    return {issue.removeprefix("issue/") for issue in issues}


def statement_of(found: Findings, gold: dict[str, Any]) -> Statement | None:
    """Return the first statement that has most of a gold statement's words."""
    for statement in found.statements:
        evidence = statement.evidence
        for piece in gold["content"]:
            common = min(evidence.end, piece["end"]) - max(evidence.start, piece["start"])
            if 2 * common > piece["end"] - piece["start"]:
                return statement
    return None


def counts_of(found: Findings, gold: dict[str, Any]) -> Counter[str]:
    """Return how many issues of one gold statement are right, wrong and missed."""
    statement = statement_of(found, gold)
    if statement is None:
        return Counter()
    listed = names(gold["issues"])
    wanted = {SAME[name] for name in listed & set(SAME)}
    allowed = {ABROAD, REMOVAL} if listed & POLICY else set()
    given = names(list(statement.issues)) & set(SAME.values())
    return Counter(
        right=len(given & wanted),
        wrong=len(given - wanted - allowed),
        missed=len(wanted - given),
    )


@pytest.fixture(scope="module")
def counts(shared: Path) -> Counter[str]:
    """Return right, wrong and missed issues of all gold statements that were found."""
    text = (shared / "gold" / "statements.yaml").read_text(encoding="utf-8")
    gold = yaml.safe_load(text)["statements"]
    seeds = sorted(str(path) for path in (shared / "seeds").glob("*.txt"))
    total: Counter[str] = Counter()
    for found in find(seeds).findings:
        number = Path(found.article.source).name[:3]
        for item in gold:
            if item["article"] == number:
                total += counts_of(found, item)
    return total


def test_precision(counts: Counter[str]) -> None:
    assert counts["right"] / (counts["right"] + counts["wrong"]) >= PRECISION


def test_recall(counts: Counter[str]) -> None:
    assert counts["right"] / (counts["right"] + counts["missed"]) >= RECALL
