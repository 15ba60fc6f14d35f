"""Decisions on disk: one JSON object a line, only ever appended to.

In: a file. Out: checked decisions in its order, and those of them that still hold.

    {"verdict": "reject", "target": "assertion/…", "why": "…", "who": "…", "when": "2025-02-07"}

verdict          further keys
accept, reject   target: a fact, statement, mention or conflict, or a side of a conflict
correct          target, field, value: see `kg.judge.findings` and `kg.judge.facts`
same, different  left, right: entities or mentions (as `kg.resolve` reads them)
add              article, quote, subject, relation, and object (an entity) or value with unit
                 ("date" for a date); may have the date of the fact, and as basis of a date
                 stated, relative or derived
mark             article, quote, entity: the article names that entity there; a new one has a
                 class and may have a name
say              article, quote, speaker: somebody says that there (an entity, or the article
                 itself); may have stance, modality, target and issues (ids, blanks between)
undo             target: the id of a decision, as `kg judge list` shows it

Of two decisions on the same thing the later one holds.
"""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from kg.errors import RuleError, SettingsError
from kg.ids import digest_of
from kg.model import Judgement

# Where decisions are kept, from the folder in which `kg` is called.
FILE = Path("data") / "judgements.jsonl"
_ALWAYS = ("verdict", "who", "when", "why")
# Further keys of each verdict; those after the bar may be left out.
_KEYS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = MappingProxyType(
    {
        "accept": (frozenset({"target"}), frozenset()),
        "reject": (frozenset({"target"}), frozenset()),
        "correct": (frozenset({"target", "field", "value"}), frozenset()),
        "same": (frozenset({"left", "right"}), frozenset()),
        "different": (frozenset({"left", "right"}), frozenset()),
        "add": (
            frozenset({"article", "quote", "subject", "relation"}),
            frozenset({"object", "value", "unit", "date", "basis"}),
        ),
        "mark": (frozenset({"article", "quote", "entity"}), frozenset({"class", "name"})),
        "say": (
            frozenset({"article", "quote", "speaker"}),
            frozenset({"stance", "modality", "target", "issues"}),
        ),
        "undo": (frozenset({"target"}), frozenset()),
    }
)
_PAIRS = frozenset({"same", "different"})
_ADDITIONS = frozenset({"mark", "say"})
_BASES = frozenset({"stated", "relative", "derived"})


@dataclass(frozen=True, slots=True)
class Decision:
    """One line: what was decided, by whom, when (ISO 8601) and why; `parts` are further keys.

    Made by `make_decision`, which checks it.
    """

    verdict: str
    who: str
    when: str
    why: str
    parts: tuple[tuple[str, str], ...]

    @property
    def id(self) -> str:
        """Return the id, which all that the line says decides."""
        words = [f"{key}={value}" for key, value in self.parts]
        return f"judgement/{digest_of(self.verdict, self.who, self.when, self.why, *words)}"

    def part(self, key: str) -> str:
        """Return one of the further keys, or "" where the decision has none of that name."""
        return dict(self.parts).get(key, "")

    @property
    def is_pair(self) -> bool:
        """Tell whether it says that two things are the same or different."""
        return self.verdict in _PAIRS

    @property
    def is_addition(self) -> bool:
        """Tell whether it adds a mention or a statement to an article."""
        return self.verdict in _ADDITIONS

    @property
    def matter(self) -> tuple[str, ...]:
        """Return what it is about: of two decisions on one matter the later holds."""
        if self.is_pair:
            return ("pair", *sorted((self.part("left"), self.part("right"))))
        if self.verdict == "add" or self.is_addition:
            return (self.verdict, *(value for _, value in self.parts))
        return ("target", self.part("target"), self.part("field"))

    def __str__(self) -> str:
        """Return the decision in one line for people."""
        parts = " ".join(f"{key}={value}" for key, value in self.parts)
        return f"{self.verdict} {parts} ({self.who}, {self.when}: {self.why})"

    def to_json(self) -> str:
        """Return the line of the file."""
        fields = {"verdict": self.verdict, **dict(self.parts)}
        return json.dumps(
            fields | {"why": self.why, "who": self.who, "when": self.when}, ensure_ascii=False
        )


