"""Options that several commands share."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.settings import GRAPH_VARIABLE
from kg.settings import graph_folder as _graph_folder

if TYPE_CHECKING:
    from kg.parallel import Executor
    from kg.pipeline import BuildSettings
    from kg.store import Store

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

FORCE = click.option("--force", is_flag=True, help="Replace a file that is there already.")


def graph_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --graph."""
    return click.option(
        "--graph",
        metavar="DIR",
        help="Folder of the graph (default: $KG_GRAPH, else kg-graph).",
    )(function)


def place_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --graph, which may also be the address of a store (then called --store)."""
    return click.option(
        "--graph",
        "--store",
        "graph",
        metavar="DIR|URL",
        help="Folder of the graph, or address of a SPARQL store that holds it "
        "(default: $KG_GRAPH, else kg-graph).",
    )(function)


def search_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that decide what is found."""
    for option in (
        click.option(
            "--model",
            metavar="NAME|DIR",
            help="Another spaCy pipeline, or 'blank' for patterns alone.",
        ),
        click.option(
            "--reference",
            metavar="FILE",
            multiple=True,
            type=click.Path(path_type=Path),
            help="Further reference knowledge (Turtle); may be repeated.",
        ),
        click.option(
            "--judgements",
            metavar="FILE",
            type=click.Path(path_type=Path),
            help="What people decided, see kg judge (default: data/judgements.jsonl).",
        ),
        click.option(
            "--strict", is_flag=True, help="Stop at the first article that cannot be read."
        ),
    ):
        function = option(function)
    return function


def workers_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --workers."""
    return click.option(
        "--workers",
        metavar="N",
        type=click.IntRange(min=1),
        help="Processes that search articles; 1 for none beside this one (default: one a core).",
    )(function)


def cluster_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --cluster."""
    return click.option(
        "--cluster",
        metavar="tcp://HOST:PORT",
        help="Scheduler of a dask cluster that searches the articles, instead of processes here.",
    )(function)


def executor_of(cluster: str | None) -> "Callable[[int], Executor] | None":
    """Return what gives the executor of a cluster; None where none is named."""
    if cluster is None:
        return None
    from kg.cluster import Cluster

    executor = Cluster(cluster)
    return lambda _: executor


def build_settings(**given: Any) -> "BuildSettings":
    """Return the settings that the search options give."""
    from kg.judge import FILE
    from kg.pipeline import BuildSettings

    return BuildSettings(
        model=given["model"],
        reference=tuple(given["reference"]),
        judgements=given["judgements"] or FILE,
        strict=given["strict"],
        cache=given.get("cache", True),
        workers=given.get("workers"),
    )


def sources_of(articles: tuple[str, ...]) -> tuple[str, ...]:
    """Return the files and addresses that the arguments name; "-" reads a list from stdin."""
    from kg.read import list_sources

    return list_sources(articles, stdin=sys.stdin)


def open_store(graph: str | None) -> "Store":
    """Return the graph that the option, the environment or the default names."""
    from kg.store import is_address, open_place

    place = graph or os.environ.get(GRAPH_VARIABLE) or ""
    return open_place(place if is_address(place) else folder_of(graph))


def folder_of(graph: str | None) -> Path:
    """Return the graph folder that the option, the environment or the default names."""
    return _graph_folder(graph, os.environ)
