"""All mentions of one article: names, references to law, descriptions of groups and prisons.

In: the context of an article. Out: mentions in the order of the text, at most one of a type at
one span. The finders propose candidates; here overlaps are settled and ids are made.
"""

from kg.extract.acts import find_acts
from kg.extract.candidate import Candidate, settle
from kg.extract.citations import find_citations
from kg.extract.context import Context
from kg.extract.datelines import find_dateline_places, find_datelines, is_in_dateline
from kg.extract.described import find_described
from kg.extract.doctrines import find_doctrines
from kg.extract.evidence import evidence_at, mention_id
from kg.extract.explained import find_acronyms, find_aliases
from kg.extract.governments import find_governments, heads_of_governments
from kg.extract.named import find_chapters, find_ruled
from kg.extract.nominals import find_nominals
from kg.extract.organizations import find_organizations
from kg.extract.people import find_people
from kg.extract.reference import read_hit
from kg.extract.repeats import find_repeats
from kg.extract.reporters import find_reports
from kg.extract.surface import Surface, surface_of
from kg.extract.tagged import find_tagged
from kg.model import Mention, MentionId


def find_mentions(context: Context) -> tuple[Mention, ...]:
    """Return the mentions of one article in the order of its text."""
    if not context.article.text.strip():
        return ()
    return to_mentions(context, settle(_candidates(surface_of(context))))


def to_mentions(context: Context, candidates: tuple[Candidate, ...]) -> tuple[Mention, ...]:
    """Return candidates as mentions with evidence, ids, and links to what they stand for."""
    evidences = [evidence_at(context, item.start, item.end) for item in candidates]
    ids = [
        mention_id(evidence, item.type)
        for evidence, item in zip(evidences, candidates, strict=True)
    ]
    by_span: dict[tuple[int, int], MentionId] = {}
    for item, key in zip(candidates, ids, strict=True):
        by_span.setdefault(item.span, key)
    return tuple(
        Mention(
            id=key,
            evidence=evidence,
            type=item.type,
            cls=item.cls,
            name=item.name,
            rule=item.rule,
            form=item.form,
            known=item.known,
            antecedent=_antecedent(item, key, by_span),
            reason=item.reason,
            roles=item.roles,
            generic=item.generic,
        )
        for item, evidence, key in zip(candidates, evidences, ids, strict=True)
    )


def _antecedent(
    item: Candidate, key: MentionId, by_span: dict[tuple[int, int], MentionId]
) -> MentionId | None:
    """Return the mention at a candidate's anchor, if there is one and it is another."""
    target = by_span.get(item.anchor) if item.anchor is not None else None
    return None if target == key else target


def _candidates(surface: Surface) -> list[Candidate]:
    """Return what all finders propose."""
    known = [item for hit in surface.hits for item in read_hit(surface, hit)]
    governments = list(find_governments(surface))
    organizations = [
        *find_organizations(surface),
        *find_ruled(surface),
        *find_chapters(surface),
        *find_described(surface),
    ]
    datelines = find_datelines(surface.context)
    places = list(find_dateline_places(surface, datelines))
    people = [
        item
        for item in find_people(surface)
        if not is_in_dateline(datelines, item.start, item.end)
        and (item.roles or item.name.title() not in {place.name for place in places})
    ]
    acts = list(find_acts(surface))
    names = [*known, *governments, *organizations, *acts, *places]
    citations = [*find_citations(surface, names), *find_doctrines(surface)]
    acronyms = list(find_acronyms(surface, [*names, *citations]))
    named = [*names, *citations, *acronyms]
    repeats = find_repeats(
        surface,
        [*people, *(item for item in governments if item.type == "Person")],
        heads_of_governments(governments),
    )
    nominals = find_nominals(surface, named)
    reports = find_reports(surface, named)
    aliases = find_aliases(surface, named)
    return [*named, *people, *repeats, *nominals, *aliases, *reports, *find_tagged(surface)]
