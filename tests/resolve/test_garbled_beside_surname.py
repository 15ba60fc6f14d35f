"""A person who is mostly called by surname is still known by the full name."""

from collections import Counter

from kg.resolve.nodes import Node


def test_full_name_stands_for_a_node_though_the_surname_is_more_frequent() -> None:
    """ "Lee Gelernt" once and "Gelernt" twice: misspelt forms are compared with the full name."""
    node = Node(("p",), "Person", "Person", None, None, generic=False)
    node.names = Counter({"Gelernt": 2, "Lee Gelernt": 1})
    assert node.name == "Lee Gelernt"
    assert node.person.is_full
