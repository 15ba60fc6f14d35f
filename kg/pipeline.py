"""The whole way from sources to a graph on disk: the picture of the README, in order.

    read → analyze → extract → resolve → collate → graph → infer → store

Only this file knows the order. What fails for one article is noted in the report with its stage
and reason, and the others go on; `strict` stops at the first.
"""

import gc
import tempfile
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path

from kg.analyze import identify_model
from kg.cache import clear_folder, note_graph, noted_graph
from kg.collate import collate
from kg.collation import Collation
from kg.errors import KgError
from kg.findings import finding_lines
from kg.graph import Run
from kg.ids import digest_of
from kg.judge import Decision, holding, pairs_of, read_decisions, revise_findings
from kg.knowledge import Knowledge, load_knowledge
from kg.model import Findings, Report, Resolution
from kg.parallel import Executor, Gathered, InProcess, LocalPool, Search, gather, usable_cores
from kg.parallel.gather import Progress
from kg.parallel.search import state_of
from kg.parts import Matter, Parts, inputs_of
from kg.resolve import resolve
from kg.rules import rules_digest
from kg.settings import ReadSettings
from kg.store import Writer, writing
from kg.store.files import CACHE_NAME

# A process of its own starts in about two seconds, in which this one searches so many articles.
_WORTH_A_PROCESS = 8

MakeExecutor = Callable[[int], Executor]


@dataclass(frozen=True, slots=True)
class BuildSettings:
    """What a build depends on besides the articles.

    `model` is None for the shipped language model, "blank", or a spaCy pipeline's name or folder;
    `reference` are further Turtle files; `judgements` a JSON Lines file or None.
    With `cache`, articles that are in the graph folder already, and have not changed since, are
    not searched again; the graph is the same without. `workers` is how many processes search
    articles: 1 for this one alone, None for as many as there are cores, if there is enough to do.
    """

    model: str | None = None
    reference: tuple[Path, ...] = ()
    judgements: Path | None = None
    strict: bool = False
    cache: bool = True
    workers: int | None = None
    read: ReadSettings = field(default_factory=ReadSettings)


@dataclass(frozen=True, slots=True)
class Found:
    """What reading and extracting gave: findings by article id, the resolution, and the report.

    `decisions` are the judgements of people that hold, `applied` the ids of those that have been
    applied to mentions and statements; `records` are the files that keep the findings,
    `contents` identify the findings as they are after the judgements.
    """

    findings: tuple[Findings, ...]
    resolution: Resolution
    report: Report
    knowledge: Knowledge
    run: Run
    decisions: tuple[Decision, ...] = ()
    applied: frozenset[str] = frozenset()
    records: tuple[str, ...] = ()
    contents: tuple[str, ...] = ()

    def lines(self) -> Iterator[str]:
        """Yield the findings in the format kg-findings/1, one line an article."""
        return finding_lines(self.findings, self.resolution, self.knowledge)


def _silent(stage: str, done: int, total: int, skipped: int = 0) -> None:
    """Show no progress."""


def find(
    sources: Sequence[str],
    *,
    settings: BuildSettings | None = None,
    progress: Progress = _silent,
    cache_folder: Path | None = None,
    executor: MakeExecutor | None = None,
) -> Found:
    """Return all findings of some sources (files or addresses, see `kg.read.list_sources`).

    Findings of earlier builds in `cache_folder` are used again where nothing has changed, and new
    ones are kept there as they are found.

    Args:
        sources: files and addresses, each once.
        settings: what is found depends on them.
        progress: is told after each source.
        cache_folder: where findings are kept; None for no longer than this call.
        executor: gives what searches a number of sources; None for what the settings say.

    Raises:
        KgError: the model, reference data or judgements cannot be used; with `strict`, also
            the first article that cannot be read or searched.

    """
    settings = settings or BuildSettings()
    knowledge = load_knowledge(settings.reference)
    decisions = holding(read_decisions(settings.judgements)) if settings.judgements else ()
    model = identify_model(settings.model)
    executor = executor or _executor_of(settings.workers)
    with ExitStack() as stack:
        folder = cache_folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        search = _search_of(folder, settings)
        gathered = gather(sources, search, executor, strict=settings.strict, progress=progress)
    with _without_collector():
        return _linked(gathered, knowledge, decisions, _run_of(*model))


