"""Titles that leave open of what: a senator of a state or of the land, a judge of one court.

In: a role with its noun, and what the article names. Out: the role without a country that is no
body, or whether the title alone may mean another body than the one reference data has for it.
"""

from collections.abc import Sequence
from dataclasses import replace

from kg.extract.context import Context
from kg.extract.office_roles import Role
from kg.rules import load_rules


def judge_of_land(role: Role, head: str) -> Role:
    """Return a judge's role without the country in its title: nobody is judge of all of it."""
    inside = role.body is not None and (
        role.body.cls == "Country"
        and role.start <= role.body.evidence.start
        and role.body.evidence.end <= role.end
    )
    judges = load_rules("offices").lists["judges"]
    return replace(role, body=None) if inside and head in judges else role


def may_be_of_a_state(
    context: Context, role: Role, head: str, bodies: Sequence[str], named: Sequence[str]
) -> bool:
    """Tell whether a legislator's bare title leaves open where: "Sen. Ruiz" of a state or abroad.

    It is the body's that reference data has where the article names that, and no state's.
    """
    lists = load_rules("offices").lists
    of_land = role.body is not None and role.body.cls == "Country"
    if head not in lists["legislators"] or of_land or role.text.startswith(lists["federal"]):
        return False
    of_state = load_rules("offices").rule("office.state-legislature").regex
    if of_state is not None and of_state.search(context.article.text):
        return True
    wholes = {whole for body in bodies for whole in context.knowledge.facts(body, "partOf")}
    return not {*bodies, *wholes} & set(named)
