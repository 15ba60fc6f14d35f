"""PDF files: read in a child process that may die without harm."""

import importlib.util
import io
import zlib
from pathlib import Path

import pytest

from kg.errors import UnreadableSource
from kg.read import read_article
from kg.read.pdf import unwrap
from kg.settings import ReadSettings

pypdf = pytest.importorskip("pypdf")

LINES = ("The court said that the order may", "not stand. It vio-", "lates the law.")


def _pdf(content: bytes, *, packed: bytes | None = None, title: str = "") -> bytes:
    """Return a PDF file of one page with this content stream, packed with zlib or already."""
    stream = packed if packed is not None else zlib.compress(content)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources 7 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Title(%s)>>" % title.encode(),
        b"<</Font<</F 5 0 R>>>>",
    ]
    file = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(file)
    file += b"xref\n0 8\n0000000000 65535 f \n"
    file += b"".join(b"%010d 00000 n \n" % place for place in places)
    file += b"trailer<</Size 8/Root 1 0 R/Info 6 0 R>>\nstartxref\n%d\n%%%%EOF" % start
    return bytes(file)


def _page(*lines: str) -> bytes:
    """Return a content stream that shows lines of text."""
    shown = b"".join(b"(%s) Tj 0 -14 Td " % line.encode() for line in lines)
    return b"BT /F 12 Tf 50 700 Td " + shown + b"ET"


def _reason(folder: Path, data: bytes, settings: ReadSettings | None = None) -> str:
    path = folder / "a.pdf"
    path.write_bytes(data)
    with pytest.raises(UnreadableSource) as caught:
        read_article(str(path), settings=settings or ReadSettings())
    return caught.value.reason


def test_lines_are_joined_to_prose(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(_pdf(_page(*LINES)))
    assert (
        read_article(str(path)).text
        == "The court said that the order may not stand. It vio-\nlates the law."
    )


@pytest.mark.parametrize(
    ("title", "found"), [("the court said", "the court said"), ("x.doc", None)]
)
def test_title_counts_only_where_the_page_has_it(
    tmp_path: Path, title: str, found: str | None
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(_pdf(_page(*LINES), title=title))
    assert read_article(str(path)).title == found


def test_hyphen_at_the_end_of_a_full_line_is_taken_out() -> None:
    assert unwrap("The court said that it vio-\nlates the law of the land.\n\nEnd") == (
        "The court said that it violates the law of the land.\n\nEnd"
    )


def test_encrypted_file_is_named_so(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(_pdf(_page(*LINES))))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    assert "is encrypted" in _reason(tmp_path, out.getvalue())


def test_file_without_text_is_named_so(tmp_path: Path) -> None:
    assert "has no text layer" in _reason(tmp_path, _pdf(b"0 0 100 100 re f"))


@pytest.mark.parametrize("part", [0.1, 0.3, 0.5])
def test_truncated_file_is_named_broken(tmp_path: Path, part: float) -> None:
    data = _pdf(_page(*LINES))
    assert "is broken" in _reason(tmp_path, data[: int(len(data) * part)])


def test_bomb_is_stopped_by_the_limit_on_memory(tmp_path: Path) -> None:
    packer = zlib.compressobj()
    packed = b"".join(packer.compress(bytes(1_000_000)) for _ in range(70)) + packer.flush()
    settings = ReadSettings(pdf_bytes=150_000_000)
    reason = _reason(tmp_path, _pdf(b"", packed=packed), settings)
    assert any(words in reason for words in ("limit", "is broken", "no text layer"))


def test_endless_work_is_stopped_by_the_limit_on_time(tmp_path: Path) -> None:
    content = b"BT /F 12 Tf " + b"(a) Tj " * 2_000_000 + b"ET"
    reason = _reason(tmp_path, _pdf(content), ReadSettings(pdf_seconds=1))
    assert "limits of time and memory" in reason or "took longer than 2 s" in reason


def test_pages_that_name_themselves_end(tmp_path: Path) -> None:
    data = _pdf(_page(*LINES)).replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]")
    assert "is broken" in _reason(tmp_path, data)


def test_more_text_than_the_limit_is_refused(tmp_path: Path) -> None:
    data = _pdf(_page(*["many words of law"] * 200))
    assert "more text than the limit" in _reason(tmp_path, data, ReadSettings(max_chars=2_500))


def test_missing_pypdf_is_said_with_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    assert "pip install 'kg[pdf]'" in _reason(tmp_path, _pdf(_page(*LINES)))
