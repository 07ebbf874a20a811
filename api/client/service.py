"""The service as objects: its hotlines, their plans, and what can be done with each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from api.client.books import Ledger, StatementsClient
from api.client.calls import Answer, Calls
from api.client.cases import CasesClient
from api.client.demand import CallsClient
from api.client.persons import NOBODY_ASKED, Persons
from api.client.plan import PlanClient
from api.client.reading import pages, read
from api.client.results import (
    Event,
    Hotline,
    MadeHotline,
    NextPlan,
    PlanBrief,
    TakenIn,
)
from api.client.webhooks import WebhooksClient

ROOT = "/api/v1/hotlines"
CSV, ZIP = "text/csv", "application/zip"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Result = TypeVar("Result")


class Service:
    """The service, as its caller.

    Parameters
    ----------
    base, token, options
        As :class:`api.client.calls.Calls` has them.
    """

    def __init__(self, base: str, token: str = "", **options: Any) -> None:
        self.calls = Calls(base, token, **options)

    def hotlines(self) -> tuple[Hotline, ...]:
        """Return the caller's hotlines."""
        document = self.calls.get(ROOT).document
        return tuple(read(Hotline, one) for one in document["hotlines"])

    def make_hotline(self, document: Mapping[str, Any], *, key: str = "") -> MadeHotline:
        """Make a hotline.

        Parameters
        ----------
        document
            What stands in hotline.toml, days as text.
        key
            Under which it is done once.
        """
        return _read(MadeHotline, self.calls.change("POST", ROOT, document, began=0, key=key))

    def hotline(self, code: str) -> HotlineClient:
        """Return a hotline to work with; it is not looked for yet."""
        return HotlineClient(self.calls, f"{ROOT}/{quote(code, safe='')}")


@dataclass(frozen=True)
class HotlineClient:
    """A hotline to work with."""

    calls: Calls
    path: str

    def plans(self) -> Iterator[PlanBrief]:
        """Yield the hotline's plans, the latest first; pages are fetched as they are needed."""
        yield from pages(self.calls.get, f"{self.path}/plans", "plans", PlanBrief)

    def record(self) -> Iterator[Event]:
        """Yield what was done, the newest first."""
        yield from pages(self.calls.get, f"{self.path}/record", "events", Event)

    def ledger(self, *, municipality: str = "", quarter: str = "") -> Ledger:
        """Return the ledger: of one municipality or quarter where it is named."""
        named = {"municipality": municipality, "quarter": quarter}
        asked = urlencode({name: value for name, value in named.items() if value})
        return _read(Ledger, self.calls.get(f"{self.path}/ledger" + (f"?{asked}" if asked else "")))

    @property
    def statements(self) -> StatementsClient:
        """What municipalities have to pay or receive."""
        return StatementsClient(self.calls, self.path)

    @property
    def webhooks(self) -> WebhooksClient:
        """Which addresses are told of what happens."""
        return WebhooksClient(self.calls, f"{self.path}/webhooks")

    @property
    def cases(self) -> CasesClient:
        """What something gains and costs by year, and each partner's part."""
        return CasesClient(self.calls, f"{self.path}/cases")

    def counted(self) -> CallsClient:
        """Return the calls that the hotline's telephone system counted."""
        return CallsClient(self.calls, f"{self.path}/calls")

    def plan(self, first_day: date | str) -> PlanClient:
        """Return a plan to work with, by its first day; it is not looked for yet."""
        return PlanClient(self.calls, f"{self.path}/plans/{first_day}")

    def import_plan(
        self,
        content: bytes,
        *,
        workbook: bool,
        began: int | str = 0,
        persons: Persons = NOBODY_ASKED,
        key: str = "",
    ) -> TakenIn:
        """Take a whole plan in.

        Parameters
        ----------
        content, workbook
            A workbook, or a plan folder packed as zip.
        began
            Number of the plan's newest revision; 0 where it is new.
        persons
            Who agents are, where that is not clear.
        key
            Under which it is done once.
        """
        media = XLSX if workbook else ZIP
        path = persons.beside(f"{self.path}/plans")
        return _read(
            TakenIn, self.calls.change("POST", path, content, began=began, media_type=media, key=key)
        )

    def next_plan(self, first_day: date | str, *, key: str = "") -> NextPlan:
        """Make the plan that follows another, from what is published of that one.

        Parameters
        ----------
        first_day
            Of the plan that is followed.
        key
            Under which it is done once.
        """
        sent = {"from": str(first_day)}
        return _read(NextPlan, self.calls.change("POST", f"{self.path}/plans/next", sent, began=0, key=key))


def _read(kind: type[Result], answer: Answer) -> Result:
    return read(kind, answer.document)
