"""The program that reads one PDF file and may die of it.

In: the file by standard input; limits as arguments: memory in bytes, CPU time in seconds, length
of the text in characters. Out: one JSON object, {"pages": [...], "title": ...} or {"error": ...}.
Run by kg.read.pdf in Python's isolated mode, so it imports nothing of kg.
"""

import io
import json
import logging
import sys
import warnings


def main(arguments: list[str]) -> int:
    """Read the file under limits and print what is in it; return the exit status."""
    memory, seconds, length = (int(argument) for argument in arguments)
    _limit(memory, seconds)
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    data = sys.stdin.buffer.read()
    try:
        answer = _pages_of(data, length)
    except MemoryError:
        answer = {"error": "needs more memory than the limit; save it again as PDF"}
    except RecursionError:
        answer = {"error": "is nested without end; save it again as PDF"}
    except Exception as error:  # a broken file may raise anything
        answer = {"error": f"is broken ({type(error).__name__}); save it again as PDF"}
    sys.stdout.write(json.dumps(answer))
    return 0


def _pages_of(data: bytes, length: int) -> dict[str, object]:
    """Return the text of all pages and the title, or an error."""
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not _opens(reader):
        return {"error": "is encrypted; save a copy without the password"}
    pages: list[str] = []
    for page in reader.pages:
        pages.append(page.extract_text())
        length -= len(pages[-1])
        if length < 0:
            return {"error": "has more text than the limit; split it"}
    title = reader.metadata.title if reader.metadata is not None else None
    return {"pages": pages, "title": str(title) if title else None}


def _opens(reader: object) -> bool:
    """Tell whether an encrypted file opens without a password, as files do that forbid copying."""
    try:
        return bool(reader.decrypt(""))  # type: ignore[attr-defined]
    except Exception:  # a cipher that is not installed, or a broken dictionary
        return False


def _limit(memory: int, seconds: int) -> None:
    """Set limits on memory and CPU time where the system has them."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
