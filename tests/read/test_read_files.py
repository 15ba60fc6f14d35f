"""Files: text unchanged, encodings, misnamed and unreadable ones."""

import hashlib
import os
from pathlib import Path

import pytest

from kg.errors import ReadError, UnreadableSource, UnsupportedSource
from kg.model import Article, Skip
from kg.read import read_article, read_many
from kg.read.files import display
from kg.settings import ReadSettings


def _write(folder: Path, name: str, data: bytes) -> str:
    path = folder / name
    path.write_bytes(data)
    return str(path)


def test_text_is_the_file_decoded_with_nothing_changed(tmp_path: Path) -> None:
    data = "  “A”\r\nB\rC\u2028D\n\n\t🙂 e\u0301 ".encode()
    assert read_article(_write(tmp_path, "a.txt", data)).text == data.decode()


def test_id_and_digest_come_from_the_text(tmp_path: Path) -> None:
    article = read_article(_write(tmp_path, "a.txt", b"The court ruled."))
    sha256 = hashlib.sha256(b"The court ruled.").hexdigest()
    assert (article.sha256, article.id) == (sha256, f"article/{sha256[:16]}")


def test_source_is_the_name_without_its_folder(tmp_path: Path) -> None:
    article = read_article(_write(tmp_path, "a.txt", b"The court ruled."))
    assert (article.source, article.sources) == ("a.txt", ("a.txt",))


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_encoding_is_told_by_mark_or_validity(tmp_path: Path, codec: str) -> None:
    text = "El Salvador’s “señor” said: café."
    assert read_article(_write(tmp_path, "a.txt", text.encode(codec))).text == text


def test_assumed_encoding_is_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    read_article(_write(tmp_path, "a.txt", "señor".encode("cp1252")))
    assert "byte 2 is not UTF-8; read as Windows-1252" in caplog.text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b" \n\t ", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"a\0b\0", "NUL bytes"),
        (b"caf\xe9 \x81", "neither UTF-8 nor cp1252"),
        (b"\x01\x02\x03 abc \x04", "control characters"),
        (b"\xff\xfea", "byte 0 is neither"),
        (b"PK\x03\x04rest", "holds zip archive or office document"),
        (b"\x89PNG\r\n\x1a\n....", "holds PNG picture"),
        (b"\x7fELF....", "holds ELF program"),
        (b"<!DOCTYPE html><html></html>", "holds html; rename it to .html"),
        (b"%PDF-1.7 ...", "holds pdf; rename it to .pdf"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(
    tmp_path: Path, data: bytes, reason: str
) -> None:
    with pytest.raises(UnreadableSource, match=reason):
        read_article(_write(tmp_path, "a.txt", data))


def test_text_named_pdf_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match=r"is named \.pdf but holds text"):
        read_article(_write(tmp_path, "a.pdf", b"Only words."))


def test_larger_file_than_the_limit_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(10**12)
    with pytest.raises(UnreadableSource, match="larger than the limit of 20 MB"):
        read_article(str(path))


def test_file_of_exactly_the_limit_is_read(tmp_path: Path) -> None:
    source = _write(tmp_path, "a.txt", b"x" * 10)
    assert read_article(source, settings=ReadSettings(max_bytes=10)).text == "x" * 10


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match=r"gone\.txt: there is no such file"):
        read_article(str(tmp_path / "gone.txt"))


def test_folder_with_the_name_of_a_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(UnreadableSource, match="is a folder"):
        read_article(str(tmp_path / "a.txt"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no FIFOs")
def test_fifo_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(UnreadableSource, match="not a regular file"):
        read_article(str(tmp_path / "a.txt"))


def test_link_that_points_to_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "a.txt")
    with pytest.raises(UnreadableSource, match="cannot be opened"):
        read_article(str(tmp_path / "a.txt"))


@pytest.mark.parametrize("name", ["a.docx", "README", "a.txt.gz"])
def test_unknown_suffix_has_no_reader(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnsupportedSource, match=r"convert it to one of \.htm"):
        read_article(_write(tmp_path, name, b"words"))


def test_suffix_in_capitals_is_known(tmp_path: Path) -> None:
    assert read_article(_write(tmp_path, "A.TXT", b"words")).text == "words"


@pytest.mark.parametrize("name", ["a\nb.txt", "-a.txt", "a%20\"b'.txt", "🙂.txt", "a\x1b[31m.txt"])
def test_odd_names_are_shown_on_one_line(tmp_path: Path, name: str) -> None:
    article = read_article(_write(tmp_path, name, b"words"))
    assert article.source.isprintable()


def test_name_that_is_no_text_is_shown_escaped() -> None:
    assert display("a\udcff.txt") == "a\\xff.txt"


def test_name_with_nul_is_refused() -> None:
    with pytest.raises(ReadError):
        read_article("a\0.txt")


def test_many_goes_on_behind_what_cannot_be_read(tmp_path: Path) -> None:
    bad, good = _write(tmp_path, "a.txt", b""), _write(tmp_path, "b.txt", b"words")
    skip, article = read_many([bad, good])
    assert skip == Skip(bad, "read", "is empty; leave it out")
    assert isinstance(article, Article)


def test_language_is_told_by_function_words(tmp_path: Path) -> None:
    spanish = "El tribunal dijo que la ley no es para los jueces del país y que el caso sigue."
    assert read_article(_write(tmp_path, "a.txt", spanish.encode())).language == "es"


def test_language_of_a_few_words_is_unknown(tmp_path: Path) -> None:
    assert read_article(_write(tmp_path, "a.txt", b"The court ruled.")).language is None
