"""What a run is asked for, held against its plan: every fault is told, and agents get random ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.access.ids import PersonId, ScenarioId, VersionNumber
from api.demand.records.calls import read_calls
from api.demand.records.forecasts import find_forecast
from api.plans.completeness import require_complete
from api.plans.place import PlanPlace
from api.plans.records.plans import Revision, find_revision, persons_in, read_plan, revision_by_id
from api.plans.scenario_edit import edit_plan
from api.publication.findings import UNEXPLAINED
from api.rosters.records.rosters import Version, find_version
from api.runs.kinds import RunKind, RunOrder
from api.scenarios.place import sees
from api.scenarios.records.scenarios import KeptScenario, find_kept
from api.store.engine import Connection
from api.store.errors import MissingError
from wfm.absence import Absence
from wfm.demand.key_figures import intervals_of
from wfm.errors import Fault, InputError
from wfm.finding import Level
from wfm.ids import AgentId
from wfm.message import Message, Text
from wfm.plan import Plan
from wfm.plan_checks import KNOWN_AGENT, ORDERED
from wfm.rules import SCORING_RULES
from wfm.scenario.edits import ScenarioEdits
from wfm.tables.words import fold

PLACE = "run"
"""What stands for the file in faults."""
A_VERSION = Text("run.a_version", "the number of a version of this plan")
NO_VERSION = Text("run.no_version", "a version to begin from; the plan has none yet")
NEEDS_FROM = Text("run.needs_from", "a version in from, beside it")
A_RULE = Text("run.a_rule", "a rule of quality: {rules:list}")
NEEDS_ABSENCES = Text("run.needs_absences", "at least one agent who can't come, and on which days")
OF_OTHER_KIND = Text("run.of_other_kind", "nothing here; it belongs to another kind of run")
BOTH = Text("run.both", "the agent who does not have the shift, beside it")
A_SCENARIO = Text("run.a_scenario", "the id of a scenario of this plan that you see")
KNOWN_TOWN = Text("run.known_town", "a municipality of the plan")
A_SHIFT = Text("run.a_shift", "a shift of the plan, such as {example}")
FEW_DAYS = Text(
    "run.few_days",
    "at least {least:number} open days with calls counted; {n:number} are stored, and more are sent under "
    "Plans, Calls that were counted",
)
NO_FORECAST = Text("run.no_forecast", "a forecast of this plan's calls first")
ENOUGH_SEATS = Text("run.enough_seats", "at least {least:number} seats: the fewest agents on each shift")
LEAST_DAYS = 10
"""As `wfm.demand.forecasting` asks for; named here, so that numpy is not loaded where runs are asked for."""
IN_PERIOD = Text("run.in_period", "days of the period, {first:date} to {last:date}")

NAMES = ("name", "navn")
UNNAMED = "–"
QUALITY_RULES = tuple(rule.KEY for rule in SCORING_RULES if rule.LEVEL is Level.QUALITY)
EXPLAINED_RULES = tuple(rule for rule in QUALITY_RULES if rule not in UNEXPLAINED)


@dataclass(frozen=True)
class CheckedOrder:
    """An order that is sound.

    Parameters
    ----------
    revision
        Of the plan, about which it is.
    asked
        The document that is kept: figures, numbers and random ids.
    """

    revision: Revision
    asked: Mapping[str, Any]


def check_order(connection: Connection, place: PlanPlace, order: RunOrder) -> CheckedOrder:
    """Hold an order against its plan.

    Raises
    ------
    ClashError
        Where the plan has no municipalities yet.
    InputError
        With everything that is not as it should be.
    """
    faults = list(_of_other_kinds(order))
    version, start = _versions(connection, place, order, faults)
    revision = find_revision(connection, place.plan.id)
    if version is not None:
        revision = revision_by_id(connection, version.revision)
    plan = read_plan(connection, revision)
    require_complete(plan)
    faults += _wrong(plan, order)
    faults += _wrong_calls(connection, place, plan, order)
    scenario = _scenario(connection, place, order, faults)
    if faults:
        raise InputError(faults)
    asked = _document(order, persons_in(connection, revision))
    if scenario is not None:
        edit_plan(plan, scenario.edits)
        asked |= {"scenario": {"id": scenario.id, "number": scenario.number, **_nameless(scenario.edits)}}
    numbers = {
        "start": None if start is None else start.number,
        "version": None if version is None else version.number,
    }
    return CheckedOrder(revision=revision, asked=asked | numbers)


def _versions(
    connection: Connection, place: PlanPlace, order: RunOrder, faults: list[Fault]
) -> tuple[Version | None, Version | None]:
    """Return the version that is explained, and the one that is begun from."""
    if order.kind.is_of_version:
        number = order.version or place.plan.version
        return _version(connection, place, "version", number, faults), None
    if not order.kind.makes_roster:
        return None, None
    number = order.start or VersionNumber(0)
    if order.kind is RunKind.REPAIR:
        number = number or place.plan.published or place.plan.version
    elif not number:
        return None, None
    return None, _version(connection, place, "from", number, faults)


def _version(
    connection: Connection, place: PlanPlace, column: str, number: VersionNumber, faults: list[Fault]
) -> Version | None:
    if not number:
        faults.append(_fault(column, "", NO_VERSION()))
        return None
    try:
        return find_version(connection, place.plan.id, number)
    except MissingError:
        faults.append(_fault(column, number, A_VERSION()))
        return None


def _of_other_kinds(order: RunOrder) -> Iterator[Fault]:
    """Yield what was said that means nothing to this kind: nobody is to believe that it was done."""
    solves, explains = order.kind.makes_roster, order.kind is RunKind.EXPLAIN
    for column, value, belongs in (
        ("from", order.start, solves),
        ("freeze_before", order.freeze_before, solves),
        ("weights", ", ".join(order.weights), order.kind.searches),
        ("absences", ", ".join(one.agent for one in order.absences), order.kind is RunKind.REPAIR),
        ("prefer", ", ".join(order.prefer), order.kind is RunKind.REPAIR),
        ("version", order.version, order.kind.is_of_version),
        ("seats", order.seats, order.kind is RunKind.DEMAND),
        ("scenario", order.scenario, order.kind is RunKind.SCENARIO),
        ("agent", order.agent, explains),
        ("shift", order.shift, explains),
        ("rule", order.rule, explains),
        ("municipality", order.municipality, explains),
    ):
        if value and not belongs:
            yield _fault(column, value, OF_OTHER_KIND())


def _wrong(plan: Plan, order: RunOrder) -> Iterator[Fault]:
    for rule, weight in order.weights.items():
        if rule not in QUALITY_RULES:
            yield _fault(f"weights.{rule}", weight, A_RULE(rules=QUALITY_RULES))
    if order.kind is RunKind.SOLVE and order.freeze_before and not order.start:
        yield _fault("freeze_before", order.freeze_before, NEEDS_FROM())
    if order.kind is RunKind.REPAIR:
        if not order.absences:
            yield _fault("absences", "", NEEDS_ABSENCES())
        yield from _wrong_absences(plan, order.absences)
        unknown = (agent for agent in order.prefer if agent not in plan.agent)
        yield from (_fault("prefer", agent, KNOWN_AGENT()) for agent in unknown)
    if order.kind is RunKind.EXPLAIN:
        yield from _wrong_assignment(plan, order)


def _wrong_calls(connection: Connection, place: PlanPlace, plan: Plan, order: RunOrder) -> Iterator[Fault]:
    """Yield what is missing for a forecast, or for what shifts need by one."""
    if order.kind is RunKind.FORECAST:
        history = read_calls(connection, place.hotline.id)
        days = () if history is None else history.by_day
        open_days = sum(bool(intervals_of(history, plan.hotline, [day])) for day in days if history)
        if open_days < LEAST_DAYS:
            yield _fault("kind", order.kind.value, FEW_DAYS(least=LEAST_DAYS, n=open_days))
    if order.kind is RunKind.DEMAND:
        if find_forecast(connection, place.plan.id) is None:
            yield _fault("kind", order.kind.value, NO_FORECAST())
        least = plan.hotline.service.agents_min * len(plan.shifts)
        if order.seats is not None and order.seats < least:
            yield _fault("seats", order.seats, ENOUGH_SEATS(least=least))


def _scenario(
    connection: Connection, place: PlanPlace, order: RunOrder, faults: list[Fault]
) -> KeptScenario | None:
    """Return the scenario that is solved."""
    if order.kind is not RunKind.SCENARIO:
        return None
    try:
        kept = find_kept(connection, place.plan.id, order.scenario or ScenarioId(""))
    except MissingError:
        kept = None
    if kept is None or not sees(place, kept):
        faults.append(_fault("scenario", order.scenario or "", A_SCENARIO()))
        return None
    return kept


def _nameless(edits: ScenarioEdits) -> Mapping[str, Sequence[str]]:
    """Return edits without what their author typed as a name: no search looks at it."""

    def setting(text: str) -> str:
        key, equals, value = text.partition("=")
        names = fold(key.rpartition(".")[2]) in NAMES
        return f"{key}{equals}{UNNAMED if names else value}"

    joins = (join.split(":") for join in edits.joins)
    return {
        "join": [":".join([code, UNNAMED, *rest]) for code, _, *rest in joins],
        "leave": list(edits.leaves),
        "set": [setting(text) for text in edits.settings],
    }


def _wrong_absences(plan: Plan, absences: Iterable[Absence]) -> Iterator[Fault]:
    period = plan.hotline.period
    for one in absences:
        if one.agent not in plan.agent:
            yield _fault("absences.agent", one.agent, KNOWN_AGENT())
        if one.last_day < one.first_day:
            yield _fault("absences.last_day", one.last_day, ORDERED(first=one.first_day.isoformat()))
        elif one.last_day < period.first_day or one.first_day > period.last_day:
            days = {"first": period.first_day.isoformat(), "last": period.last_day.isoformat()}
            yield _fault("absences.first_day", one.first_day, IN_PERIOD(**days))


def _wrong_assignment(plan: Plan, order: RunOrder) -> Iterator[Fault]:
    if order.agent is None and order.shift is not None:
        yield _fault("agent", "", BOTH())
    if order.rule is not None and order.rule not in EXPLAINED_RULES:
        yield _fault("rule", order.rule, A_RULE(rules=EXPLAINED_RULES))
    if order.municipality is not None and order.municipality not in plan.municipality:
        yield _fault("municipality", order.municipality, KNOWN_TOWN())
    if order.agent is not None and order.agent not in plan.agent:
        yield _fault("agent", order.agent, KNOWN_AGENT())
    if order.shift is not None and order.shift not in plan.shift:
        yield _fault("shift", order.shift, A_SHIFT(example=plan.shifts[0].id))


def _document(order: RunOrder, person_of: Mapping[AgentId, PersonId]) -> dict[str, Any]:
    return {
        "time_limit": order.time_limit,
        "workers": order.workers,
        "seed": order.seed,
        "freeze_before": None if order.freeze_before is None else order.freeze_before.isoformat(),
        "weights": dict(order.weights),
        "absences": [
            {
                "person": person_of[one.agent],
                "first_day": one.first_day.isoformat(),
                "last_day": one.last_day.isoformat(),
            }
            for one in order.absences
        ],
        "prefer": [person_of[agent] for agent in dict.fromkeys(order.prefer)],
        "person": None if order.agent is None else person_of[order.agent],
        "shift": order.shift,
        "rule": order.rule,
        "municipality": order.municipality,
        "mend": None if order.mend is None else order.mend._asdict(),
        "paths": order.paths,
        "seats": order.seats,
    }


def _fault(column: str, value: object, expected: Message) -> Fault:
    return Fault(PLACE, None, column, str(value), expected)
