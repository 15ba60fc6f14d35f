"""Names that the words beside them explain: "Fidesz, the ruling party", "the regulator Anatel".

In: the surface of an article. Out: candidates for these names, and for their later places.
Reference names and people with a title or given name are left to their own finders.
"""

import re
from collections.abc import Iterator

from kg.extract.candidate import Candidate
from kg.extract.runs import Run
from kg.extract.surface import Surface
from kg.rules import Rule, load_rules

# A noun stands at most so many code points before a name.
_BEFORE = 70
_LONGEST = 6


def find_described(surface: Surface) -> Iterator[Candidate]:
    """Yield names whose kind a noun beside them says."""
    book = load_rules("described")
    after, before = book.rule("described/after"), book.rule("described/before")
    kinds: dict[str, tuple[str, str, str]] = {}
    for run in surface.runs:
        if not _may_be_described(surface, run):
            continue
        noun, rule = _noun_of(surface, run, after, before)
        if noun is not None and rule is not None:
            kind, cls = book.maps["kinds"][noun.split()[-1]].split()
            kinds.setdefault(run.text, (kind, cls, rule.id))
    for run in surface.runs:
        if run.text in kinds and _may_be_described(surface, run):
            kind, cls, rule_id = kinds[run.text]
            yield Candidate(run.start, run.end, kind, cls, run.text, rule_id, tier=2)


def _noun_of(
    surface: Surface, run: Run, after: Rule, before: Rule
) -> tuple[str | None, Rule | None]:
    """Return the noun that explains a run, with its rule."""
    hit = after.regex.match(surface.text, run.end) if after.regex is not None else None
    if hit is not None:
        return hit["noun"], after
    if run.words[-1].genitive or re.match(r"[ ](?:who|said|says)\b", surface.text[run.end :][:6]):
        return None, None
    left = surface.text[max(0, run.start - _BEFORE) : run.start]
    hit = before.regex.search(left) if before.regex is not None else None
    return (hit["noun"], before) if hit is not None else (None, None)


def _may_be_described(surface: Surface, run: Run) -> bool:
    """Tell whether a run is unknown: no reference name, no person's name, no common word."""
    lists = load_rules("names").lists
    first = run.words[0].text
    if len(run.words) > _LONGEST or run.start - 1 in surface.titles:
        return False
    if surface.zones.kind_at(run.start) != "body" or surface.hit_over(run.start, run.end):
        return False
    if len(run.words) > 1 and first in load_rules("firstnames").lists["first_names"]:
        return False
    if len(run.words) == 1 and first.lower() in surface.lower_words:
        return False
    return first not in lists["not_acronyms"] and len(first) > 1
