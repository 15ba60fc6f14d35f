"""Parts of laws by number: amendments, articles, sections, titles, codes, orders, bills.

In: the surface of an article and the laws found in it by name. Out: candidates whose `known` id
tells the hierarchy: law/voting-rights-act/section-2, law/usconst/amendment-8, law/usc/8/1231.
"""

import re
from collections.abc import Iterator

from kg.extract.candidate import Candidate
from kg.extract.surface import Surface
from kg.ids import slug_of
from kg.model import EntityId
from kg.rules import Rule, load_rules

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_US_CONSTITUTION = EntityId("law/usconst")
# The Constitution of the United States has so many amendments and articles.
_AMENDMENTS = 27
_ARTICLES = 7
# The United States Code has so many titles.
_TITLES = 54
_PART_OF = re.compile(
    r",?[ ](?:of|to|in|under)[ ](?:the[ ])?(?:[^\W\d_a-z][\w.]{0,20}(?:[’'‘]s)?[ ]){0,2}$"
)
_PART_CLASSES = {
    "Constitution": "ConstitutionalArticle",
    "Treaty": "TreatyArticle",
    "Statute": "StatuteSection",
    "Regulation": "Regulation",
}


def find_citations(surface: Surface, laws: list[Candidate]) -> Iterator[Candidate]:
    """Yield parts of laws and laws by number, and later words for laws ("the Act").

    Args:
        surface: the article.
        laws: acts, treaties and constitutions found by name, reference ones included.
    """
    acts = sorted((item for item in laws if item.cls in _PART_CLASSES), key=lambda item: item.start)
    book = load_rules("citations")
    for rule in book.rules:
        for hit in rule.regex.finditer(surface.text) if rule.regex is not None else ():
            if surface.zones.kind_at(hit.start()) in ("metadata", "keywords"):
                continue
            match rule.extra["kind"]:
                case "amendment":
                    yield from _amendments(surface, rule, hit)
                case "amendment-number":
                    yield from _amendment_number(surface, rule, hit)
                case "part":
                    yield from _part(surface, rule, hit, acts)
                case "parts":
                    yield from _parts(surface, rule, hit, acts)
                case "code":
                    yield from _code(rule, hit)
                case "numbered":
                    yield from _numbered(surface, rule, hit)
                case "back":
                    yield from _back(rule, hit, acts)


def number_of(text: str) -> int | None:
    """Return the number of an ordinal, Roman or Arabic numeral, or None.

    >>> number_of("Twenty-fifth"), number_of("14th"), number_of("XIV"), number_of("230")
    (25, 14, 14, 230)
    """
    if digits := re.match(r"\d+", text):
        return int(digits.group())
    ordinals = load_rules("citations").lists["ordinals"]
    if text.capitalize() in ordinals or text in ordinals:
        words = list(dict.fromkeys(word.lower() for word in ordinals if word[0].isalpha()))
        return words.index(text.lower()) + 1
    if re.fullmatch(r"[IVXLC]+", text):
        values = [_ROMAN[char] for char in text]
        return sum(
            -value if value < max(values[place:]) else value for place, value in enumerate(values)
        )
    return None


def _provision(
    span: tuple[int, int],
    cls: str,
    name: str,
    rule: Rule,
    known: EntityId | None = None,
    **more: object,
) -> Candidate:
    """Return a candidate for a provision."""
    return Candidate(
        *span,
        type="LegalProvision",
        cls=cls,
        name=name,
        rule=rule.id,
        known=known,
        **{"tier": 3, **more},  # type: ignore[arg-type]
    )


def _is_foreign(surface: Surface, start: int, end: int) -> bool:
    """Tell whether another country or state owns a numbered amendment or article."""
    knowledge = surface.context.knowledge
    if re.match(
        r"[ ](?:of|to)[ ](?:the[ ])?(?!U\.?S\.?\b|United States)", surface.text[end : end + 40]
    ):
        after = surface.hit_over(end + 4, min(end + 45, len(surface.text)))
        if after is not None:
            owners = {entry.known for entry in after.entries}
            return all(
                item.id != _US_CONSTITUTION
                and item.cls in ("Country", "State", "Constitution", "Treaty", "Statute")
                for item in owners
            )
    before = surface.hit_over(max(start - 3, 0), start)
    if before is None:
        return False
    return all(
        entry.known.cls in ("Country", "State") and entry.known.id != "place/united-states"
        for entry in before.entries
    ) and bool(knowledge)


