"""Errors to exit statuses: one line that says what happened and what to do, no traceback."""

import contextlib
import os
import signal
import sys
from collections.abc import Iterator

import click

from kg.cli.output import talk
from kg.errors import KgError, QueryError, SettingsError

USAGE, FAILED, PARTLY, INTERRUPTED, TERMINATED = 2, 1, 3, 130, 143


class Terminated(BaseException):
    """The system asked this process to end (SIGTERM); no `except Exception` may hold that up."""


def run(command: click.Command) -> int:
    """Run a command line to its end and return the exit status."""
    debug = "--debug" in sys.argv[1:2]
    try:
        with _terminable():
            status = command.main(standalone_mode=False)
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        talk("interrupted; an earlier graph is as it was")
        return INTERRUPTED
    except Terminated:
        talk("terminated; an earlier graph is as it was")
        return TERMINATED
    except BrokenPipeError:
        # The reader of our output has had enough (`kg query … | head`).
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KgError as error:
        if debug:
            raise
        talk(f"error: {error}")
        return USAGE if isinstance(error, QueryError | SettingsError) else FAILED
    except MemoryError:
        talk("error: out of memory; give fewer articles at a time")
        return FAILED
    except OSError as error:
        if debug:
            raise
        talk(f"error: {error.filename or ''}: {error.strerror or error}")
        return FAILED
    return status if isinstance(status, int) else 0


@contextlib.contextmanager
def _terminable() -> Iterator[None]:
    """Let SIGTERM end the block as Ctrl-C does, so that workers and half files go with it."""

    def end(*_: object) -> None:
        raise Terminated

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
