"""The training scripts on small corpora of our own: labels, names, lemmas, raw text, figures.

What needs torch is not tested here; the shipped files are, in ``test_shipped.py``.
"""

import gzip
import tomllib
from pathlib import Path

import pytest

from kg.analyze.lemmas import Lemmas
from kg.analyze.parses import Parse
from training.corpora import (
    LABELS,
    Block,
    Example,
    Token,
    read_conllu,
    read_iob2,
    read_labels,
    read_redocred,
    read_tagged,
    spans_of,
)
from training.files import write_table
from training.lemmas import learn_lemmas
from training.measures import Spans, measure_agreement, measure_names
from training.names import (
    OPEN,
    ORDER,
    TAGS,
    Span,
    cut_to_name,
    demonyms_of,
    gum_names,
    mentions_of,
    refine,
    to_masks,
)
from training.raw import read_raw
from training.sentences import fit, rows_of

CONLLU = """\
# newdoc id = d1
# sent_id = s1
# text = She can't see Rome.
1\tShe\tshe\tPRON\tPRP\t_\t4\tnsubj\t_\t_
2-3\tcan't\t_\t_\t_\t_\t_\t_\t_\t_
2\tca\tcan\tAUX\tMD\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\tsee\tsee\tVERB\tVB\t_\t0\troot\t_\t_
5\tRome\tRome\tPROPN\tNNP\t_\t4\tobj\t_\tEntity=(1-place-new)|SpaceAfter=No
6\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

# sent_id = s2
# newpar
# text = Go!
1\tGo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
2\t!\t!\tPUNCT\t.\t_\t1\tpunct\t_\t_

"""


def write_gz(folder: Path, text: str) -> Path:
    path = folder / "part.gz"
    path.write_bytes(gzip.compress(text.encode()))
    return path


def make_token(
    form: str, upos: str, xpos: str, head: int, misc: str = "_", lemma: str = ""
) -> Token:
    return Token(form, lemma or form, upos, xpos, head, "dep", misc)


def make_block(*tokens: Token) -> Block:
    return Block("GUM_news_x-1", "GUM_news_x", "", tokens)


def labels_of(mask: int) -> set[str]:
    return {tag for bit, tag in enumerate(TAGS) if mask >> bit & 1}


def test_every_label_of_the_table_is_one_of_ours() -> None:
    table = tomllib.loads(LABELS.read_text("utf-8"))
    assert table["names"] == list(ORDER)
    for corpus in ("uner", "wikigold", "redocred", "crossner", "gum"):
        for labels in table[corpus].values():
            assert set(labels) <= set(ORDER)


def test_only_open_genres_are_learned_from() -> None:
    assert set(read_labels()["gum_genres"]["train"]) == {
        "bio", "interview", "news", "speech", "textbook", "vlog", "voyage",
    }  # fmt: skip


def test_treebank_is_read_without_ranges(tmp_path: Path) -> None:
    first, second = read_conllu(write_gz(tmp_path, CONLLU))
    assert [token.form for token in first.tokens] == ["She", "ca", "n't", "see", "Rome", "."]
    assert (first.tokens[4].head, first.tokens[4].rel) == (4, "obj")
    assert second.document == "d1"


def test_raw_text_has_the_words_at_their_offsets(tmp_path: Path) -> None:
    (document,) = read_raw(write_gz(tmp_path, CONLLU))
    assert document.text == "She can't see Rome.\n\nGo!"
    words = [document.text[start:end] for start, end in document.words]
    assert words == ["She", "ca", "n't", "see", "Rome", ".", "Go", "!"]
    assert [document.text[slice(*s)] for s in document.sentences] == ["She can't see Rome.", "Go!"]
    assert document.heads == [3, 3, 3, -1, 3, 3, -1, 6]


def test_tags_without_a_begin_are_spans_too() -> None:
    assert spans_of(["I-PER", "I-PER", "O", "I-LOC"], "wikigold") == [
        Span(0, 2, ("Person",)), Span(3, 4, ("Place",)),
    ]  # fmt: skip


def test_coarse_label_leaves_several_open() -> None:
    (span,) = spans_of(["B-MISC"], "wikigold")
    (mask,) = to_masks(1, [span], ())
    assert labels_of(mask) == {"B-Event", "B-Work", "B-Group", "B-Misc"}


