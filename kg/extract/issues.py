"""Which legal issues a statement raises: by words that reference knowledge gives, and by its law.

In: an article's mentions and statements, and the issues of reference knowledge (`kg:cue`,
`kg:weakCue`, `kg:turnsOn`). Out: the same statements with the ids of their issues.
A weak cue counts where the article has a sure one of that issue; a provision on which many issues
turn, or which many fields share, raises only those that the article's words raise too.
A statement that takes a side or speaks of lawfulness and names no subject ("this is illegal") is
about the article's main issue.
Not done: nothing is guessed from the meaning of words; a statement may raise no issue.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias

from kg.extract.context import Context
from kg.knowledge import Knowledge
from kg.model import Mention, MentionId, Statement
from kg.rules import load_rules

# Letters of a cue's first word by which cues are looked up; a stem before "*" has at least these.
_KEY_LENGTH = 3
# Words that may stand in place of "..." in a cue.
_GAP = 5
# A provision on which at most so many issues turn raises them by itself.
_TELLING = 2
# A hit in the first so many code points, where news says what it is about, counts three times.
_LEAD = 600
# How much more a hit counts in a sentence that names what the article is about ("the plan").
_WEIGHT = 3
# How many hits before one are looked at for a longer one around it.
_NEAR = 8
_WORD = re.compile(r"[^\W_]+")
_SPACE_IN_CUE = r"[\s-]{1,4}"
# White space, then an abbreviation with its periods or a word that no sentence ends behind.
_BETWEEN = rf"(?:\s{{1,9}}(?:(?:[^\W\d_]\.){{2,4}}|[^\s.;!?“”\"]{{1,40}})){{0,{_GAP}}}?\s{{1,9}}"
# Quotations up to so many characters are read with the words of their sentence before them.
_PIECE = 60
_QUOTED = frozenset({"direct", "mixed"})
_SIDES = frozenset({"supports", "opposes", "conditional"})
# A statement, the last word of its target, and the issues that it raises by itself.
_Raised: TypeAlias = tuple[Statement, list[str], set[str]]
_LEGAL = frozenset({"asserts_unlawful", "asserts_lawful", "questions_legality", "states_condition"})


@dataclass(frozen=True, slots=True)
class Cue:
    """One wording that raises an issue, ready to be tried at the start of a word."""

    pattern: re.Pattern[str]
    issue: str
    is_sure: bool
    words: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All cues by the beginning of their first word, and the issues that turn on a provision."""

    cues: Mapping[str, tuple[Cue, ...]]
    turning: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue found in a text; `words` are those that the cue gives."""

    start: int
    end: int
    issue: str
    is_sure: bool
    words: int


@dataclass(frozen=True, slots=True)
class _Key:
    """Knowledge compared by identity, so that a lexicon is built once for each."""

    knowledge: Knowledge

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.knowledge is other.knowledge

    def __hash__(self) -> int:
        return id(self.knowledge)


def find_issues(
    context: Context, mentions: Sequence[Mention], statements: Sequence[Statement]
) -> tuple[Statement, ...]:
    """Return the statements, each with the sorted ids of the issues that it raises."""
    lexicon = _lexicon(_Key(context.knowledge))
    hits = without_inner(scan(context.article.text, lexicon))
    raised = {hit.issue for hit in hits if hit.is_sure}
    counted = [hit for hit in hits if hit.issue in raised]
    starts = [hit.start for hit in counted]
    laws = {item.id: item.known for item in mentions if item.known is not None}
    nouns = {item.id: item.name.casefold().split()[-1:] for item in mentions}
    found = []
    for statement in statements:
        issues = _by_cues(statement, counted, starts)
        issues |= _by_law(statement, laws, lexicon, raised, issues)
        found.append((statement, nouns.get(statement.target or MentionId(""), []), issues))
    main = _main_issue(context, counted, found)
    return tuple(
        replace(statement, issues=tuple(sorted(issues | _of_main(statement, noun, issues, main))))
        for statement, noun, issues in found
    )


def scan(text: str, lexicon: Lexicon) -> Iterator[Hit]:
    """Yield every cue found in a text, by where it starts; linear in the text's length."""
    for word in _WORD.finditer(text):
        for cue in lexicon.cues.get(word[0][:_KEY_LENGTH].casefold(), ()):
            hit = cue.pattern.match(text, word.start())
            if hit is not None:
                yield Hit(hit.start(), hit.end(), cue.issue, cue.is_sure, cue.words)


