"""The relay: sends what waits, notes what was sent, tries again later what was not, and gives up at last.

It may be killed at any moment. A mail that the server took and that was not noted is sent a second time,
under the same Message-ID; none is lost. Several relays may run at once: each mail is in the hands of one.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event

from api.configuration.settings import Settings
from api.logs import log
from api.notices.compose import compose
from api.notices.kinds import find_notices, sort
from api.notices.metrics import Figures
from api.notices.records import mails
from api.notices.records.addressing import set_aside
from api.notices.records.mails import Mail, Outcome
from api.notices.smtp import TROUBLE, MailRefusedError, Submission, submission
from api.store.engine import Database, reading, writing
from api.store.errors import UnavailableError
from api.store.notice_table import UnknownNoticeError
from api.store.outbox import Notice

LEASE = timedelta(minutes=5)
"""How long a mail is in one relay's hands: longer than a server may take for it (`PATIENCE` a step)."""
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
"""How long a mail waits after its first failure, doubled after each, and at most."""


@dataclass(frozen=True)
class Round:
    """What one round did.

    Parameters
    ----------
    sent, failed, given_up
        Numbers of mails.
    reached
        Whether the mail server could be used, if it was needed.
    """

    sent: int = 0
    failed: int = 0
    given_up: int = 0
    reached: bool = True

    @property
    def is_well(self) -> bool:
        """Tell whether nothing went wrong."""
        return self.reached and not self.failed and not self.given_up


@dataclass
class Relay:
    """Sends mails by the mail server of the settings.

    Parameters
    ----------
    database, settings, now
        Where mails wait, how they are sent, and the clock: aware, in UTC.
    figures
        Where it is counted.
    lease
        How long a mail is in its hands.
    connect
        Opens a connection to the mail server.
    stopped
        Set to let it end after the mail that it is at.
    """

    database: Database
    settings: Settings
    now: Callable[[], datetime]
    figures: Figures = field(default_factory=Figures)
    lease: timedelta = LEASE
    connect: Callable[[Settings], AbstractContextManager[Submission]] = submission
    stopped: Event = field(default_factory=Event)
    _unreadable: set[str] = field(default_factory=set)

    def round(self) -> Round:
        """Make mails of the notices that wait and send every mail that is due.

        Raises
        ------
        UnavailableError
            Where there is no database to talk to.
        """
        self._sort()
        given_up = self._give_up()
        try:
            sent, failed, reached = self._send_all() if self._is_any_due() else (0, 0, True)
        finally:
            with reading(self.database) as connection:
                self.figures.show(mails.queue_state(connection), self.now())
        return Round(sent=sent, failed=failed, given_up=given_up, reached=reached)

    def _sort(self) -> None:
        oldest = self.now() - timedelta(days=self.settings.mail_days)
        for notice in find_notices(self.database, self.now()):
            if notice.created_at <= oldest:
                set_aside(self.database, notice, self.now())
                log().warning("notice_outdated", notice=notice.id, kind=notice.kind)
            else:
                self._make_mails(notice)

    def _make_mails(self, notice: Notice) -> None:
        """Make the mails of a notice; one that cannot be read holds up no other."""
        try:
            sort(self.database, notice, self.now())
        except UnavailableError:
            raise
        except Exception as error:
            if notice.id not in self._unreadable:  # it is tried again as long as a mail is
                log().error("notice_unreadable", notice=notice.id, kind=notice.kind, exc_info=error)
            self._unreadable.add(notice.id)

    def _give_up(self) -> int:
        at = self.now()
        with writing(self.database) as connection:
            lost = mails.give_up(connection, at, at - timedelta(days=self.settings.mail_days))
        for mail in lost:
            log().error("mail_given_up", mail=mail, days=self.settings.mail_days)
        return len(lost)

    def _is_any_due(self) -> bool:
        with reading(self.database) as connection:
            return mails.is_any_due(connection, self.now())

    def _send_all(self) -> tuple[int, int, bool]:
        """Send what is due, over one connection; return what was sent, what failed, and whether it held."""
        sent = failed = 0
        try:
            with self.connect(self.settings) as server:
                while (mail := self._claim()) is not None:
                    try:
                        good = self._send(server, mail)
                    except TROUBLE:
                        self._try_later(mail)
                        failed += 1
                        raise
                    sent, failed = sent + good, failed + (not good)
        except TROUBLE as error:
            log().warning("mail_server_unusable", error=type(error).__name__)
            self.figures.unreached.inc()
            return sent, failed, False
        return sent, failed, True

    def _claim(self) -> Mail | None:
        if self.stopped.is_set():
            return None
        with writing(self.database) as connection:
            return mails.claim(connection, self.now(), self.now() + self.lease)

    def _send(self, server: Submission, mail: Mail) -> bool:
        """Send a mail and note it; tell whether it is done with."""
        try:
            message = compose(self.database, mail, self.settings, self.now())
            if not isinstance(message, Outcome):
                server.send(message)
        except (MailRefusedError, UnknownNoticeError, ValueError) as error:
            told = {"code": error.code} if isinstance(error, MailRefusedError) else {"error": "address"}
            log().warning("mail_failed", mail=mail.id, kind=mail.kind, attempt=mail.attempt, **told)
            self._try_later(mail)
            return False
        outcome = message if isinstance(message, Outcome) else Outcome.SENT
        with writing(self.database) as connection:
            mails.note_outcome(connection, mail, outcome, self.now())
        log().info("mail_done", mail=mail.id, kind=mail.kind, attempt=mail.attempt, outcome=outcome.value)
        if outcome is Outcome.SENT:
            self.figures.sent.labels(mail.kind).inc()
        return True

    def _try_later(self, mail: Mail) -> None:
        self.figures.failed.labels(mail.kind).inc()
        wait = min(FIRST_WAIT * 2 ** min(mail.attempt - 1, 20), LONGEST_WAIT)
        with writing(self.database) as connection:
            mails.note_failure(connection, mail, self.now() + wait)
