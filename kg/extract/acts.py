"""Laws by name: acts, treaties, constitutions, court cases, rights, bodies of law.

In: the surface of an article. Out: candidates. What reference data knows under the same name gets
its id; an unknown law gets none, and is known by its name. Parts of laws: kg.extract.citations.
"""

import re
from collections.abc import Callable, Iterator

from kg.extract.candidate import Candidate
from kg.extract.gazetteer import choose, country_of
from kg.extract.runs import Word
from kg.extract.surface import Surface
from kg.ids import slug_of
from kg.knowledge import Known
from kg.model import EntityId
from kg.rules import Rule, load_rules

_LINKS = frozenset(
    {"of", "the", "and", "on", "for", "to", "against", "in", "from", "with", "by", "&"}
)
_VERSUS = re.compile(r"\s+(?:v\.?|vs\.?|versus)\s+")


def find_acts(surface: Surface) -> Iterator[Candidate]:
    """Yield laws, cases, rights and bodies of law by name."""
    for rule in load_rules("citations").rules:
        finder = _FINDERS.get(str(rule.extra["kind"]))
        if finder is None or rule.regex is None:
            continue
        for hit in rule.regex.finditer(surface.text):
            if surface.zones.kind_at(hit.start()) not in ("metadata", "keywords"):
                yield from finder(surface, rule, hit)


def main_country(surface: Surface) -> EntityId | None:
    """Return the country that the article names most, if one leads clearly."""
    ranked = sorted(((-count, country) for country, count in surface.countries.items()))
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return EntityId(ranked[0][1])


def country_near(surface: Surface, start: int) -> EntityId | None:
    """Return the one country named in the sentence of an offset, else the article's main one."""
    first, last = surface.sentence_of(start)
    found = {
        country
        for hit in surface.hits
        if first <= hit.start < last
        for entry in hit.entries
        if (country := country_of(entry.known, surface.context.knowledge))
    }
    return EntityId(found.pop()) if len(found) == 1 else main_country(surface)


def constitution_of(surface: Surface, country: EntityId) -> tuple[EntityId, str]:
    """Return id and name of a country's constitution; reference data may know it."""
    knowledge = surface.context.knowledge
    for known in knowledge.entities.values():
        if known.cls == "Constitution" and country in known.values("jurisdiction"):
            return known.id, known.name
    place = knowledge.entities[country].name
    found = knowledge.by_label(f"Constitution of {place}") or knowledge.by_label(
        f"{place} Constitution"
    )
    if found:
        return found[0].id, found[0].name
    return EntityId(f"law/constitution-of-{slug_of(place)}"), f"Constitution of {place}"


def _act(surface: Surface, rule: Rule, hit: re.Match[str]) -> Iterator[Candidate]:
    """Yield an act, treaty or code named in full."""
    start = _front(surface, hit.start("name"), hit.end("name"))
    end = hit.end()
    name = surface.text[start : hit.end("name")]
    words = name.split()
    if len(words) < 2 or name in load_rules("citations").lists["not_acts"]:
        return
    noun = _noun(words)
    if noun is None or surface.zones.kind_at(start) == "heading":
        return
    common = all(word.lower() in surface.lower_words or word in _LINKS for word in words[:-1])
    if common and noun in ("Rule", "Order", "Law", "Laws", "Agreement", "Clause", "Code"):
        return
    full = surface.text[start:end]
    knowledge = surface.context.knowledge
    known = knowledge.by_label(full) or knowledge.by_label(name)
    known = tuple(item for item in known if item.type in ("LegalProvision", "Agreement"))
    yield Candidate(
        start,
        end,
        known[0].type if known else "LegalProvision",
        known[0].cls if known else load_rules("citations").maps["classes"][noun],
        known[0].name if known else _clean(full),
        rule.id,
        known=known[0].id if known else None,
    )


def _noun(words: list[str]) -> str | None:
    """Return the noun that says what kind of law a name is: the last word, or one before of."""
    classes = load_rules("citations").maps["classes"]
    last_two = " ".join(words[-2:])
    if last_two in classes:
        return last_two
    if words[-1] in classes:
        return words[-1]
    return next((word for word in words if word in classes), None)


def _front(surface: Surface, start: int, end: int) -> int:
    """Return where a name begins, without words that only begin the sentence, and owners."""
    starters = load_rules("names").lists["starters"]
    words = list(surface.words_in(start, end))
    while words and (words[0].text in starters or words[0].text in _LINKS):
        words.pop(0)
    for number, word in enumerate(words[:-1]):
        gap = surface.text[word.end : words[number + 1].start]
        hit = surface.hit_over(word.start, word.end)
        owner = hit is not None and hit.end == word.end
        if word.genitive and owner and surface.text[word.start : end] != surface.text[start:end]:
            return words[number + 1].start
        if word.genitive and owner:
            return words[number + 1].start
        if "." in gap and len(word.text) > 3:
            return words[number + 1].start
        if words[number + 1].text == "and" and _is_whole(surface, words[: number + 1]):
            rest = [item for item in words[number + 2 :] if item.text not in _LINKS]
            return rest[0].start if rest else start
    return words[0].start if words else start


def _is_whole(surface: Surface, words: list[Word]) -> bool:
    """Tell whether words before "and" name a law by themselves."""
    hit = surface.hit_over(words[-1].start, words[-1].end)
    known = hit is not None and hit.end == words[-1].end and hit.start <= words[0].start
    classes = load_rules("citations").maps["classes"]
    return known or (len(words) > 1 and words[-1].text in classes)


def _clean(name: str) -> str:
    """Return a name in one line."""
    return " ".join(name.split())


