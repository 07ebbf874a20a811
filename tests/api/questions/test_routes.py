"""Questions about what is published: who may ask whom about what, who reads the answer, and what it keeps."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from api.access.ids import AccountId, RunId
from api.access.roles import Role
from api.accounts.records import accounts, grants
from api.notices.kinds import find_notices, sort
from api.plans.records.plans import find_revision, persons_in
from api.questions.service import MOST_WAITING
from api.runs.mails import MAILS
from api.runs.notice import LONG, RUN_ENDED
from api.runs.records.leases import claim
from api.runs.records.queue import list_in_turn
from api.runs.service import MOST_WAITING as MOST_OF_PLANNERS
from api.store.engine import reading, writing
from api.store.mail_kinds import MailTask
from api.store.tables import AUDIT_PAYLOAD, MAIL, RUN, RUN_RESULT
from api.store.types import new_id
from tests.api.filled_service import CALLERS, CODE, FIRST_DAY, NOW, PLAN, Served, account
from tests.api.notices.post import draft_of
from tests.api.questions.asking import answer_with_all, ask, named
from tests.api.runs.reckoning import ask as ask_for_run
from tests.api.runs.reckoning import place_in, work

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)

LATER = NOW + LONG + timedelta(seconds=1)


def one(served: Served, question: str, caller: str = "agent") -> Any:
    answer = served.get(f"questions/{question}", caller)
    return answer.json() if answer.status_code == 200 else answer.status_code


def test_an_agent_asks_about_themselves_and_reads_what_was_reckoned_of_the_published_roster(
    served: Served,
) -> None:
    made = ask(served)
    question = made.json()
    assert (made.status_code, made.headers["location"]) == (201, f"{PLAN}/questions/{question['id']}")
    assert (question["state"], question["place"], question["version"]) == ("queued", 1, 1)
    assert question["told"] is None
    work(served.database, RunId(question["id"]))
    (told,) = one(served, question["id"])["told"]
    assert told["findings"] == ["Agent 1-1 has 3 shifts; a fair load is 7"]  # in the draft it is 2
    assert told["answer"] == "forced"
    assert told["because"]
    assert one(served, question["id"], "coordinator")["told"] == [told]
    assert [q["id"] for q in served.get("questions", "agent").json()["questions"]] == [question["id"]]
    assert served.get("questions", "coordinator").json()["questions"] == []
    for caller in ("leader", "leader 2", "agent 1-2", "agent 2-1"):
        assert one(served, question["id"], caller) == 404


@pytest.mark.parametrize(
    ("caller", "question", "inside"),
    [
        ("agent", {"agent": "1-1", "rule": "agent_balance"}, {"1-1"}),
        ("agent", {"agent": "1-1", "shift": "2027-01-08T08:00"}, {"1-1"}),
        ("leader", {"agent": "1-1", "rule": "agent_balance"}, {"1-1", "1-2"}),
        ("leader", {"agent": "1-2", "shift": "2027-01-08T08:00"}, {"1-1", "1-2"}),
        ("leader", {"municipality": "1", "rule": "week_spread"}, {"1-1", "1-2"}),
    ],
)
def test_no_door_tells_of_anybody_outside(
    served: Served, caller: str, question: dict[str, str], inside: set[str]
) -> None:
    made = ask(served, caller, **question).json()["id"]
    answer_with_all(served)
    page = f"/plans/{FIRST_DAY}/questions"
    query = f"?hotline={CODE}&lang=en"
    told = one(served, made, caller)["told"]
    assert named(repr(told)) == inside
    assert "Nobody else can take more over as it is" in repr(told)
    doors = {
        "page": served.get(f"{page}/{made}{query}", caller).text,
        "list": served.get(f"{page}{query}", caller).text,
        "document": served.get("questions", caller).text,
        "planner's page": served.get(f"/plans/{FIRST_DAY}/runs/{made}{query}", "coordinator").text,
        "planner's run": served.get(f"runs/{made}", "coordinator").text,
        "events": served.get(f"runs/{made}/events", "coordinator").text,
    }
    for door, text in doors.items():
        assert "a day that nobody knows of" in text or door in ("list", "events"), door
        assert named(text) <= inside, door
    assert named(doors["events"]) == set()
    assert {served.get(f"runs/{made}{more}", caller).status_code for more in ("", "/events")} == {403}
    with reading(served.database) as connection:
        kept = connection.execute(select(RUN_RESULT.c.document).where(RUN_RESULT.c.run_id == made)).scalar()
        asked = connection.execute(select(RUN.c.asked).where(RUN.c.id == made)).scalar()
        written = connection.execute(select(AUDIT_PAYLOAD)).all()
    assert named(repr(kept)) == inside
    assert named(repr(asked)) == named(repr(written)) == set()


@pytest.mark.parametrize(
    ("caller", "question", "field"),
    [
        ("agent", {"agent": "1-2"}, "agent"),
        ("agent", {"agent": "2-1"}, "agent"),
        ("agent", {"agent": "9-9"}, "agent"),
        ("agent", {"municipality": "1"}, "municipality"),
        ("leader", {"agent": "2-1"}, "agent"),
        ("leader", {"municipality": "2"}, "municipality"),
        ("leader", {"municipality": "9"}, "municipality"),
        ("leader", {"agent": "1-1", "municipality": "1"}, "agent"),
        ("leader", {"rule": "agent_balance"}, "agent"),
        ("leader", {"municipality": "1", "shift": "2027-01-04T08:00"}, "shift"),
        ("agent", {"agent": "1-1", "shift": "2027-01-04T09:00"}, "shift"),
        ("agent", {"agent": "1-1", "shift": "2027-01-04T08:00", "rule": "wishes"}, "shift"),
        ("agent", {"agent": "1-1", "rule": "coverage"}, "rule"),
    ],
)
def test_what_nobody_may_ask_is_refused_and_a_stranger_is_as_one_who_is_not_there(
    served: Served, caller: str, question: dict[str, str], field: str
) -> None:
    before = served.digest()
    refused = ask(served, caller, **question)
    assert refused.status_code == 422
    assert [one["column"] for one in refused.json()["faults"]] == [field]
    assert served.digest() == before
    if "agent" in question and field == "agent" and len(question) == 1:
        other = ask(served, caller, agent="x-y").json()["faults"]
        told = refused.json()["faults"]
        assert [dict(one, value="") for one in told] == [dict(one, value="") for one in other]


def test_few_wait_at_a_time_the_same_is_asked_once_and_planners_are_not_hindered(served: Served) -> None:
    rules = ("agent_balance", "unsocial_balance", "upkeep", "wishes")
    made = [ask(served, agent="1-1", rule=rule, key=rule) for rule in rules]
    assert [one.status_code for one in made] == [201] * MOST_WAITING + [409]
    assert made[-1].json()["type"].endswith("#problem-too-many")
    same = ask(served, agent="1-1", rule="upkeep").json()["id"]
    assert same == made[2].json()["id"] == ask(served, agent="1-1", rule="upkeep", key="upkeep").json()["id"]
    assert ask(served, "leader").status_code == 201  # another's
    for _ in range(MOST_OF_PLANNERS):
        last = ask_for_run(served.database)
    with reading(served.database) as connection:
        order = list_in_turn(connection, RUN.c.id.is_not(None))
    assert order.index(last) < min(order.index(one.json()["id"]) for one in made[:-1])
    with writing(served.database) as connection:
        taken = claim(connection, new_id(), NOW)
    assert taken is not None
    assert not taken.is_question  # though it was asked for later


def test_a_question_without_a_sound_answer_may_be_asked_again(served: Served) -> None:
    first = ask(served).json()["id"]
    answer_with_all(served)
    assert ask(served).json()["id"] == first
    served.send("POST", f"runs/{ask(served, agent='1-1').json()['id']}/cancel")
    assert {q["state"] for q in served.get("questions", "agent").json()["questions"]} == {"done", "cancelled"}
    assert ask(served, agent="1-1").json()["state"] == "queued"


def test_who_leads_no_more_reads_no_more(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    made = ask(served, "leader").json()["id"]
    assert one(served, made, "leader")["id"] == made
    moved = account(Role.LEADER, "2", who=AccountId("d" * 32))
    monkeypatch.setitem(CALLERS, "leader", moved)
    assert one(served, made, "leader") == 404
    assert served.get("questions", "leader").json()["questions"] == []


def test_an_answer_that_took_its_time_is_told_by_a_mail_in_which_nothing_of_it_stands(served: Served) -> None:
    with writing(served.database) as connection:
        author = accounts.make(connection, f"{new_id()}@example.dk", "en", by=None, at=NOW).id
        hotline, person = place_in(served.database).hotline.id, _person(served, "1-1")
        grants.give(connection, author, Role.AGENT, hotline=hotline, person=person, by=None, at=NOW)
    made = ask(served).json()["id"]
    with writing(served.database) as connection:
        connection.execute(RUN.update().where(RUN.c.id == made).values(author=author))
    answer_with_all(served, LATER)
    for notice in find_notices(served.database, LATER):
        sort(served.database, notice, LATER)
    with reading(served.database) as connection:
        (row,) = connection.execute(select(MAIL).where(MAIL.c.kind == RUN_ENDED)).all()
    task = MailTask(draft_of(row), "en", "https://x.dk", NOW)
    letter = MAILS[0].write(served.database, task)
    assert letter is not None
    assert draft_of(row).account == author
    assert letter.url == f"https://x.dk/plans/{FIRST_DAY}/questions/{made}?hotline={CODE}"
    assert "There is an answer to what you asked" in letter.text
    assert named(f"{letter.subject} {letter.text}") == set()


def _person(served: Served, agent: str) -> Any:
    with reading(served.database) as connection:
        return persons_in(connection, find_revision(connection, place_in(served.database).plan.id))[agent]  # type: ignore[index]
