"""What is a part of what, as the names of provisions tell: a section of an act, an act's chapter.

In: mentions. Out: `partOf` drafts for "Section 2 of the Voting Rights Act": the part is one
mention, its law a second one that lies within it, or follows or comes before at once.
"""

import re
from collections.abc import Iterator, Sequence

from kg.extract.context import Context
from kg.extract.drafts import Draft
from kg.model import EntityId, Mention

_PARTS = frozenset(
    {
        "StatuteSection",
        "ConstitutionalArticle",
        "ConstitutionalClause",
        "TreatyArticle",
        "ConstitutionalAmendment",
        "Regulation",
        "CodeTitle",
    }
)
_BETWEEN = re.compile(r"(?:['’]s)?,?\s(?:(?:of|to|in|under)\s)?(?:the\s)?(?:[A-Z][\w.]*['’]?s?\s)?")


def find_parts_of_laws(context: Context, mentions: Sequence[Mention]) -> Iterator[Draft]:
    """Yield the law that each provision is said to be part of, where it stands beside it."""
    laws = sorted(
        (item for item in mentions if item.type == "LegalProvision" and item.form == "name"),
        key=lambda item: (item.evidence.start, -item.evidence.end),
    )
    for number, part in enumerate(laws):
        if part.cls not in _PARTS:
            continue
        near = laws[max(0, number - 2) : number + 4]
        whole = next((item for item in near if _is_whole(context, part, item)), None)
        whole = whole or next((item for item in laws if _is_named_in(part, item)), None)
        known = _above(context, part)
        if whole is None and (known is None or part.cls == "ConstitutionalAmendment"):
            continue
        yield Draft(
            start=min(item.evidence.start for item in _near(context, part, whole)),
            end=max(item.evidence.end for item in _near(context, part, whole)),
            subject=part.id,
            relation="partOf",
            object=whole.id if whole else None,
            value=None,
            rule="provision.part",
            is_settled=True,
            is_aside=True,
            object_known=known if whole is None else None,
        )


def _near(context: Context, part: Mention, whole: Mention | None) -> tuple[Mention, ...]:
    """Return the part, and its law where both are one phrase."""
    beside = whole is not None and _is_beside(context, part, whole)
    return (part, whole) if beside and whole is not None else (part,)


def _is_named_in(part: Mention, whole: Mention) -> bool:
    """Tell whether a part's full name ends in a law: "section 24 of the act" named before."""
    if whole.cls in _PARTS or whole.evidence.start > part.evidence.start:
        return False
    return part.name.endswith((f" of the {whole.name}", f" of {whole.name}"))


def _is_whole(context: Context, part: Mention, whole: Mention) -> bool:
    """Tell whether one mention names the law that the other is a part of."""
    if whole is part or (whole.known is not None and whole.known == part.known):
        return False
    if part.known and whole.known:
        return part.known.startswith(f"{whole.known}/") and _is_beside(context, part, whole)
    inside = part.evidence.start < whole.evidence.start and whole.evidence.end <= part.evidence.end
    return inside and whole.cls not in _PARTS


def _is_beside(context: Context, part: Mention, whole: Mention) -> bool:
    """Tell whether two mentions are one phrase."""
    first, second = sorted((part.evidence, whole.evidence), key=lambda item: item.start)
    if second.start < first.end:
        return True
    return _BETWEEN.fullmatch(context.article.text[first.end : second.start]) is not None


def _above(context: Context, part: Mention) -> EntityId | None:
    """Return the known law that a part's id lies under."""
    if part.known is None:
        return None
    above = EntityId(part.known.rpartition("/")[0])
    return above if above in context.knowledge.entities else None
