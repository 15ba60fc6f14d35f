"""What is known before any article is read: provisions, rights, institutions, places and more.

In: the Turtle files of data/reference and, on request, the user's own. Out: a `Knowledge`,
which finds entities by name and gives their facts.
Not done here: nothing is looked for in articles, and no person of the news is known beforehand.

>>> load_knowledge().by_label("8th Amendment")[0].id
'law/usconst/amendment-8'
"""

from kg.knowledge.base import Knowledge, Known
from kg.knowledge.load import load_knowledge

__all__ = ["Knowledge", "Known", "load_knowledge"]
