"""What is to be read: files, folders, globs, addresses, and a list of them on standard input.

In: arguments of a command. Out: names for `read_article`, in the order of the arguments, those
within a folder sorted. What is named but not there stays in the list, so that the report says so.
"""

import glob
import logging
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from kg.errors import UnreadableSource
from kg.read.files import display
from kg.rules import load_rules

logger = logging.getLogger(__name__)

STANDARD_INPUT = "-"


def list_sources(args: Sequence[str], *, stdin: TextIO | None = None) -> tuple[str, ...]:
    """Return the sources that some arguments name, each once.

    Args:
        args: files, folders (searched for kinds that kg reads), globs, addresses, or "-".
        stdin: the list for "-", one source a line.

    Raises:
        UnreadableSource: where nothing that could be read was found at all.
    """
    names = list(_with_list(args, stdin))
    found: list[str] = []
    missing: list[str] = []
    for name in names:
        here = tuple(_expand(name))
        missing += [] if here else [name]
        found += here or [name]
    if not found:
        raise UnreadableSource(STANDARD_INPUT, "nothing to read was named; name files or folders")
    if len(missing) == len(names):
        raise UnreadableSource(", ".join(map(display, missing[:5])), _why_nothing(missing[0]))
    return tuple(dict.fromkeys(found))


def is_address(name: str) -> bool:
    """Tell whether a name is an address of any scheme, not a file."""
    regex = load_rules("reading").rule("reading/scheme").regex
    return regex is not None and regex.match(name) is not None and not _exists(name)


def _with_list(args: Sequence[str], stdin: TextIO | None) -> Iterator[str]:
    """Yield the arguments, with the lines of standard input in the place of "-"."""
    for arg in args:
        if arg != STANDARD_INPUT:
            yield arg
        elif stdin is not None:
            yield from (line.strip() for line in stdin if line.strip() not in ("", STANDARD_INPUT))


def _expand(name: str) -> Iterator[str]:
    """Yield what one argument stands for; nothing where it is not there."""
    if is_address(name):
        yield name
    elif _exists(name):
        yield from _in_folder(Path(name)) if os.path.isdir(name) else (name,)  # noqa: PTH112
    elif glob.has_magic(name) and "\0" not in name:
        for hit in sorted(glob.glob(name, recursive=True)):  # noqa: PTH207 - absolute ones too
            yield from _in_folder(Path(hit)) if Path(hit).is_dir() else (hit,)


def _in_folder(folder: Path) -> Iterator[str]:
    """Yield the files below a folder that have a reader, in the order of their names.

    Hidden ones are left out; links are followed to files within the folder, never to folders, so
    that neither a loop nor a file from elsewhere gets in.
    """
    book = load_rules("reading")
    suffixes, documents = book.maps["suffixes"], book.lists["unread_documents"]
    root = os.path.realpath(folder)
    for parent, folders, files in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = os.path.join(parent, name)  # noqa: PTH118 - names that are no text
            suffix = Path(name).suffix.lower()
            if name.startswith(".") or suffix not in suffixes:
                if suffix in documents and not name.startswith("."):
                    logger.warning("%s: left out, kg does not read %s", display(path), suffix)
                continue
            if os.path.islink(path) and not os.path.realpath(path).startswith(root + os.sep):  # noqa: PTH114
                logger.warning("%s: a link out of its folder; name its target", display(path))
                continue
            yield path


def _exists(name: str) -> bool:
    """Tell whether there is a file or folder of this name, also a broken link."""
    try:
        return os.path.lexists(name)
    except ValueError:
        return False


def _why_nothing(name: str) -> str:
    """Return why an argument stands for nothing."""
    known = ", ".join(sorted(load_rules("reading").maps["suffixes"]))
    if os.path.isdir(name):  # noqa: PTH112
        return f"no file in it that kg reads ({known})"
    if glob.has_magic(name):
        return "no file matches; check the pattern"
    return "there is no such file; check the name"
