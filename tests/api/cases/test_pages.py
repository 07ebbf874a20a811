"""Business cases in pages: entered in a form, tried, kept, shared by two keys; samples and files opened."""

from __future__ import annotations

from typing import Any

import pytest
from httpx2 import Response

from api.cases.form import document_of_values, fits, form_values, read_values
from api.cases.reckoning import reckon
from api.cases.sources import SAMPLES, read_sample
from api.web.pages.sent_form import PageForm
from tests.api.cases.test_routes import keep as keep_by_api
from tests.api.filled_service import Served
from tests.api.published.test_pages import words
from tests.api.revisions.browsing import Fields, fields_of
from wfm.tables.case_document import CaseDocument, document_of

LINE = {
    "name": ["A shared line"],
    "first_year": ["2027"],
    "item-1-name": ["Telephones"],
    "item-1-1": ["1000"],
    "item-2-kind": ["gain"],
    "item-2-name": ["Calls"],
    "item-2-price": ["12,50"],
    "item-2-2": ["60"],
    "item-2-3": ["60,5"],
}


def page(served: Served, where: str = "/cases", caller: str = "coordinator", status: int = 200) -> Response:
    found = served.get(where, caller)
    assert found.status_code == status, found.text
    return found


def send(served: Served, where: str, fields: Fields, caller: str = "coordinator") -> Response:
    return served.client.post(
        where,
        data=fields,
        headers={"x-caller": caller},
        follow_redirects=False,
    )


def form(answer: Response, action: str, **typed: Any) -> Fields:
    """Return what a page's form would send, with some fields typed."""
    return {**fields_of(answer, action), **{name: [value] for name, value in typed.items()}}


@pytest.mark.parametrize("name", SAMPLES)
def test_what_a_file_holds_a_form_sends_back_as_it_was(name: str) -> None:
    document = read_sample(name)
    values = form_values(document)
    assert fits(values)
    sent = read_values(PageForm({name: [value] for name, value in values.items()}))
    back = document_of_values(sent)
    assert reckon(back).case == reckon(document).case
    assert document_of(back.files()) == document_of(document_of(back.files()).files())


def test_a_case_is_typed_tried_kept_changed_and_taken_away(served: Served) -> None:
    blank = form(page(served, "/cases/new"), "/cases/new")
    wider = send(served, "/cases/new", {**blank, **LINE, "act": ["year"]})
    assert form(wider, "/cases/new")["item-1-6"] == [""]
    filled = send(served, "/cases/new", {**form(wider, "/cases/new"), "act": ["fill"]})
    fields = form(filled, "/cases/new")
    assert (fields["partner-1-code"], fields["key-1"], fields["key-2"]) == (["1"], ["population"], ["seats"])
    before = served.digest()
    tried = send(served, "/cases/new", {**fields, "act": ["try"]})
    assert "Paid back in 2029, after 2.33 years." in words(tried.text)
    faulty = send(
        served, "/cases/new", {**fields, "item-2-2": ["many"], "item-2-kind": ["loss"], "act": ["keep"]}
    )
    assert faulty.status_code == 422
    shown = words(faulty.text)
    assert "Gains and costs, row 2, 2028 “many”" in shown
    assert "Gains and costs, row 2, kind “loss”" in shown
    assert served.digest() == before
    kept = send(served, "/cases/new", {**form(tried, "/cases/new"), "shared": ["yes"], "act": ["keep"]})
    one = kept.headers["location"]
    assert kept.status_code == 303
    assert "A shared line" in words(page(served, "/cases", "leader").text)
    edit = f"{one}/edit"
    again = form(page(served, edit), edit, act="keep")
    assert (again["item-2-price"], again["item-2-3"], again["shared"]) == (["12,50"], ["60,5"], ["yes"])
    stale = {**again, "key": ["f" * 32]}
    assert send(served, edit, {**again, "name": ["Renamed"]}).headers["location"] == one
    assert send(served, edit, stale).status_code == 412
    assert send(served, f"{one}/remove", {}, "other").status_code == 404
    assert send(served, f"{one}/remove", {}).headers["location"] == "/cases"
    page(served, one, status=404)


def test_two_keys_stand_side_by_side(served: Served) -> None:
    one = f"/cases/{keep_by_api(served, shared=True).json()['id']}"
    for caller in ("coordinator", "leader"):
        fields = {"split": "yes", "first-1": "100", "second-0": "60", "second-1": "40 %"}
        led = served.client.get(one, params=fields, headers={"x-caller": caller}, follow_redirects=False)
        assert led.status_code == 303
        shown = words(page(served, led.headers["location"].partition("#")[0], caller).text)
        assert "Partner Call load Citizens (60%) and call load (40%) Difference" in shown
        assert "Nord Call load 126.56 Citizens (60%) and call load (40%) 278.44 Difference +151.88" in shown
    wrong = {"split": "yes", "first-0": "60", "first-1": "30"}
    led = served.client.get(one, params=wrong, headers={"x-caller": "leader"}, follow_redirects=False)
    shown = words(page(served, led.headers["location"].partition("#")[0], "leader", 422).text)
    assert "percentages that sum to 100" in shown


def test_the_sources_cases_are_opened_with_one_click(served: Served) -> None:
    for name, said in (
        ("vestegnen_case", "All 15 printed figures are what the items come to."),
        ("borgerkontakt_case", "24 printed figures are not what the items come to"),
    ):
        fields = {**fields_of(page(served), "/cases/samples"), "sample": [name]}
        opened = send(served, "/cases/samples", fields)
        shown = words(page(served, opened.headers["location"]).text)
        assert said in shown
        assert "Only you see it." in shown
    assert send(served, "/cases/samples", {**fields, "sample": ["../keys"]}).status_code == 404
    for caller in ("leader", "agent"):
        assert send(served, "/cases/samples", fields, caller).status_code == 403


def test_a_case_too_large_for_a_form_is_not_cut(served: Served) -> None:
    rows = [["kind", "name", "2027"], *[["gain", f"Item {n}", str(n)] for n in range(160)]]
    made = keep_by_api(served, items=rows).json()
    shown = words(page(served, f"/cases/{made['id']}").text)
    assert "larger than what a form holds" in shown
    page(served, f"/cases/{made['id']}/edit", status=409)
    assert not fits(form_values(CaseDocument(items=tuple(map(tuple, rows)))))