def test_masks_of_known_and_unknown_words() -> None:
    masks = to_masks(4, [Span(0, 2, ("Person",))], [3])
    assert [labels_of(mask) for mask in masks[:3]] == [{"B-Person"}, {"I-Person"}, {"O"}]
    assert masks[3] == OPEN


def test_iob2_file_is_read(tmp_path: Path) -> None:
    text = "# sent_id = s1\n1\tRubio\tB-PER\t-\tx\n2\tmet\tO\n3\tIraqis\tB-O\t-\tx\n\n"
    ((sent_id, (words, spans)),) = read_iob2(write_gz(tmp_path, text))
    assert (sent_id, words) == ("s1", ("Rubio", "met", "Iraqis"))
    assert spans[0] == Span(0, 1, ("Person",))
    assert set(spans[1].labels) == {"Event", "Work", "Group", "Misc"}


def test_tagged_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "part.txt"
    path.write_text("-DOCSTART- O\n\nACLU I-ORG\nsued O\n\nNo O\n", "utf-8")
    rows = list(read_tagged(path, "wikigold"))
    assert rows == [(("ACLU", "sued"), [Span(0, 1, ("Organization",))]), (("No",), [])]


def test_redocred_leaves_out_times_and_doubles(tmp_path: Path) -> None:
    text = (
        '[{"sents": [["In", "1992", "Bonn"]], "vertexSet": ['
        '[{"type": "TIME", "pos": [1, 2], "sent_id": 0}],'
        '[{"type": "LOC", "pos": [2, 3], "sent_id": 0},'
        ' {"type": "LOC", "pos": [2, 3], "sent_id": 0}]]}]'
    )
    assert list(read_redocred(write_gz(tmp_path, text))) == [
        (("In", "1992", "Bonn"), [Span(2, 3, ("Place",))])
    ]


def test_demonyms_are_capitalized_adjectives_inside_a_sentence() -> None:
    block = make_block(
        make_token("Great", "ADJ", "JJ", 3, lemma="Great"),
        make_token("Iraqi", "ADJ", "JJ", 3, lemma="Iraqi"),
        make_token("plans", "NOUN", "NNS", 0, lemma="plan"),
    )
    assert demonyms_of([block]) == {"Iraqi", "Iraqis"}


@pytest.mark.parametrize(
    ("words", "span", "labels"),
    [
        (["the", "Iraqis", "left"], (1, 2), ("Group",)),
        (["the", "Gulf", "War", "began"], (1, 3), ("Event",)),
        (["read", "“", "Ulysses", "”"], (2, 3), ("Work",)),
        (["the", "Patriot", "Act", "passed"], (1, 3), ("Misc",)),
        (["the", "Zogg", "came"], (1, 2), ("Event", "Work", "Group", "Misc")),
    ],
)
def test_coarse_names_become_finer(
    words: list[str], span: tuple[int, int], labels: tuple[str, ...]
) -> None:
    coarse = Span(*span, ("Event", "Work", "Group", "Misc"))
    found = refine(words, coarse, frozenset({"Iraqis"}), read_labels()["refine"])
    assert found.labels == labels


def test_mentions_of_gum_may_nest() -> None:
    tokens = (
        make_token("Mayor", "PROPN", "NNP", 0, "Entity=(1-person-new(2-organization-new)"),
        make_token("Ann", "PROPN", "NNP", 1, "Entity=1)"),
    )
    assert sorted(mentions_of(tokens)) == [(0, 1, "organization"), (0, 2, "person")]


def test_mention_is_cut_to_the_name() -> None:
    tokens = (
        make_token("former", "ADJ", "JJ", 3),
        make_token("President", "PROPN", "NNP", 3),
        make_token("Ann", "PROPN", "NNP", 0),
        Token("Lee", "Lee", "PROPN", "NNP", 3, "flat", "_"),
        make_token("of", "ADP", "IN", 6),
        make_token("Peru", "PROPN", "NNP", 3),
    )
    table = read_labels()["refine"]
    assert cut_to_name(tokens, 0, 6, "person", table) == (2, 4)
    assert cut_to_name(tokens, 0, 6, "organization", table) == (1, 6)


