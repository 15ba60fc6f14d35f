"""Acts of saying read from trees: subjects, agents, relative clauses, chains."""

import pytest
from speech_made import tell


@pytest.mark.parametrize(
    ("marked", "tree", "row"),
    [
        (
            "The lawyer for [Person Hall] argued that the ban fails",
            (
                "det:2:DET nsubj:5:NOUN case:4:ADP nmod:2:PROPN root:0:VERB mark:9:SCONJ det:8:DET "
                "nsubj:9:NOUN ccomp:5:VERB"
            ),
            ("indirect", "lawyer", "the ban fails"),
        ),
        (
            "[Person Ana Ruiz] , who said the ban fails , left",
            (
                "nsubj:10:PROPN flat:1:PROPN punct:5:PUNCT nsubj:5:PRON acl_relcl:1:VERB det:7:DET "
                "nsubj:8:NOUN ccomp:5:VERB punct:5:PUNCT root:0:VERB"
            ),
            ("indirect", "Ana Ruiz", "the ban fails"),
        ),
        (
            "[Person Ruiz] insisted the ban fails before leaving",
            (
                "nsubj:2:PROPN root:0:VERB det:4:DET nsubj:5:NOUN ccomp:2:VERB mark:7:SCONJ "
                "advcl:2:VERB"
            ),
            ("indirect", "Ruiz", "the ban fails"),
        ),
    ],
)
def test_subject_and_clause_come_from_the_tree(
    marked: str, tree: str, row: tuple[str, str, str]
) -> None:
    assert tell(marked, tree=tree).rows() == [row]


@pytest.mark.parametrize(
    ("marked", "tree"),
    [
        (
            "[Person Ruiz] never said the ban fails",
            "nsubj:3:PROPN advmod:3:ADV root:0:VERB det:5:DET nsubj:6:NOUN ccomp:3:VERB",
        ),
        (
            "[Person Ruiz] might say the ban fails",
            "nsubj:3:PROPN aux:3:AUX root:0:VERB det:5:DET nsubj:6:NOUN ccomp:3:VERB",
        ),
    ],
)
def test_what_was_not_said_is_no_statement(marked: str, tree: str) -> None:
    assert tell(marked, tree=tree).rows() == []


def test_claim_with_its_owner_is_a_statement() -> None:
    told = tell(
        "[Person Ruiz] 's claim that the ban fails spread",
        tree="nmod_poss:4:PROPN punct:1:PUNCT case:1:PART nsubj:9:NOUN mark:8:SCONJ det:7:DET "
        "nsubj:8:NOUN acl:4:VERB root:0:VERB",
    )
    assert told.rows() == [("indirect", "Ruiz", "the ban fails")]
