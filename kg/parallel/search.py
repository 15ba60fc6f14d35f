"""What is done to each source: read, analyze, extract, and keep what was found in a file.

In: a source. Out: the name of the file with its findings, or the reason why there are none.
The same function serves this process, a pool and a cluster that shares the folder.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from kg.analyze import analyze, identify_model, load_model
from kg.cache import Cache, code_digest, files_digest, library_versions
from kg.errors import ReadError
from kg.ids import digest_of
from kg.knowledge import load_knowledge
from kg.model import Article, Findings, Skip
from kg.parallel.job import Job
from kg.read import content_of, read_article
from kg.resources import data_path
from kg.rules import rules_digest
from kg.settings import ReadSettings

if TYPE_CHECKING:
    from kg.analyze import Model

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Search:
    """How sources are searched: model, reference files, limits of reading, where findings go.

    `state` stands for all that decides what is found besides a source (see `kg.cache`).
    """

    folder: Path
    state: str
    model: str | None = None
    reference: tuple[Path, ...] = ()
    read: ReadSettings = field(default_factory=ReadSettings)

    @property
    def job(self) -> Job:
        """Return the search as a job for an executor."""
        setup = {
            "folder": str(self.folder.resolve()),
            "state": self.state,
            "model": self.model,
            "reference": [str(path.resolve()) for path in self.reference],
            "read": asdict(self.read),
        }
        return Job("kg.parallel.search:searcher", setup)

    @classmethod
    def of(cls, setup: Mapping[str, Any]) -> Self:
        """Return the search that the setup of a job describes."""
        ports = tuple(setup["read"]["ports"])
        return cls(
            Path(setup["folder"]),
            setup["state"],
            setup["model"],
            tuple(Path(path) for path in setup["reference"]),
            ReadSettings(**{**setup["read"], "ports": ports}),
        )


def state_of(model: str | None, reference: Sequence[Path]) -> str:
    """Return a digest of all that decides what is found besides a source.

    Raises:
        ModelNotInstalled: there is no such model.

    """
    files = files_digest([data_path("reference"), *reference])
    identity = identify_model(model)
    return digest_of(*identity, rules_digest(), files, code_digest(), library_versions())


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source: the name of its record, or why there is none.

    `source` is the name that the article was read under, `sha256` that of its text.
    """

    source: str
    sha256: str = ""
    record: str = ""
    skip: Skip | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the outcome as JSON values."""
        return asdict(self)

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> Self:
        """Return the outcome that some JSON values hold."""
        skip = fields["skip"]
        return cls(**{**fields, "skip": None if skip is None else Skip(**skip)})


def searcher(setup: Mapping[str, Any]) -> "Searcher":
    """Return what searches sources in this process: the factory of the job."""
    return Searcher(Search.of(setup))


class Searcher:
    """Searches one source after another; loads model and knowledge when first needed."""

    def __init__(self, search: Search) -> None:
        self._search = search
        self._cache = Cache(search.folder, search.state)
        self._model: Model | None = None

    def __call__(self, source: str) -> dict[str, Any]:
        """Return the outcome of one source as JSON values."""
        return self.find(source).to_json()

    def find(self, source: str) -> Outcome:
        """Return the outcome of one source; its findings are in the cache then."""
        try:
            record = self.record_of(source)
            article = read_article(source, settings=self._search.read)
        except ReadError as error:
            return Outcome(source, skip=Skip(error.source, "read", error.reason))
        if record is None or record != self.record_of(source):  # an address, or changed meanwhile
            record = self._cache.name_of(article)
        if self._cache.get(record) is None:
            try:
                found = self._extract(article)
            except Exception as error:  # the one boundary: an article must not stop the others
                logger.debug("extracting %s failed", article.source, exc_info=True)
                reason = f"{type(error).__name__}: {error}"
                return Outcome(source, skip=Skip(article.source, "extract", reason))
            self._cache.keep(record, found)
        return Outcome(article.source, article.sha256, record)

    def record_of(self, source: str) -> str | None:
        """Return the name of the record of a file's content, None for an address.

        Raises:
            ReadError: the file cannot be read.

        """
        content = content_of(source, settings=self._search.read)
        return None if content is None else self._cache.name_of(*content, asdict(self._search.read))

    def kept(self, source: str) -> tuple[str, Findings] | None:
        """Return the record of a file whose findings are there already, with them."""
        try:
            record = self.record_of(source)
        except ReadError:
            return None
        found = None if record is None else self._cache.get(record)
        return None if found is None or record is None else (record, found)

    def _extract(self, article: Article) -> Findings:
        """Return what is in one article."""
        from kg.extract import extract  # takes a second; a build that finds all kept needs none

        if self._model is None:
            self._model = load_model(self._search.model)
        knowledge = load_knowledge(self._search.reference)
        doc = next(iter(analyze([article], model=self._model)))
        return extract(article, doc, knowledge)
