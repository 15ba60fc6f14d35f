"""What people decided: the same or different; it beats every rule and is replayed at each build.

In: JSON lines with left, right, verdict, why, who, when; and what the rules made. Out: pairs of
mentions that belong together or apart, and the judgements that named nothing.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Self

from kg.errors import RuleError
from kg.model import Findings, Judgement, MentionId, Resolution

_VERDICTS = ("same", "different")


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Judgements in terms of mentions.

    `mentions` are those judged by themselves, `together` has (mention, mention, reason).
    """

    mentions: frozenset[MentionId] = frozenset()
    together: tuple[tuple[MentionId, MentionId, str], ...] = ()
    apart: tuple[tuple[MentionId, MentionId], ...] = ()
    unused: tuple[Judgement, ...] = ()

    @classmethod
    def of(
        cls, judgements: Sequence[Judgement], ordered: Sequence[Findings], plain: Resolution
    ) -> Self:
        """Return the verdicts; entity ids mean what the rules alone made of them."""
        members: dict[str, list[MentionId]] = {}
        for found in ordered:
            for mention in found.mentions:
                members[mention.id] = [mention.id]
                if mention.id in plain.links:
                    members.setdefault(plain.links[mention.id].entity, []).append(mention.id)
        singles: set[MentionId] = set()
        together: list[tuple[MentionId, MentionId, str]] = []
        apart: list[tuple[MentionId, MentionId]] = []
        unused: list[Judgement] = []
        for item in sorted(
            judgements, key=lambda one: (one.left, one.right, one.verdict, one.when)
        ):
            left, right = members.get(item.left), members.get(item.right)
            if left is None or right is None:
                unused.append(item)
                continue
            singles |= {
                MentionId(name) for name in (item.left, item.right) if members[name] == [name]
            }
            if item.verdict == "same":
                why = f"{item.who}: {item.why}"
                together.extend((left[0], other, why) for other in (*left[1:], *right))
            else:
                rest = [one for one in right if one not in left] or right
                apart.extend((one, two) for one in left for two in rest if one != two)
        return cls(frozenset(singles), tuple(together), tuple(apart), tuple(unused))


def read_judgements(path: Path) -> tuple[Judgement, ...]:
    """Return the judgements of a JSON Lines file, in its order; none where the file is missing.

    Raises:
        RuleError: for a line that is no judgement, with file and line.
    """
    if not path.exists():
        return ()
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(
        _judgement(path, number, line) for number, line in enumerate(lines, 1) if line.strip()
    )


def _judgement(path: Path, number: int, line: str) -> Judgement:
    """Return one checked judgement."""
    names = [field.name for field in fields(Judgement)]
    try:
        raw = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise RuleError(str(path), number, f"not JSON: {error}") from error
    if not isinstance(raw, dict) or sorted(raw) != sorted(names):
        raise RuleError(str(path), number, f"a judgement has the keys {', '.join(names)}")
    if not all(isinstance(value, str) and value for value in raw.values()):
        raise RuleError(str(path), number, "all values of a judgement are words")
    if raw["verdict"] not in _VERDICTS:
        raise RuleError(str(path), number, f"the verdict is one of {', '.join(_VERDICTS)}")
    return Judgement(**raw)
