"""Making a hotline, for programs."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.access.callers import AccountHolder
from api.access.ids import HotlineCode
from api.access.roles import Role
from api.plans.addresses import PREFIX, plan_address
from api.plans.context import store_of
from api.plans.new_hotline import HotlineMaker, add_hotline
from api.plans.schemas import HotlineDocument, MadeHotline, revision_view
from api.plans.uploads.hotlines import read_json_hotline, read_toml_hotline
from api.web.guard import CurrentViewer, administer_service
from api.web.json.description import PLANS
from api.web.json.operations import KEY, writes
from api.web.json.problem import REFERENCE, FaultView
from api.web.json.requests import JSON, TOML, CurrentBody, Idempotent
from api.web.json.responses import CREATED, answer_change
from api.web.languages import translator_for
from api.web.store_problems import fault_told

router = APIRouter(prefix=PREFIX)


@router.post(
    "",
    dependencies=[administer_service(writes=True)],
    tags=[PLANS],
    summary="Make a hotline",
    status_code=CREATED,
    response_model=MadeHotline,
    responses=writes(CREATED, 409),
    openapi_extra={
        "parameters": [KEY],
        "requestBody": {
            "required": True,
            "content": {
                JSON: {"schema": {"$ref": REFERENCE.format(model=HotlineDocument.__name__)}},
                TOML: {"schema": {"type": "string", "description": "hotline.toml as it stands in a folder."}},
            },
        },
    },
)
def make(request: Request, viewer: CurrentViewer, sent: CurrentBody, key: Idempotent) -> Response:
    """Make a hotline from the document of `hotline.toml`, with the plan of its first quarter.

    The plan has no municipalities yet: their table comes next, then that of agents. Where the code is
    another hotline's, nothing is done (409).
    """
    sent.only(JSON, TOML)
    read = (read_json_hotline if sent.media_type == JSON else read_toml_hotline)(sent.content)
    maker = HotlineMaker(store_of(request), viewer.account, request.app.state.now())
    revision = add_hotline(maker, key, read.plan)
    hotline, speak = read.plan.hotline, translator_for(request)
    first_day = hotline.period.first_day
    roles = [Role.ADMINISTRATOR.value] if isinstance(viewer.caller, AccountHolder) else []
    answer = MadeHotline(
        code=HotlineCode(hotline.code),
        name=hotline.name,
        roles=roles,
        plan=first_day,
        revision=revision_view(revision, ""),
        notices=[FaultView.model_validate(fault_told(notice, speak)) for notice in read.notices],
    )
    where = plan_address(hotline.code, first_day.isoformat())
    return answer_change(answer, revision.number, location=where, status=CREATED, speak=speak)
