"""What waits for somebody: of the plans that are not over, what is to be done, by whom and until when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from api.access.ids import PlanId, RunId, VersionNumber
from api.access.permissions import Permission
from api.availability.collection import PersonStatus, list_statuses
from api.availability.deadline import deadline
from api.availability.place import CollectionPlace, collection_place
from api.availability.records.collections import Stage
from api.availability.records.requests import list_requests
from api.ledger.records import list_quarters
from api.plans.check import check_plan
from api.plans.place import HotlinePlace
from api.plans.records.answers import read_plan_shortly
from api.plans.records.asked import list_open_collections
from api.plans.records.facts import PlanFacts, find_plan, list_plans
from api.plans.records.outlines import list_outlines
from api.publishing.records import count_failed_mails
from api.rendering.templates import HOME
from api.replacements.absences import list_shown_absences
from api.replacements.vacancies import list_vacancies
from api.rosters.plan_states import ListedPlan, NextStep, PublicationState, list_states
from api.rosters.records.history import list_behind
from api.rosters.records.worked import count_reported
from api.runs.records.ended import EndedRun, list_ended
from api.store.engine import Connection, reading
from api.store.errors import MissingError
from api.swaps.board import read_board
from api.worked.closing import check_close
from wfm.ids import MunicipalityCode
from wfm.message import Message

MOST_PLANS = 4
"""Plans that are looked at, the latest that are not over: what is further off waits for nobody yet."""
SOON = 8
"""Weeks before the end of the last plan in which its next one is asked for."""
MOST_RUNS = 3
"""Runs of a plan of which it is told that they have ended, the newest."""
LOOKED_AT = 20
"""Runs that are looked at for it."""
TOLD_FOR = timedelta(days=7)
"""So long after its end a run is told of at most."""
UNTOLD_FOR = timedelta(days=14)
"""So long after a publication it is told that somebody could not be told of it."""


class TodoKind(StrEnum):
    """What is to be done."""

    FILL_IN = "fill_in"
    ASK = "ask"
    MISSING = "missing"
    REQUESTS = "requests"
    CHECK = "check"
    MAKE_ROSTER = "make_roster"
    PUBLISH = "publish"
    CARRY = "carry"
    RUN = "run"
    FOLLOW = "follow"
    ANSWER = "answer"
    CONFIRM = "confirm"
    SWAP_DECIDE = "swap_decide"
    SWAP_ANSWER = "swap_answer"
    WORKED = "worked"
    UNTOLD = "untold"
    VACANT = "vacant"
    CLOSE = "close"


@dataclass(frozen=True)
class Todo:
    """Something that waits.

    Parameters
    ----------
    kind, day
        What it is, and the first day of the plan that it is about.
    count, of
        How many wait, and of how many; weeks that are left where a plan is to be followed.
    version, run
        Of the roster, and which run made it, where it is about one.
    until
        The deadline, where there is one.
    """

    kind: TodoKind
    day: date
    count: int = 0
    of: int = 0
    version: VersionNumber | None = None
    run: RunId | None = None
    until: Message | None = None


def list_todos(place: HotlinePlace) -> tuple[Todo, ...]:
    """Return what waits for the caller; what comes first in time stands first."""
    with reading(place.database) as connection:
        if place.viewer.may(Permission.EDIT_PLAN):
            found = list(_of_planner(connection, place))
            found += _reported(connection, place, None)
            found += _to_close(connection, place)
        else:
            found = list(_of_asked(connection, place))
            found += _reported(connection, place, place.viewer.scope.municipalities)
    found += _of_swaps(place)
    found += _vacant(place)
    return tuple(sorted(found, key=lambda one: one.day))


def _reported(
    connection: Connection, place: HotlinePlace, municipalities: Collection[MunicipalityCode] | None
) -> Iterator[Todo]:
    """Yield the quarters in which somebody said that it was not as planned, and nobody has confirmed it."""
    for day, waiting in count_reported(connection, place.hotline.id, municipalities).items():
        yield Todo(TodoKind.WORKED, day, waiting)


def _to_close(connection: Connection, place: HotlinePlace) -> Iterator[Todo]:
    """Yield the oldest quarter that is open, once nothing stands in the way of its close."""
    first = next((one for one in list_quarters(connection, place.hotline.id) if not one.closed), None)
    if first is None or not place.viewer.may(Permission.PUBLISH):
        return
    today = place.at.astimezone(HOME).date()
    try:
        facts = find_plan(connection, place.hotline.id, first.first_day)
    except MissingError:  # kept no longer
        return
    over = list_outlines(connection, place.hotline.id)[facts.id].last_day <= today
    if over and check_close(connection, place.of_plan(facts)).possible:
        yield Todo(TodoKind.CLOSE, first.first_day)


def _of_planner(connection: Connection, place: HotlinePlace) -> Iterator[Todo]:
    today = place.at.astimezone(HOME).date()
    plans = list_plans(connection, place.hotline.id, before=None, most=MOST_PLANS, drafts=True)
    states = list_states(plans, list_outlines(connection, place.hotline.id), today)
    rows = [row for row in states if row.state is not PublicationState.PAST or row.step is NextStep.FOLLOW]
    current = [row.facts for row in rows if row.state is not PublicationState.PAST]
    behind = list_behind(connection, current)
    ended = _ended_runs(connection, place, current)
    for row in rows:
        day = row.facts.first_day
        yield from _untold(connection, place, row.facts)
        for number in behind.get(row.facts.id, ()):
            yield Todo(TodoKind.CARRY, day, version=number)
        for run in ended.get(row.facts.id, ()):
            yield Todo(TodoKind.RUN, day, version=run.version, run=run.id)
        if row.step is NextStep.FOLLOW:
            weeks = max(0, (row.outline.last_day - today).days // 7)
            if weeks < SOON:
                yield Todo(TodoKind.FOLLOW, day, weeks)
        elif row.step is NextStep.FILL_IN:
            yield Todo(TodoKind.FILL_IN, day)
        else:
            yield from _of_draft(connection, place, row)


def _untold(connection: Connection, place: HotlinePlace, facts: PlanFacts) -> Iterator[Todo]:
    """Yield that mails of what is published reached nobody, while that is news."""
    if facts.published_at is not None and facts.published_at > place.at - UNTOLD_FOR:
        failed = count_failed_mails(connection, facts.id, facts.published, facts.published_at)
        if failed:
            yield Todo(TodoKind.UNTOLD, facts.first_day, failed)


def _ended_runs(
    connection: Connection, place: HotlinePlace, plans: Sequence[PlanFacts]
) -> Mapping[PlanId, Sequence[EndedRun]]:
    """Return the caller's runs whose rosters nobody has gone on with since: none was published or changed."""
    if place.author is None or not plans:
        return {}
    since = place.at - TOLD_FOR
    found = list_ended(connection, [one.id for one in plans], place.author, since=since, most=LOOKED_AT)

    def waits(run: EndedRun, plan: PlanFacts) -> bool:
        later_by_hand = plan.version - run.version - run.later
        is_newer = plan.published_at is None or run.ended_at > plan.published_at
        return run.plan == plan.id and is_newer and not later_by_hand

    return {plan.id: [run for run in found if waits(run, plan)][:MOST_RUNS] for plan in plans}


