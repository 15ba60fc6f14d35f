"""In how many articles the graph has the facts of the gold, against the gold's own counts.

In: a graph of the seeds, the gold's relations, and names.toml. Out: the facts that are found, and
those whose number of articles is another than in the gold. A fact is told by an article that
asserts it or lets somebody say it; what an article denies or what is disputed does not count.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from kg.query import run
from kg.store import Rows, Store

from .asked import Gold

_FACTS = """SELECT ?fact ?subject ?relation ?object ?source ?quote {
  ?fact a kg:Assertion ; rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object ;
        kg:inArticle/kg:source ?source ; kg:quote ?quote .
  FILTER NOT EXISTS {
    ?fact kg:status ?against FILTER(?against IN (kg:Negated, kg:Disputed, kg:Rejected))
  }
}"""


def counts(store: Store, folder: Path, gold: Gold) -> tuple[int, tuple[str, ...]]:
    """Return how many facts of the gold are found, and lines on those counted wrongly."""
    relations = yaml.safe_load((folder / "relations.yaml").read_text("utf-8"))["relations"]
    facts = _facts(store)
    found, wrong = 0, []
    for item in relations:
        articles = {number for fact in _equal(item, facts, gold) for number in fact["articles"]}
        if articles:
            found += 1
            if len(articles) != len(item["articles"]):
                wrong.append(f"{item['id']}: {sorted(articles)}, not {item['articles']}")
    return found, tuple(wrong)


def _facts(store: Store) -> list[dict[str, Any]]:
    """Return the facts with their articles (by number) and quotations."""
    rows = run(store, _FACTS)
    assert isinstance(rows, Rows)
    facts: dict[str, dict[str, Any]] = defaultdict(lambda: {"articles": set(), "quotes": set()})
    for fact, subject, relation, target, source, quote in rows.ids():
        made = facts[fact]
        made |= {"key": (subject, relation.removeprefix("kg:")), "object": target}
        made["articles"].add(Path(source).name[:3])
        made["quotes"].add(quote.strip('"“”'))
    return list(facts.values())


def _equal(
    item: Mapping[str, Any], facts: list[dict[str, Any]], gold: Gold
) -> Iterator[dict[str, Any]]:
    """Yield the facts that say what a relation of the gold says, in a way that it accepts."""
    quoted = [evidence["quote"] for evidence in item["evidence"]]
    for other in (item, *({**item, **changed} for changed in item.get("accept_also", ()))):
        subject = gold.names.get(other["subject"], other["subject"])
        target = str(gold.names.get(other["object"], other["object"]))
        is_entity = "/" in target and not target.startswith("qty/")
        for fact in facts:
            words = any(one in two or two in one for one in fact["quotes"] for two in quoted)
            is_object = fact["object"] == target or (not is_entity and words)
            if fact["key"] == (subject, other["relation"]) and is_object:
                yield fact
