"""A corpus of any size, made up of invented people, bodies and plans, with its findings.

In: how many articles. Out: for each number the same article and findings, on every machine: all
that is chosen depends on digests of the number alone. People and bodies recur: their number grows
with the square root of the number of articles, as names in news do; plans grow with the articles.
One article in fifty repeats passages of the one before it.
"""

import math
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from kg.ids import digest_of, sha256_of
from kg.model import (
    Article,
    ArticleId,
    EntityId,
    Evidence,
    Findings,
    Mention,
    MentionId,
    Relation,
    Statement,
    Value,
)

_WORDS = Path(__file__).with_name("corpus.toml")
SENTENCES = 24
_SPEAKERS, _BODIES, _COPIES = 5, 3, 50
_RULE = "generated"


@dataclass(frozen=True, slots=True)
class Slot:
    """What stands at one place of a sentence."""

    words: str
    type: str
    cls: str
    known: str | None = None


@dataclass(slots=True)
class _Draft:
    """An article in the making; offsets are filled in when its text is known."""

    text: str = ""
    sentences: list[tuple[int, int]] = field(default_factory=list)
    slots: list[tuple[int, int, Slot, int]] = field(default_factory=list)
    said: list[dict[str, Any]] = field(default_factory=list)
    related: list[tuple[int, list[str]]] = field(default_factory=list)


@cache
def _table() -> dict[str, Any]:
    with _WORDS.open("rb") as file:
        return tomllib.load(file)


def _pick(items: Sequence[Any], *seed: object) -> Any:
    """Return one of some items, chosen by a digest."""
    return items[int(digest_of(*seed), 16) % len(items)]


def _person(number: int) -> str:
    names = _table()["names"]
    surname = _pick(names["first"], "first", number) + _pick(names["last"], "last", number)
    return f"{names['given'][number % len(names['given'])]} {surname}"


def _body(number: int) -> str:
    names = _table()["names"]
    pattern = names["bodies"][number % len(names["bodies"])]
    town, noun = _pick(names["towns"], "town", number), _pick(names["nouns"], "noun", number)
    return str(pattern.format(town=f"{_pick(names['first'], 'b', number)} {town}", noun=noun))


def _slots_of(number: int, plan: int, total: int, line: int) -> dict[str, Slot]:
    """Return what one sentence of an article is about."""
    names, laws = _table()["names"], _table()["laws"]
    people = max(20, 12 * math.isqrt(total))
    crowd = [int(digest_of(plan, "crowd", at), 16) % people for at in range(_SPEAKERS)]
    bodies = [int(digest_of(plan, "bodies", at), 16) % people for at in range(_BODIES)]
    one, law = _pick(crowd, number, line, "one"), laws[plan % len(laws)]
    town = _pick(names["towns"], plan, "town")
    place = _pick(names["prisons"], plan, "prison").format(town=f"{_person(plan)[:3]} {town}")
    body = _pick(bodies, one, "body")
    rival = _pick([item for item in crowd if item != one] or [one + 1], number, line, "other")
    return {
        "person": Slot(_person(one), "Person", "Person"),
        "other": Slot(_person(rival), "Person", "Person"),
        "office": Slot(_pick(names["offices"], one, body), "", ""),
        "body": Slot(_body(body), "Institution", "Institution"),
        "town": Slot(town, "Place", "City"),
        "prison": Slot(place, "Prison", "Prison"),
        "plan": Slot(f"the {_pick(names['plans'], plan)}", "Proposal", "Proposal"),
        "law": Slot(law["name"], "LegalProvision", law["cls"], law["id"]),
        "amount": Slot(f"{200 + 100 * _pick(range(9), plan, number % 7)}", "Quantity", "Quantity"),
        "number": Slot(str(_pick(range(3, 900), number, line)), "", ""),
    }


def _add_sentence(draft: _Draft, number: int, plan: int, total: int, line: int) -> None:
    """Add one sentence to an article."""
    pattern = _pick(_table()["sentences"], number, line, "sentence")
    slots = _slots_of(number, plan, total, line)
    start = len(draft.text)
    speaker = pattern.get("speaker", "person")
    modality, claim = _claim(plan, slots[speaker].words, number, line)
    first = len(draft.slots)
    span = _write(draft, pattern["text"], slots, line, claim)
    if "kind" in pattern:
        said = {"kind": pattern["kind"], "modality": modality, "speaker": speaker, "span": span}
        draft.said.append({**said, "line": line, "first": first, "plan": plan})
    draft.related.extend((first, relation) for relation in pattern["relations"])
    draft.sentences.append((start, len(draft.text)))
    draft.text += "\n\n" if line % 4 == 3 else " "


def _claim(plan: int, speaker: str, number: int, line: int) -> tuple[str | None, str]:
    """Return what a speaker says of a plan: nearly always the same."""
    claims = _table()["claims"]
    twist = number if int(digest_of(number, line), 16) % 12 == 0 else 0
    modality = _pick(sorted(claims), plan, speaker, twist)
    said = _pick(claims[modality], plan, speaker, number % 3)
    return (None if modality == "none" else modality), said


def _write(
    draft: _Draft, pattern: str, slots: dict[str, Slot], line: int, claim: str
) -> tuple[int, int]:
    """Write a pattern with its slots; return where the claim stands."""
    span = (0, 0)
    for part in pattern.replace("{", "\x00{").replace("}", "}\x00").split("\x00"):
        if not (part.startswith("{") and part.endswith("}")):
            draft.text += part
            continue
        key, start = part[1:-1], len(draft.text)
        if key == "claim":
            _write(draft, claim, slots, line, "")
            span = (start, len(draft.text))
            continue
        draft.text += slots[key].words
        if slots[key].type:
            draft.slots.append((start, len(draft.text), slots[key], line))
    return span


