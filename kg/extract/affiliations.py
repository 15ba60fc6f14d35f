"""Party labels in, membership out: "a Republican", "Labour MP Ana Ruiz", "Ruiz (D-Calif.)".

In: the article, its mentions and, with a language model, its parse. Out: `memberOf` drafts; the
object is the mention of the party where one stands there, else the party of the reference data.
"""

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from kg.extract.arguments import arguments
from kg.extract.context import Context
from kg.extract.drafts import Draft
from kg.extract.office_roles import role_list
from kg.extract.tree import Tree, antecedent, case_of
from kg.model import EntityId, Mention
from kg.rules import load_rules


def find_affiliations(
    context: Context, mentions: Sequence[Mention], tree: Tree | None
) -> Iterator[Draft]:
    """Yield which party a person is said to belong to."""
    yield from _behind_names(context, mentions)
    if tree is None:
        return
    yield from _of_bodies(tree)
    parties = load_rules("offices").maps["parties"]
    for token in tree.doc:
        party = parties.get(token.lower_)
        named = tree.name_at(token, ("Institution",))
        if party is None and named is not None and named.cls == "PoliticalParty":
            party = named.known or ""
        if party is None or not token.text[0].isupper():
            continue
        for holder in _holders(token):
            person = tree.pick(antecedent(holder), ("Person",))
            if person is not None:
                yield _draft(context, tree, person, token, party)


def _of_bodies(tree: Tree) -> Iterator[Draft]:
    """Yield the body in "Ana Ruiz of the Liberty Union"."""
    for token in tree.doc:
        if case_of(token) != "of" or not token.dep_.startswith("nmod"):
            continue
        person = next((item for item in tree.heads.get(token.head.i, ()) if _is_named(item)), None)
        body = tree.name_at(token, ("Institution",)) or _apposed(tree, token)
        if person is not None and body is not None and person.evidence.end < body.evidence.start:
            yield Draft(
                start=person.evidence.start,
                end=body.evidence.end,
                subject=person.id,
                relation="memberOf",
                object=body.id,
                value=None,
                rule="office.name-of-body",
                is_settled=True,
                is_aside=True,
            )


def _apposed(tree: Tree, token: Token) -> Mention | None:
    """Return the body named behind its kind: "of the firm Gray Holt"."""
    if token.lemma_.lower() not in load_rules("verbs").lists["body_nouns"]:
        return None
    behind = (child for child in token.children if child.dep_ in ("appos", "flat"))
    return next((item for child in behind if (item := tree.name_at(child, ("Institution",)))), None)


def _is_named(mention: Mention) -> bool:
    """Tell whether a mention is the name of a person."""
    return mention.type == "Person" and mention.form == "name"


def _holders(token: Token) -> Iterator[Token]:
    """Yield who a party word belongs to: of its own, or through the noun of role behind it."""
    yield from arguments(token, "holder")
    noun = token.head
    single = any(child.lower_ in ("a", "an") for child in token.children)
    if (
        single
        and token.dep_ in ("nmod", "conj", "dep")
        and noun.i < token.i
        and case_of(token) == ""
    ):
        yield noun
    if token.dep_ in ("amod", "compound", "nmod:desc", "nmod") and noun.i > token.i:
        if role_list(noun.text) is not None:
            yield from arguments(noun, "holder")
            if noun.dep_ in ("compound", "nmod:desc") and noun.head.i > noun.i:
                yield noun.head
        elif any(child.dep_ == "nmod:desc" for child in noun.children):
            yield noun


def _behind_names(context: Context, mentions: Sequence[Mention]) -> Iterator[Draft]:
    """Yield the parties that a letter behind a name tells: "(R-Texas)", ", D-Ill."."""
    regex = load_rules("offices").rule("office.party-letter").regex
    letters = load_rules("offices").maps["party_letters"]
    for person in mentions:
        if person.type != "Person" or person.form != "name" or regex is None:
            continue
        hit = regex.match(context.article.text, person.evidence.end)
        party = letters.get(hit["letter"]) if hit is not None else None
        if hit is not None and party in context.knowledge.entities:
            yield Draft(
                start=person.evidence.start,
                end=hit.end("letter"),
                subject=person.id,
                relation="memberOf",
                object=None,
                value=None,
                rule="office.party-letter",
                is_settled=True,
                is_aside=True,
                object_known=EntityId(str(party)),
            )


def _draft(context: Context, tree: Tree, person: Mention, token: Token, party: str) -> Draft:
    """Return the membership that a party word tells."""
    named = tree.name_at(token, ("Institution",))
    known = EntityId(party) if party in context.knowledge.entities else None
    start, end = token.idx, token.idx + len(token)
    spans = [(person.evidence.start, person.evidence.end), (start, end)]
    first, last = tree.sentence_of(token)
    inside = [span for span in spans if first <= span[0] < last]
    return Draft(
        start=min(span[0] for span in inside),
        end=max(span[1] for span in inside),
        subject=person.id,
        relation="memberOf",
        object=named.id if named is not None else None,
        value=None,
        rule="office.party-word",
        is_settled=True,
        is_aside=True,
        object_known=known if named is None else None,
    )
