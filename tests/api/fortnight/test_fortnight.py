"""The next fourteen days on paper: to those who want them, once a day, and as the pages show them to each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from io import BytesIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import select

from api.access.ids import AccountId, HotlineCode
from api.access.roles import Role
from api.accounts.records import accounts, grants
from api.accounts.records.preferences import NoticePreference, keep_preference
from api.fortnight.mails import MAILS, XLSX
from api.fortnight.mornings import MORNING, plan_mornings
from api.notices.kinds import find_notices, sort
from api.notices.relay import Relay
from api.plans.records.facts import find_hotline
from api.publishing.receipt import FORTNIGHT_CHANGED
from api.store.engine import Database, open_engine, reading, writing
from api.store.notice_table import Channel, NoticeEvent
from api.store.tables import MAIL, OUTBOX
from tests.api.notices.post import settings
from tests.api.notices.server import mail_server
from tests.api.publications import SMALL_ROSTER
from tests.api.store.filled import OTHER_ROSTER, add_plan, add_roster, plan_with_notes, publish_version
from wfm.ids import MunicipalityCode

CODE = HotlineCode("test")
MONDAY = datetime(2027, 1, 4, 5, tzinfo=UTC)
"""Six o'clock in Denmark, on the first day of the plan."""


@pytest.fixture
def kind() -> str:
    """Return which database it is; that both do alike is seen elsewhere."""
    return "sqlite"


@pytest.fixture
def database(place: str) -> Iterator[Database]:
    """Return a store in which a roster of a week is published."""
    opened = open_engine(place)
    revision = add_plan(opened, plan_with_notes())
    publish_version(opened, add_roster(opened, revision, SMALL_ROSTER, expected=0), expected=0)
    add_roster(opened, revision, OTHER_ROSTER, expected=1)
    yield opened
    opened.dispose()


def reader(database: Database, role: Role, *chosen: NoticeEvent, town: str | None = None) -> AccountId:
    """Make an account that wants some of the mails; return its id."""
    with writing(database) as connection:
        hotline = find_hotline(connection, CODE).id
        made = accounts.make(connection, f"{role}-{town}@example.dk", "da", by=None, at=MONDAY).id
        home = None if town is None else MunicipalityCode(town)
        grants.give(connection, made, role, hotline=hotline, municipality=home, by=None, at=MONDAY)
        choices = {(event, Channel.MAIL): True for event in chosen}
        keep_preference(connection, made, NoticePreference(choices=choices), MONDAY)
    return made


def mails_of(database: Database, kind: str, at: datetime = MONDAY) -> list[AccountId]:
    """Make the mails that are due and return who gets some of a kind."""
    for notice in find_notices(database, at):
        sort(database, notice, at)
    with reading(database) as connection:
        return list(connection.scalars(select(MAIL.c.account_id).where(MAIL.c.kind == kind)))


def notices(database: Database) -> int:
    with reading(database) as connection:
        return len(connection.execute(select(OUTBOX.c.id).where(OUTBOX.c.kind == MORNING)).all())


def test_each_morning_there_is_one_notice_however_often_the_service_starts(database: Database) -> None:
    reader(database, Role.COORDINATOR, NoticeEvent.FORTNIGHT)
    seen = []
    with mail_server() as office:
        for at in (
            MONDAY - timedelta(minutes=1),
            MONDAY,
            MONDAY + timedelta(hours=1),
            MONDAY + timedelta(hours=23),  # five o'clock the next day
            MONDAY + timedelta(days=1, hours=5),  # it was down when the morning came
        ):
            for _ in range(2):  # started anew each time
                Relay(database, settings(office.port), lambda at=at: at).round()  # type: ignore[misc]
            seen.append((notices(database), len(office.taken)))
    assert seen == [(0, 0), (1, 1), (1, 1), (1, 1), (2, 2)]


def test_many_who_look_at_once_put_in_one(database: Database) -> None:
    assert [plan_mornings(database, MONDAY) for _ in range(3)] == [1, 0, 0]
    assert plan_mornings(database, MONDAY + timedelta(days=1)) == 1


def test_mornings_are_only_for_those_who_chose_them_and_nothing_is_kept_of_the_others(
    database: Database,
) -> None:
    wants = reader(database, Role.LEADER, NoticeEvent.FORTNIGHT, town="1")
    reader(database, Role.LEADER, town="2")
    reader(database, Role.COORDINATOR)
    plan_mornings(database, MONDAY)
    assert mails_of(database, MORNING) == [wants]


def test_a_publication_that_changes_these_days_is_told_to_coordinators_and_to_leaders_who_chose_it(
    database: Database,
) -> None:
    coordinator = reader(database, Role.COORDINATOR)
    leader = reader(database, Role.LEADER, NoticeEvent.FORTNIGHT_CHANGED, town="1")
    reader(database, Role.LEADER, town="2")
    assert mails_of(database, FORTNIGHT_CHANGED) == [], "it was more than fourteen days ahead"
    with writing(database) as connection:
        again = OUTBOX.update().where(OUTBOX.c.kind == FORTNIGHT_CHANGED)
        connection.execute(again.values(created_at=MONDAY, sent_at=None))
    assert sorted(mails_of(database, FORTNIGHT_CHANGED)) == sorted([coordinator, leader])


def texts_of(message: EmailMessage) -> tuple[str, str]:
    """Return what stands in the PDF and in the workbook of a mail."""
    files = {part.get_content_type(): part for part in message.iter_attachments()}
    assert list(files) == ["application/pdf", XLSX]
    names = [part.get_filename() for part in files.values()]
    assert names == ["test-2027-01-04.pdf", "test-2027-01-04.xlsx"]
    pdf = PdfReader(BytesIO(files["application/pdf"].get_content()))
    sheet = load_workbook(BytesIO(files[XLSX].get_content())).active
    assert sheet is not None
    cells = "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell)
    return "\n".join(page.extract_text() for page in pdf.pages), cells


@pytest.mark.parametrize(
    ("role", "town", "seen", "unseen"),
    [
        (Role.COORDINATOR, None, {"Agent 1-1", "Agent 1-2", "Agent 2-1"}, set()),
        (Role.LEADER, "1", {"Agent 1-1", "Agent 1-2", "M2"}, {"Agent 2-1", "Agent 2-2"}),
        (Role.LEADER, "2", {"Agent 2-1", "Agent 2-2", "M1"}, {"Agent 1-1", "Agent 1-2"}),
    ],
)
def test_each_gets_what_the_pages_show_them(
    database: Database, role: Role, town: str | None, seen: set[str], unseen: set[str]
) -> None:
    reader(database, role, NoticeEvent.FORTNIGHT, town=town)
    with mail_server() as office:
        Relay(database, settings(office.port), lambda: MONDAY).round()
        message = office.taken[-1].message
    for text in texts_of(message):
        assert {name for name in seen | unseen if name in text} == seen
        assert "KANARIE" not in text
    assert message["Subject"].startswith("De næste fjorten dage: ")


def test_who_may_see_nothing_any_more_or_where_no_shift_is_gets_no_mail(database: Database) -> None:
    reader(database, Role.COORDINATOR, NoticeEvent.FORTNIGHT)
    with mail_server() as office:
        for at in (MONDAY + timedelta(days=40), MONDAY - timedelta(days=20)):
            Relay(database, settings(office.port), lambda at=at: at).round()  # type: ignore[misc]
        assert office.taken == []
    assert {kind.name for kind in MAILS} == {MORNING, FORTNIGHT_CHANGED}
