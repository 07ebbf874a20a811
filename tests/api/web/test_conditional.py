from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import Response as Answer
from httpx2 import Response
from hypothesis import given
from hypothesis import strategies as st

from api.publication.body import Body
from api.web.conditional import answer
from tests.api.one_thread import TestClient

CHANGED = datetime(2026, 12, 1, 12, 0, 0, tzinfo=UTC)
BODY = Body.of("vagt")


def served(changed_at: datetime | None = CHANGED) -> TestClient:
    app = FastAPI()

    @app.get("/")
    def root(request: Request) -> Answer:
        return answer(request, BODY, "text/plain", changed_at=changed_at)

    return TestClient(app)


def status(changed_at: datetime | None = CHANGED, **headers: str) -> int:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return served(changed_at).get("/", headers=sent).status_code


@given(st.text(), st.text())
def test_two_bodies_share_an_etag_only_where_they_are_the_same(one: str, other: str) -> None:
    assert (Body.of(one).etag == Body.of(other).etag) is (one == other)


def test_the_etag_is_strong_and_quoted() -> None:
    assert BODY.etag.startswith('"')
    assert BODY.etag.endswith('"')


@pytest.mark.parametrize(
    "held", [BODY.etag, f"W/{BODY.etag}", "*", f'"other", {BODY.etag}', f'"other",{BODY.etag},"more"']
)
def test_who_holds_the_current_copy_is_told_so(held: str) -> None:
    assert status(if_none_match=held) == 304


@pytest.mark.parametrize("held", ['"other"', "", BODY.etag.strip('"'), '"other", "more"'])
def test_who_holds_another_copy_gets_the_current_one(held: str) -> None:
    assert status(if_none_match=held) == 200


@pytest.mark.parametrize(("later", "expected"), [(-1, 200), (0, 304), (1, 304)])
def test_a_copy_is_current_from_the_very_second_of_the_change(later: int, expected: int) -> None:
    moment = format_datetime(CHANGED + timedelta(seconds=later), usegmt=True)
    assert status(if_modified_since=moment) == expected


def test_the_moment_counts_only_where_no_etag_is_sent() -> None:
    moment = format_datetime(CHANGED, usegmt=True)
    assert status(if_modified_since=moment, if_none_match='"other"') == 200


@pytest.mark.parametrize("moment", ["yesterday", "", "2026-12-01", "Tue, 99 Dec 2026 12:00:00 GMT"])
def test_a_date_that_is_none_counts_as_not_sent(moment: str) -> None:
    assert status(if_modified_since=moment) == 200


def test_without_a_known_moment_only_the_etag_decides() -> None:
    moment = format_datetime(CHANGED, usegmt=True)
    assert status(None, if_modified_since=moment) == 200
    assert "last-modified" not in served(None).get("/").headers


def test_a_304_has_the_same_etag_and_no_body() -> None:
    found = served().get("/", headers={"if-none-match": BODY.etag})
    assert (found.content, found.headers["etag"]) == (b"", BODY.etag)
    assert found.headers["last-modified"] == "Tue, 01 Dec 2026 12:00:00 GMT"
    assert found.headers["cache-control"] == "private, no-cache"


def zipped(**headers: str) -> Response:
    app = FastAPI()

    @app.get("/")
    def root(request: Request) -> Answer:
        return answer(request, BODY, "text/plain", changed_at=CHANGED, zipped=gzip.compress(BODY.content))

    sent = {"accept-encoding": ""} | {name.replace("_", "-"): value for name, value in headers.items()}
    return TestClient(app).get("/", headers=sent)


@pytest.mark.parametrize(
    ("said", "pressed"),
    [
        ("", False),
        ("identity", False),
        ("gzip", True),
        ("br, GZIP;q=0.1, deflate", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("gzip;q=0.001", True),
        ("*", False),
        ("xgzip", False),
    ],
)
def test_it_is_pressed_together_for_those_who_say_that_they_understand(said: str, pressed: bool) -> None:
    told = zipped(accept_encoding=said)
    assert told.text == "vagt"
    assert (told.headers.get("content-encoding") == "gzip") is pressed
    assert told.headers["vary"] == "Accept-Encoding"


def test_each_form_has_a_strong_etag_of_its_own_and_whoever_holds_either_holds_it_all() -> None:
    plain, pressed = zipped().headers["etag"], zipped(accept_encoding="gzip").headers["etag"]
    assert plain == BODY.etag
    assert pressed != plain
    assert pressed.startswith('"')
    for held in (plain, pressed, f"W/{pressed}"):
        for said in ("", "gzip"):
            told = zipped(accept_encoding=said, if_none_match=f'"other", {held}')
            assert (told.status_code, told.content) == (304, b"")
            assert told.headers["etag"] == held.removeprefix("W/")
            assert "content-encoding" not in told.headers
    assert zipped(if_none_match='"other-gzip"').status_code == 200
    assert zipped(if_none_match="*", accept_encoding="gzip").headers["etag"] == pressed
