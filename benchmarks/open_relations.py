"""Names and relations against two open corpora whose texts are not news on law.

In: the folder of the corpora (`re-docred`, `re3d`; their texts are no part of the project). Out: on
stdout one JSON object for each. Every second document is for work, the others for a last look.

    python -m benchmarks.open_relations ../shared/corpora --part work --errors

A predicted relation counts where both ends lie on marked things; it is right where the corpus has a
relation between them that goes with its name (`open_relations.toml`), and related where it has any.
Recall is over all pairs of the relations that have a counterpart, most of which the texts do not
state in so many words: an upper limit, not an aim.
"""

import argparse
import gzip
import json
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.analyze import analyze, load_model
from kg.extract import extract
from kg.ids import sha256_of
from kg.knowledge import load_knowledge
from kg.model import Article, ArticleId, Findings, Mention, MentionId

_MAPPING = Path(__file__).with_suffix(".toml")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Text:
    """One document: spans of each marked thing, its type, and (subject, label, object) by thing."""

    name: str
    text: str
    spans: Mapping[str, tuple[Span, ...]]
    types: Mapping[str, str]
    relations: frozenset[tuple[str, str, str]]


def read_docred(folder: Path) -> Iterator[Text]:
    """Yield the documents of Re-DocRED, words put together with blanks."""
    with gzip.open(folder / "dev_revised.json.gz", "rt", encoding="utf-8") as file:
        documents = json.load(file)
    for document in documents:
        text, starts = _joined(document["sents"])
        spans = {
            str(number): tuple(
                (
                    starts[item["sent_id"]][item["pos"][0]][0],
                    starts[item["sent_id"]][item["pos"][1] - 1][1],
                )
                for item in things
            )
            for number, things in enumerate(document["vertexSet"])
        }
        types = {str(key): item[0]["type"] for key, item in enumerate(document["vertexSet"])}
        found = {(str(item["h"]), item["r"], str(item["t"])) for item in document["labels"]}
        yield Text(document["title"], text, spans, types, frozenset(found))


def _joined(sentences: Sequence[Sequence[str]]) -> tuple[str, list[list[Span]]]:
    """Return the text of tokenized sentences, and the offsets of their words."""
    text, borders = "", []
    for words in sentences:
        here = []
        for word in words:
            glued = word in {".", ",", ")", "'s", ";", ":", "?", "!"} or text.endswith("(")
            text += "" if glued or not text or text.endswith("\n") else " "
            here.append((len(text), len(text) + len(word)))
            text += word
        borders.append(here)
    return text, borders


