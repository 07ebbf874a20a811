from __future__ import annotations

import pytest

from api.publication.publication import Publication
from api.texts.translator import translator
from api.web.headers import SECURITY
from api.web.problem_titles import title_of
from api.web.problems import KINDS, ProblemKind
from tests.api.hotlines import app_of
from tests.api.one_thread import TestClient
from tests.api.showcase import HOST, client, showcase


def broken() -> Publication:
    raise RuntimeError("no such table: secrets")


def service_that_breaks(publication: Publication | None = None) -> TestClient:
    """Return a service whose pages fail; with a publication only the first time it is asked for."""
    asked: list[Publication | None] = [None]

    def source() -> Publication:
        found = asked.pop() if asked else publication
        return found or broken()

    app = app_of(source)
    return TestClient(app, base_url=HOST, raise_server_exceptions=False)


@pytest.mark.parametrize("address", ["/", "/api/v1/roster", "/feeds/1-1.ics"])
def test_a_fault_of_ours_tells_nothing_of_the_inside(address: str) -> None:
    answer = service_that_breaks(showcase()).get(address)
    assert answer.status_code == 500
    assert "secrets" not in answer.text
    assert "Traceback" not in answer.text
    assert set(map(str.lower, SECURITY)) <= set(answer.headers)


def test_where_not_even_the_page_of_the_fault_can_be_made_a_plain_line_is_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("api.web.pages.frame.render", lambda *_, **__: broken())
    answer = service_that_breaks().get("/")
    assert (answer.status_code, answer.headers["content-type"]) == (500, "text/plain; charset=utf-8")
    assert set(map(str.lower, SECURITY)) <= set(answer.headers)


def test_what_is_not_there_gets_a_page_in_the_language_asked_for() -> None:
    danish, english = client().get("/nowhere"), client().get("/agents/nobody?lang=en")
    assert (danish.status_code, english.status_code) == (404, 404)
    assert '<html lang="da">' in danish.text
    assert '<html lang="en">' in english.text
    assert "This page does not exist" in english.text


def test_a_calendar_that_is_not_there_is_said_in_text() -> None:
    answer = client().get("/feeds/nobody.ics")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/plain; charset=utf-8")


@pytest.mark.parametrize(
    ("wanted", "spoken"),
    [("en", "en"), ("da-DK, en;q=0.5", "da"), ("fr, en-GB;q=0.8, da", "en"), ("fr", "da"), ("", "da")],
)
def test_a_problem_is_told_in_the_first_language_of_ours_that_is_accepted(wanted: str, spoken: str) -> None:
    answer = client().get("/api/v1/agents/nobody", headers={"accept-language": wanted})
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["content-language"] == spoken
    assert answer.headers["vary"] == "Accept-Language"


def test_a_problem_names_what_is_missing() -> None:
    answer = client().get("/api/v1/agents/nobody", headers={"accept-language": "en"})
    assert answer.json() == {
        "type": "/api/v1/docs#problem-missing",
        "title": "Not Found",
        "status": 404,
        "detail": "The roster knows no agent nobody",
        "instance": "/api/v1/agents/nobody",
    }


def test_a_parameter_that_is_not_understood_is_named() -> None:
    problem = client().get("/api/v1/roster?week=third").json()
    assert problem["status"] == 422
    assert [part["where"] for part in problem["errors"]] == ["query.week"]


def test_what_cannot_be_done_is_said_in_each_room() -> None:
    assert client().post("/api/v1/roster").headers["content-type"] == "application/problem+json"
    assert client().post("/").headers["content-type"] == "text/html; charset=utf-8"
    assert client().post("/api/v1/roster").headers["allow"] == "GET"


def test_the_title_of_a_problem_is_in_the_reader_s_language() -> None:
    told = {
        language: client().get("/api/v1/agents/nobody", headers={"accept-language": language}).json()["title"]
        for language in ("da", "en")
    }
    assert told == {"da": "Findes ikke", "en": "Not Found"}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.slug)
def test_every_kind_of_problem_has_a_title_in_both_languages(kind: ProblemKind) -> None:
    english, danish = (title_of(kind, kind.status, translator(language)) for language in ("en", "da"))
    assert (english, danish != english) == (kind.title, True)
