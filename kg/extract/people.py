"""Names of people: by titles, given names, appositions, verbs of speech, or the language model.

In: the surface of an article. Out: candidates for full names and for surnames that come with a
title or with a verb that people take. Where they are named again is found in `repeats`.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.candidate import Candidate
from kg.extract.organizations import is_organization_head
from kg.extract.runs import Run, Word
from kg.extract.surface import Surface, Title
from kg.extract.titles import role_of, roles_after, title_before
from kg.rules import load_rules

_SUFFIXES = frozenset({"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"})
# "R-Texas" behind a name is a party and a place.
_PARTY_LETTER = re.compile(r"[A-Z]{1,3}-[A-Z][a-z]")
# No name of a person has more words than this.
_LONGEST = 6
# A surname without any other cue is believed after so many places in the text.
_OFTEN = 2


@dataclass(frozen=True, slots=True)
class Cue:
    """Why a run is taken for a person: the rule, how sure (tier), and the roles beside it."""

    rule: str
    tier: int
    roles: tuple[str, ...] = ()
    title: Title | None = None


def find_people(surface: Surface) -> Iterator[Candidate]:
    """Yield people by name, with their roles."""
    tagged = _tagged_spans(surface)
    singles = Counter(word.text for word in surface.words if word.text[0].isupper())
    for run in (*surface.runs, *(_run_of(surface, span) for span in tagged)):
        trimmed = trim(surface, run)
        if trimmed is None:
            continue
        cue = _cue_of(surface, trimmed, singles, tagged)
        if cue is not None:
            yield _candidate(trimmed, cue)
    yield from _in_keywords(surface)


def trim(surface: Surface, run: Run) -> Run | None:
    """Return a run without countries, institutions and calendar words at its ends, or None."""
    lists = load_rules("names").lists
    starters, given = lists["starters"], load_rules("firstnames").lists["first_names"]
    words = run.words
    while words and words[-1].text in (*starters, *lists["postnominals"]):
        words = words[:-1]
    if len(words) > 1 and words[0].text == "X.":
        words = words[1:]
    while words:
        hit = surface.hit_over(words[0].start, words[0].end)
        leaves = len(words) > 1 and words[0].text in given and hit is not None
        if hit is None or (leaves and hit.end <= words[0].end):
            break
        words = tuple(word for word in words if word.start >= hit.end)
    words = _from_given_name(words, given)
    for number, word in enumerate(words):
        hit = surface.hit_over(word.start, word.end)
        if number and hit is not None and hit.end > words[-1].end:
            words = words[:number]
            break
    if not words or len(words) > _LONGEST:
        return None
    return Run(words, run.initial and words[0] is run.words[0])


def _from_given_name(words: tuple[Word, ...], given: tuple[str, ...]) -> tuple[Word, ...]:
    """Return a run from the given name that follows an institution: "Liberal Party Ana Ruiz"."""
    for number in range(1, len(words) - 1):
        if words[number].text in given and is_organization_head(words[number - 1].text):
            return words[number:]
    return words


def surnames_of(name: str) -> tuple[str, ...]:
    """Return the forms by which a person with this full name is called later.

    >>> surnames_of("Ana Maria Ruiz Gomez Jr.")
    ('Gomez', 'Ruiz Gomez')
    """
    words = [word for word in name.split() if word.rstrip(".") not in _SUFFIXES]
    if len(words) < 2:
        return tuple(words)
    particles = set(load_rules("names").lists["particles"])
    last = [words[-1]]
    number = len(words) - 2
    while number > 0 and words[number] in particles:
        last.insert(0, words[number])
        number -= 1
    forms = [words[-1], " ".join(last)] if len(last) > 1 else [words[-1]]
    if len(words) > 2 and len(words[-2]) > 2 and words[-2] not in particles:
        forms.append(" ".join(words[-2:]))
    return tuple(dict.fromkeys(forms))


def _cue_of(
    surface: Surface, run: Run, singles: Counter[str], tagged: frozenset[tuple[int, int]]
) -> Cue | None:
    """Return why a run is a person, or None where nothing says so."""
    zone = surface.zones.kind_at(run.start)
    if zone in ("metadata", "keywords") or not _looks_personal(surface, run):
        return None
    title = title_before(surface, run)
    after = roles_after(surface, run.end)
    roles = tuple(dict.fromkeys((*((role_of(surface, title),) if title else ()), *after)))
    honest = tuple(role for role in roles if role not in load_rules("names").lists["honorifics"])
    several = len(run.words) > 1
    if title is not None and (several or title.text[0].isupper() or _is_unknown(surface, run)):
        return Cue("names/title", 2, honest, title)
    if zone == "heading":
        return Cue("names/model", 2, honest) if several and (run.start, run.end) in tagged else None
    believed = several or _is_unknown(surface, run)
    if (run.start, run.end) in tagged and believed and not _is_after_article(surface, run):
        return Cue("names/model", 2, honest)
    if several:
        return _cue_of_full_name(surface, run, singles, honest)
    return _cue_of_surname(surface, run, singles, honest)


def _cue_of_full_name(
    surface: Surface, run: Run, singles: Counter[str], roles: tuple[str, ...]
) -> Cue | None:
    """Return why several capitalized words are a person's name."""
    book = load_rules("names")
    first = run.words[0].text
    if surface.text[max(0, run.start - 4) : run.start] == " at ":
        return None
    if first in load_rules("firstnames").lists["first_names"]:
        return Cue("names/given-name", 2, roles)
    if surface.context.has_syntax:
        return None
    if roles:
        return Cue("names/apposition", 2, roles)
    before = surface.text[max(0, run.start - 20) : run.start]
    for rule_id in ("names/age", "names/said-after"):
        regex = book.rule(rule_id).regex
        if regex is not None and regex.match(surface.text, run.end):
            return Cue(rule_id, 2, roles)
    regex = book.rule("names/said-before").regex
    speaks = book.rule("names/speaks-after").regex
    if (
        regex is not None
        and regex.search(before)
        and before.rstrip().endswith(("said", "says", "to"))
    ):
        return Cue("names/said-before", 2, roles)
    if speaks is not None and speaks.match(surface.text, run.end) and len(run.words) < 4:
        repeated = singles[run.words[-1].text] > 1
        return Cue("names/repeated", 1, roles) if repeated else None
    return None


