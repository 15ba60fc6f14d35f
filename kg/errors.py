"""The one tree of errors.

    KgError
    ├── ReadError             an article could not be read
    │   ├── UnsupportedSource     no reader for this kind of file or address
    │   ├── UnreadableSource      broken, encrypted, binary, empty, too large
    │   └── FetchError            an address gave no article
    ├── RuleError             a rule or reference file is wrong (file, line, key)
    ├── ModelNotInstalled     the language model asked for is not there or not suitable
    ├── EvidenceError         a quotation is not what the article has at its offsets
    ├── VocabularyError       a term that ontology.ttl does not define
    ├── StoreError            the graph folder is missing, damaged, locked
    │   └── QueryError            a query is wrong, too large, or took too long (line, column)
    └── SettingsError         an option or environment variable is wrong

Every message says what happened, where, and what to do.
"""


class KgError(Exception):
    """Root of all errors that `kg` raises on purpose; `facts` holds the details by name."""

    def __init__(self, message: str, **facts: object) -> None:
        super().__init__(message)
        self.facts = facts


class ReadError(KgError):
    """An article could not be read; `source` says which one, `reason` why."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}", source=source, reason=reason)
        self.source = source
        self.reason = reason


class UnsupportedSource(ReadError):
    """There is no reader for this kind of file or address."""


class UnreadableSource(ReadError):
    """The source is broken, encrypted, binary, empty, or too large."""


class FetchError(ReadError):
    """An address could not be fetched, or may not be."""


class RuleError(KgError):
    """A rule or reference file is wrong; `path`, `line` (1-based, 0 if unknown) and reason."""

    def __init__(self, path: str, line: int, reason: str) -> None:
        where = f"{path}:{line}" if line else path
        super().__init__(f"{where}: {reason}", path=path, line=line, reason=reason)
        self.path = path
        self.line = line


class ModelNotInstalled(KgError):
    """The language model asked for is missing or lacks a part that `kg` needs."""


class EvidenceError(KgError):
    """A quotation differs from the words of the article at its offsets."""


class VocabularyError(KgError):
    """A term was used that `ontology.ttl` does not define."""


class StoreError(KgError):
    """A graph folder is missing, damaged, in use, or cannot be written."""


class QueryError(StoreError):
    """A query is wrong, refused, too large, or was stopped; 1-based `line` and `column` or None."""

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message, line=line, column=column)
        self.line = line
        self.column = column


class SettingsError(KgError):
    """An option or an environment variable has a value that cannot be used."""
