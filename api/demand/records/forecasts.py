"""Forecasts of a plan's calls, each under the id of the run that made it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, insert, select, update

from api.access.ids import PlanId
from api.demand.forecast_document import ForecastDocument
from api.store.tables import CALL_FORECAST
from wfm.hotline import Hotline

if TYPE_CHECKING:
    from wfm.demand.forecast import Forecast


@dataclass(frozen=True)
class StoredForecast:
    """A forecast without its paths.

    Parameters
    ----------
    id
        Random id of the run that made it.
    origin, at
        The first day that was not known, and when it was made, in UTC.
    told, risks, needs
        As `api.demand.forecast_document` has them.
    """

    id: str
    origin: date
    at: datetime
    told: Mapping[str, Any]
    risks: Mapping[str, Any]
    needs: Mapping[str, Any]


def keep_forecast(
    connection: Connection, run: str, plan: PlanId, made: ForecastDocument, at: datetime
) -> None:
    """Store what a run forecast."""
    values = {
        "id": run,
        "plan_id": plan,
        "origin": made.origin,
        "content": made.content,
        "told": made.told,
        "risks": made.risks,
        "needs": made.needs,
        "at": at,
    }
    connection.execute(insert(CALL_FORECAST).values(**values))


def keep_needs(
    connection: Connection, plan: PlanId, needs: Mapping[str, Any], risks: Mapping[str, Any]
) -> None:
    """Store what shifts need by the newest forecast, in the place of what was counted before."""
    newest = find_forecast(connection, plan)
    if newest is not None:
        changed = update(CALL_FORECAST).where(CALL_FORECAST.c.id == newest.id)
        connection.execute(changed.values(needs=needs, risks=risks))


def find_forecast(
    connection: Connection, plan: PlanId, *, known_before: date | None = None
) -> StoredForecast | None:
    """Return the newest forecast of a plan, if there is one.

    Parameters
    ----------
    known_before
        Only those that knew of nothing from this day on: what had been expected of it.
    """
    f = CALL_FORECAST.c
    asked = select(f.id, f.origin, f.at, f.told, f.risks, f.needs).where(f.plan_id == plan)
    if known_before is not None:
        asked = asked.where(f.origin <= known_before)
    row = connection.execute(asked.order_by(f.at.desc(), f.id).limit(1)).first()
    return None if row is None else StoredForecast(*row)


def read_paths(connection: Connection, forecast: str, hotline: Hotline) -> Forecast:
    """Return a forecast with its paths, of the opening hours that a hotline has."""
    from wfm.demand.forecast_packing import unpack_forecast

    asked = select(CALL_FORECAST.c.content).where(CALL_FORECAST.c.id == forecast)
    content = connection.execute(asked).scalar_one()
    return unpack_forecast(content, hotline, hotline.service.interval_minutes)
