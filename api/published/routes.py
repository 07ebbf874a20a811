"""The machine's door, ``/api/v1``: each function finds what is asked for and answers with its model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, TypeVar

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from api.access.permissions import Permission
from api.publication.report import report_json
from api.publication.report_schemas import ReportAnswer
from api.publication.roster_schemas import Filter, RosterAnswer, ShiftsAnswer, roster_answer, shifts_answer
from api.published.people_schemas import (
    AgentsAnswer,
    AgentView,
    MunicipalitiesAnswer,
    MunicipalityView,
    agent_view,
    agents_answer,
    municipality_view,
)
from api.published.quota_schemas import QuotasAnswer, quotas_answer
from api.texts.alphabet import danish_order
from api.texts.translator import translator
from api.web.cache import VisiblePublication
from api.web.conditional import answer
from api.web.guard import CurrentRoster, NotFoundError, allow
from api.web.json.description import PEOPLE, QUOTAS, ROSTER
from api.web.json.problem import errors
from wfm.ids import AgentId, MunicipalityCode
from wfm.message import Text

PREFIX = "/api/v1"
JSON = "application/json"

NO_WEEK = Text("web.no_week", "the roster has no week {week}")
NO_MUNICIPALITY = Text("web.no_municipality", "the roster knows no municipality {municipality}")
NO_AGENT = Text("web.no_agent", "the roster knows no agent {agent}")

WeekAsked = Annotated[
    str | None,
    Query(
        description="Only this ISO week.",
        examples=["2027-W03"],
        pattern=r"^[0-9]{4}-W[0-9]{2}$",
        max_length=8,
    ),
]
MunicipalityAsked = Annotated[
    str | None, Query(description="Only this municipality, by code.", examples=["730"], max_length=40)
]
AgentAsked = Annotated[
    str | None, Query(description="Only this agent, by id.", examples=["730-02"], max_length=200)
]
Key = TypeVar("Key", bound=str)
Known = TypeVar("Known")

router = APIRouter(prefix=PREFIX)


@router.get(
    "/roster",
    dependencies=[allow(Permission.READ_ROSTER)],
    tags=[ROSTER],
    summary="The roster, seat by seat",
    response_model=RosterAnswer,
    responses=errors(401, 403, 404, 422),
)
def roster(
    request: Request,
    shown: CurrentRoster,
    week: WeekAsked = None,
    municipality: MunicipalityAsked = None,
    agent: AgentAsked = None,
) -> Response:
    """Return rows as in `roster.csv`; empty seats only where neither municipality nor agent narrows it."""
    wanted = _filter(shown, week, municipality, agent)
    return _answer(request, shown, ("roster", wanted), lambda: roster_answer(shown.publication, wanted))


@router.get(
    "/shifts",
    dependencies=[allow(Permission.READ_ROSTER)],
    tags=[ROSTER],
    summary="The shifts with who sits on them",
    response_model=ShiftsAnswer,
    responses=errors(401, 403, 404, 422),
)
def shifts(
    request: Request,
    shown: CurrentRoster,
    week: WeekAsked = None,
    municipality: MunicipalityAsked = None,
    agent: AgentAsked = None,
) -> Response:
    """Return shifts with local and UTC times: those of which at least one seat is asked for."""
    wanted = _filter(shown, week, municipality, agent)
    return _answer(request, shown, ("shifts", wanted), lambda: shifts_answer(shown.publication, wanted))


@router.get(
    "/quotas",
    dependencies=[allow(Permission.READ_FIGURES)],
    tags=[QUOTAS],
    summary="The quota table and the settlement",
    response_model=QuotasAnswer,
    responses=errors(401, 403, 404),
)
def quotas(request: Request, shown: CurrentRoster) -> Response:
    """Return columns as in `quota.csv`, by assignment."""
    return _answer(request, shown, ("quotas",), lambda: quotas_answer(shown.publication))


@router.get(
    "/report",
    dependencies=[allow(Permission.READ_FIGURES)],
    tags=[QUOTAS],
    summary="What was proven, and every finding",
    response_model=ReportAnswer,
    responses=errors(401, 403, 404),
)
def report(request: Request, shown: CurrentRoster) -> Response:
    """Return the document of `report.json`."""
    speak = translator(shown.publication.language)
    return _answer(
        request,
        shown,
        ("report",),
        lambda: ReportAnswer.model_validate(report_json(shown.publication.report, speak)),
    )


@router.get(
    "/municipalities",
    dependencies=[allow(Permission.READ_FIGURES)],
    tags=[PEOPLE],
    summary="All municipalities",
    response_model=MunicipalitiesAnswer,
    responses=errors(401, 403, 404),
)
def municipalities(request: Request, shown: CurrentRoster) -> Response:
    """Return those that staff and those that only finance, in order of code."""
    publication = shown.publication

    def make() -> MunicipalitiesAnswer:
        found = [municipality_view(publication, m) for m in publication.plan.municipalities]
        return MunicipalitiesAnswer(municipalities=found)

    return _answer(request, shown, ("municipalities",), make)


@router.get(
    "/municipalities/{code}",
    dependencies=[allow(Permission.READ_FIGURES)],
    tags=[PEOPLE],
    summary="One municipality",
    response_model=MunicipalityView,
    responses=errors(401, 403, 404, 422),
)
def municipality(
    request: Request,
    shown: CurrentRoster,
    code: Annotated[str, Path(description="Official code.", examples=["730"], max_length=40)],
) -> Response:
    """Return a partner of the hotline."""
    publication = shown.publication
    found = _find(publication.plan.municipality, MunicipalityCode(code), NO_MUNICIPALITY, municipality=code)
    return _answer(request, shown, ("municipality", code), lambda: municipality_view(publication, found))


@router.get(
    "/agents",
    dependencies=[allow(Permission.READ_ROSTER)],
    tags=[PEOPLE],
    summary="All agents",
    response_model=AgentsAnswer,
    responses=errors(401, 403, 404, 422),
)
def agents(request: Request, shown: CurrentRoster, municipality: MunicipalityAsked = None) -> Response:
    """Return names, competences and loads; no telephone numbers, e-mail addresses or absences."""
    publication = shown.publication
    code = None
    if municipality is not None:
        code = MunicipalityCode(municipality)
        _find(publication.plan.municipality, code, NO_MUNICIPALITY, municipality=code)
    people = publication.people.values() if code is None else publication.people_of[code]
    wanted = tuple(sorted(people, key=lambda agent: danish_order(agent.id)))
    return _answer(request, shown, ("agents", code), lambda: agents_answer(publication, wanted))


@router.get(
    "/agents/{agent:path}",
    dependencies=[allow(Permission.READ_ROSTER)],
    tags=[PEOPLE],
    summary="One agent",
    response_model=AgentView,
    responses=errors(401, 403, 404, 422),
)
def agent(
    request: Request,
    shown: CurrentRoster,
    agent: Annotated[str, Path(description="Id of the agent.", examples=["730-02"], max_length=200)],
) -> Response:
    """Return a person who answers the hotline."""
    found = _find(shown.publication.people, AgentId(agent), NO_AGENT, agent=agent)
    return _answer(request, shown, ("agent", agent), lambda: agent_view(shown.publication, found))


def _filter(
    shown: VisiblePublication, week: str | None, municipality: str | None, agent: str | None
) -> Filter:
    plan = shown.publication.plan
    weeks = {str(known): known for known in plan.weeks}
    if municipality is not None:
        _find(plan.municipality, MunicipalityCode(municipality), NO_MUNICIPALITY, municipality=municipality)
    if agent is not None:
        _find(shown.publication.people, AgentId(agent), NO_AGENT, agent=agent)
    return Filter(
        week=None if week is None else _find(weeks, week, NO_WEEK, week=week),
        municipality=None if municipality is None else MunicipalityCode(municipality),
        agent=None if agent is None else AgentId(agent),
    )


def _find(all_known: Mapping[Key, Known], key: Key, text: Text, **named: str) -> Known:
    """Return what a key names; a key that names nothing is told as such, never passed over."""
    if key not in all_known:
        raise NotFoundError(text(**named))
    return all_known[key]


def _answer(
    request: Request, shown: VisiblePublication, key: tuple[object, ...], make: Callable[[], BaseModel]
) -> Response:
    body = shown.body(("json", *key), lambda: make().model_dump_json())
    return answer(request, body, JSON)
