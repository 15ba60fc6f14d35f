"""The program that finds the article in web pages, one after another, and may die of one.

In: frames on standard input, each a 4-byte length and the page as UTF-8; limits as arguments:
memory in bytes, CPU time for one page in seconds. Out: a frame with one JSON object for each,
{"text", "title", "sitename", "date", "url"}, {} where there is no article, or {"error": ...}.
Run by kg.read.html in Python's isolated mode, so it imports nothing of kg; it ends with its input.
"""

import json
import logging
import os
import struct
import sys
import time
import warnings
from typing import BinaryIO

_LENGTH = struct.Struct(">I")
_FIELDS = ("text", "title", "sitename", "date", "url")
# `max_date` keeps the clock out: the default is today.
_DATES = {"extensive_search": False, "original_date": True, "max_date": "2200-01-01"}


def main(arguments: list[str]) -> int:
    """Answer page after page; return the exit status."""
    memory, seconds = (int(argument) for argument in arguments)
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What libraries print must not come between the answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _limit_memory(memory)
    while (page := _receive(sys.stdin.buffer)) is not None:
        _limit_time(seconds)
        answer = json.dumps(_answer_to(page)).encode()
        answers.write(_LENGTH.pack(len(answer)) + answer)
        answers.flush()
    return 0


def _answer_to(page: bytes) -> dict[str, str | None]:
    """Return the article of a page, nothing, or an error."""
    import trafilatura

    try:
        found = trafilatura.bare_extraction(
            page.decode("utf-8", "surrogatepass"),
            with_metadata=True,
            include_comments=False,
            date_extraction_params=_DATES,
        )
    except MemoryError:
        return {"error": "needs more memory than the limit; save its text"}
    except Exception as error:  # a parser of hostile input; what it may raise is not documented
        return {"error": f"cannot be parsed ({type(error).__name__}); save the page again"}
    if found is None:
        return {}
    return {name: getattr(found, name) for name in _FIELDS}


def _receive(source: BinaryIO) -> bytes | None:
    """Return the next page, or None at the end."""
    head = source.read(_LENGTH.size)
    return source.read(_LENGTH.unpack(head)[0]) if len(head) == _LENGTH.size else None


def _limit_memory(memory: int) -> None:
    """Set the limit on memory where the system has one."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_time(seconds: int) -> None:
    """Let the next page take so many seconds of CPU time besides what all earlier ones took."""
    try:
        import resource
    except ImportError:
        return
    end = int(time.process_time()) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (end, resource.RLIM_INFINITY))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
