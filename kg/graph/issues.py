"""Issues, positions and arguments after IBIS, with the statements behind them.

In: the positions and arguments of a debate, and the names of entities. Out: triples.
An issue leads to positions, an argument to the position that it supports and to the one that it
speaks against; nothing is an issue and a position at once, and no agent supports or opposes.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from kg.debate import Argument, Position
from kg.graph import terms
from kg.graph.evidence import Sentences
from kg.rules import load_rules

if TYPE_CHECKING:
    from pyoxigraph import Quad


def position_quads(positions: Iterable[Position], names: Mapping[str, str]) -> Iterator["Quad"]:
    """Yield the triples of all positions; `names` are those of entities by id."""
    for position in positions:
        node = terms.node(position.id)
        yield terms.triple(node, "rdf:type", terms.name("kg:Position"))
        yield terms.triple(node, "rdfs:label", terms.text(label_of(position, names)))
        yield terms.triple(node, "kg:answer", terms.text(position.kind))
        yield terms.triple(terms.node(position.issue), "kg:position", node)
        for target in position.targets:
            yield terms.triple(node, "kg:target", terms.node(target))


def argument_quads(
    arguments: Iterable[Argument],
    labels: Mapping[str, str],
    names: Mapping[str, str],
    sentences: Sentences,
) -> Iterator["Quad"]:
    """Yield the triples of all arguments.

    Args:
        arguments: the arguments.
        labels: names of positions by id.
        names: names of entities by id.
        sentences: where the evidence lies.

    """
    for argument in arguments:
        node = terms.node(argument.id)
        grounds = [names.get(item, item) for item in (*argument.provisions, *argument.themes)]
        ground = ", ".join(grounds) or load_rules("issues").maps["words"]["no_ground"]
        label = f"{labels[argument.position]}: {ground}"
        yield terms.triple(node, "rdf:type", terms.name("kg:Argument"))
        yield terms.triple(node, "rdfs:label", terms.text(label))
        yield terms.triple(node, "kg:arguesFor", terms.node(argument.position))
        for rival in argument.rivals:
            yield terms.triple(node, "kg:arguesAgainst", terms.node(rival))
        for provision in argument.provisions:
            yield terms.triple(node, "kg:provision", terms.node(provision))
        for theme in argument.themes:
            yield terms.triple(node, "kg:theme", terms.node(theme))
        yield from _ground_quads(argument, sentences)


def label_of(position: Position, names: Mapping[str, str]) -> str:
    """Return the name of a position: that of its issue, and its answer."""
    answer = load_rules("issues").maps["labels"][position.kind]
    return f"{names.get(position.issue, position.issue)}: {answer}"


def _ground_quads(argument: Argument, sentences: Sentences) -> Iterator["Quad"]:
    """Yield the statements and sentences that give an argument."""
    node = terms.node(argument.id)
    for statement in argument.statements:
        yield terms.triple(node, "kg:statedIn", terms.node(statement))
    touched = {sentence for item in argument.evidence for sentence in sentences.of(item)}
    for sentence in sorted(touched):
        yield terms.triple(node, "kg:evidence", sentence.node())
    for article in sorted({item.article for item in argument.evidence}):
        yield terms.triple(node, "kg:inArticle", terms.node(article))
