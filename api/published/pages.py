"""The pages' addresses: each function finds what is asked for and hands it to its template."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from api.access.permissions import Permission
from api.calendars.subscribe import subscription_links
from api.publication.quota_steps import quota_steps
from api.publication.seat_balance import seat_balance
from api.publication.weeks import WeekGrid
from api.published.calls_to_come import find_risk
from api.published.page_request import NOT_FOUND, CurrentPage
from api.rendering.roster_html import roster_html, style_source
from api.web.conditional import answer
from api.web.guard import allow
from api.web.pages.frame import HTML
from api.web.pages.sheets import cut_sheet
from wfm.calendar import Week
from wfm.fair_share import units_message
from wfm.hotline import Pairing
from wfm.ids import AgentId, MunicipalityCode
from wfm.message import Message
from wfm.rules import BINDING_RULES, HARD_RULES
from wfm.start_up import find_priced_time

router = APIRouter(include_in_schema=False)

AGENTS_AT_ONCE, LOADS_AT_ONCE, FINDINGS_AT_ONCE = 100, 50, 300
SHIFTS_AT_ONCE = 120
"""Of a municipality; more are shown month by month."""
FINDINGS_OF_RULE, FINDINGS_OF_WEEK = 6, 20
SITTERS_OF_WEEK = 700
"""People of a week who are named; of more it is told how many each municipality sends."""


@router.get("/weeks/{name}", dependencies=[allow(Permission.READ_ROSTER)])
def week(page: CurrentPage, name: str) -> Response:
    """Show one week with everybody who sits in it."""
    grids = {str(found): grid for found, grid in page.showing.weeks.items()}
    if name not in grids:
        raise HTTPException(NOT_FOUND)
    grid, names, chosen = grids[name], list(grids), page.chosen
    place = names.index(name)
    risk = find_risk(page, grid)
    return page.respond_cached(
        "week.html",
        "roster",
        grid=grid,
        before=names[place - 1] if place else None,
        after=names[place + 1] if place + 1 < len(names) else None,
        chosen=chosen,
        concerned=any(seating.concerns(chosen.code if chosen else None) for seating in grid.seatings),
        crowded=chosen is None and _sitting(grid) > SITTERS_OF_WEEK,
        findings=page.showing.findings_of_week(grid.week),
        risk=risk,
        beside="" if risk is None else risk.state,
        most=FINDINGS_OF_WEEK,
    )


@router.get("/weeks", dependencies=[allow(Permission.READ_ROSTER)])
def first_week(page: CurrentPage) -> Response:
    """Lead to this week, or to the first where today is outside the period."""
    weeks: list[Week] = list(page.showing.weeks)
    return RedirectResponse(page.link("weeks", page.this_week or weeks[0]))


@router.get("/municipalities", dependencies=[allow(Permission.READ_FIGURES)])
def municipalities(page: CurrentPage) -> Response:
    """Show the quota table and the settlement."""
    plan = page.shown.publication.plan
    unit = "seat" if plan.hotline.pairing is Pairing.MIXED else "shift"
    return page.respond_cached(
        "municipalities.html",
        "municipalities",
        rows=page.showing.rows,
        unit=unit,
        units=units_message(plan, plan.units),
    )


@router.get("/municipalities/{code:path}", dependencies=[allow(Permission.READ_FIGURES)])
def municipality(page: CurrentPage, code: str) -> Response:
    """Show one municipality: quota, agents, shifts, money, calendar."""
    publication, showing = page.shown.publication, page.showing
    plan, known = publication.plan, MunicipalityCode(code)
    found = plan.municipality.get(known)
    if found is None:
        raise HTTPException(NOT_FOUND)

    def units(number: int) -> Message:
        return units_message(plan, number)

    shifts = [seating for seating in showing.seatings.values() if seating.concerns(known)]
    month = page.month_of(len(shifts) > SHIFTS_AT_ONCE)
    row = next(row for row in publication.quota_table if row.municipality.code == known)
    return page.respond_cached(
        "municipality.html",
        "municipalities",
        municipality=found,
        row=row,
        balance=seat_balance(plan, row.carry_over_out),
        steps=quota_steps(publication, known) if row.staffs else None,
        carried_in=showing.carried[0][known],
        carried_out=showing.carried[1][known],
        sheet=cut_sheet(page.loads_of(known), page.number, LOADS_AT_ONCE),
        shifts=[one for one in shifts if month is None or month.holds(one.shift.day)],
        month=month,
        priced_time=find_priced_time(plan.hotline.period, found.joined, plan.hotline.start_up_months),
        counted=units,
        owed_seats=plan.seats_owed.get(known),
        own=lambda seating: seating.of(known),
        is_locked=lambda seating: seating.locked,
        feed=subscription_links(str(page.request.base_url), f"municipality-{code}", found.name),
        is_open=publication.opens(known),
        findings=[
            one
            for one in publication.score.findings
            if one.subject.municipality == known and not one.subject.agent
        ][:FINDINGS_OF_WEEK],
    )


@router.get("/agents", dependencies=[allow(Permission.READ_ROSTER)])
def agents(page: CurrentPage) -> Response:
    """Show everybody who answers, or those of a municipality or of whom words tell."""
    chosen = page.chosen
    people_of = page.shown.publication.people_of
    return page.respond_cached(
        "agents.html",
        "agents",
        sheet=cut_sheet(page.loads_of(chosen.code if chosen else None), page.number, AGENTS_AT_ONCE),
        chosen=chosen,
        with_agents=[m for m in page.showing.municipalities if people_of[m.code]],
    )


@router.get("/agents/{name:path}", dependencies=[allow(Permission.READ_ROSTER)])
def agent(page: CurrentPage, name: str) -> Response:
    """Show one agent: shifts, load, calendar."""
    plan, showing, known = page.shown.publication.plan, page.showing, AgentId(name)
    found = page.shown.publication.people.get(known)
    if found is None:
        raise HTTPException(NOT_FOUND)
    own = showing.seatings_of(known)
    following = next((one for one in own if one.shift.ends_at > page.now), None)
    return page.respond_cached(
        "agent.html",
        "agents",
        agent=found,
        home=plan.municipality[found.municipality],
        load=showing.loads[known],
        findings=showing.findings_of(known),
        shifts=own,
        others=lambda seating: seating.others(known),
        is_locked=lambda seating: seating.locks(known),
        is_beside=lambda seating: seating.is_beside(known),
        feed=subscription_links(str(page.request.base_url), name, plan.hotline.name),
        following=following,
        beside="" if following is None else following.shift.id,
    )


@router.get("/findings", dependencies=[allow(Permission.READ_FIGURES)])
def findings(page: CurrentPage) -> Response:
    """Show all that is not as the rules would have it: of each rule the first, and where the others are."""
    score = page.shown.publication.score
    return page.respond_cached(
        "findings.html",
        "findings",
        rules=score.rules,
        findings=page.findings,
        breaches=(*score.forced, *score.breaches),
        chosen=page.chosen,
        week=page.chosen_week,
        proof=page.proof,
        most=FINDINGS_OF_RULE,
    )


@router.get("/findings/{rule}", dependencies=[allow(Permission.READ_FIGURES)])
def findings_of_rule(page: CurrentPage, rule: str) -> Response:
    """Show what one rule found, sheet by sheet."""
    found = next((one for one in page.shown.publication.score.rules if one.rule == rule), None)
    if found is None:
        raise HTTPException(NOT_FOUND)
    return page.respond_cached(
        "rule.html",
        "findings",
        rule=found,
        sheet=cut_sheet(page.findings.get(rule, ()), page.number, FINDINGS_AT_ONCE),
        chosen=page.chosen,
        week=page.chosen_week,
    )


@router.get("/about", dependencies=[allow(Permission.READ_HELP)])
def about(page: CurrentPage) -> Response:
    """Say how to read the pages."""
    score = page.shown.publication.score
    binding = HARD_RULES if page.shown.publication.report.baseline is None else BINDING_RULES
    hard = [rule.KEY for rule in binding if not _is_off(page, rule.KEY)]
    return page.respond_cached("about.html", "about", levels=score.levels, rules=score.rules, hard_rules=hard)


@router.get("/roster.html", dependencies=[allow(Permission.READ_FIGURES)])
def whole_roster(page: CurrentPage) -> Response:
    """Show the file that stands alone, in the plan's language; a draft is no file to be handed on."""
    if page.proposal:
        raise HTTPException(NOT_FOUND)
    body = page.shown.body(("roster.html",), lambda: roster_html(page.shown.publication))
    policy = f"default-src 'none'; style-src {style_source()}; base-uri 'none'; frame-ancestors 'none'"
    told = {"Content-Security-Policy": policy, "Content-Language": page.shown.publication.language}
    return answer(page.request, body, HTML, headers=told)


def _sitting(grid: WeekGrid) -> int:
    return sum(len(group.sitters) for seating in grid.seatings for group in seating.groups)


def _is_off(page: CurrentPage, rule: str) -> bool:
    mixed = page.shown.publication.plan.hotline.pairing is Pairing.MIXED
    return rule == "pairing" and mixed
