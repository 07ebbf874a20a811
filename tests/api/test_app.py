from __future__ import annotations

import pytest
from fastapi.routing import iter_route_contexts

from api.publication.publication import Publication
from api.rendering.roster_html import roster_html
from api.web.headers import SECURITY
from tests.api.access.asking import TABLE
from tests.api.hotlines import app_of
from tests.api.one_thread import TestClient
from tests.api.showcase import FEEDS, FILES, HOST, JSON, PAGES, client, showcase

EVERYTHING = (*PAGES, *JSON, *FEEDS, *FILES, "/healthz", "/api/v1/openapi.json")
HIDDEN = {name.split(" ")[1] for name, told in TABLE.items() if told["hidden"]}
"""Addresses that the description of the JSON leaves out on purpose."""


@pytest.fixture(scope="module")
def service() -> TestClient:
    return client()


@pytest.mark.parametrize("address", EVERYTHING)
def test_head_tells_what_get_would_and_sends_nothing(service: TestClient, address: str) -> None:
    got, headed = service.get(address), service.head(address)
    assert headed.content == b""
    assert headed.status_code == got.status_code
    assert headed.headers == got.headers


@pytest.mark.parametrize("address", EVERYTHING)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_nothing_can_be_changed(service: TestClient, address: str, method: str) -> None:
    assert service.request(method, address).status_code in (404, 405)


@pytest.mark.parametrize(
    "address", [*EVERYTHING, "/weeks", "/agents/nobody", "/api/v1/roster?week=x", "/feeds/x.ics"]
)
def test_every_answer_is_guarded_by_headers(service: TestClient, address: str) -> None:
    headers = service.get(address).headers
    for name in SECURITY:
        assert name in headers, name
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_a_304_and_a_405_are_guarded_too(service: TestClient) -> None:
    etag = service.get("/").headers["etag"]
    for answer in (service.get("/", headers={"if-none-match": etag}), service.post("/")):
        assert answer.status_code in (304, 405)
        assert set(map(str.lower, SECURITY)) <= set(answer.headers)


@pytest.mark.parametrize("address", [*PAGES[:-1], *JSON, *FEEDS, *FILES])
def test_whoever_holds_a_copy_gets_304(service: TestClient, address: str) -> None:
    first = service.get(address)
    assert first.status_code == 200
    again = service.get(address, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", ""])
def test_a_page_from_elsewhere_cannot_pose_as_this_machine(service: TestClient, host: str) -> None:
    answer = service.get("/", headers={"host": host})
    assert answer.status_code == 400
    assert set(map(str.lower, SECURITY)) <= set(answer.headers)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost:8000", "[::1]:8000"])
def test_this_machine_is_answered_on_any_port(service: TestClient, host: str) -> None:
    assert service.get("/healthz", headers={"host": host}).status_code == 200


def test_every_address_is_described_or_hidden_on_purpose() -> None:
    app = app_of(showcase())
    found = {context.path or "" for context in iter_route_contexts(app.routes)}
    described = set(app.openapi()["paths"])
    assert {path.replace("{agent:path}", "{agent}") for path in found} == described | HIDDEN


def test_a_new_publication_is_shown_at_once() -> None:
    shown = [showcase(name="Before")]
    service = TestClient(app_of(lambda: shown[0]), base_url=HOST)
    assert "Before" in service.get("/").text
    shown[0] = showcase(name="After")
    assert "After" in service.get("/").text
    assert "Before" not in service.get("/").text


def test_a_page_is_rendered_once_while_the_publication_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    rendered: list[str] = []

    def counting(publication: Publication) -> str:
        rendered.append(publication.plan.hotline.name)
        return roster_html(publication)

    monkeypatch.setattr("api.published.pages.roster_html", counting)
    service = client()
    bodies = {service.get("/roster.html").content for _ in range(3)}
    assert (len(bodies), len(rendered)) == (1, 1)


def test_the_language_of_addresses_without_one_can_be_chosen() -> None:
    assert '<html lang="en">' in client(language="en").get("/").text
    assert '<html lang="da">' in client().get("/").text
    assert '<html lang="da">' in client(showcase(language="en")).get("/?lang=da").text
