"""The page of the command line, from the commands themselves."""

from collections.abc import Iterator

import click

from kg.cli import cli
from scripts.pages.sample import Sample
from scripts.pages.words import cell, table


def commands_page(made: Sample | None = None) -> str:
    """Return one section for each command, with its options."""
    del made
    context = click.Context(cli, info_name="kg")
    return "\n".join(_sections(cli, context, level=2))


def commands_below(group: click.Group, context: click.Context) -> Iterator[click.Context]:
    """Yield the commands of a group, and those of the groups among them, as contexts."""
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None:
            continue
        below = click.Context(command, info_name=name, parent=context)
        yield below
        if isinstance(command, click.Group):
            yield from commands_below(command, below)


def _sections(group: click.Group, context: click.Context, *, level: int) -> Iterator[str]:
    for below in commands_below(group, context):
        name = below.command_path
        depth = level + len(name.split()) - 2
        anchor = name.replace(" ", "-")
        yield f"{'#' * depth} `{name}` {{ #{anchor} }}\n"
        usage = " ".join(below.command.collect_usage_pieces(below))
        yield f"```text\n{name} {usage}\n```\n"
        for paragraph in (below.command.help or "").split("\n\n"):
            yield _paragraph(" ".join(paragraph.split()))
        options = [one for one in below.command.params if isinstance(one, click.Option)]
        yield table(("option", "meaning"), [_row(one, below) for one in options])


def _paragraph(text: str) -> str:
    """Return a paragraph of help; what follows "Example:" is set as a command."""
    if text.startswith("Example: "):
        return f"Example:\n\n```sh\n{text.removeprefix('Example: ')}\n```\n"
    return f"{cell(text)}\n"


def _row(option: click.Option, context: click.Context) -> tuple[str, str]:
    record = option.get_help_record(context)
    names, meaning = record or ("", "")
    return f"`{names}`".replace("|", "\\|"), cell(meaning)
