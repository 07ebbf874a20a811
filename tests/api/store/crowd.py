"""A store with five hundred agents, every one with words of their own, and whoever is looked for by those."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pyotp import TOTP
from sqlalchemy import Connection, Engine, select

from api.access.ids import (
    AccountId,
    CaseId,
    HotlineId,
    PersonId,
    PlanId,
    RemarkId,
    ScenarioId,
    VersionNumber,
)
from api.access.roles import Role
from api.accounts.records import (
    access_tokens,
    accounts,
    attempts,
    grants,
    half_logins,
    links,
    logins,
    offers,
    second_steps,
)
from api.accounts.records.preferences import NoticePreference, keep_preference
from api.availability.records.answers import AnswerRecord, keep_answer
from api.availability.records.collections import Collection, keep_collection
from api.availability.records.requests import ChangeRequest, RequestState, add_request
from api.calendars.records import addresses
from api.calendars.rights import PERSON as PERSONS_FEED
from api.cases.records import cases
from api.plans.records.answers import read_content
from api.plans.records.plans import Revision, import_plan, read_plan
from api.proposals.records.proposals import keep_proposal
from api.proposals.records.remarks import DraftRemark, add_remark
from api.proposals.records.remarks import keep_answer as keep_reply
from api.publication.report import report_of
from api.rosters.records.rosters import add_version, find_version, read_version
from api.scenarios.records.scenarios import KeptScenario, add_kept
from api.store import outbox
from api.store.engine import reading, writing
from api.store.tables import (
    FEED_BODY,
    HOTLINE,
    IDEMPOTENCY_KEY,
    MAIL,
    OIDC_IDENTITY,
    PERSON,
    PLAN,
    PUBLICATION,
)
from api.store.types import new_id
from tests import builders
from tests.api.publications import result_of
from tests.api.runs.made_runs import add_run_done
from tests.api.store.between import add_away, hand_over, offer_seat
from tests.api.store.filled import AUTHOR, NOW, publish_version
from wfm.agent import Agent
from wfm.availability import Entry
from wfm.calendar import Period
from wfm.hotline import SwapApproval
from wfm.ids import AgentId, MunicipalityCode, ShiftId
from wfm.plan import Plan
from wfm.quota_table import quota_table
from wfm.roster import Roster
from wfm.scenario.edits import ScenarioEdits
from wfm.tables.case_document import document_from

AGENTS, MUNICIPALITIES, ERASED = 500, 9, 50
SIGNING_IN = (0, 10, 20)
"""Who has an account; the last one's has another role as well."""

WEEKS = (date(2027, 1, 4), date(2027, 1, 11))
"""First days of two plans, both published."""


def words(number: int) -> tuple[str, ...]:
    """Return what nobody but this agent is called by: id, two parts of the name, e-mail and telephone."""
    return (
        f"kq{number:03}z",
        f"Kanarie{number:03}q",
        f"Åkær{number:03}q",
        f"post{number:03}q@example.org",
        f"+45 70{number:03}{number:03}",
    )


def crowd(first_day: date) -> Plan:
    """Return a week of a hotline whose calendars name colleagues, with notes about many of its agents."""
    line = builders.hotline(
        language="en", names_in_feeds=True, period=Period(first_day, first_day + timedelta(days=4))
    )
    towns = tuple(builders.municipality(str(number), 100 + number) for number in range(MUNICIPALITIES))
    return Plan(line, towns, tuple(map(_agent, range(AGENTS))), tuple(_away(first_day)))


def _agent(number: int) -> Agent:
    agent, first, last, email, phone = words(number)
    home = MunicipalityCode(str(number % MUNICIPALITIES))
    return Agent(AgentId(agent), f"{first} {last}", home, frozenset(), email=email, phone=phone)


def _away(day: date) -> Iterator[Entry]:
    for number in range(0, AGENTS, 5):
        other = words((number + 10) % AGENTS)[1]
        note = f"{words(number)[1]} is away, {other} stands in"
        yield builders.entry(words(number)[0], "undesired", day, note=note)


def sitting(plan: Plan, turn: int) -> Roster:
    """Return a roster in which two of one municipality sit on each shift, the first with a round number."""
    seats = {}
    for place, shift in enumerate(plan.shifts):
        one = place * 20 + turn * 10
        seats[shift.id] = (AgentId(words(one)[0]), AgentId(words(one + MUNICIPALITIES)[0]))
    return Roster(seats)


