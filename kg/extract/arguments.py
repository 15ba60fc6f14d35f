"""The arguments of a verb or noun, whatever the sentence's form.

Active, passive, participle, relative clause, infinitive and noun ("the signing of …") all yield the
same roles: `agent` does it, `patient` undergoes it, `receiver` is the indirect object, `content`
the clause or phrase that says what, `holder` who has a role, `doer` the subject of the verb that a
noun hangs on, `fellow` who is named beside the subject ("A and B agreed"). Any other role is a
preposition ("against", "in").
"""

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extract.tree import antecedent, case_of, is_relative, with_conjuncts
from kg.rules import load_rules

# Subjects are looked for through so many clauses.
_DEPTH = 4
_SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer")
# Prepositions of an agent where the parser says "obl", and where it says "obl:agent".
_AGENT_CASES = (("by",), ("by", ""))
_CLAUSES = ("ccomp", "xcomp")
NOUN_ROLES = ("nmod:poss",)


def arguments(token: Token, role: str) -> Iterator[Token]:
    """Yield the tokens that fill one role of a verb or noun, relative pronouns resolved."""
    found = _verbal(token, role) if is_verb(token) else _nominal(token, role)
    for item in found:
        yield antecedent(item)


def is_verb(token: Token) -> bool:
    """Tell whether a token is used as a verb here."""
    return token.tag_.startswith("VB") or token.tag_ == "MD"


def is_passive(verb: Token) -> bool:
    """Tell whether a verb is passive: an auxiliary or subject says so, or a bare participle."""
    if any(child.dep_ in ("aux:pass", "nsubj:pass", "obl:agent") for child in verb.children):
        return True
    bare = verb.dep_ in ("acl", "advcl") and verb.tag_ in ("VBN", "VBD")
    return bare and not any(child.dep_ in ("obj", "nsubj", "aux") for child in verb.children)


def light_objects(verb: Token) -> tuple[Token, ...]:
    """Return the nouns that a verb acts on: "a lawsuit" in "filed a lawsuit", "a lawsuit filed"."""
    return tuple(_verbal(verb, "patient"))


def _verbal(verb: Token, role: str) -> Iterator[Token]:
    """Yield the arguments of a verb."""
    passive = is_passive(verb)
    if role == "agent":
        yield from _agents(verb) if passive else subjects(verb)
    elif role == "patient":
        yield from subjects(verb) if passive else _objects(verb)
    elif role == "receiver":
        yield from (child for child in verb.children if child.dep_ == "iobj")
    elif role == "fellow":
        for item in subjects(verb):
            yield from with_conjuncts(item)[1:]
    elif role == "content":
        yield from (child for child in verb.children if _is_content(child))
    else:
        yield from _oblique(verb, role)
        for noun in light_objects(verb):
            yield from _oblique(antecedent(noun), role)


def _is_content(child: Token) -> bool:
    """Tell whether a clause says what is said or ordered; infinitives may be called adverbial."""
    if child.dep_ == "advcl" and child.tag_ == "VB":
        return any(item.dep_ == "mark" and item.lower_ == "to" for item in child.children)
    return child.dep_ in _CLAUSES


def subjects(verb: Token, depth: int = 0) -> tuple[Token, ...]:
    """Return the subject of a verb, its own or the one it shares with the clause above."""
    own = tuple(child for child in verb.children if child.dep_ in _SUBJECTS)
    if own or depth >= _DEPTH:
        return own
    above = verb.head
    match verb.dep_:
        case "acl":
            return (above,) if verb.tag_ in ("VBG", "VBN", "VBD") else ()
        case "xcomp" if is_verb(above):
            objects = [child for child in above.children if child.dep_ in ("obj", "iobj")]
            return tuple(objects) or subjects(above, depth + 1)
        case "conj" if is_verb(above):
            return subjects(above, depth + 1)
        case "advcl" if verb.tag_ == "VBG" and _is_accused(verb):
            return tuple(_verbal(above, "patient"))
        case "advcl" if verb.tag_ in ("VBG", "VBN", "VB") and is_verb(above):
            return subjects(above, depth + 1)
        case "ccomp" if verb.tag_ == "VBG" and is_verb(above):
            return subjects(above, depth + 1)
    return ()


