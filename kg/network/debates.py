"""Issues with their positions, arguments and the speakers of each side.

In: gathered records. Out: one `Question` for each issue that anybody takes a position on.
"""

from collections.abc import Iterable, Iterator

from kg.network.gather import Records
from kg.network.nouns import Answer, Ground, Holder, Question, Quote

DEBATE_CLASSES = ("Position", "Argument")


def questions_of(records: Records) -> tuple[Question, ...]:
    """Return the issues with at least one position, those with most holders first."""
    holders = _holders_of(records)
    grounds = _grounds_of(records)
    rivals = _rivals_of(records)
    found = []
    for issue, known in records.entities.items():
        answers = [
            _answer(records, issue, key, rivals.get(key, set()), holders, grounds)
            for key in known.get("position", ())
            if key in records.entities
        ]
        if answers:
            answers.sort(key=lambda answer: (-len(answer.holders), -len(answer.grounds), answer.id))
            question = next(iter(known.get("question", ())), "")
            found.append(Question(issue, question, tuple(answers)))
    return tuple(sorted(found, key=lambda one: (-_held(one), one.issue)))


def _held(question: Question) -> int:
    return sum(len(answer.holders) for answer in question.answers)


def _answer(
    records: Records,
    issue: str,
    key: str,
    rivals: set[str],
    holders: dict[str, tuple[Holder, ...]],
    grounds: dict[str, tuple[Ground, ...]],
) -> Answer:
    """Return one position, without the name of its issue in its label."""
    label = records.label(key).removeprefix(f"{records.label(issue)}: ")
    kind = next(iter(records.entities[key].get("answer", ())), "")
    return Answer(
        key, label, kind, tuple(sorted(rivals)), holders.get(key, ()), grounds.get(key, ())
    )


def _holders_of(records: Records) -> dict[str, tuple[Holder, ...]]:
    """Return who supports each position, by its id: each speaker once, with all sentences."""
    found: dict[str, dict[tuple[str | None, str], list[Quote]]] = {}
    for key in records.of_class("Stance"):
        target = records.one(key, "target") or ""
        if records.one(key, "polarity") == "Supports" and records.is_a(target, "Position"):
            place = _who(records, key)
            words = records.table[key].get("stanceWords", ())
            own = found.setdefault(target, {}).setdefault(place, [])
            own.extend(records.quotes(key, words))
    return {
        target: tuple(
            Holder(entity, text, tuple(dict.fromkeys(quotes)))
            for (entity, text), quotes in sorted(
                sides.items(), key=lambda side: (side[0][0] is None, -len(side[1]), str(side[0]))
            )
        )
        for target, sides in found.items()
    }


def _who(records: Records, key: str) -> tuple[str | None, str]:
    """Return the holder of a stance as (entity, ""), or (None, words)."""
    holder = records.one(key, "holder")
    if holder in records.sources:
        source = records.sources[holder or ""]
        return None, source.publisher or source.title
    if holder in records.entities:
        return holder, ""
    return None, records.one(key, "holderText") or ""


def _grounds_of(records: Records) -> dict[str, tuple[Ground, ...]]:
    """Return the arguments for each position, by its id; those with most sentences first."""
    found: dict[str, list[Ground]] = {}
    for key, record in _arguments(records):
        ground = Ground(
            key, record.get("provision", ()), record.get("theme", ()), records.quotes(key, ())
        )
        for target in record.get("arguesFor", ()):
            found.setdefault(target, []).append(ground)
    return {
        target: tuple(sorted(own, key=lambda one: (-len(one.evidence), one.id)))
        for target, own in found.items()
    }


def _rivals_of(records: Records) -> dict[str, set[str]]:
    """Return which positions exclude each other, as the arguments for either of them say."""
    found: dict[str, set[str]] = {}
    for _, record in _arguments(records):
        for one in record.get("arguesFor", ()):
            for other in record.get("arguesAgainst", ()):
                found.setdefault(one, set()).add(other)
                found.setdefault(other, set()).add(one)
    return found


def _arguments(records: Records) -> Iterator[tuple[str, dict[str, tuple[str, ...]]]]:
    keys: Iterable[str] = records.of_class("Argument")
    return ((key, records.table[key]) for key in keys)
