"""The form in which a hotline is made: fields by the keys of hotline.toml, and what stands there at first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from wfm.calendar import WEEKDAYS
from wfm.errors import Fault
from wfm.hotline import Pairing
from wfm.tables.file_names import HOTLINE
from wfm.tables.hotline_writing import span_text
from wfm.tables.plan_reading import PlanReading, bare_plan
from wfm.tables.settings import text_settings
from wfm.tables.template import example_hotline

UNSOCIAL = "unsocial.1.hours"
KEY_OF: Mapping[str, str] = {
    "name": "name",
    "code": "code",
    "language": "language",
    "first_day": "period.first_day",
    "last_day": "period.last_day",
    **{day: f"opening_hours.{day}" for day in WEEKDAYS},
    "country": "holidays.country",
    "closed": "holidays.closed",
    "hours": "shifts.hours",
    "agents": "shifts.agents",
    "pairing": "shifts.pairing",
    "unsocial": UNSOCIAL,
    "method": "quota.method",
}
"""Key of hotline.toml by field."""
FIELD_OF = {key: field for field, key in KEY_OF.items()} | {"period": "first_day"}


def usual_values(today: date, language: str) -> Mapping[str, str]:
    """Return what stands there at first: 60 hours a week in the coming quarter, two agents, three hours."""
    usual = example_hotline(today, language)
    hours = {
        word: ", ".join(map(span_text, usual.opening_hours.get(day, ()))) for day, word in enumerate(WEEKDAYS)
    }
    return {
        "name": "",
        "code": "",
        "language": language,
        "first_day": usual.period.first_day.isoformat(),
        "last_day": usual.period.last_day.isoformat(),
        **hours,
        "country": usual.closing.country or "",
        "closed": "",
        "hours": f"{usual.shift_minutes // 60}",
        "agents": f"{usual.agents}",
        "pairing": str(Pairing.SAME_MUNICIPALITY),
        "unsocial": span_text(usual.unsocial[0].span),
        "method": str(usual.method),
    }


def read_filled_form(values: Mapping[str, str]) -> PlanReading:
    """Return the plan of a hotline that was described in the form; it has no municipalities yet.

    Raises
    ------
    PlanError
        With every fault found.
    """
    settings = {key: values.get(field, "").strip() for field, key in KEY_OF.items()}
    if settings[UNSOCIAL]:
        settings["unsocial.1.days"] = ", ".join(WEEKDAYS)
    return bare_plan(text_settings(HOTLINE, {key: value for key, value in settings.items() if value}))


def faults_by_field(faults: Iterable[Fault]) -> Mapping[str, list[Fault]]:
    """Return faults by the field at which they are told, in the order of the form."""
    found: dict[str, list[Fault]] = {field: [] for field in KEY_OF}
    for fault in faults:
        found[FIELD_OF.get(fault.column, "name")].append(fault)
    return {field: own for field, own in found.items() if own}
