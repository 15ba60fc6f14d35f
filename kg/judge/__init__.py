"""A person's last word: what somebody decided about findings, kept in a file and replayed.

In: JSON Lines, one decision a line, only ever appended to. Out: the decisions that hold, and
findings, links and facts as they are after them. A decision that fits nothing is reported.
"""

from kg.judge.facts import STATUSES, Bench, judge_facts, revise_facts, settle
from kg.judge.findings import VALUES, revise_findings
from kg.judge.records import (
    FILE,
    Decision,
    append_decision,
    holding,
    make_decision,
    pairs_of,
    read_decisions,
)

__all__ = [
    "FILE",
    "STATUSES",
    "VALUES",
    "Bench",
    "Decision",
    "append_decision",
    "holding",
    "judge_facts",
    "make_decision",
    "pairs_of",
    "read_decisions",
    "revise_facts",
    "revise_findings",
    "settle",
]
