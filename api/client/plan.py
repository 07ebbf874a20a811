"""A plan of a hotline, as its caller."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote

from api.client.books import WorkedClient
from api.client.calls import Answer, Calls
from api.client.carry import Carry, CarryOutcome, Methods
from api.client.collection import CollectionClient
from api.client.edits import EditOutcome, RevisionDifference, RevisionStep
from api.client.people import PeopleClient
from api.client.persons import NOBODY_ASKED, Persons
from api.client.reading import pages, read
from api.client.results import (
    AddedVersion,
    Merged,
    Plan,
    Table,
    TakenIn,
)
from api.client.rosters import (
    ChangeOutcome,
    Difference,
    PublicationMails,
    Published,
    Publishing,
    Version,
    VersionBrief,
)
from api.client.runs import QuestionsClient, RunsClient
from api.client.scenarios import ScenariosClient
from api.client.seat_changes import Change
from api.client.seats import SeatChoice

ROOT = "/api/v1/hotlines"
CSV, ZIP = "text/csv", "application/zip"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Result = TypeVar("Result")


@dataclass(frozen=True)
class PlanClient:
    """A plan to work with.

    Of everything that changes something, `began` is the number (or tag) of what it was made from, and `key`
    the key under which it is done once; a new one where left out.
    """

    calls: Calls
    path: str

    @property
    def runs(self) -> RunsClient:
        """What the service reckons for the plan."""
        return RunsClient(self.calls, f"{self.path}/runs")

    @property
    def questions(self) -> QuestionsClient:
        """What one asks about the plan's published roster."""
        return QuestionsClient(self.calls, f"{self.path}/questions")

    @property
    def scenarios(self) -> ScenariosClient:
        """What would be otherwise if, kept beside the plan."""
        return ScenariosClient(self.calls, f"{self.path}/scenarios")

    @property
    def worked(self) -> WorkedClient:
        """Who sat on the plan's shifts, and its close."""
        return WorkedClient(self.calls, self.path)

    @property
    def collection(self) -> CollectionClient:
        """When the plan's people can sit."""
        return CollectionClient(self.calls, self.path)

    @property
    def people(self) -> PeopleClient:
        """The plan's people and their accounts."""
        hotline, _, first_day = self.path.rpartition("/plans/")
        return PeopleClient(self.calls, hotline, first_day)

    def facts(self) -> Plan:
        """Return what can be said of the plan."""
        return _read(Plan, self.calls.get(self.path))

    def table(self, name: str) -> Table:
        """Return a table of the newest revision."""
        return _read(Table, self.calls.get(f"{self.path}/tables/{quote(name, safe='')}"))

    def table_csv(self, name: str) -> str:
        """Return the same as the text of its CSV file."""
        return self.calls.get(f"{self.path}/tables/{quote(name, safe='')}", CSV).content.decode()

    def put_table(
        self,
        name: str,
        rows: Iterable[Mapping[str, str | int | None]],
        *,
        began: int | str,
        note: str = "",
        persons: Persons = NOBODY_ASKED,
        key: str = "",
    ) -> TakenIn:
        """Replace a table; the plan has a new revision."""
        path = persons.beside(f"{self.path}/tables/{quote(name, safe='')}")
        content = {"rows": [dict(row) for row in rows], "note": note}
        return _read(TakenIn, self.calls.change("PUT", path, content, began=began, key=key))

    def put_table_csv(
        self, name: str, text: str, *, began: int | str, persons: Persons = NOBODY_ASKED, key: str = ""
    ) -> TakenIn:
        """Replace a table by the text of a CSV file."""
        path, content = persons.beside(f"{self.path}/tables/{quote(name, safe='')}"), text.encode()
        return _read(TakenIn, self.calls.change("PUT", path, content, began=began, media_type=CSV, key=key))

    def edit(
        self,
        edit: Mapping[str, Any],
        *,
        began: int | str,
        preview: bool = False,
        note: str = "",
        persons: Persons = NOBODY_ASKED,
        key: str = "",
    ) -> EditOutcome:
        """Edit the plan, or with `preview` tell what an edit would do.

        Parameters
        ----------
        edit
            Such as ``{"kind": "days", "close": ["2027-05-07"]}``; the description tells all kinds.
        began, preview, note, persons, key
            The newest revision, whether nothing is kept, what the author says to it, and who agents are.
        """
        content = {"edit": dict(edit), "preview": preview, "note": note}
        path = persons.beside(f"{self.path}/edits")
        return _read(EditOutcome, self.calls.change("POST", path, content, began=began, key=key))

    def revisions(self) -> Iterator[RevisionStep]:
        """Yield the plan's revisions with what each changed, the newest first."""
        yield from pages(self.calls.get, f"{self.path}/revisions", "revisions", RevisionStep)

    def revision_differences(self, before: int, after: int) -> RevisionDifference:
        """Return the rows in which two revisions differ."""
        path = f"{self.path}/revisions/{before}/differences/{after}"
        return _read(RevisionDifference, self.calls.get(path))

    def restore(self, number: int, *, began: int | str, note: str = "", key: str = "") -> EditOutcome:
        """Make an earlier revision the newest again."""
        path = f"{self.path}/revisions/{number}/restore"
        return _read(EditOutcome, self.calls.change("POST", path, {"note": note}, began=began, key=key))

    def merge(
        self, workbook: bytes, *, began: int | str, persons: Persons = NOBODY_ASKED, key: str = ""
    ) -> Merged:
        """Take in the workbook that a municipality sent back."""
        path = persons.beside(f"{self.path}/merge")
        return _read(Merged, self.calls.change("POST", path, workbook, began=began, media_type=XLSX, key=key))

    def versions(self) -> Iterator[VersionBrief]:
        """Yield the roster's versions, the newest first."""
        yield from pages(self.calls.get, f"{self.path}/versions", "versions", VersionBrief)

    def version(self, number: int) -> Version:
        """Return a version with its roster."""
        return _read(Version, self.calls.get(f"{self.path}/versions/{number}"))

    def add_version(
        self,
        roster: str,
        report: Mapping[str, Any] | None = None,
        *,
        began: int | str,
        baseline: str = "",
        note: str = "",
        key: str = "",
    ) -> AddedVersion:
        """Add a roster as the next version.

        Parameters
        ----------
        roster, report, baseline
            Content of ``roster.csv``; the document of ``report.json`` where a solve has found the roster;
            content of ``wfm-baseline.csv`` where it was mended from another.
        began, note, key
            The newest version, and what the author says to this one.
        """
        content = {"roster": roster, "report": report, "baseline": baseline, "note": note}
        path = f"{self.path}/versions"
        return _read(AddedVersion, self.calls.change("POST", path, content, began=began, key=key))

    def change(
        self, number: int, changes: Sequence[Change], *, began: int | str, note: str = "", key: str = ""
    ) -> ChangeOutcome:
        """Make changes in a version; that is the next one."""
        content = {"changes": [dict(one) for one in changes], "note": note}
        path = f"{self.path}/versions/{number}/changes"
        return _read(ChangeOutcome, self.calls.change("POST", path, content, began=began, key=key))

    def seat(self, number: int, shift: str, seat: int, *, agent: str = "") -> SeatChoice:
        """Return who may sit in a seat of a version, best first, and what each would do; and who may not.

        Parameters
        ----------
        number, shift, seat
            Of the version; local start of the shift; from 1, empty ones last.
        agent
            Of whom to tell how they could come there from a shift of their own.
        """
        asked = f"?agent={quote(agent, safe='')}" if agent else ""
        path = f"{self.path}/versions/{number}/seats/{quote(shift, safe=':')}/{seat}{asked}"
        return _read(SeatChoice, self.calls.get(path))

    def undo(self, *, began: int | str, key: str = "") -> VersionBrief:
        """Make the next version, which sits as the one before did."""
        return self._step("undo", began, key)

    def redo(self, *, began: int | str, key: str = "") -> VersionBrief:
        """Take the last undo back, in one more version."""
        return self._step("redo", began, key)

    def _step(self, name: str, began: int | str, key: str) -> VersionBrief:
        path = f"{self.path}/versions/{name}"
        return _read(VersionBrief, self.calls.change("POST", path, {}, began=began, key=key))

    def carry_preview(self, number: int) -> Carry:
        """Return what would become of a version on the newest revision of the plan."""
        return _read(Carry, self.calls.get(f"{self.path}/versions/{number}/carry"))

    def carry(
        self,
        number: int,
        *,
        began: int | str,
        revision: int | None = None,
        note: str = "",
        key: str = "",
    ) -> CarryOutcome:
        """Make the next version: all that is still possible of this one on the newest revision."""
        content = {"revision": revision, "note": note}
        path = f"{self.path}/versions/{number}/carry"
        return _read(CarryOutcome, self.calls.change("POST", path, content, began=began, key=key))

    def methods(self) -> Methods:
        """Return the quota methods side by side."""
        return _read(Methods, self.calls.get(f"{self.path}/methods"))

    def differences(self, before: int, after: int) -> Difference:
        """Return what differs between two versions."""
        return _read(Difference, self.calls.get(f"{self.path}/versions/{before}/differences/{after}"))

    def published(self) -> Published:
        """Return which version is published."""
        return _read(Published, self.calls.get(f"{self.path}/published"))

    def published_mails(self) -> PublicationMails:
        """Return what went out with the published version, and whom no mail tells."""
        return _read(PublicationMails, self.calls.get(f"{self.path}/published/mails"))

    def publish(
        self,
        number: int,
        *,
        began: int | str,
        accept_short_notice: bool = False,
        decided_by: str = "coordinator",
        key: str = "",
    ) -> Publishing:
        """Publish a version in the place of the one that is published (`began`)."""
        accepted = {"accept_short_notice": accept_short_notice, "decided_by": decided_by}
        content = {"number": number, **accepted}
        path = f"{self.path}/published"
        return _read(Publishing, self.calls.change("PUT", path, content, began=began, key=key))


def _read(kind: type[Result], answer: Answer) -> Result:
    return read(kind, answer.document)