def build(
    sources: Sequence[str],
    folder: Path,
    *,
    settings: BuildSettings | None = None,
    progress: Progress = _silent,
    executor: MakeExecutor | None = None,
) -> Report:
    """Build the graph of some sources in a folder and return what was read and skipped.

    The graph that was there before stays whole until the new one is complete. A build that was
    stopped is gone on with by the next one.

    Raises:
        KgError: as `find`; also when no article could be read, or the folder cannot be written.

    """
    settings = settings or BuildSettings()
    cache_folder = folder / CACHE_NAME if settings.cache else None
    with writing(folder) as writer:
        found = find(
            sources,
            settings=settings,
            progress=progress,
            cache_folder=cache_folder,
            executor=executor,
        )
        if not found.findings:
            reasons = "; ".join(f"{skip.source}: {skip.reason}" for skip in found.report.skips[:5])
            why = reasons or "no sources"
            raise KgError(f"no article could be read, so there is no graph: {why}")
        progress("graph", 0, 1)
        with _without_collector():
            report = _write(found, writer, cache_folder)
        progress("graph", 1, 1)
    return report


@contextmanager
def _without_collector() -> Iterator[None]:
    """Do something without looking for cycles among objects: there are millions, and no cycles."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _write(found: Found, writer: Writer, folder: Path | None) -> Report:
    """Make the findings the graph of a folder, unless it is, and return what was read."""
    inputs = inputs_of(found.run, found.contents, found.report, found.decisions)
    kept = None if folder is None else writer.kept(noted_graph(folder, inputs))
    if kept is not None:
        counts = {**found.report.counts, "facts": kept.counts["facts"]}
        return replace(found.report, counts=counts, notes=kept.notes)
    collation = collate(found.findings, found.resolution, found.knowledge, found.decisions)
    applied = found.applied | collation.judged
    others = [item for item in found.decisions if not item.is_pair]
    report = replace(
        found.report,
        counts={**found.report.counts, "facts": len(collation.facts)},
        notes=(*found.report.notes, *_unlinked(collation), *_unused(others, applied)),
    )
    matter = Matter(
        found.findings,
        found.contents,
        found.resolution,
        collation,
        found.knowledge,
        found.run,
        tuple(item for item in found.decisions if item.id in applied),
    )
    parts = Parts(matter, folder)
    manifest = writer.write(parts, report.articles, report)
    if folder is not None:
        note_graph(folder, inputs, manifest.data)
        clear_folder(folder, {*found.records, *parts.used})
    return report


def _linked(
    gathered: Gathered, knowledge: Knowledge, decisions: tuple[Decision, ...], run: Run
) -> Found:
    """Return findings with what their mentions mean, as people decided."""
    linked = resolve(gathered.findings, knowledge=knowledge, judgements=pairs_of(decisions))
    ordered, resolution, revised = revise_findings(gathered.findings, linked, decisions, knowledge)
    applied = revised | _used_pairs(decisions, linked)
    notes = _unused((item for item in decisions if item.is_pair), applied)
    report = _report_of(gathered, ordered, resolution, notes)
    records = gathered.records
    contents = tuple(
        record if old is new else f"{record} {digest_of(repr(new))}"
        for record, old, new in zip(records, gathered.findings, ordered, strict=True)
    )
    return Found(ordered, resolution, report, knowledge, run, decisions, applied, records, contents)


def _executor_of(workers: int | None) -> MakeExecutor:
    """Return what chooses the executor for a number of sources."""

    def choose(count: int) -> Executor:
        if workers is None:
            size = min(usable_cores(), count // _WORTH_A_PROCESS)
        else:
            size = min(workers, count)
        return LocalPool(size) if size > 1 else InProcess()

    return choose


def _search_of(folder: Path, settings: BuildSettings) -> Search:
    """Return how sources are searched, with all that decides what is found."""
    state = state_of(settings.model, settings.reference)
    return Search(folder, state, settings.model, settings.reference, settings.read)


def _run_of(name: str, digest: str) -> Run:
    """Return what makes this build: code, model and rules, by version and digest."""
    return Run(code=version("kg"), model=f"{name} {digest[:12]}", rules=rules_digest())


def _report_of(
    gathered: Gathered,
    ordered: Sequence[Findings],
    resolution: Resolution,
    notes: tuple[str, ...],
) -> Report:
    """Return what was read, skipped and found."""
    return Report(
        articles=tuple(found.article for found in ordered),
        skips=gathered.skips,
        duplicates=gathered.duplicates,
        counts=_counts(ordered, resolution),
        notes=notes,
    )


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
