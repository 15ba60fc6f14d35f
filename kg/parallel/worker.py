"""A worker process: `python -m kg.parallel.worker`, one JSON text a line on either side.

In: the job {"factory", "setup"}, then {"item"} again and again, on standard input.
Out: {"ready": true}, then {"value"} for each item, or {"error", "kind"} once, and the end.
It ends at the end of its input, so it never outlives its parent by more than one item.
"""

import json
import os
import signal
import sys
from typing import IO, Any

from kg.errors import KgError
from kg.parallel.job import Job


def main() -> int:
    """Serve until the input ends and return the exit status."""
    # Whoever interrupts the parent interrupts its whole group; the parent ends its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    # What libraries print must not come between the answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    try:
        return _serve(sys.stdin, answers)
    except BrokenPipeError:  # the parent is gone
        return 1
    except KgError as error:
        _tell(answers, {"error": str(error), "kind": type(error).__name__})
        return 1


def _serve(requests: IO[str], answers: IO[str]) -> int:
    """Answer each request."""
    first = requests.readline()
    if not first:
        return 0
    work = Job(**json.loads(first)).start()
    _tell(answers, {"ready": True})
    for line in requests:
        _tell(answers, {"value": work(json.loads(line)["item"])})
    return 0


def _tell(answers: IO[str], message: dict[str, Any]) -> None:
    """Write one answer."""
    answers.write(json.dumps(message) + "\n")
    answers.flush()


if __name__ == "__main__":
    sys.exit(main())
