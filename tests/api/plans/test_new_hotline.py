"""A hotline is made from the document of hotline.toml, once, by who administers the whole service."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from typing import Any

import pytest
from sqlalchemy import select

from api.access.ids import HotlineCode
from api.access.roles import Role
from api.accounts.records import accounts, grants
from api.plans.new_hotline import HotlineMaker, add_hotline
from api.plans.records.facts import find_hotline
from api.plans.uploads.hotlines import read_json_hotline, read_toml_hotline
from api.store.engine import reading, writing
from api.store.idempotency import IdempotentRequest
from api.store.tables import AUDIT_EVENT, HOTLINE
from tests.api.filled_service import NOW, ROOT, Served
from tests.api.store.invariants import breaches
from wfm.errors import PlanError

DAYS = ("mon", "tue", "wed", "thu", "fri")
DOCUMENT: dict[str, Any] = {
    "name": "Borgerlinjen",
    "code": "bl",
    "period": {"first_day": "2027-01-04", "last_day": "2027-04-04"},
    "opening_hours": {key: ["08:00-20:00"] for key in DAYS},
    "holidays": {"country": "DK", "closed": ["2027-02-12"]},
    "shifts": {"hours": 3, "agents": 2},
    "competences": [{"code": "digital_post", "name": "Digital Post"}],
    "settlement": {"price_per_citizen_year": 2.4246, "credit_per_agent_hour": 272},
}
PLAN = f"{ROOT}/bl/plans/2027-01-04"
TOWNS = [
    {"municipality": "751", "name": "Aarhus", "population": 300, "participation": "staffing"},
    {"municipality": "730", "name": "Randers", "population": 100, "participation": "staffing"},
]
AGENT = {"agent": "751-01", "name": "Aarhus 1", "municipality": "751", "competences": "digital_post"}


def document(**changes: Any) -> dict[str, Any]:
    """Return the document with other sections."""
    return deepcopy(DOCUMENT) | changes


def make(served: Served, sent: Any = DOCUMENT, **told: Any) -> Any:
    """Return the answer to a request that makes a hotline."""
    return served.send("POST", ROOT, sent, **{"caller": "whole", **told})


def test_a_hotline_is_made_listed_and_has_the_plan_of_its_first_quarter(served: Served) -> None:
    answer = make(served)
    assert answer.status_code == 201
    told = answer.json()
    assert (told["code"], told["name"], told["plan"]) == ("bl", "Borgerlinjen", "2027-01-04")
    assert (told["roles"], told["notices"]) == (["administrator"], [])
    assert (told["revision"]["number"], answer.headers["location"]) == (1, PLAN)
    listed = served.get(ROOT, "local").json()["hotlines"]
    assert [one["code"] for one in listed] == ["bl", "test"]
    facts = served.get(PLAN, "local").json()
    assert (facts["municipalities"], facts["agents"], facts["seats"]) == (0, 0, 488)
    with reading(served.database) as connection:
        assert breaches(connection) == []
        done = select(AUDIT_EVENT.c.action).order_by(AUDIT_EVENT.c.seq.desc()).limit(2)
        assert [*connection.scalars(done)] == ["plan.import", "hotline.make"]


def test_what_the_plan_lacks_is_told_until_it_is_there(served: Served) -> None:
    make(served)
    assert served.get(f"{PLAN}/check", "local").json()["missing"] == ["municipalities", "agents"]
    refused = served.send(
        "POST",
        f"{PLAN}/versions",
        b"date,start,end,seat,municipality,agent\n",
        media="text/csv",
        caller="local",
        began=0,
    )
    assert (refused.status_code, refused.json()["type"]) == (409, "/api/v1/docs#problem-clash")
    hours = served.get(f"{PLAN}/tables/hotline", "local").json()["rows"]
    other = [row | {"value": "4"} if row["key"] == "shifts.agents" else row for row in hours]
    put = served.send("PUT", f"{PLAN}/tables/hotline", {"rows": other}, caller="local", began=1)
    assert put.status_code == 200
    early = served.send("PUT", f"{PLAN}/tables/agents", {"rows": [AGENT]}, caller="local", began=2)
    assert [fault["key"] for fault in early.json()["faults"]] == ["fault.known_municipality"]
    towns = served.send("PUT", f"{PLAN}/tables/municipalities", {"rows": TOWNS}, caller="local", began=2)
    assert towns.status_code == 200
    assert served.get(f"{PLAN}/check", "local").json()["missing"] == ["agents"]
    served.send("PUT", f"{PLAN}/tables/agents", {"rows": [AGENT]}, caller="local", began=3)
    told = served.get(f"{PLAN}/check", "local").json()
    assert (told["missing"], told["revision"]) == ([], 4)
    assert told["remarks"]
    again = served.send("PUT", f"{PLAN}/tables/municipalities", {"rows": []}, caller="local", began=4)
    assert "fault.known_municipality" in {fault["key"] for fault in again.json()["faults"]}


def test_the_first_municipality_is_looked_at_kept_and_undone_as_any_row_is(served: Served) -> None:
    make(served)
    town = {name: str(value) for name, value in TOWNS[0].items()}
    sent = {"edit": {"kind": "row", "table": "municipalities", "after": town}}
    looked = served.send("POST", f"{PLAN}/edits", sent | {"preview": True}, caller="local", began=1).json()
    assert [(one["target_before"], one["target"]) for one in looked["quotas"]] == [(None, 244)]
    assert served.send("POST", f"{PLAN}/edits", sent, caller="local", began=1).status_code == 200
    undone = served.send("POST", f"{PLAN}/revisions/1/restore", {}, caller="local", began=2)
    assert undone.status_code == 200
    assert served.get(f"{PLAN}/check", "local").json()["missing"] == ["municipalities", "agents"]


def test_a_request_that_comes_again_is_answered_again_and_makes_nothing(served: Served) -> None:
    first = make(served, key="once")
    before = served.digest()
    assert make(served, key="once").json() == first.json()
    assert make(served, document(code="other"), key="once").json()["type"].endswith("key-taken")
    assert served.digest() == before


def test_a_code_that_is_taken_is_another_hotlines(served: Served) -> None:
    before = served.digest()
    answer = make(served, document(code="test"))
    assert (answer.status_code, answer.json()["type"]) == (409, "/api/v1/docs#problem-clash")
    assert "test" in answer.json()["detail"]
    assert served.digest() == before


@pytest.mark.parametrize("key", ["same", None])
def test_of_two_who_make_it_at_once_one_does(served: Served, key: str | None) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = [*pool.map(lambda _: make(served, key=key), range(8))]
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == ([201] * 8 if key else [201, *[409] * 7])
    with reading(served.database) as connection:
        codes = [*connection.scalars(select(HOTLINE.c.code))]
    assert codes.count("bl") == 1


def test_every_fault_is_told_with_its_place_and_nothing_is_kept(served: Served) -> None:
    before = served.digest()
    wrong = document(
        code="to ord", shifts={"hours": "3", "agents": 0}, opening_hours={"mon": ["20:00-08:00"], "moon": []}
    )
    answer = make(served, wrong)
    assert (answer.status_code, answer.json()["type"]) == (422, "/api/v1/docs#problem-faulty")
    told = {(fault["file"], fault["column"]) for fault in answer.json()["faults"]}
    assert told == {
        ("hotline", key)
        for key in ("code", "shifts.hours", "shifts.agents", "opening_hours.mon", "opening_hours.moon")
    }
    assert served.digest() == before


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{",
        b"null",
        b"NaN",
        b'{"a": NaN}',
        b'{"a": 1e999999999}',
        b"\xff\xfe",
        b'{"code": 1, "code": 2}',
        b'{"a":' * 5000 + b"1" + b"}" * 5000,
        b'{"a":' * 200 + b"1" + b"}" * 200,
        b"{" + b'"' + b"a." * 9000 + b'": 1}',
        b'{"name": ["x"], "period": 7, "shifts": []}',
        b'{"n": "' + b"x" * 600_000 + b'"}',
        b'{"n": ' + b"9" * 5000 + b"}",
        rb'{"\ud800": 1}',
        rb'{"name": "\ud800"}',
        b'{"n": 1e99999999999999999999}',
    ],
)
def test_whatever_comes_is_refused_with_faults(content: bytes) -> None:
    with pytest.raises(PlanError) as refused:
        read_json_hotline(content)
    assert refused.value.faults


def test_the_file_itself_is_taken_as_well(served: Served) -> None:
    text = 'name = "L"\ncode = "l"\n[period]\nfirst_day = 2027-01-04\nlast_day = 2027-02-28\n'
    hours = '[opening_hours]\nmon = ["08:00-20:00"]\n[shifts]\nhours = 3\nagents = 2\nlenght = 3\n'
    answer = make(served, (text + hours).encode(), media="application/toml")
    assert answer.status_code == 201
    assert [(one["file"], one["column"]) for one in answer.json()["notices"]] == [
        ("hotline.toml", "shifts.lenght")
    ]
    with pytest.raises(PlanError):
        read_toml_hotline(b"name = ")


@pytest.mark.parametrize("media", ["", "text/csv", "application/zip"])
def test_another_kind_of_body_is_refused(served: Served, media: str) -> None:
    assert make(served, b"{}", media=media).status_code == 415


@pytest.mark.parametrize(
    ("caller", "status"),
    [("nobody", 401), ("agent", 403), ("leader", 403), ("coordinator", 403), ("administrator", 403)],
)
def test_who_does_not_administer_the_whole_service_makes_none(
    served: Served, caller: str, status: int
) -> None:
    before = served.digest()
    assert make(served, caller=caller).status_code == status
    assert served.digest() == before


def test_whoever_makes_it_may_plan_it_as_well(served: Served) -> None:
    with writing(served.database) as connection:
        account = accounts.make(connection, "whole@example.org", "en", by=None, at=NOW)
        grants.give(connection, account.id, Role.ADMINISTRATOR, hotline=None, by=None, at=NOW)
    maker = HotlineMaker(served.database, account.id, NOW, plans_it=True)
    plan = read_json_hotline(json.dumps(DOCUMENT).encode()).plan
    request = IdempotentRequest(account.id, "k", "POST", "/hotlines/new", "0" * 64)
    assert add_hotline(maker, request, plan).number == 1
    with reading(served.database) as connection:
        holder = grants.find_holder(connection, account.id)
        assert find_hotline(connection, HotlineCode("bl")).name == "Borgerlinjen"
    assert holder.administers_service
    assert {grant.role for grant in holder.grants_of(HotlineCode("bl"))} == {
        Role.ADMINISTRATOR,
        Role.COORDINATOR,
    }


@pytest.mark.parametrize("code", ["bø", "lłx"])
def test_a_code_of_any_letters_has_an_address_that_can_be_followed(served: Served, code: str) -> None:
    made = served.send("POST", ROOT, document(code=code), caller="whole")
    assert made.status_code == 201, made.text
    where = made.headers["location"]
    assert where.isascii()
    assert served.get(where, "local").status_code == 200