def test_mention_without_a_proper_head_is_no_name() -> None:
    tokens = (make_token("the", "DET", "DT", 2), make_token("court", "NOUN", "NN", 0))
    assert cut_to_name(tokens, 0, 2, "organization", read_labels()["refine"]) is None


def test_gum_leaves_uncovered_proper_nouns_open() -> None:
    block = make_block(
        make_token("In", "ADP", "IN", 2),
        make_token("May", "PROPN", "NNP", 4, "Entity=(1-time-new)"),
        make_token("Zogg", "PROPN", "NNP", 4),
        make_token("saw", "VERB", "VBD", 0),
        make_token("Rome", "PROPN", "NNP", 4, "Entity=(2-place-new)"),
    )
    spans, unknown = gum_names(block, frozenset(), read_labels())
    assert spans == [Span(4, 5, ("Place",))]
    assert unknown == [2]


def test_lemmas_are_learned_and_carried_over(tmp_path: Path) -> None:
    pairs = [("walked", "walk"), ("talked", "talk"), ("mailed", "mail"), ("failed", "fail"),
             ("went", "go"), ("ruled", "rule"), ("filed", "file"), ("tied", "tie"),
             ("hailed", "hail"), ("jailed", "jail"), ("boiled", "boil"), ("nailed", "nail"),
             ("sailed", "sail"), ("used", "use"), ("lied", "lie"), ("died", "die"),
             ("smiled", "smile"), ("piled", "pile")]  # fmt: skip
    tokens = [make_token(form, "VERB", "VBD", 0, lemma=lemma) for form, lemma in pairs]
    tokens.append(make_token("exile", "VERB", "VB", 0))
    write_table(tmp_path / "lemmas.json", learn_lemmas([tokens]))
    lemmas = Lemmas(tmp_path / "lemmas.json")
    assert [lemmas.find(form, "VBD", False) for form, _ in pairs] == [lemma for _, lemma in pairs]
    assert lemmas.find("bailed", "VBD", False) == "bail"
    assert lemmas.find("exiled", "VBD", False) == "exile"
    assert lemmas.find("Rubio", "NNP", False) == "Rubio"


def test_ends_of_sentences_are_learned(tmp_path: Path) -> None:
    (document,) = read_raw(write_gz(tmp_path, CONLLU.replace("# newpar\n", "")))
    rows = list(rows_of(document))
    assert [is_end for _, is_end in rows][-1] is True
    weights = fit(rows * 20)
    assert sum(weights.get(name, 0.0) for name in rows[-1][0]) > 0


def test_spans_are_counted() -> None:
    counts = Spans()
    counts.add({1, 2, 3}, {2, 3, 4, 5})
    assert counts.f1 == pytest.approx(57.14)


class _Told:
    """A parser that says what it was told."""

    def __init__(self, names: tuple[tuple[int, int, str], ...]) -> None:
        self.names = names

    def parse(self, sentences: list[list[str]]) -> list[Parse]:
        return [Parse((), (), (), (), (), self.names) for _ in sentences]


def test_names_where_gold_is_open_do_not_count() -> None:
    example = Example(("Rubio", "Zogg"), None, to_masks(2, [Span(0, 1, ("Person",))], [1]), "gum")
    parser = _Told(((0, 1, "Person"), (1, 2, "Place")))
    figures = measure_names(parser, [example], frozenset({"Person", "Place"}))  # type: ignore[arg-type]
    assert figures["all"] == 100.0


def test_any_of_several_gold_labels_is_right() -> None:
    masks = to_masks(2, [Span(0, 2, ("Work", "Misc"))], ())
    example = Example(("Magna", "Carta"), None, masks, "gum")
    parser = _Told(((0, 2, "Misc"),))
    figures = measure_names(parser, [example], frozenset({"Work", "Misc"}))  # type: ignore[arg-type]
    assert figures["all"] == 100.0


def test_agreement_counts_words() -> None:
    one = Parse(("NOUN", "VERB"), ("NN", "VB"), ("a", "b"), (2, 0), ("nsubj", "root"), ())
    other = Parse(("NOUN", "VERB"), ("NN", "VB"), ("a", "b"), (0, 1), ("nsubj", "root"),
                  ((0, 1, "Person"),))  # fmt: skip
    figures = measure_agreement([one], [other])
    assert (figures["UPOS"], figures["heads"], figures["names"]) == (100.0, 0.0, 50.0)
