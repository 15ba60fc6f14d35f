"""Events as things of their own: what happened to whom, by whom, where and when.

In: an analyzed article with its mentions and dates. Out: a mention of type Event for each verb or
noun of `kg/rules/events.toml` that has somebody to be called after ("arrest of Ana Ruiz"), and
drafts that say who took part, where and when. What tells of one event twice makes one: equal kind,
equal main participants, no two dates. Events that are only thought of keep that mark on all their
relations; for groups and things they are left out.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Token

from kg.extract.arguments import arguments, is_verb
from kg.extract.checks import judges
from kg.extract.clauses import Status, status_of
from kg.extract.context import Context
from kg.extract.dates import DateSpan
from kg.extract.dependency import Argument, Frame, acts_on, compile_frame, fillers
from kg.extract.drafts import Draft
from kg.extract.evidence import evidence_at, mention_id
from kg.extract.tree import Tree
from kg.extract.when import dates_by_token
from kg.model import Mention, MentionId, Value
from kg.rules import Rule, load_rules

# An event is called after so many participants at most.
_NAMED = 3
_PLACES = ("Prison", "Place", "Institution")
_AGENTS = frozenset({"Person", "Institution", "Group", "Place"})


@dataclass(frozen=True, slots=True)
class Sight:
    """One place that tells of an event: its words, and what stands around them."""

    rule: Rule
    mention: Mention
    token: Token
    status: Status
    main: tuple[Mention, ...]
    others: tuple[Mention, ...]
    place: Mention | None
    date: DateSpan | None


def find_events(
    context: Context, tree: Tree, mentions: Sequence[Mention], dates: Sequence[DateSpan]
) -> tuple[tuple[Mention, ...], tuple[Draft, ...]]:
    """Return the mentions of events that had none, and the drafts of all events."""
    by_id = {item.id: item for item in mentions}
    sights = _named_alike(tuple(_sights(context, tree, dates_by_token(tree, dates))), by_id)
    fresh = {item.mention.id: item.mention for item in sights if item.mention.id not in by_id}
    drafts = tuple(draft for item in sights for draft in _drafts(tree, item))
    return tuple(fresh.values()), drafts


def _sights(context: Context, tree: Tree, dates: Mapping[int, DateSpan]) -> Iterator[Sight]:
    """Yield the places that tell of events, in text order; one for each word."""
    irregular = load_rules("verbs").maps["lemmas"]
    for token in tree.doc:
        lemma = irregular.get(token.lower_, token.lemma_.lower())
        for frame in _frames().get(lemma, ()):
            if frame.is_noun is is_verb(token) or not acts_on(token, frame):
                continue
            sight = _sight(context, tree, frame, token, dates)
            if sight is not None:
                yield sight
                break


def _sight(
    context: Context, tree: Tree, frame: Frame, token: Token, dates: Mapping[int, DateSpan]
) -> Sight | None:
    """Return what one trigger tells of an event, None where nobody is named or it is unreal."""
    main = _mentions(tree, token, frame.subject)
    others = tuple(item for item in _mentions(tree, token, frame.object) if item not in main)
    extra = frame.rule.extra
    if not main or (extra.get("needs") == "both" and len(main) + len(others) < 2):
        return None
    if "judge-second" in extra.get("kinds", ()) and not any(judges(item, tree) for item in others):
        return None
    status = status_of(tree, token)
    place, date = _place(tree, token), _date(token, dates)
    vague = all(item.type == "Group" for item in main)
    if vague and (status.hypothetical or status.negated):
        return None
    told = place is not None or date is not None or tree.name_at(token, ("Event",)) is not None
    if (extra.get("relation") or vague) and not told:
        return None
    return Sight(
        frame.rule,
        _event_mention(context, tree, token, frame.rule),
        token,
        status,
        main,
        others,
        place,
        date,
    )


def _mentions(tree: Tree, token: Token, argument: Argument) -> tuple[Mention, ...]:
    """Return the mentions that fill one argument."""
    found = (mention for _, mention in fillers(tree, token, argument))
    return tuple(item for item in found if item is not None)


def _event_mention(context: Context, tree: Tree, token: Token, rule: Rule) -> Mention:
    """Return the mention at the trigger: the one that is there, or a new one."""
    there = tree.name_at(token, ("Event",))
    if there is not None:
        return there
    evidence = evidence_at(context, token.idx, token.idx + len(token))
    return Mention(
        id=mention_id(evidence, rule.id),
        evidence=evidence,
        type="Event",
        cls="Event",
        name=str(rule.extra["event"]),
        rule=rule.id,
        form="description",
        generic=True,
    )


def _place(tree: Tree, token: Token) -> Mention | None:
    """Return the place of an event: a place, prison or court behind a preposition of place."""
    near = [token, *arguments(token, "agent")]
    if not is_verb(token) and _happens(token):
        near.append(token.head)
    for place in near:
        for case in load_rules("events").lists["place_cases"]:
            for item in arguments(place, case):
                found = tree.name_at(item, _PLACES)
                if found is not None and (found.type != "Institution" or found.cls == "Court"):
                    return found
    return None


def _happens(token: Token) -> bool:
    """Tell whether the verb above a noun says that it takes place."""
    happens = token.head.lemma_.lower() in load_rules("events").lists["happening"]
    return happens and token.dep_.startswith(("nsubj", "obj"))


def _date(token: Token, dates: Mapping[int, DateSpan]) -> DateSpan | None:
    """Return the date of a trigger, or of the verb that says that it takes place."""
    own = dates.get(token.i)
    if own is not None or is_verb(token):
        return own
    return dates.get(token.head.i) if _happens(token) else None


def _named_alike(sights: Sequence[Sight], by_id: Mapping[MentionId, Mention]) -> tuple[Sight, ...]:
    """Return the sights, with those of one event named alike, after participants and date."""
    groups: dict[tuple[str, ...], list[Sight]] = defaultdict(list)
    for item in sights:
        groups[_kind_of(item), *_called_after(item, by_id)].append(item)
    kinds = Counter(key[0] for key in groups)
    nominal = _nominal(by_id)
    named: list[Sight] = []
    for (kind, *people), found in groups.items():
        days = sorted({item.date.value for item in found if item.date is not None})
        there = next((item.mention for item in found if item.mention.id in by_id), None)
        if there is None and kinds[kind] == 1:
            there = nominal.get(kind)
        for item in found:
            day = item.date.value if item.date is not None and len(days) > 1 else None
            when = f" ({day})" if day else ""
            name = f"{kind} of {' and '.join(people)}{when}"
            named.append(replace(item, mention=_called(item.mention, name, there)))
    return tuple(sorted(named, key=lambda item: (item.token.i, item.rule.id)))


def _kind_of(sight: Sight) -> str:
    """Return what an event is called: "arrest"."""
    return str(sight.rule.extra["event"])


def _called_after(sight: Sight, by_id: Mapping[MentionId, Mention]) -> tuple[str, ...]:
    """Return the names of those whom an event is called after, by letters."""
    both = sight.rule.extra.get("named") == "both"
    people = (*sight.main, *sight.others) if both else sight.main
    return tuple(sorted({_head(item, by_id).name for item in people})[:_NAMED])


def _nominal(by_id: Mapping[MentionId, Mention]) -> Mapping[str, Mention]:
    """Return the first description of an event by its noun: "this meeting" for "meeting"."""
    found: dict[str, Mention] = {}
    events = (item for item in by_id.values() if item.type == "Event" and item.form != "name")
    for item in sorted(events, key=lambda event: (event.evidence.start, event.id)):
        found.setdefault(item.name.split()[-1].lower(), item)
    return found


def _called(mention: Mention, name: str, there: Mention | None) -> Mention:
    """Return a new mention of an event with its name, and what describes the event elsewhere."""
    if not mention.rule.startswith("event."):
        return mention
    if there is None:
        return replace(mention, name=name)
    reason = f"“{there.evidence.quote}” is the only such event of the article"
    return replace(mention, name=name, antecedent=there.id, reason=reason)


def _head(mention: Mention, by_id: Mapping[MentionId, Mention]) -> Mention:
    """Return the mention that another one stands for, one step and then another."""
    for _ in range(2):
        mention = by_id.get(mention.antecedent or mention.id, mention)
    return mention


def _drafts(tree: Tree, sight: Sight) -> Iterator[Draft]:
    """Yield who took part in an event, where and when it happened."""
    roles = tuple(sight.rule.extra["roles"])
    place = sight.place
    for role, people in zip(roles, (sight.main, sight.others), strict=True):
        for item in people:
            if item.type in ("Place", "Prison") and role in ("host", "searched"):
                place = place or item
            elif item.type in _AGENTS:
                yield _draft(tree, sight, item, (("role", role),))
    if place is not None:
        yield replace(
            _draft(tree, sight, place, ()),
            subject=sight.mention.id,
            relation="tookPlaceAt",
            object=place.id,
        )
    if sight.date is not None:
        yield replace(
            _draft(tree, sight, None, (("dateBasis", sight.date.basis),)),
            start=min(sight.date.start, sight.mention.evidence.start),
            end=max(sight.date.end, sight.mention.evidence.end),
            subject=sight.mention.id,
            relation="startDate",
            object=None,
            value=Value(sight.date.value, sight.date.value, "date"),
        )


def _draft(
    tree: Tree, sight: Sight, item: Mention | None, qualifiers: tuple[tuple[str, str], ...]
) -> Draft:
    """Return the draft that ties a mention to an event, with the words between them."""
    spans = [(sight.mention.evidence.start, sight.mention.evidence.end)]
    border = tree.sentence_of(sight.token)
    if item is not None and border[0] <= item.evidence.start < border[1]:
        spans.append((item.evidence.start, item.evidence.end))
    return Draft(
        start=min(start for start, _ in spans),
        end=max(end for _, end in spans),
        subject=item.id if item is not None else sight.mention.id,
        relation="participatedIn",
        object=sight.mention.id,
        value=None,
        rule=sight.rule.id,
        qualifiers=qualifiers,
        is_settled=True,
        negated=sight.status.negated,
        hypothetical=sight.status.hypothetical,
        speaker=sight.status.speaker,
    )


@cache
def _frames() -> Mapping[str, tuple[Frame, ...]]:
    """Return the frames of the rule file by the lemmas that trigger them."""
    lists = {**load_rules("verbs").lists, **load_rules("events").lists}
    found: dict[str, list[Frame]] = defaultdict(list)
    for rule in load_rules("events").rules:
        frame = compile_frame(rule, lists)
        for lemma in sorted(frame.triggers):
            found[lemma].append(frame)
    return {lemma: tuple(frames) for lemma, frames in found.items()}
