"""`kg diff`: what differs between two graphs."""

from pathlib import Path

import click

from kg.cli.output import harmless, talk, write_data


@click.command()
@click.argument("old", type=click.Path(path_type=Path, file_okay=False))
@click.argument("new", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
def diff(old: Path, new: Path, form: str) -> int:
    """Show what differs between the graphs in OLD and NEW: articles, facts, statements.

    A fact that is still there but lost or won a sentence, or changed its status, is marked "~".

    Example: kg diff kg-graph-january kg-graph
    """
    from kg.diff import difference
    from kg.store import open_graph

    with open_graph(old) as before, open_graph(new) as after:
        found = difference(before, after)
    write_data(found.to_json() if form == "json" else harmless(found.to_text()), None)
    counts = {how: sum(item.how == how for item in found.changes) for how in ("new", "gone")}
    changed = len(found.changes) - sum(counts.values())
    talk(f"{counts['new']} new, {counts['gone']} gone, {changed} changed")
    return 0
