"""The form of a scenario: fields made of its edits, and edits made of what was typed.

What no field can say stands line by line in `OTHER`, so that nothing that a program kept is lost here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from api.plans.table_rows import table_rows
from api.scenarios.records.scenarios import KeptScenario
from api.web.pages.sent_form import PageForm
from wfm.calendar import WEEKDAYS
from wfm.plan import Plan
from wfm.scenario.edits import ScenarioEdits
from wfm.tables.file_names import HOTLINE

Values = Mapping[str, str]
"""What stands in the fields, by their names."""

NAME, SHARED, QUARTERS, HOURS, OTHER = "name", "shared", "quarters", "hours", "other"
YES = "yes"
JOIN_FIELDS = ("code", "name", "population", "agents", "what", "joined")
LEAVES, PAYS, STAFFS = "leaves", "pays", "staffs"
SETTINGS = (
    "shifts.agents",
    "shifts.hours",
    "quota.method",
    "settlement.price_per_citizen_year",
    "settlement.credit_per_agent_hour",
)
"""Keys that have a field each."""
AS_PLANNED, OWN = "plan", "own"
OPENING: Mapping[str, str] = {"sixty": "08:00-20:00", "evening": "17:00-21:00"}
"""Usual opening hours from Monday to Friday, closed at the weekend."""
BLANK_JOINS = 2
MOST_JOINS = 40
LONGEST = 10_000


def plan_values(plan: Plan) -> Values:
    """Return the fields as the plan is: nothing is otherwise."""
    return form_values(ScenarioEdits(), plan)


def values_of_kept(kept: KeptScenario, plan: Plan) -> Values:
    """Return the fields of a scenario that is kept."""
    return {**form_values(kept.edits, plan), NAME: kept.name, SHARED: YES if kept.shared else ""}


def form_values(edits: ScenarioEdits, plan: Plan) -> Values:
    """Return what stands in the fields for some edits."""
    now = _settings_of(plan)
    found = {NAME: "", SHARED: "", HOURS: AS_PLANNED}
    found |= {key: now.get(key, "") for key in SETTINGS}
    found |= {f"hours-{day}": now.get(f"opening_hours.{day}", "") for day in WEEKDAYS}
    for town in plan.municipalities:
        found |= {f"town-{town.code}-what": "", f"town-{town.code}-floor": str(town.min_shifts)}
    rows = {}
    for number, join in enumerate(edits.joins, start=1):
        parts = [part.strip() for part in join.split(":")]
        found |= {f"join-{number}-{name}": part for name, part in zip(JOIN_FIELDS, parts, strict=False)}
        rows[parts[0]] = f"join-{number}"
    found |= {f"town-{code}-what": LEAVES for code in edits.leaves}
    left = [line for line in edits.settings if not _take(line, found, rows)]
    if found[HOURS] == OWN:
        found[HOURS] = next((name for name in OPENING if _is_usual(name, found)), OWN)
    return {**found, OTHER: "\n".join(left)}


def _take(line: str, found: dict[str, str], rows: Mapping[str, str]) -> bool:
    """Put a setting into its field; tell whether it has one."""
    key, equals, value = (part.strip() for part in line.partition("="))
    parts = key.split(".")
    if not equals:
        return False
    if key in SETTINGS:
        found[key] = value
    elif parts[0] == "opening_hours" and f"hours-{parts[-1]}" in found:
        found |= {f"hours-{parts[-1]}": value, HOURS: OWN}
    elif len(parts) == 3 and parts[0] == "municipality":
        return _take_cell(parts[1], parts[2], value, found, rows)
    else:
        return False
    return True


def _take_cell(code: str, column: str, value: str, found: dict[str, str], rows: Mapping[str, str]) -> bool:
    row = rows.get(code, f"town-{code}")
    if f"town-{code}-what" not in found and code not in rows:
        return False
    if column == "staffs" and value in ("yes", "no") and found.get(f"{row}-what") != LEAVES:
        found[f"{row}-what"] = STAFFS if value == "yes" else PAYS
    elif column == "min_shifts" and code not in rows:
        found[f"{row}-floor"] = value
    elif column == "joined" and code in rows:
        found[f"{row}-joined"] = value
    else:
        return False
    return True


def _is_usual(name: str, found: Values) -> bool:
    return all(found[f"hours-{day}"] == usual for day, usual in _usual(name))


def _usual(name: str) -> Iterator[tuple[str, str]]:
    for place, day in enumerate(WEEKDAYS):
        yield day, OPENING[name] if place < len(WEEKDAYS) - 2 else ""


def read_values(form: PageForm, plan: Plan) -> Values:
    """Return what was typed, as far as there are such fields."""
    starts = ("join-", "town-", "hours-")
    known = {NAME, SHARED, QUARTERS, HOURS, OTHER, *SETTINGS}
    typed = {
        name: form.text(name).replace("\r\n", "\n").strip()[:LONGEST]
        for name in form.fields
        if name in known or name.startswith(starts)
    }
    return {**plan_values(plan), **typed}


def edits_of(values: Values, plan: Plan) -> ScenarioEdits:
    """Return what is otherwise by what stands in the fields."""
    joins: list[str] = []
    settings: list[str] = []
    for row in join_rows(values):
        own = {name: values.get(f"{row}-{name}", "") for name in JOIN_FIELDS}
        if any(own[name] for name in JOIN_FIELDS[:4]):
            joins.append(":".join([own["code"], own["name"], own["population"], own["agents"] or "0"]))
            settings += _join_settings(own)
    leaves = [_code(name) for name, value in values.items() if _is_town(name, "what") and value == LEAVES]
    settings += _town_settings(values, plan)
    now = _settings_of(plan)
    settings += [f"{key}={values[key]}" for key in SETTINGS if _differs(values[key], now.get(key, ""))]
    for day, typed in _typed_hours(values):
        if _differs(typed, now.get(f"opening_hours.{day}", "")):
            settings.append(f"opening_hours.{day}={typed}")
    settings += [line.strip() for line in values.get(OTHER, "").splitlines() if line.strip()]
    return ScenarioEdits(tuple(joins), tuple(leaves), tuple(settings))


def join_rows(values: Values) -> tuple[str, ...]:
    """Return the names of the rows in which somebody joins: the filled ones, and some blank."""
    filled = [
        n for n in range(1, MOST_JOINS + 1) if any(values.get(f"join-{n}-{name}") for name in JOIN_FIELDS[:4])
    ]
    return tuple(f"join-{n}" for n in range(1, min(MOST_JOINS, max(filled, default=0) + BLANK_JOINS) + 1))


def find_gone(values: Values, plan: Plan) -> tuple[str, ...]:
    """Return codes that leave although the plan does not hold them (any more)."""
    named = [_code(name) for name, value in values.items() if _is_town(name, "what") and value == LEAVES]
    return tuple(code for code in named if code not in plan.municipality)


def _join_settings(own: Values) -> Iterator[str]:
    if own["what"] == PAYS:
        yield f"municipality.{own['code']}.staffs=no"
    if own["joined"]:
        yield f"municipality.{own['code']}.joined={own['joined']}"


def _town_settings(values: Values, plan: Plan) -> Iterator[str]:
    for name, value in values.items():
        code = _code(name)
        if _is_town(name, "what") and value in (PAYS, STAFFS):
            yield f"municipality.{code}.staffs={'yes' if value == STAFFS else 'no'}"
        if _is_town(name, "floor") and values.get(f"town-{code}-what") != LEAVES:
            town = next((one for one in plan.municipalities if one.code == code), None)
            if value != ("" if town is None else str(town.min_shifts)):
                yield f"municipality.{code}.min_shifts={value}"


def _typed_hours(values: Values) -> Iterator[tuple[str, str]]:
    chosen = values.get(HOURS, AS_PLANNED)
    if chosen in OPENING:
        yield from _usual(chosen)
    elif chosen == OWN:
        yield from ((day, values.get(f"hours-{day}", "")) for day in WEEKDAYS)


def _is_town(name: str, field: str) -> bool:
    return name.startswith("town-") and name.endswith(f"-{field}")


def _code(name: str) -> str:
    return name.removeprefix("town-").rpartition("-")[0]


def _settings_of(plan: Plan) -> dict[str, str]:
    return {str(row["key"]): row["value"] or "" for row in table_rows(plan, HOTLINE)}


def _differs(typed: str, now: str) -> bool:
    return "".join(typed.split()) != "".join(now.split())
