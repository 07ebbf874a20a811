"""A store with something in it: a small plan, versions of its roster, and one of them published."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
from pyotp import TOTP
from sqlalchemy import Engine

from api.access.ids import (
    AccountId,
    CaseId,
    HotlineId,
    RemarkId,
    RevisionNumber,
    ScenarioId,
    VersionNumber,
    WebhookId,
)
from api.access.roles import Role
from api.accounts.records import (
    access_tokens,
    accounts,
    attempts,
    grants,
    half_logins,
    identities,
    links,
    logins,
    offers,
    second_steps,
)
from api.accounts.records.accounts import Account
from api.accounts.records.attempts import Limit
from api.accounts.records.links import LinkKind
from api.accounts.records.preferences import NoticePreference, keep_preference
from api.accounts.records.providers import ProviderEntry, keep_provider
from api.amendments.amendment import AmendedRoster, AmendmentKind, LeftOut
from api.amendments.records.amendments import keep_amendment
from api.availability.records.answers import AnswerRecord, keep_answer
from api.availability.records.collections import Collection, keep_collection
from api.availability.records.requests import ChangeRequest, RequestState, add_request
from api.calendars.records.addresses import CalendarOwner, make_address
from api.calendars.rights import MUNICIPALITY
from api.cases.records import cases
from api.demand.forecast_document import ForecastDocument
from api.demand.records.calls import keep_calendar, keep_calls
from api.demand.records.entered import enter_figures
from api.demand.records.forecasts import keep_forecast
from api.notices.kinds import sort
from api.notices.quiet import QuietHours
from api.notices.records.quiet_hours import KeptQuietHours, keep_quiet_hours
from api.plans.person_answers import NO_ANSWERS, PersonAnswers
from api.plans.records.answers import read_content
from api.plans.records.plans import Revision, import_plan, persons_in, read_plan, revision_by_id
from api.proposals.records.proposals import keep_proposal
from api.proposals.records.remarks import DraftRemark, add_remark
from api.proposals.records.remarks import keep_answer as keep_reply
from api.publication.report import report_of
from api.publishing.service import NoticeAgreement, Receipt, publish
from api.replacements.kinds import AcceptingRule
from api.replacements.records.rules import KeptRule, keep_rule
from api.rosters.editing.moves import Move
from api.rosters.editing.undoing import HandStep, HandStepKind
from api.rosters.records.rosters import Version, add_version
from api.rosters.records.steps import keep_step
from api.rosters.records.worked import PersonMinutes, WorkedPart, WorkedState, keep_parts
from api.scenarios.records.scenarios import KeptScenario, add_kept
from api.store import outbox
from api.store.engine import reading, writing
from api.store.idempotency import IdempotentRequest
from api.store.notice_table import Channel, NoticeEvent
from api.store.types import new_id
from api.store.webhooks import WebhookEvent, announce
from api.webhooks.records.webhooks import Webhook, add_webhook
from api.webhooks.signing import make_secret
from tests.api.publications import SMALL_ROSTER, result_of, small_plan
from tests.api.runs.made_runs import add_run_done
from tests.api.store.between import add_away, hand_over, offer_seat
from tests.builders import entry, roster
from wfm.demand.forecast import Forecast
from wfm.demand.forecast_packing import pack_forecast
from wfm.demand.history import CallHistory, CallInterval
from wfm.demand.intervals import cut_period
from wfm.entered_figures import EnteredFigure, EnteredKind
from wfm.ids import AgentId, MunicipalityCode, ShiftId
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.scenario.edits import ScenarioEdits
from wfm.tables.case_document import document_from

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
AUTHOR, OTHER = AccountId("a" * 32), AccountId("b" * 32)
"""Accounts."""

OTHER_ROSTER = roster(
    {
        "2027-01-04T08:00": ("1-1", "1-2"),
        "2027-01-04T11:00": ("2-1", "2-2"),
        "2027-01-05T08:00": ("1-2",),
        "2027-01-07T11:00": ("1-2", "1-1"),
    }
)


def plan_with_notes() -> Plan:
    """Return a small plan in which somebody is away for a reason of their own."""
    plan = small_plan()
    away = entry("3-1", "unavailable", note="KANARIE-note, med æøå")
    return Plan(plan.hotline, plan.municipalities, plan.agents, (away,))


def add_plan(
    engine: Engine, plan: Plan, *, expected: int = 0, answers: PersonAnswers = NO_ANSWERS
) -> Revision:
    """Import a plan."""
    with writing(engine) as connection:
        told = {"author": AUTHOR, "at": NOW, "expected": expected, "note": "first"}
        return import_plan(connection, plan, **told, answers=answers)  # type: ignore[arg-type]


def add_roster(engine: Engine, revision: Revision, sitting: Roster, *, expected: int) -> Version:
    """Add a roster version as if it had been solved."""
    with writing(engine) as connection:
        plan = read_plan(connection, revision_by_id(connection, revision.id))
        report = report_of(plan, result_of(plan, sitting))
        at = NOW + timedelta(hours=expected)
        return add_version(
            connection, revision, sitting, report, author=AUTHOR, at=at, expected=expected, note="by hand"
        )


def request(key: str, caller: str = AUTHOR) -> IdempotentRequest:
    """Return a request to publish."""
    return IdempotentRequest(caller, key, "POST", "/publish", "0" * 64)


def publish_version(
    engine: Engine, version: Version, *, expected: int, author: AccountId = AUTHOR
) -> Receipt:
    """Publish a version, with a key of its own."""
    return publish(
        engine,
        version.plan,
        version.number,
        expected=expected,
        author=author,
        at=NOW + timedelta(days=version.number),
        request=request(f"{version.plan}-{version.number}-{author}"),
        agreed=NoticeAgreement(0),
        accept_short_notice=True,
    )


def add_accounts(engine: Engine, hotline: HotlineId) -> Account:
    """Make a coordinator's account with all that an account can have; return it."""
    with writing(engine) as connection:
        made = accounts.make(connection, "koordinator@example.dk", "da", by=None, at=NOW)
        grants.give(connection, made.id, Role.COORDINATOR, hotline=hotline, by=None, at=NOW)
        logins.begin(connection, made.id, at=NOW, device="Firefox")
        secret = second_steps.start(connection, made.id, NOW) or ""
        code = TOTP(secret).at(NOW)
        (login,) = logins.logins_of(connection, made.id)
        second_steps.confirm(connection, made.id, code, at=NOW, this=login.id)
        half_logins.begin(connection, made.id, at=NOW, device="Firefox", how="password")
        links.make(connection, LinkKind.RESET, made.id, by=None, at=NOW, lasts=timedelta(hours=1))
        access_tokens.make(connection, made.id, "wages", at=NOW, lasts=timedelta(days=30))
        attempts.take(connection, "account", made.email, Limit(10, timedelta(minutes=15)), NOW)
        offer = offers.make(
            connection, hotline, made.email, "da", by=made.id, at=NOW, lasts=timedelta(days=7)
        )
        offers.add_role(
            connection, offer, Role.COORDINATOR, municipality=None, person=None, by=made.id, at=NOW
        )
        told = {"name": "phone", "language": "da", "at": NOW, "account": made.id}
        make_address(connection, hotline, CalendarOwner(MUNICIPALITY, "1"), **told)  # type: ignore[arg-type]
    add_provider(engine, hotline)
    return made


