"""Relation patterns over the parse: a trigger, and the roles that subject and object fill.

A pattern such as `sue|countersue => agent{Actor} patient{Actor}` is met by "Ruiz sued the board",
"the board, which Ruiz sued", and "the board was sued by Ruiz" alike (see `arguments`).

Notation: `TRIGGERS [+ NOUNS] => ROLES{TYPES} ROLES{TYPES}`, all lists separated by `|`.
Triggers are lemmas, or `{list}` of the rule file, with `/n` behind them for nouns. `+ NOUNS` asks
that the verb act on one of these nouns ("file + lawsuit"). A role is `agent`, `patient`,
`receiver`, `content`, `holder`, `doer`, `fellow`, `self` (the trigger's own mention) or a
preposition; the first one that is filled counts. A type is one of findings.md, a name in
`[maps.types]`, `words` (then the phrase itself is the value), or the name of a list that the
phrase's head must be in.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from spacy.tokens import Token

from kg.extract.arguments import arguments, is_verb, light_objects
from kg.extract.checks import is_allowed
from kg.extract.clauses import Status, status_of
from kg.extract.dates import DateSpan
from kg.extract.drafts import Draft
from kg.extract.tree import Tree, case_of, left_edge, phrase_of, with_conjuncts
from kg.extract.when import dated, dates_by_token
from kg.model import Mention, Value
from kg.rules import Rule, load_rules

_PATTERN = re.compile(
    r"(?P<triggers>[^/+=>]+?)(?P<noun>/n)?(?:\s\+\s(?P<light>[^=>]+?))?\s=>\s"
    r"(?P<subject>[\w|]+)\{(?P<subject_types>[\w|]+)\}\s"
    r"(?P<object>[\w|]+)\{(?P<object_types>[\w|]+)\}"
)
_LONGEST_VALUE = 160


@dataclass(frozen=True, slots=True)
class Argument:
    """Roles that may fill an argument and the types it may have, both in order of preference."""

    roles: tuple[str, ...]
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """A compiled dependency pattern; `light` are the nouns that its verb must act on."""

    rule: Rule
    triggers: frozenset[str]
    is_noun: bool
    light: frozenset[str]
    subject: Argument
    object: Argument


def find_by_syntax(tree: Tree, dates: Sequence[DateSpan] = ()) -> Iterator[Draft]:
    """Yield what the dependency patterns see, one pass over the tokens, with their dates."""
    when = dates_by_token(tree, dates)
    frames = _frames_by_trigger()
    irregular = load_rules("verbs").maps["lemmas"]
    for token in tree.doc:
        lemma = irregular.get(token.lower_, token.lemma_.lower())
        for frame in frames.get(lemma, ()):
            if frame.is_noun is not is_verb(token) and acts_on(token, frame):
                for draft in _drafts(tree, frame, token):
                    yield dated(draft, when.get(token.i))


def compile_frame(rule: Rule, lists: Mapping[str, Sequence[str]]) -> Frame:
    """Return the frame of a rule.

    Raises:
        ValueError: when its pattern is not in the notation.

    """
    hit = _PATTERN.fullmatch(" ".join(rule.pattern.split()))
    if hit is None:
        raise ValueError(f"rule {rule.id}: not a dependency pattern: {rule.pattern!r}")
    return Frame(
        rule=rule,
        triggers=_words(hit["triggers"], lists),
        is_noun=hit["noun"] is not None,
        light=_words(hit["light"] or "", lists),
        subject=_argument(hit["subject"], hit["subject_types"]),
        object=_argument(hit["object"], hit["object_types"]),
    )


def _words(text: str, lists: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Return lemmas, with word lists put in their place."""
    words: set[str] = set()
    for item in filter(None, text.strip().split("|")):
        words.update(lists[item[1:-1]] if item.startswith("{") else (item,))
    return frozenset(words)


def _argument(roles: str, types: str) -> Argument:
    """Return an argument, with the names of `[maps.types]` spelled out."""
    known = load_rules("verbs").maps["types"]
    spelled = [kind for name in types.split("|") for kind in known.get(name, name).split("|")]
    return Argument(tuple(roles.split("|")), tuple(dict.fromkeys(spelled)))


def acts_on(token: Token, frame: Frame) -> bool:
    """Tell whether a verb acts on what the frame asks for, and has beside it what it asks for."""
    if frame.is_noun and token.i + 1 < len(token.doc) and token.nbor(1).lower_ == "general":
        return False  # an attorney general is no attorney
    beside = frame.rule.extra.get("beside")
    if beside and not any(_is_beside(child, beside) for child in token.children):
        return False
    if not frame.light:
        return True
    return any(noun.lemma_.lower() in frame.light for noun in light_objects(token))


def _is_beside(child: Token, wanted: Sequence[str]) -> bool:
    """Tell whether a dependent has one of some labels or, as an oblique, prepositions."""
    return child.dep_ in wanted or (child.dep_.startswith("obl") and case_of(child) in wanted)


def _drafts(tree: Tree, frame: Frame, trigger: Token) -> Iterator[Draft]:
    """Yield a draft for each pair of subject and object at one trigger."""
    subjects = [item for item in fillers(tree, trigger, frame.subject) if item[1] is not None]
    if not subjects:
        return
    status: Status | None = None
    for (place, subject), (token, target) in product(
        subjects, fillers(tree, trigger, frame.object)
    ):
        if subject is None or token.i == place.i:
            continue
        if frame.object.roles == ("fellow",) and token.i < place.i:
            continue
        status = status or status_of(tree, trigger)
        if not is_allowed(frame.rule, subject, target, status, tree):
            continue
        draft = _draft(tree, frame, trigger, subject, (token, target), status)
        if draft is not None:
            yield draft


