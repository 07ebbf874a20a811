"""The pages' addresses: each function finds what is asked for and hands it to its template."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from api.access.permissions import Permission
from api.calendars.subscribe import follow
from api.publication.quota_steps import quota_steps
from api.published.page_request import NOT_FOUND, AskedPage
from api.rendering.roster_html import roster_html, style_source
from api.texts.alphabet import danish_order
from api.texts.names import proof
from api.web.conditional import answer
from api.web.guard import allow
from api.web.pages.frame import HTML
from wfm.calendar import Week
from wfm.fair_share import units_message
from wfm.hotline import Pairing
from wfm.ids import AgentId, MunicipalityCode
from wfm.message import Message
from wfm.rules import BINDING_RULES, HARD_RULES
from wfm.settlement import years_covered

router = APIRouter(include_in_schema=False)


@router.get("/", dependencies=[allow(Permission.READ_ROSTER)])
def overview(asked: AskedPage) -> Response:
    """Show the whole period at a glance; who does not see all of it is led to their own shifts."""
    if not asked.scope.figures:
        return RedirectResponse(asked.link("me"), HTTPStatus.SEE_OTHER)
    met = sum(row.municipality.staffing and row.deviation == 0 for row in asked.shown.publication.quota_table)
    weeks = tuple(asked.showing.weeks.values())
    return asked.page(
        "overview.html", "roster", weeks=weeks, met=met, chosen=asked.chosen, proof=_proof(asked)
    )


@router.get("/weeks/{name}", dependencies=[allow(Permission.READ_ROSTER)])
def week(asked: AskedPage, name: str) -> Response:
    """Show one week with everybody who sits in it."""
    grids = {str(found): grid for found, grid in asked.showing.weeks.items()}
    if name not in grids:
        raise HTTPException(NOT_FOUND)
    grid, names, chosen = grids[name], list(grids), asked.chosen
    place = names.index(name)
    return asked.page(
        "week.html",
        "roster",
        grid=grid,
        before=names[place - 1] if place else None,
        after=names[place + 1] if place + 1 < len(names) else None,
        chosen=chosen,
        concerned=any(seating.concerns(chosen.code if chosen else None) for seating in grid.seatings),
        findings=asked.showing.findings_of_week(grid.week),
    )


@router.get("/weeks", dependencies=[allow(Permission.READ_ROSTER)])
def first_week(asked: AskedPage) -> Response:
    """Lead to the first week."""
    weeks: list[Week] = list(asked.showing.weeks)
    return RedirectResponse(asked.link("weeks", weeks[0]))


@router.get("/municipalities", dependencies=[allow(Permission.READ_FIGURES)])
def municipalities(asked: AskedPage) -> Response:
    """Show the quota table and the settlement."""
    plan = asked.shown.publication.plan
    unit = "seat" if plan.hotline.pairing is Pairing.MIXED else "shift"
    return asked.page(
        "municipalities.html",
        "municipalities",
        rows=asked.showing.rows,
        unit=unit,
        units=units_message(plan, plan.units),
    )


@router.get("/municipalities/{code:path}", dependencies=[allow(Permission.READ_FIGURES)])
def municipality(asked: AskedPage, code: str) -> Response:
    """Show one municipality: quota, agents, shifts, money, calendar."""
    publication, showing = asked.shown.publication, asked.showing
    plan, known = publication.plan, MunicipalityCode(code)
    found = plan.municipality.get(known)
    if found is None:
        raise HTTPException(NOT_FOUND)

    def units(number: int) -> Message:
        return units_message(plan, number)

    return asked.page(
        "municipality.html",
        "municipalities",
        municipality=found,
        row=next(row for row in publication.quota_table if row.municipality.code == known),
        steps=quota_steps(publication, known) if found.staffing else None,
        carried_in=showing.carried[0][known],
        carried_out=showing.carried[1][known],
        loads=[showing.loads[agent.id] for agent in publication.people_of[known]],
        shifts=[seating for seating in showing.seatings.values() if seating.concerns(known)],
        years=years_covered(plan.hotline.period),
        counted=units,
        own=lambda seating: seating.of(known),
        is_locked=lambda seating: seating.locked,
        feed=follow(str(asked.request.base_url), f"municipality-{code}", found.name),
        is_open=publication.opens(known),
    )


@router.get("/agents", dependencies=[allow(Permission.READ_ROSTER)])
def agents(asked: AskedPage) -> Response:
    """Show everybody who answers."""
    plan, chosen = asked.shown.publication.plan, asked.chosen
    loads = [
        load
        for load in asked.showing.loads.values()
        if chosen is None or load.agent.municipality == chosen.code
    ]
    town = plan.municipality
    loads.sort(
        key=lambda load: [danish_order(t) for t in (town[load.agent.municipality].name, load.agent.name)]
    )
    people_of = asked.shown.publication.people_of
    with_agents = [m for m in asked.showing.municipalities if people_of[m.code]]
    return asked.page("agents.html", "agents", loads=loads, chosen=chosen, with_agents=with_agents)


@router.get("/agents/{name:path}", dependencies=[allow(Permission.READ_ROSTER)])
def agent(asked: AskedPage, name: str) -> Response:
    """Show one agent: shifts, load, calendar."""
    plan, showing, known = asked.shown.publication.plan, asked.showing, AgentId(name)
    found = asked.shown.publication.people.get(known)
    if found is None:
        raise HTTPException(NOT_FOUND)
    return asked.page(
        "agent.html",
        "agents",
        agent=found,
        home=plan.municipality[found.municipality],
        load=showing.loads[known],
        shifts=showing.seatings_of(known),
        others=lambda seating: seating.others(known),
        is_locked=lambda seating: seating.locks(known),
        feed=follow(str(asked.request.base_url), name, plan.hotline.name),
    )


@router.get("/findings", dependencies=[allow(Permission.READ_FIGURES)])
def findings(asked: AskedPage) -> Response:
    """Show all that is not as the rules would have it."""
    score = asked.shown.publication.score
    return asked.page(
        "findings.html",
        "findings",
        rules=score.rules,
        findings=asked.showing.findings,
        breaches=(*score.forced, *score.breaches),
        proof=_proof(asked),
    )


@router.get("/about", dependencies=[allow(Permission.READ_HELP)])
def about(asked: AskedPage) -> Response:
    """Say how to read the pages."""
    score = asked.shown.publication.score
    binding = HARD_RULES if asked.shown.publication.report.baseline is None else BINDING_RULES
    hard = [rule.KEY for rule in binding if not _is_off(asked, rule.KEY)]
    return asked.page("about.html", "about", levels=score.levels, rules=score.rules, hard_rules=hard)


@router.get("/roster.html", dependencies=[allow(Permission.READ_FIGURES)])
def whole_roster(asked: AskedPage) -> Response:
    """Show the file that stands alone, in the plan's language."""
    body = asked.shown.body(("roster.html",), lambda: roster_html(asked.shown.publication))
    policy = f"default-src 'none'; style-src {style_source()}; base-uri 'none'; frame-ancestors 'none'"
    told = {"Content-Security-Policy": policy, "Content-Language": asked.shown.publication.language}
    return answer(asked.request, body, HTML, headers=told)


def _is_off(asked: AskedPage, rule: str) -> bool:
    mixed = asked.shown.publication.plan.hotline.pairing is Pairing.MIXED
    return rule == "pairing" and mixed


def _proof(asked: AskedPage) -> Message:
    report = asked.shown.publication.report
    return proof(report.status, asked.shown.publication.score.values, report.bounds)
