"""Words in, numbers for the encoder out: word pieces, letter shapes, and each word's first piece.

The encoder is uncased, so what capitals tell is given to it apart, as one shape a word.
Text is not tokenized here: words come in as they are, and none is dropped.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

TABLE = Path(__file__).with_name("pieces.toml")


@dataclass(frozen=True, slots=True)
class Encoded:
    """One sentence as the encoder reads it.

    ``ids`` and ``shapes`` have one number a piece, ``[CLS]`` first and ``[SEP]`` last;
    ``firsts`` has, for each word, the place of its first piece.
    """

    ids: tuple[int, ...]
    shapes: tuple[int, ...]
    firsts: tuple[int, ...]


class Pieces:
    """Word pieces of words by one vocabulary; remembers the words it has seen (bounded)."""

    def __init__(self, vocabulary: Path) -> None:
        """Read the ``tokenizer.json`` at `vocabulary`.

        Padding and truncation that the file asks for are switched off.
        """
        table = read_table()
        self._tokenizer = Tokenizer.from_file(str(vocabulary))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._max_pieces: int = table["max_pieces"]
        self._max_characters: int = table["max_characters"]
        self._same: dict[str, str] = table["same"]
        single = {char: same for char, same in self._same.items() if len(char) == 1}
        self._translation = str.maketrans(single)
        names = ("[CLS]", "[SEP]", "[UNK]", "[MASK]")
        numbers = [self._tokenizer.token_to_id(name) or 0 for name in names]
        self._cls, self._sep, self._unknown, self.mask = numbers
        self._ids_of = lru_cache(maxsize=50_000)(self._find_ids)

    def ids_of(self, word: str) -> tuple[int, ...]:
        """Return the piece numbers of `word`: at least one, at most ``max_pieces``."""
        return self._ids_of(word[: self._max_characters])

    def encode(self, words: Sequence[str]) -> Encoded:
        """Return `words`, one sentence, as numbers."""
        ids, shapes, firsts = [self._cls], [0], []
        for word in words:
            found = self.ids_of(word)
            firsts.append(len(ids))
            ids.extend(found)
            shapes.extend([to_shape(word[: self._max_characters])] * len(found))
        ids.append(self._sep)
        shapes.append(0)
        return Encoded(tuple(ids), tuple(shapes), tuple(firsts))

    def _find_ids(self, word: str) -> tuple[int, ...]:
        plain = self._same.get(word) or word.translate(self._translation)
        found = self._tokenizer.encode(plain, add_special_tokens=False).ids
        return tuple(found[: self._max_pieces]) or (self._unknown,)


@lru_cache(maxsize=50_000)
def to_shape(word: str) -> int:
    """Return the number of the letter shape of `word` (an index of ``shapes.names``).

    >>> [to_shape(word) for word in ("court", "ICE", "Court", "J", "A1", "McCoy", ".", "24")]
    [1, 2, 3, 4, 5, 6, 7, 8]
    """
    letters = "".join(char for char in word[:64] if char.isalpha())
    has_digit = any(char.isdigit() for char in word[:64])
    if has_digit:
        return 5 if letters else 8
    if not letters:
        return 7
    if letters.islower():
        return 1
    if letters.isupper():
        return 4 if len(letters) == 1 else 2
    return 3 if letters[0].isupper() and letters[1:].islower() else 6


@lru_cache(maxsize=1)
def read_table() -> dict[str, Any]:
    """Return the table of this module (``pieces.toml``)."""
    with TABLE.open("rb") as file:
        return tomllib.load(file)
