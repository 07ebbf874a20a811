"""Forms of pages about a plan, filled in and sent as a browser would."""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

from httpx2 import Response

from tests.api.filled_service import FIRST_DAY, Served

PLAN_PAGES = f"/plans/{FIRST_DAY}"
Fields = dict[str, list[str]]


class _Forms(HTMLParser):
    """Gathers what each form would send as it stands."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, Fields] = {}
        self.action = ""
        self.select = self.textarea = ""
        self.first: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "form":
            self.action = (told.get("action") or "").split("?")[0]
            self.forms.setdefault(self.action, {})
        elif tag == "input" and self.action and told.get("name"):
            kind = told.get("type") or "text"
            if kind not in ("checkbox", "radio", "file", "submit") or "checked" in told:
                self._add(told["name"] or "", told.get("value") or "")
        elif tag == "select":
            self.select, self.first = told.get("name") or "", None
        elif tag == "option" and self.select:
            if self.first is None or "selected" in told:
                self.first = told.get("value") or ""
        elif tag == "textarea":
            self.textarea = told.get("name") or ""
            self._add(self.textarea, "")

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.forms[self.action][self.textarea] = [self.forms[self.action][self.textarea][0] + data]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.action = ""
        elif tag == "select" and self.action:
            self._add(self.select, self.first or "")
            self.select = ""
        elif tag == "textarea":
            self.textarea = ""

    def _add(self, name: str, value: str) -> None:
        self.forms[self.action].setdefault(name, []).append(value)


def fields_of(page: Response, action: str) -> Fields:
    """Return what the form of an address, beneath the plan's without a slash, would send as it stands."""
    gathered = _Forms()
    gathered.feed(page.text)
    return dict(gathered.forms[action if action.startswith("/") else f"{PLAN_PAGES}/{action}"])


def page(served: Served, where: str, caller: str = "coordinator") -> Response:
    """Return a page about the plan, in English."""
    joint = "&" if "?" in where else "?"
    return served.client.get(f"{PLAN_PAGES}/{where}{joint}lang=en", headers={"x-caller": caller})


def send(
    served: Served, action: str, fields: Mapping[str, Any], *, caller: str = "coordinator", **more: Any
) -> Response:
    """Send a form and return the answer; it is not followed."""
    headers = {"x-caller": caller}
    where = f"{PLAN_PAGES}/{action}?lang=en"
    return served.client.post(where, data=fields, headers=headers, follow_redirects=False, **more)


def keep(
    served: Served,
    looked_at: Response,
    caller: str = "coordinator",
    *,
    note: str = "",
    person: Mapping[str, list[str]] | None = None,
) -> Response:
    """Press the button of a page that shows what an edit would do."""
    fields = fields_of(looked_at, "edits") | {"note": [note], **(person or {})}
    return send(served, "edits", fields, caller=caller)
