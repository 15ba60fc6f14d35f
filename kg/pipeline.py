"""The whole way from sources to a graph on disk: the picture of the README, in order.

    read → analyze → extract → resolve → collate → graph → infer → store

Only this file knows the order. What fails for one article is noted in the report with its stage
and reason, and the others go on; `strict` stops at the first.
"""

import logging
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from itertools import chain
from pathlib import Path

from kg.analyze import Model, analyze, load_model
from kg.cache import Cache, code_digest, files_digest
from kg.collate import collate
from kg.collation import Collation
from kg.errors import KgError, ReadError
from kg.extract import extract
from kg.findings import finding_lines
from kg.graph import Run, build_quads, judgement_quads
from kg.judge import Decision, holding, pairs_of, read_decisions, revise_findings
from kg.knowledge import Knowledge, load_knowledge
from kg.model import Article, Findings, Report, Resolution, Skip
from kg.read import read_many
from kg.resolve import resolve
from kg.resources import data_path
from kg.rules import rules_digest
from kg.settings import ReadSettings
from kg.store import write_graph

logger = logging.getLogger(__name__)

# Articles that go to the language model together: enough to fill its batches, few enough to keep
# memory flat.
_BATCH = 16
# Within the graph folder, what was found in each article.
CACHE_NAME = "cache"

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class BuildSettings:
    """What a build depends on besides the articles.

    `model` is None for the shipped language model, "blank", or a spaCy pipeline's name or folder;
    `reference` are further Turtle files; `judgements` a JSON Lines file or None.
    With `cache`, articles that are in the graph folder already, and have not changed since, are
    not searched again; the graph is the same without.
    """

    model: str | None = None
    reference: tuple[Path, ...] = ()
    judgements: Path | None = None
    strict: bool = False
    cache: bool = True
    read: ReadSettings = field(default_factory=ReadSettings)


@dataclass(frozen=True, slots=True)
class Found:
    """What reading and extracting gave: findings by article id, the resolution, and the report.

    `decisions` are the judgements of people that hold, `applied` the ids of those that have been
    applied to mentions and statements; `cache` is where findings wait to be kept.
    """

    findings: tuple[Findings, ...]
    resolution: Resolution
    report: Report
    knowledge: Knowledge
    run: Run
    decisions: tuple[Decision, ...] = ()
    applied: frozenset[str] = frozenset()
    cache: Cache | None = None

    def lines(self) -> Iterator[str]:
        """Yield the findings in the format kg-findings/1, one line an article."""
        return finding_lines(self.findings, self.resolution, self.knowledge)


def _silent(stage: str, done: int, total: int) -> None:
    """Show no progress."""


def find(
    sources: Sequence[str],
    *,
    settings: BuildSettings | None = None,
    progress: Progress = _silent,
    cache_folder: Path | None = None,
) -> Found:
    """Return all findings of some sources (files or addresses, see `kg.read.list_sources`).

    Findings of earlier builds in `cache_folder` are used again where nothing has changed.

    Raises:
        KgError: the model, reference data or judgements cannot be used; with `strict`, also
            the first article that cannot be read or searched.

    """
    settings = settings or BuildSettings()
    knowledge = load_knowledge(settings.reference)
    decisions = holding(read_decisions(settings.judgements)) if settings.judgements else ()
    model = load_model(settings.model)
    articles, skips, duplicates = _read(sources, settings, progress)
    cache = None if cache_folder is None else _cache_of(cache_folder, model, settings)
    findings: list[Findings] = []
    for done, item in enumerate(_search(articles, model, knowledge, settings, cache), start=1):
        (findings if isinstance(item, Findings) else skips).append(item)  # type: ignore[arg-type]
        progress("extract", done, len(articles))
    findings.sort(key=lambda found: found.article.id)
    linked = resolve(findings, knowledge=knowledge, judgements=pairs_of(decisions))
    ordered, resolution, revised = revise_findings(findings, linked, decisions, knowledge)
    applied = revised | _used_pairs(decisions, linked)
    report = Report(
        articles=tuple(found.article for found in ordered),
        skips=tuple(sorted(skips, key=lambda skip: (skip.source, skip.stage))),
        duplicates=tuple(duplicates),
        counts=_counts(ordered, resolution),
        notes=_unused((item for item in decisions if item.is_pair), applied),
    )
    run = _run_of(model)
    return Found(ordered, resolution, report, knowledge, run, decisions, applied, cache)


