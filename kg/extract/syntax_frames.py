"""Acts of saying by the syntax of a sentence.

In: a scene with Universal Dependencies trees. Out: frames. The speaker is the subject of a verb
of saying (the agent of a passive one, the antecedent of a relative pronoun, the subject of the
main clause for ", adding"); what is said is its clausal complement.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.extract.cues import Cue, cue_forms
from kg.extract.frames import Frame
from kg.extract.plain_frames import before_tag, content_after
from kg.extract.scene import Scene, Span
from kg.rules import load_rules

if TYPE_CHECKING:
    from spacy.tokens import Token

# A subject is looked for in so many clauses above one that has none.
HIGHEST_CLAUSE = 3
# Words that go on behind what the tree takes for the end of a clause, up to the next mark.
_IN_CLAUSE = re.compile(
    r"\s(?!(?:and|but|or|while|when|as|after|before|because|adding|saying)\b)"
    r"[\w\"·’'$ -]+(?=[,.;:—–)]|$)"
)
_SUBJECTS = ("nsubj", "csubj", "nsubj:outer")
_LOOSE = ("acl", "acl:relcl", "advcl", "advcl:relcl", "parataxis", "appos", "conj", "cc", "punct")


def syntax_frames(scene: Scene) -> tuple[Frame, ...]:
    """Return the acts of saying in the article's own words, in order."""
    found = []
    for token in scene.context.doc:
        if scene.is_quoted(token.idx):
            continue
        frame = _frame(scene, token)
        if frame is not None:
            found.append(frame)
    return tuple(found)


def unsaid_cues(scene: Scene) -> frozenset[Span]:
    """Return the verbs of which the tree shows that nothing is said by them."""
    doc = scene.context.doc
    verbs = (token for token in doc if token.pos_ == "VERB" and token.lower_ in cue_forms())
    return frozenset(_word(token) for token in verbs if _is_unsaid(token))


def _frame(scene: Scene, token: Token) -> Frame | None:
    """Return the frame of which a word is the cue, or None."""
    lists = load_rules("speech").lists
    if token.pos_ == "NOUN" and (token.lemma_ or token.lower_) in lists["claim_nouns"]:
        return _nominal(scene, token)
    cue = cue_forms().get(token.lower_)
    if cue is None or token.pos_ != "VERB" or token.dep_ in ("amod", "compound", "case"):
        return None
    return None if _is_unsaid(token) else _verb(scene, token, cue)


def _is_unsaid(token: Token) -> bool:
    """Tell whether a verb says that something is not, or not yet, said."""
    lists = load_rules("speech").lists
    children = tuple(token.children)
    negated = any(child.lower_ in lists["negations"] for child in children)
    modal = any(child.dep_ == "aux" and child.lower_ in lists["modals"] for child in children)
    infinitive = any(child.dep_ == "mark" and child.lower_ == "to" for child in children)
    goes_on = token.dep_ in ("xcomp", "advcl") and token.head.lemma_ in lists["going_on"]
    return negated or modal or (infinitive and not goes_on)


def _verb(scene: Scene, token: Token, cue: Cue) -> Frame | None:
    """Return the frame of a verb of saying, None where nobody says it."""
    subject = _subject(token)
    if subject is None or (subject.pos_ == "PRON" and subject.lower_ in _not_speaking()):
        return None
    if scene.is_quoted(subject.idx):
        return None
    segment = scene.segment_at(token.idx)
    if subject.idx < segment[0]:
        return None
    content, manner = _content(scene, token, cue)
    speaker = _span(_phrase(subject))
    if content is None and manner in ("say", "tell") and subject.i < token.i:
        content = _behind(scene, segment, token, manner)
        content = content or before_tag(scene, segment, speaker, _word(token))
    behind = subject.i > token.i and token.dep_ not in ("acl", "advcl")
    if content is not None:
        content = (max(content[0], segment[0]), min(content[1], segment[1]))
        content = content if content[0] < content[1] else None
    rule = "speech/syntax-inverted" if behind else "speech/syntax-verb"
    head = (subject.idx, subject.idx + len(subject))
    return Frame(_word(token), cue.lemma, manner, speaker, head, content, rule, behind)


def _not_speaking() -> tuple[str, ...]:
    """Return pronouns that do not name a speaker in an article's own words."""
    return load_rules("speech").lists["not_speaking"]


def _behind(scene: Scene, segment: Span, token: Token, manner: str) -> Span | None:
    """Return what patterns find behind a verb whose clause the tree does not show."""
    content = content_after(scene, segment, _word(token), manner)
    if content is None:
        return None
    lead = scene.masked[token.idx + len(token) : content[0]].split()
    return content if lead[-1:] == ["that"] else None


def _word(token: Token) -> Span:
    """Return the span of one word."""
    return (token.idx, token.idx + len(token))


def _span(tokens: Iterable[Token]) -> Span:
    """Return the span from the first to the last of some words."""
    ordered = sorted(tokens, key=lambda token: token.i)
    return (ordered[0].idx, ordered[-1].idx + len(ordered[-1]))


