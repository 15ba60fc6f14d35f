"""The debate of a graph for programs that draw and weigh arguments: Argdown and AIF.

In: an open `Store`. Out: text. Issues lead to positions, positions have arguments for and against
them, and each argument the statements that make it. Both are one reading of the same rows.
Sources: C. Voigt, Argdown (https://argdown.org/syntax/); C. Chesñevar et al., Towards an argument
interchange format, The Knowledge Engineering Review 21 (2006), as JSON of AIFdb.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kg.store.terms import shorten

if TYPE_CHECKING:
    from kg.store.base import Store

# What Argdown reads as markup; a backslash before it makes it a sign like others.
_MARKUP = re.compile(r"([\\\[\]<>{}()#@*_|+=/~-])")
# A title ends with its bracket, whatever stands before that.
_BRACKETS = str.maketrans("[]<>", "()()")
_SPACES = re.compile(r"\s+")
_SIGNS = {"for": "+", "against": "-"}
_SCHEMES = {"for": "RA", "against": "CA"}
_SCHEME_NAMES = {"RA": "Default Inference", "CA": "Default Conflict"}


@dataclass(frozen=True, slots=True)
class Said:
    """One statement that makes an argument."""

    id: str
    text: str
    name: str
    source: str


@dataclass(slots=True)
class Debate:
    """All positions with their arguments, by id; `links` are (argument, side, position)."""

    issues: dict[str, tuple[str, str]] = field(default_factory=dict)
    positions: dict[str, tuple[str, str]] = field(default_factory=dict)
    arguments: dict[str, str] = field(default_factory=dict)
    links: dict[tuple[str, str, str], None] = field(default_factory=dict)
    said: dict[str, dict[str, Said]] = field(default_factory=dict)


def read_debate(store: "Store") -> Debate:
    """Return the debate of a graph, in the order of ids."""
    text = Path(__file__).with_name("debate.rq").read_text(encoding="utf-8")
    debate = Debate()
    for values in store.select(text).dicts():
        row = {name: "" if value is None else str(value) for name, value in values.items()}
        issue, position, argument = (
            shorten(row[name]) for name in ("issue", "position", "argument")
        )
        debate.issues[issue] = row["issueName"], row["question"]
        debate.positions[position] = issue, row["positionName"]
        debate.arguments[argument] = row["argumentName"]
        debate.links[argument, row["side"], position] = None
        statement = shorten(row["statement"])
        said = Said(statement, row["text"], row["name"], row["source"])
        debate.said.setdefault(argument, {}).setdefault(statement, said)
    return debate


def to_argdown(store: "Store") -> str:
    """Return the debate in Argdown: a heading for each issue, its positions, their arguments."""
    debate = read_debate(store)
    lines: list[str] = []
    for issue, (name, question) in debate.issues.items():
        lines += [f"# {_escaped(name)}", ""]
        if question:
            lines += [_escaped(question), ""]
        for position, (about, label) in debate.positions.items():
            if about == issue:
                lines += [f"[{_title(label)}]", *_attached(debate, position), ""]
    for argument, name in debate.arguments.items():
        lines += [f"<{_title(name)}>: {_spoken(debate.said[argument])}", ""]
    return "\n".join(lines)


def to_aif(store: "Store") -> str:
    """Return the debate as nodes and edges of the argument interchange format, in JSON.

    Positions and arguments are I-nodes, joined by RA-nodes (for) and CA-nodes (against); what was
    said is an L-node with a YA-node to the argument that it makes.
    """
    debate = read_debate(store)
    nodes = [_node(item, label, "I") for item, (_, label) in debate.positions.items()]
    nodes += [_node(item, label, "I") for item, label in debate.arguments.items()]
    pairs: list[tuple[str, str]] = []
    for argument, side, position in debate.links:
        scheme = _SCHEMES[side]
        between = f"{argument}>{position}"
        nodes.append(_node(between, _SCHEME_NAMES[scheme], scheme))
        pairs += [(argument, between), (between, position)]
    for argument, statements in debate.said.items():
        for said in statements.values():
            asserting = f"{said.id}>{argument}"
            nodes += [
                _node(said.id, f"{said.name}: {said.text}", "L"),
                _node(asserting, "Asserting", "YA"),
            ]
            pairs += [(said.id, asserting), (asserting, argument)]
    edges = [
        {"edgeID": f"{start}>>{end}", "fromID": start, "toID": end, "formEdgeID": None}
        for start, end in sorted(set(pairs))
    ]
    unique = sorted({node["nodeID"]: node for node in nodes}.values(), key=lambda n: n["nodeID"])
    document = {"nodes": unique, "edges": edges, "locutions": []}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _node(identity: str, text: str, kind: str) -> dict[str, str]:
    return {"nodeID": identity, "text": _SPACES.sub(" ", text).strip(), "type": kind}


def _attached(debate: Debate, position: str) -> Iterator[str]:
    for argument, side, target in debate.links:
        if target == position:
            yield f"  {_SIGNS[side]} <{_title(debate.arguments[argument])}>"


def _spoken(statements: Mapping[str, Said]) -> str:
    parts = (
        f"{item.text} — {item.name or 'unnamed'}, {item.source}" for item in statements.values()
    )
    return _escaped(" / ".join(parts))


def _title(text: str) -> str:
    return _SPACES.sub(" ", text.translate(_BRACKETS)).strip()


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", _SPACES.sub(" ", text).strip())
