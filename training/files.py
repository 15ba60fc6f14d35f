"""Values in, JSON files out: the same value always gives the same bytes."""

from __future__ import annotations

import json
from pathlib import Path


def write_json(path: Path, value: object) -> None:
    """Write a small `value` to `path`, readable and sorted."""
    path.write_text(json.dumps(value, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def write_table(path: Path, table: object) -> None:
    """Write a large `table` to `path`, sorted, without spaces."""
    text = json.dumps(table, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8")