def make_decision(fields: Mapping[str, object]) -> Decision:
    """Return a checked decision.

    Raises:
        SettingsError: keys are missing, unknown or no words, or `when` is no date.

    """
    verdict = fields.get("verdict")
    if not isinstance(verdict, str) or verdict not in _KEYS:
        raise SettingsError(f"the verdict is one of {', '.join(sorted(_KEYS))}, not {verdict!r}")
    needed, possible = _KEYS[verdict]
    given = set(fields) - set(_ALWAYS)
    if not needed <= given <= needed | possible or not set(_ALWAYS) <= set(fields):
        wanted = ", ".join([*_ALWAYS, *sorted(needed)])
        raise SettingsError(f"{verdict!r} has the keys {wanted}, not {', '.join(sorted(fields))}")
    words = {
        key: value for key, value in fields.items() if isinstance(value, str) and value.strip()
    }
    if len(words) < len(fields):
        raise SettingsError("all values of a judgement are words, and none is empty")
    if any("\ud800" <= char <= "\udfff" for value in words.values() for char in value):
        raise SettingsError("half of a surrogate pair is no character")
    if verdict == "add" and ("object" in given) == ("value" in given):
        raise SettingsError("'add' needs an object or a value, and not both")
    if words.get("basis", "stated") not in _BASES:
        raise SettingsError(f"a date's basis is one of {', '.join(sorted(_BASES))}")
    try:
        date.fromisoformat(words["when"])
    except ValueError as error:
        raise SettingsError(f"{words['when']!r} is no date; write YYYY-MM-DD") from error
    parts = tuple((key, words[key]) for key in sorted(given))
    return Decision(verdict, words["who"], words["when"], words["why"], parts)


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """Return all decisions of a file in its order; none where the file is missing.

    Raises:
        RuleError: a line is no decision, or the file is no text, with file and line.

    """
    if not path.exists():
        return ()
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(str(path), 0, "is no file of judgements (JSON Lines in UTF-8)") from error
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line, object_pairs_hook=_each_once)
            found.append(make_decision(fields if isinstance(fields, dict) else {}))
        except RecursionError as error:
            raise RuleError(str(path), number, "no judgement: it is nested too deep") from error
        except (json.JSONDecodeError, SettingsError) as error:
            raise RuleError(str(path), number, f"no judgement: {error}") from error
    return tuple(found)


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return an object of JSON, which must have each key once: nobody can tell which one holds."""
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise SettingsError("a key is given twice")
    return fields


def append_decision(path: Path, decision: Decision) -> None:
    """Write a decision behind those that a file has; the file is made where it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as file:
        file.seek(0, os.SEEK_END)
        torn = False
        if file.tell():
            file.seek(-1, os.SEEK_END)
            torn = file.read(1) != b"\n"
        file.write(("\n" if torn else "").encode() + decision.to_json().encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def holding(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return the decisions that no later one undoes or replaces, in their order.

    An undone "undo" gives back what it took. One that fits no earlier decision stays, so that it
    can be reported.
    """
    kept: dict[tuple[str, ...], Decision] = {}
    for decision in _standing(tuple(decisions)):
        kept.pop(decision.matter, None)
        kept[decision.matter] = decision
    return tuple(kept.values())


def _standing(decisions: Sequence[Decision]) -> Iterable[Decision]:
    """Return the decisions that are not undone, in their order, and each "undo" without a target.

    Read from the end: what a standing "undo" names does not stand, be it an "undo" itself.
    """
    first: dict[str, int] = {}
    for place, decision in enumerate(decisions):
        first.setdefault(decision.id, place)
    undone: set[str] = set()
    standing: list[Decision] = []
    for place in range(len(decisions) - 1, -1, -1):
        decision = decisions[place]
        if decision.id in undone:
            continue
        target = decision.part("target")
        if decision.verdict != "undo":
            standing.append(decision)
        elif first.get(target, place) < place:
            undone.add(target)
        else:
            standing.append(decision)
    return reversed(standing)


def pairs_of(decisions: Sequence[Decision]) -> tuple[Judgement, ...]:
    """Return the decisions "same" and "different" as `kg.resolve` takes them."""
    return tuple(
        Judgement(
            left=item.part("left"),
            right=item.part("right"),
            verdict=item.verdict,
            why=item.why,
            who=item.who,
            when=item.when,
        )
        for item in decisions
        if item.is_pair
    )
