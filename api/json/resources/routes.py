"""Every route of the store's resources."""

from __future__ import annotations

from fastapi import APIRouter

from api.json.resources import (
    change_routes,
    hotline_routes,
    publishing_routes,
    record_routes,
    table_routes,
    version_routes,
)

router = APIRouter()
for _part in (
    hotline_routes,
    table_routes,
    version_routes,
    change_routes,
    publishing_routes,
    record_routes,
):
    router.include_router(_part.router)
