"""What pages of absences and offers say."""

from __future__ import annotations

from collections.abc import Mapping

from api.replacements.kinds import AcceptingRule, AskState, OfferState
from wfm.message import Text

REPORTED = Text("absence.done_reported", "It is noted, and the seats are free for others")
TAKEN_BACK = Text("absence.done_withdrawn", "The absence is taken back")
ASKED_THEM = Text("offer.done_asked", "They are asked, and get a mail")
PLACED = Text("offer.done_placed", "The seat is taken, and everybody concerned gets a mail")
ACCEPTED = Text("offer.done_accepted", "The shift is yours; your calendar follows by itself")
WAITS = Text("offer.done_willing", "Your yes is noted; one more yes is needed before the shift is yours")
DECLINED = Text("offer.done_declined", "You said no, and nothing is kept of it")
WITHDRAWN = Text("offer.done_withdrawn", "The offer is taken back, and those who were asked get a mail")
RELEASED = Text("release.done", "Several municipalities may share the shift now")
RULE_KEPT = Text("offer.done_rule", "It holds from now on")

CHANGED = Text("offer.changed", "it was changed meanwhile; this is how it stands now")

DONE: Mapping[str, Text] = {
    "reported": REPORTED,
    "taken_back": TAKEN_BACK,
    "asked": ASKED_THEM,
    "placed": PLACED,
    "accepted": ACCEPTED,
    "willing": WAITS,
    "declined": DECLINED,
    "withdrawn": WITHDRAWN,
    "rule": RULE_KEPT,
    "released": RELEASED,
}
"""By the word that an address carries after something was done."""

STATES: Mapping[OfferState, Text] = {
    OfferState.OPEN: Text("offer.state_open", "waits for an answer"),
    OfferState.ACCEPTED: Text("offer.state_accepted", "taken"),
    OfferState.DECLINED: Text("offer.state_declined", "nobody could"),
    OfferState.WITHDRAWN: Text("offer.state_withdrawn", "taken back"),
    OfferState.EXPIRED: Text("offer.state_expired", "nobody answered in time"),
}
ASKS: Mapping[AskState, Text] = {
    AskState.ASKED: Text("ask.asked", "asked"),
    AskState.WILLING: Text("ask.willing", "would like to, and waits for the leader's yes"),
    AskState.ACCEPTED: Text("ask.accepted", "has said yes"),
    AskState.DECLINED: Text("ask.declined", "can't"),
}
RULES: Mapping[AcceptingRule, Text] = {
    AcceptingRule.ALONE: Text("rule.alone", "They accept by themselves"),
    AcceptingRule.LEADER: Text("rule.leader", "They accept, and a leader says yes"),
    AcceptingRule.NEVER: Text("rule.never", "A leader answers for them"),
}