def fill_crowd(engine: Engine) -> None:
    """Import two plans, and publish two rosters of each; what the first named is cancelled by the second."""
    for day in WEEKS:
        with writing(engine) as connection:
            first, second = words(0)[1], words(1)[0]
            revision = import_plan(connection, crowd(day), author=AUTHOR, at=NOW, note=f"asked by {first}")
        with writing(engine) as connection:
            said = {"da": {"sentence": f"{first} er væk"}, "en": {"sentence": f"{first} is away"}}
            add_run_done(connection, revision, NOW, note=f"anew, without {first}", document=said)
        for number in (0, 1):
            with writing(engine) as connection:
                _add(connection, revision, number, f"{second} changed with {first}")
                version = find_version(connection, revision.plan, VersionNumber(number + 1))
            publish_version(engine, version, expected=number)
        with writing(engine) as connection:
            _ask_when(connection, revision)
            _comment(connection, revision)
            _try_otherwise(connection, revision)
            _enter_cases(connection, revision)
            _ask_about_a_shift(connection, revision)
            _replace(connection, revision)
    with writing(engine) as connection:
        for number in SIGNING_IN:
            _sign_in(connection, number)
        _name_others(connection)
        _offer(connection, 40)


def _ask_when(connection: Connection, revision: Revision) -> None:
    """Let availability be collected: somebody answers, and others name them in requests and to all."""
    people = {one.agent: one.person for one in read_content(connection, revision).people()}
    gone, first = people[AgentId(words(0)[0])], words(0)[1]
    told = {"opens": NOW, "closes": NOW + timedelta(days=7), "author": AUTHOR, "at": NOW}
    keep_collection(connection, Collection(revision.plan, 1, note=f"ask {first}", **told))  # type: ignore[arg-type]
    keep_answer(connection, revision.plan, AnswerRecord(gone, NOW, AUTHOR, answered_at=NOW))
    for person, note in ((gone, ""), (people[AgentId(words(1)[0])], f"as {first} does")):
        entry = {"kind": "undesired", "first_day": "2027-01-04", "last_day": "2027-01-04", "note": note}
        made = ChangeRequest(new_id(), person, RequestState.OPEN, [entry], "0" * 64, AUTHOR, NOW)
        add_request(connection, revision.plan, made)


def _comment(connection: Connection, revision: Revision) -> None:
    """Put a draft forward: somebody comments on it, and others name them there and in answers."""
    people = {one.agent: one for one in read_content(connection, revision).people()}
    gone, other, first = people[AgentId(words(0)[0])], people[AgentId(words(1)[0])], words(0)[1]
    told = {"until": NOW + timedelta(days=7), "note": f"{first} asked", "author": AUTHOR, "at": NOW}
    proposal = keep_proposal(connection, revision.plan, VersionNumber(2), **told)  # type: ignore[arg-type]
    for one, text, answer in ((gone, "", ""), (other, f"as {first}", ""), (other, "", f"{first} does")):
        made = DraftRemark(
            id=RemarkId(new_id()),
            proposal=proposal.id,
            shift=None,
            text=text,
            author=AUTHOR,
            at=NOW,
            person=one.person,
            municipality=one.municipality,
        )
        add_remark(connection, made)
        keep_reply(connection, made.id, answer=answer, run=None, by=AUTHOR, at=NOW)


def _try_otherwise(connection: Connection, revision: Revision) -> None:
    """Let scenarios be kept of which the names, or the municipalities that join, name somebody."""
    first, at = words(0)[1], NOW
    told = {"plan": revision.plan, "number": 1, "shared": True, "author": AUTHOR, "at": at}
    for name, join in ((f"as {first} asked", "671:Struer:21846"), ("other", f"672:{first}:100")):
        edits = ScenarioEdits((join,))
        add_kept(connection, KeptScenario(ScenarioId(new_id()), name=name, edits=edits, **told))  # type: ignore[arg-type]


def _enter_cases(connection: Connection, revision: Revision) -> None:
    """Let business cases be kept of which the names, or the items, name somebody."""
    first = words(0)[1]
    for name, item in ((f"as {first} asked", "Telephones"), ("other", f"Hours of {first}")):
        _keep_case(connection, revision.hotline, name, item, shared=True, author=AUTHOR)


def _keep_case(
    connection: Connection, hotline: HotlineId, name: str, item: str, *, shared: bool, author: AccountId
) -> None:
    document = document_from([("name", "three")], [["kind", "name", "2027"], ["cost", item, "1"]])
    told = {"number": 1, "shared": shared, "author": author, "at": NOW}
    made = cases.KeptCase(CaseId(new_id()), hotline, name=name, document=document, **told)  # type: ignore[arg-type]
    cases.add_kept(connection, made)


