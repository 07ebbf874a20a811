"""The quota methods side by side, for programs: what each gives now, and where its balances lead."""

from __future__ import annotations

from datetime import date as Date
from fractions import Fraction

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from api.access.permissions import Permission
from api.plans.addresses import PLAN, PREFIX
from api.plans.context import InPlan
from api.plans.methods import method_outlook, outlook_messages
from api.plans.records.plans import find_revision, read_plan
from api.store.engine import reading
from api.texts.outlook import is_mixed
from api.web.guard import allow
from api.web.json.description import PLANS
from api.web.json.operations import reads
from api.web.json.responses import answer_document
from wfm.ids import MunicipalityCode
from wfm.plan import Plan
from wfm.quota_outlook import QuotaOutlook
from wfm.rounding import half_up

router = APIRouter(prefix=PREFIX)


class MethodTarget(BaseModel):
    """What one method gives a municipality."""

    method: str = Field(description="Apportionment method.", examples=["sainte_lague"])
    target: int = Field(description="Target in units.", examples=[30])
    deviation: str = Field(description="Target less exact part, in units, 4 decimals.", examples=["-0.2345"])
    furthest: str = Field(
        description="Its balance furthest from 0 over the quarters, in units, 4 decimals.",
        examples=["0.7654"],
    )


class MunicipalityMethods(BaseModel):
    """A municipality under every method."""

    municipality: str = Field(description="Code.", examples=["751"])
    name: str = Field(description="Name.", examples=["Aarhus"])
    exact: str = Field(description="Exact part in units, 4 decimals.", examples=["30.2345"])
    methods: list[MethodTarget] = Field(
        description="What each method gives.", examples=[[{"method": "dhondt", "target": 31}]]
    )


class MethodsAnswer(BaseModel):
    """The quota methods side by side."""

    plan: Date = Field(description="First day of the plan.", examples=["2027-01-04"])
    revision: int = Field(description="Number of the plan's newest revision.", examples=[7], ge=1)
    method: str = Field(description="The plan's own method.", examples=["largest_remainder"])
    unit: str = Field(description="What a target counts: shift or seat.", examples=["shift"])
    quarters: int = Field(description="Quarters looked ahead.", examples=[8])
    promised: list[str] = Field(
        description="Methods under which every balance is proven to lie under one unit.",
        examples=[["largest_remainder"]],
    )
    municipalities: list[MunicipalityMethods] = Field(
        description="Those that staff.", examples=[[{"municipality": "751", "exact": "30.2345"}]]
    )
    sentences: list[str] = Field(
        description="Who gains by which method, what is taken for granted, promised, and what drifts.",
        examples=[["With d'Hondt Aarhus gains 1."]],
    )


@router.get(
    f"{PLAN}/methods",
    dependencies=[allow(Permission.READ_DRAFTS)],
    tags=[PLANS],
    summary="The quota methods side by side",
    response_model=MethodsAnswer,
    responses=reads(409, 422),
)
def methods(request: Request, place: InPlan) -> Response:
    """Return what each method gives now, and where its balances lead over eight quarters."""
    with reading(place.database) as connection:
        revision = find_revision(connection, place.plan.id)
        plan = read_plan(connection, revision)
    found = method_outlook(plan)
    answer = MethodsAnswer(
        plan=place.plan.first_day,
        revision=revision.number,
        method=found.own.value,
        unit="seat" if is_mixed(plan) else "shift",
        quarters=found.quarters,
        promised=sorted(method.value for method in found.promised),
        municipalities=[_municipality(plan, found, one.code) for one in plan.staffing],
        sentences=[place.speak.sentence(message) for message in outlook_messages(plan, found, place.speak)],
    )
    return answer_document(request, answer, revision.number, speak=place.speak)


def _municipality(plan: Plan, found: QuotaOutlook, code: MunicipalityCode) -> MunicipalityMethods:
    return MunicipalityMethods(
        municipality=code,
        name=plan.municipality[code].name,
        exact=_decimal(found.comparison.exact[code]),
        methods=[
            MethodTarget(
                method=method.value,
                target=one.targets[code],
                deviation=_decimal(one.deviations[code]),
                furthest=_decimal(found.courses[method].stray(code).units),
            )
            for method, one in found.comparison.methods.items()
        ],
    )


def _decimal(exact: Fraction) -> str:
    return str(half_up(exact, 4))
