from __future__ import annotations

from typing import Any

import pytest

from tests.api.filled_service import CODE, FIRST_DAY, ROOT, Served, rows_of


@pytest.fixture
def kind() -> str:
    """Return one database: how either is written and read is looked at in the store's own tests."""
    return "sqlite"


def test_a_caller_s_hotlines_are_listed_with_the_roles(served: Served) -> None:
    assert served.get(ROOT).json() == {"hotlines": [{"code": CODE, "name": "Test", "roles": ["coordinator"]}]}
    assert served.get(ROOT, "local").json()["hotlines"][0]["roles"] == []
    assert served.get(ROOT, "nobody").status_code == 401


def test_a_plan_says_how_far_it_is(served: Served) -> None:
    answer = served.get("")
    found = answer.json()
    assert (found["plan"], found["last_day"], found["hotline"]) == (FIRST_DAY, "2027-01-08", CODE)
    assert (found["newest_revision"], found["newest_version"], found["published"]["number"]) == (1, 2, 1)
    assert (found["shifts"], found["seats"], found["agents"], found["municipalities"]) == (10, 20, 5, 3)
    assert found["revision"]["note"] == "first"
    assert answer.headers["etag"].startswith('"1-')


@pytest.mark.parametrize("caller", ["leader", "agent"])
def test_who_plans_nothing_sees_what_is_published_and_no_drafts(served: Served, caller: str) -> None:
    found = served.get("", caller).json()
    assert (found["newest_revision"], found["newest_version"], found["revision"]) == (0, 0, None)
    assert found["published"] == {"number": 1, "at": "2026-12-02T12:00:00Z", "by": None}
    assert served.get("versions", caller).status_code == 403
    assert served.get("tables/agents", caller).status_code == 403
    assert served.get(f"{ROOT}/{CODE}/record", caller).status_code == 403
    draft, none = served.get("versions/2", caller), served.get("versions/3", caller)
    assert draft.status_code == none.status_code == 404
    assert draft.text.replace("versions/2", "versions/3") == none.text
    seen = served.get("versions/1", caller).json()
    assert (seen["author"], seen["note"], seen["revision"]) == (None, "", 0)


def test_an_agent_sees_own_shifts_and_no_score(served: Served) -> None:
    seen = served.get("versions/1", "agent").json()
    assert (seen["score"], seen["rules"], seen["status"]) == (None, [], None)
    assert {seat["agent"] for seat in seen["seats"]} == {"1-1", None}
    leader = served.get("versions/1", "leader").json()
    assert {seat["agent"] for seat in leader["seats"]} == {"1-1", "1-2", None}
    assert leader["score"]["coverage"]["value"] == 13


def test_a_version_says_who_sits_where_and_what_it_is_worth(served: Served) -> None:
    answer = served.get("versions/2")
    found = answer.json()
    assert (found["number"], found["parent"], found["revision"], found["note"]) == (2, 1, 1, "by hand")
    assert len(found["seats"]) == 20
    assert [seat["agent"] for seat in found["seats"] if seat["agent"]].count("1-2") == 3
    assert found["score"]["coverage"]["value"] == 13
    assert {finding["rule"] for finding in found["findings"]} >= {"coverage", "competence"}
    assert answer.headers["content-language"] == "en"
    danish = served.get("versions/2", accept_language="da").json()
    assert danish["findings"][0]["sentence"] != found["findings"][0]["sentence"]


