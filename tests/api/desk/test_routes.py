"""A seat as programs ask for it: what it says is what the change that it names then does."""

from __future__ import annotations

from tests.api.filled_service import Served

MONDAY, TUESDAY = "2027-01-04T08:00", "2027-01-05T08:00"
SEAT = f"versions/2/seats/{TUESDAY}/2"


def test_a_candidate_s_change_does_what_was_told(served: Served) -> None:
    found = served.get(SEAT)
    assert found.status_code == 200
    seat = found.json()
    assert (seat["shift"], seat["seat"], seat["agent"], seat["emptied"]) == (TUESDAY, 2, None, None)
    best = seat["candidates"][0]
    answer = served.send("POST", "versions/2/changes", {"changes": best["changes"]}, began=2)
    assert answer.status_code == 201
    made = answer.json()
    rises = [{"level": one["level"], "rise": one["after"] - one["before"]} for one in made["levels"]]
    assert rises == best["levels"]
    assert ([one["sentence"] for one in made["come"]], [one["sentence"] for one in made["gone"]]) == (
        [one["sentence"] for one in best["come"]],
        [one["sentence"] for one in best["gone"]],
    )


def test_who_is_refused_is_whom_the_change_refuses(served: Served) -> None:
    seat = served.get(SEAT).json()
    refused = next(one for one in seat["refused"] if one["agent"] == "2-1")
    change = {"kind": "move", "shift": TUESDAY, "joins": "2-1"}
    answer = served.send("POST", "versions/2/changes", {"changes": [change]}, began=2)
    assert answer.status_code == 409
    assert answer.json()["breaches"] == refused["breaches"]


def test_how_somebody_could_come_from_their_own_shift_is_told_where_it_is_asked(served: Served) -> None:
    assert served.get(SEAT).json()["exchanges"] == []
    found = served.get(f"{SEAT}?agent=1-1").json()["exchanges"]
    assert all(len(one["changes"]) == 2 for one in found)
    assert {one["changes"][0]["joins"] for one in found} == {"1-1"}
    for one in found:
        answer = served.send("POST", "versions/2/changes", {"changes": one["changes"]}, began=2, key=None)
        assert answer.status_code == 201
        break


def test_what_is_not_there_is_missing_and_leaders_see_no_draft(served: Served) -> None:
    for address in (
        f"versions/2/seats/{TUESDAY}/3",
        "versions/2/seats/2027-01-09T08:00/1",
        f"versions/9/seats/{TUESDAY}/1",
    ):
        assert served.get(address).status_code == 404
    assert served.get(f"{SEAT}?agent=9-9").status_code == 404
    assert served.get("versions/2/seats/monday/1").status_code == 422
    assert served.get(SEAT, caller="leader").status_code == 403