def _cue_of_surname(
    surface: Surface, run: Run, singles: Counter[str], roles: tuple[str, ...]
) -> Cue | None:
    """Return why one capitalized word is a person's surname."""
    word = run.words[0].text
    if not _is_unknown(surface, run) or len(word) < 3 or word.isupper():
        return None
    book = load_rules("names")
    human, speaks = book.rule("names/said-after").regex, book.rule("names/speaks-after").regex
    if human is None or speaks is None or surface.context.has_syntax:
        return None
    if human.match(surface.text, run.end) and not run.initial:
        return Cue("names/said-after", 1, roles)
    if speaks.match(surface.text, run.end) and singles[word] >= _OFTEN:
        return Cue("names/speaks-after", 1, roles)
    return None


def _looks_personal(surface: Surface, run: Run) -> bool:
    """Tell whether the words of a run can be a person's name at all."""
    stops = load_rules("names").lists["surname_stops"]
    last = run.words[-1].text
    hit = surface.hit_over(run.start, run.end)
    if hit is not None and hit.start <= run.start and run.end <= hit.end:
        return False
    if any(is_organization_head(word.text) for word in run.words):
        return False
    if _PARTY_LETTER.match(run.words[0].text):
        return False
    given = run.words[0].text in load_rules("firstnames").lists["first_names"]
    if last in stops and not (given and len(run.words) == 2):
        return False
    if not given and any(word.text in stops for word in run.words):
        return False
    letters = [char for char in last if char.isalpha()]
    common = load_rules("names").rule("names/common-ending").regex
    if common is not None and common.search(last):
        return False
    if any(char.isdigit() for char in run.text) or len(letters) < 2:
        return False
    if not unicodedata.name(letters[0], "").startswith("LATIN"):
        return False
    return not (last.isupper() and len(last) < 6 and last not in _SUFFIXES)


def _is_after_article(surface: Surface, run: Run) -> bool:
    """Tell whether an article or a preposition of place stands right before: "in Oshawa"."""
    regex = load_rules("names").rule("names/not-before-people").regex
    before = surface.text[max(0, run.start - 12) : run.start]
    return regex is not None and bool(regex.search(before)) and len(run.words) == 1


def _is_unknown(surface: Surface, run: Run) -> bool:
    """Tell whether a single word is neither a common word nor a reference name."""
    lists = load_rules("names").lists
    word = run.words[0].text
    if surface.hit_over(run.start, run.end) is not None:
        return False
    if word in lists["starters"] or word in lists["not_acronyms"]:
        return False
    owner = load_rules("names").rule("names/has-officers").regex
    if owner is not None and owner.match(surface.text, run.end):
        return False
    return word.lower() not in surface.lower_words and word not in lists["titles"]


def _candidate(run: Run, cue: Cue) -> Candidate:
    """Return the candidate; a short title belongs to the span of a bare surname."""
    start = run.start
    short = cue.title is not None and len(run.words) == 1 and " " not in cue.title.text
    if short and cue.title is not None and cue.title.text[0].isupper():
        start = cue.title.start
    return Candidate(
        start, run.end, "Person", "Person", run.text, cue.rule, tier=cue.tier, roles=cue.roles
    )


def _in_keywords(surface: Surface) -> Iterator[Candidate]:
    """Yield full names that a keyword line prints in lower case: "ana ruiz"."""
    given = {name.lower() for name in load_rules("firstnames").lists["first_names"]}
    for zone in surface.zones.items:
        if zone.kind != "keywords":
            continue
        for item in re.finditer(r"[^,\n]+", surface.text[zone.start : zone.end]):
            words = item.group().split()
            name = " ".join(word.capitalize() for word in words)
            if len(words) == 2 and words[0] in given and name.split()[1] in surface.capitals:
                start = zone.start + item.start() + len(item.group()) - len(item.group().lstrip())
                end = start + len(item.group().strip())
                yield Candidate(start, end, "Person", "Person", name, "names/keyword")


def _tagged_spans(surface: Surface) -> frozenset[tuple[int, int]]:
    """Return the spans that the language model calls persons, cut to the name."""
    if not surface.context.has_syntax:
        return frozenset()
    spans = set()
    for ent in surface.context.doc.ents:
        if ent.label_ != "Person":
            continue
        run = _run_of(surface, (ent.start_char, ent.end_char))
        trimmed = trim(surface, run) if run.words else None
        if trimmed is not None:
            spans.add((trimmed.start, trimmed.end))
    return frozenset(spans)


def _run_of(surface: Surface, span: tuple[int, int]) -> Run:
    """Return the words of a span as a run, without titles at its front."""
    words: tuple[Word, ...] = surface.words_in(*span)
    for number in range(len(words), 0, -1):
        if words[number - 1].end in surface.titles:
            return Run(words[number:], False)
    return Run(words, False)
