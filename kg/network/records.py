"""The data of a page: nodes, links, statements, sentences, articles, as plain values for JSON.

In: the network, its nodes in order, their places. Out: one dictionary. Nodes are numbered from 0
in that order, so no name of the articles is ever a key in the page.
"""

from collections import Counter
from typing import TYPE_CHECKING, Any, TypeAlias

from kg.network.nouns import Answer, Question, Quote, Saying, Source
from kg.network.style import load_style, words_of

if TYPE_CHECKING:
    import networkx

    Network: TypeAlias = networkx.MultiDiGraph[str]


def records_of(
    graph: "Network",
    order: tuple[str, ...],
    places: dict[str, tuple[float, float]],
    *,
    title: str,
) -> dict[str, Any]:
    """Return all that a page shows; `nodes` and `edges` in the shape that pyvis takes."""
    style = load_style()
    number = {node: index for index, node in enumerate(order)}
    quotes = _Quotes()
    sayings = _sayings_of(graph, number, quotes)
    nodes = [_node_of(graph.nodes[node], number[node], places[node], quotes) for node in order]
    edges = _edges_of(graph, number, quotes)
    debates = [_debate(one, number, quotes) for one in graph.graph.get("questions", ())]
    return {
        "title": title[: style.limits["name"]],
        "nodes": nodes,
        "edges": edges,
        "sayings": sayings,
        "debates": [debate for debate in debates if debate["issue"] is not None],
        "sentences": quotes.sentences,
        "sources": quotes.sources,
        "types": _types_of(nodes),
        "kinds": dict(style.kinds),
        "kind_order": list(style.kinds),
        "shapes": dict(style.shapes),
        "words": dict(style.statements),
        "fold": dict(style.fold),
        "articles": len(graph.graph.get("sources", ())),
    }


class _Quotes:
    """Sentences and articles of a page, each kept once; a quote is [sentence, start, end]."""

    def __init__(self) -> None:
        self.sentences: list[dict[str, Any]] = []
        self.sources: list[dict[str, Any]] = []
        self._sentence_numbers: dict[tuple[str, int, str], int] = {}
        self._source_numbers: dict[str, int] = {}

    def number(self, quote: Quote) -> list[int]:
        """Return a quote by the number of its sentence."""
        key = (quote.source.id, quote.number, quote.sentence)
        if key not in self._sentence_numbers:
            self._sentence_numbers[key] = len(self.sentences)
            self.sentences.append(
                {
                    "text": quote.sentence,
                    "before": quote.before,
                    "after": quote.after,
                    "source": self._source(quote.source),
                }
            )
        return [self._sentence_numbers[key], quote.start, quote.end]

    def numbers(self, quotes: tuple[Quote, ...], most: int) -> list[list[int]]:
        """Return some quotes, at most as many as said."""
        return [self.number(quote) for quote in quotes[:most]]

    def _source(self, source: Source) -> int:
        if source.id not in self._source_numbers:
            self._source_numbers[source.id] = len(self.sources)
            self.sources.append(
                {
                    "title": _name(source.title),
                    "publisher": _name(source.publisher or ""),
                    "date": source.date or "",
                    "url": source.url or "",
                }
            )
        return self._source_numbers[source.id]


def _node_of(
    data: dict[str, Any], number: int, place: tuple[float, float], quotes: _Quotes
) -> dict[str, Any]:
    """Return a node: what vis-network needs, and what the panel says of it."""
    limits = load_style().limits
    kind = load_style().types[data["type"]]
    cls = kind["one"] if data["cls"] == data["type"] else words_of(data["cls"]).capitalize()
    return {
        "id": number,
        "x": place[0],
        "y": place[1],
        "label": _name(data["label"]),
        "entity": _name(data["id"]),
        "type": data["type"],
        "cls": cls,
        "aliases": [_name(alias) for alias in data["aliases"][: limits["aliases"]]],
        "roles": [_name(role) for role in data["roles"][: limits["aliases"]]],
        "definition": _name(data["definition"] or ""),
        "background": data["background"],
        "links": list(data["links"][: limits["aliases"]]),
        "details": [
            {
                "relation": load_style().relation(detail.relation),
                "value": _name(detail.value),
                "kind": detail.kind,
                "qualifiers": _qualifiers(detail.qualifiers),
                "quotes": quotes.numbers(detail.evidence, limits["quotes"]),
            }
            for detail in data["details"][: limits["mentions"]]
        ],
        "mentions": quotes.numbers(data["mentions"], limits["mentions"]),
        "mentioned": len(data["mentions"]),
        "outlets": len({quote.source.id for quote in data["mentions"]}),
    }