def generate(total: int, numbers: Sequence[int] | None = None) -> Iterator[Findings]:
    """Yield generated articles with their findings: all, or those of some numbers."""
    for number in range(total) if numbers is None else numbers:
        yield make(number, total)


def make(number: int, total: int, *, edition: int = 0) -> Findings:
    """Return one generated article with its findings; `edition` changes some of its words."""
    names = _table()["names"]
    plan = number % max(1, total // 8)
    draft = _Draft()
    headline = f"Sides harden over {_pick(names['plans'], plan)} {number}" + " again" * edition
    draft.text = f"# {headline}\n\n"
    draft.sentences.append((2, len(headline) + 2))
    copied = number % _COPIES == 1
    for line in range(SENTENCES):
        origin = number - 1 if copied and line < SENTENCES // 2 else number + edition * total
        _add_sentence(draft, origin, plan, total, line)
    publisher = _pick(names["publishers"], number, "p").format(town=f"{_person(number)} {plan}")
    day = number % 28 + 1
    sha256 = sha256_of(draft.text)
    article = Article(
        id=ArticleId(f"article/{sha256[:16]}"),
        source=f"{number:07}.md",
        sha256=sha256,
        text=draft.text,
        sources=(f"{number:07}.md",),
        title=headline,
        publisher=publisher,
        published=f"2025-{number % 12 + 1:02}-{day:02}",
        language="en",
    )
    return _findings_of(article, draft)


def _findings_of(article: Article, draft: _Draft) -> Findings:
    """Return the findings of a written article."""
    mentions = [_mention(article, draft, *slot) for slot in draft.slots]
    statements = [_statement(article, draft, said, mentions) for said in draft.said]
    relations = [_relation(article, draft, first, made, mentions) for first, made in draft.related]
    return Findings(
        article, tuple(draft.sentences), tuple(mentions), tuple(statements), tuple(relations)
    )


def _evidence(article: Article, draft: _Draft, start: int, end: int) -> Evidence:
    place = next(at for at, span in enumerate(draft.sentences) if span[0] <= start < span[1])
    return Evidence(article.id, start, end, article.text[start:end], place, *draft.sentences[place])


def _mention(
    article: Article, draft: _Draft, start: int, end: int, slot: Slot, _line: int
) -> Mention:
    return Mention(
        id=MentionId(f"mention/{digest_of(article.id, start, end, _RULE)}"),
        evidence=_evidence(article, draft, start, end),
        type=slot.type,
        cls=slot.cls,
        name=slot.words,
        rule=_RULE,
        form="description" if slot.type == "Proposal" else "name",
        known=None if slot.known is None else EntityId(slot.known),
    )


def _near(draft: _Draft, mentions: list[Mention], first: int, kind: str) -> Mention | None:
    """Return the first mention of a sentence that has some type."""
    line = draft.slots[first][3] if first < len(draft.slots) else -1
    for place in range(first, len(draft.slots)):
        if draft.slots[place][3] != line:
            return None
        if mentions[place].type == kind:
            return mentions[place]
    return None


def _statement(
    article: Article, draft: _Draft, said: dict[str, Any], mentions: list[Mention]
) -> Statement:
    kind = {"person": "Person", "body": "Institution"}[said["speaker"]]
    speaker = _near(draft, mentions, said["first"], kind)
    law = _near(draft, mentions, said["first"], "LegalProvision")
    plan = _near(draft, mentions, said["first"], "Proposal")
    start, end = said["span"]
    laws = _table()["laws"]
    stances = {"asserts_unlawful": "opposes", "asserts_lawful": "supports"}
    return Statement(
        id=f"statement/{digest_of(article.id, start, end, said['kind'])}",
        evidence=_evidence(article, draft, start, end),
        kind=said["kind"],
        speaker=None if speaker is None else speaker.id,
        speaker_text=None if speaker is None else speaker.evidence.quote,
        cue="said",
        rule=_RULE,
        stance=stances.get(said["modality"]),
        target=None if plan is None else plan.id,
        modality=said["modality"],
        provisions=() if law is None else (law.id,),
        issues=(laws[said["plan"] % len(laws)]["issue"],) if said["modality"] else (),
    )


def _relation(
    article: Article, draft: _Draft, first: int, made: list[str], mentions: list[Mention]
) -> Relation:
    """Return the relation of a sentence, whose mentions stand in the order of its slots."""
    _, name, target, title = made
    line = draft.slots[first][3]
    here = [item for item, slot in zip(mentions, draft.slots, strict=True) if slot[3] == line]
    subject, second = here[0], here[1]
    start, end = draft.sentences[subject.evidence.sentence]
    text = article.text[start:end]
    amount = second.evidence.quote if target == "amount" else None
    role = text.split(", ")[1].split(" of ")[0] if title else ""
    return Relation(
        id=f"relation/{digest_of(article.id, start, name)}",
        evidence=_evidence(article, draft, start, end),
        subject=subject.id,
        relation=name,
        object=second.id if amount is None else None,
        value=None if amount is None else Value(f"{amount} inmates", int(amount), "person"),
        rule=_RULE,
        qualifiers=(("title", role),) if role else (),
    )
