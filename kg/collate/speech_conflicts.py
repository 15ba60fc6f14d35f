"""Conflicts between utterances: who said it, in which words, how firmly, on what ground.

In: a `World`. Out: conflicts, in the order of the finders. Utterances are compared within quote
clusters, speakers and issues only.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from kg.collate.words import content_of, words_of
from kg.collate.world import World, articles_of, make_conflict, side_of_words
from kg.collation import Conflict, QuoteCluster, Side, Utterance
from kg.model import EntityId, Evidence, Findings, Mention
from kg.rules import load_rules

_QUOTED = frozenset({"direct", "mixed"})
_LAWFUL, _UNLAWFUL = "asserts_lawful", "asserts_unlawful"
_OPEN = frozenset({"states_condition", "questions_legality"})
_LEGAL = _OPEN | {_LAWFUL, _UNLAWFUL}
# Words that a denied plan and the plan must share.
_SHARED = 2
# How many utterances with one word are looked at.
_MANY = 50


def speech_conflicts(world: World) -> Iterator[Conflict]:
    """Yield all conflicts between utterances."""
    finders: tuple[Callable[[World], Iterator[Conflict]], ...] = (
        _attributions,
        _wordings,
        _firmness_of_speakers,
        _firmness_of_claims,
        _grounds,
        _denied_plans,
        _offers_and_agreements,
    )
    for finder in finders:
        yield from finder(world)


def _attributions(world: World) -> Iterator[Conflict]:
    """Yield quotes that are given to several speakers."""
    for quote in world.quotes:
        if len(quote.speakers) < 2:
            continue
        sides = [
            side_of_words(
                world.name(speaker), [item for item in quote.variants if item.speaker == speaker]
            )
            for speaker in quote.speakers
        ]
        values = ", ".join(side.value for side in sides)
        kind = "AttributionConflict"
        yield make_conflict(kind, kind, quote.speakers, sides, values=values)


def _wordings(world: World) -> Iterator[Conflict]:
    """Yield quotes whose words in quotation marks differ from article to article.

    Quotes out of the same statements are one speech, and make one conflict.
    """
    for speaker, quotes in _speeches(world.quotes):
        variants = [item for quote in quotes for item in quote.variants]
        wordings = _wordings_of(variants)
        if len(wordings) > 1:
            sides = [side_of_words(items[0].evidence.quote, items) for items in wordings]
            words = {"about": world.name(speaker), "count": len(sides)}
            yield make_conflict("WordingDifference", "WordingDifference", [speaker], sides, **words)


def _speeches(quotes: Iterable[QuoteCluster]) -> Iterator[tuple[str, list[QuoteCluster]]]:
    """Yield the quotes of one speaker each that have a statement in common."""
    speech_of: dict[str, list[QuoteCluster]] = {}
    speeches: dict[int, list[QuoteCluster]] = {}
    for quote in quotes:
        if len(quote.speakers) != 1:
            continue
        merged = [quote]
        statements = {item.statement for item in quote.variants}
        for old in {
            id(speech_of[one]): speech_of[one] for one in sorted(statements) if one in speech_of
        }.values():
            merged.extend(old)
            speeches.pop(id(old))
        speeches[id(merged)] = merged
        speech_of |= {item.statement: merged for one in merged for item in one.variants}
    for speech in sorted(speeches.values(), key=lambda one: min(quote.id for quote in one)):
        yield speech[0].speakers[0], sorted(speech, key=lambda quote: quote.id)


def _is_quoted(utterance: Utterance) -> bool:
    """Tell whether the words of an utterance are a speaker's own."""
    return utterance.kind in _QUOTED


def _wordings_of(variants: Iterable[Utterance]) -> list[list[Utterance]]:
    """Return variants by article, without articles that quote the same words as one before."""
    by_article: dict[str, list[Utterance]] = defaultdict(list)
    for item in variants:
        by_article[item.evidence.article].append(item)
    kept: list[list[Utterance]] = []
    seen: list[frozenset[str]] = []
    for article in sorted(by_article):
        quoted = [item for item in by_article[article] if _is_quoted(item)]
        words = frozenset(word for item in quoted for word in content_of(item.evidence.quote))
        if words and words not in seen:
            seen.append(words)
            kept.append(by_article[article])
    return kept


