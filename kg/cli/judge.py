"""`kg judge`: a person's last word on what was found, kept in a file and replayed at each build."""

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import graph_option, open_store
from kg.cli.output import harmless, talk, write_data
from kg.errors import SettingsError, StoreError

if TYPE_CHECKING:
    from kg.judge import Decision

# Keys of a decision that are words of people or articles, not ids.
_WORDS = ("quote", "name", "why")
# Options that say who decides, and where that is kept.
_SIGNATURE = ("who", "why", "when", "file", "graph")
# Keys of a decision that may be given by a name instead of an id.
_THINGS = ("left", "right", "subject", "object", "speaker")
_FILE = click.option(
    "--judgements",
    "file",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where judgements are kept (default: data/judgements.jsonl).",
)


@click.group()
def judge() -> None:
    """Accept, reject or correct what was found; say what is the same; add a fact.

    Each call adds one line to a file that every build replays. Of two judgements on the same thing
    the later one holds.

    Example: kg judge reject assertion/0123456789abcdef --who "Ana Ruiz" --why "garbled article"
    """


def _signed(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add who, why, when, and the file."""
    for option in (
        click.option("--who", required=True, envvar="KG_WHO", help="Who decides (or $KG_WHO)."),
        click.option("--why", required=True, help="The reason, in a sentence."),
        click.option("--when", metavar="DATE", help="YYYY-MM-DD (default: today)."),
        _FILE,
        graph_option,
    ):
        function = option(function)
    return function


def _placed(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the article and its words."""
    for option in (
        click.option("--article", required=True, metavar="ID", help="The article."),
        click.option("--quote", required=True, help="Its words, as they stand there."),
    ):
        function = option(function)
    return function


@judge.command()
@click.argument("target")
@_signed
def accept(target: str, **signed: Any) -> int:
    """Hold TARGET (a fact, statement, mention or conflict, by id) to be right as it is."""
    return _record({"verdict": "accept", "target": target}, signed)


@judge.command()
@click.argument("target")
@_signed
def reject(target: str, **signed: Any) -> int:
    """Hold TARGET (a fact, statement, mention or conflict, by id) to be wrong."""
    return _record({"verdict": "reject", "target": target}, signed)


@judge.command()
@click.argument("target")
@click.argument("field")
@click.argument("value")
@_signed
def correct(target: str, field: str, value: str, **signed: Any) -> int:
    """Give a FIELD of TARGET another VALUE.

    Of a mention: entity. Of a statement: speaker, target, stance, modality, issues, provisions.
    Of an assertion: subject, relation, object, value, title, status.

    Example: kg judge correct statement/0123 speaker person/ana-ruiz --who Bo --why "see line 3"
    """
    from kg.judge import STATUSES, VALUES

    possible = {**VALUES, "status": STATUSES}.get(field)
    if possible is not None and value not in possible:
        raise SettingsError(f"the {field} is one of {', '.join(sorted(possible))}, not {value!r}")
    fields = {"verdict": "correct", "target": target, "field": field, "value": value}
    return _record(fields, signed)


@judge.command()
@click.argument("left")
@click.argument("right")
@_signed
def same(left: str, right: str, **signed: Any) -> int:
    """Hold LEFT and RIGHT (entities by id or name, mentions by id) to be the same."""
    return _record({"verdict": "same", "left": left, "right": right}, signed)


@judge.command()
@click.argument("left")
@click.argument("right")
@_signed
def different(left: str, right: str, **signed: Any) -> int:
    """Hold LEFT and RIGHT (entities by id or name, mentions by id) to be two."""
    return _record({"verdict": "different", "left": left, "right": right}, signed)


@judge.command()
@click.argument("subject")
@click.argument("relation")
@click.option("--object", "target", metavar="ID", help="The entity it leads to.")
@click.option("--value", help="The value it has, in words or as a number.")
@click.option("--unit", help="The unit of a number: person, USD …")
@click.option("--date", metavar="DATE", help="When it was so: YYYY, YYYY-MM or YYYY-MM-DD.")
@click.option("--basis", type=click.Choice(["stated", "relative", "derived"]), help="Of a date.")
@_placed
@_signed
def add(subject: str, relation: str, target: str | None, **given: Any) -> int:
    """Add a fact: SUBJECT (an entity), RELATION (a word of the ontology), and an object or value.

    Example: kg judge add prison/cecot hasCapacity --value 40000 --unit person
    --article article/0123 --quote "can hold 40,000" --who Bo --why "missed"
    """
    fields = {"verdict": "add", "subject": subject, "relation": relation, "object": target}
    return _record_given(fields, given)


@judge.command()
@click.argument("entity")
@click.option("--class", "cls", metavar="CLASS", help="Of a new entity: Event, Person, Right …")
@click.option("--name", help="What a new entity is called (default: the quote).")
@_placed
@_signed
def mark(entity: str, cls: str | None, **given: Any) -> int:
    """Say that an article names ENTITY (by id, a new one too).

    Example: kg judge mark event/lima-summit --class Event --article article/0123
    --quote "the Lima summit" --who Bo --why "not found"
    """
    return _record_given({"verdict": "mark", "entity": entity, "class": cls}, given)


@judge.command()
@click.argument("speaker")
@click.option("--stance", help="supports, opposes, conditional or neutral.")
@click.option("--modality", help="asserts_unlawful, asserts_lawful, questions_legality …")
@click.option("--target", metavar="ID", help="The proposal that it is about.")
@click.option("--issues", metavar="IDS", help="The legal issues, with blanks between.")
@_placed
@_signed
def say(speaker: str, **given: Any) -> int:
    """Add a statement of SPEAKER (an entity that the article names, or the article itself).

    Example: kg judge say person/ana-ruiz --article article/0123 --quote "it is unlawful"
    --modality asserts_unlawful --who Bo --why "not found"
    """
    return _record_given({"verdict": "say", "speaker": speaker}, given)


@judge.command()
@click.argument("judgement")
@_signed
def undo(judgement: str, **signed: Any) -> int:
    """Take back a JUDGEMENT, by the id that `kg judge list` shows."""
    return _record({"verdict": "undo", "target": judgement}, signed)


@judge.command(name="list")
@_FILE
def list_(file: Path | None) -> int:
    """List the judgements that hold, with their ids."""
    from kg.judge import FILE, holding, read_decisions

    lines = [f"{item.id} {item}\n" for item in holding(read_decisions(file or FILE))]
    write_data(harmless("".join(lines)), None)
    return 0


def _record_given(fields: dict[str, str | None], given: dict[str, Any]) -> int:
    """Record a decision with those of its keys that were given."""
    keys = {key: value for key, value in given.items() if key not in _SIGNATURE}
    words = {key: value for key, value in (fields | keys).items() if value is not None}
    return _record(words, {key: given[key] for key in _SIGNATURE})


def _record(fields: dict[str, str], signed: dict[str, Any]) -> int:
    """Check a decision and write it behind the others; ids may be full addresses."""
    from kg.judge import FILE, append_decision, make_decision, read_decisions
    from kg.vocab import BASE

    fields = {
        key: words if key in _WORDS else words.removeprefix(BASE) for key, words in fields.items()
    }
    path = signed["file"] or FILE
    when = signed["when"] or datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    fields = _with_ids(fields, signed["graph"])
    decision = make_decision(fields | {"who": signed["who"], "why": signed["why"], "when": when})
    known = read_decisions(path)
    if decision.verdict == "undo" and decision.part("target") not in {item.id for item in known}:
        raise SettingsError(f"{path} has no {decision.part('target')}; see: kg judge list")
    _warn_of_unknown(decision, signed["graph"])
    append_decision(path, decision)
    talk(f"{decision.id} written to {path}; build the graph again to apply it")
    return 0


def _with_ids(fields: dict[str, str], graph: str | None) -> dict[str, str]:
    """Return the fields with the id of each thing that is given by its name, if there is a graph.

    Raises:
        QueryError: where nothing or more than one thing has the name; an id has a slash.

    """
    from kg.query import find_entity
    from kg.vocab import id_of

    named = [key for key in _THINGS if key in fields and "/" not in fields[key]]
    if not named:
        return fields
    try:
        store = open_store(graph)
    except StoreError:
        return fields
    with store:
        found = {key: id_of(find_entity(store, fields[key]).value) for key in named}
    return fields | {key: name for key, name in found.items() if name is not None}


def _warn_of_unknown(decision: "Decision", graph: str | None) -> None:
    """Say which things that a decision names are not in the graph, if there is a graph."""
    from kg.vocab import iri_of

    keys = ("target", "left", "right", "subject", "object", "article", "speaker")
    names = [decision.part(key) for key in keys]
    wanted = [name for name in names if name and decision.verdict != "undo"]
    try:
        with open_store(graph) as store:
            for name in wanted:
                if store.query(f"ASK {{ <{iri_of(name)}> ?p ?o }}") is False:
                    talk(f"note: the graph has no {name}; the judgement may not apply")
    except StoreError:
        return
