"""What is said, by the tree: the clause, name or thing that a verb of saying governs.

In: a scene and the verb. Out: the span of what is said and how the verb reports it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.extract.cues import Cue
from kg.extract.scene import Scene, Span
from kg.rules import alternation, load_rules

if TYPE_CHECKING:
    from spacy.tokens import Token

# Words that go on behind what the tree takes for the end of a clause, up to the next mark.
_IN_CLAUSE = re.compile(
    r"\s(?!(?:and(?!\sthat\b)|but|or|while|when|as|after|before|adding|saying)\b)"
    r"(?:[\w\"·’'$ -]|(?<=\b[A-Z])\.){1,400}(?=[,;:—–)]|\.(?:\s|$)|$)"
)
# Commas around an act of saying in the midst of what is said.
_COMMA = re.compile(r"\"?\s*[,—–]|,\"")
_ASIDE = re.compile(r"[^,\"]{0,60}[,—–]\s*$")


def content_of(scene: Scene, token: Token, cue: Cue) -> tuple[Span | None, str]:
    """Return what is said, and how the verb reports it."""
    wished = _wished(scene, token, cue)
    if wished is not None:
        return wished, "wish"
    clause = _complement(token)
    if clause is not None and not cue.is_a("call"):
        manner = "weak" if cue.is_a("weak") else "say"
        return _clause(scene, token, clause), manner
    if cue.is_a("call"):
        return _called(scene, token), "call"
    if cue.is_a("show"):
        return None, "show"
    if cue.is_a("about") and not cue.is_a("thing"):
        return _rest(scene, token, ("obl", "obj", "ccomp", "advcl", "xcomp")), "about"
    if cue.is_a("thing") and not _is_ruling(token):
        things = ("obj", "xcomp") if token.lemma_ in ("propose", "suggest") else ("obj",)
        return _rest(scene, token, things), "thing"
    return None, "tell" if cue.is_a("tell") and not cue.is_a("say") else "say"


def _is_ruling(token: Token) -> bool:
    """Tell whether a verb is what a court does with a request: "denied a stay"."""
    asked = load_rules("speech").lists["asked_of_courts"]
    return token.lemma_ == "deny" and any(
        child.dep_ == "obj" and child.lemma_.lower() in asked for child in token.children
    )


def is_law(scene: Scene, span: Span) -> bool:
    """Tell whether words are a provision or document: who cites one says nothing by that yet."""
    nouns = alternation(load_rules("speech").lists["document_nouns"])
    if re.search(
        rf"^(?:[\w’'-]+\s){{0,4}}{nouns}s?(?:\s(?:of|in|from|by)\s|$)", scene.masked[slice(*span)]
    ):
        return True
    start = span[0] + (4 if scene.masked.startswith("the ", span[0]) else 0)
    near = scene.mentions_in(start, start + 200)
    return any(item.type == "LegalProvision" and item.evidence.start == start for item in near)


def _wished(scene: Scene, token: Token, cue: Cue) -> Span | None:
    """Return what is urged, promised, or spoken against, None where no such phrase follows.

    "urged Congress to act": "Congress to act"; "called for a ban": "a ban"; "warned against
    haste": "against haste", since without the preposition the sense would turn.
    """
    for child in token.children:
        if child.i < token.i:
            continue
        small = {word.lower_ for word in child.children if word.dep_ in ("mark", "case")}
        infinitive = child.dep_ in ("xcomp", "ccomp", "advcl") and "to" in small
        if infinitive and (cue.is_a("wish") or cue.is_a("wish_quoted")):
            words = _addressed(token, child) + words_below(child)
            content = _stripped(scene, sorted(words, key=lambda word: word.i))
            quoted = content is not None and '"' in scene.masked[slice(*content)]
            return content if quoted or cue.is_a("wish") else None
        if cue.is_a("warn") and "against" in small:
            return _stripped(scene, words_below(child))
        plea = cue.is_a("plea") and child.dep_ in ("obl", "advcl") and "for" in small
        if plea and all(other.dep_ not in ("obj", "xcomp") for other in token.children):
            return _stripped(scene, [word for word in words_below(child) if word.lower_ != "for"])
    return None


def _addressed(token: Token, clause: Token) -> list[Token]:
    """Return the words for who is urged to do something, without a preposition before them."""
    words = [
        word
        for child in token.children
        if token.i < child.i < clause.i and child.dep_ in ("obj", "iobj", "obl")
        for word in words_below(child)
    ]
    words.sort(key=lambda word: word.i)
    return words[1:] if words and words[0].dep_ == "case" else words


def _clause(scene: Scene, token: Token, clause: Token) -> Span | None:
    """Return the words of a clause; with "that" all behind it, whatever stands between."""
    words = words_below(clause)
    clauses = [child for child in token.children if child.dep_ == "ccomp" and child.i > token.i]
    marks = [
        word
        for item in clauses
        for word in item.children
        if word.dep_ == "mark" and word.lower_ == "that"
    ]
    if marks and marks[0].i > token.i:
        last = max(item.right_edge.i for item in clauses)
        bare = (item for item in clauses if item.i != marks[0].head.i)
        first = min((marks[0].i + 1, *(item.left_edge.i for item in bare)))
        inside = [word for word in token.doc[first : last + 1] if not word.is_space]
        return _extended(scene, token, _stripped(scene, inside))
    return _extended(scene, token, trimmed(scene, token, words))


def _extended(scene: Scene, token: Token, content: Span | None) -> Span | None:
    """Return what is said, up to the next mark where the tree ends it in the midst of a clause."""
    if content is None or content[0] < token.idx:
        return content
    end = scene.segment_at(token.idx)[1]
    rest = _IN_CLAUSE.match(scene.masked[content[1] : end])
    stop = content[1] + rest.end() if rest else content[1]
    source = load_rules("speech").rule("speech/source-behind").regex
    cut = source.search(scene.masked, content[0], stop) if source is not None else None
    return (content[0], cut.start()) if cut and cut.start() > content[0] else (content[0], stop)


def _complement(token: Token) -> Token | None:
    """Return the word that heads the clause which tells what is said."""
    for child in token.children:
        if child.dep_ == "ccomp":
            return child
    for child in token.children:
        if child.dep_ == "parataxis" and child.i > token.i and child.pos_ in ("VERB", "ADJ", "AUX"):
            return child
    if token.dep_ == "parataxis" and token.head.i != token.i:
        return token.head
    return None


def _called(scene: Scene, token: Token) -> Span | None:
    """Return the words that a thing is called."""
    for child in token.children:
        marks = {word.lower_ for word in child.children}
        is_named = child.dep_ == "xcomp" or marks & {"as", "of"}
        if child.dep_ in ("xcomp", "obl", "obl:agent", "advcl") and child.i > token.i and is_named:
            return trimmed(scene, token, words_below(child))
    return _rest(scene, token, ("obj", "obl"))


def _rest(scene: Scene, token: Token, labels: tuple[str, ...]) -> Span | None:
    """Return the words of a verb's complements of some kinds that stand behind it."""
    words = [
        word
        for child in token.children
        if child.dep_ in labels and child.i > token.i
        for word in words_below(child)
    ]
    return trimmed(scene, token, words) if words else None


