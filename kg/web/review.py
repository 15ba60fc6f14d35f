"""`/review`: judge facts, links and statements one after another; writes judgements.

In: GET shows the next thing without a judgement; POST writes one line to the file that `kg judge`
writes too. Only from this machine, on a server that only this machine reaches, with the token
of our own form, and with an Origin that is ours: nothing else here changes anything.
"""

import asyncio
import datetime
import hmac
import ipaddress
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from kg.vocab import BASE, iri_of
from kg.web.body import Refusal, departure, read_form
from kg.web.paging import grouped, parameter
from kg.web.render import render
from kg.web.rows import Row, node, rows_of
from kg.web.state import State, state_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kg.judge import Decision
    from kg.store import Store

Things = list[tuple[Row, list[Row]]]
# What can be judged, with the query that lists it.
KINDS: Mapping[str, str] = {"fact": "review-facts", "link": "review-links"}
_VERDICTS = ("accept", "reject")
# Names and reasons longer than this are no names and reasons.
MAX_WORDS = 500


async def page(request: "Request") -> "Response":
    """Show the next thing to judge, or write a judgement."""
    state = state_of(request)
    _refuse_strangers(request, state)
    if request.method == "POST":
        return await _decide(request, state)
    kind = parameter(request, "kind") or "fact"
    if kind not in {*KINDS, "statement"}:
        raise Refusal(404, f"{kind!r} cannot be judged here; choose {' or '.join(KINDS)}")
    wanted, after = parameter(request, "target"), parameter(request, "after")
    decided = await asyncio.to_thread(_decided, state)

    def job(store: "Store") -> dict[str, Any]:
        if kind in KINDS and kind not in state.made:
            state.made[kind] = grouped(rows_of(store, KINDS[kind]), "record")
        things = state.made[kind] if kind in KINDS else _one(store, wanted)
        return _next(store, things, wanted, after, frozenset(decided))

    async with departure(request) as gone:
        found = await state.pool.run(job, key=f"review {kind}", gone=gone)
    last = parameter(request, "last", most=60)
    data = {
        **found,
        "kind": kind,
        "token": state.token,
        "who": request.cookies.get("kg-who", state.settings.who)[:MAX_WORDS],
        "last": last,
        "decided": len(decided),
    }
    return render(request, "review.html", data)


def _refuse_strangers(request: "Request", state: State) -> None:
    """Raise Refusal (403) for requests that do not come from this machine."""
    client = request.client.host if request.client is not None else ""
    try:
        near = ipaddress.ip_address(client).is_loopback
    except ValueError:
        near = False
    if not near or not state.settings.is_loopback:
        raise Refusal(403, "judging is for whoever sits at the machine that serves the graph")


def _decided(state: State) -> dict[str, "Decision"]:
    """Return the judgements that hold, by what they are about."""
    from kg.judge import holding, read_decisions

    return {item.part("target"): item for item in holding(read_decisions(_file(state)))}


def _file(state: State) -> Path:
    from kg.judge import FILE

    return FILE if state.settings.judgements is None else Path(state.settings.judgements)


def _one(store: "Store", wanted: str) -> Things:
    """Return a statement as the only thing to judge."""
    rows = rows_of(store, "statement", entity=node(iri_of(wanted)))
    if not rows:
        raise Refusal(404, f"the graph has no {wanted}")
    return [({**rows[0], "record": iri_of(wanted)}, rows)]


def _next(
    store: "Store", things: Things, wanted: str, after: str, decided: frozenset[str]
) -> dict[str, Any]:
    """Return the thing to judge: the one that is wanted, or the first open one after another."""
    names = [first["record"].removeprefix(BASE) for first, _ in things]
    start = names.index(after) + 1 if after in names else 0
    order = [*range(start, len(names)), *range(start)]
    if wanted in names:
        order = [names.index(wanted)]
    else:
        order = [place for place in order if names[place] not in decided]
    if not order:
        return {"item": None, "rows": [], "evidence": [], "total": len(names), "left": 0}
    first, rows = things[order[0]]
    return {
        "item": {**first, "id": names[order[0]]},
        "rows": rows,
        "evidence": rows_of(store, "evidence", entity=node(first["record"])),
        "total": len(names),
        "left": len(order),
    }


async def _decide(request: "Request", state: State) -> "Response":
    """Write a judgement and go on to the next thing."""
    from starlette.responses import RedirectResponse

    from kg.judge import append_decision, make_decision

    if request.headers.get("origin") is None:
        raise Refusal(403, "a judgement has to come from the form of this application")
    form = await read_form(request, state.settings.body_bytes)
    if not hmac.compare_digest(form.get("token", "").encode(), state.token.encode()):
        raise Refusal(403, "the form is out of date; go back and load it again")
    who, why = form.get("who", "").strip(), form.get("why", "").strip()
    if not who or not why or len(who) > MAX_WORDS or len(why) > MAX_WORDS:
        raise Refusal(400, "a judgement says who decides and why, each in a few words")
    fields = {"who": who, "why": why, "when": _today()}
    target, verdict = form.get("target", ""), form.get("verdict", "")
    if verdict not in {*_VERDICTS, "undo"}:
        raise Refusal(400, "a judgement is accept, reject or undo")
    decision = make_decision({**fields, "verdict": verdict, "target": target})
    await asyncio.to_thread(append_decision, _file(state), decision)
    kind = form.get("kind", "fact")
    after = target if verdict != "undo" else form.get("after", "")
    last = decision.id if verdict != "undo" else ""
    where = f"/review?{urlencode({'kind': kind if kind in KINDS else 'fact', 'after': after, 'last': last})}"  # noqa: E501
    response = RedirectResponse(where, status_code=303)
    response.set_cookie("kg-who", _cookie(who), samesite="strict", httponly=True, path="/review")
    return response


def _today() -> str:
    return datetime.datetime.now(tz=datetime.UTC).date().isoformat()


def _cookie(who: str) -> str:
    """Return a name as a cookie can hold it; another name is asked for again."""
    return who if who.isascii() and who.replace(" ", "").isalnum() else ""