def without_inner(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Return the hits without those that lie in a longer one of another issue.

    "Deport" within "deport citizens" tells less than the whole.
    """
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda item: (item.start, -item.end, item.issue)):
        outer = [item for item in kept[-_NEAR:] if item.start <= hit.start and hit.end <= item.end]
        if not any(item.words > hit.words and item.issue != hit.issue for item in outer):
            kept.append(hit)
    return tuple(kept)


def _of_main(
    statement: Statement, noun: Sequence[str], issues: set[str], main: str | None
) -> set[str]:
    """Return the main issue if a statement is about it.

    It is where it speaks of lawfulness or takes a side and raises no other issue, and where it
    speaks of the lawfulness of what the article is about (`noun`, "plan") or begins with
    a pronoun for it ("they cannot be deported").
    """
    if main is None:
        return set()
    is_legal = statement.modality in _LEGAL
    if issues:
        words = statement.evidence.quote.casefold().split()
        points_back = words[0].strip("\"“‘'") in load_rules("issues").lists["pronouns"]
        is_named = bool(noun) and noun[0] in words
        return {main} if is_legal and (points_back or is_named) else set()
    takes_side = statement.target is not None and statement.stance in _SIDES
    return {main} if is_legal or takes_side else set()


def _by_cues(statement: Statement, hits: Sequence[Hit], starts: Sequence[int]) -> set[str]:
    """Return the issues whose cues lie within a statement."""
    evidence = statement.evidence
    found = _between(evidence.start, evidence.end, hits, starts)
    is_piece = statement.kind in _QUOTED and len(evidence.quote) <= _PIECE
    if not found and is_piece and evidence.sentence_start < evidence.start:
        # "described the prisons as “harsh”": what is quoted says little without what is before.
        return _between(evidence.sentence_start, evidence.start, hits, starts)
    return found


def _between(start: int, end: int, hits: Sequence[Hit], starts: Sequence[int]) -> set[str]:
    """Return the issues of the cues that lie between two characters."""
    inside = hits[bisect_left(starts, start) : bisect_left(starts, end)]
    return {hit.issue for hit in inside if hit.end <= end}


def _by_law(
    statement: Statement,
    laws: Mapping[MentionId, str],
    lexicon: Lexicon,
    raised: set[str],
    named: set[str],
) -> set[str]:
    """Return the issues that turn on the provisions which a statement names.

    Where the statement's words raise one of them (`named`), a provision raises no further ones.
    """
    found: set[str] = set()
    broad = load_rules("issues").lists["broad_provisions"]
    for mention in statement.provisions:
        turning = set(lexicon.turning.get(laws.get(mention, ""), ()))
        if not turning & named:
            is_broad = laws.get(mention) in broad or len(turning) > _TELLING
            found |= turning & raised if is_broad else turning
    return found


def _main_issue(context: Context, hits: Sequence[Hit], found: Sequence[_Raised]) -> str | None:
    """Return the issue that an article speaks of most; None where it raises none.

    Long cues, early ones, and those in sentences that name the thing at issue count for more. An
    article without any cue is about what its provisions raise most.
    """
    nouns = {noun for _, some, _ in found for noun in some}
    text, sentences = context.article.text.casefold(), context.sentences
    counts: Counter[str] = Counter()
    for hit in hits:
        if hit.is_sure:
            at = max(bisect_right(sentences, hit.start, key=lambda span: span[0]) - 1, 0)
            start, end = sentences[at] if sentences else (0, 0)
            is_named = any(noun in text[start:end] for noun in nouns)
            is_early = hit.start < _LEAD
            counts[hit.issue] += hit.words * (_WEIGHT if is_named else 1) * (1 + is_early)
    for statement, _, issues in found:
        for issue in issues if statement.modality in _LEGAL or statement.stance in _SIDES else ():
            counts[issue] += _WEIGHT
    if not counts:
        counts = Counter(issue for _, _, issues in found for issue in issues)
    return min(counts, key=lambda issue: (-counts[issue], issue)) if counts else None


@lru_cache(maxsize=4)
def _lexicon(key: _Key) -> Lexicon:
    """Return the compiled cues and provisions of the issues of some knowledge."""
    cues: dict[str, list[Cue]] = defaultdict(list)
    turning: dict[str, list[str]] = defaultdict(list)
    for issue in key.knowledge.issues:
        for predicate, is_sure in (("cue", True), ("weakCue", False)):
            for words in issue.values(predicate):
                first = _WORD.search(words)
                if first is not None:
                    length = len(_WORD.findall(words))
                    made = Cue(_pattern(words[first.start() :]), issue.id, is_sure, length)
                    cues[first[0][:_KEY_LENGTH].casefold()].append(made)
        for provision in issue.values("turnsOn"):
            turning[provision].append(issue.id)
    return Lexicon(
        {name: tuple(some) for name, some in sorted(cues.items())},
        {name: tuple(sorted(some)) for name, some in sorted(turning.items())},
    )


def _pattern(words: str) -> re.Pattern[str]:
    r"""Return the pattern of a cue: "*" is any ending of a word, "..." up to five words between.

    Letters count as they stand where the cue has a capital, else upper and lower case are the same.
    """
    parts = (
        _SPACE_IN_CUE.join(_piece(piece) for piece in re.split(r"[\s-]+", part.strip()))
        for part in words.split("...")
    )
    flags = re.IGNORECASE if words == words.casefold() else 0
    return re.compile(_BETWEEN.join(parts) + r"(?![^\W_])", flags)


def _piece(word: str) -> str:
    """Return the pattern of one word of a cue."""
    return re.escape(word).replace(r"\*", r"[^\W_]*").replace("'", "['’]")
