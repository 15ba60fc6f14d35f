"""Listing: files, folders, globs, addresses, and standard input."""

import io
from pathlib import Path

import pytest

from kg.errors import UnreadableSource
from kg.read import list_sources, read_many


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.md", "sub/c.html", "sub/.hidden.txt", ".git/d.txt", "e.docx"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("words")
    return tmp_path


def test_folder_gives_its_readable_files_sorted(folder: Path) -> None:
    names = [str(Path(name).relative_to(folder)) for name in list_sources([str(folder)])]
    assert names == ["a.md", "b.txt", "sub/c.html"]


def test_glob_is_expanded_and_sorted(folder: Path) -> None:
    assert [Path(name).name for name in list_sources([f"{folder}/**/*.*"])] == [
        "a.md", "b.txt", "e.docx", "c.html",
    ]  # fmt: skip


def test_file_is_kept_whatever_its_suffix(folder: Path) -> None:
    assert list_sources([f"{folder}/e.docx"]) == (f"{folder}/e.docx",)


def test_address_is_kept_as_it_is() -> None:
    assert list_sources(["https://news.example/a*b"]) == ("https://news.example/a*b",)


def test_hyphen_stands_for_the_list_on_standard_input(folder: Path) -> None:
    stdin = io.StringIO(f"{folder}/b.txt\n\n{folder}/sub/../a.md\r\n-\n")
    assert list_sources(["-"], stdin=stdin) == (f"{folder}/b.txt", f"{folder}/sub/../a.md")


def test_same_name_is_listed_once(folder: Path) -> None:
    assert len(list_sources([f"{folder}/b.txt", f"{folder}/b.txt", str(folder)])) == 3


def test_loop_of_links_ends(folder: Path) -> None:
    (folder / "sub" / "loop").symlink_to(folder)
    assert len(list_sources([str(folder)])) == 3


def test_link_out_of_the_folder_is_left_out_and_said(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / "sub" / "out.txt").symlink_to(folder / "b.txt")
    assert len(list_sources([str(folder / "sub")])) == 1
    assert "out.txt: a link out of its folder" in caplog.text


def test_document_without_a_reader_is_left_out_and_said(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Somebody who keeps articles as office documents learns that they are not in the graph."""
    (folder / "sub" / "essay.docx").write_bytes(b"PK")
    (folder / "sub" / "logo.gif").write_bytes(b"GIF8")
    list_sources([str(folder / "sub")])
    assert "essay.docx: left out, kg does not read .docx" in caplog.text
    assert "logo.gif" not in caplog.text


def test_missing_one_stays_in_the_list_so_that_the_report_has_it(folder: Path) -> None:
    sources = list_sources([f"{folder}/b.txt", f"{folder}/gone.txt", f"{folder}/*.pdf"])
    skips = list(read_many(sources))[1:]
    assert [skip.source for skip in skips] == [f"{folder}/gone.txt", f"{folder}/*.pdf"]


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        ([], "nothing to read was named"),
        (["-"], "nothing to read was named"),
        (["{}/gone.txt"], "there is no such file"),
        (["{}/*.pdf"], "no file matches"),
        (["{}/empty"], "no file in it that kg reads"),
    ],
)
def test_nothing_found_is_an_error(folder: Path, args: list[str], reason: str) -> None:
    (folder / "empty").mkdir()
    with pytest.raises(UnreadableSource, match=reason):
        list_sources([arg.format(folder) for arg in args], stdin=io.StringIO(""))


def test_file_with_a_colon_in_its_name_is_a_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "re:a.txt").write_text("words")
    monkeypatch.chdir(folder)
    assert list_sources(["re:a.txt"]) == ("re:a.txt",)
