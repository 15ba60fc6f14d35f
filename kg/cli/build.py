"""`kg build` and `kg extract`: from articles to a graph, or to findings."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.failure import PARTLY
from kg.cli.options import (
    FORCE,
    build_settings,
    cluster_option,
    executor_of,
    folder_of,
    graph_option,
    search_options,
    sources_of,
    workers_option,
)
from kg.cli.output import Bar, tell_report, write_data

if TYPE_CHECKING:
    from kg.store.remote import Endpoint


@click.command()
@click.argument("articles", nargs=-1, required=True)
@graph_option
@search_options
@click.option(
    "--cache/--no-cache",
    default=True,
    show_default=True,
    help="Search only articles that changed since the graph in that folder was built.",
)
@workers_option
@cluster_option
@click.option(
    "--store",
    metavar="URL",
    help="Put the graph into this SPARQL 1.1 store too (login: $KG_STORE_USER and _PASSWORD).",
)
@click.option(
    "--store-data",
    metavar="URL",
    help="Address of its graph store protocol, which loads faster.",
)
@click.option(
    "-v", "--verbose", is_flag=True, help="Show progress also where stderr is no terminal."
)
def build(
    articles: tuple[str, ...],
    graph: str | None,
    cluster: str | None,
    store: str | None,
    store_data: str | None,
    verbose: bool,
    **given: Any,
) -> int:
    """Build a graph from ARTICLES: files, folders, globs, addresses, or - for a list on stdin.

    Readable are .txt, .md, .html and .pdf. An article that cannot be read is named and left out;
    the exit status is then 3. A build that was stopped is gone on with when it is called again.

    Example: kg build data/articles --graph kg-graph
    """
    from kg.pipeline import build as build_graph

    folder, bar = folder_of(graph), Bar(always=verbose)
    endpoint = _endpoint(store, store_data)
    try:
        report = build_graph(
            sources_of(articles),
            folder,
            settings=build_settings(**given),
            progress=bar,
            executor=executor_of(cluster),
        )
        if endpoint is not None:
            _upload(folder, endpoint, bar)
    finally:
        bar.close()
    where = f"graph in {folder}" + (f" and {store}" if store else "")
    tell_report(report, where=where)
    return PARTLY if report.skips else 0


def _endpoint(store: str | None, data: str | None) -> "Endpoint | None":
    """Return where the graph is put besides its folder; wrong addresses are told before a build."""
    if store is None:
        return None
    from kg.store.remote import endpoint_of

    return endpoint_of(store, data=data)


def _upload(folder: Path, endpoint: "Endpoint", bar: Bar) -> None:
    """Put the graph of a folder into a store."""
    from kg.store import open_graph
    from kg.store.remote import upload

    with open_graph(folder) as graph:
        upload(graph, endpoint, progress=bar)


@click.command()
@click.argument("articles", nargs=-1, required=True)
@click.option("-o", "--output", metavar="FILE", help="Write there instead of stdout.")
@FORCE
@search_options
@workers_option
def extract(articles: tuple[str, ...], output: str | None, force: bool, **given: Any) -> int:
    """Write what is found in ARTICLES as JSON Lines (kg-findings/1), one object an article.

    Example: kg extract article.txt | head -c 300
    """
    from kg.pipeline import find

    bar = Bar()
    try:
        found = find(sources_of(articles), settings=build_settings(**given), progress=bar)
    finally:
        bar.close()
    write_data("".join(f"{line}\n" for line in found.lines()), output, force=force)
    tell_report(found.report, where="findings written")
    return PARTLY if found.report.skips else 0