def _firmness_of_speakers(world: World) -> Iterator[Conflict]:
    """Yield speakers who call lawful what they elsewhere make depend on the law."""
    legal: dict[str, list[Utterance]] = defaultdict(list)
    for item in world.utterances:
        if item.speaker is not None and item.modality in _LEGAL:
            legal[item.speaker].append(item)
    for speaker in sorted(legal):
        firm = [item for item in legal[speaker] if item.modality == _LAWFUL]
        left_open = [item for item in legal[speaker] if item.modality in _OPEN]
        if firm and left_open:
            sides = [side_of_words(_LAWFUL, firm), side_of_words("open", left_open)]
            kind, about = "StrengthDifference", world.name(speaker)
            yield make_conflict(kind, "StrengthOfSpeaker", (speaker,), sides, about=about)


def _firmness_of_claims(world: World) -> Iterator[Conflict]:
    """Yield issues on which some say flatly "unlawful" and others hedge."""
    for (issue, *_), items in _by_issue(world).items():
        unlawful = [item for item in items if item.modality == _UNLAWFUL]
        flat = [item for item in unlawful if not _is_hedged(item)]
        doubtful = [item for item in unlawful if _is_hedged(item)]
        doubtful += [item for item in items if item.modality == "questions_legality"]
        sides = [side_of_words("unlawful", flat), side_of_words("doubtful", doubtful)]
        if flat and doubtful and len(articles_of(sides)) > 1:
            about = world.name(issue)
            template = "StrengthOfClaim"
            yield make_conflict("StrengthDifference", template, (issue,), sides, about=about)


def _is_hedged(utterance: Utterance) -> bool:
    """Tell whether an utterance takes its claim back in part."""
    hedge = load_rules("collate").rule("collate/hedged").regex
    return hedge is not None and hedge.search(utterance.evidence.quote) is not None


def _by_issue(world: World) -> Mapping[tuple[str, str], list[Utterance]]:
    """Return the utterances that speak of lawfulness by issue and the plan or law in question.

    Of one issue there are many cases in the world; without a target an article stands alone.
    """
    subjects: dict[str, list[tuple[str, str]]] = {}
    for found in world.findings:
        for statement in found.statements:
            link = world.resolution.links.get(statement.target) if statement.target else None
            case: str = found.article.id if link is None else link.entity
            issues: list[str] = sorted(set(statement.issues)) or ([] if link is None else [case])
            subjects[statement.id] = [(issue, case) for issue in issues]
    groups: dict[tuple[str, str], list[Utterance]] = defaultdict(list)
    for item in world.utterances:
        for subject in subjects.get(item.statement, ()) if item.modality is not None else ():
            groups[subject].append(item)
    return {subject: groups[subject] for subject in sorted(groups)}


def _grounds(world: World) -> Iterator[Conflict]:
    """Yield issues for which articles name provisions that have none in common."""
    provisions = _provisions(world)
    for (issue, *_), items in _by_issue(world).items():
        by_article: dict[str, dict[str, list[Utterance]]] = defaultdict(lambda: defaultdict(list))
        for item in items:
            for provision in provisions.get(item.statement, ()):
                by_article[item.evidence.article][provision].append(item)
        grounds: dict[tuple[str, ...], list[Utterance]] = defaultdict(list)
        for named in by_article.values():
            key = tuple(sorted(named))
            grounds[key].extend(item for group in named.values() for item in group)
        apart = _disjoint(grounds)
        if len(apart) > 1:
            sides = [
                side_of_words(" + ".join(world.name(item) for item in key), grounds[key])
                for key in apart
            ]
            values = "; ".join(side.value for side in sides)
            yield make_conflict("ScopeDifference", "LegalGround", (issue,), sides, values=values)


