"""What the events of the table of notices are called, and what is said of one's choices."""

from __future__ import annotations

from collections.abc import Mapping

from api.store.notice_table import NoticeEvent
from wfm.message import Text

EVENTS: Mapping[NoticeEvent, Text] = {
    NoticeEvent.ACCOUNT: Text(
        "notice.account", "your account: invitations, a new password, two-step sign-in"
    ),
    NoticeEvent.SHIFTS_SOON: Text(
        "notice.shifts_soon", "a shift is yours, or is no longer yours, within the next 14 days"
    ),
    NoticeEvent.SHIFTS: Text("notice.shifts", "your later shifts are published or change"),
    NoticeEvent.DRAFT: Text("notice.draft", "a draft of the roster can be commented on"),
    NoticeEvent.REMARK_ANSWERED: Text("notice.remark_answered", "a comment of yours is answered"),
    NoticeEvent.AVAILABILITY: Text("notice.availability", "you are asked when you can sit, and reminded"),
    NoticeEvent.SEATS_EMPTY: Text("notice.seats_empty", "shifts need somebody after an absence"),
    NoticeEvent.OFFER: Text("notice.offer", "somebody is asked to take a shift"),
    NoticeEvent.OFFER_WILLING: Text("notice.offer_willing", "one of your agents would take a shift"),
    NoticeEvent.SWAP_ASKED: Text("notice.swap_asked", "a colleague asks you to take or exchange a shift"),
    NoticeEvent.SWAP_APPROVAL: Text("notice.swap_approval", "a swap waits for your yes"),
    NoticeEvent.SWAP_STATE: Text("notice.swap_state", "how a swap goes that concerns you"),
    NoticeEvent.RUN_ENDED: Text("notice.run_ended", "a run that you started has ended"),
    NoticeEvent.BILL: Text(
        "notice.bill", "a quarter is closed or corrected: your municipality's bill and balance"
    ),
    NoticeEvent.FORTNIGHT: Text(
        "notice.fortnight", "the next fourteen days to print and as a workbook, each morning"
    ),
    NoticeEvent.FORTNIGHT_CHANGED: Text(
        "notice.fortnight_changed",
        "the next fourteen days to print and as a workbook, when a publication changes them",
    ),
    NoticeEvent.WEBHOOK_OFF: Text(
        "notice.webhook_off", "a webhook of your hotline was switched off, as nothing comes through"
    ),
}
SAVED = Text("notices.saved", "your choices are saved")
CHANGED_MEANWHILE = Text(
    "notices.changed_meanwhile",
    "your choices were changed in another window meanwhile; this is what holds now, and nothing was saved",
)
QUIET_SAVED = Text("quiet.saved", "the quiet hours are saved")
QUIET_CHANGED = Text("quiet.changed", "somebody else changed the quiet hours meanwhile; look at them again")
