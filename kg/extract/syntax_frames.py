"""Acts of saying by the syntax of a sentence.

In: a scene with Universal Dependencies trees. Out: frames. The speaker is the subject of a verb
of saying (the agent of a passive one, the antecedent of a relative pronoun, the subject of the
main clause for ", adding"); what is said is its clausal complement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.contents import before_tag, content_after
from kg.extract.cues import Cue, cue_forms
from kg.extract.frames import Frame
from kg.extract.scene import Scene, Span
from kg.extract.syntax_contents import (
    content_of,
    is_law,
    parts_around,
    span_of,
    trimmed,
    words_below,
)
from kg.rules import load_rules

if TYPE_CHECKING:
    from spacy.tokens import Token

# A subject is looked for in so many clauses above one that has none.
HIGHEST_CLAUSE = 3
_CLAUSAL = ("say", "tell", "weak")
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
    subject = _behind_dateline(scene, subject, token) if subject is not None else None
    if subject is None or (subject.pos_ == "PRON" and subject.lower_ in _not_speaking()):
        return None
    if scene.is_quoted(subject.idx):
        return None
    segment = scene.segment_at(token.idx)
    if subject.idx < segment[0]:
        return None
    content, manner = content_of(scene, token, cue)
    speaker = span_of(_phrase(subject))
    is_loose = content is not None and token.dep_ == "parataxis" and content[0] < subject.idx
    if (content is None or is_loose) and manner in ("say", "tell") and subject.i < token.i:
        content = _behind(scene, segment, token, manner) or content
        content = content or before_tag(scene, segment, speaker, _word(token))
    behind = subject.i > token.i and token.dep_ not in ("acl", "advcl")
    if content is not None and cue.is_a("tell") and not cue.is_a("say"):
        content = _without_hearer(scene, token, content)
    if content is not None and ";" in scene.masked[content[1] : max(content[1], speaker[0])]:
        content = None  # another clause stands before the speaker
    if content is not None and manner in _CLAUSAL:
        content = _without_when(scene, token, content)
    if content is not None:
        content = (max(content[0], segment[0]), min(content[1], segment[1]))
        content = content if content[0] < content[1] else None
    if content is not None and cue.lemma == "cite" and is_law(scene, content):
        content = None
    parts = parts_around(scene, token) if content is not None and manner in _CLAUSAL else ()
    rule = "speech/syntax-inverted" if behind else "speech/syntax-verb"
    head = (subject.idx, subject.idx + len(subject))
    return Frame(_word(token), cue.lemma, manner, speaker, head, content, rule, behind, parts)


def _behind_dateline(scene: Scene, subject: Token, verb: Token) -> Token:
    """Return a subject; for one in the dateline the noun behind it that the tree ties to it."""
    start = scene.paragraphs[scene.paragraph_at(subject.idx)][0]
    regex = load_rules("speech").rule("speech/dateline").regex
    hit = regex.match(scene.text, start) if regex is not None else None
    if hit is None or not subject.idx < hit.end() <= verb.idx:
        return subject
    nouns = (
        word
        for word in subject.doc[subject.i + 1 : verb.i]
        if word.idx >= hit.end() and word.head.idx < hit.end() and word.pos_ in ("NOUN", "PROPN")
    )
    return next(nouns, subject)


def _without_when(scene: Scene, token: Token, content: Span) -> Span:
    """Return what is said without when or where it was, where the tree takes both for one."""
    at = token.idx + len(token)
    when = load_rules("speech").rule("speech/when-lead").regex
    hit = when.match(scene.masked[at : content[1]]) if when is not None else None
    start = at + hit.end() if hit is not None and content[0] - at <= 1 else content[0]
    return (start, content[1])


def _without_hearer(scene: Scene, token: Token, content: Span) -> Span:
    """Return what is said without who is told, where the tree takes both for one clause."""
    at = token.idx + len(token)
    hearer = load_rules("speech").rule("speech/hearer").regex
    hit = hearer.match(scene.masked[at : content[1]]) if hearer is not None else None
    if hit is None or content[0] - at > 1 or at + hit.end() + 1 >= content[1]:
        return content
    return (at + hit.end() + 1, content[1])


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


def _subject(token: Token, height: int = 0) -> Token | None:
    """Return the word that names who says it."""
    labels = _SUBJECTS if height == 0 else (*_SUBJECTS, "nsubj:pass")
    subjects = [child for child in token.children if child.dep_ in labels]
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
            found.extend(words_below(child))
    return found


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
    content = trimmed(scene, token, words_below(clause))
    speaker = span_of([word for word in _phrase(owner) if word.dep_ != "case"])
    return Frame(
        _word(token), token.lemma_, "say", speaker, _word(owner), content, "speech/nominal"
    )