def _of_draft(connection: Connection, place: HotlinePlace, row: ListedPlan) -> Iterator[Todo]:
    """Yield what waits in a plan of which something is not published."""
    facts = row.facts
    found = collection_place(connection, place.of_plan(facts))
    until = _until(found)
    if found.stage is Stage.NONE and row.step is NextStep.MAKE_ROSTER:
        yield Todo(TodoKind.ASK, facts.first_day)
    elif found.stage in (Stage.OPEN, Stage.CLOSED):
        yield from _missing(found, list_statuses(found), until)
    waiting = len(list_requests(connection, facts.id, only_open=True))
    if waiting:
        yield Todo(TodoKind.REQUESTS, facts.first_day, waiting)
    if row.state is PublicationState.DRAFT:
        remarks = len(check_plan(read_plan_shortly(connection, found.stored)).remarks)
        if remarks:
            yield Todo(TodoKind.CHECK, facts.first_day, remarks)
    if row.step is NextStep.PUBLISH:
        yield Todo(TodoKind.PUBLISH, facts.first_day, version=facts.version)
    elif found.stage is Stage.CLOSED:
        yield Todo(TodoKind.MAKE_ROSTER, facts.first_day)


def _of_asked(connection: Connection, place: HotlinePlace) -> Iterator[Todo]:
    """Yield what waits for whoever answers for themselves, or for their people."""
    scope = place.viewer.scope
    days = list_open_collections(
        connection,
        place.hotline.id,
        place.at,
        persons=scope.persons,
        municipalities=scope.municipalities,
    )
    for day in days[-MOST_PLANS:]:
        facts = find_plan(connection, place.hotline.id, day)
        found = collection_place(connection, place.of_plan(facts))
        own = [one for one in list_statuses(found) if found.answers_for(one.who)]
        if scope.municipalities:
            yield from _missing(found, own, _until(found))
            yield from _confirming(found, own)
        elif any(not one.done for one in own):
            yield Todo(TodoKind.ANSWER, day, until=_until(found))


def _of_swaps(place: HotlinePlace) -> Iterator[Todo]:
    """Yield how many swaps wait for the caller's word, by plan."""
    board = read_board(place)
    for kind, cards in ((TodoKind.SWAP_DECIDE, board.decides), (TodoKind.SWAP_ANSWER, board.asked)):
        days = Counter(card.shown.published.place.plan.first_day for card in cards)
        yield from (Todo(kind, day, count) for day, count in days.items())


def _vacant(place: HotlinePlace) -> Iterator[Todo]:
    """Yield how many shifts to come lack somebody who is away, while nobody is asked, by plan."""
    if not (place.viewer.may(Permission.EDIT_PLAN) or place.viewer.scope.municipalities):
        return
    found = {
        (seat.published.place.plan.first_day, seat.shift.id)
        for shown in list_shown_absences(place)
        for seat in list_vacancies(place, shown, ranked=False)
        if seat.vacant and not seat.offers
    }
    days = Counter(day for day, _ in found)
    yield from (Todo(TodoKind.VACANT, day, count) for day, count in days.items())


def _missing(found: CollectionPlace, own: Sequence[PersonStatus], until: Message | None) -> Iterator[Todo]:
    missing = sum(not one.done for one in own)
    if missing:
        yield Todo(TodoKind.MISSING, found.plan.first_day, missing, len(own), until=until)


def _confirming(found: CollectionPlace, own: Sequence[PersonStatus]) -> Iterator[Todo]:
    if found.stored.hotline().approval != "leader":
        return
    waiting = sum(one.answer is not None and one.done and not one.answer.confirmed_at for one in own)
    if waiting:
        yield Todo(TodoKind.CONFIRM, found.plan.first_day, waiting, len(own))


def _until(found: CollectionPlace) -> Message | None:
    if found.collection is None or found.stage is not Stage.OPEN:
        return None
    return deadline(found.collection.closes, found.stored.hotline().zone)