def _case(surface: Surface, rule: Rule, hit: re.Match[str]) -> Iterator[Candidate]:
    """Yield a court case "X v. Y"."""
    start = _front(surface, hit.start("left"), hit.end("left"))
    end = hit.end("right")
    right = surface.text[hit.start("right") : end]
    cut = re.search(r"[.](?=\s)(?<!\b[A-Z]\.)(?<!Inc\.)(?<!Co\.)(?<!Corp\.)(?<!Dr\.)", right)
    if cut:
        end = hit.start("right") + cut.start()
    end -= len(surface.text[start:end]) - len(surface.text[start:end].rstrip(".,"))
    text = re.sub(r"[’']s$", "", surface.text[start:end])
    end = start + len(text)
    name = _clean(_VERSUS.sub(" v. ", text))
    known = _first_law(surface, name)
    yield Candidate(
        start,
        end,
        "LegalProvision",
        "CourtCase",
        known.name if known else name,
        rule.id,
        tier=3,
        known=known.id if known else EntityId(f"law/case/{slug_of(name)}"),
    )


def _in_re(surface: Surface, rule: Rule, hit: re.Match[str]) -> Iterator[Candidate]:
    """Yield a court case named by its matter."""
    name = _clean(hit["name"].rstrip(".,"))
    known = _first_law(surface, name)
    yield Candidate(
        hit.start(),
        hit.start() + len(hit["name"].rstrip(".,")),
        "LegalProvision",
        "CourtCase",
        known.name if known else name,
        rule.id,
        tier=3,
        known=known.id if known else EntityId(f"law/case/{slug_of(name)}"),
    )


def _first_law(surface: Surface, name: str) -> Known | None:
    """Return the law of this name in the reference data."""
    found = surface.context.knowledge.by_label(name)
    return next((item for item in found if item.type == "LegalProvision"), None)


def _owner(surface: Surface, hit: re.Match[str]) -> tuple[int, EntityId] | None:
    """Return offset and country of the place right before a noun, if it is one."""
    end = hit.end("owner")
    text = hit["owner"]
    end -= 2 if text.endswith(("’s", "'s", "‘s")) else 0
    found = surface.hit_over(end - 1, end)
    if found is None or found.end != end:
        return None
    known = choose(found, surface.countries, surface.context.knowledge)
    if known is None or known.cls not in ("Country", "State"):
        return None
    return found.start, known.id


def _constitution(surface: Surface, rule: Rule, hit: re.Match[str]) -> Iterator[Candidate]:
    """Yield the constitution of a country or state."""
    owner = _owner(surface, hit)
    if owner is not None:
        start, country = owner
        known, name = constitution_of(surface, country)
        yield Candidate(
            start, hit.end(), "LegalProvision", "Constitution", name, rule.id, known=known
        )


def _bare_constitution(surface: Surface, rule: Rule, hit: re.Match[str]) -> Iterator[Candidate]:
    """Yield "the Constitution" and "unconstitutional" where one country leads the article."""
    country = country_near(surface, hit.start())
    knowledge = surface.context.knowledge
    if country is None or hit.group()[0] == "c":
        return
    adjective = "constitutional" in hit.group()
    known, name = constitution_of(surface, country)
    if adjective and known not in knowledge.entities:
        return
    if surface.zones.kind_at(hit.start()) == "heading":
        return
    yield Candidate(
        hit.start(),
        hit.end(),
        "LegalProvision",
        "Constitution",
        name,
        rule.id,
        tier=1,
        form="description",
        known=known,
        reason=f"{knowledge.entities[country].name} is the country spoken of",
    )


def _body(surface: Surface, rule: Rule, hit: re.Match[str]) -> Iterator[Candidate]:
    """Yield the law of a country, and international law joined to it."""
    owner = _owner(surface, hit)
    if owner is None:
        return
    start, country = owner
    place = surface.context.knowledge.entities[country].name
    other = hit["other"]
    if other:
        yield from _international(surface, rule, hit, hit.start("other"))
        return
    yield Candidate(
        start,
        hit.end(),
        "LegalProvision",
        "BodyOfLaw",
        f"Law of {place}",
        rule.id,
        known=EntityId(f"law/law-of-{slug_of(place)}"),
    )


def _international(
    surface: Surface, rule: Rule, hit: re.Match[str], start: int | None = None
) -> Iterator[Candidate]:
    """Yield international law or a branch of it."""
    start = hit.start() if start is None else start
    name = re.sub(r"s$", "", surface.text[start : hit.end()].lower())
    known = _first_law(surface, name)
    yield Candidate(
        start,
        hit.end(),
        "LegalProvision",
        "BodyOfLaw",
        known.name if known else name,
        rule.id,
        known=known.id if known else EntityId(f"law/{slug_of(name)}"),
    )


def _right(surface: Surface, rule: Rule, hit: re.Match[str]) -> Iterator[Candidate]:
    """Yield a right by its words; "right to due process" is what "due process" is."""
    name = _clean(hit["name"]).lower()
    inner = re.sub(r"^.*?\b(?:to|of|from)\b (?:(?:a|an|the)\b )?", "", name)
    known = _first_law(surface, name) or _first_law(surface, inner)
    if known is not None and known.cls != "Right":
        known = None
    plain = re.sub(r"^rights ", "right ", re.sub(r" (?:a|an|the) ", " ", name))
    yield Candidate(
        hit.start("name"),
        hit.end("name"),
        "LegalProvision",
        "Right",
        known.name if known else plain,
        rule.id,
        known=known.id if known else EntityId(f"right/{slug_of(plain)}"),
    )


_FINDERS: dict[str, Callable[[Surface, Rule, re.Match[str]], Iterator[Candidate]]] = {
    "act": _act,
    "case": _case,
    "in-re": _in_re,
    "constitution": _constitution,
    "bare-constitution": _bare_constitution,
    "body": _body,
    "international": _international,
    "right": _right,
}
