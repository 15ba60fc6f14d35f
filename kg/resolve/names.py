"""Names taken apart so that two can be compared: surface → keys.

In: a name as an article has it. Out: plain words, a person's parts, an acronym.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from kg.rules import load_rules

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_SMALL = frozenset({"of", "the", "and", "for", "on", "in", "to", "de", "del", "la"})
# "U.S." and "US" before the name of an institution say whose it is, not which.
_COUNTRY = re.compile(r"^(?:the )?(?:us|united states|american) (?=\w+ )")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name in plain lower case: given names, and the surname with its particles."""

    given: tuple[str, ...]
    surname: str

    @property
    def is_full(self) -> bool:
        """Tell whether there is a given name."""
        return bool(self.given)


@lru_cache(maxsize=20_000)
def plain(name: str) -> str:
    """Return a name in lower case without accents, signs, and a leading "the".

    >>> plain("The U.S. Court’s  Óscar")
    'us courts oscar'
    """
    text = unicodedata.normalize("NFKD", name).casefold()
    text = "".join(char for char in text if not unicodedata.combining(char))
    text = re.sub(r"(?<=\w)[.’'](?=\w|$|\s)", "", text)
    words = re.findall(r"[^\W_]+", text)
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


@lru_cache(maxsize=20_000)
def person_of(name: str) -> PersonName:
    """Return the parts of a person's name.

    >>> person_of("Robert F. Kennedy Jr.")
    PersonName(given=('robert', 'f'), surname='kennedy')
    """
    particles = set(load_rules("names").lists["particles"])
    words = [word for word in plain(name.replace("-", "- ")).split() if word not in _SUFFIXES]
    if not words:
        return PersonName((), plain(name))
    first = len(words) - 1
    while first > 1 and words[first - 1] in particles:
        first -= 1
    return PersonName(tuple(words[:first]), " ".join(words[first:]))


def surname_keys(name: PersonName) -> tuple[str, ...]:
    """Return the surnames a later mention may use: the last word, and the last two of three.

    >>> surname_keys(person_of("Ana Ruiz Gomez"))
    ('gomez', 'ruiz gomez')
    """
    keys = [name.surname, name.surname.split()[-1]]
    if len(name.given) > 1 and len(name.given[-1]) > 2:
        keys.append(f"{name.given[-1]} {name.surname}")
    return tuple(dict.fromkeys(keys))


def given_agree(left: PersonName, right: PersonName) -> bool:
    """Tell whether two sets of given names can be one person's: "Mike" and "Michael T."."""
    nicknames = load_rules("resolve").maps["nicknames"]
    one, two = (nicknames.get(item.given[0], item.given[0]) for item in (left, right))
    if one != two and not (min(len(one), len(two)) == 1 and one[0] == two[0]):
        return False
    middles = [item.given[1:] for item in (left, right)]
    if not all(middles):
        return True
    shorter, longer = sorted(middles, key=len)
    return all(any(word[0] == other[0] for other in longer) for word in shorter)


def acronym_of(name: str) -> str:
    """Return the initials of a name without its small words.

    >>> acronym_of("Department of Government Efficiency")
    'DGE'
    """
    return "".join(word[0] for word in _WORD.findall(name) if word.lower() not in _SMALL).upper()


def initials_of(name: str) -> str:
    """Return the initials of all words: "DOGE"."""
    return "".join(word[0] for word in _WORD.findall(name)).upper()


def institution_key(name: str) -> str:
    """Return the key under which an institution is one: plain, without "U.S." before it."""
    return _COUNTRY.sub("", plain(name))


def role_words(roles: tuple[str, ...]) -> frozenset[str]:
    """Return the words of some roles that tell offices apart."""
    return frozenset(
        word
        for role in roles
        for word in plain(role).split()
        if word not in _SMALL and len(word) > 2
    )
