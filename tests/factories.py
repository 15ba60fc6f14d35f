"""Small factories for what tests begin with: articles, and findings whose evidence is true.

A span is given as the words themselves; a factory finds their offsets in the article's text.
"""

from kg.ids import digest_of, sha256_of
from kg.model import (
    Article,
    ArticleId,
    EntityId,
    Evidence,
    Findings,
    Mention,
    MentionId,
    Relation,
    Statement,
    Value,
)


def make_article(
    text: str,
    *,
    source: str = "article.txt",
    title: str | None = None,
    publisher: str | None = None,
    published: str | None = None,
    url: str | None = None,
    language: str | None = "en",
) -> Article:
    """Return an article of this text, with the id that reading it would give."""
    sha256 = sha256_of(text)
    return Article(
        id=ArticleId(f"article/{sha256[:16]}"),
        source=source,
        sha256=sha256,
        text=text,
        sources=(source,),
        title=title,
        publisher=publisher,
        published=published,
        url=url,
        language=language,
    )


def make_evidence(article: Article, quote: str, *, nth: int = 1) -> Evidence:
    """Return the evidence for the `nth` occurrence (from 1) of some words in an article.

    A line of the article counts as one sentence.
    """
    start = -1
    for _ in range(nth):
        start = article.text.index(quote, start + 1)
    end = start + len(quote)
    line_start = article.text.rfind("\n", 0, start) + 1
    line_end = article.text.find("\n", end)
    evidence = Evidence(
        article=article.id,
        start=start,
        end=end,
        quote=quote,
        sentence=article.text.count("\n", 0, start),
        sentence_start=line_start,
        sentence_end=len(article.text) if line_end < 0 else line_end,
    )
    evidence.check(article.text)
    return evidence


def make_mention(
    article: Article,
    quote: str,
    *,
    type: str = "Person",  # noqa: A002 - the name of the field
    cls: str | None = None,
    name: str | None = None,
    nth: int = 1,
    form: str = "name",
    known: str | None = None,
    antecedent: Mention | None = None,
    roles: tuple[str, ...] = (),
    rule: str = "test/mention",
) -> Mention:
    """Return a mention of some words of an article."""
    evidence = make_evidence(article, quote, nth=nth)
    return Mention(
        id=MentionId(f"mention/{digest_of(article.id, evidence.start, evidence.end, rule)}"),
        evidence=evidence,
        type=type,
        cls=cls or type,
        name=name or quote,
        rule=rule,
        form=form,
        known=EntityId(known) if known is not None else None,
        antecedent=antecedent.id if antecedent is not None else None,
        roles=roles,
    )


def make_statement(
    article: Article,
    quote: str,
    *,
    speaker: Mention | None = None,
    kind: str = "direct",
    cue: str | None = "said",
    via: tuple[Mention, ...] = (),
    stance: str | None = None,
    target: Mention | None = None,
    modality: str | None = None,
    provisions: tuple[Mention, ...] = (),
    issues: tuple[str, ...] = (),
    rule: str = "test/statement",
) -> Statement:
    """Return a statement of some words of an article; without a speaker it is the article's own."""
    evidence = make_evidence(article, quote)
    return Statement(
        id=f"statement/{digest_of(article.id, evidence.start, evidence.end, kind)}",
        evidence=evidence,
        kind=kind,
        speaker=speaker.id if speaker is not None else None,
        speaker_text=speaker.evidence.quote if speaker is not None else None,
        cue=cue,
        rule=rule,
        via=tuple(mention.id for mention in via),
        stance=stance,
        target=target.id if target is not None else None,
        modality=modality,
        provisions=tuple(mention.id for mention in provisions),
        issues=issues,
    )


def make_relation(
    article: Article,
    quote: str,
    subject: Mention,
    relation: str,
    target: Mention | Value,
    *,
    qualifiers: tuple[tuple[str, str], ...] = (),
    negated: bool = False,
    hypothetical: bool = False,
    asserted_by: Mention | None = None,
    rule: str = "test/relation",
) -> Relation:
    """Return a relation that some words of an article state, to a mention or a value."""
    evidence = make_evidence(article, quote)
    return Relation(
        id=f"relation/{digest_of(article.id, evidence.start, subject.id, relation, target)}",
        evidence=evidence,
        subject=subject.id,
        relation=relation,
        object=target.id if isinstance(target, Mention) else None,
        value=None if isinstance(target, Mention) else target,
        rule=rule,
        qualifiers=qualifiers,
        negated=negated,
        hypothetical=hypothetical,
        asserted_by=asserted_by.id if asserted_by is not None else None,
    )


def make_findings(
    article: Article,
    *,
    mentions: tuple[Mention, ...] = (),
    statements: tuple[Statement, ...] = (),
    relations: tuple[Relation, ...] = (),
) -> Findings:
    """Return the findings of one article; every line that is not blank counts as one sentence."""
    sentences: list[tuple[int, int]] = []
    start = 0
    for line in article.text.splitlines(keepends=True):
        if line.strip():
            sentences.append((start, start + len(line.rstrip())))
        start += len(line)
    return Findings(article, tuple(sentences), mentions, statements, relations)