def _disjoint(grounds: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return the sets of provisions that share none with one before, the largest first."""
    kept: list[tuple[str, ...]] = []
    for key in sorted(grounds, key=lambda item: (-len(item), item)):
        if all(set(key).isdisjoint(other) for other in kept):
            kept.append(key)
    return kept


def _provisions(world: World) -> Mapping[str, tuple[EntityId, ...]]:
    """Return the provisions that each statement names."""
    links = world.resolution.links
    return {
        statement.id: tuple(
            sorted({links[item].entity for item in statement.provisions if item in links})
        )
        for found in world.findings
        for statement in found.statements
    }


def _denied_plans(world: World) -> Iterator[Conflict]:
    """Yield plans that one denies and another, or another article, speaks of as considered."""
    book = load_rules("collate")
    denies, has = book.rule("collate/denies-plan").regex, book.rule("collate/has-plan").regex
    if denies is None or has is None:
        return
    quote_of = {item.id: quote.id for quote in world.quotes for item in quote.variants}
    denied: dict[str, list[Utterance]] = defaultdict(list)
    planned: dict[str, list[Utterance]] = defaultdict(list)
    for item in world.utterances:
        if denies.search(item.evidence.quote):
            denied[quote_of.get(item.id, item.id)].append(item)
        elif has.search(item.evidence.quote):
            for word in set(content_of(item.evidence.quote)):
                planned[word].append(item)
    for key in sorted(denied):
        near = {item.id: item for one in denied[key] for item in _near(one, planned)}
        if near:
            sides = [side_of_words("not planned", denied[key])]
            sides.append(side_of_words("thought of", near.values()))
            speakers = {side for one in sides for side in one.speakers}
            values = ", ".join(world.name(name) for name in sorted(speakers)) or "articles"
            kind = "AssertedAndDenied"
            yield make_conflict(kind, "PlanDenied", speakers, sides, values=values)


def _near(utterance: Utterance, others: Mapping[str, list[Utterance]]) -> Iterator[Utterance]:
    """Yield the utterances, listed by word, that share enough words with one.

    Of a word that many have only the first are looked at.
    """
    counts: Counter[str] = Counter()
    found: dict[str, Utterance] = {}
    for word in set(content_of(utterance.evidence.quote)):
        for other in others.get(word, ())[:_MANY]:
            counts[other.id] += 1
            found[other.id] = other
    yield from (found[key] for key in sorted(found) if counts[key] > _SHARED)


def _offers_and_agreements(world: World) -> Iterator[Conflict]:
    """Yield proposals that are called settled, or whose proposers are said to have agreed."""
    offers: dict[str, list[Evidence]] = defaultdict(list)
    settled: dict[str, list[Evidence]] = defaultdict(list)
    book = load_rules("collate")
    agrees = book.rule("collate/agrees-to").regex
    proposers = {
        fact.subject: str(fact.object) for fact in world.facts if fact.relation == "proposed"
    }
    for fact in world.facts:
        if fact.relation == "proposed":
            offers[str(fact.object)].extend(fact.evidence)
    for found in world.findings:
        for mention in found.mentions:
            link = world.resolution.links.get(mention.id)
            if link is None:
                continue
            words = words_of(mention.evidence.quote)
            if link.entity in offers and words and words[-1] in book.lists["made_agreement"]:
                settled[link.entity].append(mention.evidence)
            elif link.entity in proposers and agrees and agrees.match(_after(mention, found)):
                settled[proposers[link.entity]].append(mention.evidence)
    for proposal in sorted(settled):
        sides = [
            Side("offer", tuple(sorted(set(offers[proposal]), key=_place))),
            Side("settled", tuple(sorted(set(settled[proposal]), key=_place))),
        ]
        about = world.name(proposal)
        yield make_conflict("Tension", "OfferOrAgreement", (proposal,), sides, about=about)


def _after(mention: Mention, found: Findings) -> str:
    """Return the words of the sentence after a mention."""
    return found.article.text[mention.evidence.end : mention.evidence.sentence_end]


def _place(evidence: Evidence) -> tuple[str, int, int]:
    """Return what evidence is sorted by."""
    return evidence.article, evidence.start, evidence.end
