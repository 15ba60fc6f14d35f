"""Citations of law reports: "567 U.S. 387", read by eyecite where one may stand.

In: the surface of an article and the laws named in it. Out: candidates; a citation right behind
the name of a case stands for that case.
"""

from collections.abc import Iterator
from typing import Any

from kg.extract.candidate import Candidate
from kg.extract.surface import Surface
from kg.ids import slug_of
from kg.model import EntityId
from kg.rules import load_rules

# eyecite sees so many code points behind a citation, for the year in brackets.
_AFTER = 40


def find_reports(surface: Surface, found: list[Candidate]) -> Iterator[Candidate]:
    """Yield citations of law reports; eyecite is loaded only where a rule finds one."""
    rule = load_rules("citations").rule("citations/reporter")
    hits = list(rule.regex.finditer(surface.text)) if rule.regex is not None else []
    if not hits:
        return
    from eyecite import get_citations

    cases = {item.end: item for item in found if item.cls == "CourtCase"}
    for hit in hits:
        window = surface.text[hit.start() : hit.end() + _AFTER]
        citation: Any = next(iter(get_citations(window)), None)
        if citation is None or citation.span()[0] != 0:
            continue
        end = hit.start() + citation.span()[1]
        name = str(citation.corrected_citation())
        near = (hit.start() - 2, hit.start() - 1)
        case = next((cases[place] for place in near if place in cases), None)
        yield Candidate(
            start=hit.start(),
            end=end,
            type="LegalProvision",
            cls="CourtCase",
            name=case.name if case else name,
            rule=rule.id,
            tier=3,
            known=case.known if case else EntityId(f"law/case/{slug_of(name)}"),
            anchor=case.span if case else None,
            reason=f"the citation of {case.name}" if case else None,
        )
