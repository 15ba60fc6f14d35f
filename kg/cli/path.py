"""`kg path`: how two entities are connected."""

import click

from kg.cli.options import open_store, place_option
from kg.cli.output import harmless, write_data


@click.command()
@click.argument("start")
@click.argument("end")
@place_option
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
def path(start: str, end: str, graph: str | None, form: str) -> int:
    """Show how START and END (by id or any name) are connected, with a sentence for each step.

    Facts count before claims, claims before what is said, and that before standing together.

    Example: kg path "Marco Rubio" "CECOT"
    """
    from kg.path import path_between

    with open_store(graph) as store:
        way = path_between(store, start, end)
    write_data(way.to_json() if form == "json" else harmless(way.to_text()), None)
    return 0
