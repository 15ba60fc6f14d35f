"""Writes a graph folder so that at any moment either the old or the new graph is there, whole.

In: quads, articles, report and findings. Out: a folder

    manifest.json            what is in it (`manifest`); names the data folder
    data-0123456789ab/       named by the digest of what it holds
        graph.nq             the graph: N-Quads, sorted, each once
        articles/HEX.json    each article: its text and what is known of it
        findings.jsonl       what was found, with offsets
    cache/                   what builds keep for the next one, `kg.cache`
    store-…/                 a copy of the graph that the engine made for itself, of large graphs;
                             a cache that is built again when it is missing or damaged
    .lock                    held by the process that writes

New data is written under another name, synced to the disk, and becomes the graph when the new
manifest is renamed into place; only then the old data goes.
"""

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import StoreError
from kg.model import Article, Report
from kg.store.disk import sync, write_chunks, write_file, write_many
from kg.store.lines import Merger, Part, to_part
from kg.store.lock import LOCK_NAME, locked
from kg.store.manifest import (
    FINDINGS_NAME,
    GRAPH_NAME,
    MANIFEST_NAME,
    ArticleEntry,
    Manifest,
    damaged,
    read_manifest,
)

if TYPE_CHECKING:
    import pyoxigraph

ARTICLES_NAME = "articles"
NEW_PREFIX = "new-"
DATA_PREFIX = "data-"
STORE_PREFIX = "store-"
CACHE_NAME = "cache"
# Twelve hexadecimal digits tell the few generations of one folder apart.
NAME_DIGITS = 12


class Writer:
    """Writes graphs into one folder, whose lock it holds; made by `writing`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(
        self,
        parts: Iterable[Part],
        articles: Iterable[Article],
        report: Report,
    ) -> Manifest:
        """Make these the graph of the folder and return its manifest.

        Parts are taken one by one; their findings are written in the order in which they come.

        Raises:
            StoreError: when there is no quad, one has a blank node, or the disk refuses.
        """
        fresh = self.folder / f"{NEW_PREFIX}{os.getpid()}"
        try:
            _clean(self.folder)
            manifest = _write_data(fresh, parts, tuple(articles), report)
            _place(fresh, self.folder / manifest.data, manifest)
            write_file(self.folder / f"{NEW_PREFIX}{MANIFEST_NAME}", manifest.to_json().encode())
            (self.folder / f"{NEW_PREFIX}{MANIFEST_NAME}").replace(self.folder / MANIFEST_NAME)
            sync(self.folder)
            _clean(self.folder)
        except OSError as error:
            message = f"{self.folder} cannot be written: {error.strerror or error}"
            raise StoreError(f"{message}; the graph that was there is kept") from error
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        return manifest

    def kept(self, data: str | None) -> Manifest | None:
        """Return the manifest of the graph that is there, if its data has this name, all whole."""
        try:
            manifest = read_manifest(self.folder)
            if manifest.data != data:
                return None
            check_files(self.folder, manifest)
        except StoreError:
            return None
        return manifest


@contextlib.contextmanager
def writing(folder: Path | str) -> Iterator[Writer]:
    """Hold the lock of a graph folder, made when it is missing, and give its writer.

    Raises:
        StoreError: when another process writes there, or the folder holds other things.
    """
    path = Path(folder)
    _check_place(path)
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{path} cannot be made: {error.strerror}", path=path) from error
    with locked(path):
        yield Writer(path)


def write_graph(
    folder: Path | str,
    quads: Iterable["pyoxigraph.Quad"],
    articles: Iterable[Article],
    report: Report,
    findings: bytes = b"",
) -> Manifest:
    """Write a graph into a folder and return its manifest; see `Writer.write`."""
    with writing(folder) as writer:
        return writer.write((to_part(quads, findings) for _ in range(1)), articles, report)


def check_files(folder: Path, manifest: Manifest, names: Iterable[str] | None = None) -> None:
    """Return if the files (all, or those named) have the digests of the manifest.

    Raises:
        StoreError: naming the first file that is missing or differs.
    """
    for name in manifest.files if names is None else names:
        path = folder / manifest.data / name
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise damaged(folder, f"{name} cannot be read ({error.strerror})") from error
        if digest != manifest.files.get(name):
            raise damaged(folder, f"{name} is not as it was written")


def read_article(folder: Path, manifest: Manifest, entry: ArticleEntry) -> Article:
    """Return an article with its text.

    Raises:
        StoreError: when its file is missing or differs from its digest.
    """
    check_files(folder, manifest, [entry.file])
    fields = json.loads((folder / manifest.data / entry.file).read_text(encoding="utf-8"))
    return Article(**{**fields, "sources": tuple(fields["sources"])})


def _check_place(folder: Path) -> None:
    """Refuse a folder that holds something else, so that no build ever clears it."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise StoreError(f"{folder} is a file; name a folder for the graph", path=folder)
    names = {path.name for path in folder.iterdir()} - {LOCK_NAME, MANIFEST_NAME, CACHE_NAME}
    ours = (NEW_PREFIX, DATA_PREFIX, STORE_PREFIX)
    foreign = sorted(name for name in names if not name.startswith(ours))
    if foreign and not (folder / MANIFEST_NAME).exists():
        message = f"{folder} is no graph folder (it holds {foreign[0]!r}); name another"
        raise StoreError(message, path=folder)


