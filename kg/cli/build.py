"""`kg build` and `kg extract`: from articles to a graph, or to findings."""

from typing import Any

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
    "-v", "--verbose", is_flag=True, help="Show progress also where stderr is no terminal."
)
def build(
    articles: tuple[str, ...], graph: str | None, cluster: str | None, verbose: bool, **given: Any
) -> int:
    """Build a graph from ARTICLES: files, folders, globs, addresses, or - for a list on stdin.

    Readable are .txt, .md, .html and .pdf. An article that cannot be read is named and left out;
    the exit status is then 3. A build that was stopped is gone on with when it is called again.

    Example: kg build data/articles --graph kg-graph
    """
    from kg.pipeline import build as build_graph

    folder, bar = folder_of(graph), Bar(always=verbose)
    try:
        report = build_graph(
            sources_of(articles),
            folder,
            settings=build_settings(**given),
            progress=bar,
            executor=executor_of(cluster),
        )
    finally:
        bar.close()
    tell_report(report, where=f"graph in {folder}")
    return PARTLY if report.skips else 0


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