def fillers(tree: Tree, trigger: Token, argument: Argument) -> list[tuple[Token, Mention | None]]:
    """Return tokens and mentions of the first role that is filled; None stands for words."""
    for role in argument.roles:
        found: list[tuple[Token, Mention | None]] = []
        first = (trigger,) if role == "self" else arguments(trigger, role)
        for token in first:
            for item in (
                _joined(tree, token, argument) if role not in ("self", "content") else (token,)
            ):
                mention = tree.pick(item, argument.types)
                if mention is not None and item is not token and _is_member_word(item, mention):
                    continue
                if mention is not None:
                    found.append((item, mention))
                elif _may_be_words(item, argument) and _is_loose(trigger):
                    found.append((item, None))
        if found:
            return found
    return []


def _joined(tree: Tree, token: Token, argument: Argument) -> tuple[Token, ...]:
    """Return a token and what is joined to it, also to a word within its name.

    Of "the Union of Bakers and the Guild" the parse may join the guild to the bakers.
    """
    found = list(with_conjuncts(token))
    mention = tree.pick(token, argument.types)
    if mention is None or mention.form != "name":
        return tuple(found)
    end = mention.evidence.end
    for word in token.subtree:
        if word.dep_ == "conj" and word.head.idx < end <= word.idx and word.head.i != token.i:
            gap = tree.text[end : word.idx]
            if gap.strip(" ,").startswith("and") and word not in found:
                found.append(word)
    return tuple(found)


def _is_member_word(item: Token, mention: Mention) -> bool:
    """Tell whether a party's name means one of its members: "Ruiz, a Republican, and …"."""
    single = any(child.lower_ in ("a", "an") for child in item.children)
    return single and mention.cls == "PoliticalParty"


def _may_be_words(item: Token, argument: Argument) -> bool:
    """Tell whether a phrase itself may be the value: any phrase, or one with a fitting noun."""
    if item.pos_ == "PRON":
        return False
    lists = load_rules("verbs").lists
    return any(
        kind == "words" or (kind in lists and item.lemma_.lower() in lists[kind])
        for kind in argument.types
    )


def _is_loose(trigger: Token) -> bool:
    """Tell whether a verb is no participle that limits a noun: not "sentences ordered by a court".

    What a comma sets off ("the law, passed by the county,") says something of its own, and so does
    what laws do ("the freedoms guaranteed by the charter").
    """
    lists = load_rules("verbs").lists
    lawful = trigger.lemma_.lower() in (*lists["protecting"], *lists["banning"])
    return trigger.dep_ != "acl" or lawful or left_edge(trigger, ()).nbor(-1).text == ","


def _draft(
    tree: Tree,
    frame: Frame,
    trigger: Token,
    subject: Mention,
    target: tuple[Token, Mention | None],
    status: Status,
) -> Draft | None:
    """Return the draft of one hit; None for words that are too long to be a value."""
    token, mention = target
    first, last = _words_at(tree, token, trigger) if mention is None else _span(mention)
    if mention is None and (last - first > _LONGEST_VALUE or last <= first):
        return None
    text = " ".join(tree.text[first:last].split())
    spans = [(first, last), (trigger.idx, trigger.idx + len(trigger)), _span(subject)]
    sentence = tree.sentence_of(trigger)
    inside = [span for span in spans if sentence[0] <= span[0] and span[1] <= sentence[1]]
    return Draft(
        start=min(start for start, _ in inside),
        end=max(end for _, end in inside),
        subject=subject.id,
        relation=str(frame.rule.extra["relation"]),
        object=None if mention is None else mention.id,
        value=Value(text) if mention is None else None,
        rule=frame.rule.id,
        is_settled=True,
        negated=status.negated,
        hypothetical=status.hypothetical,
        speaker=None if status.speaker == subject.id else status.speaker,
        is_claim=bool(frame.rule.extra.get("claim")),
    )


def _words_at(tree: Tree, token: Token, trigger: Token) -> tuple[int, int]:
    """Return the characters of a value: a clause whole, a noun with what limits it."""
    if token.dep_ in ("ccomp", "xcomp"):
        words = [item for item in token.subtree if not item.is_space]
        while words and (words[0].dep_ in ("mark", "punct") and words[0].i < token.i):
            words = words[1:]
        clause = next((item for item in words if item.dep_ == "acl:relcl"), None)
        if clause is not None and clause.left_edge.i > words[0].i:
            words = [item for item in words if item.i < clause.left_edge.i]
        while words and words[-1].dep_ == "punct":
            words = words[:-1]
        return words[0].idx, words[-1].idx + len(words[-1])
    first, last = phrase_of(token)
    if trigger.dep_ == "acl" and trigger.head == token:
        # "the law, passed by": the words before the participle are the value.
        start = left_edge(trigger, ()).idx
        last = start if first < start < last else last
    for item in trigger.children:
        if (
            trigger.i < token.i < item.i
            and item.dep_ == "advcl"
            and item.left_edge.lower_ in ("from", "to")
        ):
            last = item.right_edge.idx + len(item.right_edge)
    comma = tree.text.find(", ", token.idx + len(token), last)
    return first, comma if comma >= 0 else last


def _span(mention: Mention) -> tuple[int, int]:
    """Return the characters of a mention."""
    return mention.evidence.start, mention.evidence.end


@cache
def _frames_by_trigger() -> Mapping[str, tuple[Frame, ...]]:
    """Return the frames of the rule file by the lemmas that trigger them."""
    book = load_rules("verbs")
    found: dict[str, list[Frame]] = defaultdict(list)
    for rule in book.rules:
        frame = compile_frame(rule, book.lists)
        for lemma in sorted(frame.triggers):
            found[lemma].append(frame)
    return {lemma: tuple(frames) for lemma, frames in found.items()}
