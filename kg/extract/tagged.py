"""Names that the language model marks and that no rule or reference name covers.

In: the surface of an article whose doc has names. Out: candidates below every rule's.
Persons are read in `people`, where titles and countries are cut from them.
"""

import unicodedata
from collections.abc import Iterator

from kg.extract.candidate import Candidate
from kg.extract.people import trim
from kg.extract.runs import Run
from kg.extract.surface import Surface
from kg.rules import load_rules

# A country's name with so many words is no part of that country.
_CHAPTER = 3
_CLASSES = {
    "Organization": ("Institution", "Institution"),
    "Place": ("Place", "Place"),
    "Event": ("Event", "Event"),
    "Work": ("Work", "Work"),
}


def find_tagged(surface: Surface) -> Iterator[Candidate]:
    """Yield organizations, places, events and works that the model marks in prose."""
    if not surface.context.has_syntax:
        return
    lists = load_rules("names").lists
    for ent in surface.context.doc.ents:
        if ent.label_ not in _CLASSES or surface.zones.kind_at(ent.start_char) != "body":
            continue
        run = Run(surface.words_in(ent.start_char, ent.end_char), False)
        while run.words and run.words[0].text in lists["starters"]:
            run = run.tail(1)
        if not run.words or not run.words[0].text[0].isupper() or not _is_latin(run.text):
            continue
        if ent.label_ in ("Organization", "Place"):
            trimmed = trim(surface, run)
            if trimmed is None or trimmed.words != run.words:
                continue
        if run.text in lists["not_acronyms"] or run.text in lists["titles"]:
            continue
        if ent.label_ in ("Event", "Work") and len(run.words) < 2:
            continue
        yield _candidate(surface, run, ent.label_)


def _is_chapter(surface: Surface, run: Run, label: str) -> bool:
    """Tell whether what looks like a place is a body named with its country: "Clean Seas Peru"."""
    if label != "Place" or len(run.words) < _CHAPTER:
        return False
    hit = surface.hit_over(run.words[-1].start, run.end)
    alone = surface.hit_over(run.start, run.words[-2].end) is None
    return alone and hit is not None and all(item.known.cls == "Country" for item in hit.entries)


def _facility_end(surface: Surface, end: int) -> int:
    """Return where a place's name ends with its common noun: "Bureij refugee camp"."""
    regex = load_rules("names").rule("names/place-noun").regex
    hit = regex.match(surface.context.article.text, end) if regex is not None else None
    return hit.end() if hit is not None else end


def _is_latin(text: str) -> bool:
    """Tell whether a name is written in the script that the model knows: Latin letters."""
    return all(unicodedata.name(char, "").startswith("LATIN") for char in text if char.isalpha())


def _candidate(surface: Surface, run: Run, label: str) -> Candidate:
    """Return a candidate; what the model sees is support enough for a weak reference name."""
    kind, cls = _CLASSES["Organization" if _is_chapter(surface, run, label) else label]
    knowledge = surface.context.knowledge
    found = [
        item
        for item in (*knowledge.by_label(run.text), *knowledge.by_weak_label(run.text))
        if item.type == kind
    ]
    known = found[0] if len(found) == 1 else None
    end = _facility_end(surface, run.end) if kind == "Place" and known is None else run.end
    return Candidate(
        run.start,
        end,
        kind,
        known.cls if known else cls,
        known.name if known else surface.context.article.text[run.start : end],
        "names/model",
        tier=0,
        known=known.id if known else None,
    )
