"""`kg plot`: draw what the graph answers."""

from pathlib import Path

import click

from kg.cli.options import FORCE, open_store, place_option
from kg.cli.output import refuse_overwrite, write_data
from kg.errors import SettingsError


@click.command()
@click.argument("name")
@click.argument("parameters", nargs=-1, metavar="[NAME=VALUE]...")
@place_option
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    help="The suffix says the format: svg png pdf.",
)
@FORCE
def plot(
    name: str, parameters: tuple[str, ...], graph: str | None, output: str, force: bool
) -> int:
    """Draw the plot NAME: timeline, positions, issue or sources.

    A timeline takes about=…, positions target=…, and an issue needs issue=….

    Example: kg plot issue issue="Transfer of prisoners or citizens abroad" -o issue.svg
    """
    from kg.plot import Plots

    refuse_overwrite(Path(output), force=force)
    with open_store(graph) as store:
        drawn = Plots(store).named(name, **dict(map(_pair, parameters)))
    write_data(drawn.to_bytes(Path(output).suffix.lower()), output, force=force)
    return 0


def _pair(text: str) -> tuple[str, str]:
    """Return name and value of "name=value"."""
    name, equals, value = text.partition("=")
    if not equals:
        raise SettingsError(f"{text!r} is not NAME=VALUE")
    return name, value