def add_provider(engine: Engine, hotline: HotlineId) -> None:
    """Set a provider of sign-in up."""
    entry = ProviderEntry("vestby", MunicipalityCode("1"), "Vestby", "https://id.example.net", "faellesvagt")
    with writing(engine) as connection:
        keep_provider(connection, hotline, entry, sealed="secret", number=1, by=AUTHOR, at=NOW)


def add_webhook_told(engine: Engine, hotline: HotlineId, version: Version) -> None:
    """Let an address be told, and tell it that something was published."""
    with writing(engine) as connection:
        made = Webhook(WebhookId(new_id()), hotline, "https://hooks.example.dk/vagt", make_secret(), NOW)
        add_webhook(connection, made, by=AUTHOR)
        announce(connection, WebhookEvent.PUBLISHED, version.plan, NOW, {"version": version.number})


def add_post(engine: Engine) -> None:
    """Make an account that a provider vouches for, and a mail to it."""
    with writing(engine) as connection:
        known = identities.make(
            connection, "https://id.example.dk", "1", email="agent@example.dk", language="da", at=NOW
        )
        link = links.make(
            connection, LinkKind.INVITATION, known.account, by=None, at=NOW, lasts=timedelta(hours=1)
        )
        notice = outbox.add_notice(connection, "invitation", {"link": link, "account": known.account}, NOW)
        (waits,) = (one for one in outbox.unsent_notices(connection) if one.id == notice)
    sort(engine, waits, NOW)


