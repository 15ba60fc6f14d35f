"""Titles before names and appositions behind them, in the words of the article.

In: the surface of an article and a run that may be a name. Out: the title, and roles verbatim.
"""

import re

from kg.extract.runs import Run
from kg.extract.surface import Surface, Title
from kg.rules import load_rules


def title_before(surface: Surface, run: Run) -> Title | None:
    """Return the title that stands directly before a run, after a comma too."""
    for gap in (" ", ", ", " “", ' "'):
        end = run.start - len(gap)
        if surface.text[end : run.start] == gap and end in surface.titles:
            title = surface.titles[end]
            if gap == ", " and title.text[0].islower() and not _is_definite(surface, title):
                continue
            return title
    return None


def role_of(surface: Surface, title: Title) -> str:
    """Return the words of a title; a noun of role takes the institution before it along."""
    if title.text[0].isupper():
        return title.text
    hit = surface.hit_over(max(title.start - 2, 0), title.start)
    if hit is not None and hit.end == title.start - 1:
        return surface.text[hit.start : title.end]
    return title.text


def roles_after(surface: Surface, end: int) -> tuple[str, ...]:
    """Return the role that an apposition gives, in its own words."""
    regex = load_rules("names").rule("names/apposition").regex
    hit = regex.match(surface.text, end) if regex is not None else None
    if hit is None:
        return ()
    role = re.sub(
        r"^(?:who (?:is|was|serves as) )?(?:(?:a|an|the|his|her|their) )?", "", hit["role"]
    )
    return (role.strip(),)


def _is_definite(surface: Surface, title: Title) -> bool:
    """Tell whether an article or owner stands before a noun of role: "the home secretary, …"."""
    before = surface.text[max(0, title.start - 6) : title.start].lower().split()
    return bool(before) and before[-1] in ("the", "its", "his", "her", "their")
