"""The whole way from sources to a graph on disk: the picture of the README, in order.

    read → analyze → extract → resolve → collate → graph → infer → store

Only this file knows the order. What fails for one article is noted in the report with its stage
and reason, and the others go on; `strict` stops at the first.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path

from kg.analyze import Model, analyze, load_model
from kg.collate import collate
from kg.collation import Collation
from kg.errors import KgError, ReadError
from kg.extract import extract
from kg.findings import finding_lines
from kg.graph import Run, build_quads
from kg.knowledge import Knowledge, load_knowledge
from kg.model import Article, Findings, Report, Resolution, Skip
from kg.read import read_many
from kg.resolve import read_judgements, resolve
from kg.rules import rules_digest
from kg.settings import ReadSettings
from kg.store import write_graph

logger = logging.getLogger(__name__)

# Articles that go to the language model together: enough to fill its batches, few enough to keep
# memory flat.
_BATCH = 16

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class BuildSettings:
    """What a build depends on besides the articles.

    `model` is None for the shipped language model, "blank", or a spaCy pipeline's name or folder;
    `reference` are further Turtle files; `judgements` a JSON Lines file or None.
    """

    model: str | None = None
    reference: tuple[Path, ...] = ()
    judgements: Path | None = None
    strict: bool = False
    read: ReadSettings = field(default_factory=ReadSettings)


@dataclass(frozen=True, slots=True)
class Found:
    """What reading and extracting gave: findings by article id, the resolution, and the report."""

    findings: tuple[Findings, ...]
    resolution: Resolution
    report: Report
    knowledge: Knowledge
    run: Run

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
) -> Found:
    """Return all findings of some sources (files or addresses, see `kg.read.list_sources`).

    Raises:
        KgError: the model, reference data or judgements cannot be used; with `strict`, also
            the first article that cannot be read or searched.

    """
    settings = settings or BuildSettings()
    knowledge = load_knowledge(settings.reference)
    judgements = read_judgements(settings.judgements) if settings.judgements else ()
    model = load_model(settings.model)
    articles, skips, duplicates = _read(sources, settings, progress)
    findings: list[Findings] = []
    for done, item in enumerate(_search(articles, model, knowledge, settings), start=1):
        (findings if isinstance(item, Findings) else skips).append(item)  # type: ignore[arg-type]
        progress("extract", done, len(articles))
    ordered = tuple(sorted(findings, key=lambda found: found.article.id))
    resolution = resolve(ordered, knowledge=knowledge, judgements=judgements)
    report = Report(
        articles=tuple(found.article for found in ordered),
        skips=tuple(sorted(skips, key=lambda skip: (skip.source, skip.stage))),
        duplicates=tuple(duplicates),
        counts=_counts(ordered, resolution),
        notes=tuple(
            f"judgement unused: {item.left} / {item.right} ({item.who}, {item.when})"
            for item in resolution.unused
        ),
    )
    return Found(ordered, resolution, report, knowledge, _run_of(model))


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
    found = find(sources, settings=settings, progress=progress)
    if not found.findings:
        reasons = "; ".join(f"{skip.source}: {skip.reason}" for skip in found.report.skips[:5])
        raise KgError(f"no article could be read, so there is no graph: {reasons or 'no sources'}")
    progress("graph", 0, 1)
    collation = collate(found.findings, found.resolution, found.knowledge)
    quads = build_quads(found.findings, found.resolution, collation, found.knowledge, run=found.run)
    lines = "".join(f"{line}\n" for line in found.lines()).encode()
    report = replace(
        found.report,
        counts={**found.report.counts, "facts": len(collation.facts)},
        notes=(*found.report.notes, *_unlinked(collation)),
    )
    write_graph(folder, quads, report.articles, report, lines)
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


def _search(
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
