"""The pages that gather: overview, search, issues, articles, timeline, positions, conflicts.

In: requests. Out: HTML. Pages on one thing are in `records`.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kg.web.paging import grouped, parameter, shown
from kg.web.rows import Row, rows_of
from kg.web.state import state_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kg.store import Store

# What the overview shows of each list; the rest is a click away.
_FEW = 8
# Answers to an issue, from against to for, as pages order them.
ANSWERS = ("unlawful", "opposes", "conditional", "open", "lawful", "supports")
# Searching for a single letter finds everything.
_SHORTEST = 2
# Rows of the timeline on one page.
_DATES = 300


async def overview(request: "Request") -> "Response":
    """Show what is in the graph at a glance."""
    manifest = state_of(request).manifest

    def gather(store: "Store") -> Mapping[str, Any]:
        counts = {row["kind"]: int(row["count"]) for row in rows_of(store, "overview-counts")}
        conflicts = rows_of(store, "conflicts-short")
        dates = [row for row in rows_of(store, "chronicle") if row["kind"] != "statement"]
        return {
            "counts": {kind.rpartition("#")[2]: count for kind, count in counts.items()},
            "issues": _issues(store),
            "speakers": rows_of(store, "speakers")[:_FEW],
            "events": [rows[0] for _, rows in grouped(reversed(dates), "date", "record")][:_FEW],
            "conflicts": conflicts[:_FEW],
            "conflict_count": len(conflicts),
            "articles": [entry.title or entry.source for entry in manifest.articles],
        }

    return await shown(request, "overview.html", gather)


async def search(request: "Request") -> "Response":
    """Show the things and statements that have some words."""
    text = parameter(request, "q")

    def gather(store: "Store") -> Mapping[str, Any]:
        found: dict[str, Any] = {"text": text, "things": [], "statements": []}
        if len(text) >= _SHORTEST:
            found["things"] = rows_of(store, "search-names", text=text)
            found["statements"] = rows_of(store, "search-statements", words=text)
        return found

    return await shown(request, "search.html", gather)


async def issues(request: "Request") -> "Response":
    """Show all issues with their positions."""
    return await shown(request, "issues.html", lambda store: {"issues": _issues(store)})


async def articles(request: "Request") -> "Response":
    """Show all articles."""
    return await shown(
        request, "articles.html", lambda store: {"articles": rows_of(store, "articles")}
    )


async def conflicts(request: "Request") -> "Response":
    """Show where reports do not fit together, each side with its sentences."""

    def gather(store: "Store") -> Mapping[str, Any]:
        found = grouped(rows_of(store, "conflicts"), "conflict")
        return {"conflicts": [(first, grouped(rows, "side")) for first, rows in found]}

    return await shown(request, "conflicts.html", gather)


async def positions(request: "Request") -> "Response":
    """Show the matrix of who stands where on each issue."""

    def gather(store: "Store") -> Mapping[str, Any]:
        rows = rows_of(store, "matrix")
        cells: dict[tuple[str, str], list[Row]] = {}
        for row in rows:
            cells.setdefault((row["who"], row["issue"]), []).append(row)
        for found in cells.values():
            found.sort(key=lambda row: -int(row["statements"]))
        return {
            "who": [first for first, _ in grouped(rows, "who")],
            "issues": [first for first, _ in sorted(
                grouped(rows, "issue"), key=lambda group: (-len(group[1]), group[0]["issueName"])
            )],
            "cells": cells,
        }  # fmt: skip

    return await shown(request, "positions.html", gather)


async def timeline(request: "Request") -> "Response":
    """Show what happened and what was said, by date."""
    kinds = [kind for kind in request.query_params.getlist("kind") if kind in _KINDS] or [*_KINDS]
    first, last = parameter(request, "from", most=10), parameter(request, "to", most=10)

    def gather(store: "Store") -> Mapping[str, Any]:
        rows = rows_of(store, "chronicle")
        kept = [
            row for row in rows
            if row["kind"] in kinds
            and (not first or row["date"] >= first[: len(row["date"])])
            and (not last or row["date"][: len(last)] <= last)
        ]  # fmt: skip
        entries = [group[0] for group in grouped(kept, "date", "record")]
        return {
            "days": grouped(entries[:_DATES], "date"),
            "kinds": kinds,
            "all_kinds": _KINDS,
            "first": first,
            "last": last,
            "count": len(entries),
            "most": _DATES,
        }

    return await shown(request, "timeline.html", gather)


_KINDS = ("event", "fact", "statement", "article")


def _issues(store: "Store") -> list[tuple[Row, list[Row]]]:
    """Return the issues, those on which most is said first, with the positions that are held."""
    found = []
    for first, rows in grouped(rows_of(store, "issues"), "issue"):
        held = sorted(
            (row for row in rows if row["statements"] != "0"),
            key=lambda row: ANSWERS.index(row["answer"]) if row["answer"] in ANSWERS else 9,
        )
        found.append((first, held))
    return sorted(found, key=lambda issue: -sum(int(row["statements"]) for row in issue[1]))