def _edges_of(graph: "Network", number: dict[str, int], quotes: _Quotes) -> list[dict[str, Any]]:
    """Return the edges, in order of their ends and of their kind."""
    style = load_style()
    kinds = list(style.kinds)
    rows = [
        (number[start], number[end], kinds.index(data["kind"]), key, data)
        for start, end, key, data in graph.edges(keys=True, data=True)
    ]
    rows.sort(key=lambda row: row[:4])
    return [
        {
            "id": index,
            "from": start,
            "to": end,
            "kind": data["kind"],
            "relation": style.relation(data["relation"]),
            "qualifiers": _qualifiers(data["qualifiers"]),
            "by": [_name(graph.nodes[by]["label"]) if by in graph else _name(by)
                   for by in data["asserted_by"]],
            "said": bool(data["sayings"]),
            "sources": data["sources"],
            "rule": data["rule"] if data["kind"] == "inferred" else None,
            "quotes": quotes.numbers(data["evidence"], style.limits["quotes"]),
        }
        for index, (start, end, _, _, data) in enumerate(rows[: style.limits["edges"]])
    ]  # fmt: skip


def _sayings_of(graph: "Network", number: dict[str, int], quotes: _Quotes) -> list[dict[str, Any]]:
    """Return the statements by or about any node of the page."""
    found = []
    for key in sorted(graph.graph.get("sayings", {})):
        saying: Saying = graph.graph["sayings"][key]
        ends = [*saying.targets, *saying.provisions, *saying.issues]
        if saying.speaker in number or any(end in number for end in ends):
            found.append(_saying(saying, number, quotes))
    return found


def _saying(saying: Saying, number: dict[str, int], quotes: _Quotes) -> dict[str, Any]:
    """Return a statement, its parties by number where they are on the page."""
    most = load_style().limits["quotes"]
    return {
        "kind": saying.kind,
        "text": saying.text[: 4 * load_style().limits["name"]],
        "speaker": number.get(saying.speaker or ""),
        "speaker_text": _name(saying.speaker_text or ""),
        "via": [number[node] for node in saying.via if node in number],
        "stance": saying.stance,
        "modality": saying.modality,
        "targets": [number[node] for node in saying.targets if node in number],
        "provisions": [number[node] for node in saying.provisions if node in number],
        "issues": [number[node] for node in saying.issues if node in number],
        "quotes": quotes.numbers(saying.evidence, most),
    }


def _debate(question: Question, number: dict[str, int], quotes: _Quotes) -> dict[str, Any]:
    """Return an issue with its positions; `issue` is None where it is not on the page."""
    most = load_style().limits["name"]
    return {
        "issue": number.get(question.issue),
        "question": question.question[:most],
        "answers": [_answer(answer, number, quotes) for answer in question.answers],
    }


def _answer(answer: Answer, number: dict[str, int], quotes: _Quotes) -> dict[str, Any]:
    """Return a position: who holds it, and its arguments with the provisions they rest on."""
    most = load_style().limits["quotes"]
    return {
        "label": _name(answer.label),
        "kind": answer.kind,
        "holders": [
            {
                "node": number.get(holder.entity or ""),
                "text": _name(holder.text),
                "quotes": quotes.numbers(holder.evidence, most),
            }
            for holder in answer.holders
        ],
        "grounds": [
            {
                "provisions": [number[key] for key in ground.provisions if key in number],
                "themes": [number[key] for key in ground.themes if key in number],
                "quotes": quotes.numbers(ground.evidence, most),
            }
            for ground in answer.grounds
        ],
    }


def _types_of(nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the types that the page has, in the order of `style.toml`, with their counts."""
    counts = Counter(node["type"] for node in nodes)
    return [
        {"name": name, "count": counts[name], **look}
        for name, look in load_style().types.items()
        if counts[name]
    ]


def _qualifiers(pairs: tuple[tuple[str, str], ...]) -> list[list[str]]:
    return [[load_style().relation(name), _name(value)] for name, value in pairs]


def _name(text: str) -> str:
    """Return a name, cut where nobody could read it."""
    most = load_style().limits["name"]
    return text if len(text) <= most else f"{text[:most]}…"
