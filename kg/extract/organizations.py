"""Organizations, courts and prisons by the words that their names are built from.

In: the surface of an article. Out: candidates. What whole rules find, and names that the
text explains, are in `named` and `explained`; reference names in `gazetteer`.
"""

import re
from collections.abc import Iterator
from functools import cache

from kg.extract.candidate import Candidate
from kg.extract.runs import Word
from kg.extract.surface import Surface
from kg.knowledge import Known
from kg.rules import alternation, load_rules

# A capitalized word; full stops belong to initials and to a few short words only.
_CAP = r"(?:(?:[^\W\d_a-z]\.){1,4}|(?:St|Mt|Ft)\.|[^\W\d_a-z][\w’'&-]{0,30})"
# Words between a person and what that person belongs to.
_OF = ("of", "for", "in", "to", "and")
# Between an owner and what it owns.
_OWNERS = ("’s ", "'s ", "‘s ", " ")
# Heads of names that keep their full stop.
_DOTTED = ("Inc.", "Corp.", "Ltd.", "Dept.", "U.S.", "U.K.", "U.N.")
_CLASSES = (
    ("court_heads", "Court"),
    ("legislature_heads", "Legislature"),
    ("university_heads", "University"),
    ("party_heads", "PoliticalParty"),
    ("government_heads", "GovernmentBody"),
    ("media_heads", "MediaOrganization"),
    ("company_heads", "Company"),
)


def find_organizations(surface: Surface) -> Iterator[Candidate]:
    """Yield organizations and prisons with a telling noun in their names."""
    masked = _masked(surface)
    for pattern, kind in _patterns():
        for hit in pattern.finditer(masked):
            yield from _candidate(surface, hit, kind)


def is_organization_head(word: str) -> bool:
    """Tell whether a word ends or begins names of organizations or prisons."""
    return word in _heads()


@cache
def _heads() -> frozenset[str]:
    lists = load_rules("organizations").lists
    return frozenset(
        part
        for key in ("heads", "prison_heads")
        for item in lists[key]
        for part in (item, item.split()[-1])
    )


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the patterns of names with their kind: prison, last (head at the end), first."""
    lists = load_rules("organizations").lists
    link = alternation(lists["capital_links"])
    heads = alternation(lists["heads"])
    prisons = alternation(lists["prison_heads"])
    first = alternation(lists["head_first"])
    laws = alternation(tuple(load_rules("citations").maps["classes"]))
    return (
        (
            re.compile(rf"\b(?:{_CAP}[ ](?:(?:de|del|de la|of)[ ])?){{1,6}}{prisons}(?![\w-])"),
            "prison",
        ),
        (
            re.compile(rf"\b(?:{_CAP}[ ](?:{link}[ ])?){{1,7}}{heads}(?![\w-])(?![ ](?:{laws})\b)"),
            "last",
        ),
        (
            re.compile(
                rf"\b(?:{_CAP}[ ]){{0,4}}(?:{first}[ ](?:of|for|on|against|without|at)"
                rf"|(?:Committee|Campaign|Coalition|Commission|Center)[ ]to)[ ]"
                rf"(?:the[ ])?{_CAP}(?:(?:,[ ]{_CAP}){{1,3}},?[ ]and[ ]{_CAP})?"
                rf"(?:[ ](?:(?:{link}|at)[ ])?{_CAP}){{0,7}}"
            ),
            "first",
        ),
    )


def _masked(surface: Surface) -> str:
    """Return the text with titles before names blotted out, so that no name swallows them."""
    text = list(surface.text)
    for title in surface.titles.values():
        text[title.start : title.end] = "_" * (title.end - title.start)
    return "".join(text)


def _candidate(surface: Surface, hit: re.Match[str], kind: str) -> Iterator[Candidate]:
    """Yield the candidate of one pattern hit, cut to the name."""
    lists = load_rules("organizations").lists
    start, end = _cut_front(surface, hit.start(), hit.end(), kind)
    if surface.text[start:end].endswith(".") and not surface.text[start:end].endswith(_DOTTED):
        end -= 1
    over = surface.hit_over(start, end)
    if over is not None and over.start <= start and end <= over.end:
        return
    end = _cut_back(surface, start, end)
    name = surface.text[start:end]
    words = name.split()
    zone = surface.zones.kind_at(start)
    if zone in ("heading", "metadata", "keywords") or len(words) < 2:
        return
    head = _head_of(name, kind)
    if kind == "first" and not words[-1][0].isupper():
        return
    if kind == "last" and any(name.endswith(item) for item in lists["prison_heads"]):
        return
    if kind == "last" and head in lists["weak_heads"] and _is_common(surface, words):
        return
    if kind == "prison":
        if not _is_only_place(surface, start, end):
            yield _prison(surface, start, end)
        return
    full = _with_owner(surface, start, name)
    known = known_institution(surface, full) or known_institution(surface, name)
    yield Candidate(
        start,
        end,
        known.type if known else "Institution",
        known.cls if known else _class_of(head),
        known.name if known else full,
        f"organizations/head-{kind}",
        known=known.id if known else None,
    )


def _prison(surface: Surface, start: int, end: int) -> Candidate:
    """Return a prison by its whole name."""
    name = surface.text[start:end]
    known = known_institution(surface, name)
    return Candidate(
        start,
        end,
        "Prison",
        known.cls if known else "Prison",
        known.name if known else name,
        "organizations/prison",
        known=known.id if known else None,
    )


def _with_owner(surface: Surface, start: int, name: str) -> str:
    """Return the name of a body that every country has with the country: "… of Hungary"."""
    hit = surface.hit_over(max(start - 4, 0), start)
    generic = load_rules("organizations").lists["generic_bodies"]
    if hit is None or name not in generic or surface.text[hit.end : start] not in _OWNERS:
        return name
    places = {entry.known.name for entry in hit.entries if entry.known.type == "Place"}
    return f"{name} of {places.pop()}" if len(places) == 1 else name


def known_institution(surface: Surface, name: str) -> Known | None:
    """Return the institution that reference data knows by a name, with or without its country."""
    knowledge = surface.context.knowledge
    short = re.sub(r"^(?:the )?(?:U\.?S\.?|United States|American|federal) (?=\w)", "", name)
    for form in dict.fromkeys((name, short)):
        found = [
            item for item in knowledge.by_label(form) if item.type in ("Institution", "Prison")
        ]
        if len(found) == 1:
            return found[0]
    return None


def _is_only_place(surface: Surface, start: int, end: int) -> bool:
    """Tell whether a prison's name is nothing but a country and the word prison."""
    name = surface.text[start:end]
    hit = surface.hit_over(start, start + 1)
    if hit is None or hit.start > start or surface.text[hit.end : end].count(" ") > 1:
        return False
    country = all(entry.known.cls == "Country" for entry in hit.entries)
    return country and name.endswith(("Prison", "Jail", "Prisons", "Jails"))


