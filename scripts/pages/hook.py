"""What mkdocs calls: fills each page before it is turned into HTML.

The graph of the sample articles is built once for all pages. A command of a page that fails, or a
mark that nothing here makes, ends the build.
"""

import re
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT)] if str(ROOT) not in sys.path else []

from scripts.pages import commands, figures, library, ontology, questions, scale  # noqa: E402
from scripts.pages.sample import Sample, sample  # noqa: E402
from scripts.pages.transcript import performed  # noqa: E402

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

PARTS: Mapping[str, Callable[[Sample], str]] = {
    "commands": commands.commands_page,
    "library": library.library_page,
    "ontology": ontology.ontology_page,
    "mapping": ontology.mapping_table,
    "questions": questions.questions_page,
    "competency": questions.competency_table,
    "figures": figures.figures_table,
    "figures-date": figures.date_of,
    "model": figures.model_tables,
    "scale": scale.scale_tables,
}
_MARK = re.compile(r"<!-- generated: ([a-z-]+) -->")


def on_page_markdown(markdown: str, *, page: "Page", config: "MkDocsConfig", files: "Files") -> str:
    """Return a page with its generated parts, and with what its commands print."""
    del page, config, files
    return filled(markdown, sample())


def filled(markdown: str, made: Sample) -> str:
    """Return Markdown with its generated parts, and with what its commands print.

    Raises:
        KeyError: nothing makes a part of that name.
        CommandFailed: a command of the page ended with another status than 0.
    """
    if "```console" in markdown or "```python" in markdown:
        with tempfile.TemporaryDirectory() as name:
            made.furnish(Path(name))
            markdown = performed(markdown, Path(name))
    return _MARK.sub(lambda match: PARTS[match[1]](made), markdown)