@pytest.mark.parametrize("address", [ROOT, f"{ROOT}/{CODE}/plans", "", "versions", "versions/1", "published"])
def test_a_copy_that_is_current_is_not_sent_again(served: Served, address: str) -> None:
    answer = served.get(address)
    again = served.get(address, if_none_match=answer.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")


def test_lists_come_in_pages_that_lead_on(served: Served) -> None:
    whole = served.get("versions").json()["versions"]
    assert [one["number"] for one in whole] == [2, 1]
    assert [one["published"] for one in whole] == [False, True]
    answer = served.get(f"{ROOT}/{CODE}/record?limit=2")
    seen: list[dict[str, Any]] = []
    while True:
        seen += answer.json()["events"]
        if "next" not in answer.links:
            break
        answer = served.get(answer.links["next"]["url"])
    assert answer.json()["next"] is None
    assert [event["action"] for event in seen] == [
        "webhook.add",
        "provider.set",
        "roster.publish",
        "roster.add",
        "roster.add",
        "plan.import",
    ]
    seen = seen[2:]  # a webhook and a provider are of no plan
    assert [event["number"] for event in seen] == [1, 2, 1, 1]
    assert {event["plan"] for event in seen} == {FIRST_DAY}
    assert [event["note"] for event in seen] == ["", "by hand", "by hand", "first"]


@pytest.mark.parametrize("wrong", ["x", "dmVyc2lvbjoxMg", "cGxhbjoyMDI3", "ZXZlbnQ6LTE", "ZXZlbnQ6MTI="])
def test_a_cursor_of_something_else_is_refused(served: Served, wrong: str) -> None:
    answer = served.get(f"{ROOT}/{CODE}/record?cursor={wrong}")
    assert (answer.status_code, answer.json()["errors"][0]["where"]) == (422, "query.cursor")


@pytest.mark.parametrize("limit", ["0", "201", "x"])
def test_a_page_is_neither_empty_nor_endless(served: Served, limit: str) -> None:
    assert served.get(f"{ROOT}/{CODE}/plans?limit={limit}").status_code == 422


def test_a_table_comes_as_rows_or_as_csv(served: Served) -> None:
    found = served.get("tables/agents").json()
    assert [row["agent"] for row in found["rows"]] == ["1-1", "1-2", "2-1", "2-2", "3-1"]
    answer = served.get("tables/agents", accept="text/csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["vary"] == "Accept"
    rows = [{name: value or None for name, value in row.items()} for row in rows_of(answer.text)]
    assert rows == found["rows"]
    assert served.get("tables/agents", accept="text/csv;q=0.5, application/json").json() == found
    assert served.get("tables/nothing").status_code == 422


def test_the_hotline_is_a_table_of_keys_and_values(served: Served) -> None:
    rows = {row["key"]: row["value"] for row in served.get("tables/hotline").json()["rows"]}
    assert rows["period.first_day"] == FIRST_DAY
    assert rows["opening_hours.mon"] == "08:00-14:00"
    assert rows["competences.1.code"] == "mitid"


def test_notes_leave_the_municipality_to_nobody_but_who_owns_the_folder(served: Served) -> None:
    for caller in ("coordinator", "administrator"):
        assert "KANARIE" not in served.get("tables/availability", caller).text
    assert "KANARIE" in served.get("tables/availability", "local").text


@pytest.mark.parametrize(
    "address",
    [
        f"{ROOT}/other/plans",
        f"{ROOT}/{CODE}/plans/2027-01-05",
        "versions/3",
        "versions/1/differences/3",
        f"{ROOT}/other/record",
    ],
)
def test_what_is_not_there_is_missing(served: Served, address: str) -> None:
    for caller in ("coordinator", "local"):
        answer = served.get(address, caller)
        assert (answer.status_code, answer.json()["type"]) == (404, "/api/v1/docs#problem-missing")


def test_what_differs_is_told_by_agent_municipality_and_shift(served: Served) -> None:
    found = served.get("versions/1/differences/2").json()
    assert [agent["agent"] for agent in found["agents"]] == ["1-1", "1-2"]
    assert found["agents"][0]["removed"] + [pair["before"] for pair in found["agents"][0]["moved"]]
    assert [town["municipality"] for town in found["municipalities"]] == ["1"]
    assert {shift["shift"] for shift in found["shifts"]} == {
        "2027-01-05T08:00",
        "2027-01-06T11:00",
        "2027-01-07T11:00",
    }
    assert served.get("versions/2/differences/2").json()["agents"] == []
