"""Minutes of a municipality's own people as CSV, for whoever pays them."""

from __future__ import annotations

from collections.abc import Iterator

from api.plans.place import PlanPlace
from api.store.engine import reading
from api.store.errors import MissingError
from api.texts.translator import Translator
from api.worked.place import WorkedQuarter, read_quarter
from wfm.ids import MunicipalityCode
from wfm.message import Text
from wfm.tables.csv_writing import csv_text, harmless

COLUMNS = ("date", "start", "end", "municipality", "agent", "name", "minutes", "state", "remark")
NO_RECORD = Text(
    "minutes.no_record",
    "says who sat on the hotline's shifts; it is no record of working time as the law wants one",
)


def read_minutes(place: PlanPlace, municipality: MunicipalityCode) -> str:
    """Return who of a municipality sat on which shift for how long, as CSV.

    Raises
    ------
    MissingError
        Where there is no such municipality in the plan, or not for the caller.
    """
    with reading(place.database) as connection:
        quarter = read_quarter(connection, place)
    scope = quarter.scope
    known = municipality in quarter.plan.municipality
    if not known or not (scope.whole or municipality in scope.municipalities):
        raise MissingError("municipality")
    return csv_text(COLUMNS, _rows(quarter, municipality, place.speak))


def _rows(quarter: WorkedQuarter, municipality: MunicipalityCode, speak: Translator) -> Iterator[list[str]]:
    remark = speak.sentence(NO_RECORD())
    for one in quarter.shifts:
        zone = quarter.plan.hotline.zone
        ends = one.shift.ends_at.astimezone(zone)
        for part, seat in one.seats():
            if part.municipality != municipality:
                continue
            known = None if seat.person is None else quarter.people.get(seat.person)
            who = ("", "") if known is None else (str(known.agent), known.name)
            day, start = one.shift.id.split("T")
            cells = (day, start, f"{ends:%H:%M}", municipality, *who, str(seat.minutes), part.state.value)
            yield [*map(harmless, cells), remark]
            remark = ""