def _write_data(
    fresh: Path, parts: Iterable[Part], articles: tuple[Article, ...], report: Report
) -> Manifest:
    fresh.mkdir(parents=True)
    merger = Merger(fresh)
    files = {FINDINGS_NAME: write_chunks(fresh / FINDINGS_NAME, _take(parts, merger))}
    if not merger.quads:
        raise StoreError("there is nothing to keep: the graph has no statement", path=fresh.parent)
    files[GRAPH_NAME] = write_chunks(fresh / GRAPH_NAME, merger.blocks())
    merger.clear()
    ordered = sorted(articles, key=lambda article: article.id)
    entries = tuple(_to_entry(article) for article in ordered)
    (fresh / ARTICLES_NAME).mkdir()
    bodies = ((entry.file, _to_json(one)) for entry, one in zip(entries, ordered, strict=True))
    files |= write_many(fresh, bodies, earlier=_data_of(fresh.parent))
    sync(fresh / ARTICLES_NAME)
    sync(fresh)
    return Manifest(
        data=DATA_PREFIX + _digest_of(files)[:NAME_DIGITS],
        quads=merger.quads,
        triples=merger.triples,
        graphs=tuple(sorted(merger.graphs)),
        articles=entries,
        files=files,
        counts=dict(sorted(report.counts.items())),
        versions=_versions(),
        skips=tuple((skip.source, skip.stage, skip.reason) for skip in report.skips),
        duplicates=report.duplicates,
        notes=report.notes,
    )


def _take(parts: Iterable[Part], merger: Merger) -> Iterator[bytes]:
    """Give the quads of all parts to the merger, and yield their findings."""
    for part in parts:
        merger.add(part)
        yield part.findings


def _data_of(folder: Path) -> Path | None:
    """Return where the data of the graph lies that is there, if any can be read."""
    try:
        return folder / read_manifest(folder).data
    except StoreError:
        return None


def _place(fresh: Path, target: Path, manifest: Manifest) -> None:
    """Move new data to its name; data of that name is the same unless it was damaged."""
    if target.exists():
        try:
            check_files(target.parent, manifest)
        except StoreError:
            shutil.rmtree(target)
        else:
            return
    fresh.rename(target)


def _clean(folder: Path) -> None:
    """Remove what no manifest names: earlier graphs, and leftovers of builds that were killed."""
    kept = {MANIFEST_NAME, LOCK_NAME}
    if (folder / MANIFEST_NAME).exists():
        try:
            manifest = read_manifest(folder)
        except StoreError:
            return  # a person may want to look at what is there
        kept |= {manifest.data, store_name(manifest)}
    for path in folder.iterdir():
        ours = path.name.startswith((NEW_PREFIX, DATA_PREFIX, STORE_PREFIX))
        if ours and path.name not in kept and path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name.startswith(NEW_PREFIX) and path.name not in kept:
            path.unlink()


def store_name(manifest: Manifest) -> str:
    """Return the name of the engine's own copy, which another graph or engine cannot use."""
    from importlib.metadata import version

    return f"{STORE_PREFIX}{manifest.digest[:NAME_DIGITS]}-{version('pyoxigraph')}"


def _to_entry(article: Article) -> ArticleEntry:
    name = article.id.rpartition("/")[2]
    if not name.isalnum():
        raise StoreError(f"the article id {article.id!r} cannot be a file name")
    return ArticleEntry(
        id=article.id,
        source=article.source,
        sources=article.sources,
        sha256=article.sha256,
        title=article.title,
        publisher=article.publisher,
        published=article.published,
        url=article.url,
        language=article.language,
        file=f"{ARTICLES_NAME}/{name}.json",
    )


def _to_json(article: Article) -> bytes:
    # ASCII only: a half surrogate pair, which UTF-8 cannot hold, survives as its escape.
    return (json.dumps(asdict(article), indent=1) + "\n").encode("ascii")


def _versions() -> dict[str, str]:
    from importlib.metadata import PackageNotFoundError, version

    versions = {}
    for name in ("kg", "pyoxigraph"):
        try:
            versions[name] = version(name)
        except PackageNotFoundError:  # run from a checkout that is not installed
            versions[name] = "unknown"
    return versions


def _digest_of(files: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()