def _cut_front(surface: Surface, start: int, end: int, kind: str) -> tuple[int, int]:
    """Return the span without words that only begin a sentence or belong to another name."""
    lists = load_rules("names").lists
    starters = set(lists["starters"]) - {"First", "Second", "Third", "Fourth", "New"}
    links = {"of", "for", "the", "and", "on", "to", "in", "&", "against", "de", "del", "la"}
    words = list(surface.words_in(start, end))
    while words and (words[0].text in starters or words[0].text in links):
        words.pop(0)
    for number, word in enumerate(words[:-1]):
        gap = surface.text[word.end : words[number + 1].start]
        if word.genitive and _is_owner(surface, word, kind):
            return words[number + 1].start, end
        if not gap or ("." in gap and len(word.text) > 4):
            rest = [item for item in words[number + 1 :] if item.text not in starters]
            return (rest[0].start if rest else start), end
        if word.text in _OF and kind == "last" and _is_person(words[:number]):
            rest = [item for item in words[number + 1 :] if item.text != "the"]
            return (rest[0].start if rest else start), end
        if word.text == "and" and _is_complete(surface, words[:number]):
            rest = [item for item in words[number + 1 :] if item.text != "the"]
            return (rest[0].start if rest else start), end
    return (words[0].start if words else start), end


def _cut_back(surface: Surface, start: int, end: int) -> int:
    """Return the end of a name, before a day or month: "Constitutional Court on Tuesday"."""
    starters = load_rules("names").lists["starters"]
    words = surface.words_in(start, end)
    for number, word in enumerate(words):
        if number > 1 and word.text in starters and words[number - 1].text.islower():
            return words[number - 2].end
    return end


def _is_person(words: list[Word]) -> bool:
    """Tell whether words before "of" are a person: "Ana Ruiz of the Quiet Party"."""
    given = load_rules("firstnames").lists["first_names"]
    return len(words) > 1 and words[0].text in given and not is_organization_head(words[-1].text)


def _is_complete(surface: Surface, words: list[Word]) -> bool:
    """Tell whether words before "and" are a name by themselves."""
    if not words:
        return True
    hit = surface.hit_over(words[-1].start, words[-1].end)
    return is_organization_head(words[-1].text) or (hit is not None and hit.end == words[-1].end)


def _is_owner(surface: Surface, word: Word, kind: str) -> bool:
    """Tell whether a genitive names an owner and not a part of the name ("Children's Rights")."""
    hit = surface.hit_over(word.start, word.end)
    place = hit is not None and all(entry.known.type == "Place" for entry in hit.entries)
    return place or kind != "first"


def _head_of(name: str, kind: str) -> str:
    """Return the longest head noun at the end (or, for "first", before "of") of a name."""
    lists = load_rules("organizations").lists
    if kind == "first":
        front = re.split(r" (?:of|for|on|against|without|at) ", name, maxsplit=1)[0]
        return max(
            (item for item in lists["head_first"] if front.endswith(item)), key=len, default=""
        )
    return max((item for item in lists["heads"] if name.endswith(item)), key=len, default="")


def _class_of(head: str) -> str:
    """Return the class of an organization with this head noun."""
    lists = load_rules("organizations").lists
    last = head.rsplit(maxsplit=1)[-1] if head else ""
    if "Court" in head:
        return "Court"
    for key, cls in _CLASSES:
        if head in lists[key] or last in lists[key]:
            return cls
    return "Institution"


def _is_common(surface: Surface, words: list[str]) -> bool:
    """Tell whether the words before a weak head noun are all common words of this article."""
    return all(word.lower() in surface.lower_words for word in words[:-1])