def _is_accused(verb: Token) -> bool:
    """Tell whether a verb is what somebody is accused of: "charged him with ordering it"."""
    marked = any(
        child.dep_ in ("mark", "case") and child.lower_ in ("of", "with", "for")
        for child in verb.children
    )
    return marked and verb.head.lemma_.lower() in load_rules("verbs").lists["accusing"]


def _agents(verb: Token) -> tuple[Token, ...]:
    """Return the agent of a passive verb, also where "by" hangs on the role behind the verb."""
    found = [
        child
        for child in verb.children
        if child.dep_.startswith("obl")
        and case_of(child) in _AGENT_CASES[child.dep_ == "obl:agent"]
    ]
    roles = (child for child in verb.children if child.dep_ in ("xcomp", "obl"))
    return tuple(found) or tuple(item for role in roles for item in _oblique(role, "by"))


def _objects(verb: Token) -> tuple[Token, ...]:
    """Return the object of an active verb; in a relative clause the noun it belongs to."""
    own = tuple(child for child in verb.children if child.dep_ == "obj")
    named = tuple(
        child for child in verb.children if child.dep_ == "xcomp" and child.tag_ in ("NNP", "NNPS")
    )
    if own or named:
        return own or named
    loose = tuple(child for child in verb.children if child.dep_ == "iobj") or _after(verb)
    if loose:
        return loose
    if verb.dep_ == "acl:relcl":
        subject = [child for child in verb.children if child.dep_ in _SUBJECTS]
        oblique = any(
            is_relative(child) and child.dep_.startswith("obl") for child in verb.children
        )
        if subject and not is_relative(subject[0]) and not oblique:
            return (verb.head,)
    shared = verb.dep_ == "conj" and is_verb(verb.head) and verb.head.i < verb.i
    if shared and not any(child.dep_ in ("obl", "ccomp", "xcomp") for child in verb.children):
        return tuple(child for child in verb.head.children if child.dep_ == "obj")
    return ()


def _after(verb: Token) -> tuple[Token, ...]:
    """Return titles behind a verb that the parse hangs on its subject: "met board chair Ruiz"."""
    return tuple(
        child
        for subject in verb.children
        if subject.dep_ in _SUBJECTS and subject.i < verb.i
        for child in subject.children
        if child.i > verb.i and child.dep_ == "nmod:desc"
    )


def _oblique(token: Token, preposition: str) -> Iterator[Token]:
    """Yield what hangs on a verb or noun by one preposition."""
    for child in token.children:
        if child.dep_.startswith(("obl", "nmod")) and case_of(child) == preposition:
            yield child


def _nominal(noun: Token, role: str) -> Iterator[Token]:
    """Yield the arguments of a noun of action."""
    if role == "agent":
        yield from (child for child in noun.children if child.dep_ in NOUN_ROLES)
        yield from _oblique(noun, "by")
        for child in _oblique(noun, "of"):
            yield from _oblique(child, "by")
    elif role == "patient":
        yield from _oblique(noun, "of")
    elif role == "holder":
        yield from _holders(noun)
    elif role == "doer":
        yield from _doers(noun)
    else:
        yield from _oblique(noun, role)


def _doers(noun: Token) -> Iterator[Token]:
    """Yield who acts in "stored it in violation of": after "found", whom the finding is about."""
    if noun.dep_ == "obl" and is_verb(noun.head):
        found = noun.head.lemma_.lower() in load_rules("verbs").lists["finding"]
        yield from _verbal(noun.head, "patient") if found else subjects(noun.head)


def _holders(noun: Token) -> Iterator[Token]:
    """Yield who a noun says something of: "Ruiz, a member", "Ruiz is a member"."""
    above = noun.head
    if noun.dep_ in ("appos", "nmod:desc"):
        yield above
    elif noun.dep_ == "conj" and above.dep_ == "appos":
        yield above.head
    if any(child.dep_ == "cop" for child in noun.children):
        yield from subjects(noun)
        if noun.dep_ == "conj":
            yield from subjects(above)
    yield from (child for child in noun.children if child.dep_ == "appos")
    told = noun.dep_ == "xcomp" or (noun.dep_ == "obl" and case_of(noun) == "as")
    if told and is_verb(above):
        yield from _verbal(above, "patient") if _is_naming(above) else subjects(above)


def _is_naming(verb: Token) -> bool:
    """Tell whether the object of a verb, not its subject, gets the role behind it."""
    return is_passive(verb) or any(child.dep_ == "obj" for child in verb.children)