def trimmed(scene: Scene, token: Token, words: list[Token]) -> Span | None:
    """Return the span of what is said, without the verb and its speaker, "that" and end marks.

    Where the act of saying stands in the middle ("The plan, she said, would fail"), the part with
    the verb counts, or else the longer one.
    """
    runs = _runs(token, words)
    if not runs:
        return None
    heads = {word.i for word in words if word.head.i == token.i or word.dep_ == "root"}
    with_head = [run for run in runs if any(word.i in heads and _is_clause(word) for word in run)]
    return _stripped(scene, max(with_head or runs, key=len))


def _is_clause(word: Token) -> bool:
    """Tell whether a word heads a clause."""
    return word.dep_ in ("ccomp", "parataxis", "root")


def parts_around(scene: Scene, token: Token) -> tuple[Span, ...]:
    """Return what is said before and behind a verb that stands in its midst, () elsewhere.

    "The plan, she said, would fail": "The plan" and "would fail".
    """
    clause = _complement(token)
    runs = _runs(token, words_below(clause)) if clause is not None else []
    spans = tuple(span for run in runs if (span := _stripped(scene, run)) is not None)
    if len(spans) != 2 or not spans[0][1] <= token.idx < spans[1][0]:
        return ()
    before = scene.masked[spans[0][1] : token.idx]
    behind = scene.masked[token.idx + len(token) : spans[1][0]]
    start, end = scene.segment_at(token.idx)
    inside = start <= spans[0][0] and spans[1][1] <= end
    return spans if inside and _COMMA.match(before) and _ASIDE.match(behind) else ()


def _runs(token: Token, words: list[Token]) -> list[list[Token]]:
    """Return some words below a verb, parted where the verb's own words stand between them."""
    below = {word.i for word in words}
    own = {word.i for word in words_below(token)}
    if token.i in below:
        below -= own
    own = own - below | {token.i}
    runs: list[list[Token]] = []
    last = -1
    for number in sorted(below - own):
        if not runs or any(last < other < number for other in own):
            runs.append([])
        runs[-1].append(token.doc[number])
        last = number
    return runs


def _stripped(scene: Scene, words: list[Token]) -> Span | None:
    """Return the span of some words without marks at their ends and "that" at the beginning."""
    first, last = 0, len(words)
    while first < last and (words[first].is_punct or words[first].lower_ == "that"):
        if _opens(words[first]):
            break
        first += 1
    while first < last and words[last - 1].is_punct and not scene.is_quoted(words[last - 1].idx):
        last -= 1
    return span_of(words[first:last]) if first < last else None


def _opens(token: Token) -> bool:
    """Tell whether a word is an opening quotation mark."""
    return token.text in "“\"„«‘'" and len(token.text) == 1


def words_below(token: Token) -> list[Token]:
    """Return a word and all words below it in its tree."""
    return [word for word in token.subtree if not word.is_space]


def span_of(tokens: Iterable[Token]) -> Span:
    """Return the span from the first to the last of some words."""
    ordered = sorted(tokens, key=lambda token: token.i)
    return (ordered[0].idx, ordered[-1].idx + len(ordered[-1]))
