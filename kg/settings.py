"""Options that reach through several stages, as frozen values; nothing is read on import."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import SettingsError

# The environment variable that names the graph folder where no option does.
GRAPH_VARIABLE = "KG_GRAPH"
GRAPH_FOLDER = "kg-graph"
_CHILD_LIMITS = ("pdf_seconds", "pdf_bytes", "html_seconds", "html_bytes")


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """Limits within which one article is read.

    `max_bytes` bounds a file and the body of an address (unpacked), `max_chars` the text that is
    found in it: about 160,000 words, more than a long report has, which take minutes to search.
    `fetch_seconds` is the wall time for one address with all its redirects; `pdf_seconds` the
    CPU time for one PDF file, of which twice as much wall time may pass; `pdf_bytes` the memory
    for it; `html_seconds` and `html_bytes` the same for a web page.
    `ports` are those that an address may name.
    """

    max_bytes: int = 20_000_000
    max_chars: int = 1_000_000
    fetch_seconds: float = 30.0
    max_redirects: int = 5
    ports: tuple[int, ...] = (80, 443, 8080, 8443)
    pdf_seconds: int = 30
    pdf_bytes: int = 1_000_000_000
    html_seconds: int = 30
    html_bytes: int = 2_000_000_000

    def __post_init__(self) -> None:
        """Raise SettingsError for a limit that nothing could pass."""
        for name in ("max_bytes", "max_chars", "fetch_seconds", *_CHILD_LIMITS):
            if getattr(self, name) <= 0:
                raise SettingsError(f"{name} must be more than 0, not {getattr(self, name)}")
        if self.max_redirects < 0:
            raise SettingsError(f"max_redirects must be 0 or more, not {self.max_redirects}")


def graph_folder(option: str | None, environ: Mapping[str, str]) -> Path:
    """Return the graph folder: the option, else the environment's KG_GRAPH, else "kg-graph".

    Raises:
        SettingsError: where a file has that name.
    """
    folder = Path(option or environ.get(GRAPH_VARIABLE) or GRAPH_FOLDER)
    if folder.is_file():
        raise SettingsError(f"{folder} is a file; name a folder for the graph with --graph")
    return folder
