from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest

from api.web.problems import KINDS, ProblemKind
from tests.api.hotlines import app_of
from tests.api.showcase import client, showcase

DOCUMENT: dict[str, Any] = app_of(showcase()).openapi()
OPERATIONS = [(path, method) for path, methods in DOCUMENT["paths"].items() for method in methods]
FIELDS = [
    (name, field, about)
    for name, schema in DOCUMENT["components"]["schemas"].items()
    for field, about in schema.get("properties", {}).items()
]


def operation(path: str, method: str) -> dict[str, Any]:
    found: dict[str, Any] = DOCUMENT["paths"][path][method]
    return found


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"]
        for value in part.values():
            yield from references(value)
    elif isinstance(part, list):
        for value in part:
            yield from references(value)


def test_the_description_is_served_where_it_is_looked_for() -> None:
    assert client().get("/api/v1/openapi.json").json() == DOCUMENT
    assert client().get("/docs").status_code == client().get("/redoc").status_code == 404


def test_there_are_so_many_operations() -> None:
    assert len(OPERATIONS) == 167


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_operations_that_change_a_plan_or_a_roster_carry_a_key_and_say_what_they_began_with(
    path: str, method: str
) -> None:
    headers = {
        p["name"]: p["required"] for p in operation(path, method).get("parameters", ()) if p["in"] == "header"
    }
    if path.endswith("/{hotline}/calls") and method != "get":  # a day that is sent replaces itself
        assert headers == {"Idempotency-Key": True}
        return
    if method in ("get", "delete") or "/accounts" in path:
        assert headers == {}
        return
    # to end twice is to end; nothing is changed there
    if path.endswith(("/cancel", "/busy-times", "/test", "/try", "/on")):
        assert headers == {}
        return
    decided = ("/confirm", "/grant", "/reject", "/reminders", "/requests", "/close", "/corrections")
    # possible just once, or seldom
    if re.search(r"/(absences|offers|swaps)/[^/]+/(accept|approve|decline|reject|withdraw)$", path):
        assert headers == {"Idempotency-Key": True, "If-Match": False}
        return
    new = (
        "/absences",
        "/offers",
        "/swaps",
        "/hotlines",
        "/calendars",
        "/plans/next",
        "/questions",
        "/remarks",
        "/answer",
        "/scenarios",
        "/cases",
        "/webhooks",
        "/releases",
    )  # takes nobody's place
    if path.endswith((*new, *decided)):
        assert headers == {"Idempotency-Key": True}
        return
    assert headers == {"Idempotency-Key": True, "If-Match": True}
    assert set(operation(path, method)["responses"]) >= {
        "400",
        "401",
        "403",
        "412",
        "413",
        "415",
        "422",
        "428",
    }


def test_who_may_ask_is_said_of_every_operation() -> None:
    assert DOCUMENT["security"] == [{"token": []}]
    free = {path for path, method in OPERATIONS if operation(path, method).get("security") == []}
    assert free == {"/healthz", "/readyz"}


@pytest.fixture(scope="module")
def explained() -> str:
    """Return the page of the description."""
    return client().get("/api/v1/docs").text


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.slug))
def test_every_kind_of_problem_is_explained_where_its_type_leads(kind: ProblemKind, explained: str) -> None:
    page, anchor = kind.address.split("#")
    text = explained
    assert page == "/api/v1/docs"
    assert f'id="{anchor}"' in text
    assert kind.title in text


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_every_operation_is_summed_up_described_and_tagged(path: str, method: str) -> None:
    told = operation(path, method)
    assert told["summary"]
    assert told["description"]
    assert set(told["tags"]) <= {tag["name"] for tag in DOCUMENT["tags"]}


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_every_operation_documents_its_errors(path: str, method: str) -> None:
    told = operation(path, method)
    found = set(told["responses"])
    assert found >= {"400", "500", "503"}
    assert found & {"200", "201", "202", "204"}
    if told.get("parameters"):
        assert found >= {"404", "422"}
    if told.get("security") != []:
        assert found >= {"401", "403", "404"}
    if told.get("requestBody"):
        assert "413" in found
    for status, response in told["responses"].items():
        assert response["description"]
        if int(status) > 400 and (path, status) != ("/readyz", "503"):
            assert list(response["content"]) == ["application/problem+json"]


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_every_parameter_has_a_meaning_and_an_example(path: str, method: str) -> None:
    for parameter in operation(path, method).get("parameters", ()):
        assert parameter["description"]
        examples = parameter.get("examples"), parameter.get("example"), parameter["schema"].get("examples")
        assert any(examples)


@pytest.mark.parametrize(("schema", "field", "about"), FIELDS)
def test_every_field_has_a_meaning_and_an_example(schema: str, field: str, about: dict[str, Any]) -> None:
    assert about.get("description", "").strip(), f"{schema}.{field}"
    assert about.get("examples"), f"{schema}.{field}"


def test_every_schema_is_described_and_every_reference_leads_somewhere() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    assert all(schema.get("description") for schema in schemas.values())
    assert {reference.split("/")[-1] for reference in references(DOCUMENT)} <= set(schemas)
    assert "HTTPValidationError" not in schemas


def test_the_page_of_the_description_tells_every_operation_and_field() -> None:
    text = unescape(client().get("/api/v1/docs?lang=en").text)
    for path, method in OPERATIONS:
        assert path in text
        assert operation(path, method)["summary"] in text
    for schema, field, _ in FIELDS:
        assert f'id="{schema}"' in text
        assert f"<code>{field}</code>" in text
