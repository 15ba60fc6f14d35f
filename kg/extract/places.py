"""What a place name means here: a language, a region, or the government in a capital.

In: the surface of an article and a reference name found in it. Out: candidates that replace the
plain meaning of the name, or nothing.
"""

from kg.extract.candidate import Candidate
from kg.extract.gazetteer import Hit
from kg.extract.surface import Surface
from kg.knowledge import Known
from kg.model import EntityId
from kg.rules import load_rules


def is_language(surface: Surface, hit: Hit) -> bool:
    """Tell whether a demonym names a language: "who speak English"."""
    if hit.strength != "demonym":
        return False
    book = load_rules("places")
    before, after = (book.rule(f"places/language-{side}").regex for side in ("before", "after"))
    text = surface.text
    return bool(
        (before and before.search(text[max(0, hit.start - 30) : hit.start]))
        or (after and after.match(text, hit.end))
    )


def region_of(surface: Surface, hit: Hit) -> Candidate | None:
    """Return the region that a demonym after a direction names: "Latin American"."""
    if hit.strength != "demonym":
        return None
    book = load_rules("places")
    regex = book.rule("places/direction").regex
    before = regex.search(surface.text[max(0, hit.start - 16) : hit.start]) if regex else None
    if before is None:
        return None
    name = book.maps["regions"].get(surface.text[hit.start : hit.end].removesuffix("s"))
    if name is None:
        return None
    start = hit.start - len(before.group())
    full = f"{before['direction']} {name}"
    known = surface.context.knowledge.by_label(full)
    return Candidate(
        start,
        hit.end,
        "Place",
        "Region",
        known[0].name if known else full,
        "places/region",
        known=known[0].id if known else None,
    )


def capital_for_country(surface: Surface, hit: Hit, known: Known | None) -> Candidate | None:
    """Return the country for which its capital stands: "Washington’s backyard", "Moscow said".

    After a preposition of place, and before the name of a state, the city itself is meant.
    """
    if known is None or known.cls != "City":
        return None
    country = _capital_of(surface, known.id)
    book = load_rules("places")
    inside, agent = (book.rule(f"places/{name}").regex for name in ("in-city", "as-agent"))
    if country is None or inside is None or agent is None:
        return None
    text = surface.text
    before = text[max(0, hit.start - 24) : hit.start]
    acts = agent.match(text, hit.end)
    genitive = acts is not None and acts.group()[0] != " "
    if not acts and not before.endswith(("for ", "by ")):
        return None
    if inside.search(before) and not genitive:
        return None
    place = surface.context.knowledge.entities[country]
    seat = surface.context.knowledge.by_label(book.maps["seats"].get(text[hit.start : hit.end], ""))
    place = seat[0] if seat else place
    return Candidate(
        hit.start,
        hit.end,
        place.type,
        place.cls,
        place.name,
        "places/capital-for-country",
        known=place.id,
        reason=f"the city stands for the government of {place.name}",
    )


def _capital_of(surface: Surface, city: EntityId) -> EntityId | None:
    """Return the country that has a city as its capital."""
    entities = surface.context.knowledge.entities
    near = [
        value for name, value in entities[city].facts if name in ("country", "locatedIn", "partOf")
    ]
    for key in near:
        place = entities.get(EntityId(key))
        if place is not None and place.cls == "Country" and city in place.values("capital"):
            return place.id
    return None


def is_inside_name(surface: Surface, hit: Hit) -> bool:
    """Tell whether a place or party is the end of another name: "the Bibby Stockholm"."""
    kinds = {entry.known.type for entry in hit.entries}
    party = all(entry.known.cls == "PoliticalParty" for entry in hit.entries)
    if kinds != {"Place"} and not (party and " " not in surface.text[hit.start : hit.end]):
        return False
    words = surface.words_in(max(hit.start - 40, 0), hit.start)
    if not words or surface.text[words[-1].end : hit.start] != " ":
        return False
    lists = load_rules("names").lists
    word = words[-1].text
    if not word[0].isupper() or word in lists["starters"] or words[-1].genitive:
        return False
    if word in load_rules("places").lists["directions"] or len(word) < 3:
        return False
    named = surface.hit_over(words[-1].start, words[-1].end) is not None
    return not named and not word.isupper() and hit.start - 1 not in surface.titles
