from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi import APIRouter, Depends, FastAPI, WebSocket
from fastapi.responses import PlainTextResponse
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from api import app as service
from api.access.permissions import Permission
from api.web.guard import UnguardedRouteError, allow, current_publication, policies, public, require_policies
from tests.api.hotlines import app_of
from tests.api.one_thread import TestClient
from tests.api.showcase import HOST, showcase


def hello() -> str:
    return "hello"


async def listen(socket: WebSocket) -> None:
    await socket.accept()


def routed(**route: Any) -> FastAPI:
    """Return an application whose one route stands in a router within a router."""
    inner, outer, app = APIRouter(), APIRouter(prefix="/outer"), FastAPI(openapi_url=None)
    inner.add_api_route("/inner", hello, **route)
    outer.include_router(inner)
    app.include_router(outer)
    return app


READ, WRITE = allow(Permission.READ_ROSTER), allow(Permission.PUBLISH)


@pytest.mark.parametrize(
    "route",
    [
        {"dependencies": [READ]},
        {"dependencies": [READ], "methods": ["HEAD"]},
        {"dependencies": [WRITE], "methods": ["POST", "DELETE"]},
        {"dependencies": [public()]},
        {"dependencies": [public(writes=True)], "methods": ["POST"]},
        {"dependencies": [READ], "include_in_schema": False},
    ],
)
def test_one_policy_that_suits_the_methods_is_right(route: dict[str, Any]) -> None:
    require_policies(routed(**route).routes)


@pytest.mark.parametrize(
    ("route", "why"),
    [
        ({}, "GET /outer/inner: 0 policies"),
        ({"include_in_schema": False}, "GET /outer/inner: 0 policies"),
        ({"methods": ["HEAD"]}, "HEAD /outer/inner: 0 policies"),
        ({"dependencies": [READ, READ]}, "2 policies"),
        ({"dependencies": [READ, public()]}, "2 policies"),
        ({"dependencies": [READ], "methods": ["POST"]}, "POST /outer/inner: methods do not suit read_roster"),
        ({"dependencies": [READ], "methods": ["GET", "DELETE"]}, "methods do not suit read_roster"),
        ({"dependencies": [WRITE]}, "methods do not suit publish"),
        ({"dependencies": [public()], "methods": ["PUT"]}, "methods do not suit public"),
    ],
)
def test_any_other_is_refused_with_the_route_named(route: dict[str, Any], why: str) -> None:
    with pytest.raises(UnguardedRouteError, match=why):
        require_policies(routed(**route).routes)


def test_a_policy_deep_in_the_dependencies_counts_and_a_routers_own_too() -> None:
    def deep(_: None = READ) -> None: ...

    require_policies(routed(dependencies=[Depends(deep)]).routes)
    with pytest.raises(UnguardedRouteError, match="2 policies"):
        require_policies(routed(dependencies=[READ, Depends(deep)]).routes)
    router, app = APIRouter(dependencies=[READ]), FastAPI(openapi_url=None)
    router.add_api_route("/once", hello)
    router.add_api_route("/twice", hello, dependencies=[READ])
    app.include_router(router)
    with pytest.raises(UnguardedRouteError, match="/twice: 2 policies") as told:
        require_policies(app.routes)
    assert "/once" not in str(told.value)


@pytest.mark.parametrize(
    ("add", "why"),
    [
        (lambda app: app.mount("/files", StaticFiles(directory=".")), "/files: Mount"),
        (lambda app: app.routes.append(Route("/plain", PlainTextResponse("x"))), "/plain: Route"),
        (lambda app: app.add_api_websocket_route("/socket", listen), "/socket: APIWebSocketRoute"),
        (lambda app: app.include_router(APIRouter(routes=[Mount("/deep", routes=[])])), "/deep: Mount"),
    ],
)
def test_what_cannot_declare_a_policy_is_refused(add: Callable[[FastAPI], None], why: str) -> None:
    app = app_of(showcase())
    add(app)
    with pytest.raises(UnguardedRouteError, match=why):
        require_policies(app.routes)


def test_the_ready_made_pages_of_fastapi_are_refused() -> None:
    with pytest.raises(UnguardedRouteError, match=r"/docs(.|\n)*/openapi.json|/openapi.json(.|\n)*/docs"):
        require_policies(FastAPI().routes)


ROUTES = [context.original_route for context in iter_route_contexts(app_of(showcase()).routes)]
EVERY, EVERY_ALONE = 80, 5
"""Of so many routes one is bared, in short, in the whole service and among those of its router."""


def _bared() -> Iterator[object]:
    """Yield each route with the routers that the service consists of: its own alone, and all."""
    number = 0
    for router in service.ROUTERS:
        for context in iter_route_contexts(router.routes):
            route = context.original_route
            assert isinstance(route, APIRoute)
            alone = [pytest.mark.prove] if number % EVERY_ALONE else []
            yield pytest.param(route, (router,), id=f"{route.path}-alone", marks=alone)
            marks = [pytest.mark.prove] if number % EVERY else []
            yield pytest.param(route, service.ROUTERS, id=route.path, marks=marks)
            number += 1


def test_each_route_of_the_service_is_bared() -> None:
    routers = [iter_route_contexts(router.routes) for router in service.ROUTERS]
    found = [context.original_route for contexts in routers for context in contexts]
    assert [id(route) for route in found] == [id(route) for route in ROUTES]


@pytest.mark.usefixtures("routes_anew")
@pytest.mark.parametrize(("route", "routers"), list(_bared()))
def test_the_service_does_not_start_with_any_one_route_bared(
    route: APIRoute, routers: tuple[APIRouter, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "ROUTERS", routers)
    monkeypatch.setattr(route, "dependencies", [])
    with pytest.raises(UnguardedRouteError) as told:
        app_of(showcase())
    assert str(told.value).count("policies, not one") == 1
    assert f"{min(route.methods or ())} {route.path}:" in str(told.value)


@pytest.mark.usefixtures("routes_anew")
@pytest.mark.parametrize("address", ["/", "/weeks/2027-W01", "/api/v1/roster", "/feeds/1-1.ics", "/about"])
def test_a_route_that_was_bared_all_the_same_has_nothing_to_show(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for route in ROUTES:
        monkeypatch.setattr(route, "dependencies", [])
    monkeypatch.setattr(service, "require_policies", lambda routes: None)
    bared = TestClient(app_of(showcase()), base_url=HOST, raise_server_exceptions=False)
    assert bared.get(address).status_code == 500
    with pytest.raises(UnguardedRouteError):
        TestClient(app_of(showcase()), base_url=HOST).get(address)


def test_every_route_of_the_service_has_one_policy() -> None:
    found = [policies(context) for context in iter_route_contexts(app_of(showcase()).routes)]
    assert len(found) == len(ROUTES) > 20
    assert {len(declared) for declared in found} == {1}


def test_without_a_guard_there_is_nothing_to_show() -> None:
    app = FastAPI()
    app.add_api_route("/bare", hello, dependencies=[Depends(current_publication)])
    with pytest.raises(UnguardedRouteError, match="/bare"):
        TestClient(app).get("/bare")
