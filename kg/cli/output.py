"""The only printer: data to stdout, talk to stderr, both harmless in a terminal."""

import sys
import time
import unicodedata
from pathlib import Path

import click

from kg.errors import SettingsError
from kg.model import Report

# Control characters (Cc) and invisible directional marks (Cf) could rewrite what the reader sees.
_KEPT = frozenset("\n\t")
# A progress line is drawn at most ten times a second; its bar has so many signs.
_REDRAW_SECONDS, _BAR_WIDTH = 0.1, 30
_UNSAFE = frozenset({"Cc", "Cf", "Cs"})


def harmless(text: str) -> str:
    r"""Return text with control and bidirectional characters shown as escapes.

    >>> harmless("a\x1b[31mb")
    'a\\x1b[31mb'
    """
    return "".join(
        char
        if char in _KEPT or unicodedata.category(char) not in _UNSAFE
        else char.encode("unicode_escape").decode("ascii")
        for char in text
    )


def talk(message: str) -> None:
    """Write a line to stderr."""
    click.echo(harmless(message), err=True)


def write_data(data: str | bytes, output: str | None, *, force: bool = False) -> None:
    """Write data to stdout, or to a file that must not be there unless `force`.

    Raises:
        SettingsError: where the file exists and `force` is off.

    """
    if output in (None, "-"):
        stream = sys.stdout.buffer
        stream.write(data.encode("utf-8") if isinstance(data, str) else data)
        stream.flush()
        return
    path = Path(str(output))
    refuse_overwrite(path, force=force)
    from kg.store.exports import replacing

    with replacing(path) as out:
        out.write(data.encode("utf-8") if isinstance(data, str) else data)
    talk(f"wrote {path}")


def refuse_overwrite(path: Path, *, force: bool) -> None:
    """Raise SettingsError where a file is there already and may not be replaced."""
    if path.exists() and not force:
        raise SettingsError(f"{path} exists; add --force to replace it")


def tell_report(report: Report, *, where: str) -> None:
    """Say what was read, what was skipped and why, and what was found."""
    for skip in report.skips:
        talk(
            f"skipped ({skip.stage}): {skip.source}: {skip.reason.removeprefix(f'{skip.source}: ')}"
        )
    for source, first in report.duplicates:
        talk(f"same text: {source} is {first}")
    for note in report.notes:
        talk(f"note: {note}")
    counts = ", ".join(f"{count} {name}" for name, count in report.counts.items())
    read = len(report.articles) + len(report.duplicates) + len(report.skips)
    talk(
        f"{read} sources read: {len(report.articles)} articles, "
        f"{len(report.duplicates)} of the same text, {len(report.skips)} skipped; {counts}; {where}"
    )


class Bar:
    """A progress line on stderr, where that is a terminal or `always`; otherwise silent.

    Holds the last stage shown, so that each stage ends its own line, and when it began.
    """

    def __init__(self, *, always: bool = False) -> None:
        self._shown = ""
        self._on = always or sys.stderr.isatty()
        self._began, self._first, self._last = 0.0, 0, 0.0

    def __call__(self, stage: str, done: int, total: int, skipped: int = 0) -> None:
        """Show that `done` of `total` articles have passed a stage, some of them skipped."""
        if not self._on:
            return
        now = time.monotonic()
        if self._shown != stage:
            if self._shown:
                click.echo(err=True)
            self._shown, self._began, self._first = stage, now, done
        elif done < total and now - self._last < _REDRAW_SECONDS:
            return
        self._last = now
        filled = _BAR_WIDTH * done // max(total, 1)
        line = f"{stage:8} [{'#' * filled:<{_BAR_WIDTH}}] {done}/{total}"
        line += _pace(done - self._first, total - done, now - self._began)
        click.echo(f"\r{line}{f', {skipped} skipped' if skipped else ''}\x1b[K", err=True, nl=False)

    def close(self) -> None:
        """End the line."""
        if self._on and self._shown:
            click.echo(err=True)


def _pace(done: int, left: int, seconds: float) -> str:
    """Return how fast it goes and how long it will take, once that can be told.

    >>> _pace(30, 90, 15.0)
    ', 2.0/s, 0:45 left'
    """
    if done <= 0 or seconds <= 0:
        return ""
    pace = f", {done / seconds:.1f}/s"
    if not left:
        return pace
    minutes, rest = divmod(round(left * seconds / done), 60)
    return f"{pace}, {minutes}:{rest:02} left"
