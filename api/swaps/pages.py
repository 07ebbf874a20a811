"""Swaps as pages: one's own and what waits for one's word, each with its buttons; and a shift put forward."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from api.access.ids import SwapId
from api.access.permissions import Permission
from api.publishing.agreement import read_agreement
from api.rosters.editing.changes import NewBreachesError
from api.rosters.page_context import InPlanning, PlanningContext
from api.store.errors import ClosedError, ConflictError
from api.swaps.board import read_board
from api.swaps.kinds import SwapAction
from api.swaps.options import list_options
from api.swaps.proposal import SwapProposal, propose
from api.swaps.sentences import CHANGED, DONE, PUT_FORWARD, TICK_SOMEBODY
from api.swaps.service import SwapRequest, accept, approve, decline, reject, withdraw
from api.web.guard import allow
from api.web.pages.sent_form import WRONG, CurrentForm, new_key
from wfm.errors import PlanError
from wfm.ids import AgentId, MunicipalityCode, ShiftId
from wfm.message import Message

router = APIRouter(include_in_schema=False)

BOARD, NEW = "/swaps", "/swaps/new"
MOST = 40
"""Ways that are shown, best first."""
STEPS = {
    SwapAction.ACCEPT: accept,
    SwapAction.DECLINE: decline,
    SwapAction.APPROVE: approve,
    SwapAction.REJECT: reject,
    SwapAction.WITHDRAW: withdraw,
}
FORWARD = "proposed"


@router.get(BOARD, dependencies=[allow(Permission.READ_ROSTER)])
def board(context: InPlanning, done: str = "") -> Response:
    """Show what waits for the caller, the own swaps, and what became of others."""
    said = {FORWARD: PUT_FORWARD, **DONE}
    return _board(context, told=said[done]() if done in said else None)


@router.get(NEW, dependencies=[allow(Permission.READ_ROSTER)])
def choose(context: InPlanning, agent: str = "", shift: str = "", municipality: str = "") -> Response:
    """Show who may take a shift over, and what could be had for it."""
    if not shift:
        return RedirectResponse(context.page.link("me"), 303)
    return _options(context, AgentId(agent), ShiftId(shift), MunicipalityCode(municipality))


@router.post(NEW, dependencies=[allow(Permission.ANSWER)])
def propose_swap(context: InPlanning, form: CurrentForm) -> Response:
    """Put a shift forward: to whoever may, to those who are ticked, or for one shift."""
    agent, shift = AgentId(form.text("agent")), ShiftId(form.text("shift"))
    does, ticked = form.text("do"), tuple(form.fields.get("ask", ()))
    if does == "some" and not ticked:
        return _options(context, agent, shift, wrong=(TICK_SOMEBODY(),), status=WRONG)
    taken = does.partition(" ") if does not in ("some", "all") else ("", "", "")
    wanted = SwapProposal(
        agent=agent,
        shift=shift,
        takes_agent=taken[0] or None,
        takes_shift=ShiftId(taken[2]) if taken[2] else None,
        agents=ticked if does == "some" else None,
    )
    try:
        propose(context.hotline_place(), form.request(context.account, NEW), wanted)
    except PlanError as error:
        wrong = tuple(fault.expected for fault in error.faults)
        return _options(context, agent, shift, wrong=wrong, ticked=ticked, status=WRONG)
    return RedirectResponse(context.page.link("swaps", done=FORWARD), 303)


@router.post(f"{BOARD}/{{swap}}", dependencies=[allow(Permission.ANSWER)])
def answer(context: InPlanning, swap: str, form: CurrentForm) -> Response:
    """Do what was chosen with a swap."""
    does = form.text("do")
    if does not in STEPS:
        raise HTTPException(WRONG)
    action = SwapAction(does)
    asked = SwapRequest(
        place=context.hotline_place(),
        request=form.request(context.account, f"/swaps/{swap}"),
        swap=SwapId(swap),
        agreed=read_agreement(context.page.request.app.state.settings),
        expected=form.number("expected"),
    )
    try:
        STEPS[action](asked)
    except ConflictError:
        return _board(context, wrong=(CHANGED(),), status=412)
    except ClosedError as error:
        return _board(context, wrong=(error.message,), status=409)
    except NewBreachesError as error:
        broken = tuple(finding.message for finding in error.outcome.new_breaches)
        return _board(context, wrong=broken, status=WRONG)
    return RedirectResponse(context.page.link("swaps", done=action), 303)


def _board(
    context: PlanningContext,
    *,
    told: Message | None = None,
    wrong: Sequence[Message] = (),
    status: int = 200,
) -> Response:
    place = context.hotline_place()
    return context.page.respond(
        "swaps/board.html",
        "me" if place.viewer.scope.agents else "now",
        status,
        hotline=place.hotline,
        board=read_board(place),
        told=told,
        wrong=wrong,
        key=new_key,
    )


def _options(
    context: PlanningContext,
    agent: AgentId,
    shift: ShiftId,
    municipality: MunicipalityCode | None = None,
    *,
    status: int = 200,
    **values: Any,
) -> Response:
    place = context.hotline_place()
    found = list_options(place, agent, shift, municipality or None)
    names = found.published.names
    values = {"wrong": (), "ticked": (), **values}
    return context.page.respond(
        "swaps/new.html",
        "me",
        status,
        hotline=place.hotline,
        found=found,
        named=[one for one in found.takers if names(one.agent)],
        others=_count_others([one.municipality for one in found.takers if not names(one.agent)]),
        exchanges=found.exchanges[:MOST],
        names=names,
        plan=found.published.plan,
        towns=found.published.plan.staffing,
        key=new_key,
        **values,
    )


def _count_others(towns: Sequence[MunicipalityCode]) -> Mapping[MunicipalityCode, int]:
    return {code: towns.count(code) for code in sorted(set(towns))}
