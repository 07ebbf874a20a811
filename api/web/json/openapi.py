"""The application's own description: more schemas than routes name as answers, and who may ask."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from api.web.guard import policies
from api.web.json.operations import body_schemas
from api.web.json.problem import problem_schemas

TOKEN = "token"
SCHEMES = {
    TOKEN: {
        "type": "http",
        "scheme": "bearer",
        "description": "A personal access token; in a browser a login does as well.",
    }
}


class DescribedAPI(FastAPI):
    """An application whose description holds the schemas of problems and of all that is sent."""

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI document."""
        if self.openapi_schema is not None:
            return self.openapi_schema
        document = super().openapi()
        parts = document.setdefault("components", {})
        parts.setdefault("schemas", {}).update(problem_schemas() | body_schemas())
        parts["securitySchemes"] = SCHEMES
        document["security"] = [{TOKEN: []}]
        for method, path in self._open_to_all():
            if method in document["paths"].get(path, {}):
                document["paths"][path][method]["security"] = []
        return document

    def _open_to_all(self) -> set[tuple[str, str]]:
        """Return method and path of the operations that nobody has to be known for."""
        return {
            (method.lower(), context.path or "")
            for context in iter_route_contexts(self.routes)
            for method in context.methods or ()
            if all(policy.name == "public" for policy in policies(context))
        }
