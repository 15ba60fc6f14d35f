"""The heads of named queries are read strictly."""

from pathlib import Path

import pytest

from kg.errors import RuleError
from kg.query.headers import Parameter, read_query

HEAD = """# question: Who?
# competency: Q01 Q02
# param office: text = "" | words of the title
# param of: entity? | the institution
# param least: integer = 2 | a number
# column person: who
# example: office="x"
SELECT ?person ?office ?of ?least { ?person ?office ?of }
"""


def read(folder: Path, text: str) -> object:
    path = folder / "who.rq"
    path.write_text(text, encoding="utf-8")
    return read_query(path)


def test_a_head_gives_name_question_parameters_and_columns(tmp_path: Path) -> None:
    (tmp_path / "who-is.rq").write_text(HEAD, encoding="utf-8")
    query = read_query(tmp_path / "who-is.rq")
    assert (query.name, query.question, query.example) == ("who-is", "Who?", 'office="x"')
    assert query.competency == ("Q01", "Q02")
    assert query.columns == (("person", "who"),)
    assert query.parameters == (
        Parameter("office", "text", "words of the title", default=""),
        Parameter("of", "entity", "the institution", optional=True),
        Parameter("least", "integer", "a number", default="2"),
    )


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("# question: Who?", "# questions: Who?", 1),
        ("# question: Who?", "# Who?", 1),
        ("# competency:", "# question:", 2),
        ("text = ", "words = ", 3),
        ("entity? | the", "entity? the", 4),
        ("# column person: who\n", "", 1),
        ('# example: office="x"\n', "", 1),
        ("# param of:", "# param office:", 1),
        ("# column person", "# colum person", 6),
    ],
)
def test_a_wrong_head_is_told_its_line(tmp_path: Path, old: str, new: str, line: int) -> None:
    assert old in HEAD
    with pytest.raises(RuleError) as caught:
        read(tmp_path, HEAD.replace(old, new, 1))
    assert caught.value.line == line
    assert "who.rq" in str(caught.value)
