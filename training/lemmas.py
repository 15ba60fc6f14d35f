"""Treebank words in, a table of lemmas out (see ``kg/analyze/lemmas.py`` for its form)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from kg.analyze.lemmas import ENDING, apply_ending
from training.corpora import Token

# Different words that must agree before an ending becomes a rule.
SUPPORT = 3
# Tags of inflected words, and how often a change must occur to be tried on unknown ones.
INFLECTED = frozenset({"VBD", "VBN", "VBG", "VBZ", "NNS", "JJR", "JJS", "RBR", "RBS"})
FREQUENT = 8
# Tags whose lemmas are kept as known: words that can be inflected.
KNOWN = frozenset({"VB", "VBP", "NN", "JJ", "RB"}) | INFLECTED
Rules = dict[str, list[object]]


def learn_lemmas(sentences: Iterable[Sequence[Token]]) -> dict[str, object]:
    """Return the tables ``endings``, ``exceptions`` and ``changes``, by Penn tag, and ``known``."""
    counts: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for tokens in sentences:
        for token in tokens:
            form = token.form.replace("’", "'").replace("‘", "'")
            keeps = token.xpos in ("NNP", "NNPS")
            key = form if keeps else form.lower()
            if token.lemma != "_":
                counts[token.xpos][key][token.lemma] += 1
    endings: dict[str, object] = {}
    exceptions: dict[str, object] = {}
    changes: dict[str, object] = {}
    known: set[str] = set()
    for tag, words in sorted(counts.items()):
        best = {word: _best(lemmas) for word, lemmas in words.items()}
        rules = _learn_endings(best)
        endings[tag] = rules
        wrong = {w: lemma for w, lemma in best.items() if apply_ending(w, rules) != lemma}
        exceptions[tag] = {word.lower(): lemma for word, lemma in sorted(wrong.items())}
        if tag in INFLECTED:
            changes[tag] = _learn_changes(best)
        if tag in KNOWN:
            known |= {lemma for lemma in best.values() if lemma.isalpha() and lemma.islower()}
    return {
        "endings": endings,
        "exceptions": exceptions,
        "changes": changes,
        "known": sorted(known),
    }


def _best(lemmas: Counter[str]) -> str:
    return max(sorted(lemmas), key=lambda lemma: lemmas[lemma])


def _learn_endings(best: dict[str, str]) -> Rules:
    votes: dict[str, Counter[tuple[int, str]]] = defaultdict(Counter)
    for word, lemma in best.items():
        change = _change(word, lemma)
        for length in range(min(ENDING, len(word) - 1) + 1):
            votes[word[len(word) - length :].lower()][change] += 1
    rules: Rules = {}
    for ending in sorted(votes, key=lambda e: (len(e), e)):
        (cut, add), count = max(votes[ending].items(), key=lambda item: (item[1], item[0]))
        if ending and count < SUPPORT:
            continue
        shorter = next(
            (rules[ending[n:]] for n in range(1, len(ending) + 1) if ending[n:] in rules), None
        )
        if shorter != [cut, add]:
            rules[ending] = [cut, add]
    return rules


def _learn_changes(best: dict[str, str]) -> list[list[object]]:
    counts = Counter(_change(word, lemma) for word, lemma in best.items())
    order = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [[cut, add] for (cut, add), count in order if count >= FREQUENT]


def _change(word: str, lemma: str) -> tuple[int, str]:
    shared = 0
    while shared < min(len(word), len(lemma)) and word[shared] == lemma[shared]:
        shared += 1
    return len(word) - shared, lemma[shared:]
