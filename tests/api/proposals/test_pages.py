"""The page of a draft: put forward, commented on and answered by forms."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

from httpx2 import Response

from api.web.pages.sent_form import new_key
from tests.api.filled_service import CODE, FIRST_DAY, NOW, Served
from tests.api.proposals.test_routes import SHARED, UNTIL, heard, propose

PAGE = f"/plans/{FIRST_DAY}/versions/2/proposal"
QUERY = f"?hotline={CODE}&lang=en"


def shown(served: Served, caller: str, more: str = "") -> str:
    answer = served.get(f"{PAGE}{QUERY}{more}", caller)
    assert answer.status_code == 200, answer.text
    return answer.text


def fill(served: Served, where: str, caller: str, **fields: Any) -> Response:
    return served.client.post(
        f"{PAGE}{where}{QUERY}",
        data={"key": new_key(), "expected": "0", **fields},
        headers={"x-caller": caller},
        follow_redirects=False,
    )


def test_a_coordinator_puts_a_draft_forward_and_answers_what_is_said(served: Served) -> None:
    assert "Put version 2 forward for comments" in shown(served, "coordinator")
    assert served.get(f"{PAGE}{QUERY}", "agent").status_code == 404
    assert fill(served, "", "coordinator", until="2026-12-01", note="").status_code == 422
    assert fill(served, "", "coordinator", until="soon", note="").status_code == 422
    assert fill(served, "", "coordinator", until="2026-12-07", note="please look").status_code == 303
    assert fill(served, "/remarks", "agent", shift=SHARED, text="is early\r\nfor me").status_code == 303
    page = shown(served, "coordinator")
    assert "1 comment waits for an answer." in page
    assert "is early\nfor me" in page
    (remark,) = served.get("versions/2/proposal/remarks").json()["remarks"]
    where = f"/remarks/{remark['id']}/answer"
    assert fill(served, where, "coordinator", text="").status_code == 422
    assert fill(served, where, "coordinator", text="we move it").status_code == 303
    assert "we move it" in shown(served, "agent")
    assert "we move it" in shown(served, "leader")


def test_an_agent_sees_own_shifts_and_what_was_typed_is_kept(served: Served) -> None:
    propose(served)
    page = shown(served, "agent", f"&shift={SHARED}")
    assert "My shifts in the draft" in page
    assert f'<option value="{SHARED}" selected>' in page
    assert "2027-01-04T11:00" not in shown(served, "agent", "&shift=2027-01-04T11:00")
    refused = fill(served, "/remarks", "agent", shift="2027-01-04T11:00", text="what I typed")
    assert (refused.status_code, "what I typed" in refused.text) == (422, True)
    served.now[0] = UNTIL
    late = fill(served, "/remarks", "agent", shift=SHARED, text="late")
    assert late.status_code == 409
    assert "not open for comments" in shown(served, "agent")
    assert heard(served, "coordinator") == []


def test_own_pages_lead_to_the_draft_while_it_is_open(served: Served) -> None:
    mine = f"/me{QUERY}"
    assert "/proposal" not in served.get(mine, "agent").text
    propose(served)
    assert PAGE in served.get(mine, "agent").text
    served.now[0] = NOW + timedelta(days=30)
    assert "/proposal" not in served.get(mine, "agent").text


def test_a_second_coordinator_is_told_and_what_was_typed_stays(served: Served) -> None:
    assert fill(served, "", "coordinator", until="2026-12-07", note="mine").status_code == 303
    late = fill(served, "", "other", until="2026-12-09", note="what I typed")
    assert late.status_code == 412
    assert 'value="what I typed"' in late.text
    assert 'value="2026-12-09"' in late.text
    assert 'name="expected" value="1"' in late.text
    sent_again = fill(served, "", "other", until="2026-12-09", note="what I typed", expected="1")
    assert sent_again.status_code == 303


def test_a_shift_is_commented_on_from_the_week_of_the_draft_and_from_nowhere_else(served: Served) -> None:
    propose(served)
    week = f"/weeks/2027-W01{QUERY}"
    draft = f"{week}&plan={FIRST_DAY}&proposal=2"
    for caller, many in (("agent", 2), ("leader", 10), ("coordinator", 0)):
        found = re.findall(rf'href="({PAGE}\?[^"]*)#comment"', served.get(draft, caller).text)
        assert len(found) == many, caller
        assert 'href="' + PAGE not in served.get(week, caller).text
        if found:
            asked = served.get(unescape(found[0]), caller).text
            assert f'<option value="{SHARED}" selected>' in asked
