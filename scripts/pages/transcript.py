"""Runs what a page shows, in a folder of the page's own, and writes in what is printed.

    ```console 12          each line "$ command" is run; at most 12 lines of output are shown
    ```python              is run; what it prints follows in a block of its own
    ```turtle file=my.ttl  is written to that file, for the commands below it

Other blocks are left as they are.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

_BLOCK = re.compile(r"^```([a-z]+)(?: ([^\n`]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# Lines of output that are shown where a block does not say how many.
_LINES = 24
_WIDTH = 165
_SECONDS = 300
# What is printed where an article was lost; a pipe hides the status that says so.
_LOST = re.compile(r"^(skipped \(|error: )", re.MULTILINE)


class CommandFailed(Exception):
    """A command of a page ended with another status than 0."""


def performed(markdown: str, folder: Path) -> str:
    """Return a page with what its commands print, run in the order of the page.

    Raises:
        CommandFailed: with the command and what it printed.
    """

    def perform(match: re.Match[str]) -> str:
        language, option, body = match[1], match[2] or "", match[3]
        if option.startswith("file="):
            return _write(folder, option.removeprefix("file="), language, body)
        if language == "console":
            return _console(body, int(option or _LINES), folder)
        if language == "python":
            printed = _run([sys.executable, "-W", "ignore", "-c", body], folder)
            shown = f"\n```text\n{_cut(printed, int(option or _LINES))}```" if printed else ""
            return f"```python\n{body}```{shown}"
        return match[0]

    return _BLOCK.sub(perform, markdown)


def _write(folder: Path, name: str, language: str, body: str) -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(body, encoding="utf-8")
    return f'```{language} title="{name}"\n{body}```'


def _console(body: str, lines: int, folder: Path) -> str:
    shown = []
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        command = part.rstrip("\n")
        printed = _run(["bash", "-c", command], folder)
        shown.append(f"$ {command}\n{_cut(printed, lines)}")
    return f"```console\n{''.join(shown)}```"


def _run(command: list[str], folder: Path) -> str:
    """Return what a command prints: stdout, then stderr."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environ = {key: value for key, value in os.environ.items() if not key.startswith("KG_")}
    done = subprocess.run(  # noqa: S603 - the commands are those of our own pages
        command, cwd=folder, env={**environ, "PATH": path}, capture_output=True, text=True,
        check=False, timeout=_SECONDS,
    )  # fmt: skip
    printed = done.stdout + done.stderr
    if done.returncode or _LOST.search(printed):
        raise CommandFailed(f"status {done.returncode}: {command[-1]}\n{printed}")
    return printed.replace(str(folder), ".")


def _cut(printed: str, lines: int) -> str:
    """Return the first lines of an output, none too wide; "…" stands for what is left out."""
    found = [line if len(line) <= _WIDTH else f"{line[:_WIDTH]}…" for line in printed.splitlines()]
    kept = found if len(found) <= lines + 1 else [*found[:lines], "…"]
    return "".join(f"{line.rstrip()}\n" for line in kept)