def read_re3d(folder: Path) -> Iterator[Text]:
    """Yield the documents of re3d; each mention that holds a capital is a thing of its own."""
    for part in sorted(item for item in folder.iterdir() if item.is_dir()):
        marked: dict[str, dict[str, tuple[Span, str]]] = defaultdict(dict)
        for item in _lines(part / "entities.json"):
            if any(char.isupper() for char in item["value"]):
                key = f"{item['begin']}-{item['end']}"
                marked[item["documentId"]][key] = ((item["begin"], item["end"]), item["type"])
        relations: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
        for item in _lines(part / "relations.json"):
            ends = [f"{item[f'{end}Begin']}-{item[f'{end}End']}" for end in ("source", "target")]
            if all(end in marked[item["documentId"]] for end in ends):
                relations[item["documentId"]].add((ends[0], item["type"], ends[1]))
        for item in _lines(part / "documents.json"):
            things = marked[item["_id"]]
            yield Text(
                item["_id"],
                item["text"],
                {key: (span,) for key, (span, _) in things.items()},
                {key: kind for key, (_, kind) in things.items()},
                frozenset(relations[item["_id"]]),
            )


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a file of JSON lines, packed or not."""
    packed = path.with_name(f"{path.name}.gz")
    data = gzip.decompress(packed.read_bytes()) if packed.exists() else path.read_bytes()
    yield from (json.loads(line) for line in data.decode("utf-8").splitlines() if line.strip())


def measure(
    texts: Sequence[Text], mapping: Mapping[str, Any], *, model: str | None = None
) -> tuple[dict[str, Any], list[str]]:
    """Return the figures of some documents, and a line for each error."""
    counts: Counter[str] = Counter()
    errors: list[str] = []
    for text, found in zip(texts, _findings(texts, model), strict=True):
        _count_names(text, found, mapping["types"], counts)
        errors += _count_relations(text, found, mapping["relations"], counts)
    return _figures(counts, mapping), errors


def _findings(texts: Sequence[Text], model: str | None) -> Iterator[Findings]:
    """Yield what is found in each document."""
    articles = [
        Article(ArticleId(f"article/{sha256_of(item.text)[:16]}"), item.name, "0", item.text)
        for item in texts
    ]
    knowledge = load_knowledge()
    docs = analyze(articles, model=load_model(model))
    yield from (
        extract(article, doc, knowledge) for article, doc in zip(articles, docs, strict=True)
    )


def _overlaps(one: Span, two: Span) -> bool:
    """Tell whether two spans share at least half of the longer one."""
    shared = min(one[1], two[1]) - max(one[0], two[0])
    return 2 * shared >= max(one[1] - one[0], two[1] - two[0])


def _span(mention: Mention) -> Span:
    """Return the characters of a mention."""
    return mention.evidence.start, mention.evidence.end


def _count_names(
    text: Text, found: Findings, types: Mapping[str, Sequence[str]], counts: Counter[str]
) -> None:
    """Count marked names that were found with their type, and found ones that are marked."""
    named = [item for item in found.mentions if item.form == "name"]
    for thing, spans in text.spans.items():
        wanted = types.get(text.types[thing])
        for span in spans if wanted else ():
            near = [item for item in named if _overlaps(_span(item), span)]
            counts[f"{text.types[thing]}.marked"] += 1
            right = any(item.type in (wanted or ()) for item in near)
            counts[f"{text.types[thing]}.found"] += right


def _count_relations(
    text: Text, found: Findings, names: Mapping[str, Sequence[str]], counts: Counter[str]
) -> Iterator[str]:
    """Count relations, and yield a line for each that the corpus has not so."""
    spans = [(span, thing) for thing, places in text.spans.items() for span in places]
    things = {
        item.id: {thing for span, thing in spans if _overlaps(_span(item), span)}
        for item in found.mentions
    }
    heads = {item.id: item.antecedent for item in found.mentions}
    wanted: dict[tuple[str, str], set[str]] = defaultdict(set)
    for subject, label, thing in text.relations:
        for name in names.get(label, ()):
            pair = (thing, subject) if name.startswith("-") else (subject, thing)
            wanted[pair].add(name.removeprefix("-"))
    related = {frozenset((subject, thing)) for subject, _, thing in text.relations}
    hit: set[tuple[str, str]] = set()
    ours = {name.removeprefix("-") for items in names.values() for name in items}
    for item in found.relations:
        if item.object is None or item.relation not in ours:
            continue
        pairs = [
            (left, right)
            for left in _things(item.subject, things, heads)
            for right in _things(item.object, things, heads)
            if left != right
        ]
        if not pairs:
            continue
        right_ones = [pair for pair in pairs if item.relation in wanted.get(pair, ())]
        hit.update(right_ones)
        counts["relations.judged"] += 1
        counts["relations.right"] += bool(right_ones)
        counts["relations.related"] += any(frozenset(pair) in related for pair in pairs)
        counts[f"{item.relation}.judged"] += 1
        counts[f"{item.relation}.right"] += bool(right_ones)
        if not right_ones:
            yield f"{text.name}: {item.relation}: {item.evidence.quote[:140]!r} ({item.rule})"
    counts["pairs.marked"] += len(wanted)
    counts["pairs.found"] += len(hit)


def _things(
    mention: MentionId,
    things: Mapping[MentionId, set[str]],
    heads: Mapping[MentionId, MentionId | None],
) -> set[str]:
    """Return the marked things at a mention, or at what it stands for."""
    head = heads.get(mention)
    return things.get(mention) or (things.get(head, set()) if head is not None else set())


def _figures(counts: Counter[str], mapping: Mapping[str, Any]) -> dict[str, Any]:
    """Return shares out of counts."""
    shares: dict[str, Any] = {
        f"recall {kind}": _share(counts, f"{kind}.found", f"{kind}.marked")
        for kind in mapping["types"]
    }
    names = sorted({key.split(".")[0] for key in counts if key.endswith(".judged")})
    for name in names:
        shares[f"right {name}"] = _share(counts, f"{name}.right", f"{name}.judged")
    shares["related"] = _share(counts, "relations.related", "relations.judged")
    shares["pairs found"] = _share(counts, "pairs.found", "pairs.marked")
    return shares


def _share(counts: Counter[str], part: str, whole: str) -> str:
    """Return "part / whole = share"."""
    share = counts[part] / counts[whole] if counts[whole] else 0.0
    return f"{counts[part]} / {counts[whole]} = {share:.3f}"


def main() -> int:
    """Print the figures; corpora that are not there are left out and named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--part", choices=("work", "last"), default="work")
    parser.add_argument("--model", help="blank, or a folder; the shipped model without it")
    parser.add_argument("--most", type=int, default=100, help="documents of each corpus")
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    mappings = tomllib.loads(_MAPPING.read_text("utf-8"))
    readers = (("re_docred", "re-docred", read_docred), ("re3d", "re3d", read_re3d))
    for name, folder, reader in readers:
        if not (options.corpora / folder).is_dir():
            print(json.dumps({name: "not there"}))
            continue
        texts = tuple(reader(options.corpora / folder))[options.part == "last" :: 2][: options.most]
        figures, errors = measure(texts, mappings[name], model=options.model)
        print(json.dumps({name: figures}, indent=1))
        if options.errors:
            print("\n".join(errors))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
