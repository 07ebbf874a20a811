"""What is told of the service's health."""

from __future__ import annotations

from pydantic import BaseModel, Field


class Health(BaseModel):
    """The service is up."""

    status: str = Field(description="Always ok.", examples=["ok"])


class Looked(BaseModel):
    """What one check found."""

    name: str = Field(description="What was looked at.", examples=["database"])
    ok: bool = Field(description="Whether it was as it must be.", examples=[True])


class Readiness(BaseModel):
    """Whether the service can do its work; what is wrong stands in the log and not here."""

    status: str = Field(description="ok, or unready.", examples=["ok"])
    checks: list[Looked] = Field(description="Every check.", examples=[[{"name": "database", "ok": True}]])