def _subject(token: Token, height: int = 0) -> Token | None:
    """Return the word that names who says it."""
    subjects = [child for child in token.children if child.dep_ in _SUBJECTS]
    if subjects:
        nearest = min(subjects, key=lambda child: (child.i > token.i, abs(child.i - token.i)))
        return _antecedent(nearest, token)
    for child in token.children:
        if child.dep_ == "obl:agent" and any(word.lower_ == "by" for word in child.children):
            return child
    if any(child.dep_ in ("nsubj:pass", "aux:pass") for child in token.children):
        return None
    if height >= HIGHEST_CLAUSE or token.head is token:
        return None
    if height == 0 and token.dep_ == "advcl" and token.lower_.endswith("ed"):
        return None
    if token.dep_ in ("acl", "acl:relcl"):
        return token.head if token.tag_ == "VBG" or token.dep_ == "acl:relcl" else None
    if token.dep_ in ("conj", "advcl", "xcomp", "parataxis", "ccomp") and token.head.pos_ in (
        "VERB",
        "AUX",
        "ADJ",
        "NOUN",
    ):
        return _subject(token.head, height + 1)
    return None


def _antecedent(child: Token, token: Token) -> Token:
    """Return a subject, for "who" or "which" the noun that the relative clause belongs to."""
    if child.lower_ in ("who", "which", "that") and token.dep_ in ("acl:relcl", "acl"):
        return token.head
    return child


def _phrase(head: Token) -> list[Token]:
    """Return the words of a noun phrase, without clauses and appositions behind it."""
    found = [head]
    for child in head.children:
        beside = child.dep_ == "appos" and child.left_edge.i == head.i + 1
        if child.dep_ not in _LOOSE or beside:
            found.extend(_below(child))
    return found


def _below(token: Token) -> list[Token]:
    """Return a word and all words below it in its tree."""
    return [word for word in token.subtree if not word.is_space]


def _content(scene: Scene, token: Token, cue: Cue) -> tuple[Span | None, str]:
    """Return what is said, and how the verb reports it."""
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
    if cue.is_a("thing"):
        things = ("obj", "xcomp") if token.lemma_ in ("propose", "suggest") else ("obj",)
        return _rest(scene, token, things), "thing"
    return None, "tell" if cue.is_a("tell") and not cue.is_a("say") else "say"


def _clause(scene: Scene, token: Token, clause: Token) -> Span | None:
    """Return the words of a clause; with "that" all behind it, whatever stands between."""
    words = _below(clause)
    clauses = [child for child in token.children if child.dep_ == "ccomp" and child.i > token.i]
    marks = [
        word
        for item in clauses
        for word in item.children
        if word.dep_ == "mark" and word.lower_ == "that"
    ]
    if marks and marks[0].i > token.i:
        last = max(item.right_edge.i for item in clauses)
        inside = [word for word in token.doc[marks[0].i + 1 : last + 1] if not word.is_space]
        return _stripped(scene, inside)
    return _extended(scene, token, _trimmed(scene, token, words))


def _extended(scene: Scene, token: Token, content: Span | None) -> Span | None:
    """Return what is said, up to the next mark where the tree ends it in the midst of a clause."""
    if content is None or content[0] < token.idx:
        return content
    end = scene.segment_at(token.idx)[1]
    rest = _IN_CLAUSE.match(scene.masked[content[1] : end])
    return (content[0], content[1] + rest.end()) if rest else content


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
            return _trimmed(scene, token, _below(child))
    return _rest(scene, token, ("obj", "obl"))


def _rest(scene: Scene, token: Token, labels: tuple[str, ...]) -> Span | None:
    """Return the words of a verb's complements of some kinds that stand behind it."""
    words = [
        word
        for child in token.children
        if child.dep_ in labels and child.i > token.i
        for word in _below(child)
    ]
    return _trimmed(scene, token, words) if words else None


def _trimmed(scene: Scene, token: Token, words: list[Token]) -> Span | None:
    """Return the span of what is said, without the verb and its speaker, "that" and end marks.

    Where the act of saying stands in the middle ("The plan, she said, would fail"), the longer
    part counts.
    """
    below = {word.i for word in words}
    own = {word.i for word in _below(token)} - below | {token.i}
    numbers = sorted(number for number in below if number not in own)
    if not numbers:
        return None
    runs: list[list[int]] = [[numbers[0]]]
    for number in numbers[1:]:
        if any(runs[-1][-1] < other < number for other in own):
            runs.append([])
        runs[-1].append(number)
    return _stripped(scene, [token.doc[number] for number in max(runs, key=len)])


def _stripped(scene: Scene, words: list[Token]) -> Span | None:
    """Return the span of some words without marks at their ends and "that" at the beginning."""
    first, last = 0, len(words)
    while first < last and (words[first].is_punct or words[first].lower_ == "that"):
        if _opens(words[first]):
            break
        first += 1
    while first < last and words[last - 1].is_punct and not scene.is_quoted(words[last - 1].idx):
        last -= 1
    return _span(words[first:last]) if first < last else None


def _opens(token: Token) -> bool:
    """Tell whether a word is an opening quotation mark."""
    return token.text in "“\"„«‘'" and len(token.text) == 1


def _nominal(scene: Scene, token: Token) -> Frame | None:
    """Return the frame of a noun with its that-clause: "the senator’s claim that …"."""
    owner = next((child for child in token.children if child.dep_ == "nmod:poss"), None)
    clause = next(
        (
            child
            for child in token.children
            if child.dep_ in ("acl", "acl:relcl", "ccomp")
            and any(word.dep_ == "mark" and word.lower_ == "that" for word in child.children)
        ),
        None,
    )
    if owner is None or clause is None or scene.is_quoted(owner.idx):
        return None
    content = _trimmed(scene, token, _below(clause))
    speaker = _span([word for word in _phrase(owner) if word.dep_ != "case"])
    return Frame(
        _word(token), token.lemma_, "say", speaker, _word(owner), content, "speech/nominal"
    )