def _amendments(surface: Surface, rule: Rule, hit: re.Match[str]) -> Iterator[Candidate]:
    """Yield one candidate for each amendment of a list."""
    foreign = _is_foreign(surface, hit.start(), hit.end())
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
    key = EntityId(f"{_US_CONSTITUTION}/amendment-{number}")
    known = surface.context.knowledge.entities.get(key)
    if foreign or number > _AMENDMENTS:
        name = f"{surface.text[span[0] : span[1]]}".strip()
        return _provision(span, "ConstitutionalAmendment", name, rule)
    name = known.name if known else f"Amendment {number}"
    return _provision(span, "ConstitutionalAmendment", name, rule, key)


def _amendment_number(surface: Surface, rule: Rule, hit: re.Match[str]) -> Iterator[Candidate]:
    """Yield "Amendment XIV" of the United States, or a measure such as "Amendment 4"."""
    number = number_of(hit["number"])
    if number is None:
        return
    if hit["number"].isdigit():
        yield _provision(hit.span(), "Statute", hit.group(), rule)
    else:
        foreign = _is_foreign(surface, hit.start(), hit.end())
        yield _amendment(surface, rule, hit.span(), number, foreign=foreign)


def _part(
    surface: Surface, rule: Rule, hit: re.Match[str], acts: list[Candidate]
) -> Iterator[Candidate]:
    """Yield an article, section or title, with the law it belongs to where that is known."""
    kind = {"sec.": "section", "art.": "article"}.get(hit["kind"].lower(), hit["kind"].lower())
    number = hit["number"]
    if not number[0].isdigit() and (
        hit["kind"][0].islower() or kind not in ("article", "title", "part", "chapter")
    ):
        return
    act, end = _owner_of(surface, hit.start(), hit.end(), acts)
    if act is None and kind in ("part", "chapter", "clause", "schedule", "rule", "regulation"):
        return
    if act is None and hit["kind"][0].islower() and kind not in ("section", "article"):
        return
    yield from _named_part(surface, rule, (hit.start(), end), kind, number, act, hit)


def _named_part(
    surface: Surface,
    rule: Rule,
    span: tuple[int, int],
    kind: str,
    number: str,
    act: Candidate | None,
    hit: re.Match[str],
) -> Iterator[Candidate]:
    """Yield one part with its id."""
    knowledge = surface.context.knowledge
    text = surface.text[hit.start() : hit.end()]
    label = f"{kind.capitalize()} {number}"
    if act is None and not hit.groupdict().get("inner"):
        named = next(
            (item for item in knowledge.by_label(label) if item.type == "LegalProvision"), None
        )
        if named is not None:
            yield _provision(span, named.cls, named.name, rule, named.id)
            return
    roman = not number[0].isdigit()
    if kind == "title" and act is None and not roman and (number_of(number) or 0) <= _TITLES:
        key = EntityId(f"law/usc/{number}")
        known = knowledge.entities.get(key)
        yield _provision(
            span,
            "CodeTitle",
            known.name if known else f"Title {number} of the U.S. Code",
            rule,
            key,
        )
        return
    if (
        kind == "article"
        and roman
        and act is None
        and not _is_foreign(surface, hit.start(), hit.end())
    ):
        if (number_of(number) or 99) <= _ARTICLES:
            yield _constitution_part(surface, rule, span, number, hit)
            return
    parent = act.known or EntityId(f"law/{slug_of(act.name)}") if act else None
    value = str(number_of(number)) if roman else number
    key_ = EntityId(f"{parent}/{kind}-{slug_of(value)}") if parent else None
    if parent == _US_CONSTITUTION and kind == "article":
        yield _constitution_part(surface, rule, span, number, hit)
        return
    cls = (
        _PART_CLASSES[act.cls]
        if act
        else ("TreatyArticle" if kind == "article" else "StatuteSection")
    )
    name = f"{label} of the {act.name}" if act else text
    yield _provision(span, cls, name, rule, key_)


