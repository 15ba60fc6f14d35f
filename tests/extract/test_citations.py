"""References to law in prose: each with its own span, and an id that tells the hierarchy."""

import pytest
from names_made import known_of, mentions_in, quotes_of

REFERENCES = [
    ("It violates the Eighth Amendment.", [("Eighth Amendment", "law/usconst/amendment-8")]),
    ("It violates the 8th Amendment.", [("8th Amendment", "law/usconst/amendment-8")]),
    (
        "the Fifth and Fourteenth Amendments",
        [
            ("Fifth", "law/usconst/amendment-5"),
            ("Fourteenth Amendments", "law/usconst/amendment-14"),
        ],
    ),
    ("under Article III judges", [("Article III", "law/usconst/article-3")]),
    (
        "under Article II, Section 2 it",
        [("Article II, Section 2", "law/usconst/article-2/section-2")],
    ),
    (
        "Section 2 of the Voting Rights Act bars it.",
        [
            ("Section 2 of the Voting Rights Act", "law/voting-rights-act/section-2"),
            ("Voting Rights Act", "law/voting-rights-act"),
        ],
    ),
    ("under Title 8 they", [("Title 8", "law/usc/8")]),
    ("under 18 USC 4100 they", [("18 USC 4100", "law/usc/18/4100")]),
    ("under 8 U.S.C. § 1231(b) they", [("8 U.S.C. § 1231(b)", "law/usc/8/1231")]),
    ("under 45 C.F.R. § 46.101 they", [("45 C.F.R. § 46.101", "law/cfr/45/46-101")]),
    ("a breach of Executive Order 99.", [("Executive Order 99", None)]),
    ("Voters passed Proposition 47.", [("Proposition 47", None)]),
    ("The Quiet Streets Act 1998 bars it.", [("Quiet Streets Act 1998", None)]),
    ("It broke the Quiet Streets Act of 1998.", [("Quiet Streets Act of 1998", None)]),
    (
        "He cited the Quiet Streets Act, the Loud Bells Ordinance and the Treaty of Veridia.",
        [("Quiet Streets Act", None), ("Loud Bells Ordinance", None), ("Treaty of Veridia", None)],
    ),
    ("In Trop v. Dulles, the court", [("Trop v. Dulles", "law/case/trop-v-dulles")]),
    (
        "in R (Roe) v Prime Minister, they",
        [("R (Roe) v Prime Minister", "law/case/r-roe-v-prime-minister")],
    ),
    ("they have the right to a fair trial.", [("right to a fair trial", "right/fair-trial")]),
    ("a ruling in Case C-311/18", [("Case C-311/18", None)]),
]


@pytest.mark.parametrize(("text", "expected"), REFERENCES)
def test_reference_is_found_with_its_id(text: str, expected: list[tuple[str, str | None]]) -> None:
    found = [item for item in mentions_in(text) if item.type == "LegalProvision"]
    assert [item.evidence.quote for item in found] == [quote for quote, _ in expected]
    assert [item.known for item in found if item.known] == [key for _, key in expected if key]


@pytest.mark.parametrize(
    "text",
    [
        "He has a strong constitution.",
        "an act of war in May 2018",
        "Law enforcement in Ohio",
        "Section chiefs met.",
        "18 U.S. prisoners",
        "They met in case 5 was full.",
        "a man v. a machine",
    ],
)
def test_common_words_are_no_law(text: str) -> None:
    assert quotes_of(mentions_in(text), "LegalProvision") == []


def test_the_act_is_the_last_one_named() -> None:
    found = mentions_in("The Quiet Streets Act 1998 is old. Under the Act, bells are banned.")
    full, short = (item for item in found if item.type == "LegalProvision")
    assert short.antecedent == full.id
    assert short.name == full.name


def test_year_tells_acts_apart() -> None:
    text = "The Quiet Streets Act 1998 and the Loud Bells Act 2003 differ. The 1998 Act is older."
    found = [item for item in mentions_in(text) if item.type == "LegalProvision"]
    assert found[-1].antecedent == found[0].id


def test_the_law_stays_open_between_two_acts() -> None:
    text = "The Quiet Streets Act 1998 and the Loud Bells Act 2003 differ. He broke the law."
    assert "the law" not in quotes_of(mentions_in(text), "LegalProvision")


def test_section_belongs_to_the_act_named_before() -> None:
    found = mentions_in("The Quiet Streets Act 1998 is old. He was charged under section 12.")
    assert known_of(found, "section 12") == "law/quiet-streets-act-1998/section-12"


def test_section_belongs_to_the_code_right_before_it() -> None:
    found = mentions_in("The Civil Rights Act of 1964 and the Ohio Penal Code Section 187 apply.")
    assert known_of(found, "Section 187") == "law/ohio-penal-code/section-187"


def test_amendment_of_another_country_is_not_american() -> None:
    found = mentions_in("Voters repealed the Eighth Amendment to the Irish Constitution.")
    assert known_of(found, "Eighth Amendment") is None


def test_article_37_is_not_american() -> None:
    found = mentions_in("Judges in the United States cited Article 37 of the Constitution.")
    assert known_of(found, "Article 37 of the Constitution") is None


def test_unconstitutional_speaks_of_the_constitution_of_the_country_named() -> None:
    found = mentions_in("Deporting U.S. citizens would be unconstitutional.")
    assert known_of(found, "unconstitutional") == "law/usconst"


def test_law_report_stands_for_the_case_before_it() -> None:
    found = mentions_in("The court cited Trop v. Dulles, 356 U.S. 86 (1958), twice.")
    case, report = (item for item in found if item.type == "LegalProvision")
    assert (report.evidence.quote, report.antecedent) == ("356 U.S. 86", case.id)


def test_parts_of_one_law_have_spans_of_their_own() -> None:
    found = mentions_in("The Treaty of Veridia is old. Articles 5 and 6 are void.")
    assert quotes_of(found, "LegalProvision")[1:] == ["Articles 5", "6"]
