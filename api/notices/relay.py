"""The relay of mails and text messages: sends what waits, tries again later, and gives up at last.

It may be killed at any moment. A mail that the server took and that was not noted is sent a second time,
under the same Message-ID; none is lost. Several relays may run at once: each mail is in the hands of one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from threading import Event
from typing import Any

from api.configuration.settings import Settings
from api.fortnight.mornings import AT, ZONE, plan_mornings
from api.logs import log
from api.notices.compose import compose, compose_text
from api.notices.errors import RefusedError
from api.notices.kinds import find_notices, sort
from api.notices.metrics import Figures
from api.notices.records import mails
from api.notices.records.addressing import set_aside
from api.notices.records.mails import Mail, Outcome
from api.notices.smtp import TROUBLE, Submission, submission
from api.notices.texting import UNREACHED, TextService, text_service
from api.store.engine import Database, reading, writing
from api.store.errors import UnavailableError
from api.store.notice_table import Channel, UnknownNoticeError
from api.store.outbox import Notice

UNUSABLE = (*TROUBLE, *UNREACHED)
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
        Numbers of mails and text messages.
    reached
        Whether the servers could be used, as far as they were needed.
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
    """Sends mails and text messages by the servers of the settings.

    Parameters
    ----------
    database, settings, now
        Where mails wait, how they are sent, and the clock: aware, in UTC.
    figures
        Where it is counted.
    lease
        How long a mail is in its hands.
    connect, connect_texts
        Open a connection to the mail server, and to the service that takes text messages.
    stopped
        Set to let it end after the mail that it is at.
    """

    database: Database
    settings: Settings
    now: Callable[[], datetime]
    figures: Figures = field(default_factory=Figures)
    lease: timedelta = LEASE
    connect: Callable[[Settings], AbstractContextManager[Submission]] = submission
    connect_texts: Callable[[Settings], AbstractContextManager[TextService]] = text_service
    stopped: Event = field(default_factory=Event)
    _last_morning: date | None = None
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
        done = []
        try:
            done += [self._send_all(channel) for channel in self.channels if self._is_any_due(channel)]
        finally:
            with reading(self.database) as connection:
                self.figures.show(mails.queue_state(connection, self.now()), self.now())
        return Round(
            sent=sum(one.sent for one in done),
            failed=sum(one.failed for one in done),
            given_up=given_up,
            reached=all(one.reached for one in done),
        )

    @property
    def channels(self) -> tuple[Channel, ...]:
        """By which something can be sent, as the settings have it."""
        servers = {Channel.MAIL: self.settings.smtp_host, Channel.TEXT: self.settings.text_url}
        return tuple(channel for channel, server in servers.items() if server is not None)

    def _sort(self) -> None:
        self._plan_morning()
        oldest = self.now() - timedelta(days=self.settings.mail_days)
        for notice in find_notices(self.database, self.now()):
            if notice.created_at <= oldest:
                set_aside(self.database, notice, self.now())
                log().warning("notice_outdated", notice=notice.id, kind=notice.kind)
            else:
                self._make_mails(notice)

    def _plan_morning(self) -> None:
        """Put in what is told each morning, once it has come; the rest of the day nobody asks again."""
        local = self.now().astimezone(ZONE)
        if Channel.MAIL in self.channels and local.time() >= AT and self._last_morning != local.date():
            plan_mornings(self.database, self.now())
            self._last_morning = local.date()

    def _make_mails(self, notice: Notice) -> None:
        """Make the mails of a notice; one that cannot be read holds up no other."""
        try:
            sort(self.database, notice, self.now(), self.channels)
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

    def _is_any_due(self, channel: Channel) -> bool:
        with reading(self.database) as connection:
            return mails.is_any_due(connection, self.now(), channel)

    def _send_all(self, channel: Channel) -> Round:
        """Send what is due on a channel, over one connection; return what came of it."""
        sent = failed = 0
        try:
            with self._post(channel) as hand_over:
                while (mail := self._claim(channel)) is not None:
                    try:
                        good = self._send(hand_over, mail)
                    except UNUSABLE:
                        self._try_later(mail)
                        failed += 1
                        raise
                    sent, failed = sent + (good is True), failed + (good is False)
        except UNUSABLE as error:
            log().warning(f"{channel}_server_unusable", error=type(error).__name__)
            self.figures.unreached.inc()
            return Round(sent=sent, failed=failed, reached=False)
        return Round(sent=sent, failed=failed)

    @contextmanager
    def _post(self, channel: Channel) -> Iterator[Callable[[Mail], Outcome]]:
        """Open a connection; yield what sends a mail over it and returns what became of it."""
        database, settings = self.database, self.settings
        if channel is Channel.MAIL:
            with self.connect(settings) as server:

                def send(mail: Mail) -> Outcome:
                    message = compose(database, mail, settings, self.now())
                    if isinstance(message, Outcome):
                        return message
                    server.send(message)
                    return Outcome.SENT

                yield send
            return
        with self.connect_texts(settings) as service:

            def send_text(mail: Mail) -> Outcome:
                message = compose_text(database, mail, settings, self.now())
                if isinstance(message, Outcome):
                    return message
                if settings.text_delivery == "log":
                    log().info("text_logged", mail=mail.id, kind=mail.kind, length=len(message.text))
                    return Outcome.LOGGED
                service.send(message)
                return Outcome.SENT

            yield send_text

    def _claim(self, channel: Channel) -> Mail | None:
        if self.stopped.is_set():
            return None
        with writing(self.database) as connection:
            return mails.claim(connection, self.now(), self.now() + self.lease, channel)

    def _is_held_back(self, mail: Mail) -> bool:
        """Tell whether a mail waits for the end of quiet hours; that it does is noted."""
        with writing(self.database) as connection:
            until = mails.quiet_until(connection, mail, self.now())
            if until is not None:
                mails.note_failure(connection, mail, until)
        return until is not None

    def _send(self, hand_over: Callable[[Mail], Outcome], mail: Mail) -> bool | None:
        """Send a mail and note it; tell whether it is done with, and nothing where it waits."""
        try:
            if self._is_held_back(mail):
                return None
            outcome = hand_over(mail)
        except (RefusedError, UnknownNoticeError, ValueError) as error:
            told = {"code": error.code} if isinstance(error, RefusedError) else {"error": "address"}
            log().warning(
                f"{mail.channel}_failed", mail=mail.id, kind=mail.kind, attempt=mail.attempt, **told
            )
            self._try_later(mail)
            return False
        with writing(self.database) as connection:
            mails.note_outcome(connection, mail, outcome, self.now())
        log().info(f"{mail.channel}_done", **_about(mail), outcome=outcome.value)
        if outcome is Outcome.SENT:
            self.figures.sent.labels(mail.kind).inc()
        return True

    def _try_later(self, mail: Mail) -> None:
        self.figures.failed.labels(mail.kind).inc()
        wait = min(FIRST_WAIT * 2 ** min(mail.attempt - 1, 20), LONGEST_WAIT)
        with writing(self.database) as connection:
            mails.note_failure(connection, mail, self.now() + wait)


def _about(mail: Mail) -> dict[str, Any]:
    return {"mail": mail.id, "kind": mail.kind, "attempt": mail.attempt}