def _constitution_part(
    surface: Surface, rule: Rule, span: tuple[int, int], number: str, hit: re.Match[str]
) -> Candidate:
    """Return an article, section or clause of the Constitution of the United States."""
    key = f"{_US_CONSTITUTION}/article-{number_of(number)}"
    cls, name = "ConstitutionalArticle", f"Article {number}"
    groups = hit.groupdict()
    if groups.get("inner"):
        key, cls = f"{key}/section-{groups['inner']}", "ConstitutionalClause"
        name += f", Section {groups['inner']}"
    if groups.get("clause"):
        key += f"/clause-{groups['clause']}"
        name += f", Clause {groups['clause']}"
    known = surface.context.knowledge.entities.get(EntityId(key))
    return _provision(
        span, known.cls if known else cls, known.name if known else name, rule, EntityId(key)
    )


def _parts(
    surface: Surface, rule: Rule, hit: re.Match[str], acts: list[Candidate]
) -> Iterator[Candidate]:
    """Yield each of several parts of one law."""
    kind = hit["kind"].lower().rstrip("s")
    act, _ = _owner_of(surface, hit.start(), hit.end(), acts)
    for item in re.finditer(r"\d{1,5}[A-Za-z]?|[IVXLC]+", hit["list"]):
        start = hit.start("list") + item.start()
        span = (start if item.start() else hit.start(), hit.start("list") + item.end())
        yield from _named_part(surface, rule, span, kind, item.group(), act, hit)


def _owner_of(
    surface: Surface, start: int, end: int, acts: list[Candidate]
) -> tuple[Candidate | None, int]:
    """Return the law a part belongs to, and where the reference ends.

    "… of the X Act" decides; else the part belongs to the one law named in its sentence, or to
    the last law named before, unless several were.
    """
    for act in acts:
        gap = surface.text[end : act.start] if end <= act.start <= end + 60 else None
        if gap is not None and _PART_OF.fullmatch(gap):
            return act, act.end
    first, last = surface.sentence_of(start)
    inside = {item.known or item.name: item for item in acts if first <= item.start < last}
    if len(inside) == 1:
        return next(iter(inside.values())), end
    before = [item for item in acts if item.start < start]
    if len({item.known or item.name for item in before}) == 1 and before[0].cls != "Constitution":
        return before[-1], end
    return None, end


def _code(rule: Rule, hit: re.Match[str]) -> Iterator[Candidate]:
    """Yield a section of the United States Code or the Code of Federal Regulations."""
    regulation = "F" in hit["code"]
    base, letters = ("cfr", "C.F.R.") if regulation else ("usc", "U.S.C.")
    yield _provision(
        hit.span(),
        "Regulation" if regulation else "StatuteSection",
        f"{hit['title']} {letters} § {hit['section']}",
        rule,
        EntityId(f"law/{base}/{hit['title']}/{slug_of(hit['section'])}"),
    )


def _numbered(surface: Surface, rule: Rule, hit: re.Match[str]) -> Iterator[Candidate]:
    """Yield an order, bill, measure, directive or resolution by its number."""
    name = " ".join(hit["name"].split())
    if name.startswith(("Act ", "Law ", "Issue ", "Question ", "Measure ", "Initiative ")):
        if surface.text[max(0, hit.start() - 1)] not in ' \n“"(':
            return
    short = re.match(r"[A-Za-z.]+", name)
    full = load_rules("citations").maps["short_forms"].get(short.group()) if short else None
    if short and full:
        name = f"{full} {name[short.end() :].strip()}"
    found = surface.context.knowledge.by_label(name)
    known = next((item for item in found if item.type == "LegalProvision"), None)
    yield _provision(
        hit.span("name"),
        known.cls if known else str(rule.extra["class"]),
        known.name if known else name,
        rule,
        known.id if known else None,
    )


def _back(rule: Rule, hit: re.Match[str], acts: list[Candidate]) -> Iterator[Candidate]:
    """Yield "the Act" where an act was named before; the last one that fits is meant."""
    noun = hit["noun"].capitalize()
    before = [item for item in acts if item.end <= hit.start()]
    fits = [
        item
        for item in before
        if noun in item.name.split()
        or (noun == "Statute" and item.cls == "Statute")
        or (noun in ("Act", "Code") and item.cls == "Statute" and noun in item.name)
        or (noun in ("Treaty", "Convention") and item.cls == "Treaty")
    ]
    if fits:
        act = fits[-1]
        yield _provision(
            hit.span(),
            act.cls,
            act.name,
            rule,
            act.known,
            tier=1,
            form="description",
            anchor=act.span,
            reason=f"the last law named before that is called “{hit['noun']}”",
        )
