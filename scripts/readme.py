"""Run the commands of README.md and compare, or with --write renew, what they print.

A block fenced with ```console holds lines that begin with "$ " and the output of each, as a
terminal shows it (stdout, then stderr). A line "…" stands for any number of lines left out;
`--write` keeps the number of lines that are shown before it.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CUT = "…"


@dataclass(frozen=True, slots=True)
class Step:
    """A command of the README with the lines that are shown of its output."""

    command: str
    shown: tuple[str, ...]


def steps_of(block: str) -> Iterator[Step]:
    """Yield the commands of one block with their outputs."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, *shown = part.rstrip("\n").split("\n")
        yield Step(command, tuple(shown))


def run(command: str, folder: Path) -> tuple[str, ...]:
    """Return the lines that a command prints in a folder that has `data` beside it."""
    environ = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    done = subprocess.run(  # noqa: S602 - the commands are those of our own README
        command, shell=True, cwd=folder, env=environ, capture_output=True, text=True, check=False
    )
    lines = (done.stdout + done.stderr).rstrip("\n").split("\n")
    return tuple(line.rstrip() for line in lines)


def is_shown(shown: tuple[str, ...], printed: tuple[str, ...]) -> bool:
    """Tell whether the README shows what was printed, "…" standing for any lines."""
    pattern = "".join(r"(?:.*\n)*?" if line == _CUT else f"{re.escape(line)}\n" for line in shown)
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in printed)) is not None


def renewed(step: Step, printed: tuple[str, ...]) -> str:
    """Return a step with its output as it is now, cut where it was cut."""
    lines = printed
    if _CUT in step.shown:
        lines = (*printed[: step.shown.index(_CUT)], _CUT)
    return "".join(f"{line}\n" for line in (f"$ {step.command}", *lines))


def main() -> int:
    """Renew the README with --write; otherwise print the first difference and return 1."""
    path = ROOT / "README.md"
    text = path.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "data").symlink_to(ROOT / "data")

        def renew(block: re.Match[str]) -> str:
            parts = [renewed(step, run(step.command, folder)) for step in steps_of(block[1])]
            return f"```console\n{''.join(parts)}```"

        fresh = _BLOCK.sub(renew, text)
    if "--write" in sys.argv:
        path.write_text(fresh, encoding="utf-8")
        return 0
    return int(fresh != text)


if __name__ == "__main__":
    sys.exit(main())