def _ask_about_a_shift(connection: Connection, revision: Revision) -> None:
    """Let somebody be asked to take a shift over."""
    people = {one.agent: one for one in read_content(connection, revision).people()}
    asked, giver = people[AgentId(words(0)[0])], people[AgentId(words(1)[0])]
    where, shift = (revision.hotline, revision.plan), ShiftId("2027-01-04T08:00")
    hand_over(connection, *where, giver, shift, [asked], approval=SwapApproval.NONE, at=NOW)


def _replace(connection: Connection, revision: Revision) -> None:
    """Let somebody be away, and be asked to take another's seat."""
    gone, other = read_content(connection, revision).people()[:2]
    assert gone.agent == words(0)[0]
    where, shift = (revision.hotline, revision.plan), ShiftId("2027-01-04T08:00")
    add_away(connection, *where, other, shift, sat=gone.person, at=NOW)
    offer_seat(connection, *where, gone, shift, at=NOW)


def _code(connection: Connection, account: AccountId, first: str) -> None:
    """Let an account ask for a code of an app as well, and somebody stand between password and code."""
    code = TOTP(second_steps.start(connection, account, NOW) or "").at(NOW)
    (login,) = logins.logins_of(connection, account)
    second_steps.confirm(connection, account, code, at=NOW, this=login.id)
    half_logins.begin(connection, account, at=NOW, device=f"Phone of {first}", how="password")


def _sign_in(connection: Connection, number: int) -> None:
    """Give an agent an account with all that one can have; the last of them coordinates as well."""
    agent, first, _, email, _ = words(number)
    person, hotline = connection.execute(
        select(PERSON.c.id, PERSON.c.hotline_id).where(PERSON.c.agent == agent)
    ).one()
    made = accounts.make(connection, email, "da", by=None, at=NOW)
    grants.give(connection, made.id, Role.AGENT, hotline=hotline, person=person, by=None, at=NOW)
    if number == SIGNING_IN[-1]:
        grants.give(connection, made.id, Role.COORDINATOR, hotline=hotline, by=None, at=NOW)
    logins.begin(connection, made.id, at=NOW, device=f"Browser of {first}")
    _code(connection, made.id, first)
    link = links.make(connection, links.LinkKind.RESET, made.id, by=None, at=NOW, lasts=timedelta(hours=1))
    access_tokens.make(connection, made.id, f"for {first}", at=NOW, lasts=timedelta(days=30))
    attempts.take(connection, "sign-in to", email, attempts.Limit(10, timedelta(minutes=15)), NOW)
    own = addresses.CalendarOwner(PERSONS_FEED, person)
    called = {"name": f"{first}'s phone", "language": "da"}
    addresses.make_address(connection, hotline, own, at=NOW, account=made.id, **called)
    outbox.add_notice(connection, "reset", {"link": link, "account": made.id}, NOW)
    notice = outbox.add_notice(connection, "published", {}, NOW)
    outbox.mark_sent(connection, notice, NOW)
    known = {"id": made.id, "account_id": made.id, "issuer": "https://login.example", "subject": first}
    connection.execute(OIDC_IDENTITY.insert().values(**known, email=email, created_at=NOW, seen_at=NOW))
    mail = {"id": made.id, "notice_id": notice, "account_id": made.id, "kind": "reset", "payload": {}}
    by_plan = {"id": new_id(), "notice_id": notice, "person_id": person, "kind": "published", "payload": {}}
    for one in (mail, by_plan):
        about = {"event": "account", "role": "self", "channel": "mail"}
        connection.execute(MAIL.insert().values(**one, **about, created_at=NOW, due_at=NOW, attempts=0))
    mobile = words(number)[-1].replace(" ", "")
    keep_preference(connection, made.id, NoticePreference(mobile=mobile, mobile_shown=True), NOW)
    _keep_to_oneself(connection, made.id)


def _keep_to_oneself(connection: Connection, account: AccountId) -> None:
    """Let an account keep a scenario and a case that name nobody and that nobody else sees."""
    plan = PlanId(connection.execute(select(PLAN.c.id).order_by(PLAN.c.first_day)).scalars().first() or "")
    told = {"plan": plan, "number": 1, "shared": False, "author": account, "at": NOW}
    scenario = KeptScenario(ScenarioId(new_id()), name="three", edits=ScenarioEdits(), **told)  # type: ignore[arg-type]
    add_kept(connection, scenario)
    hotline = HotlineId(connection.execute(select(HOTLINE.c.id)).scalars().first() or "")
    _keep_case(connection, hotline, "three", "Telephones", shared=False, author=account)