def build(
    sources: Sequence[str],
    folder: Path,
    *,
    settings: BuildSettings | None = None,
    progress: Progress = _silent,
) -> Report:
    """Build the graph of some sources in a folder and return what was read and skipped.

    The graph that was there before stays whole until the new one is complete.

    Raises:
        KgError: as `find`; also when no article could be read, or the folder cannot be written.

    """
    settings = settings or BuildSettings()
    cache_folder = folder / CACHE_NAME if settings.cache else None
    found = find(sources, settings=settings, progress=progress, cache_folder=cache_folder)
    if not found.findings:
        reasons = "; ".join(f"{skip.source}: {skip.reason}" for skip in found.report.skips[:5])
        raise KgError(f"no article could be read, so there is no graph: {reasons or 'no sources'}")
    progress("graph", 0, 1)
    collation = collate(found.findings, found.resolution, found.knowledge, found.decisions)
    applied = found.applied | collation.judged
    others = [item for item in found.decisions if not item.is_pair]
    quads = chain(
        build_quads(found.findings, found.resolution, collation, found.knowledge, run=found.run),
        judgement_quads(item for item in found.decisions if item.id in applied),
    )
    lines = "".join(f"{line}\n" for line in found.lines()).encode()
    report = replace(
        found.report,
        counts={**found.report.counts, "facts": len(collation.facts)},
        notes=(*found.report.notes, *_unlinked(collation), *_unused(others, applied)),
    )
    write_graph(folder, quads, report.articles, report, lines)
    if found.cache is not None:
        found.cache.write()
    progress("graph", 1, 1)
    return report


def _run_of(model: Model) -> Run:
    """Return what makes this build: code, model and rules, by version and digest."""
    return Run(code=version("kg"), model=f"{model.name} {model.digest[:12]}", rules=rules_digest())


def _read(
    sources: Sequence[str], settings: BuildSettings, progress: Progress
) -> tuple[list[Article], list[Skip], list[tuple[str, str]]]:
    """Return the articles, each text once, what could not be read, and the doubled names."""
    by_text: dict[str, Article] = {}
    skips: list[Skip] = []
    duplicates: list[tuple[str, str]] = []
    for done, item in enumerate(read_many(sources, settings=settings.read), start=1):
        progress("read", done, len(sources))
        if isinstance(item, Skip):
            if settings.strict:
                raise ReadError(item.source, item.reason)
            skips.append(item)
        elif item.sha256 in by_text:
            first = by_text[item.sha256]
            duplicates.append((item.source, first.source))
            by_text[item.sha256] = _with_source(first, item.source)
        else:
            by_text[item.sha256] = item
    return list(by_text.values()), skips, duplicates


def _with_source(article: Article, source: str) -> Article:
    """Return an article that was found under one more name."""
    names = tuple(sorted({*(article.sources or (article.source,)), source}))
    return replace(article, source=names[0], sources=names)


def _cache_of(folder: Path, model: Model, settings: BuildSettings) -> Cache:
    """Return the cache for what decides what is found: model, rules, knowledge and code."""
    reference = files_digest([data_path("reference"), *settings.reference])
    return Cache(folder, model.name, model.digest, rules_digest(), reference, code_digest())


def _used_pairs(decisions: Sequence[Decision], resolution: Resolution) -> frozenset[str]:
    """Return the ids of the decisions "same" and "different" that named something."""
    unused = set(resolution.unused)
    return frozenset(
        item.id for item in decisions for pair in pairs_of([item]) if pair not in unused
    )


def _unused(decisions: Iterable[Decision], applied: Container[str]) -> tuple[str, ...]:
    """Return a note for each decision that fits nothing in these articles any more."""
    left = (item for item in decisions if item.id not in applied)
    return tuple(f"judgement does not apply: {item.id} {item}" for item in left)


def _search(
    articles: Sequence[Article],
    model: Model,
    knowledge: Knowledge,
    settings: BuildSettings,
    cache: Cache | None,
) -> Iterator[Findings | Skip]:
    """Yield the findings of each article, kept or new, or the reason why there are none."""
    todo: list[Article] = []
    for article in articles:
        kept = None if cache is None else cache.get(article)
        if kept is None:
            todo.append(article)
        else:
            yield kept
    for item in _search_anew(todo, model, knowledge, settings):
        if cache is not None and isinstance(item, Findings):
            cache.keep(item)
        yield item


def _search_anew(
    articles: Sequence[Article], model: Model, knowledge: Knowledge, settings: BuildSettings
) -> Iterator[Findings | Skip]:
    """Yield the findings of each article, or the reason why there are none."""
    for batch in _batches(articles):
        for article, doc in zip(batch, analyze(batch, model=model), strict=True):
            try:
                yield extract(article, doc, knowledge)
            except Exception as error:  # the one boundary: an article must not stop the others
                if settings.strict:
                    raise
                logger.debug("extracting %s failed", article.source, exc_info=True)
                yield Skip(article.source, "extract", f"{type(error).__name__}: {error}")


def _batches(articles: Sequence[Article]) -> Iterable[Sequence[Article]]:
    """Return articles in groups that are analyzed together."""
    return (articles[start : start + _BATCH] for start in range(0, len(articles), _BATCH))


def _unlinked(collation: Collation) -> tuple[str, ...]:
    """Return a note for each reason why relations made no fact, with their number."""
    reasons = Counter(item.reason for item in collation.left_out)
    return tuple(
        f"{count} relations made no fact: {reason}" for reason, count in sorted(reasons.items())
    )


def _counts(findings: Sequence[Findings], resolution: Resolution) -> dict[str, int]:
    """Return how much was found, by kind."""
    return {
        "articles": len(findings),
        "entities": len(resolution.entities),
        "mentions": sum(len(found.mentions) for found in findings),
        "relations": sum(len(found.relations) for found in findings),
        "statements": sum(len(found.statements) for found in findings),
    }
