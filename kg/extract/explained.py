"""Names that the text explains: acronyms in brackets, and appositions with a better known name.

In: the surface of an article and the names found in it. Out: candidates that stand for those.
"""

import re
from collections.abc import Iterator

from kg.extract.candidate import Candidate
from kg.extract.surface import Surface
from kg.rules import load_rules

# "(DOGE)" or ", or IEEPA" behind a name; at least two capitals.
_ACRONYM = re.compile(
    r"[ ]\((?:the[ ]|or[ ])?[“\"]?(?P<name>[A-Z][A-Za-z0-9.&-]{1,11})[”\"]?\)"
    r"|,[ ](?:or|also[ ]known[ ]as|known[ ]as|abbreviated)[ ](?:the[ ])?(?P<other>[A-Z]{2,8})\b"
)
# Types of which news uses acronyms.
_TYPES = ("Institution", "Prison", "LegalProvision", "Group", "Agreement")


def find_acronyms(surface: Surface, found: list[Candidate]) -> Iterator[Candidate]:
    """Yield acronyms in brackets behind names, and their other places in the text."""
    none = load_rules("names").lists["not_acronyms"]
    inner = {(item.end, _initials(item.name)): item.start for item in found}
    for item in found:
        hit = _ACRONYM.match(surface.text, item.end)
        name = (hit["name"] or hit["other"]) if hit is not None else ""
        if sum(char.isupper() for char in name) < 2 or name in none:
            continue
        # "Article 3 of the Data Treaty (DT)": the initials are those of the name inside.
        whose = inner.get((item.end, name), item.start)
        if item.type not in _TYPES or whose > item.start:
            continue
        for place in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", surface.text):
            yield Candidate(
                start=place.start(),
                end=place.end(),
                type=item.type,
                cls=item.cls,
                name=name,
                rule="names/acronym",
                tier=2,
                known=item.known,
                anchor=item.span,
                reason=f"“{name}” is explained behind “{item.name}”",
            )


def _initials(name: str) -> str:
    """Return the first letters of the capitalized words of a name."""
    return "".join(word[0] for word in name.split() if word[0].isupper())


def find_aliases(surface: Surface, found: list[Candidate]) -> Iterator[Candidate]:
    """Yield unknown names that an apposition explains: "the Farm, the Evin of Ruritania"."""
    rule = load_rules("organizations").rule("organizations/alias")
    by_start = {
        item.start: item for item in found if item.type in ("Institution", "Prison", "Group")
    }
    for run in surface.runs:
        hit = rule.regex.match(surface.text, run.end) if rule.regex is not None else None
        target = by_start.get(hit.end()) if hit is not None else None
        if target is None or surface.hit_over(run.start, run.end) is not None:
            continue
        if surface.text[target.end : target.end + 5].startswith((",", " and ", " or ")):
            continue
        if surface.titles.get(run.start - 1) is None and len(run.words) > 1:
            yield Candidate(
                start=run.start,
                end=run.end,
                type=target.type,
                cls=target.cls,
                name=run.text,
                rule=rule.id,
                tier=1,
                known=target.known,
                anchor=target.span,
                reason=f"the text explains “{run.text}” as “{target.name}”",
            )
