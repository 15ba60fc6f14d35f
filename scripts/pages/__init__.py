"""Makes those parts of the pages in `docs/` that would go stale if a person wrote them.

In: the package, the ontology, the named questions, measured figures, and the sample articles.
Out: Markdown, set in where a page says `<!-- generated: NAME -->`; and what the commands of the
pages print. `hook` is what mkdocs calls; nothing here is part of the package.
"""
