"""Limits and the graph's folder."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import SettingsError
from kg.settings import ReadSettings, graph_folder


@pytest.mark.parametrize(
    "make",
    [
        lambda: ReadSettings(max_bytes=0),
        lambda: ReadSettings(fetch_seconds=0.0),
        lambda: ReadSettings(pdf_seconds=-1),
        lambda: ReadSettings(pdf_bytes=0),
    ],
)
def test_limit_that_nothing_passes_is_refused(make: Callable[[], ReadSettings]) -> None:
    with pytest.raises(SettingsError, match="must be more than 0"):
        make()


def test_fewer_than_no_redirects_are_refused() -> None:
    with pytest.raises(SettingsError, match="max_redirects"):
        ReadSettings(max_redirects=-1)


@pytest.mark.parametrize(
    ("option", "environ", "folder"),
    [
        ("a", {"KG_GRAPH": "b"}, "a"),
        (None, {"KG_GRAPH": "b"}, "b"),
        (None, {"KG_GRAPH": ""}, "kg-graph"),
        (None, {}, "kg-graph"),
    ],
)
def test_graph_folder_is_option_then_variable_then_default(
    option: str | None, environ: dict[str, str], folder: str
) -> None:
    assert graph_folder(option, environ) == Path(folder)


def test_file_is_no_graph_folder(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    with pytest.raises(SettingsError, match="is a file"):
        graph_folder(str(tmp_path / "a"), {})