def add_preference(engine: Engine, hotline: HotlineId, account: AccountId) -> None:
    """Let somebody choose what they are told, and give a number."""
    choices = {(NoticeEvent.SHIFTS, Channel.TEXT): True, (NoticeEvent.SWAP_STATE, Channel.MAIL): False}
    town, hours = MunicipalityCode("1"), QuietHours("20:00", "08:00")
    with writing(engine) as connection:
        keep_quiet_hours(connection, hotline, town, KeptQuietHours(hours, 1, AUTHOR, NOW))
        keep_preference(connection, account, NoticePreference(choices=choices, mobile="+4520202020"), NOW)


def add_collection(engine: Engine, revision: Revision) -> None:
    """Ask everybody when they can sit: one has answered, and asks for a change."""
    with writing(engine) as connection:
        one = read_content(connection, revision).people()[0]
        told = {"opens": NOW, "closes": NOW + timedelta(days=7), "author": AUTHOR, "at": NOW}
        keep_collection(connection, Collection(revision.plan, 1, note="soon", **told))  # type: ignore[arg-type]
        keep_answer(connection, revision.plan, AnswerRecord(one.person, NOW, AUTHOR, answered_at=NOW))
        entry = {"kind": "undesired", "first_day": "2027-01-04", "last_day": "2027-01-04"}
        made = ChangeRequest(new_id(), one.person, RequestState.OPEN, [entry], "0" * 64, AUTHOR, NOW)
        add_request(connection, revision.plan, made)


def add_proposal(engine: Engine, version: Version) -> None:
    """Put a version forward; one has commented on a shift and got an answer."""
    with writing(engine) as connection:
        one = read_content(connection, revision_by_id(connection, version.revision)).people()[0]
        told = {"until": NOW + timedelta(days=7), "note": "please look", "author": AUTHOR, "at": NOW}
        proposal = keep_proposal(connection, version.plan, version.number, **told)  # type: ignore[arg-type]
        made = RemarkId(new_id())
        remark = DraftRemark(
            id=made,
            proposal=proposal.id,
            shift=ShiftId("2027-01-04T08:00"),
            text="KANARIE-kommentar",
            author=AUTHOR,
            at=NOW,
            person=one.person,
            municipality=one.municipality,
        )
        add_remark(connection, remark)
        answered = {"answer": "KANARIE-svar", "run": None, "by": AUTHOR, "at": NOW}
        keep_reply(connection, made, **answered)  # type: ignore[arg-type]


def add_amendment(engine: Engine, version: Version, receipt: Receipt) -> None:
    """Note that a version came of an amendment that a draft could not follow."""
    with writing(engine) as connection:
        left = LeftOut((Move(ShiftId("2027-01-04T08:00"), AgentId("1-1")),), ("seats",))
        made = AmendedRoster(version, VersionNumber(0), receipt, left=(left,))
        person_of = persons_in(connection, revision_by_id(connection, version.revision))
        keep_amendment(connection, AmendmentKind.HAND, made, person_of, author=AUTHOR, at=NOW)


def add_worked(engine: Engine, version: Version) -> None:
    """Say of a shift that one sat there for half of it, and a stand-in for the rest."""
    with writing(engine) as connection:
        one = read_content(connection, revision_by_id(connection, version.revision)).people()[0]
        part = WorkedPart(
            shift=ShiftId("2027-01-04T08:00"),
            municipality=one.municipality,
            state=WorkedState.REPORTED,
            seats=(PersonMinutes(one.person, 90), PersonMinutes(None, 90)),
            changes=1,
            author=AUTHOR,
            at=NOW,
        )
        keep_parts(connection, version.plan, [part])


def add_replacement(engine: Engine, version: Version) -> None:
    """Note that somebody is away, and that another one is asked to take the seat."""
    with writing(engine) as connection:
        revision = revision_by_id(connection, version.revision)
        first, second, *_ = read_content(connection, revision).people()
        where, shift = (revision.hotline, version.plan), ShiftId("2027-01-08T08:00")
        add_away(connection, *where, first, shift, at=NOW, author=AUTHOR)
        offer_seat(connection, *where, second, shift, at=NOW, author=AUTHOR, leaves=first.person)
        kept = KeptRule(AcceptingRule.LEADER, 1, AUTHOR, NOW)
        keep_rule(connection, revision.hotline, first.municipality, kept)


