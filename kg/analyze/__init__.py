"""Articles in, spaCy documents out: words, sentences, tags, trees, lemmas and names.

``doc.text`` is the article's text, character for character, whatever the text holds. Labels are
those of Universal Dependencies (``nsubj``, ``obl``, ``flat`` ...) and the names ``Person``,
``Organization``, ``Place``, ``Event``, ``Work``, ``Group``, ``Misc``. White space that is not one
space between words stands in tokens of its own (``token.is_space``). Legal references are not
marked here: they stay with the rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg.analyze.models import Model, identify_model, load_model

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from kg.model import Article

__all__ = ["Model", "analyze", "identify_model", "load_model"]


def analyze(articles: Iterable[Article], *, model: Model) -> Iterator[Doc]:
    """Yield the document of each of `articles`, in their order.

    Each article is analyzed by itself: sentences are batched within it and never across articles,
    so that the order of the articles cannot change what is found.
    ``doc.user_data`` has the article's id ("article") and the model's name ("model").
    """
    for article in articles:
        doc = model.parse(article.text)
        doc.user_data["article"] = article.id
        doc.user_data["model"] = model.name
        yield doc
