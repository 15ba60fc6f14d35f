"""What every reader returns: the final text and what the source itself states about it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Draft:
    """Text of an article before it has an id; fields as in `Article`.

    `notes` say what a person should know about the reading, such as an assumed encoding.
    """

    text: str
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    notes: tuple[str, ...] = ()
