"""Parts of laws by number: amendments, articles, sections, titles, codes, orders, bills.

In: the surface of an article and the laws found in it by name. Out: candidates whose `known` id
tells the hierarchy: law/voting-rights-act/section-2, law/usconst/amendment-8, law/usc/8/1231.
"""

import re
from collections.abc import Callable, Iterator

from kg.extract.candidate import Candidate
from kg.extract.numerals import number_of
from kg.extract.parts import (
    PART_CLASSES,
    US_CONSTITUTION,
    find_part,
    find_parts,
    is_called,
    is_foreign,
    provision,
)
from kg.extract.surface import Surface
from kg.ids import slug_of
from kg.model import EntityId
from kg.rules import Rule, load_rules

# The Constitution of the United States has so many amendments.
_AMENDMENTS = 27
# A year stands so near before the name of a law that has it.
_YEAR_BEFORE = 40


def find_citations(surface: Surface, laws: list[Candidate]) -> Iterator[Candidate]:
    """Yield parts of laws and laws by number, and later words for laws ("the Act").

    Args:
        surface: the article.
        laws: acts, treaties and constitutions found by name, reference ones included.
    """
    numbered = list(_run(surface, ("numbered",), []))
    acts = sorted(
        (item for item in (*laws, *numbered) if item.cls in PART_CLASSES),
        key=lambda item: (item.start, item.end),
    )
    yield from numbered
    yield from _run(surface, tuple(kind for kind in _FINDERS if kind != "numbered"), acts)


def _run(surface: Surface, kinds: tuple[str, ...], acts: list[Candidate]) -> Iterator[Candidate]:
    """Yield what the rules of some kinds find in prose."""
    for rule in load_rules("citations").rules:
        if rule.extra["kind"] not in kinds or rule.regex is None:
            continue
        for hit in rule.regex.finditer(surface.text):
            if surface.zones.kind_at(hit.start()) not in ("metadata", "keywords"):
                yield from _FINDERS[str(rule.extra["kind"])](surface, rule, hit, acts)


def _amendments(
    surface: Surface, rule: Rule, hit: re.Match[str], _: list[Candidate]
) -> Iterator[Candidate]:
    """Yield one candidate for each amendment of a list."""
    foreign = is_foreign(surface, hit.start(), hit.end())
    ordinals = list(re.finditer(r"[\w-]+", hit["list"]))
    ordinals = [item for item in ordinals if item.group() not in ("and", "or", "the")]
    for place, item in enumerate(ordinals):
        start = hit.start("list") + item.start()
        end = hit.end() if place == len(ordinals) - 1 else hit.start("list") + item.end()
        number = number_of(item.group())
        if number is not None:
            yield _amendment(surface, rule, (start, end), number, foreign=foreign)


def _amendment(
    surface: Surface, rule: Rule, span: tuple[int, int], number: int, *, foreign: bool
) -> Candidate:
    """Return one amendment; those of the United States have ids of their own."""
    key = EntityId(f"{US_CONSTITUTION}/amendment-{number}")
    known = surface.context.knowledge.entities.get(key)
    if foreign or number > _AMENDMENTS:
        name = f"{surface.text[span[0] : span[1]]}".strip()
        return provision(span, "ConstitutionalAmendment", name, rule)
    name = known.name if known else f"Amendment {number}"
    return provision(span, "ConstitutionalAmendment", name, rule, key)


def _amendment_number(
    surface: Surface, rule: Rule, hit: re.Match[str], _: list[Candidate]
) -> Iterator[Candidate]:
    """Yield "Amendment XIV" of the United States, or a measure such as "Amendment 4"."""
    number = number_of(hit["number"])
    if number is None:
        return
    if hit["number"].isdigit():
        yield provision(hit.span(), "Statute", hit.group(), rule)
    else:
        foreign = is_foreign(surface, hit.start(), hit.end())
        yield _amendment(surface, rule, hit.span(), number, foreign=foreign)


def _code(
    _surface: Surface, rule: Rule, hit: re.Match[str], _: list[Candidate]
) -> Iterator[Candidate]:
    """Yield a section of the United States Code or the Code of Federal Regulations."""
    regulation = "F" in hit["code"]
    base, letters = ("cfr", "C.F.R.") if regulation else ("usc", "U.S.C.")
    yield provision(
        hit.span(),
        "Regulation" if regulation else "StatuteSection",
        f"{hit['title']} {letters} § {hit['section']}",
        rule,
        EntityId(f"law/{base}/{hit['title']}/{slug_of(hit['section'])}"),
    )


def _numbered(
    surface: Surface, rule: Rule, hit: re.Match[str], _: list[Candidate]
) -> Iterator[Candidate]:
    """Yield an order, bill, measure, directive or resolution by its number."""
    name = " ".join(hit["name"].split())
    if _is_named_by_year(surface, hit):
        return
    short = re.match(r"[A-Za-z.]+", name)
    full = load_rules("citations").maps["short_forms"].get(short.group()) if short else None
    if short and full:
        name = f"{full} {name[short.end() :].strip()}"
    found = surface.context.knowledge.by_label(name)
    known = next((item for item in found if item.type == "LegalProvision"), None)
    yield provision(
        hit.span("name"),
        known.cls if known else str(rule.extra["class"]),
        known.name if known else name,
        rule,
        known.id if known else None,
        tier=2,
    )


def _is_named_by_year(surface: Surface, hit: re.Match[str]) -> bool:
    """Tell whether what looks like a number is the year of a named act: "the Children Act 1989"."""
    number = hit["number"] if "number" in hit.groupdict() else ""
    before = surface.text[max(0, hit.start() - 30) : hit.start()].split()
    named = bool(before) and before[-1].strip("()")[:1].isupper()
    return hit.group().startswith(("Act", "Law")) and (
        named or bool(re.fullmatch(r"(?:1[2-9]|20)\d\d", number))
    )


def _back(
    surface: Surface, rule: Rule, hit: re.Match[str], acts: list[Candidate]
) -> Iterator[Candidate]:
    """Yield "the Act" where an act was named before; the last one that fits is meant.

    In lower case ("the law") it counts only where the article names one such law before.
    """
    noun, year = hit["noun"], hit["year"]
    fits = [item for item in acts if item.end <= hit.start() and is_called(item, noun)]
    if year:
        dated = [item for item in fits if item.name.endswith(year)]
        fits = dated or [item for item in fits if _is_of(surface, item, year)]
    if not fits or (noun.islower() and len({item.known or item.name for item in fits}) > 1):
        return
    act = fits[-1]
    yield provision(
        hit.span(),
        act.cls,
        act.name,
        rule,
        act.known,
        tier=1,
        form="description",
        anchor=act.span,
        reason=f"the last law named before that is called “{noun}”",
    )


def _is_of(surface: Surface, act: Candidate, year: str) -> bool:
    """Tell whether a law was introduced with its year: "a 2023 statute, the Data Act"."""
    return year in surface.text[max(0, act.start - _YEAR_BEFORE) : act.start]


_Finder = Callable[[Surface, Rule, re.Match[str], list[Candidate]], Iterator[Candidate]]
_FINDERS: dict[str, _Finder] = {
    "amendment": _amendments,
    "amendment-number": _amendment_number,
    "part": find_part,
    "parts": find_parts,
    "code": _code,
    "numbered": _numbered,
    "back": _back,
}
