"""Article and analysis in, findings out: what the text mentions, who says what, what is related.

The parts run in one order: mentions, coreference, statements, relations, issues. Each takes what
the earlier ones found and adds to it; none changes the text or another part's findings.
"""

from spacy.tokens import Doc

from kg.extract.context import context_of
from kg.knowledge import Knowledge
from kg.model import Article, Findings

__all__ = ["extract"]


def extract(article: Article, doc: Doc, knowledge: Knowledge) -> Findings:
    """Return everything found in one article, each finding with its evidence, in text order.

    Raises:
        EvidenceError: when a part produced words that are not in the text (a fault of that part).

    """
    from kg.extract.coreference import resolve_references
    from kg.extract.issues import find_issues
    from kg.extract.mentions import find_mentions
    from kg.extract.phrases import find_phrases
    from kg.extract.posts import link_posts
    from kg.extract.relations import find_relations
    from kg.extract.statements import find_statements

    context = context_of(article, doc, knowledge)
    mentions = link_posts(context, resolve_references(context, find_mentions(context)))
    speakers, statements = find_statements(context, mentions)
    mentions = tuple(
        sorted({*mentions, *speakers}, key=lambda item: (item.evidence.start, item.id))
    )
    mentions = (*mentions, *find_phrases(context, mentions))
    extra, relations = find_relations(context, mentions, statements)
    mentions = tuple(sorted({*mentions, *extra}, key=lambda item: (item.evidence.start, item.id)))
    statements = find_issues(context, mentions, statements)
    return Findings(article, context.sentences, mentions, statements, relations)
