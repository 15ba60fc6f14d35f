"""Who is meant by a later, shorter or vaguer mention of the same article, and why.

In: the mentions of names. Out: the same mentions, short names with the full name they stand for,
and new mentions for pronouns and descriptions ("the secretary") whose antecedent was found.
Every choice carries its reason. What stays doubtful gets no mention. Pronouns inside of
quotations are left alone: there, "I" and "he" depend on who speaks.
"""

from collections.abc import Iterator
from dataclasses import replace

from kg.extract.context import Context
from kg.extract.datelines import find_datelines, is_in_dateline
from kg.extract.evidence import evidence_at, mention_id
from kg.extract.prominence import gender_of, genders_of, pick_antecedent
from kg.extract.scene import Scene, Span, scene_of
from kg.extract.voices import label_mentions
from kg.model import Mention
from kg.rules import load_rules

# Farther back than this, a role may mean somebody else by now (code points).
FARTHEST_ROLE = 6000
# What is announced is named within so many code points.
FARTHEST_ANNOUNCED = 900
ROLE_BEFORE = 70
# Bodies that news calls by the first word of their name.
_COMPANIES = ("Company", "Platform", "MediaOrganization")
ROLE_BEHIND = 90


def resolve_references(context: Context, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Return all mentions in text order, with antecedents where the article decides them."""
    named = _shortened(mentions)
    scene = scene_of(context, named)
    labels = tuple(label_mentions(scene))
    voices = {item.evidence.start for item in labels if item.type == "Person"}
    named = tuple(
        item for item in named if item.type == "Person" or item.evidence.start not in voices
    )
    scene = scene_of(context, named)
    described = (*_descriptions(scene), *_announced(scene), *labels)
    datelines = find_datelines(context)
    scene = scene_of(
        context,
        tuple(
            item
            for item in (*named, *described)
            if not is_in_dateline(datelines, item.evidence.start, item.evidence.end)
        ),
    )
    pronouns = tuple(_pronouns(scene))
    found = {mention.id: mention for mention in (*named, *described, *pronouns)}
    return tuple(sorted(found.values(), key=lambda item: (item.evidence.start, item.id)))


def _shortened(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Return the mentions, surnames with the full name they shorten, where there is only one."""
    full: dict[str, dict[str, Mention]] = {}
    for mention in mentions:
        words = mention.name.split()
        if mention.type == "Person" and mention.form == "name" and len(words) > 1:
            full.setdefault(words[-1], {}).setdefault(mention.name, mention)
    bodies = _short_bodies(mentions)
    return tuple(
        _with_body(mention, bodies) or _with_full_name(mention, full) for mention in mentions
    )


def _short_bodies(mentions: tuple[Mention, ...]) -> dict[str, Mention]:
    """Return the first bodies named in full, by their first word: "Acme" of "Acme Bank"."""
    people = {word for item in mentions if item.type == "Person" for word in item.name.split()[1:]}
    first: dict[str, Mention] = {}
    for item in mentions:
        words = item.name.split()
        named = item.type == "Institution" and item.form == "name" and item.known is None
        if named and len(words) > 1 and item.cls in _COMPANIES and words[0] not in people:
            first.setdefault(words[0], item)
        if named and (short := _without_legal_form(words)):
            first[short] = first.get(short, item)
    return first


def _without_legal_form(words: list[str]) -> str:
    """Return the name of a company as it is called: "Acme Foods" of "Acme Foods LLC", else ""."""
    forms = load_rules("organizations").lists["legal_forms"]
    end = len(words)
    while end > 1 and words[end - 1].rstrip(",") in forms:
        end -= 1
    return " ".join(words[:end]).rstrip(",") if end < len(words) else ""


def _with_body(mention: Mention, bodies: dict[str, Mention]) -> Mention | None:
    """Return a mention as short for a body, by its first word or without its form in law."""
    word = mention.name.removesuffix("’s").removesuffix("'s")
    full = bodies.get(word)
    if full is None or mention.known is not None or mention.form != "name":
        return None
    reason = f"{word} is short for {full.name}, the first body named so here"
    return replace(
        mention,
        type=full.type,
        cls=full.cls,
        name=full.name,
        antecedent=full.id,
        reason=reason,
        roles=(),
    )


def _with_full_name(mention: Mention, full: dict[str, dict[str, Mention]]) -> Mention:
    """Return a mention with its full name as antecedent, if it is a surname that has just one."""
    single = (
        mention.type == "Person" and mention.antecedent is None and len(mention.name.split()) == 1
    )
    candidates = full.get(mention.name, {}) if single else {}
    if len(candidates) != 1:
        return mention
    (name, first), *_ = candidates.items()
    reason = f"{mention.name} is the surname of {name}, the only one of that surname here"
    return replace(mention, antecedent=first.id, reason=reason)


def _descriptions(scene: Scene) -> Iterator[Mention]:
    """Yield mentions for definite descriptions of somebody named before."""
    rule = load_rules("coreference").rule("coreference/description")
    bodies = load_rules("coreference").maps["body_roles"]
    roles = load_rules("coreference").lists["person_roles"]
    for hit in rule.regex.finditer(scene.text) if rule.regex is not None else ():
        if scene.is_quoted(hit.start()) and not hit["head"][0].isupper():
            continue  # in a quotation only a title ("the Secretary") does not depend on who speaks
        head = hit["head"].lower()
        if head not in roles and head not in bodies:
            continue
        if scene.mentions_in(*hit.span()) or _is_covered(scene, hit.span()):
            continue
        meant = _by_role(scene, head, hit.start(), hit[0]) or _by_class(scene, head, hit.start())
        if meant is not None:
            earlier, reason = meant
            yield _reference(scene, hit.span(), earlier, "description", rule.id, reason)


def _announced(scene: Scene) -> Iterator[Mention]:
    """Yield mentions for what is named only afterwards: "A federal judge … Judge Ana Ruiz said".

    Only where the sentences behind name one person or body of that kind, and none does before.
    """
    book = load_rules("coreference")
    rule = book.rule("coreference/announced")
    for hit in rule.regex.finditer(scene.masked) if rule.regex is not None else ():
        head = hit["head"].lower()
        if scene.mentions_in(*hit.span()) or _is_covered(scene, hit.span()):
            continue
        behind = scene.mentions_in(hit.end(), hit.end() + FARTHEST_ANNOUNCED)
        before = scene.mentions_in(max(0, hit.start() - FARTHEST_ROLE), hit.start())
        named = {item.name: item for item in reversed(behind) if _is_kind(scene, item, head)}
        if len(named) == 1 and not any(_is_kind(scene, item, head) for item in before):
            (later,) = named.values()
            reason = f"{later.name} is the only {head} named in the sentences behind"
            yield _reference(scene, hit.span(), later, "description", rule.id, reason)


def _is_kind(scene: Scene, mention: Mention, head: str) -> bool:
    """Tell whether a mention names somebody who bears a role, or a body of a kind."""
    if mention.form != "name" or mention.generic:
        return False
    classes = load_rules("coreference").maps["body_roles"].get(head, "").split()
    if mention.type == "Institution":
        return mention.cls in classes
    names = {head, *load_rules("coreference").maps["role_synonyms"].get(head, "").split()}
    return mention.type == "Person" and not classes and bool(names & _role_words(scene, mention))


def _is_covered(scene: Scene, span: Span) -> bool:
    """Tell whether a longer mention already holds a span."""
    around = scene.mentions_in(max(0, span[0] - 60), span[1] + 60)
    return any(item.evidence.start <= span[0] and span[1] <= item.evidence.end for item in around)


def _by_role(scene: Scene, head: str, at: int, said: str) -> tuple[Mention, str] | None:
    """Return the last person before `at` who was given that role, with the reason.

    "The prime minister" is none who is only called a minister.
    """
    if head not in load_rules("coreference").lists["person_roles"]:
        return None
    names = {head, *load_rules("coreference").maps["role_synonyms"].get(head, "").split()}
    for mention in reversed(scene.mentions_in(max(0, at - FARTHEST_ROLE), at)):
        if mention.type != "Person" or mention.form != "name":
            continue
        words = _role_words(scene, mention)
        limits = set(said.lower().split()) & set(load_rules("coreference").lists["limiting"])
        if names & words and limits <= words:
            return mention, f"{mention.name} is called {head} before"
    return None


def _role_words(scene: Scene, mention: Mention) -> frozenset[str]:
    """Return the words of the roles given to a person beside one mention."""
    start, end = mention.evidence.start, mention.evidence.end
    first = max(0, start - ROLE_BEFORE)
    # "Secretary Ruiz and President Lima": what stands before another person is that one's.
    others = (item for item in scene.mentions_in(first, start) if item.type == "Person")
    first = max((item.evidence.end for item in others), default=first)
    before = scene.text[first:start]
    before = before[max(before.rfind(mark) for mark in (". ", ", ", "\n", "”", '"')) + 1 :]
    behind = scene.text[end : end + ROLE_BEHIND]
    behind = behind[1:].split(",")[0] if behind.startswith(",") else ""
    words = " ".join((before, scene.text[start:end], behind, *mention.roles)).lower()
    return frozenset(words.replace(",", " ").replace("’s", " ").split())


def _by_class(scene: Scene, head: str, at: int) -> tuple[Mention, str] | None:
    """Return the last body before `at` that a noun can mean, with the reason.

    A body whose name has the noun wins over one that is only of the right kind.
    """
    classes = load_rules("coreference").maps["body_roles"].get(head, "").split()
    earlier = [
        item
        for item in reversed(scene.mentions_in(max(0, at - FARTHEST_ROLE), at))
        if item.type in ("Institution", "Group") and item.form == "name"
    ]
    for mention in earlier:
        if classes and head in mention.name.lower().split():
            return mention, f"{mention.name} has the word {head} in its name"
    for mention in earlier:
        if mention.cls in classes:
            return mention, f"{mention.name} is the last body before that is a {head}"
    return None


def _pronouns(scene: Scene) -> Iterator[Mention]:
    """Yield mentions for pronouns that stand for a person or body, outside of quotations."""
    book = load_rules("coreference")
    genders = dict(genders_of(scene))
    found: list[Mention] = []
    for name, types in (
        ("person-pronoun", ("Person",)),
        ("source-pronoun", ("Person",)),
        ("body-pronoun", ("Institution", "Group")),
        ("owner-pronoun", ("Person",)),
        ("owners-pronoun", ("Institution", "Group")),
        ("measure-pronoun", ("LegalProvision", "Proposal")),
    ):
        rule = book.rule(f"coreference/{name}")
        for hit in rule.regex.finditer(scene.masked) if rule.regex is not None else ():
            span = hit.span("word") if "word" in hit.groupdict() else hit.span()
            if scene.mentions_in(*span):
                continue
            choice = pick_antecedent(scene, span, types, genders, found)
            if choice is not None:
                mention = _reference(scene, span, choice[0], "pronoun", rule.id, choice[1])
                found.append(mention)
                if name == "person-pronoun" and mention.name:
                    gender = gender_of(mention.evidence.quote)
                    genders.setdefault(mention.name.split()[-1], gender)
                yield mention


def _reference(
    scene: Scene, span: Span, earlier: Mention, form: str, rule: str, reason: str
) -> Mention:
    """Return the mention of a pronoun or description that stands for another mention."""
    evidence = evidence_at(scene.context, *span)
    return Mention(
        id=mention_id(evidence, rule),
        evidence=evidence,
        type=earlier.type,
        cls=earlier.cls,
        name=earlier.name,
        rule=rule,
        form=form,
        antecedent=earlier.id,
        reason=reason,
        generic=earlier.generic,
    )
