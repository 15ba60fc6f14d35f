"""Reports that bear their publisher in their name: "the 2019 Data Board Report on Ruritania".

In: mentions and reference knowledge. Out: `published` drafts, and the publisher of a work for
those who must not take its speaker for its author.
"""

import re
from collections.abc import Iterator, Sequence

from kg.extract.context import Context
from kg.extract.drafts import Draft
from kg.model import EntityId, Mention

_NAMES = re.compile(r"[A-Z][\w.]*(?:\s(?:of\s)?[A-Z][\w.]*)*")


def find_publishers(context: Context, mentions: Sequence[Mention]) -> Iterator[Draft]:
    """Yield who published the reports whose names begin with an institution of the article."""
    named: dict[EntityId, Mention] = {}
    for item in mentions:
        if item.type == "Institution" and item.known is not None:
            named.setdefault(item.known, item)
    for work in mentions:
        publisher = publisher_of(context, work) if work.type == "Work" else None
        subject = named.get(publisher) if publisher is not None else None
        if subject is not None and work.form == "name":
            yield Draft(
                start=work.evidence.start,
                end=work.evidence.end,
                subject=subject.id,
                relation="published",
                object=work.id,
                value=None,
                rule="work.named-publisher",
                is_settled=True,
                is_aside=True,
            )


def publisher_of(context: Context, work: Mention) -> EntityId | None:
    """Return the known institution that a work's name begins with, None where there is none."""
    for run in _NAMES.findall(work.evidence.quote):
        words = run.split()
        for size in range(len(words), 0, -1):
            for item in context.knowledge.by_label(" ".join(words[:size])):
                if item.type == "Institution" and item.cls != "Platform":
                    return item.id
    return None
