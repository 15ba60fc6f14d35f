"""Runs of capitalized words: what may be a name, before anything is known about it.

In: a text, its sentences, and spans that break runs (titles). Out: runs with their words.
A run ends at punctuation, at a genitive, at a word in lower case that is no particle of names.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kg.rules import load_rules

# "O'Brien", "Jean-Claude", "MS-13", "J.", "U.S."; letters of any script. The web glues words:
# "example.comRuiz says" and "Ana RuizA guard stands" are cut at the seam.
_WORD = re.compile(
    r"(?<=\.)(?:com|org|net)(?=[A-Z])|(?:[^\W\d_]\.){1,4}(?!\w)"
    r"|[^\W_]\w*(?:[-‑’'‘](?=[^\W_])\w+)*"
)
_GENITIVE = re.compile(r"[’'‘][sS]$")
_GLUED = re.compile(r"^([A-Z][a-z]{3,30})([A-Z]\w*)$")
# A line this long that ends inside a name was wrapped; a shorter one is a heading or a credit.
_WRAPPED = 55
# A run of more words than this is a headline or a list.
_LONGEST = 9


@dataclass(frozen=True, slots=True)
class Word:
    """One word with its offsets, without a genitive; `genitive` tells that one follows."""

    start: int
    end: int
    text: str
    genitive: bool


@dataclass(frozen=True, slots=True)
class Run:
    """Capitalized words in a row; `initial` is true where the first begins its sentence."""

    words: tuple[Word, ...]
    initial: bool

    @property
    def start(self) -> int:
        """Return the offset of the first word."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Return the end of the last word, before a genitive."""
        return self.words[-1].end

    @property
    def text(self) -> str:
        """Return the words with one space between them."""
        return " ".join(word.text for word in self.words)

    def tail(self, number: int) -> "Run":
        """Return the run without its first words."""
        return Run(self.words[number:], self.initial and number == 0)


def find_words(text: str) -> tuple[Word, ...]:
    """Return all words of a text.

    >>> [(word.text, word.genitive) for word in find_words("Ruiz’s aide J. Doe")]
    [('Ruiz', True), ('aide', False), ('J.', False), ('Doe', False)]
    """
    found = []
    for hit in _WORD.finditer(text):
        word = hit.group()
        genitive = bool(_GENITIVE.search(word)) and len(word) > 2
        core = word[:-2] if genitive else word
        found.append(Word(hit.start(), hit.start() + len(core), core, genitive))
    texts = {word.text for word in found}
    return tuple(part for word in found for part in _parted(word, texts))


def _parted(word: Word, texts: set[str]) -> tuple[Word, ...]:
    """Return a glued word in two, where its first half is a word of the text by itself."""
    hit = _GLUED.match(word.text)
    if hit is None or hit[1] not in texts:
        return (word,)
    seam = word.start + hit.end(1)
    return (
        Word(word.start, seam, hit[1], False),
        Word(seam, word.end, hit[2], word.genitive),
    )


def find_runs(
    text: str,
    words: tuple[Word, ...],
    starts: Iterable[int],
    breaks: frozenset[int],
) -> tuple[Run, ...]:
    """Return the runs of capitalized words.

    Args:
        text: the article's text.
        words: all its words.
        starts: offsets at which sentences, quotations and lines begin.
        breaks: offsets of words that belong to no run (titles found before).
    """
    particles = set(load_rules("names").lists["particles"])
    initial = frozenset(starts)
    runs: list[Run] = []
    row: list[Word] = []
    for number, word in enumerate(words):
        joined = bool(row) and _is_joined(text, row[-1], word)
        if not joined or word.start in breaks:
            _close(runs, row, initial)
            row = []
        if word.start in breaks:
            continue
        inside = bool(row) and word.text in particles
        if word.text[0].isupper() or (inside and _leads_on(text, words, number, particles)):
            row.append(word)
        else:
            _close(runs, row, initial)
            row = []
    _close(runs, row, initial)
    return tuple(runs)


def _is_joined(text: str, left: Word, right: Word) -> bool:
    """Tell whether nothing but one space stands between two words."""
    gap = text[left.end : right.start]
    if left.genitive or gap not in (" ", "\u00a0", "\n"):
        return False
    return gap != "\n" or left.end - text.rfind("\n", 0, left.end) > _WRAPPED


def _leads_on(text: str, words: tuple[Word, ...], number: int, particles: set[str]) -> bool:
    """Tell whether a particle is followed, after at most one other, by a capital."""
    for place in (number + 1, number + 2):
        if place >= len(words) or not _is_joined(text, words[place - 1], words[place]):
            return False
        if words[place].text[0].isupper():
            return True
        if words[place].text not in particles:
            return False
    return False


def _close(runs: list[Run], row: list[Word], initial: frozenset[int]) -> None:
    """Add a finished row to the runs, without words that only begin a sentence."""
    starters = set(load_rules("names").lists["starters"])
    run = Run(tuple(row), bool(row) and row[0].start in initial)
    while run.words and run.words[0].text in starters:
        run = run.tail(1)
    if run.words and len(run.words) <= _LONGEST:
        runs.append(run)
