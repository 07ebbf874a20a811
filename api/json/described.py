"""The application whose description holds more schemas than its routes name as answers."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from api.json.problem import problem_schemas
from api.json.resources.documented import sent_schemas


class Described(FastAPI):
    """An application whose description holds the schemas of problems, and of all that is sent."""

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI document."""
        document = super().openapi()
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        schemas.update(problem_schemas() | sent_schemas())
        return document
