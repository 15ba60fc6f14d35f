"""Digests and figures of a shipped folder in, its ``card.md`` out (``card.template.md``)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Template
from typing import Any

from training.corpora import read_labels

TEMPLATE = Path(__file__).with_name("card.template.md")
# Words of all training corpora together, for the number of passes.
CORPUS_WORDS = 449_516
COMMANDS = """\
python -m training --corpora CORPORA --work WORK --words {words} --seed {seed} --date {date}
python -m training.evaluate --model data/model --corpora CORPORA --reference WORK/exact"""


def write_card(folder: Path) -> None:
    """Write ``card.md`` from ``digests.json`` and ``figures.json`` in `folder`."""
    digests = json.loads((folder / "digests.json").read_text("utf-8"))
    figures = json.loads((folder / "figures.json").read_text("utf-8"))
    trained = digests["trained"]
    parts = trained["parts"]
    words = sum(part["words"] for part in parts)
    text = Template(TEMPLATE.read_text("utf-8")).substitute(
        date=trained["date"],
        encoder=trained["encoder"]["name"],
        encoder_sha256=trained["encoder"]["sha256"],
        genres=", ".join(read_labels()["gum_genres"]["train"]),
        words=f"{words:,}",
        epochs=round(words / CORPUS_WORDS, 1),
        parts="\n".join(_rows(parts)),
        versions=_join(trained["versions"]),
        run_versions=_join(figures["versions"]),
        tables="\n\n".join(_tables(figures)),
        digests="\n".join(f"| {n} | `{d}` |" for n, d in sorted(digests["sha256"].items())),
        commands=COMMANDS.format(words=words, seed=parts[0]["plan"]["seed"], date=trained["date"]),
    )
    (folder / "card.md").write_text(text, encoding="utf-8")


def _tables(figures: Mapping[str, Any]) -> Iterator[str]:
    for part in ("syntax", "raw text"):
        rows = figures[part]
        columns = list(next(iter(rows.values())))
        lines = [f"| {part} | {' | '.join(columns)} |", "|---" * (len(columns) + 1) + "|"]
        lines += [
            f"| {name} | {' | '.join(f'{row[column]:,}' for column in columns)} |"
            for name, row in rows.items()
        ]
        yield "\n".join(lines)
    lines = ["| names | F1 by label |", "|---|---|"]
    lines += [
        f"| {name} | {'; '.join(f'{label} {value}' for label, value in row.items())} |"
        for name, row in figures["names"].items()
    ]
    yield "\n".join(lines)
    for part in ("agreement with 32 bits", "speed"):
        if part in figures:
            lines = [f"| {part} | |", "|---|---|"]
            yield "\n".join([*lines, *(f"| {n} | {v:,} |" for n, v in figures[part].items())])


def _rows(parts: list[dict[str, Any]]) -> Iterator[str]:
    for number, part in enumerate(parts, start=1):
        plan = part["plan"]
        values = [number, part["words"], part["steps"], part["seconds"], plan["words"]]
        values += [plan["seconds"], plan.get("rate", 1.0), plan["seed"], plan["workers"]]
        yield f"| {' | '.join(f'{value:,}' for value in values)} |"


def _join(versions: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {version}" for name, version in sorted(versions.items()))
