"""Articles, sections and titles by number, and the law that each belongs to.

In: one match of a rule of citations.toml, and the laws the article names. Out: candidates whose
ids tell the hierarchy: law/voting-rights-act/section-2, law/usconst/article-1/section-9/clause-2.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from kg.extract.candidate import Candidate
from kg.extract.constitutions import is_of_country
from kg.extract.numerals import number_of
from kg.extract.surface import Surface
from kg.ids import slug_of
from kg.model import EntityId
from kg.rules import Rule, load_rules

US_CONSTITUTION = EntityId("law/usconst")
# The Constitution of the United States has so many articles, the United States Code so many titles.
_ARTICLES = 7
_TITLES = 54
# Between a part and its law: "of the U.S.", "in", "of Spain’s".
_PART_OF = re.compile(
    r",?[ ](?:of|to|in|under)[ ](?:the[ ])?(?:[^\W\d_a-z][\w.]{0,20}(?:[’'‘]s)?[ ]){0,2}$"
)
# "of the convention": a law named before.
_PART_OF_NOUN = re.compile(
    r"[ ](?:of|in|under)[ ](?:the|that|this|its)[ ](?P<noun>act|law|statute|code|treaty|convention"
    r"|covenant|charter|constitution|regulation|directive|ordinance|protocol|bill)\b"
)
# What may stand between a law and a part of it behind: "the Penal Code Section 187".
_OWNERS = (" ", "’s ", "'s ", "‘s ", ", ", " (")
# Class of a law -> class of its parts.
PART_CLASSES = {
    "Constitution": "ConstitutionalArticle",
    "Treaty": "TreatyArticle",
    "Statute": "StatuteSection",
    "Regulation": "Regulation",
}
# Parts that say nothing without their law.
_DEPENDENT = ("part", "chapter", "clause", "schedule", "rule", "regulation")


def find_part(
    surface: Surface, rule: Rule, hit: re.Match[str], acts: list[Candidate]
) -> Iterator[Candidate]:
    """Yield an article, section or title, with the law it belongs to where that is known."""
    kind = {"sec.": "section", "art.": "article"}.get(hit["kind"].lower(), hit["kind"].lower())
    number = hit["number"]
    if not number[0].isdigit() and (
        hit["kind"][0].islower() or kind not in ("article", "title", "part", "chapter")
    ):
        return
    whole = surface.hit_over(hit.start(), hit.start() + 1)
    is_known = whole is not None and whole.start == hit.start() and whole.end > hit.end()
    if (
        whole is not None
        and is_known
        and all(is_of_country(surface, whole, entry.known) for entry in whole.entries)
    ):
        return
    act, end = _owner_of(surface, hit.start(), hit.end(), acts)
    if act is None and kind in _DEPENDENT:
        return
    if act is None and hit["kind"][0].islower() and kind not in ("section", "article"):
        return
    yield _named_part(surface, rule, (hit.start(), end), kind, number, act, hit)
    if act is not None and end > hit.end():
        yield replace(act, nested=True)


def find_parts(
    surface: Surface, rule: Rule, hit: re.Match[str], acts: list[Candidate]
) -> Iterator[Candidate]:
    """Yield each of several parts of one law."""
    kind = hit["kind"].lower().rstrip("s")
    act, _ = _owner_of(surface, hit.start(), hit.end(), acts)
    for item in re.finditer(r"\d{1,5}[A-Za-z]?|[IVXLC]+", hit["list"]):
        start = hit.start("list") + item.start()
        span = (start if item.start() else hit.start(), hit.start("list") + item.end())
        yield _named_part(surface, rule, span, kind, item.group(), act, hit)


def _named_part(
    surface: Surface,
    rule: Rule,
    span: tuple[int, int],
    kind: str,
    number: str,
    act: Candidate | None,
    hit: re.Match[str],
) -> Candidate:
    """Return one part with its id: by itself, or within the law it belongs to."""
    if act is None:
        alone = _part_alone(surface, rule, span, kind, number, hit)
        if alone is not None:
            return alone
        cls = "TreatyArticle" if kind == "article" else "StatuteSection"
        return provision(span, cls, hit.group(), rule)
    parent = act.known or EntityId(f"law/{slug_of(act.name)}")
    if parent == US_CONSTITUTION and kind == "article":
        if (number_of(number) or 99) <= _ARTICLES:
            return _constitution_part(surface, rule, span, number, hit)
        return provision(span, PART_CLASSES[act.cls], hit.group(), rule)
    value = number if number[0].isdigit() else str(number_of(number))
    key = EntityId(f"{parent}/{kind}-{slug_of(value)}")
    known = surface.context.knowledge.entities.get(key)
    name = known.name if known else f"{kind.capitalize()} {number} of the {act.name}"
    return provision(span, known.cls if known else PART_CLASSES[act.cls], name, rule, key)


def _part_alone(
    surface: Surface,
    rule: Rule,
    span: tuple[int, int],
    kind: str,
    number: str,
    hit: re.Match[str],
) -> Candidate | None:
    """Return a part that is known without its law: "Section 230", "Title 8", "Article III"."""
    knowledge = surface.context.knowledge
    label = f"{kind.capitalize()} {number}"
    roman = not number[0].isdigit()
    value = number_of(number)
    if not hit.groupdict().get("inner"):
        for named in knowledge.by_label(label):
            if named.type == "LegalProvision":
                return provision(span, named.cls, named.name, rule, named.id)
    if kind == "title" and not roman and value is not None and value <= _TITLES:
        key = EntityId(f"law/usc/{number}")
        known = knowledge.entities.get(key)
        name = known.name if known else f"Title {number} of the U.S. Code"
        return provision(span, "CodeTitle", name, rule, key)
    home = kind == "article" and roman and not is_foreign(surface, hit.start(), hit.end())
    if home and value is not None and value <= _ARTICLES:
        return _constitution_part(surface, rule, span, number, hit)
    return None


def _constitution_part(
    surface: Surface, rule: Rule, span: tuple[int, int], number: str, hit: re.Match[str]
) -> Candidate:
    """Return an article, section or clause of the Constitution of the United States."""
    key = f"{US_CONSTITUTION}/article-{number_of(number)}"
    cls, name = "ConstitutionalArticle", f"Article {number}"
    groups = hit.groupdict()
    if groups.get("inner"):
        key, cls = f"{key}/section-{groups['inner']}", "ConstitutionalClause"
        name += f", Section {groups['inner']}"
    if groups.get("clause"):
        key += f"/clause-{groups['clause']}"
        name += f", Clause {groups['clause']}"
    known = surface.context.knowledge.entities.get(EntityId(key))
    return provision(
        span, known.cls if known else cls, known.name if known else name, rule, EntityId(key)
    )


def _owner_of(
    surface: Surface, start: int, end: int, acts: list[Candidate]
) -> tuple[Candidate | None, int]:
    """Return the law a part belongs to, and where the reference ends.

    "… of the X Act" and "the X Act’s …" decide. "… of the convention" means the last law named
    before that has this noun. Else the part belongs to the last law named before in its sentence,
    or to the one law that the article has named before.
    """
    for act in acts:
        gap = surface.text[end : act.start] if end <= act.start <= end + 60 else None
        if gap is not None and _PART_OF.fullmatch(gap):
            return act, act.end
        if act.end < start <= act.end + 5 and surface.text[act.end : start] in _OWNERS:
            return act, end
    before = [item for item in acts if item.end <= start]
    noun = _PART_OF_NOUN.match(surface.text, end)
    if noun is not None:
        fits = [item for item in before if is_called(item, noun["noun"])]
        return (fits[-1] if fits else None), noun.end() if fits else end
    if surface.text[start : start + 3].lower() == "sec":
        before = [item for item in before if item.cls not in ("Treaty", "Constitution")]
    first, _ = surface.sentence_of(start)
    here = [item for item in before if item.start >= first]
    if here:
        return here[-1], end
    if len({item.known or item.name for item in before}) == 1 and before[0].cls != "Constitution":
        return before[-1], end
    return None, end


def is_called(law: Candidate, noun: str) -> bool:
    """Tell whether a law can be called by a noun: "the convention", "the statute"."""
    nouns = load_rules("citations").maps["nouns_of_classes"]
    name = law.name.lower().split() if law.cls != "Constitution" else []
    return noun.lower() in name or law.cls in nouns.get(noun.lower(), "").split()


def is_foreign(surface: Surface, start: int, end: int) -> bool:
    """Tell whether another country or state owns a numbered amendment or article."""
    knowledge = surface.context.knowledge
    if re.match(
        r"[ ](?:of|to)[ ](?:the[ ])?(?!U\.?S\.?\b|United States)", surface.text[end : end + 40]
    ):
        after = surface.hit_over(end + 4, min(end + 45, len(surface.text)))
        if after is not None:
            owners = {entry.known for entry in after.entries}
            return all(
                item.id != US_CONSTITUTION
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


def provision(
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
