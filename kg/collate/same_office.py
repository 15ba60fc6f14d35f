"""One office in two forms: "U.S. Secretary of State" names the country, others the department.

In: relations grouped by what they say. Out: the groups, those of one office joined where somebody
has the same title of a country and of exactly one institution of that country.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from kg.model import Relation

_RELATION = "holdsOffice"


def same_office(
    offices: Sequence[tuple[str, str, Sequence[Relation]]],
    country_of: Callable[[str], str | None],
) -> Mapping[tuple[str, str], str]:
    """Return for each (holder, country) the institution whose office it is.

    Args:
        offices: (holder, object, relations) of all facts on offices that are put the same way.
        country_of: gives the country that an entity is or belongs to.

    """
    held: dict[tuple[str, str], set[str]] = defaultdict(set)
    for holder, target, relations in offices:
        for title in _titles(relations):
            held[holder, title].add(target)
    found: dict[tuple[str, str], str] = {}
    for (holder, _), targets in sorted(held.items()):
        for country in sorted(targets):
            inside = [item for item in targets if item != country and country_of(item) == country]
            if len(inside) == 1 and country_of(country) == country:
                found[holder, country] = inside[0]
    return found


def _titles(relations: Sequence[Relation]) -> set[str]:
    """Return the titles that some relations give, in small letters."""
    return {
        value.casefold().strip()
        for relation in relations
        if relation.relation == _RELATION
        for key, value in relation.qualifiers
        if key == "title"
    }
