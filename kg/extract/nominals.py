"""What is described rather than named: prisons, groups of people, events and works.

In: the surface of an article and the prisons named in it. Out: candidates of form "description".
"""

import re
from collections.abc import Iterator

from kg.extract.candidate import Candidate
from kg.extract.constitutions import main_country
from kg.extract.gazetteer import Hit, choose
from kg.extract.surface import Surface
from kg.ids import slug_of
from kg.knowledge import Known
from kg.model import EntityId
from kg.rules import Rule, load_rules


def find_nominals(surface: Surface, found: list[Candidate]) -> Iterator[Candidate]:
    """Yield descriptions; `found` are the names of the article, among them its prisons."""
    prisons = sorted((item for item in found if item.type == "Prison"), key=lambda item: item.start)
    for rule in load_rules("nominals").rules:
        for hit in rule.regex.finditer(surface.text) if rule.regex is not None else ():
            zone = surface.zones.kind_at(hit.start())
            if zone == "metadata" or (
                zone in ("keywords", "heading") and rule.extra["kind"] != "group"
            ):
                continue
            match rule.extra["kind"]:
                case "prison-system":
                    yield from _prison_system(surface, rule, hit)
                case "prison":
                    yield from _prison(rule, hit, prisons)
                case "group":
                    yield from _group(surface, rule, hit)
                case "speakers":
                    yield _plain(rule, hit, "Group", "SpeakerGroup")
                case "courts":
                    yield from _courts(surface, rule, hit)
                case "event":
                    yield _event(rule, hit)
                case "work":
                    yield _plain(rule, hit, "Work", str(rule.extra["class"]))


def is_bare_group(surface: Surface, hit: Hit) -> bool:
    """Tell whether a hit is one common word for people ("lawyers"), which marks no group."""
    word = surface.text[hit.start : hit.end]
    group = all(entry.known.type == "Group" for entry in hit.entries)
    alone = load_rules("nominals").lists["group_alone"]
    return group and bool(re.fullmatch(r"\w?[a-z]+", word)) and word not in alone


def _plain(rule: Rule, hit: re.Match[str], kind: str, cls: str) -> Candidate:
    """Return a description that is its own name."""
    name = " ".join(hit["all"].split())
    name = name if kind == "Work" else name.lower()
    start, end = hit.span("all")
    titled = kind == "Work" and name[0].isdigit()
    return Candidate(
        start,
        end,
        kind,
        cls,
        name,
        rule.id,
        tier=2 if titled or kind == "Group" else 1,
        form="name" if titled else "description",
        generic=not titled,
    )


def _event(rule: Rule, hit: re.Match[str]) -> Candidate:
    """Return an event; named ones keep their names."""
    start, end = hit.span("all")
    named = rule.id == "nominals/named-event"
    name = " ".join(hit["all"].split())
    name = name if named else re.sub(r"^(?:an?|the|this|that|his|her|their) ", "", name.lower())
    form = "name" if named else "description"
    return Candidate(
        start, end, "Event", "Event", name, rule.id, tier=1, form=form, generic=not named
    )


def _place_before(surface: Surface, start: int, end: int) -> tuple[int, Known] | None:
    """Return offset and entity of a country that ends where a span ends."""
    hit = surface.hit_over(end - 1, end)
    if hit is None or hit.end not in (end, end + 1) or hit.start < start:
        return None
    known = choose(hit, surface.countries, surface.context.knowledge)
    if known is None or known.type != "Place":
        return None
    return hit.start, known


def _courts(surface: Surface, rule: Rule, hit: re.Match[str]) -> Iterator[Candidate]:
    """Yield the courts of the article's main country, where reference data has them as one."""
    country = main_country(surface)
    knowledge = surface.context.knowledge
    place = knowledge.entities.get(country) if country is not None else None
    for demonym in place.demonyms if place is not None else ():
        for known in knowledge.by_label(f"{demonym} courts"):
            yield Candidate(
                *hit.span("all"),
                known.type,
                known.cls,
                known.name,
                rule.id,
                form="description",
                known=known.id,
                reason=f"courts in general are those of {place.name if place else ''} here",
            )
            return


def _prison_system(surface: Surface, rule: Rule, hit: re.Match[str]) -> Iterator[Candidate]:
    """Yield the prisons of a country taken together."""
    owner = _place_before(surface, hit.start("owner"), hit.end("owner"))
    if owner is None:
        return
    start, place = owner
    found = surface.context.knowledge.by_label(f"{place.name} prison system")
    known = next((item for item in found if item.type == "Prison"), None)
    yield Candidate(
        start,
        hit.end(),
        "Prison",
        "PrisonSystem",
        known.name if known else f"prison system of {place.name}",
        rule.id,
        form="description",
        known=known.id if known else EntityId(f"prison/{slug_of(place.name)}-prison-system"),
    )


def _prison(rule: Rule, hit: re.Match[str], prisons: list[Candidate]) -> Iterator[Candidate]:
    """Yield "the prison" where exactly one prison is named in the article."""
    named = {item.known or item.name.casefold(): item for item in prisons if item.anchor is None}
    if len(named) != 1:
        return
    target = next(iter(named.values()))
    yield Candidate(
        hit.start(),
        hit.end(),
        "Prison",
        target.cls,
        target.name,
        rule.id,
        tier=1,
        form="description",
        known=target.known,
        anchor=target.span,
        reason=f"“{target.name}” is the one prison that the article names",
    )


def _group(surface: Surface, rule: Rule, hit: re.Match[str]) -> Iterator[Candidate]:
    """Yield a group of people marked by a country or an adjective."""
    book = load_rules("nominals")
    start, end = hit.span("all")
    place = None
    if hit["place"] is not None:
        place = _place_before(surface, hit.start("place"), hit.end("place"))
        rest = hit.end("place") + 1
        start = place[0] if place is not None else rest
    words = surface.text[start:end].split()
    if surface.text[max(0, start - 2) : start].strip() in ("’", "'"):
        return
    if len(words) < 2 and (words[0] not in book.lists["group_alone"] or not words):
        return
    tail = surface.text[hit.end("place") + 1 if hit["place"] is not None else start : end]
    noun = hit["noun"].lower()
    adjectives = tail[: len(tail) - len(noun)].replace(",", " ").lower().split()
    noun = book.maps["same_groups"].get(noun, noun)
    name = " ".join((*((place[1].name,) if place else ()), *adjectives, noun))
    yield Candidate(
        start,
        end,
        "Group",
        "PopulationGroup",
        name,
        rule.id,
        tier=2 if place is not None else 1,
        form="description",
        known=EntityId(f"group/{slug_of(name)}"),
        generic=True,
    )
