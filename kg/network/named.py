"""Where articles name an entity, and which roles they give it.

In: gathered records. Out: quotes and roles by entity.
"""

from kg.network.gather import Records
from kg.network.nouns import Quote

_HIDDEN_FORMS = frozenset({"pronoun"})


def mentions_of(records: Records) -> dict[str, tuple[Quote, ...]]:
    """Return the sentences that name an entity, one quote a sentence, in order of the articles."""
    found: dict[str, dict[tuple[str, int], Quote]] = {}
    for key in records.of_class("Mention"):
        entity = records.one(key, "refersTo")
        if entity is None or records.one(key, "form") in _HIDDEN_FORMS:
            continue
        for quote in records.quotes(key, records.table[key].get("exact", ())):
            found.setdefault(entity, {}).setdefault((quote.source.id, quote.number), quote)
    return {
        entity: tuple(quotes[place] for place in sorted(quotes))
        for entity, quotes in sorted(found.items())
    }


def roles_of(records: Records) -> dict[str, tuple[str, ...]]:
    """Return the roles that articles give an entity, in their words, sorted, each once."""
    found: dict[str, set[str]] = {}
    for key in records.of_class("Mention"):
        record = records.table[key]
        for entity in record.get("refersTo", ()):
            found.setdefault(entity, set()).update(record.get("role", ()))
    return {entity: tuple(sorted(roles)) for entity, roles in sorted(found.items())}
