"""All sources to findings: those that are kept already, and those that an executor searches.

In: sources, how to search, an executor. Out: one record for each text, in the order of article
ids, with what could not be read and what was there twice. While sources are searched, this process
holds a name for each; nothing depends on the order in which they are done.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from kg.cache import Cache
from kg.errors import KgError, ReadError
from kg.model import Findings, Skip
from kg.parallel.job import Executor
from kg.parallel.search import Outcome, Search, Searcher


class Progress(Protocol):
    """Shows that `done` of `total` have passed a stage, `skipped` of them without a result."""

    def __call__(self, stage: str, done: int, total: int, skipped: int = 0) -> None:
        """Show it."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was found: findings by article id, their records, skips, and doubled sources.

    `duplicates` are (source, source of the article that it repeats).
    """

    findings: tuple[Findings, ...]
    records: tuple[str, ...]
    skips: tuple[Skip, ...]
    duplicates: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class _Tally:
    """What is known so far; `kept` has the findings that were there already, by record."""

    outcomes: list[tuple[str, Outcome]] = field(default_factory=list)
    kept: dict[str, Findings] = field(default_factory=dict)


def gather(
    sources: Sequence[str],
    search: Search,
    executor: Callable[[int], Executor],
    *,
    strict: bool,
    progress: Progress,
) -> Gathered:
    """Return the findings of some sources.

    Args:
        sources: files and addresses.
        search: how each is searched.
        executor: gives the executor for a number of sources that have to be searched.
        strict: whether the first source without findings is an error.
        progress: is told after each source.

    Raises:
        KgError: the executor failed; with `strict`, a source could not be read or searched.

    """
    tally = _Tally()
    todo = _take_kept(sources, Searcher(search), tally)
    skipped = 0
    progress("extract", len(tally.outcomes), len(sources))
    for source, outcome in _searched(todo, search, executor):
        if strict and outcome.skip is not None:
            raise _error_of(outcome.skip)
        skipped += outcome.skip is not None
        tally.outcomes.append((source, outcome))
        progress("extract", len(tally.outcomes), len(sources), skipped)
    return _joined(tally, search)


def _take_kept(sources: Sequence[str], searcher: Searcher, tally: _Tally) -> list[str]:
    """Note the sources whose findings are there already, and return the others."""
    todo = []
    for source in sources:
        kept = searcher.kept(source)
        if kept is None:
            todo.append(source)
        else:
            record, found = kept
            tally.kept[record] = found
            article = found.article
            tally.outcomes.append((source, Outcome(article.source, article.sha256, record)))
    return todo


def _searched(
    todo: Sequence[str], search: Search, executor: Callable[[int], Executor]
) -> Iterator[tuple[str, Outcome]]:
    """Yield the outcome of each source as it is done."""
    if not todo:
        return
    for done in executor(len(todo)).run(search.job, todo):
        if done.value is None:
            yield done.item, Outcome(done.item, skip=Skip(done.item, "extract", str(done.failure)))
        else:
            yield done.item, Outcome.of(done.value)


def _error_of(skip: Skip) -> KgError:
    """Return the error for a source that gave nothing."""
    if skip.stage == "read":
        return ReadError(skip.source, skip.reason)
    return KgError(f"{skip.source}: {skip.reason}", source=skip.source, stage=skip.stage)


def _joined(tally: _Tally, search: Search) -> Gathered:
    """Return the findings of each text once, under all its names.

    Of several sources with one text the one with the smallest name gives the article.
    """
    by_text: dict[str, list[Outcome]] = defaultdict(list)
    for _, outcome in tally.outcomes:
        if outcome.skip is None:
            by_text[outcome.sha256].append(outcome)
    chosen: list[tuple[Findings, str]] = []
    duplicates: list[tuple[str, str]] = []
    for outcomes in by_text.values():
        first, *others = sorted(outcomes, key=lambda item: (item.source, item.record))
        found = tally.kept.pop(first.record, None) or _loaded(first, search)
        chosen.append((_named(found, [item.source for item in outcomes]), first.record))
        duplicates += [(item.source, first.source) for item in others]
    chosen.sort(key=lambda pair: pair[0].article.id)
    skips = (outcome.skip for _, outcome in tally.outcomes if outcome.skip is not None)
    return Gathered(
        findings=tuple(found for found, _ in chosen),
        records=tuple(record for _, record in chosen),
        skips=tuple(sorted(skips, key=lambda skip: (skip.source, skip.stage))),
        duplicates=tuple(sorted(duplicates)),
    )


def _loaded(outcome: Outcome, search: Search) -> Findings:
    """Return the findings of a record that was written just now.

    Raises:
        KgError: somebody removed or damaged it since.

    """
    found = Cache(search.folder, search.state).get(outcome.record)
    if found is None:
        raise KgError(f"{search.folder} lost the findings of {outcome.source}; build again")
    return found


def _named(found: Findings, names: Iterable[str]) -> Findings:
    """Return findings whose article has all names that it was found under."""
    sources = tuple(sorted(set(names)))
    article = found.article
    if sources == article.sources:
        return found
    return replace(found, article=replace(article, source=sources[0], sources=sources))