def _offer(connection: Connection, number: int) -> None:
    """Offer an agent who has no account the role of an agent."""
    agent, _, _, email, _ = words(number)
    p = PERSON.c
    who = connection.execute(select(p.id, p.hotline_id, p.municipality).where(p.agent == agent)).one()
    made = offers.make(connection, who.hotline_id, email, "da", by=AUTHOR, at=NOW, lasts=timedelta(days=7))
    where = {"municipality": who.municipality, "person": who.id}
    offers.add_role(connection, made, Role.AGENT, **where, by=AUTHOR, at=NOW)


def _name_others(connection: Connection) -> None:
    """Let somebody else name agents in all that one can name: bent, joined, by telephone without spaces."""
    _, first, last, _, phone = words(30)
    hotline = connection.execute(select(PERSON.c.hotline_id).distinct()).scalar_one()
    made = accounts.make(connection, "leder@example.org", "da", by=None, at=NOW)
    access_tokens.make(connection, made.id, f"{first}s vagter", at=NOW, lasts=timedelta(days=30))
    logins.begin(connection, made.id, at=NOW, device=f"Lånt af {last}s kollega")
    half_logins.begin(connection, made.id, at=NOW, device=f"{last}-telefonen", how="password")
    town = addresses.CalendarOwner("municipality", "3")
    called = {"name": f"{first}-vagten, {phone.replace(' ', '')}", "language": "da"}
    addresses.make_address(connection, hotline, town, at=NOW, account=made.id, **called)
    asked = {"method": "POST", "body_sha256": "0" * 64, "created_at": NOW, "caller": made.id}
    for key, path, answer in ((f"{first}s", "", ""), ("b", f"/{first}", ""), ("c", "", f"{last}vagten")):
        told = {"key": key, "path": path, "answer": {"said": answer}}
        connection.execute(IDEMPOTENCY_KEY.insert().values(**asked, **told))


def _add(connection: Connection, revision: Revision, number: int, note: str) -> None:
    plan = read_plan(connection, revision)
    roster = sitting(plan, number)
    report = report_of(plan, result_of(plan, roster))
    add_version(connection, revision, roster, report, author=AUTHOR, at=NOW, expected=number, note=note)


def persons(engine: Engine, numbers: Iterable[int]) -> list[PersonId]:
    """Return the random ids of agents."""
    names = [words(number)[0] for number in numbers]
    with reading(engine) as connection:
        return list(connection.execute(select(PERSON.c.id).where(PERSON.c.agent.in_(names))).scalars())


_ANY_WORD = re.compile("(?:kq|Kanarie|Åkær|post|[+]45 ?70)([0-9]{3})".encode())


def named(content: bytes) -> set[int]:
    """Return the numbers of the agents of whom a word stands somewhere."""
    return set(map(int, _ANY_WORD.findall(content)))


def leaks(folder: Path, numbers: Iterable[int]) -> list[str]:
    """Return in which files any word of any of these agents can be read, as raw bytes."""
    wanted = set(numbers)
    found = []
    for path in sorted(folder.rglob("*")):
        with suppress(FileNotFoundError):  # a server takes files away when it likes
            if path.is_file() and named(path.read_bytes()) & wanted:
                found.append(path.name)
    return found


def told(engine: Engine, numbers: Iterable[int]) -> list[str]:
    """Return whose calendars still name any of these agents, unpacked."""
    wanted = set(numbers)
    found = []
    with reading(engine) as connection:
        for row in connection.execute(select(FEED_BODY)).mappings():
            text = bytes(row["body"]).replace(b"\r\n ", b"") + repr(row["events"]).encode()
            if "zipped" in row:
                text += gzip.decompress(bytes(row["zipped"])) + repr(row["dropped"]).encode()
            if named(text) & wanted:
                found.append(f"{row['kind']} {row['subject']}")
    return found


def figures(engine: Engine) -> dict[str, Any]:
    """Return every figure of every published roster: score, quotas, settlement; and who sits where, by id."""
    found: dict[str, Any] = {}
    with reading(engine) as connection:
        for plan, number in connection.execute(select(PUBLICATION.c.plan_id, PUBLICATION.c.number)).all():
            read = read_version(connection, find_version(connection, plan, number))
            seats = read.roster.agents_on.items()
            found[plan] = (
                {level: value for level, value in read.report.score.values.items()}
                if read.report.score
                else 0,
                [replace(row) for row in quota_table(read.plan, read.roster)],
                {shift: sorted(read.person_of[agent] for agent in agents) for shift, agents in seats},
                dict(read.report.bounds),
            )
    return found
