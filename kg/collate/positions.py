"""The debate: who takes which side and position on which issue, and with which arguments.

In: the findings of all articles and their resolution. Out: a `Debate`, the same for any order of
the articles. After IBIS (issues, positions, arguments); people and institutions hold positions by
stances of their own, since IBIS has no agent who opposes.
An agent who says different things has a stance for each; nothing is weighed or averaged. What an
article reports of courts, and neutral words of articles, are nobody's stance.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.collate.conditions import find_conditions
from kg.collate.effects import HOLDING, Effects, tier_of
from kg.collate.voices import Voice, voice_of
from kg.debate import Argument, Debate, Position, Stance
from kg.ids import digest_of
from kg.model import ArticleId, EntityId, Evidence, Findings, Resolution, Statement
from kg.rules import load_rules

_NEUTRAL, _SUPPORTS = "neutral", "supports"


@dataclass(frozen=True, slots=True)
class _Said:
    """A statement with what it was linked to."""

    statement: Statement
    voice: Voice
    date: str | None
    target: EntityId | None
    provisions: tuple[EntityId, ...]
    is_holding: bool

    @property
    def is_reasoned(self) -> bool:
        """Tell whether it argues: it speaks of lawfulness, or has words that show its side."""
        kinds = load_rules("issues").maps["positions"]
        return self.statement.modality in kinds or self.statement.stance_words is not None

    @property
    def kind(self) -> str | None:
        """Return the kind of position that it takes, by its modality, else by its stance."""
        kinds = load_rules("issues").maps["positions"]
        by_law = kinds.get(self.statement.modality or "")
        return by_law or kinds.get(self.statement.stance or "")


@dataclass(frozen=True, slots=True, order=True)
class _Side:
    """What makes two stances the same: who is where, in which article."""

    holder: str
    holder_text: str
    target: str
    polarity: str
    article: str


def find_debate(findings: Sequence[Findings], resolution: Resolution) -> Debate:
    """Return stances, legal effects, positions, arguments and conditions of all articles."""
    said = tuple(
        sorted(
            _said_of(findings, resolution),
            key=lambda item: (item.statement.evidence.article, _place(item.statement)),
        )
    )
    places = _places(said)
    positions = _positions(said, places)
    return Debate(
        stances=_stances(said, places),
        effects=Effects(findings, resolution),
        positions=positions,
        arguments=_arguments(said, places, {position.id for position in positions}),
        conditions=find_conditions(findings),
    )


def position_id(issue: str, kind: str) -> str:
    """Return the id of a position.

    >>> position_id("issue/gun-rights", "unlawful")
    'position/gun-rights/unlawful'
    """
    return f"position/{issue.removeprefix('issue/')}/{kind}"


def _place(statement: Statement) -> tuple[int, int, str]:
    """Return where a statement stands in its article."""
    return statement.evidence.start, statement.evidence.end, statement.id


def _said_of(findings: Sequence[Findings], resolution: Resolution) -> Iterator[_Said]:
    """Yield all statements with their speakers, targets and provisions."""
    classes = {entity.id: entity.cls for entity in resolution.entities}
    links = {mention: link.entity for mention, link in resolution.links.items()}
    for found in findings:
        mentions = {mention.id: mention for mention in found.mentions}
        for statement in found.statements:
            voice = voice_of(statement, mentions, resolution)
            tier = tier_of(statement, voice, classes.get(EntityId(voice.holder or "")))
            target = links.get(statement.target) if statement.target is not None else None
            laws = {links[item] for item in statement.provisions if item in links}
            yield _Said(
                statement,
                voice,
                found.article.published,
                target,
                tuple(sorted(laws - {target})),
                tier == HOLDING,
            )


def _places(said: Sequence[_Said]) -> Mapping[str, tuple[str, ...]]:
    """Return for each statement the issues on which it takes its position.

    That is the main issue of what it is about, where it raises it; its other issues are then
    themes of its argument.
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for item in said:
        if item.target is not None and item.kind is not None:
            counts[item.target].update(item.statement.issues)
    found = {}
    for item in said:
        issues = item.statement.issues if item.kind is not None else ()
        of_target = counts.get(item.target or "", Counter())
        main = min(of_target, key=lambda issue: (-of_target[issue], issue), default="")
        found[item.statement.id] = (main,) if main in issues else issues
    return found


