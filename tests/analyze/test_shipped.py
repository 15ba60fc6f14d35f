"""The shipped model: it is the file that its card describes, and does not fall below its floors."""

import hashlib
import json
import time

import pytest

from kg.analyze import Model, load_model
from kg.analyze.models import FILES, shipped_folder

# What the small sample must reach; lowering a floor is an act of its own.
FLOOR_SUBJECTS, FLOOR_NAMES = 0.85, 0.85

# Sentences of our own, with (subject, relation, head) and names.
SAMPLE: list[tuple[str, list[tuple[str, str, str]], list[tuple[str, str]]]] = [
    ("President Nayib Bukele offered to hold American citizens in the prisons of El Salvador.",
     [("Bukele", "nsubj", "offered"), ("offered", "root", "offered")],
     [("Nayib Bukele", "Person"), ("American", "Group"), ("El Salvador", "Place")]),
    ("The judge ruled that the deportations violated the Constitution.",
     [("judge", "nsubj", "ruled"), ("deportations", "nsubj", "violated"),
      ("Constitution", "obj", "violated")], []),
    ("“It is illegal,” said Lee Gelernt, a lawyer at the American Civil Liberties Union.",
     [("Lee", "nsubj", "said"), ("lawyer", "appos", "Lee")],
     [("Lee Gelernt", "Person"), ("American Civil Liberties Union", "Organization")]),
    ("Marco Rubio, the secretary of state, met him in San Salvador on Monday.",
     [("Marco", "nsubj", "met"), ("him", "obj", "met"), ("secretary", "appos", "Marco")],
     [("Marco Rubio", "Person"), ("San Salvador", "Place")]),
    ("The prisoners were flown to Guatemala by the United States.",
     [("prisoners", "nsubj:pass", "flown"), ("Guatemala", "obl", "flown")],
     [("Guatemala", "Place"), ("United States", "Place")]),
    ("Human Rights Watch warned Congress that torture is common in the prison.",
     [("common", "ccomp", "warned"), ("Congress", "obj", "warned")],
     [("Human Rights Watch", "Organization"), ("Congress", "Organization")]),
    ("Critics of the plan doubt that any court would allow it.",
     [("Critics", "nsubj", "doubt"), ("court", "nsubj", "allow"), ("it", "obj", "allow")], []),
    ("She didn't answer when reporters from Reuters asked about Venezuela.",
     [("She", "nsubj", "answer"), ("reporters", "nsubj", "asked")],
     [("Reuters", "Organization"), ("Venezuela", "Place")]),
    ("Trump praised Bukele's proposal, but Senator Elizabeth Warren called it cruel.",
     [("Trump", "nsubj", "praised"), ("proposal", "obj", "praised"), ("it", "obj", "called")],
     [("Trump", "Person"), ("Bukele", "Person"), ("Elizabeth Warren", "Person")]),
    ("In 2023, the Supreme Court of Canada heard the case in Ottawa.",
     [("case", "obj", "heard"), ("2023", "obl", "heard")],
     [("Supreme Court of Canada", "Organization"), ("Ottawa", "Place")]),
]  # fmt: skip


@pytest.fixture(scope="module")
def shipped() -> Model:
    return load_model()


def test_files_are_those_of_the_card() -> None:
    folder = shipped_folder()
    told = json.loads((folder / "digests.json").read_text("utf-8"))["sha256"]
    found = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES}
    assert found == told
    card = (folder / "card.md").read_text("utf-8")
    assert all(digest in card for digest in told.values())


def test_model_is_small_and_holds_no_pickles() -> None:
    files = [path for path in shipped_folder().rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 40_000_000
    assert {path.suffix for path in files} <= {".onnx", ".json", ".md"}


def test_subjects_and_objects_reach_the_floor(shipped: Model) -> None:
    right = wanted = 0
    for text, arcs, _ in SAMPLE:
        doc = shipped.parse(text)
        found = {(token.text, token.dep_, token.head.text) for token in doc}
        right += len(found & set(arcs))
        wanted += len(arcs)
    assert wanted == 24
    assert right / wanted >= FLOOR_SUBJECTS


def test_names_reach_the_floor(shipped: Model) -> None:
    right = found = wanted = 0
    for text, _, names in SAMPLE:
        ents = [(span.text, span.label_) for span in shipped.parse(text).ents]
        ents = [(text.removeprefix("the ").removeprefix("The "), label) for text, label in ents]
        right += len(set(ents) & set(names))
        found += len(ents)
        wanted += len(names)
    assert wanted == 18
    assert 2 * right / (found + wanted) >= FLOOR_NAMES


@pytest.mark.parametrize(
    ("word", "text", "lemma"),
    [("ruled", "The court ruled.", "rule"), ("prisoners", "They are prisoners.", "prisoner"),
     ("was", "It was late.", "be"), ("better", "It is better.", "good"),
     ("parties", "Both parties agreed.", "party"), ("n't", "I don't know.", "not")],
)  # fmt: skip
def test_lemmas(shipped: Model, word: str, text: str, lemma: str) -> None:
    assert [token.lemma_ for token in shipped.parse(text) if token.text == word] == [lemma]


def test_two_runs_are_the_same(shipped: Model) -> None:
    text = " ".join(text for text, _, _ in SAMPLE)
    assert shipped.parse(text).to_bytes() == load_model().parse(text).to_bytes()


HOSTILE = {
    "one word of 100,000 letters": "x" * 100_000,
    "no full stop": "word and " * 4_000,
    "brackets": "(" * 3_000,
    "emoji": "😀👩‍⚖️ " * 1_000,
    "zero width": "a\u200bb\ufeff " * 1_000,
    "control": "a\x00b\x07 c\x1b[0m " * 500,
    "lines": "a\n" * 3_000,
    "another language": "El presidente ofreció encarcelar a ciudadanos. 最高法院作出裁决。 " * 50,
}


@pytest.mark.parametrize("kind", sorted(HOSTILE))
def test_hostile_text_is_kept_in_bounded_time(shipped: Model, kind: str) -> None:
    text = HOSTILE[kind]
    start = time.process_time()
    assert shipped.parse(text).text == text
    assert time.process_time() - start < 30.0
