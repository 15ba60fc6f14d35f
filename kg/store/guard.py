"""Looks at the text of a query before any engine sees it, and refuses what must not run.

In: a query's text and the graphs of the store. Out: nothing, or QueryError with line and column.
Refused: more than 64 KB, characters that are no text, updates, SERVICE (the engine would send
requests and cannot be told not to), and FROM with anything but a graph of the store.
Not done: no check of the grammar (the engine's parser does that) and no limit on the time
(`client`): this file only keeps the engine from doing harm.

A regular expression on "SERVICE <" does not do: comments, variables and odd cases get around it,
strings and addresses set it off. So the text is cut into the tokens of SPARQL 1.1, section 19.8.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urljoin

from kg.errors import QueryError

# The eight known ways to overflow the engine's stack all work within 115 KB; what people write
# by hand stays far below this size, and what programs write can use VALUES in several queries.
MAX_QUERY_BYTES = 64 * 1024

_TOKEN = re.compile(
    r"""
    (?P<space>[\x20\t\r\n]+)
  | (?P<comment>\#[^\r\n]*)
  | (?P<quote>['"])
  | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
  | (?P<variable>[?$]\w+)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<name>(?:[^\W\d_][\w.\-]*|_)?:(?:[\w:.\-·]|%[0-9A-Fa-f]{2}|\\.)*)
  | (?P<word>[^\W\d_][\w\-]*)
  | (?P<number>\d[\w.]*)
  | (?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL,
)
# Strings by their quotation marks; short ones end with their line.
_STRINGS = {
    "'''": re.compile(r"'''(?:'{0,2}(?:[^'\\]|\\.))*'''", re.DOTALL),
    '"""': re.compile(r'"""(?:"{0,2}(?:[^"\\]|\\.))*"""', re.DOTALL),
    "'": re.compile(r"'(?:[^'\\\r\n]|\\.)*'", re.DOTALL),
    '"': re.compile(r'"(?:[^"\\\r\n]|\\.)*"', re.DOTALL),
}
# In a message of the engine: sets of characters, and the words and signs it would have taken.
_CHARACTERS = re.compile(r"\['?.{0,12}?'? ?\.\. ?'?.{0,12}?'?\]|\[[^\]]{0,300}\]")
_EXPECTED = re.compile(r"\b[A-Z]{2,}\b|(?<=\")[^\s\"]{1,3}(?=\")")
# More possibilities than this help nobody.
MAX_EXPECTED = 8
# Kinds of token after which "<" can be the operator "less than".
_OPERANDS = frozenset({"string", "iri", "variable", "language", "name", "number"})
# What could begin a string, a comment or the end of a group, were "<…>" not an address.
_AMBIGUOUS = frozenset("'#)")
_QUERIES = frozenset({"select", "ask", "construct", "describe"})
_UPDATES = frozenset(
    {"insert", "delete", "load", "clear", "drop", "create", "add", "move", "copy", "with"}
)


@dataclass(frozen=True, slots=True)
class Token:
    """A token of a query: its kind, its text, and where it starts (0-based)."""

    kind: str
    text: str
    start: int
    depth: int

    def is_word(self, *words: str) -> bool:
        """Tell whether this is one of these keywords, which may be written in any case."""
        return self.kind == "word" and self.text.casefold() in words


def check_query(text: str, graphs: Iterable[str] = (), *, base: str = "") -> None:
    """Return if the query may be given to the engine.

    Raises:
        QueryError: when the query is too large, no text, an update, or reaches outside.
    """
    _check_text(text)
    tokens = tuple(tokenize(text))
    first = next((token for token in _body(tokens)), None)
    if first is not None and first.is_word(*_UPDATES):
        message = f"{first.text.upper()} changes the graph, which can only be read; build it anew"
        raise _refusal(text, first.start, message)
    if first is None or not first.is_word(*_QUERIES):
        start = len(text) if first is None else first.start
        raise _refusal(text, start, "a query begins with SELECT, ASK, CONSTRUCT, or DESCRIBE")
    if "service" in text.casefold():
        _check_service(text, tokens)
    _check_from(text, tokens, frozenset(graphs), base)


def tokenize(text: str) -> Iterator[Token]:
    """Return the tokens of a query without spaces and comments, with their depth in brackets."""
    depth, position = 0, 0
    hopeless: dict[str, int] = {}
    while (match := _TOKEN.match(text, position)) is not None:
        kind, part, start = match.lastgroup or "", match.group(), position
        end = _end_of_string(text, start, hopeless) if kind == "quote" else None
        if end is not None:
            kind, part = "string", text[start:end]
        position = start + len(part)
        if kind not in {"space", "comment"}:
            yield Token(kind, part, start, depth)
        if kind == "sign":
            depth += (part == "(") - (part == ")")


def _end_of_string(text: str, start: int, hopeless: dict[str, int]) -> int | None:
    """Return where the string that begins here ends, None where it does not end.

    `hopeless` keeps up to where no string of a kind ends, so that no text is searched twice
    (60 KB of quotation marks took a minute).
    """
    for quote in (text[start] * 3, text[start]):
        if not text.startswith(quote, start) or start < hopeless.get(quote, 0):
            continue
        match = _STRINGS[quote].match(text, start)
        if match is not None:
            return match.end()
        line_end = text.find("\n", start)
        short = len(quote) == 1 and line_end >= 0
        hopeless[quote] = line_end if short else len(text)
    return None


def explain_error(text: str, error: QueryError, known: Iterable[str] = ()) -> QueryError:
    """Return a syntax error of the engine in words, with what stands at its place.

    `known` are the prefixes that need no declaration. The engine's own message lists every
    character that could go on.
    """
    if error.line is None or error.column is None:
        return error
    lines = text.split("\n")
    offset = sum(len(line) + 1 for line in lines[: error.line - 1]) + error.column - 1
    tokens = tuple(tokenize(text))
    if "Prefix not found" in str(error):
        name = next((token for token in reversed(tokens) if token.start < offset), None)
        if name is not None and name.kind == "name":
            prefix = name.text.partition(":")[0]
            message = f"the prefix {prefix}: is not declared; these need none: {', '.join(known)}"
            return _refusal(text, name.start, message)
    near = next((token.text for token in tokens if token.start + len(token.text) > offset), None)
    found = "the query ends too early" if near is None else f"{near[:40]!r} is not expected here"
    words = _EXPECTED.findall(_CHARACTERS.sub("", str(error)))
    if 0 < len(words) <= MAX_EXPECTED:
        found += f"; possible: {' '.join(words)}"
    return QueryError(
        f"line {error.line}, column {error.column}: {found}", error.line, error.column
    )


def graphs_named(text: str, *, base: str = "") -> tuple[frozenset[str], bool]:
    """Return the IRIs that stand behind GRAPH, and whether a variable stands there too."""
    tokens = tuple(tokenize(text))
    prefixes, base = _read_prologue(tokens, base)
    behind = [after for token, after in pairwise(tokens) if token.is_word("graph")]
    iris = (_to_iri(token, prefixes, base) for token in behind)
    has_variable = any(token.kind == "variable" for token in behind)
    return frozenset(iri for iri in iris if iri is not None), has_variable


def place_of(text: str, offset: int) -> tuple[int, int]:
    """Return line and column, both from 1, of a 0-based offset."""
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def _check_text(text: str) -> None:
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        raise _refusal(text, error.start, "half of a surrogate pair is no character") from error
    if size > MAX_QUERY_BYTES:
        message = f"the query has {size} bytes; at most {MAX_QUERY_BYTES} are allowed"
        raise QueryError(message)
    if not text.strip():
        raise QueryError("the query is empty")
    if "\0" in text:
        raise _refusal(text, text.index("\0"), "a query cannot hold the character U+0000")


def _check_service(text: str, tokens: tuple[Token, ...]) -> None:
    for token in tokens:
        if token.is_word("service"):
            message = "SERVICE asks another server; queries here cannot reach the network"
            raise _refusal(text, token.start, message)
    for token in tokens:
        if token.kind == "quote":
            message = 'the string has no end, and this query also has "service"'
            raise _refusal(text, token.start, message)
    for before, token in pairwise(tokens):
        if _could_compare(before, token):
            # "FILTER(?a <'>'…": address, or "less than" and a string? Only the grammar knows,
            # and the answer decides what is quoted after it. Nobody writes that with SERVICE.
            message = 'put a space after "<" or use a prefix: this query also has "service"'
            raise _refusal(text, token.start, message)


def _could_compare(before: Token, token: Token) -> bool:
    ends_operand = before.kind in _OPERANDS or before.text == ")" or before.kind == "word"
    inside = token.depth > 0
    return token.kind == "iri" and inside and ends_operand and not _AMBIGUOUS.isdisjoint(token.text)


def _check_from(text: str, tokens: tuple[Token, ...], graphs: frozenset[str], base: str) -> None:
    prefixes, base = _read_prologue(tokens, base)
    for index, token in enumerate(tokens):
        if not token.is_word("from"):
            continue
        source = _after(tokens, index + 1)
        if source is not None and source.is_word("named"):
            source = _after(tokens, index + 2)
        iri = None if source is None else _to_iri(source, prefixes, base)
        if source is not None and iri is not None and iri not in graphs:
            message = f"FROM names {iri}, which is no graph of this store"
            raise _refusal(text, source.start, message)


def _after(tokens: tuple[Token, ...], index: int) -> Token | None:
    return tokens[index] if index < len(tokens) else None


def _read_prologue(tokens: tuple[Token, ...], base: str) -> tuple[dict[str, str], str]:
    """Return the prefixes that a query declares, and its base."""
    prefixes: dict[str, str] = {}
    for index, token in enumerate(tokens):
        name, iri = _after(tokens, index + 1), _after(tokens, index + 2)
        if token.is_word("base") and name is not None and name.kind == "iri":
            base = urljoin(base, name.text[1:-1])
        if token.is_word("prefix") and name is not None and iri is not None and iri.kind == "iri":
            prefixes[name.text] = urljoin(base, iri.text[1:-1])
    return prefixes, base


def _to_iri(token: Token, prefixes: dict[str, str], base: str) -> str | None:
    if token.kind == "iri":
        return urljoin(base, token.text[1:-1])
    if token.kind == "name":
        prefix, _, local = token.text.partition(":")
        return prefixes.get(f"{prefix}:", f"{prefix}:") + local.replace("\\", "")
    return None


def _body(tokens: tuple[Token, ...]) -> Iterator[Token]:
    """Return the tokens after PREFIX and BASE."""
    index = 0
    while index < len(tokens) and tokens[index].is_word("prefix", "base"):
        index += 3 if tokens[index].is_word("prefix") else 2
    yield from tokens[index:]


def _refusal(text: str, offset: int, message: str) -> QueryError:
    line, column = place_of(text, offset)
    return QueryError(f"line {line}, column {column}: {message}", line, column)