def _stances(said: Sequence[_Said], places: Mapping[str, tuple[str, ...]]) -> tuple[Stance, ...]:
    """Return the stances towards targets and towards positions, each once an article."""
    groups: dict[_Side, list[_Said]] = defaultdict(list)
    for item in said:
        for target, polarity in _sides(item, places):
            side = _Side(
                item.voice.holder or "",
                "" if item.voice.holder else item.voice.text or "",
                target,
                polarity,
                item.statement.evidence.article,
            )
            groups[side].append(item)
    made = (_stance_of(side, groups[side]) for side in groups)
    return tuple(sorted(made, key=lambda stance: stance.id))


def _sides(item: _Said, places: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """Yield what a statement takes a side on, with the side."""
    statement = item.statement
    narrated = statement.kind == "narrated"
    if (narrated and item.is_holding) or not (item.voice.holder or item.voice.text):
        return
    takes_side = statement.stance is not None and not (narrated and statement.stance == _NEUTRAL)
    if item.target is not None and takes_side:
        yield item.target, str(statement.stance)
    for issue in places[statement.id]:
        yield position_id(issue, str(item.kind)), _SUPPORTS


def _stance_of(side: _Side, some: Sequence[_Said]) -> Stance:
    """Return the stance that some statements of one article show."""
    statements = [item.statement for item in some]
    parts = (side.holder, side.holder_text, side.target, side.polarity, side.article)
    return Stance(
        id=f"stance/{digest_of(*parts)}",
        holder=side.holder or None,
        holder_text=side.holder_text or None,
        target=side.target,
        polarity=side.polarity,
        article=ArticleId(side.article),
        date=some[0].date,
        statements=tuple(sorted({item.id for item in statements})),
        evidence=_evidence_of(statements),
        words=tuple(sorted({item.stance_words for item in statements if item.stance_words})),
        issues=tuple(sorted({issue for item in statements for issue in item.issues})),
    )


def _positions(
    said: Sequence[_Said], places: Mapping[str, tuple[str, ...]]
) -> tuple[Position, ...]:
    """Return the positions that statements take, by id."""
    found: dict[str, tuple[str, str, set[EntityId]]] = {}
    for item in said:
        for issue in places[item.statement.id]:
            key = position_id(issue, str(item.kind))
            _, _, targets = found.setdefault(key, (issue, str(item.kind), set()))
            targets |= {item.target} if item.target is not None else set()
    return tuple(
        Position(key, issue, kind, tuple(sorted(targets)))
        for key, (issue, kind, targets) in sorted(found.items())
    )


def _arguments(
    said: Sequence[_Said], places: Mapping[str, tuple[str, ...]], known: set[str]
) -> tuple[Argument, ...]:
    """Return the arguments for positions: statements of one position with the same grounds.

    A statement that takes a side in no words of its own gives none.
    """
    groups: dict[tuple[str, str, tuple[EntityId, ...], tuple[str, ...]], list[Statement]]
    groups = defaultdict(list)
    for item in said:
        for issue in places[item.statement.id] if item.is_reasoned else ():
            themes = tuple(sorted(set(item.statement.issues) - set(places[item.statement.id])))
            groups[issue, str(item.kind), item.provisions, themes].append(item.statement)
    made = (_argument_of(key, groups[key], known) for key in groups)
    return tuple(sorted(made, key=lambda argument: argument.id))


def _argument_of(
    key: tuple[str, str, tuple[EntityId, ...], tuple[str, ...]],
    statements: Sequence[Statement],
    known: set[str],
) -> Argument:
    """Return the argument that some statements make."""
    issue, kind, provisions, themes = key
    position = position_id(issue, kind)
    rival = position_id(issue, load_rules("issues").maps["rivals"].get(kind, ""))
    grounds = (" ".join(provisions), " ".join(themes))
    return Argument(
        id=f"argument/{digest_of(position, *grounds)}",
        position=position,
        rivals=(rival,) if rival in known else (),
        provisions=provisions,
        themes=themes,
        statements=tuple(sorted({statement.id for statement in statements})),
        evidence=_evidence_of(statements),
    )


def _evidence_of(statements: Sequence[Statement]) -> tuple[Evidence, ...]:
    """Return the evidence of some statements, by article and offset."""
    found = {statement.evidence for statement in statements}
    return tuple(sorted(found, key=lambda item: (item.article, item.start, item.end)))
