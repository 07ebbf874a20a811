"""What is said of e-mail that agents answer between calls."""

from __future__ import annotations

from collections.abc import Iterator

from api.texts.demand import calls_text, interval_text, share_text
from api.texts.translator import Translator
from wfm.demand.mail_work import BETWEEN_CALLS, MailOutlook
from wfm.message import Message, Text
from wfm.plan import Plan

MAIL = Text(
    "mail_work.in_time",
    "{mails} e-mails are expected to be due; they take {work} hours, and between calls agents have {free} "
    "hours for them ({share} of the time without calls). {in_time} are answered within {within:number} hours "
    "of opening time.",
)
MAIL_NOW = Text("mail_work.now", "With the plan's seats {in_time} of the e-mails would be answered in time.")
FIRST_LATE = Text("mail_work.first_late", "The first e-mail is late {when}; about {late} will be.")


def mail_sentences(
    plan: Plan, found: MailOutlook | None, speak: Translator, before: MailOutlook | None = None
) -> Iterator[Message]:
    """Yield what becomes of e-mail; nothing where none is expected.

    Parameters
    ----------
    plan, found
        The deadline, and what becomes of the mail.
    speak
        Who writes figures.
    before
        The same with the plan's seats.
    """
    within = plan.hotline.service.mail_within
    if found is None or within is None:
        return
    yield MAIL(
        mails=calls_text(found.received, speak),
        work=calls_text(found.work_hours, speak),
        free=calls_text(found.free_hours, speak),
        share=share_text(BETWEEN_CALLS, speak),
        in_time=share_text(found.in_time, speak),
        within=within,
    )
    if before is not None:
        yield MAIL_NOW(in_time=share_text(before.in_time, speak))
    if found.first_late is not None:
        yield FIRST_LATE(when=interval_text(found.first_late), late=calls_text(found.late, speak))
