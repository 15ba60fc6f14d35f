"""Articles made for the tests of speech: text with marked mentions, without or with a tree.

"[Person Ana Ruiz] said no" has one mention; names in full get the form "name", what begins in
small letters "description".
"""

import re
from dataclasses import dataclass

import spacy
from spacy.tokens import Doc

from kg.extract.context import Context
from kg.extract.coreference import resolve_references
from kg.extract.evidence import evidence_at, mention_id
from kg.extract.statements import find_statements
from kg.knowledge import load_knowledge
from kg.model import Article, ArticleId, Mention, Statement

_MARK = re.compile(r"\[(\w+) ([^\]]+)\]")
_CLASSES = {
    "Institution": "GovernmentBody",
    "Group": "PopulationGroup",
    "LegalProvision": "Statute",
    "Place": "Country",
}


@dataclass(frozen=True)
class Told:
    """What was found in a made article."""

    text: str
    mentions: tuple[Mention, ...]
    statements: tuple[Statement, ...]

    def speaker(self, statement: Statement) -> str | None:
        """Return the name of who is meant in the end, None for nobody."""
        found = {mention.id: mention for mention in self.mentions}
        mention = found.get(statement.speaker) if statement.speaker is not None else None
        while mention is not None and mention.antecedent is not None:
            mention = found[mention.antecedent]
        return mention.name if mention is not None else None

    def rows(self) -> list[tuple[str, str | None, str]]:
        """Return kind, speaker and words of every statement that somebody makes."""
        return [
            (item.kind, self.speaker(item), item.evidence.quote)
            for item in self.statements
            if item.kind != "narrated"
        ]

    def only(self) -> Statement:
        """Return the one statement that was found."""
        (statement,) = self.statements
        return statement


def tell(marked: str, *, tree: str | None = None) -> Told:
    """Return what is found in a marked text.

    Args:
        marked: text with mentions as "[Type words]".
        tree: without it the article has no syntax; else one "label:head:tag" for each word, heads
            by 1-based number, 0 for the root.
    """
    text, spans = unmark(marked)
    context = made_context(text, tree)
    given = tuple(made_mention(context, kind, start, end) for kind, start, end in spans)
    mentions = resolve_references(context, given)
    extra, statements = find_statements(context, mentions)
    return Told(text, (*mentions, *extra), statements)


def unmark(marked: str) -> tuple[str, list[tuple[str, int, int]]]:
    """Return the text without marks, and type, start and end of each mention."""
    text, last = "", 0
    spans = []
    for hit in _MARK.finditer(marked):
        text += marked[last : hit.start()]
        spans.append((hit[1], len(text), len(text) + len(hit[2])))
        text += hit[2]
        last = hit.end()
    return text + marked[last:], spans


def made_context(text: str, tree: str | None = None) -> Context:
    """Return the context of a text; sentences end at full stops followed by a capital."""
    article = Article(ArticleId("article/made"), "made.txt", "0" * 64, text)
    doc = _parsed(text, tree) if tree is not None else spacy.blank("en")(text)
    starts = [0, *(hit.end() for hit in re.finditer(r"(?<=[.!?])[”\"]?\s+(?=[“\"A-Z])", text))]
    sentences = tuple(zip(starts, [*starts[1:], len(text)], strict=True))
    return Context(article, doc, load_knowledge(), tree is not None, sentences)


def made_mention(context: Context, kind: str, start: int, end: int) -> Mention:
    """Return a mention of a type over a span."""
    evidence = evidence_at(context, start, end)
    return Mention(
        id=mention_id(evidence, "made"),
        evidence=evidence,
        type=kind,
        cls=_CLASSES.get(kind, kind),
        name=evidence.quote,
        rule="made",
    )


def _parsed(text: str, tree: str) -> Doc:
    """Return a document with a given tree."""
    words = [(hit[0], hit.end()) for hit in re.finditer(r"\w+(?:[.’'-]\w+)*|[^\w\s]", text)]
    rows = [row.split(":") for row in tree.split()]
    labels = ["root" if row[1] == "0" else row[0].replace("_", ":") for row in rows]
    heads = [number if row[1] == "0" else int(row[1]) - 1 for number, row in enumerate(rows)]
    spaces = [text[end : end + 1] == " " for _, end in words]
    return Doc(
        spacy.blank("en").vocab,
        words=[word for word, _ in words],
        spaces=spaces,
        heads=heads,
        deps=labels,
        pos=[row[2] for row in rows],
    )
