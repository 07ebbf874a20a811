from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

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


def test_operations_that_change_something_are_of_accounts() -> None:
    assert {path for path, method in OPERATIONS if method != "get" and "/accounts" not in path} == set()
    assert len(OPERATIONS) == 18


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
    assert found & {"200", "201", "204"}
    if told.get("parameters"):
        assert found >= {"404", "422"}
    if "/accounts" in path:
        assert found >= {"401", "403"}
    if told.get("requestBody"):
        assert found >= {"409", "413"}
    for status, response in told["responses"].items():
        assert response["description"]
        if status in ("404", "422", "500"):
            assert list(response["content"]) == ["application/problem+json"]


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_every_parameter_has_a_meaning_and_an_example(path: str, method: str) -> None:
    for parameter in operation(path, method).get("parameters", ()):
        assert parameter["description"]
        assert parameter.get("examples") or parameter["schema"].get("examples")


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
    text = client().get("/api/v1/docs?lang=en").text
    for path, method in OPERATIONS:
        assert path in text
        assert operation(path, method)["summary"] in text
    for schema, field, _ in FIELDS:
        assert f'id="{schema}"' in text
        assert f"<code>{field}</code>" in text
