"""The only printer: data to stdout, talk to stderr, both harmless in a terminal."""

import sys
import threading
import time
import unicodedata
from pathlib import Path
from types import MappingProxyType

import click

from kg.errors import SettingsError
from kg.model import Report

# Control characters (Cc) and invisible directional marks (Cf) could rewrite what the reader sees.
_KEPT = frozenset("\n\t")
# A progress line is drawn at most ten times a second; its bar has so many signs.
_REDRAW_SECONDS, _BAR_WIDTH = 0.1, 30
# Into a pipe or file a line is written every few seconds; time that goes by is shown each second.
_LINE_SECONDS, _TICK_SECONDS = 2.0, 1.0
# Counted things whose singular is not the plural without its s.
_SINGULAR = MappingProxyType({"entities": "entity"})
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
    counts = ", ".join(counted(count, name) for name, count in report.counts.items())
    read = len(report.articles) + len(report.duplicates) + len(report.skips)
    talk(
        f"{counted(read, 'sources')} read: {counted(len(report.articles), 'articles')}, "
        f"{len(report.duplicates)} of the same text, {len(report.skips)} skipped; {counts}; {where}"
    )


def counted(count: int, plural: str) -> str:
    """Return a count with its noun, in the singular for one.

    >>> counted(1, "entities"), counted(0, "facts")
    ('1 entity', '0 facts')
    """
    return f"{count} {plural if count != 1 else _SINGULAR.get(plural, plural[:-1])}"


class Bar:
    """A progress line on stderr, where that is a terminal or `always`; otherwise silent.

    In a terminal one line is drawn anew; elsewhere each state is a line of its own, fewer of them.
    While nothing is done, the time that has gone by still moves: a long article is no stopped one.
    Holds the last state shown, so that each stage ends its own line, and when it began.
    """

    def __init__(self, *, always: bool = False) -> None:
        self._terminal = sys.stderr.isatty()
        self._on = always or self._terminal
        self._every = _REDRAW_SECONDS if self._terminal else _LINE_SECONDS
        self._shown, self._state = "", (0, 1, 0)
        self._began, self._first, self._last = 0.0, 0, 0.0
        self._lock, self._ended = threading.Lock(), threading.Event()
        if self._on:
            threading.Thread(target=self._tick, daemon=True).start()

    def __call__(self, stage: str, done: int, total: int, skipped: int = 0) -> None:
        """Show that `done` of `total` articles have passed a stage, some of them skipped."""
        if not self._on:
            return
        with self._lock:
            now = time.monotonic()
            fresh = self._shown != stage
            if fresh:
                if self._shown and self._terminal:
                    click.echo(err=True)
                self._shown, self._began, self._first = stage, now, done
            self._state = done, total, skipped
            first = done == self._first + 1
            if fresh or first or done >= total or now - self._last >= self._every:
                self.draw(now)

    def close(self) -> None:
        """End the line."""
        self._ended.set()
        if self._terminal and self._shown:
            click.echo(err=True)

    def _tick(self) -> None:
        """Draw again, with the time gone by, where nothing was drawn for a while."""
        while not self._ended.wait(_TICK_SECONDS):
            with self._lock:
                now = time.monotonic()
                done, total, _ = self._state
                still = self._shown and done < total and not self._ended.is_set()
                if still and now - self._last >= max(self._every, _TICK_SECONDS):
                    self.draw(now)

    def draw(self, now: float) -> None:
        """Show the state with the time gone by at `now`, in seconds of the monotonic clock."""
        (done, total, skipped), self._last = self._state, now
        filled = _BAR_WIDTH * done // max(total, 1)
        line = f"{self._shown:8} [{'#' * filled:<{_BAR_WIDTH}}] {done}/{total}"
        line += _pace(done - self._first, total - done, now - self._began)
        line += f", {skipped} skipped" if skipped else ""
        click.echo(f"\r{line}\x1b[K" if self._terminal else line, err=True, nl=not self._terminal)


def _pace(done: int, left: int, seconds: float) -> str:
    """Return how fast it goes and how long it will take, once that can be told.

    >>> _pace(30, 90, 15.0)
    ', 2.0/s, 0:45 left'
    >>> _pace(0, 1, 75.0)
    ', 1:15 gone'
    """
    if done <= 0 or seconds <= 0:
        gone, rest = divmod(round(seconds), 60)
        return f", {gone}:{rest:02} gone" if gone or rest else ""
    pace = f", {done / seconds:.1f}/s"
    if not left:
        return pace
    minutes, rest = divmod(round(left * seconds / done), 60)
    return f"{pace}, {minutes}:{rest:02} left"
