"""A draft that people see and comment on: who sees what of it, until when, and what is written down."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import select

from api.access.ids import RunId
from api.access.roles import Role
from api.accounts.records import accounts, grants
from api.notices.kinds import find_notices, sort
from api.plans.records.facts import find_hotline, find_plan
from api.plans.records.plans import find_revision
from api.proposals.mails import MAILS
from api.rosters.records.rosters import find_version
from api.runs.kinds import RunKind
from api.store.engine import reading, writing
from api.store.mail_kinds import MailDraft, MailTask
from api.store.tables import AUDIT_PAYLOAD, MAIL
from tests.api.availability.asked import iso
from tests.api.filled_service import CODE, FIRST_DAY, NOW, PLAN, ROOT, Served
from tests.api.notices.post import add_agents, draft_of
from tests.api.questions.asking import answer_with_all, named
from tests.api.runs.made_runs import ASKED, add_run_done, add_waiting_run
from tests.api.store.filled import OTHER_ROSTER, add_roster, publish_version
from wfm.ids import AgentId, MunicipalityCode, ShiftId
from wfm.roster import Roster

UNTIL = NOW + timedelta(days=5)
DAY = date.fromisoformat(FIRST_DAY)
PLACE = "versions/2/proposal"
OWN = "2027-01-05T08:00"
"""A shift on which 1-2 sits alone."""
SHARED = "2027-01-04T08:00"


def propose(served: Served, number: int = 2, began: object = None, **more: Any) -> Response:
    """Put a version forward, knowing how it is put forward now where nothing else is said."""
    document = {"until": iso(UNTIL), "note": "please look", **more}
    known = served.get(f"versions/{number}/proposal").headers.get("etag", 0) if began is None else began
    return served.send("POST", f"versions/{number}/proposal", document, began=known)


def remark(served: Served, shift: str | None, text: str, caller: str = "agent", **more: Any) -> Response:
    return served.send("POST", f"{PLACE}/remarks", {"shift": shift, "text": text}, caller=caller, **more)


def heard(served: Served, caller: str) -> list[str]:
    return [one["text"] for one in served.get(f"{PLACE}/remarks", caller).json()["remarks"]]


def test_a_draft_is_the_planners_until_it_is_proposed(served: Served) -> None:
    everybody = ("agent", "leader", "coordinator", "administrator")
    assert {served.get(PLACE, caller).status_code for caller in everybody} == {404}
    for caller, status in (("agent", 403), ("leader", 403), ("administrator", 403), ("nobody", 401)):
        assert served.send("POST", PLACE, {"until": iso(UNTIL)}, caller=caller, began=0).status_code == status
    made = propose(served)
    assert (made.status_code, made.headers["location"]) == (201, f"{PLAN}/{PLACE}")
    assert made.json()["by"] is not None
    for caller in everybody:
        told = served.get(PLACE, caller).json()
        assert (told["state"], told["until"], told["note"]) == ("open", iso(UNTIL), "please look")
    assert served.get(PLACE, "agent").json()["by"] is None
    assert served.get("versions/3/proposal", "agent").status_code == 404


@pytest.mark.parametrize("caller", ["agent", "leader", "coordinator"])
def test_each_sees_of_the_draft_what_they_would_see_of_it_published(served: Served, caller: str) -> None:
    propose(served)
    names = ("roster", "shifts", "quotas", "report", "municipalities", "agents")
    address = f"/api/v1/{{}}?hotline={CODE}&plan={FIRST_DAY}"
    drafts = [served.get(f"{address.format(name)}&proposal=2", caller) for name in names]
    before = [served.get(address.format(name), caller) for name in names]
    with reading(served.database) as connection:
        plan = find_plan(connection, find_hotline(connection, CODE).id, DAY)
        second = find_version(connection, plan.id, 2)  # type: ignore[arg-type]
    publish_version(served.database, second, expected=1)
    after = [served.get(address.format(name), caller) for name in names]
    assert [one.status_code for one in drafts] == [one.status_code for one in after]
    assert [told(one) for one in drafts] == [told(one) for one in after]
    assert [told(one) for one in before] != [told(one) for one in after]
    assert served.get(f"{address.format('roster')}&proposal=2", caller).status_code == 404  # it is published


def told(response: Response) -> Any:
    """Return what an answer says, addresses and moments of calendars aside."""
    return response.json() if response.status_code == 200 else response.status_code


def test_pages_show_the_draft_and_calendars_do_not(served: Served) -> None:
    propose(served)
    query = f"?hotline={CODE}&plan={FIRST_DAY}&proposal=2&lang=en"
    for caller, page in (("agent", "weeks/2027-W01"), ("leader", ""), ("leader", "agents/1-2")):
        shown = served.get(f"/{page}{query}", caller)
        assert shown.status_code == 200
        assert "Draft for comments." in shown.text
        assert "Subscribe" not in shown.text
        assert "Draft for comments." not in served.get(f"/{page}?hotline={CODE}&lang=en", caller).text
    assert served.get(f"/roster.html{query}", "leader").status_code == 404
    usual, draft = (served.get(f"/feeds/1-2.ics{more}", "leader") for more in (f"?hotline={CODE}", query))
    assert usual.status_code == draft.status_code == 200
    assert usual.text == draft.text
    served.now[0] = UNTIL
    assert served.get(f"/weeks/2027-W01{query}", "agent").status_code == 404


def test_an_agent_reads_own_comments_a_leader_those_of_own_people_a_coordinator_all(served: Served) -> None:
    propose(served)
    own = remark(served, SHARED, "is early")
    assert own.status_code == 201
    assert (own.json()["agent"], own.json()["municipality"], own.json()["answer"]) == ("1-1", "1", None)
    assert remark(served, "2027-01-04T11:00", "ours?", "leader").json()["agent"] is None
    assert remark(served, None, "to all", "coordinator").json()["municipality"] is None
    assert heard(served, "agent") == ["is early"]
    assert heard(served, "leader") == ["is early", "ours?"]
    assert heard(served, "coordinator") == heard(served, "administrator") == ["to all", "is early", "ours?"]
    other = served.send("POST", f"{PLACE}/remarks", {"shift": None, "text": "x"}, caller="administrator")
    assert other.status_code == 403


@pytest.mark.parametrize(
    ("shift", "text"),
    [
        ("2027-01-04T11:00", "of others"),
        (OWN, "not mine"),
        ("nonsense", "x"),
        (SHARED, " \n"),
        (SHARED, "x" * 2001),
    ],
)
def test_what_no_comment_can_be_is_refused_with_its_place(served: Served, shift: str, text: str) -> None:
    propose(served)
    before = served.digest()
    assert remark(served, shift, text).status_code == 422
    assert served.digest() == before


def test_after_its_end_nothing_is_commented_on_and_answers_are_still_read(served: Served) -> None:
    propose(served)
    made = remark(served, SHARED, "is early").json()["id"]
    served.now[0] = UNTIL - timedelta(seconds=1)
    assert remark(served, None, "in time").status_code == 201
    served.now[0] = UNTIL
    for caller in ("agent", "leader"):
        late = remark(served, None, "late", caller)
        assert (late.status_code, late.json()["type"].rpartition("-")[2]) == (409, "closed")
    assert remark(served, None, "noted by telephone", "coordinator").status_code == 201
    done = served.send("POST", f"{PLACE}/remarks/{made}/answer", {"text": "yes"})
    assert (done.status_code, done.json()["answer"]) == (200, "yes")
    seen = served.get(PLACE, "agent").json()
    assert (seen["state"], [one["answer"] for one in seen["remarks"]]) == ("closed", [None, "yes"])


def test_a_newer_draft_closes_the_older_and_a_published_one_cannot_be_proposed(served: Served) -> None:
    propose(served)
    with reading(served.database) as connection:
        plan = find_plan(connection, find_hotline(connection, CODE).id, DAY)
        revision = find_revision(connection, plan.id)
    add_roster(served.database, revision, OTHER_ROSTER, expected=2)
    assert propose(served, 3).status_code == 201
    assert served.get(PLACE).json()["state"] == "closed"
    assert remark(served, SHARED, "too late").status_code == 409
    assert propose(served, 1).json()["type"].rpartition("/")[2].endswith("not-later")
    assert propose(served, 3, until=iso(NOW)).status_code == 422
    assert propose(served, 3, until="2026-12-08").json()["until"] == "2026-12-08T23:00:00Z"


def test_two_coordinators_do_not_overwrite_each_other(served: Served) -> None:
    document = {"until": iso(UNTIL), "note": "mine"}
    assert served.send("POST", PLACE, document).status_code == 428
    first = served.send("POST", PLACE, document, began=0, key="one")
    assert (first.status_code, first.headers["etag"]) == (201, '"1"')
    before = served.digest()
    for began in (0, 2):
        late = served.send("POST", PLACE, {**document, "note": "theirs"}, caller="other", began=began)
        assert late.status_code == 412
    assert served.digest() == before
    assert served.send("POST", PLACE, document, began=0, key="one").json()["note"] == "mine"  # sent again
    assert propose(served, note="theirs").headers["etag"] == '"2"'
    assert served.get(PLACE).headers["etag"].startswith('"2-')


def test_a_draft_that_breaks_a_hard_rule_is_put_forward_at_no_door(served: Served) -> None:
    with reading(served.database) as connection:
        plan = find_plan(connection, find_hotline(connection, CODE).id, DAY)
        revision = find_revision(connection, plan.id)
    mixed = Roster({ShiftId(SHARED): (AgentId("1-1"), AgentId("2-1"))})
    add_roster(served.database, revision, mixed, expected=2)
    before = served.digest()
    refused = propose(served, 3)
    assert (refused.status_code, refused.json()["type"]) == (409, "/api/v1/docs#problem-broken-rules")
    assert served.digest() == before
    page = f"/plans/{FIRST_DAY}/versions/3/proposal?hotline={CODE}&lang=en"
    shown = served.get(page).text
    assert "a shift belongs to one municipality" in shown
    assert "Put forward, and send mails" not in shown
    typed = {"key": "a" * 32, "until": "2026-12-20", "note": "", "expected": "0"}
    sent = served.client.post(page, data=typed, headers={"x-caller": "coordinator"})
    assert (sent.status_code, served.digest()) == (409, before)


def test_who_is_concerned_is_told_once_and_whoever_commented_of_the_answer(served: Served) -> None:
    with reading(served.database) as connection:
        hotline = find_hotline(connection, CODE).id
    people = add_agents(served.database, hotline)
    with writing(served.database) as connection:
        leader = accounts.make(connection, "leder@example.dk", "en", by=None, at=NOW)
        town = MunicipalityCode("1")
        grants.give(connection, leader.id, Role.LEADER, hotline=hotline, municipality=town, by=None, at=NOW)
    propose(served)
    agents = {one.id for name, one in people.items() if name != "3-1"}
    assert {one.account for one in mailed(served)} == {*agents, leader.id}
    propose(served, until=iso(UNTIL + timedelta(days=1)))  # moved on, and nobody is told twice
    assert not mailed(served)
    made = remark(served, SHARED, "KANARIE is early").json()["id"]
    assert not mailed(served)
    served.send("POST", f"{PLACE}/remarks/{made}/answer", {"text": "KANARIE yes"})
    (sent,) = mailed(served)
    assert sent.account == "c" * 32
    letter = written(served, sent)
    assert "KANARIE" not in repr((letter, sent))
    assert letter.url == f"https://x.dk/plans/{FIRST_DAY}/versions/2/proposal?hotline={CODE}"
    served.now[0] = UNTIL + timedelta(days=2)  # it has ended; put forward anew it is news again
    propose(served, until=iso(UNTIL + timedelta(days=4)))
    assert {one.account for one in mailed(served)} == {*agents, leader.id}


def mailed(served: Served) -> list[MailDraft]:
    """Make the mails that wait, and return those of proposals."""
    with reading(served.database) as connection:
        before = set(connection.execute(select(MAIL.c.id)).scalars())
    for notice in find_notices(served.database, served.now[0]):
        sort(served.database, notice, served.now[0])
    with reading(served.database) as connection:
        rows = connection.execute(select(MAIL)).all()
    kinds = {kind.name for kind in MAILS}
    return [draft_of(row) for row in rows if row.id not in before and row.kind in kinds]


def written(served: Served, draft: MailDraft) -> Any:
    kind = MAILS["shift" in draft.payload]
    return kind.write(served.database, MailTask(draft, "en", "https://x.dk", NOW))


def explained(served: Served, **asked: object) -> tuple[RunId, RunId]:
    """Let coordinators solve, and ask about everybody; return both runs."""
    with reading(served.database) as connection:
        plan = find_plan(connection, find_hotline(connection, CODE).id, DAY)
        revision = find_revision(connection, plan.id)
    with writing(served.database) as connection:
        solved = add_run_done(connection, revision, NOW)
        told = {**ASKED, "version": 2, **asked}
        run = add_waiting_run(connection, revision, NOW, kind=RunKind.EXPLAIN, asked=told)
    answer_with_all(served)
    return solved, run


@pytest.mark.parametrize(
    ("caller", "inside"),
    [("agent", {"1-1"}), ("leader", {"1-1", "1-2"}), ("leader 2", {"2-1", "2-2"})],
)
def test_an_explanation_answers_each_with_what_they_may_know(
    served: Served, caller: str, inside: set[str]
) -> None:
    propose(served)
    made = remark(served, None, "why not me?", caller).json()["id"]
    solved, run = explained(served)
    where = f"{PLACE}/remarks/{made}/answer"
    assert served.send("POST", where, {"run": solved}).status_code == 404
    done = served.send("POST", where, {"run": run}).json()
    assert named(done["answer"]) == inside
    assert "Nobody else can take more over as it is" in done["answer"]
    assert done["run"] == run
    assert served.get(PLACE, caller).json()["remarks"][0]["run"] is None
    assert served.send("POST", where, {"text": " "}).status_code == 422
    page = served.get(f"/plans/{FIRST_DAY}/runs/{run}?hotline={CODE}", "coordinator")
    assert named(page.text) >= {"1-1", "2-2"}  # planners read all of it, as before


def test_of_an_explanation_of_before_nothing_is_told_but_to_coordinators(served: Served) -> None:
    propose(served)
    of_others, own = (remark(served, None, "why?", who).json()["id"] for who in ("agent", "coordinator"))
    old = {"why_not": {"sentence": "2-1 could not", "because": ["2-2 is away"]}}
    with reading(served.database) as connection:
        plan = find_plan(connection, find_hotline(connection, CODE).id, DAY)
        revision = find_revision(connection, plan.id)
    with writing(served.database) as connection:
        both = {"en": old, "da": old}
        run = add_run_done(connection, revision, NOW, document=both, kind=RunKind.EXPLAIN)
    assert served.send("POST", f"{PLACE}/remarks/{of_others}/answer", {"run": run}).status_code == 422
    done = served.send("POST", f"{PLACE}/remarks/{own}/answer", {"run": run}).json()
    assert done["answer"] == "2-1 could not. 2-2 is away."


def test_the_record_says_that_it_was_asked_and_answered_and_not_what(served: Served) -> None:
    propose(served, note="KANARIE note")
    made = remark(served, SHARED, "KANARIE text").json()["id"]
    served.send("POST", f"{PLACE}/remarks/{made}/answer", {"text": "KANARIE answer"})
    record = served.get(f"{ROOT}/{CODE}/record?limit=3").json()
    assert [one["action"] for one in record["events"]] == [
        "proposal.answer",
        "proposal.comment",
        "proposal.set",
    ]
    with reading(served.database) as connection:
        payloads = connection.execute(select(AUDIT_PAYLOAD)).all()
    assert "KANARIE note" not in repr(payloads)
    assert "KANARIE text" not in repr(payloads)
    assert "KANARIE answer" not in repr(payloads)


def test_the_same_request_twice_is_one_comment(served: Served) -> None:
    propose(served)
    first, second = (remark(served, SHARED, "is early", key="one") for _ in range(2))
    assert first.json() == second.json()
    served.now[0] = UNTIL
    assert remark(served, SHARED, "is early", key="one").json() == first.json()
    assert heard(served, "coordinator") == ["is early"]
