"""Hostile web pages, Markdown and PDF files: each costs at most itself."""

import gzip
import threading
import time
import zlib
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from kg.errors import ReadError
from kg.read import read_article
from kg.read.child import Child, ChildDied
from kg.settings import ReadSettings

PROSE = "<p>" + "Judge Ana Ruiz said on Monday that the plan of the city is unlawful. " * 6 + "</p>"
QUICK = ReadSettings(pdf_seconds=3, html_seconds=5)
# Wall seconds within which a file of these limits is over and done with on a busy machine.
PATIENCE = 60.0


def outcome(folder: Path, data: bytes | str, suffix: str = ".html") -> str:
    """Return the text of a file, or why it was not read; never later than patience allows."""
    path = folder / f"a{suffix}"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    begun = time.monotonic()
    try:
        return read_article(str(path), settings=QUICK).text
    except ReadError as error:
        return f"refused: {error.reason}"
    finally:
        assert time.monotonic() - begun < PATIENCE


@pytest.mark.parametrize(
    "page",
    [
        "<html><body>" + "<div>" * 100_000 + PROSE,
        "<html><body>" + "<div>" * 20_000 + PROSE,
        "<html><body><table>" + "<tr><td>" * 20_000 + PROSE,
    ],
)
def test_deep_page_is_refused_or_read(tmp_path: Path, page: str) -> None:
    """Group 29: the stack of the parser is not ours."""
    assert outcome(tmp_path, page)


@pytest.mark.parametrize("page", [f"<p>{PROSE}<b><i><p>{PROSE}", f"<html>{PROSE}", PROSE * 3])
def test_unclosed_page_is_read(tmp_path: Path, page: str) -> None:
    """Group 30."""
    assert "unlawful" in outcome(tmp_path, f"<!DOCTYPE html>{page}")


def test_scripts_and_handlers_do_not_get_into_the_text(tmp_path: Path) -> None:
    """Groups 31 and 32: neither their code nor their addresses."""
    page = "<html><head><title>x</script><script>alert(1)</script></title></head><body>"
    page += f"<article>{PROSE}"
    page += "<script>alert(2)</script><a href='javascript:alert(3)' onclick='alert(4)'>words</a>"
    page += f"<img src='data:text/html,alert(5)' onerror='alert(6)'>{PROSE}</article></body></html>"
    text = outcome(tmp_path, page)
    assert "unlawful" in text
    assert "alert" not in text
    assert "javascript:" not in text


def test_attribute_of_megabytes_is_survived(tmp_path: Path) -> None:
    """Group 33."""
    page = f"<html><body><img src='data:image/png;base64,{'A' * 15_000_000}'><article>{PROSE * 3}"
    assert outcome(tmp_path, page)


