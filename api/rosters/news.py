"""Whether a page about a plan still shows its newest state: asked every few seconds by the page itself."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel

from api.access.permissions import Permission
from api.plans.records.facts import PlanFacts
from api.publication.body import Body
from api.rosters.page_context import InPlanning
from api.store.engine import reading
from api.web.conditional import answer
from api.web.guard import allow
from api.web.json.requests import JSON

router = APIRouter(include_in_schema=False)


class PlanNews(BaseModel):
    """The newest state of a plan, by its numbers."""

    version: int
    revision: int
    published: int


def news_tag(facts: PlanFacts) -> str:
    """Return the tag of a plan's state: it is another one with each version, revision and publication."""
    return f'"{facts.version}-{facts.revision}-{facts.published}"'


@router.get("/plans/{plan}/newest", dependencies=[allow(Permission.READ_DRAFTS)])
def newest(request: Request, context: InPlanning, plan: str) -> Response:
    """Return the numbers of a plan's newest version and revision, and of what is published."""
    with reading(context.database) as connection:
        facts = context.plan(connection, plan)
    news = PlanNews(version=facts.version, revision=facts.revision, published=facts.published)
    return answer(request, Body(news.model_dump_json().encode(), news_tag(facts)), JSON)
