"""Laws by name: acts, treaties, constitutions, court cases, rights, bodies of law.

In: the surface of an article. Out: candidates. What reference data knows under the same name gets
its id; an unknown law gets none, and is known by its name. Parts of laws: kg.extract.citations.
"""

import re
from collections.abc import Callable, Iterator

from kg.extract.candidate import Candidate
from kg.extract.constitutions import (
    find_bare_constitution,
    find_body_of_law,
    find_constitution,
    find_international_law,
)
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


def _act(surface: Surface, rule: Rule, hit: re.Match[str]) -> Iterator[Candidate]:
    """Yield an act, treaty or code named in full."""
    start = _front(surface, hit.start("name"), hit.end("name"))
    end = hit.end()
    name = surface.text[start : hit.end("name")]
    words = name.split()
    if (len(words) < 2) or name in load_rules("citations").lists["not_acts"]:
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
    lists = load_rules("names").lists
    starters = set(lists["starters"]) - set(lists["starter_nouns"])
    words = list(surface.words_in(start, end))
    while words and (words[0].text in starters or words[0].text in _LINKS):
        words.pop(0)
    parts = load_rules("citations").lists["part_words"]
    if len(words) > 3 and words[0].text in parts and words[2].text == "of":
        words = [word for word in words[3:] if word.text != "the"] if words[3:] else words
    if (known := _known_at_end(surface, words)) is not None:
        return known
    for number, word in enumerate(words[:-1]):
        gap = surface.text[word.end : words[number + 1].start]
        hit = surface.hit_over(word.start, word.end)
        if word.genitive and hit is not None and hit.end == word.end:
            return words[number + 1].start
        if "." in gap and len(word.text) > 3:
            return words[number + 1].start
        if words[number + 1].text == "and" and _is_whole(surface, words[: number + 1]):
            rest = [item for item in words[number + 2 :] if item.text not in _LINKS]
            return rest[0].start if rest else start
    return words[0].start if words else start


def _known_at_end(surface: Surface, words: list[Word]) -> int | None:
    """Return where a known law begins that ends a longer name: "Ana Ruiz on the Data Act"."""
    hit = surface.hit_over(words[-1].start, words[-1].end) if words else None
    if hit is None or hit.start <= words[0].start:
        return None
    laws = all(entry.known.type == "LegalProvision" for entry in hit.entries)
    before = surface.text[words[0].start : hit.start]
    return hit.start if laws and before.endswith((" on the ", " under the ", " to the ")) else None


def _is_whole(surface: Surface, words: list[Word]) -> bool:
    """Tell whether words before "and" name a law by themselves."""
    hit = surface.hit_over(words[-1].start, words[-1].end)
    known = (
        hit is not None
        and hit.end == words[-1].end
        and hit.start <= words[0].start
        and any(entry.known.type == "LegalProvision" for entry in hit.entries)
    )
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
    "constitution": find_constitution,
    "bare-constitution": find_bare_constitution,
    "body": find_body_of_law,
    "international": find_international_law,
    "right": _right,
}