def test_nothing_is_fetched_for_a_page(tmp_path: Path) -> None:
    """Group 34: neither by base, refresh, frame, picture, link nor document type."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        here = f"http://127.0.0.1:{server.server_port}"
        page = (
            f'<!DOCTYPE html SYSTEM "{here}/dtd"><html><head><base href="{here}/base/">'
            f'<meta http-equiv="refresh" content="0;url={here}/refresh">'
            f'<link rel="stylesheet" href="{here}/css">'
            f'</head><body><iframe src="{here}/frame"></iframe><img src="{here}/img">'
            f"<article>{PROSE * 3}</article></body></html>"
        )
        text = outcome(tmp_path, page)
        server.shutdown()
    assert "unlawful" in text
    assert "root:" not in text
    assert asked == []


def test_canonical_address_is_one_of_the_web(tmp_path: Path) -> None:
    """Group 34: a file is no address of an article."""
    page = '<html><head><link rel="canonical" href="file:///etc/passwd"></head>'
    (tmp_path / "a.html").write_text(f"{page}<body><article>{PROSE * 3}</article></body></html>")
    assert read_article(str(tmp_path / "a.html")).url is None


def test_external_entity_is_not_read(tmp_path: Path) -> None:
    """Group 35."""
    page = (
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body>'
    )
    assert "root:" not in outcome(tmp_path, f"{page}<p>&x;</p>{PROSE * 3}</body></html>", ".xhtml")


def test_packed_page_is_named_so(tmp_path: Path) -> None:
    """Group 36."""
    assert "gzip" in outcome(tmp_path, gzip.compress(PROSE.encode()))


@pytest.mark.parametrize("words", ["404 Not Found", "We value your privacy. Accept all cookies."])
def test_page_without_an_article_is_named_so(tmp_path: Path, words: str) -> None:
    """Group 37."""
    page = f"<html><body><nav><a href='/'>Home</a></nav><p>{words}</p></body></html>"
    assert "no article text" in outcome(tmp_path, page)


def test_hidden_text_is_read_or_left_but_quoted_as_it_is(tmp_path: Path) -> None:
    """Group 38: style sheets are not applied, so a reader of the graph sees what was hidden."""
    hidden = "<p style='display:none'>" + "Ana Ruiz said that the plan is lawful. " * 3 + "</p>"
    text = outcome(tmp_path, f"<html><body><article>{PROSE}{hidden}{PROSE}</article></body></html>")
    assert "unlawful" in text


@pytest.mark.parametrize(
    "text",
    [
        "> " * 10_000 + "deep",
        "[" * 10_000 + "](javascript:alert(1))",
        "```\n" + "unclosed\n" * 500,
        "<script>alert(1)</script>\n\nText.",
    ],
)
def test_odd_markdown_is_text(tmp_path: Path, text: str) -> None:
    """Group 40: nothing of it is run, and it stays as it is."""
    assert outcome(tmp_path, text, ".md") == text


@pytest.mark.parametrize(
    "head",
    ["title: !!python/object/apply:os.system ['true']", "title: &a [x, *a]", "title: {a: b}"],
)
def test_front_matter_makes_no_objects(tmp_path: Path, head: str) -> None:
    """Group 40: what is more than one plain value is refused with its line."""
    assert "line 2" in outcome(tmp_path, f"---\n{head}\n---\nText.\n", ".md")


def pdf(*objects: bytes, root: bytes = b"/Root 1 0 R") -> bytes:
    """Return a PDF file of some objects, without a table: readers rebuild it."""
    data = b"%PDF-1.7\n"
    for number, body in enumerate(objects, start=1):
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    return data + b"trailer << /Size %d %s >>\nstartxref\n0\n%%%%EOF\n" % (len(objects) + 1, root)


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
WORDS = b"BT /F 12 Tf 50 700 Td (Judge Ana Ruiz said that the plan is unlawful.) Tj ET"


def stream(body: bytes, extra: bytes = b"", length: bytes | None = None) -> bytes:
    """Return a stream object."""
    size = str(len(body)).encode() if length is None else length
    return b"<< /Length %s %s >>\nstream\n%s\nendstream" % (size, extra, body)


def nested(levels: int) -> bytes:
    """Return a stream that unpacks to a hundred megabytes, packed several times."""
    body = bytes(100_000_000)
    for _ in range(levels):
        body = zlib.compress(body, 9)
    return stream(body, b"/Filter [" + b"/FlateDecode " * levels + b"]")


CMAP = b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> "
CMAP += b"endcodespacerange " + b"1 beginbfrange <0000> <FFFF> <0000> endbfrange " * 30
DEFECTS = {
    "42 no pages": pdf(CATALOG, b"<< /Type /Pages /Kids [] /Count 0 >>"),
    "44 no text": pdf(CATALOG, PAGES, PAGE, stream(b"0 0 m 10 10 l S"), FONT),
    "45 packed thrice": pdf(CATALOG, PAGES, PAGE, nested(3), FONT),
    "46 pages in a ring": pdf(CATALOG, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 >>"),
    "46 parent in a ring": pdf(CATALOG, PAGES, PAGE.replace(b"4 0 R", b"3 0 R"), FONT),
    "47 huge length": pdf(CATALOG, PAGES, PAGE, stream(WORDS, length=b"99999999999"), FONT),
    "47 negative length": pdf(CATALOG, PAGES, PAGE, stream(WORDS, length=b"-5"), FONT),
    "48 table of characters": pdf(
        CATALOG, PAGES, PAGE, stream(WORDS), FONT[:-2] + b"/ToUnicode 6 0 R >>", stream(CMAP)
    ),
    "49 run lengths": pdf(
        CATALOG, PAGES, PAGE, stream(b"\x81 " * 400_000, b"/Filter /RunLengthDecode"), FONT
    ),
    "50 metadata": pdf(
        CATALOG[:-2] + b"/Metadata 4 0 R >>",
        PAGES,
        PAGE,
        stream(b'<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'),
    ),
    "52 many pages": pdf(
        CATALOG, b"<< /Type /Pages /Kids [" + b"3 0 R " * 5000 + b"] /Count 5000 >>", PAGE,
        stream(WORDS), FONT,
    ),
    "53 scripts": pdf(
        CATALOG[:-2] + b"/OpenAction << /S /Launch /F (/bin/true) >> /AA << /O 6 0 R >> >>",
        PAGES, PAGE, stream(WORDS), FONT, b"<< /S /JavaScript /JS (app.alert) >>",
    ),
    "54 also an archive": pdf(CATALOG, PAGES, PAGE, stream(WORDS), FONT) + b"PK\x05\x06",
}  # fmt: skip


@pytest.mark.parametrize("name", DEFECTS)
def test_broken_pdf_costs_itself_alone(tmp_path: Path, name: str) -> None:
    """Groups 42 to 54: a text or a reason, in the time allowed, and nothing of it is run."""
    found = outcome(tmp_path, DEFECTS[name], ".pdf")
    if not found.startswith("refused: "):
        assert "unlawful" in found
        assert "alert" not in found


STUBBORN = """
import signal, struct, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
while (head := sys.stdin.buffer.read(4)):
    word = sys.stdin.buffer.read(struct.unpack(">I", head)[0])
    while word == b"sleep":
        time.sleep(1)
    if word == b"die":
        sys.exit(1)
    sys.stdout.buffer.write(head + word)
    sys.stdout.flush()
"""


def test_program_that_ignores_its_end_is_killed_and_another_answers(tmp_path: Path) -> None:
    """Group 55."""
    (tmp_path / "child.py").write_text(STUBBORN, encoding="utf-8")
    child = Child(tmp_path / "child.py")
    assert child.ask(b"one", seconds=PATIENCE) == b"one"
    for word in (b"die", b"sleep"):
        with pytest.raises(ChildDied):
            child.ask(word, seconds=0.5 if word == b"sleep" else PATIENCE)
        assert child.ask(b"two", seconds=PATIENCE) == b"two"
    child.close()


def test_page_that_kills_its_reader_is_named_and_the_next_is_read(tmp_path: Path) -> None:
    """A limit on memory that no page can keep: the child dies or says so, this process does not."""
    tight = ReadSettings(html_bytes=20_000_000)
    (tmp_path / "a.html").write_text(f"<html><body>{PROSE * 3}</body></html>", encoding="utf-8")
    with pytest.raises(ReadError, match=r"memory|cannot be"):
        read_article(str(tmp_path / "a.html"), settings=tight)
    assert "unlawful" in read_article(str(tmp_path / "a.html"), settings=QUICK).text