def add_open_swap(engine: Engine, revision: Revision) -> None:
    """Put a shift forward that one who is asked has declined."""
    with writing(engine) as connection:
        giver, declined, asked, *_ = read_content(connection, revision).people()
        shift, lasts = ShiftId("2027-01-04T08:00"), timedelta(days=7)
        hand_over(
            connection,
            revision.hotline,
            revision.plan,
            giver,
            shift,
            [asked],
            at=NOW,
            author=AUTHOR,
            declined=[declined],
            lasts=lasts,
        )


def add_scenario(engine: Engine, revision: Revision) -> None:
    """Keep a scenario that others see, and what a search found of it."""
    made = KeptScenario(
        id=ScenarioId(new_id()),
        plan=revision.plan,
        number=2,
        name="KANARIE-scenarie",
        edits=ScenarioEdits(("671:Struer:21846:4",), ("3",), ("shifts.agents=3",)),
        shared=True,
        author=AUTHOR,
        at=NOW,
        solved={"status": "OPTIMAL", "coverage": 0},
    )
    with writing(engine) as connection:
        add_kept(connection, made)


def add_case(engine: Engine, revision: Revision) -> None:
    """Keep a business case that others see."""
    rows = [["kind", "name", "key", "2027"], ["cost", "KANARIE-post", "equal", "1000"]]
    keys = [["municipality", "name", "population"], ["1", "KANARIE-part", "100"]]
    made = cases.KeptCase(
        id=CaseId(new_id()),
        hotline=revision.hotline,
        number=2,
        name="KANARIE-sag",
        document=document_from([("name", "KANARIE-sag")], rows, keys),
        shared=True,
        author=AUTHOR,
        at=NOW,
    )
    with writing(engine) as connection:
        cases.add_kept(connection, made)


def add_calls(engine: Engine, revision: Revision) -> None:
    """Store a day of calls, and a forecast."""
    day = date(2026, 12, 1)
    counted = CallInterval(day, 480, datetime(2026, 12, 1, 7, tzinfo=UTC), 4)
    told: dict[str, object] = {"sentences": {"da": [], "en": []}}
    with writing(engine) as connection:
        intervals = cut_period(read_plan(connection, revision).hotline, 30)
        calls = np.ones(len(intervals))
        forecast = Forecast(intervals, calls, calls * 240, np.ones((2, len(intervals)), dtype=np.int64))
        needs = told | {"given": None, "shifts": []}
        made = ForecastDocument(pack_forecast(forecast), day, told, {}, needs)
        keep_calls(connection, revision.hotline, CallHistory(30, (counted,)), NOW)
        number = keep_calendar(connection, revision.hotline, NOW)
        entered = [EnteredFigure(EnteredKind.SATISFACTION, "2026-W49", 8, 10)]
        enter_figures(connection, revision.hotline, entered, number=number, author=AUTHOR, at=NOW)
        keep_forecast(connection, "f" * 32, revision.plan, made, NOW)


def fill(engine: Engine) -> Version:
    """Import a plan, add two versions of its roster and publish the first; return the second."""
    revision = add_plan(engine, plan_with_notes())
    first = add_roster(engine, revision, SMALL_ROSTER, expected=0)
    second = add_roster(engine, revision, OTHER_ROSTER, expected=1)
    receipt = publish_version(engine, first, expected=0)
    add_preference(engine, revision.hotline, add_accounts(engine, revision.hotline).id)
    add_post(engine)
    add_webhook_told(engine, revision.hotline, first)
    with writing(engine) as connection:
        add_run_done(connection, revision, NOW, author=AUTHOR, version=second.number)
        keep_step(connection, second.id, HandStep(HandStepKind.CHANGE, VersionNumber(0), RevisionNumber(1)))
    add_collection(engine, revision)
    add_calls(engine, revision)
    add_proposal(engine, second)
    add_worked(engine, first)
    add_amendment(engine, first, receipt)
    add_replacement(engine, first)
    add_open_swap(engine, revision)
    add_scenario(engine, revision)
    add_case(engine, revision)
    with reading(engine) as connection:
        assert revision_by_id(connection, revision.id) == revision
    return second
