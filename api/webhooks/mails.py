"""The mail to a hotline's administrators that a webhook was switched off."""

from __future__ import annotations

from collections.abc import Iterator

from api.access.ids import HotlineId, WebhookId
from api.store.engine import Connection, Database, reading
from api.store.errors import MissingError
from api.store.hotlines import code_of
from api.store.mail_kinds import MailDraft, MailKind, MailTask
from api.store.notice_table import NoticeEvent, NoticeRole, Topic
from api.store.outbox import Notice
from api.texts.letter import WHY, Letter, speak_letter
from api.texts.translator import translator
from api.webhooks.delivering import NOTICE
from api.webhooks.records.webhooks import administrators_of, find_webhook
from api.webhooks.sending import host_of
from wfm.message import Text

IS_OFF = Text("mail.webhook_off", "A webhook was switched off")
SAY_OFF = Text(
    "mail.say_webhook_off",
    "The webhook of {hotline} at {host} was switched off: for days nothing came through, or it said that it "
    "wants no more. What happens from now on is not told to it until you switch it on again.",
)
SEE = Text("mail.see_webhook", "See what went wrong, and switch it on again")
TOPIC = Topic(NoticeEvent.WEBHOOK_OFF, NoticeRole.ADMINISTRATOR)


def _address_off(connection: Connection, notice: Notice) -> Iterator[MailDraft]:
    """Yield a mail for each administrator, unless it was taken away, or is on again."""
    hotline = HotlineId(notice.payload["hotline"])
    try:
        webhook = find_webhook(connection, hotline, WebhookId(notice.payload["webhook"]))
    except MissingError:
        return
    if webhook.off_at is None:
        return
    told = {"hotline": code_of(connection, hotline), "id": hotline, "webhook": webhook.id}
    for account in sorted(administrators_of(connection, hotline)):
        yield MailDraft(account, told, TOPIC)


def _write_off(database: Database, task: MailTask) -> Letter | None:
    told, speak = task.draft.payload, translator(task.language)
    try:
        with reading(database) as connection:
            webhook = find_webhook(connection, HotlineId(told["id"]), WebhookId(told["webhook"]))
    except MissingError:
        return None
    return speak_letter(
        speak,
        subject=IS_OFF(),
        opening=SAY_OFF(hotline=told["hotline"], host=host_of(webhook.address)),
        action=SEE(),
        url=task.link(f"/administration/webhooks/{webhook.id}"),
        closing=(WHY(),),
    )


MAILS = (MailKind(NOTICE, _address_off, _write_off, (TOPIC,)),)
