"""Every page that the service has, on a phone: nothing that axe finds, nothing that runs out of the screen.

Which pages there are says the table of who may ask for what, which names every operation.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.api.access.asking import TABLE, Cell, Service, cells
from tests.api.access.world import CALLERS
from tests.api.browser.looking import CONTRAST, NARROW, Noted, looking, overflow, violations
from tests.api.showcase import HOST

pytestmark = pytest.mark.browser

FILES = frozenset(
    f"GET {path}"
    for path in (
        "/calendars/{token:path}.ics",
        "/feeds/{name:path}.ics",
        "/plans/new/plan.xlsx",
        "/plans/{plan}/minutes",
        "/plans/{plan}/newest",
        "/plans/{plan}/plan.xlsx",
        "/static/{name}",
        "/api/v1/openapi.json",
    )
)
"""What is asked for like a page and is none."""
LEADING_ON = frozenset(
    {"GET /weeks", "GET /people", "GET /sign-in/{provider}", "GET /sign-in/{provider}/back"}
)
"""What leads to a page and is none."""
ELSEWHERE = MappingProxyType(
    {
        **dict.fromkeys(
            (
                "GET /weeks/{name}",
                "GET /municipalities",
                "GET /municipalities/{code:path}",
                "GET /agents",
                "GET /agents/{name:path}",
                "GET /findings",
                "GET /about",
                "GET /roster.html",
                "GET /api/v1/docs",
            ),
            "test_pages.py",
        ),
        "GET /hotlines/new": "test_first_plan.py",
        "GET /plans/{plan}/versions/{number}/carry": "test_carrying.py",
        "GET /second-step": "test_accounts.py",
        "GET /swaps/new": "test_swaps.py",
    }
)
"""Pages that another test looks at: in both languages, or where there is more to show on them."""
TOLD = ("content-type", "content-security-policy")
"""Headers that a page is shown by."""
PAGES = [
    name
    for name, told in TABLE.items()
    if name.startswith("GET ") and told["hidden"] and name not in {*FILES, *LEADING_ON, *ELSEWHERE}
]


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with Service() as found:
        yield found


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[tuple[Page, Noted]]:
    with looking(browser, NARROW) as found:
        yield found


@pytest.mark.parametrize(
    "whole", [pytest.param(False, id="short"), pytest.param(True, marks=pytest.mark.prove, id="whole")]
)
@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_accessible_and_quiet_on_a_phone_and_fits(
    service: Service, phone: tuple[Page, Noted], name: str, whole: bool
) -> None:
    """In short without contrast, which takes axe longer than all the rest; whole by day and at night."""
    page, noted = phone
    seen = next(cell for cell in cells(name) if cell.status == 200)
    noted.complaints.clear()
    _answer_by(service, page, seen)
    answer = page.goto(f"{HOST}{seen.address}{'&' if '?' in seen.address else '?'}lang=da")
    assert answer is not None
    assert answer.headers["content-type"].startswith("text/html")
    assert overflow(page) <= 0
    assert violations(page, but=() if whole else CONTRAST) == []
    assert overflow(page) <= 0, "with all that unfolds unfolded"
    if whole:
        page.emulate_media(color_scheme="dark")
        assert violations(page, "color-contrast") == []
        page.emulate_media(color_scheme="light")
    assert noted.complaints == []
    assert noted.elsewhere(HOST) == []


def test_what_is_not_looked_at_here_is_looked_at_elsewhere() -> None:
    for name, file in ELSEWHERE.items():
        assert name in TABLE
        tested = (Path(__file__).parent / file).read_text(encoding="utf-8")
        assert any(word in tested for word in ("look(page", "violations(page")), file
    assert set(TABLE) >= FILES | LEADING_ON


def _answer_by(service: Service, page: Page, seen: Cell) -> None:
    """Let whatever the page asks for be answered by the service, as to whom the table names."""

    def answer(route: Route) -> None:
        asked = urlsplit(route.request.url)
        found = service.ask(CALLERS[seen.caller], f"{asked.path}?{asked.query}")
        told = {name: found.headers[name] for name in TOLD if name in found.headers}
        route.fulfill(status=found.status_code, headers=told, body=found.content)

    page.unroute_all()
    page.route("**/*", answer)
